/// Feedback parted by a column, such as segment or channel, or by the period it was given in.
package import Learning
package import Support
package import Tables

package struct FeedbackGroups: Sendable {
  package struct Group: Sendable {
    package let name: String
    package let texts: Int
    package let positive: Int
    package let negative: Share
    /// What its negative texts are about, the most frequent first.
    package let complaints: [(category: Int, count: Int)]

    /// Positive less negative texts, over all.
    package var net: Double { Double(positive - negative.part) / Double(max(1, texts)) }
  }

  /// The header, or that of the dates.
  package let header: String
  /// The largest first; periods in their order.
  package let all: [Group]
  package let notices: [Notice]

  private static let complaintsShown = 3

  /// - Parameter wish: a header of the table, or else the name of a period of its dates.
  package init(_ feedback: Feedback, _ table: Table, by wish: String, _ run: Run) throws {
    let keys = try Keys(table, wish)
    header = keys.header
    let texts = feedback.texts.texts
    var (counts, left) = ([Int](repeating: 0, count: keys.count), 0)
    for row in texts.indices {
      if row % 8192 == 0 { try run.checkpoint() }
      guard texts.hasText(row) else { continue }
      if keys.ofRow[row] >= 0 { counts[Int(keys.ofRow[row])] += 1 } else { left += 1 }
    }
    let filled = counts.indices.filter { counts[$0] > 0 }
    let order =
      keys.areInOrder
      ? filled : filled.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    // A column may have a million values: only those that are shown are looked into.
    let shown = keys.areInOrder ? order : Array(order.prefix(Limits.feedbackGroups))
    var place = [Int32](repeating: -1, count: keys.count)
    for (index, key) in shown.enumerated() { place[key] = Int32(index) }
    let categories = feedback.categories.blamable
    var tallies = [Tally](
      repeating: Tally(about: [Int](repeating: 0, count: categories.count)), count: shown.count)
    for row in texts.indices where keys.ofRow[row] >= 0 {
      if row % 8192 == 0 { try run.checkpoint() }
      let group = Int(place[Int(keys.ofRow[row])])
      guard group >= 0, texts.hasText(row) else { continue }
      tallies[group].texts += 1
      switch feedback.sentiments[row].label {
      case .positive: tallies[group].positive += 1
      case .negative:
        tallies[group].negative += 1
        for (place, category) in categories.enumerated()
        where feedback.categoryBits[row] & (1 << UInt64(category)) != 0 {
          tallies[group].about[place] += 1
        }
      case .neutral: break
      }
    }
    all = zip(shown, tallies).map { key, tally in
      let about = categories.indices.filter { tally.about[$0] > 0 }
        .sorted { (-tally.about[$0], $0) < (-tally.about[$1], $1) }
      return Group(
        name: keys.name(key), texts: tally.texts, positive: tally.positive,
        negative: Share(tally.negative, of: tally.texts),
        complaints: about.prefix(Self.complaintsShown).map {
          (category: categories[$0], count: tally.about[$0])
        })
    }
    notices = Self.notices(keys.header, groups: order.count, shown: shown.count, left: left)
  }

  private struct Tally {
    var texts = 0
    var positive = 0
    var negative = 0
    var about: [Int]
  }

  /// The group of each row, or -1.
  private struct Keys {
    let header: String
    let count: Int
    /// The name of a group, with what identifies a person hidden.
    let name: (Int) -> String
    let ofRow: [Int32]
    let areInOrder: Bool

    init(_ table: Table, _ wish: String) throws {
      if let column = table.column(named: wish) {
        guard Self.parts(column) else { throw Self.unknown(table, wish) }
        let text = column.asText()
        header = column.header
        let dictionary = text.dictionary
        count = dictionary.count
        name = { String(decoding: Redaction.hide(Array(dictionary[$0].utf8)).text, as: UTF8.self) }
        (ofRow, areInOrder) = (text.codes, false)
        return
      }
      guard let period = CalendarPeriod(rawValue: wish) else {
        throw Self.unknown(table, wish)
      }
      guard let column = table.column(.date), let dates = column.date else {
        throw AnalyticsError.missingRole(
          roles: [Role.date.rawValue], headers: table.columns.map(\.header))
      }
      let known = (0..<table.rowCount).filter { !column.isMissing($0) }
      let places = known.map { period.index(of: dates.days[$0]) }
      let (low, high) = (places.min() ?? 0, places.max() ?? 0)
      guard high - low < Limits.cohortPeriods else {
        throw AnalyticsError.tooManyPeriods(
          found: high - low + 1, allowed: Limits.cohortPeriods)
      }
      var ofRow = [Int32](repeating: -1, count: table.rowCount)
      for (row, place) in zip(known, places) { ofRow[row] = Int32(place - low) }
      header = column.header
      count = high - low + 1
      name = { period.name(low + $0) }
      self.ofRow = ofRow
      areInOrder = true
    }

    /// What nobody is known by may be grouped by.
    private static func unknown(_ table: Table, _ wish: String) -> AnalyticsError {
      .unknownName(
        parameter: "params.groupBy", found: wish,
        known: table.columns.filter(Self.parts).map(\.header)
          + CalendarPeriod.allCases.map(\.rawValue))
    }

    private static func parts(_ column: Column) -> Bool {
      column.role != .text && !ColumnSummary.isPersonal(column)
    }
  }

  private static func notices(
    _ header: String, groups: Int, shown: Int, left: Int
  ) -> [Notice] {
    var notices: [Notice] = []
    if shown < groups {
      notices.append(
        Notice(
          "groupsLeftOut",
          en: "the \(shown) largest of \(groups) groups of \(header) are shown",
          zh: "\(header) 共 \(groups) 组，仅列出最大的 \(shown) 组", path: "groupBy"))
    }
    if left > 0 {
      notices.append(
        Notice(
          "textsWithoutGroup", en: "\(left) texts have no value in \(header)",
          zh: "\(left) 条文本在 \(header) 列无值", path: "groupBy"))
    }
    return notices
  }
}
