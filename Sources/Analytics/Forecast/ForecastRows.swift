/// What each row adds to a series, and to which: the table as two columns of numbers.
import Numerics
import Support
import Tables

struct ForecastRows: Sendable {
  /// NaN for rows that add nothing.
  let values: [Double]
  let dates: DateColumn
  /// The group of each row, -1 for none; nil where all rows are one series.
  let groups: [Int32]?
  let groupNames: [String]
  /// Another name of each group; empty where there is none.
  let labels: [String]
  /// Whether values are those of a plain series, such as a month and its number.
  let isPlain: Bool
  let notices: [Notice]
  private let returnCount: Int

  init(_ table: Table, _ options: ForecastOptions, _ run: Run) throws {
    guard let dates = table.column(.date)?.date else {
      throw AnalyticsError.missingRole(roles: ["date"], headers: table.columns.map(\.header))
    }
    self.dates = dates
    let source = try Self.source(table, options)
    isPlain = source.plain != nil
    var values = [Double](repeating: .nan, count: table.rowCount)
    let limit = options.asOf ?? .max
    var returns = 0
    for row in values.indices {
      if row % 65_536 == 0 { try run.checkpoint() }
      if !dates.missing.isEmpty, dates.missing[row] { continue }
      if dates.days[row] > limit { continue }
      if let plain = source.plain {
        if plain.missing.isEmpty || !plain.missing[row] { values[row] = plain.values[row] }
        continue
      }
      guard let money = source.money.value(row) else { continue }
      if money.isReturn {
        returns += 1
        continue
      }
      switch options.target {
      case .revenue: values[row] = money.amount
      case .orders: values[row] = 1
      case .demand: values[row] = source.pieces(row)
      }
    }
    if options.target == .orders, let codes = table.column(.orderId)?.asText().codes {
      try Self.countOnce(&values, codes, dates, run)
    }
    let grouping = try Self.grouping(table, options, run)
    (groups, groupNames) = (grouping?.codes, grouping?.names ?? [])
    labels = grouping?.labels ?? []
    self.values = values
    returnCount = returns
    notices = source.notices + Self.returnNotice(returns)
  }

  private static func returnNotice(_ returns: Int) -> [Notice] {
    guard returns > 0 else { return [] }
    return [
      Notice(
        "returnsLeftOut",
        en: "\(returns) rows of returns are left out: what is forecast is what is sold",
        zh: "已排除 \(returns) 行退货：预测的是售出部分")
    ]
  }

  /// Where the number of a row comes from.
  private struct Source {
    let money: RowMoney
    /// A column of a series that is none of purchases.
    var plain: NumberColumn?
    var quantity: NumberColumn?
    var notices: [Notice] = []

    func pieces(_ row: Int) -> Double {
      guard let quantity else { return 1 }
      return quantity.missing.isEmpty || !quantity.missing[row] ? quantity.values[row] : .nan
    }
  }

  private static func source(_ table: Table, _ options: ForecastOptions) throws -> Source {
    var source = Source(money: RowMoney(table), quantity: table.column(.quantity)?.number)
    guard options.target == .revenue else { return source }
    let isOfOrders =
      table.column(.customerId) != nil || table.column(.orderId) != nil
      || table.column(.quantity) != nil || table.column(.isReturn) != nil
    if source.money.isPresent {
      if !isOfOrders { source.plain = (table.column(.amount) ?? table.column(.monetary))?.number }
      return source
    }
    let numbers = table.columns.filter { $0.number != nil && !($0.role?.isIdentifier ?? false) }
    guard numbers.count == 1, let only = numbers.first else {
      throw AnalyticsError.missingRole(
        roles: ["amount"], headers: table.columns.map(\.header))
    }
    source.plain = only.number
    source.notices = [
      Notice(
        "valueColumn", en: "\(only.header) is the only column of numbers and was forecast",
        zh: "\(only.header) 是唯一的数值列，已作为预测对象", path: only.header)
    ]
    return source
  }

  /// Leaves one row of each order, its first day's.
  private static func countOnce(
    _ values: inout [Double], _ codes: [Int32], _ dates: DateColumn, _ run: Run
  ) throws {
    var best = [Int32](repeating: -1, count: Int(codes.max() ?? -1) + 1)
    for row in values.indices where !values[row].isNaN {
      if row % 65_536 == 0 { try run.checkpoint() }
      let code = Int(codes[row])
      guard code >= 0 else { continue }
      let known = Int(best[code])
      if known >= 0, dates.days[known] <= dates.days[row] {
        values[row] = .nan
        continue
      }
      if known >= 0 { values[known] = .nan }
      best[code] = Int32(truncatingIfNeeded: row)
    }
  }

