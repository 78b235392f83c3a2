/// Who chose what, and when: the events that recommendations are learnt from.
///
/// A person is a customer, or a basket where the file has baskets only. Items keep their ids byte
/// for byte.
import Numerics
package import Support
package import Tables

package struct Choices: Sendable {
  package struct Event: Sendable {
    package let person: Int32
    package let item: Int32
    /// Seconds since 1970; 0 where the file has no dates.
    package let time: Int64
  }

  /// In the order of time, then of the file.
  package let events: [Event]
  package let people: [String]
  package let items: [String]
  /// Names of items, where the file has names beside ids.
  package let itemNames: [String]?
  package let areBaskets: Bool
  package let hasTimes: Bool
  /// The share of choices of something chosen before at another time.
  package let repeatShare: Double
  package let notices: [Notice]

  package init(_ table: Table, asOf: Int32?, _ run: Run) throws {
    guard let itemColumn = Self.itemColumn(table) else {
      throw AnalyticsError.missingRole(
        roles: ["itemId", "itemName"], headers: table.columns.map(\.header))
    }
    let customers = table.column(.customerId)
    guard let personColumn = customers ?? table.column(.orderId) else {
      throw AnalyticsError.missingRole(
        roles: ["customerId", "orderId"], headers: table.columns.map(\.header))
    }
    let itemText = itemColumn.asText()
    let personText = personColumn.asText()
    let returns = RowMoney(table)
    let dates = table.column(.date)?.date
    var events: [Event] = []
    events.reserveCapacity(table.rowCount)
    var skipped = 0
    for row in 0..<table.rowCount {
      if row % 65_536 == 0 { try run.checkpoint() }
      let (person, item) = (personText.codes[row], itemText.codes[row])
      let isMissingDate = dates.map { !$0.missing.isEmpty && $0.missing[row] } ?? false
      let isLater = dates.map { asOf != nil && $0.days[row] > (asOf ?? 0) } ?? false
      guard person >= 0, item >= 0, !isMissingDate, !isLater,
        !(returns.value(row)?.isReturn ?? false)
      else {
        skipped += 1
        continue
      }
      events.append(Event(person: person, item: item, time: Self.time(dates, row)))
    }
    try run.checkpoint()
    guard !events.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row has both a customer and an item")
    }
    let sorted = dates == nil ? events : try Self.byTime(events, run)
    self.events = sorted
    people = personText.dictionary.strings
    items = itemText.dictionary.strings
    itemNames = Self.names(table, itemColumn, itemText)
    areBaskets = customers == nil
    hasTimes = dates != nil
    repeatShare = try Self.repeats(sorted, run)
    notices = Self.notices(skipped, areBaskets: customers == nil)
  }

  private static func itemColumn(_ table: Table) -> Column? {
    table.column(.itemId) ?? table.column(.itemName) ?? table.column(.category)
  }

  private static func time(_ dates: DateColumn?, _ row: Int) -> Int64 {
    guard let dates else { return 0 }
    let seconds = dates.seconds.isEmpty ? 0 : Int64(dates.seconds[row])
    return Int64(dates.days[row]) * 86_400 + seconds
  }

  private static func names(_ table: Table, _ column: Column, _ items: TextColumn) -> [String]? {
    guard let other = table.column(.itemName), other.index != column.index else { return nil }
    let text = other.asText()
    var names = [String?](repeating: nil, count: items.dictionary.count)
    for row in 0..<table.rowCount where items.codes[row] >= 0 && names[Int(items.codes[row])] == nil
    {
      names[Int(items.codes[row])] = text[row]
    }
    return names.enumerated().map { $0.element ?? items.dictionary[$0.offset] }
  }

  /// Events by time, equal times in the order of the file. Times and places are packed into whole
  /// numbers, which sort ten times faster than events do.
  private static func byTime(_ events: [Event], _ run: Run) throws -> [Event] {
    let earliest = events.map(\.time).min() ?? 0
    var keys = events.indices.map { (events[$0].time - earliest) << 26 | Int64($0) }
    try run.checkpoint()
    keys.sort()
    try run.checkpoint()
    return keys.map { events[Int($0 & (1 << 26 - 1))] }
  }

  /// Of all choices, the share of an item that the person chose before at an earlier time.
  private static func repeats(_ events: [Event], _ run: Run) throws -> Double {
    var first: [Int64: Int64] = [:]
    first.reserveCapacity(events.count)
    var repeated = 0
    for (index, event) in events.enumerated() {
      if index % 65_536 == 0 { try run.checkpoint() }
      let key = Int64(event.person) << 32 | Int64(event.item)
      if let before = first[key] {
        if before < event.time { repeated += 1 }
      } else {
        first[key] = event.time
      }
    }
    return Double(repeated) / Double(max(1, events.count))
  }

  private static func notices(_ skipped: Int, areBaskets: Bool) -> [Notice] {
    var notices: [Notice] = []
    if skipped > 0 {
      notices.append(
        Notice(
          "rowsLeftOut", en: "\(skipped) rows lack a customer or item, or are returns",
          zh: "\(skipped) 行缺少客户或商品，或为退货，未计入"))
    }
    if areBaskets {
      notices.append(
        Notice(
          "basketsOnly", en: "the file names no customers, so each basket counts as one",
          zh: "文件没有客户编号，每个购物篮视为一位"))
    }
    return notices
  }

  /// What each person chose, weights by count.
  func matrix(_ events: [Event]) -> SparseMatrix {
    SparseMatrix(
      rowCount: people.count, columnCount: items.count,
      cells: events.map { ($0.person, $0.item, 1) })
  }
}
