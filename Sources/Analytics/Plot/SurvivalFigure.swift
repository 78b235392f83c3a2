/// How many are still there after each time, group by group: Kaplan-Meier curves with bands.
import Learning
import Numerics
package import Support
package import Tables

/// Columns that say how long each was there, and whether that ended.
package struct SurvivalColumns: Sendable {
  /// Headers or roles; nil for the columns that were recognised.
  package var duration: String?
  package var event: String?
  /// The value of the event that counts as an end.
  package var positive: String?
  package var groupBy: String?

  package init() {}
}

extension Figure {
  package static func survival(
    _ table: Table, _ columns: SurvivalColumns, _ run: Run
  ) throws -> Figure {
    let source = try DrawnSurvival(table, columns, run)
    var series: [Curves.Series] = []
    var words: [(en: String, zh: String)] = []
    for (place, group) in source.groups.enumerated() {
      try run.checkpoint()
      let curve = try SurvivalCurve(
        Durations(
          times: group.rows.map { source.times[$0] },
          isEvent: group.rows.map { source.isEvent[$0] }), run)
      let points = curve.times.indices.map {
        Curves.Point(
          x: curve.times[$0], y: curve.survival[$0], low: curve.lower[$0], high: curve.upper[$0],
          further: curve.atRisk[$0])
      }
      let (name, count) = (group.name, Words.short(Double(group.rows.count)))
      let median = curve.median.map(Words.short)
      series.append(
        Curves.Series(
          name: name, detail: count, look: .steps, colour: place,
          points: Curves.thinned(points)))
      words.append(
        (
          "\(name.en): " + (median.map { "half are gone after \($0)" } ?? "most stay to the end"),
          "\(name.zh)：" + (median.map { "半数在 \($0) 时已离开" } ?? "过半留存至末")
        ))
    }
    let last = source.times.max() ?? 1
    let test = try source.difference(run)
    let (en, zh) = (words.map(\.en).joined(separator: "; "), words.map(\.zh).joined(separator: "；"))
    return Figure(
      title: Phrase(en: "How many are still there", zh: "留存曲线（Kaplan–Meier）"),
      subtitle: source.about.adding(en: test?.en ?? en, zh: test?.zh ?? zh),
      alt: source.about.adding(
        en: "Kaplan-Meier curves with 95 % bands; \(en).", zh: "Kaplan–Meier 曲线及 95 % 区间；\(zh)。"),
      notes: source.notes
        + [
          Phrase(
            en: "those not seen to leave count until they were last seen; bands are 95 % intervals",
            zh: "未观察到流失者计至最后观察时；色带为 95 % 区间")
        ],
      chart: .curves(
        Curves(
          x: Axis(Phrase(verbatim: source.duration)),
          y: Axis(Phrase(en: "still there", zh: "留存比例"), .percent),
          frame: (0...max(last, 1e-9), 0...1), series: series, further: "atRisk")),
      notices: source.notices, asOf: nil, count: source.times.count)
  }
}

/// Rows with a duration, whether each ended, and the groups they are in.
private struct DrawnSurvival {
  let duration: String
  let times: [Double]
  let isEvent: [Bool]
  /// The largest groups, in the order of their names; one of all rows where there are none.
  let groups: [(name: Phrase, rows: [Int])]
  let about: Phrase
  var notices: [Notice] = []
  var notes: [Phrase] = []