  private static func grouping(
    _ table: Table, _ options: ForecastOptions, _ run: Run
  ) throws -> (codes: [Int32], names: [String], labels: [String])? {
    if options.target == .demand {
      guard let column = table.column(.itemId) ?? table.column(.itemName) else {
        throw AnalyticsError.missingRole(
          roles: ["itemId", "itemName"], headers: table.columns.map(\.header))
      }
      let text = column.asText()
      var labels: [String] = []
      if column.role == .itemId, let names = table.column(.itemName)?.asText() {
        labels = [String](repeating: "", count: text.dictionary.count)
        for (row, code) in text.codes.enumerated() where code >= 0 && names.codes[row] >= 0 {
          if row % 65_536 == 0 { try run.checkpoint() }
          if labels[Int(code)].isEmpty {
            labels[Int(code)] = names.dictionary[Int(names.codes[row])]
          }
        }
      }
      return (text.codes, text.dictionary.strings, labels)
    }
    guard let name = options.segment else { return nil }
    let column = try table.queryColumn(name)
    guard !(column.role?.isPersonal ?? false), column.role != .customerId else {
      throw AnalyticsError.unusableFeature(
        header: column.header, why: "it tells who a customer is",
        headers: table.columns.map(\.header))
    }
    let text = column.asText()
    return (text.codes, text.dictionary.strings, [])
  }

  /// The days on which a row adds something.
  func days(until asOf: Int32?, _ run: Run) throws -> ForecastDays {
    var (first, last) = (Int32.max, Int32.min)
    for row in values.indices where !values[row].isNaN {
      if row % 65_536 == 0 { try run.checkpoint() }
      first = min(first, dates.days[row])
      last = max(last, dates.days[row])
    }
    guard first <= last else {
      throw AnalyticsError.noUsableRows(why: "no row has a date and a number to add up")
    }
    last = max(last, asOf ?? last)
    var isUsed = [Bool](repeating: false, count: Int(last) - Int(first) + 1)
    for row in values.indices where !values[row].isNaN {
      isUsed[Int(dates.days[row]) - Int(first)] = true
    }
    return ForecastDays(first: first, last: last, isUsed: isUsed)
  }

  /// The sums of some groups by period; group -1 stands for all rows.
  func sums(
    of wanted: [Int32], _ calendar: ForecastCalendar, periods: Range<Int>, _ days: ForecastDays,
    _ run: Run
  ) throws -> [[Double]] {
    let span = Int(days.last) - Int(days.first) + 1
    let places = (0..<span).map { offset -> Int32 in
      let index = calendar.index(of: days.first + Int32(offset))
      return periods.contains(index) ? Int32(truncatingIfNeeded: index - periods.lowerBound) : -1
    }
    var slot = [Int32](repeating: -1, count: groupNames.count)
    var all: Int?
    for (place, group) in wanted.enumerated() {
      if group < 0 { all = place } else { slot[Int(group)] = Int32(truncatingIfNeeded: place) }
    }
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: periods.count), count: wanted.count)
    for row in values.indices where !values[row].isNaN {
      if row % 65_536 == 0 { try run.checkpoint() }
      let place = Int(places[Int(dates.days[row]) - Int(days.first)])
      guard place >= 0 else { continue }
      if let all { sums[all][place] += values[row] }
      guard let groups, groups[row] >= 0 else { continue }
      let own = Int(slot[Int(groups[row])])
      if own >= 0 { sums[own][place] += values[row] }
    }
    return sums
  }

  /// The total of each group within some days, the largest first.
  func largest(within days: Range<Int32>, _ run: Run) throws -> [Int32] {
    guard let groups else { return [] }
    var totals = [Double](repeating: 0, count: groupNames.count)
    for row in values.indices where !values[row].isNaN {
      if row % 65_536 == 0 { try run.checkpoint() }
      if groups[row] >= 0, days.contains(dates.days[row]) {
        totals[Int(groups[row])] += values[row]
      }
    }
    return totals.indices.filter { totals[$0] != 0 }.sorted {
      (-totals[$0], $0) < (-totals[$1], $1)
    }.map { Int32(truncatingIfNeeded: $0) }
  }
}
