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
    let categories = feedback.categories.blamable
    var tallies = [Tally](
      repeating: Tally(about: [Int](repeating: 0, count: categories.count)),
      count: keys.names.count)
    var left = 0
    for row in feedback.texts.texts.indices {
      if row % 8192 == 0 { try run.checkpoint() }
      if feedback.texts.texts[row].isEmpty { continue }
      let key = Int(keys.ofRow[row])
      guard key >= 0 else {
        left += 1
        continue
      }
      tallies[key].texts += 1
      switch feedback.sentiments[row].label {
      case .positive: tallies[key].positive += 1
      case .negative:
        tallies[key].negative += 1
        for (place, category) in categories.enumerated()
        where feedback.categoryBits[row] & (1 << UInt64(category)) != 0 {
          tallies[key].about[place] += 1
        }
      case .neutral: break
      }
    }
    let filled = tallies.indices.filter { tallies[$0].texts > 0 }
    let order =
      keys.areInOrder
      ? filled : filled.sorted { (-tallies[$0].texts, $0) < (-tallies[$1].texts, $1) }
    let shown = keys.areInOrder ? order : Array(order.prefix(Limits.feedbackGroups))
    all = shown.map { key in
      let tally = tallies[key]
      let about = categories.indices.filter { tally.about[$0] > 0 }
        .sorted { (-tally.about[$0], $0) < (-tally.about[$1], $1) }
      return Group(
        name: keys.names[key], texts: tally.texts, positive: tally.positive,
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
    let names: [String]
    let ofRow: [Int32]
    let areInOrder: Bool

    init(_ table: Table, _ wish: String) throws {
      if let column = table.column(named: wish) {
        guard Self.parts(column) else { throw Self.unknown(table, wish) }
        let text = column.asText()
        header = column.header
        names = text.dictionary.strings.map {
          String(decoding: Redaction.hide(Array($0.utf8)).text, as: UTF8.self)
        }
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
      names = (low...high).map { period.name($0) }
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
