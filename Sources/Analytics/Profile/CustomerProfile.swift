/// All that the tables say of one customer: who, where they stand, what they are worth, what they
/// bought and said, and what to do next.
///
/// Figures are those of the methods with their defaults, so a card and a list never differ. What
/// cannot be told of the customer is left out, and a notice says why.
package import Support
package import Tables

package struct ProfileOptions: Sendable {
  package var asOf: Int32?
  package var seed: UInt64 = 42
  /// Items and purchase days that are listed.
  package var listed = 10

  package init() {}
}

package struct CustomerProfile: Sendable {
  /// A cell about the customer, out of the latest row that has one.
  package struct Trait: Sendable {
    package let name: String
    package let value: String
    package let isPersonal: Bool
  }

  /// The customer's purchases in numbers.
  package struct Purchases: Sendable {
    package let firstDay: Int32
    package let lastDay: Int32
    package let days: Int
    package let orders: Int
    package let revenue: Double?
    package let silenceDays: Int
    /// Days between purchases to expect.
    package let gapDays: Double
    /// The last purchase days, the latest first.
    package let recent: [(day: Int32, orders: Int, amount: Double?)]
  }

  package struct Item: Sendable, Equatable {
    package let id: String
    package let name: String?
    package let rows: Int
    package let amount: Double?
    package let lastDay: Int32?
  }

  package struct Value: Sendable {
    package let ltv: Double
    package let interval: (low: Double, high: Double)
    package let tier: String
    package let expectedPurchases: Double
    package let expectedOrderValue: Double
    package let pAlive: Double
    package let horizonMonths: Int
  }

  package struct Churn: Sendable {
    package let probability: Double
    package let tier: ChurnPrediction.Tier
    package let horizonDays: Int?
    package let method: String
  }

  package let id: String
  package private(set) var traits: [Trait] = []
  package private(set) var purchases: Purchases?
  package private(set) var tier: TierChanges.Tier?
  package private(set) var churn: Churn?
  package private(set) var value: Value?
  package private(set) var items: [Item] = []
  package private(set) var mood: CustomerMood?
  /// Nil where no table says; false for a customer who does not want to be written to.
  package private(set) var consent: Bool?
  package private(set) var asOf: Int32?
  package private(set) var hasMoney = false
  package private(set) var notices: [Notice] = []
  /// Tables that know the customer.
  package private(set) var found: [Int] = []

  package init(_ id: String, _ tables: [Table], _ options: ProfileOptions, _ run: Run) throws {
    self.id = id
    var rows: [[Int]] = []
    for (index, table) in tables.enumerated() {
      try run.checkpoint()
      rows.append(Self.rows(of: id, table))
      if rows[index].isEmpty { continue }
      found.append(index)
      readTraits(table, rows[index])
      if table.column(.text) != nil {
        mood = CustomerMood(table, rows[index], after: mood)
      }
    }
    guard !found.isEmpty else {
      throw AnalyticsError.customerNotFound(
        id: id, nearest: try NearestIds.of(id, tables, run))
    }
    let orders = tables.indices.first { Segmentation.hasOrders(tables[$0]) && found.contains($0) }
    if let orders {
      try readOrders(tables[orders], rows[orders], options, run)
    } else {
      note("noPurchases", "no table has dated purchases of this customer", "没有该客户带日期的购买记录")
      try readColumns(tables, run, options)
    }
  }

  private mutating func note(_ code: String, _ en: String, _ zh: String) {
    notices.append(Notice(code, en: en, zh: zh))
  }

  private static func rows(of id: String, _ table: Table) -> [Int] {
    guard let ids = table.column(.customerId)?.asText(), let code = ids.dictionary.code(of: id)
    else { return [] }
    return ids.codes.indices.filter { Int(ids.codes[$0]) == code }
  }

  /// What the columns say of a person, the latest row first.
  private mutating func readTraits(_ table: Table, _ rows: [Int]) {
    let birth = IdentityColumns.birth(table)?.index
    for column in table.columns {
      let isTrait = column.role.map { Self.traits.contains($0) } ?? (column.index == birth)
      guard isTrait, let row = rows.last(where: { !column.isMissing($0) }),
        let value = column.cellText(row)
      else { continue }
      let name = column.role?.rawValue ?? "birthDate"
      if column.role == .consent {
        let match = table.roles[.consent]
        let isYes = BinaryLabel.positiveWords.contains(value.lowercased())
        consent = isYes != (match?.inverted ?? false)
        continue
      }
      guard !traits.contains(where: { $0.name == name }) else { continue }
      traits.append(
        Trait(name: name, value: value, isPersonal: column.role?.isPersonal ?? false))
    }
  }

  private static let traits: Set<Role> = [
    .name, .email, .phone, .idNumber, .address, .gender, .age, .income, .region, .channel, .consent,
  ]
}

