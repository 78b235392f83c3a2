/// One row of numbers per customer, made of their purchases: for models and spreadsheets.
///
/// Everything is as of one day; nothing dated after it counts. A figure that cannot be had of one
/// customer, such as a gap where there is one purchase, is missing and not 0.
import Numerics
package import Support
package import Tables

package struct CustomerFeatures: Sendable {
  package enum Set: String, Sendable, CaseIterable { case rfm, behaviour, full }

  /// A feature, and what it says.
  package struct Feature: Sendable {
    package let name: String
    package let words: Phrase
    /// Such as `days`; the file's own money for money.
    package let unit: String
    /// One value per customer.
    package let values: [Double?]
  }

  package let ids: [String]
  package let features: [Feature]
  package let asOf: Int32
  package let notices: [Notice]

  /// - Parameter windows: lengths in days of the times that are looked back on from the last day.
  package init(
    _ table: Table, set: Set, windows: [Int], asOf: Int32?, _ run: Run
  ) throws {
    let ledger = try PurchaseLedger(table, asOf: asOf, run)
    let end = asOf ?? ledger.lastDay
    self.asOf = end
    ids = (0..<ledger.customerCount).map(ledger.id)
    notices = ledger.notices
    let maker = FeatureMaker(ledger: ledger, end: end, run: run)
    var made = maker.rfm()
    if set != .rfm {
      try run.checkpoint()
      made += maker.rhythm()
      for days in windows {
        try run.checkpoint()
        made += maker.window(days)
      }
      made += try maker.items(table, run)
    }
    if set == .full { made += try maker.columns(table, run) }
    try run.checkpoint()
    features = made
  }

  /// The rows, to be read like those of a query.
  package var rows: QueryResult {
    QueryResult(
      columns: [.words(name: "customerId", ids)]
        + features.map { .figures(name: $0.name, $0.values) },
      rowOfPlace: Array(ids.indices), matched: ids.count)
  }
}

/// Features in the order in which they are added.
private struct FeatureList {
  let count: Int
  private(set) var all: [CustomerFeatures.Feature] = []

  private let run: Run

  init(count: Int, run: Run) {
    self.count = count
    self.run = run
  }

  mutating func add(
    _ name: String, _ en: String, _ zh: String, unit: String, _ value: (Int) -> Double?
  ) {
    all.append(
      CustomerFeatures.Feature(
        name: name, words: Phrase(en: en, zh: zh), unit: unit,
        // A cancelled run ends at the next checkpoint and needs no values any more.
        values: run.isCancelled ? [] : (0..<count).map(value)))
  }
}

/// Features, group by group.
private struct FeatureMaker {
  let ledger: PurchaseLedger
  let end: Int32
  let run: Run

  typealias Feature = CustomerFeatures.Feature

  private func days(_ customer: Int) -> ArraySlice<Int32> {
    ledger.days[ledger.purchases(of: customer)]
  }

  func rfm() -> [Feature] {
    var made = FeatureList(count: ledger.customerCount, run: run)
    made.add("recencyDays", "days since the last purchase", "距上次购买天数", unit: "days") {
      days($0).last.map { Double(end - $0) }
    }
    made.add("orders", "orders", "订单数", unit: "orders") { Double(ledger.orderCount(of: $0)) }
    guard ledger.hasMoney else { return made.all }
    made.add("revenue", "money spent, returns subtracted", "消费金额（已扣退款）", unit: "money") {
      ledger.revenue(of: $0)
    }
    return made.all
  }

  func rhythm() -> [Feature] {
    var made = FeatureList(count: ledger.customerCount, run: run)
    made.add("tenureDays", "days since the first purchase", "距首次购买天数", unit: "days") {
      days($0).first.map { Double(end - $0) }
    }
    made.add("purchaseDays", "days with a purchase", "购买日数", unit: "days") {
      Double(days($0).count)
    }
    made.add("meanGapDays", "mean days between purchases", "平均购买间隔", unit: "days") { customer in
      let own = days(customer)
      guard own.count > 1, let first = own.first, let last = own.last else { return nil }
      return Double(last - first) / Double(own.count - 1)
    }
    made.add("gapSdDays", "standard deviation of the gaps", "购买间隔标准差", unit: "days") { customer in
      let own = Array(days(customer))
      guard own.count > 2 else { return nil }
      let moments = Moments(of: zip(own.dropFirst(), own).map { Double($0 - $1) })
      return moments.variance.squareRoot()
    }
    made.add(
      "weekendShare", "share of purchase days on Saturday or Sunday", "周末购买占比", unit: "share"
    ) {
      let own = days($0)
      // 1970-01-01 was a Thursday.
      let weekend = own.filter { (Int($0) % 7 + 7 + 3) % 7 >= 5 }.count
      return own.isEmpty ? nil : Double(weekend) / Double(own.count)
    }
    guard ledger.hasMoney else { return made.all }
    made.add("meanOrderValue", "money per purchase day", "单次平均金额", unit: "money") { customer in
      let own = ledger.purchases(of: customer)
      let sum = ledger.amounts[own].reduce(0, +)
      return own.isEmpty ? nil : sum / Double(own.count)
    }
    made.add("maxOrderValue", "money of the largest purchase day", "单次最高金额", unit: "money") {
      ledger.amounts[ledger.purchases(of: $0)].max()
    }
    made.add("returnShare", "money of returns per money of purchases", "退款占比", unit: "share") {
      let sum = ledger.amounts[ledger.purchases(of: $0)].reduce(0, +)
      return sum > 0 ? ledger.refunds[$0] / sum : nil
    }
    return made.all
  }

