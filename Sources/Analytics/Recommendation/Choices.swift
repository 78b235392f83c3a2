/// Who chose what, when, and how much it counts: the events that recommendations are learnt from.
///
/// A person is a customer, or a basket where the file has baskets only. Items keep their ids byte
/// for byte.
package import Learning
import Numerics
package import Support
package import Tables

package struct Choices: Sendable {
  package struct Event: Sendable {
    package let person: Int32
    package let item: Int32
    /// Seconds since 1970; 0 where the file has no dates.
    package let time: Int64
    package let weight: Float

    package init(person: Int32, item: Int32, time: Int64, weight: Float = 1) {
      self.person = person
      self.item = item
      self.time = time
      self.weight = weight
    }
  }

  /// In the order of time, then of the file.
  package let events: [Event]
  package let people: [String]
  package let items: [String]
  /// Names of items, where the file has names beside ids.
  package let itemNames: [String]?
  package let areBaskets: Bool
  package let hasTimes: Bool
  /// Ratings in the order of the file; nil where choices carry none, or they are not to be used.
  package let ratings: Ratings?
  /// The share of choices of something chosen before at another time.
  package let repeatShare: Double
  package let notices: [Notice]

  /// Choices that no file stands behind: for comparisons on prepared sets.
  package init(events: [Event], personCount: Int, itemCount: Int, hasTimes: Bool) {
    self.events = events
    people = (0..<personCount).map(String.init)
    items = (0..<itemCount).map(String.init)
    itemNames = nil
    areBaskets = false
    self.hasTimes = hasTimes
    ratings = nil
    repeatShare = 0
    notices = []
  }

  /// More events of the same kind.
  init(
    _ old: Choices, events: [Event], people: [String], items: [String], names: [String]?,
    ratings: Ratings?, notices: [Notice]
  ) {
    self.events = events
    self.people = people
    self.items = items
    itemNames = names
    areBaskets = old.areBaskets
    hasTimes = old.hasTimes
    self.ratings = ratings
    repeatShare = old.repeatShare
    self.notices = notices
  }

  package init(_ table: Table, _ options: RecommendOptions, _ run: Run) throws {
    guard let itemColumn = Self.itemColumn(table) else {
      throw AnalyticsError.missingRole(
        roles: ["itemId", "itemName"], headers: table.columns.map(\.header))
    }
    let customers = table.column(.customerId)
    guard let personColumn = customers ?? table.column(.orderId) else {
      throw AnalyticsError.missingRole(
        roles: ["customerId", "orderId"], headers: table.columns.map(\.header))
    }
    let rows = try ChoiceRows(
      table, person: personColumn.asText(), item: itemColumn.asText(), options)
    let found = try rows.events(run)
    guard !found.events.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: found.zeros > 0
          ? "every rating is zero, which counts as no rating"
          : "no row has both a customer and an item")
    }
    let hasTimes = table.column(.date)?.date != nil
    let sorted = hasTimes ? try Self.byTime(found.events, run) : found.events
    events = sorted
    people = rows.person.dictionary.strings
    items = rows.item.dictionary.strings
    itemNames = Self.names(table, itemColumn, rows.item)
    areBaskets = customers == nil
    self.hasTimes = hasTimes
    ratings = rows.ratings == nil ? nil : rows.table(found)
    repeatShare = try Self.repeats(sorted, run)
    notices = Self.notices(found, rows, areBaskets: customers == nil)
  }

  static func itemColumn(_ table: Table) -> Column? {
    table.column(.itemId) ?? table.column(.itemName) ?? table.column(.category)
  }

  static func names(_ table: Table, _ column: Column, _ items: TextColumn) -> [String]? {
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
  /// numbers, which sort ten times faster than events do; where they do not fit, places are sorted.
  private static func byTime(_ events: [Event], _ run: Run) throws -> [Event] {
    let times = events.map(\.time)
    guard let earliest = times.min(), let latest = times.max() else { return [] }
    let bits = 64 - events.count.leadingZeroBitCount
    guard (latest - earliest).leadingZeroBitCount > bits else {
      return events.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { events[$0] }
    }
    var keys = events.indices.map { (times[$0] - earliest) << bits | Int64($0) }
    try run.checkpoint()
    keys.sort()
    try run.checkpoint()
    return keys.map { events[Int($0 & (1 << bits - 1))] }
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

  private static func notices(
    _ found: ChoiceRows.Found, _ rows: ChoiceRows, areBaskets: Bool
  ) -> [Notice] {
    var notices: [Notice] = []
    func add(_ count: Int, _ code: String, _ en: String, _ zh: String) {
      if count > 0 { notices.append(Notice(code, en: "\(count) \(en)", zh: "\(count) \(zh)")) }
    }
    add(
      found.skipped, "rowsLeftOut", "rows lack a customer or item, or are returns",
      "行缺少客户或商品，或为退货，未计入")
    add(
      found.zeros, "zeroRatings", "ratings of zero count as not rated; zeroMeans says otherwise",
      "个零分视为未评分；可用 zeroMeans 改变")
    add(
      found.earlier, "beforeLookback", "rows are older than lookbackDays and are left out",
      "行早于 lookbackDays，未计入")
    if let kinds = rows.kinds {
      let list = kinds.named.map { "\($0.word) \(Words.short($0.weight))" }.joined(separator: ", ")
      notices.append(
        Notice(
          "eventWeights", en: "rows count by \(kinds.header): \(list)",
          zh: "各行按 \(kinds.header) 计权：\(list)"))
    }
    if areBaskets {
      notices.append(
        Notice(
          "basketsOnly", en: "the file names no customers, so each basket counts as one",
          zh: "文件没有客户编号，每个购物篮视为一位"))
    }
    return notices
  }
}