extension CustomerProfile {
  private mutating func readOrders(
    _ table: Table, _ rows: [Int], _ options: ProfileOptions, _ run: Run
  ) throws {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let tiers = try CustomerTiers(ledger, asOf: options.asOf, run)
    asOf = tiers.asOf
    hasMoney = ledger.hasMoney
    items = ProfileItems.items(table, rows, asOf: tiers.asOf, listed: options.listed)
    guard let index = (0..<ledger.customerCount).first(where: { ledger.id($0) == id }) else {
      note(
        "noPurchases", "the customer is in the data and has not bought by this day", "该客户截至该日没有购买")
      return
    }
    tier = TierChanges.Tier(
      segment: tiers.segment(index).name, cell: tiers.cell(index), stage: tiers.stage(index))
    purchases = Self.purchases(ledger, tiers, index, options)
    run.report(0.4, Phrase(en: "chance of leaving", zh: "流失概率"))
    try readChurn(table, options, run)
    run.report(0.7, Phrase(en: "value", zh: "客户价值"))
    try readValue(table, options, run)
  }

  private static func purchases(
    _ ledger: PurchaseLedger, _ tiers: CustomerTiers, _ index: Int, _ options: ProfileOptions
  ) -> Purchases {
    let places = ledger.purchases(of: index)
    let recent = places.reversed().prefix(options.listed).map { place in
      (
        day: ledger.days[place], orders: Int(ledger.orders[place]),
        amount: ledger.hasMoney ? ledger.amounts[place] : nil
      )
    }
    let (first, last) = (ledger.days[places.lowerBound], ledger.days[places.upperBound - 1])
    return Purchases(
      firstDay: first, lastDay: last, days: places.count, orders: ledger.orderCount(of: index),
      revenue: ledger.hasMoney ? ledger.revenue(of: index) : nil,
      silenceDays: Int(tiers.asOf - last), gapDays: tiers.gapDays(index), recent: Array(recent))
  }

  private mutating func readChurn(_ table: Table, _ options: ProfileOptions, _ run: Run) throws {
    var wish = ChurnOptions()
    wish.asOf = options.asOf
    wish.seed = options.seed
    do {
      let all = try ChurnPrediction.of(table, options: wish, run)
      guard let place = all.ids.firstIndex(of: id) else {
        note(
          "lapsed", "the customer had left before the day, so there is no chance of leaving",
          "该客户在此前已流失，无流失概率")
        return
      }
      churn = Churn(
        probability: all.probabilities[place], tier: all.tier(place),
        horizonDays: all.horizonDays, method: all.method)
    } catch is AnalyticsError {
      note("noChurn", "the data do not tell the chance of leaving", "数据不足以给出流失概率")
    }
  }

  private mutating func readValue(_ table: Table, _ options: ProfileOptions, _ run: Run) throws {
    var wish = LifetimeOptions()
    wish.asOf = options.asOf
    wish.seed = options.seed
    do {
      let all = try LifetimeValue.of(table, options: wish, run)
      guard let place = all.ids.firstIndex(of: id) else { return }
      value = Value(
        ltv: all.values[place], interval: all.interval(place), tier: all.tiers[place],
        expectedPurchases: all.expectedPurchases[place],
        expectedOrderValue: all.expectedOrderValues[place],
        pAlive: all.aliveProbabilities[place], horizonMonths: wish.horizonMonths)
    } catch is AnalyticsError {
      note("noValue", "the data do not tell the value of customers", "数据不足以给出客户价值")
    }
  }

  /// Churn of a list of customers with a label.
  private mutating func readColumns(
    _ tables: [Table], _ run: Run, _ options: ProfileOptions
  ) throws {
    for index in found where tables[index].column(.churn) ?? tables[index].column(.target) != nil {
      try readChurn(tables[index], options, run)
      if churn != nil { return }
    }
  }
}

/// Ids that are at most two letters from one that is not there.
enum NearestIds {
  static let most = 5

  static func of(_ id: String, _ tables: [Table], _ run: Run) throws -> [String] {
    try of(id, among: tables.compactMap { $0.column(.customerId)?.asText().dictionary }, run)
  }

  static func of(
    _ id: String, among lists: [TextDictionary], _ run: Run
  ) throws -> [String] {
    let wanted = id.unicodeScalars.map(\.value)
    guard wanted.count <= 64 else { return [] }
    var near: [(distance: Int, id: String)] = []
    for ids in lists {
      for code in 0..<ids.count {
        if code % 2_048 == 0 { try run.checkpoint() }
        let size = ids.range(code).count
        guard size <= wanted.count * 4 + 8, size + 2 >= wanted.count else { continue }
        let text = ids[code]
        let distance = WordDistance.between(wanted, text.unicodeScalars.map(\.value))
        if distance <= 2 { near.append((distance, text)) }
      }
    }
    var seen: Set<String> = []
    return near.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
      .filter { seen.insert($0.id).inserted }.prefix(most).map(\.id)
  }
}