  init(_ table: Table, _ wish: SurvivalColumns, _ run: Run) throws {
    let headers = table.columns.map(\.header)
    let duration = try Self.column(table, wish.duration, .tenureDays, "duration")
    let event = try Self.column(table, wish.event, .churn, "event")
    guard let numbers = duration.number else {
      throw AnalyticsError.unknownName(
        parameter: "params.duration", found: duration.header,
        known: table.columns.filter { $0.number != nil }.map(\.header))
    }
    let isInverted =
      table.roles[.churn].map { $0.column == event.index && $0.inverted } ?? false
    let label = try BinaryLabel(event, positive: wish.positive, inverted: isInverted)
    try run.checkpoint()
    let by = try wish.groupBy.map { try Self.column(table, $0, nil, "groupBy") }
    if let by, let role = by.role, role.isPersonal || role.isIdentifier {
      throw AnalyticsError.unknownName(
        parameter: "params.groupBy", found: by.header, known: headers.filter { $0 != by.header })
    }
    let text = by?.asText()
    let rows = (0..<table.rowCount).filter { row in
      (numbers.missing.isEmpty || !numbers.missing[row]) && label.values[row] >= 0
        && (text.map { $0.codes[row] >= 0 } ?? true)
    }
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row has both a duration and an outcome")
    }
    if let row = rows.first(where: { numbers.values[$0] < 0 }) {
      throw AnalyticsError.badComparison(
        column: duration.header, expected: "durations from 0",
        found: Words.short(numbers.values[row]))
    }
    self.duration = duration.header
    times = rows.map { numbers.values[$0] }
    isEvent = rows.map { label.values[$0] == 1 }
    let (found, left) = Self.groups(rows, text)
    groups = found
    let (count, ends) = (
      Words.short(Double(rows.count)), Words.short(Double(isEvent.count { $0 }))
    )
    about = Phrase(
      en: "\(duration.header) until \(event.header) = \(label.positive): \(count) rows, \(ends) of"
        + " them ended",
      zh: "\(duration.header) 至 \(event.header) = \(label.positive)：\(count) 行，其中 \(ends) 行已结束")
    if left > 0 {
      notes.append(
        Phrase(en: "\(left) smaller groups are not drawn", zh: "未绘出其余 \(left) 个较小的组"))
    }
    if rows.count < table.rowCount {
      let out = table.rowCount - rows.count
      notices.append(
        Notice(
          "rowsLeftOut", en: "\(out) rows lack a duration, an outcome or a group and are left out",
          zh: "\(out) 行缺少时长、结果或分组，未计入"))
    }
  }

  private static func column(
    _ table: Table, _ wanted: String?, _ role: Role?, _ parameter: String
  ) throws -> Column {
    guard let wanted else {
      if let found = role.flatMap(table.column) { return found }
      throw AnalyticsError.unknownName(
        parameter: "params.\(parameter)", found: "none", known: table.columns.map(\.header))
    }
    if let found = table.column(named: wanted) ?? Role(rawValue: wanted).flatMap(table.column) {
      return found
    }
    throw AnalyticsError.unknownName(
      parameter: "params.\(parameter)", found: wanted, known: table.columns.map(\.header))
  }

  /// Places among the kept rows by group, and how many groups are too small to be drawn.
  private static func groups(
    _ rows: [Int], _ text: TextColumn?
  ) -> (groups: [(name: Phrase, rows: [Int])], left: Int) {
    guard let text else {
      return ([(Phrase(en: "all", zh: "全部"), Array(rows.indices))], 0)
    }
    var placesOfCode = [[Int]](repeating: [], count: text.dictionary.count)
    for (place, row) in rows.enumerated() { placesOfCode[Int(text.codes[row])].append(place) }
    let names = text.dictionary.strings
    let all = placesOfCode.indices.filter { !placesOfCode[$0].isEmpty }
    let largest = all.sorted {
      (-placesOfCode[$0].count, names[$0]) < (-placesOfCode[$1].count, names[$1])
    }.prefix(Limits.plotGroups)
    let order = largest.sorted { names[$0] < names[$1] }
    return (
      order.map { (Phrase(verbatim: names[$0]), placesOfCode[$0]) }, all.count - largest.count
    )
  }

  /// Whether the groups that are drawn last equally long (log-rank test); nil of one.
  func difference(_ run: Run) throws -> Phrase? {
    guard groups.count > 1 else { return nil }
    let places = groups.flatMap(\.rows)
    let group = groups.enumerated().flatMap { index, group in group.rows.map { _ in index } }
    let test = try LogRank(
      Durations(times: places.map { times[$0] }, isEvent: places.map { isEvent[$0] }),
      groups: group, groupCount: groups.count, run)
    let shown = test.pValue < 0.001 ? "p < 0.001" : "p = " + Words.fixed(test.pValue, 3)
    return test.pValue < 0.05
      ? Phrase(en: "the groups differ (log-rank \(shown))", zh: "各组有差异（对数秩检验 \(shown)）")
      : Phrase(
        en: "no clear difference between the groups (log-rank \(shown))",
        zh: "各组无明显差异（对数秩检验 \(shown)）")
  }
}
