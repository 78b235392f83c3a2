/// Who lasted how long, and whether the end was seen: from two columns, or from orders alone.
///
/// Of orders the life of a customer begins with the first one. It has ended when the silence since
/// the last one is longer than the churn window, and then it ended a window after that order;
/// otherwise the customer is still there. What a customer is like is what the row of the first
/// order says, so nothing of later days explains how long it lasted.
package import Learning
package import Support
package import Tables

package struct SurvivalCases: Sendable {
  package enum Source: Sendable, Equatable {
    case columns(duration: String, event: String, ended: String)
    case orders(windowDays: Int, isAutomatic: Bool)
  }

  package let source: Source
  /// The table that says what each case is like.
  let table: Table
  /// The row of each case in it.
  let rows: [Int]
  package let durations: Durations
  package let ids: [String]
  package let asOf: Int32?
  package let notices: [Notice]
  /// Places of columns that are what is asked about.
  let told: Set<Int>

  package var count: Int { ids.count }
  package var eventCount: Int { durations.isEvent.count { $0 } }
  /// The cases whose end was not seen.
  package var stillThere: [Int] { durations.isEvent.indices.filter { !durations.isEvent[$0] } }

  /// What durations are counted in: days, what the column is in, or what its header speaks of.
  package var unit: Phrase {
    guard case .columns(let header, _, _) = source else { return Self.units[0].words }
    if let unit = table.column(named: header)?.unit, !unit.isEmpty {
      return Phrase(verbatim: unit)
    }
    let folded = header.lowercased()
    let found = Self.units.first { unit in unit.marks.contains { folded.contains($0) } }
    return found?.words ?? Phrase(en: "units of \(header)", zh: "\(header) 的单位")
  }

  private static let units: [(marks: [String], words: Phrase)] = [
    (["day", "天", "日"], Phrase(en: "days", zh: "天")),
    (["week", "周"], Phrase(en: "weeks", zh: "周")),
    (["month", "月"], Phrase(en: "months", zh: "个月")),
    (["year", "年"], Phrase(en: "years", zh: "年")),
  ]
}

/// Where durations and ends are to be found.
package struct SurvivalSource: Sendable {
  /// Headers or roles; nil for the columns that were recognised.
  package var duration: String?
  package var event: String?
  /// The value of the event column that means ended.
  package var positive: String?
  /// The silence after which a customer has left; nil for the 90th percentile of gaps.
  package var windowDays: Int?
  package var asOf: Int32?

  package init() {}
}

extension SurvivalCases {
  package init(_ table: Table, _ wish: SurvivalSource, _ run: Run) throws {
    let duration = try Self.column(table, wish.duration, [.tenureDays], "duration")
    let event = try Self.column(table, wish.event, [.churn, .target], "event")
    let isLedger = table.column(.date)?.date != nil && table.column(.customerId) != nil
    let isAsked = wish.duration != nil || wish.event != nil
    if let duration, let event, isAsked || !isLedger || table.kind == .customers {
      self = try Self.ofColumns(table, duration, event, wish, run)
    } else if isLedger, !isAsked {
      self = try Self.ofOrders(table, wish, run)
    } else {
      let lacking = duration == nil ? ["tenureDays", "date"] : ["churn"]
      throw AnalyticsError.missingRole(roles: lacking, headers: table.columns.map(\.header))
    }
  }

  private static func column(
    _ table: Table, _ wanted: String?, _ roles: [Role], _ parameter: String
  ) throws(AnalyticsError) -> Column? {
    guard let wanted else { return roles.lazy.compactMap { table.column($0) }.first }
    if let found = table.column(named: wanted) ?? Role(rawValue: wanted).flatMap(table.column) {
      return found
    }
    throw .missingRole(roles: [wanted], headers: table.columns.map(\.header))
  }