  /// What happened in the last days, and in as many before them.
  func window(_ length: Int) -> [Feature] {
    var made = FeatureList(count: ledger.customerCount, run: run)
    let start = end - Int32(length)
    let before = start - Int32(length)
    func count(_ customer: Int, _ range: Range<Int32>) -> Double {
      ledger.purchases(of: customer).reduce(0.0) {
        range.contains(ledger.days[$1]) ? $0 + Double(ledger.orders[$1]) : $0
      }
    }
    made.add(
      "orders\(length)", "orders in the last \(length) days", "近 \(length) 天订单数", unit: "orders"
    ) { count($0, start + 1..<end + 1) }
    made.add(
      "ordersTrend\(length)",
      "orders in the last \(length) days less those in the \(length) before",
      "近 \(length) 天订单数减去此前同长时间", unit: "orders"
    ) { count($0, start + 1..<end + 1) - count($0, before + 1..<start + 1) }
    guard ledger.hasMoney else { return made.all }
    made.add(
      "revenue\(length)", "money spent in the last \(length) days", "近 \(length) 天消费", unit: "money"
    ) { customer in
      ledger.purchases(of: customer).reduce(0.0) {
        ledger.days[$1] > start ? $0 + ledger.amounts[$1] : $0
      }
    }
    return made.all
  }

  /// Rows of customers with purchases, by their place in the ledger; -1 for others and for rows
  /// after the last day.
  private func placeOfRow(_ table: Table) -> [Int] {
    var placeOfCode = [Int](repeating: -1, count: ledger.keys.count)
    for (place, code) in ledger.customers.enumerated() { placeOfCode[Int(code)] = place }
    let dates = table.column(.date)?.date
    return ledger.keys.ofRow.indices.map { row in
      let code = ledger.keys.ofRow[row]
      let isLate = dates.map { $0.days[row] > end } ?? false
      return code < 0 || isLate ? -1 : placeOfCode[Int(code)]
    }
  }

  func items(_ table: Table, _ run: Run) throws -> [Feature] {
    var made = FeatureList(count: ledger.customerCount, run: run)
    let roles: [(Role, String, String, String)] = [
      (.itemId, "distinctItems", "different items bought", "购买过的不同商品数"),
      (.category, "distinctCategories", "different categories bought", "购买过的不同品类数"),
      (.channel, "distinctChannels", "channels used", "使用过的渠道数"),
    ]
    for (role, name, en, zh) in roles {
      guard let column = table.column(role) else { continue }
      try run.checkpoint()
      let codes = column.asText().codes
      var seen = [Swift.Set<Int32>](repeating: [], count: ledger.customerCount)
      for (row, place) in placeOfRow(table).enumerated() where place >= 0 && codes[row] >= 0 {
        if row % 32_768 == 0 { try run.checkpoint() }
        seen[place].insert(codes[row])
      }
      made.add(name, en, zh, unit: "count") { Double(seen[$0].count) }
    }
    return made.all
  }

  /// The mean of every other column of numbers that tells nobody who the customer is.
  func columns(_ table: Table, _ run: Run) throws -> [Feature] {
    var made = FeatureList(count: ledger.customerCount, run: run)
    let taken: Swift.Set<Role> = [.amount, .quantity, .unitPrice, .monetary]
    let places = placeOfRow(table)
    for column in table.columns {
      guard let numbers = column.number else { continue }
      if let role = column.role, role.isPersonal || role.isIdentifier || taken.contains(role) {
        continue
      }
      try run.checkpoint()
      var sums = [Double](repeating: 0, count: ledger.customerCount)
      var counts = [Double](repeating: 0, count: ledger.customerCount)
      for (row, place) in places.enumerated() where place >= 0 && !column.isMissing(row) {
        sums[place] += numbers.values[row]
        counts[place] += 1
      }
      made.add(
        "mean:\(column.header)", "mean of \(column.header) over the customer's rows",
        "\(column.header) 在该客户各行的平均", unit: column.unit ?? "as in the file"
      ) { counts[$0] > 0 ? sums[$0] / counts[$0] : nil }
    }
    return made.all
  }
}
