/// What is chosen most: lately, by whom, and whether more than before.
import Learning
import Numerics
package import Support
package import Tables

package struct PopularItems: Sendable {
  package struct Wish: Sendable {
    /// Choices of the last so many days alone.
    package var windowDays: Int?
    /// A choice of so many days ago counts half.
    package var halfLifeDays: Double?
    /// A header: each of its values has a ranking of its own.
    package var by: String?
    package var asOf: Int32?

    package init() {}
  }

  package struct Row: Sendable {
    package let segment: String?
    package let id: String
    package let name: String?
    /// By which items are ordered: people, or their choices as they fade.
    package let score: Double
    package let people: Int
    package let choices: Int
    /// Of the people of the segment.
    package let share: Double
    /// Choices over those of as many days before, less one; nil where there were none.
    package let change: Double?
  }

  /// Segment after segment, each by falling score.
  package let rows: [Row]
  package let people: Int
  package let items: Int
  package let segments: [String]
  package let notices: [Notice]

  /// The first so many of each ranking.
  package func first(_ count: Int) -> [Row] {
    var seen: [String?: Int] = [:]
    return rows.filter { row in
      seen[row.segment, default: 0] += 1
      return (seen[row.segment] ?? 0) <= count
    }
  }

  package static func of(_ table: Table, _ wish: Wish, _ run: Run) throws -> PopularItems {
    var options = RecommendOptions()
    (options.ratingUse, options.asOf) = (.implicit, wish.asOf)
    let choices = try Choices(table, options, run)
    if !choices.hasTimes, wish.windowDays != nil || wish.halfLifeDays != nil {
      throw AnalyticsError.missingRole(roles: ["date"], headers: table.columns.map(\.header))
    }
    let groups = try groups(table, choices, wish)
    var rows: [Row] = []
    for (index, name) in groups.names.enumerated() {
      try run.checkpoint()
      rows += try ranking(choices, wish, segment: name, run) {
        groups.ofPerson[$0] == Int32(index)
      }
    }
    return PopularItems(
      rows: rows, people: choices.people.count, items: choices.items.count,
      segments: groups.names.compactMap { $0 }, notices: choices.notices)
  }

  /// The group of each person: the value of the last row that names one.
  private static func groups(
    _ table: Table, _ choices: Choices, _ wish: Wish
  ) throws -> (ofPerson: [Int32], names: [String?]) {
    guard let by = wish.by else {
      return ([Int32](repeating: 0, count: choices.people.count), [nil])
    }
    let column = table.columns.first { $0.header == by } ?? Role(rawValue: by).flatMap(table.column)
    guard let text = column?.asText(),
      let people = (table.column(.customerId) ?? table.column(.orderId))?.asText()
    else {
      throw AnalyticsError.unknownName(
        parameter: "params.by", found: by, known: table.columns.map(\.header))
    }
    guard text.dictionary.count <= Limits.popularSegments else {
      throw AnalyticsError.tooMuch(
        method: "popularItems", what: "values of \(by)", have: text.dictionary.count,
        most: Limits.popularSegments)
    }
    var ofPerson = [Int32](repeating: -1, count: choices.people.count)
    for row in 0..<table.rowCount where people.codes[row] >= 0 && text.codes[row] >= 0 {
      ofPerson[Int(people.codes[row])] = text.codes[row]
    }
    return (ofPerson, text.dictionary.strings)
  }

  private static func ranking(
    _ choices: Choices, _ wish: Wish, segment: String?, _ run: Run, isIn: (Int) -> Bool
  ) throws -> [Row] {
    let now = choices.events.last?.time ?? 0
    let window = wish.windowDays.map { Int64($0) * 86_400 }
    var (score, count, before) = (
      [Double](repeating: 0, count: choices.items.count),
      [Int](repeating: 0, count: choices.items.count),
      [Int](repeating: 0, count: choices.items.count)
    )
    var seen: Set<Int64> = []
    var who: Set<Int32> = []
    var peopleOf = count
    for (place, event) in choices.events.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      guard isIn(Int(event.person)) else { continue }
      let (item, age) = (Int(event.item), now - event.time)
      if let window, age >= window {
        if age < 2 * window { before[item] += 1 }
        continue
      }
      who.insert(event.person)
      count[item] += 1
      let isNew = seen.insert(Int64(event.person) << 32 | Int64(event.item)).inserted
      if isNew { peopleOf[item] += 1 }
      if let days = wish.halfLifeDays {
        score[item] += Decay.left(after: Double(age) / 86_400, half: days)
      } else if isNew {
        score[item] += 1
      }
    }
    let order = count.indices.filter { count[$0] > 0 }
      .sorted { (score[$1], $0) < (score[$0], $1) }
    return order.map { item in
      Row(
        segment: segment, id: choices.items[item], name: choices.itemNames?[item],
        score: score[item], people: peopleOf[item], choices: count[item],
        share: Double(peopleOf[item]) / Double(max(1, who.count)),
        change: window == nil || before[item] == 0
          ? nil : Double(count[item]) / Double(before[item]) - 1)
    }
  }
}