  private static func ofColumns(
    _ table: Table, _ duration: Column, _ event: Column, _ wish: SurvivalSource, _ run: Run
  ) throws -> SurvivalCases {
    guard let numbers = duration.number else {
      throw AnalyticsError.badComparison(
        column: duration.header, expected: "durations as numbers",
        found: duration.date == nil ? "texts" : "dates")
    }
    let match = table.roles[.churn]
    let label = try BinaryLabel(
      event, positive: wish.positive,
      inverted: match.map { $0.column == event.index && $0.inverted } ?? false)
    let keys = CustomerKeys(table)
    let rows = (0..<table.rowCount).filter {
      keys.ofRow[$0] >= 0 && !duration.isMissing($0) && label.values[$0] >= 0
    }
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: "no row has both \(duration.header) and \(event.header)")
    }
    if let row = rows.first(where: { numbers.values[$0] < 0 }) {
      throw AnalyticsError.badComparison(
        column: duration.header, expected: "durations of 0 or more",
        found: "\(Words.short(numbers.values[row])) in row \(row + 1)")
    }
    try run.checkpoint()
    let durations = try Durations(
      times: rows.map { numbers.values[$0] }, isEvent: rows.map { label.values[$0] == 1 })
    guard durations.isEvent.contains(true) else {
      throw AnalyticsError.singleClass(label: label.negative, count: rows.count)
    }
    let left = table.rowCount - rows.count
    let notices =
      left == 0
      ? []
      : [
        Notice(
          "rowsLeftOut",
          en: "\(left) rows lack \(duration.header), \(event.header) or the id: left out",
          zh: "\(left) 行缺少 \(duration.header)、\(event.header) 或客户编号，未计入")
      ]
    return SurvivalCases(
      source: .columns(
        duration: duration.header, event: event.header, ended: label.positive),
      table: table, rows: rows, durations: durations,
      ids: rows.map { keys[Int(keys.ofRow[$0])] }, asOf: nil, notices: notices,
      told: [duration.index, event.index])
  }

  private static func ofOrders(
    _ table: Table, _ wish: SurvivalSource, _ run: Run
  ) throws -> SurvivalCases {
    let ledger = try PurchaseLedger(table, asOf: wish.asOf, run)
    var options = ChurnOptions()
    options.windowDays = wish.windowDays
    let window = try ChurnWindow(ledger, options: options, run)
    let end = wish.asOf ?? ledger.lastDay
    var (times, isEvent) = ([Double](), [Bool]())
    var longest = 0
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let range = ledger.purchases(of: customer)
      let (first, last) = (ledger.days[range.lowerBound], ledger.days[range.upperBound - 1])
      let silence = Int(end - last)
      longest = max(longest, silence)
      isEvent.append(silence > window.days)
      times.append(
        Double(silence > window.days ? Int(last - first) + window.days : Int(end - first)))
    }
    guard isEvent.contains(true) else {
      throw AnalyticsError.oneSidedWindow(
        everybody: false, windowDays: window.days,
        better: [365, 180, 90, 60, 30, 14, 7].first { $0 < min(longest, window.days) })
    }
    return SurvivalCases(
      source: .orders(windowDays: window.days, isAutomatic: window.isAutomatic), table: table,
      rows: try firstRows(table, ledger, run),
      durations: try Durations(times: times, isEvent: isEvent),
      ids: (0..<ledger.customerCount).map(ledger.id), asOf: end, notices: ledger.notices,
      told: Set([Role.date, .isReturn].compactMap { table.column($0)?.index }))
  }

  /// The first row of each customer of the ledger that is of the day of the first purchase.
  private static func firstRows(
    _ table: Table, _ ledger: PurchaseLedger, _ run: Run
  ) throws -> [Int] {
    guard let column = table.column(.date), let dates = column.date else { return [] }
    var place = [Int](repeating: -1, count: ledger.keys.count)
    for (index, key) in ledger.customers.enumerated() { place[Int(key)] = index }
    var rows = [Int](repeating: -1, count: ledger.customerCount)
    for row in 0..<table.rowCount {
      if row % 65_536 == 0 { try run.checkpoint() }
      let key = Int(ledger.keys.ofRow[row])
      guard key >= 0, place[key] >= 0, rows[place[key]] < 0, !column.isMissing(row) else {
        continue
      }
      let index = place[key]
      if dates.days[row] == ledger.days[ledger.starts[index]] { rows[index] = row }
    }
    return rows.map { max(0, $0) }
  }
}
