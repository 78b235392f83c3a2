/// Whether a model treats groups of people alike: rates of each, how far they are apart, and
/// whether that is more than chance.
package import Learning
import Numerics
package import Support
package import Tables

/// A column that parts people into groups.
package struct PeopleGroups: Sendable {
  package let header: String
  package let names: [String]
  /// The group of each row of the table; -1 without a value.
  let ofRow: [Int32]

  /// Groups of a column of words at most; rarer ones are together.
  static let most = 12
  /// Edges of bands of age.
  private static let ages = [25.0, 35, 45, 55, 65]

  /// Words by themselves, ages in bands, other numbers in quarters.
  init(_ column: Column) throws(AnalyticsError) {
    header = column.header
    switch column.values {
    case .text(let text):
      var counts = [Int](repeating: 0, count: text.dictionary.count)
      for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
      let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
      let kept = order.prefix(order.count > Self.most ? Self.most - 1 : Self.most)
      var places = [Int32](repeating: Int32(kept.count), count: counts.count)
      for (place, code) in kept.enumerated() { places[code] = Int32(truncatingIfNeeded: place) }
      names = kept.map { text.dictionary[$0] } + (kept.count < order.count ? ["(others)"] : [])
      ofRow = text.codes.map { $0 < 0 ? -1 : places[Int($0)] }
    case .number(let numbers):
      let rows = numbers.values.indices.filter { !column.isMissing($0) }
      let distinct = Set(rows.prefix(10_000).map { numbers.values[$0] })
      if distinct.count <= 6 {
        let sorted = distinct.sorted()
        names = sorted.map(Words.short)
        ofRow = numbers.values.indices.map { row in
          column.isMissing(row)
            ? -1 : Int32(truncatingIfNeeded: sorted.firstIndex(of: numbers.values[row]) ?? 0)
        }
        return
      }
      let edges = column.role == .age ? Self.ages : Self.quarters(rows.map { numbers.values[$0] })
      names = Self.bands(edges)
      ofRow = numbers.values.indices.map { row in
        let place = edges.count { $0 <= numbers.values[row] }
        return column.isMissing(row) ? -1 : Int32(truncatingIfNeeded: place)
      }
    case .date:
      throw .unusableFeature(header: column.header, why: "dates are no groups", headers: [])
    }
  }

  private static func quarters(_ values: [Double]) -> [Double] {
    let sorted = values.ascending()
    var edges: [Double] = []
    for quarter in 1...3 {
      let edge = Quantile.of(sorted: sorted, Double(quarter) / 4)
      if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
    }
    return edges
  }

  private static func bands(_ edges: [Double]) -> [String] {
    let shown = edges.map(Words.short)
    return ["< \(shown[0])"]
      + zip(shown, shown.dropFirst()).map { "\($0) – < \($1)" } + ["≥ \(shown[shown.count - 1])"]
  }

  /// The columns that were named, or those whose role says that they part people.
  static func all(
    _ table: Table, wanted: [String]?, without target: String
  ) throws(AnalyticsError) -> [PeopleGroups] {
    let headers = table.columns.map(\.header)
    guard let wanted else {
      let roles: [Role] = [.gender, .age, .region]
      let columns = roles.compactMap { table.column($0) }.filter { $0.header != target }
      guard !columns.isEmpty else {
        throw .missingRole(roles: ["gender", "age", "region"], headers: headers)
      }
      var groups: [PeopleGroups] = []
      for column in columns { groups.append(try PeopleGroups(column)) }
      return groups
    }
    var groups: [PeopleGroups] = []
    for name in wanted {
      guard let column = table.column(named: name) ?? Role(rawValue: name).flatMap(table.column)
      else { throw .unusableFeature(header: name, why: "no such column", headers: headers) }
      groups.append(try PeopleGroups(column))
    }
    return groups
  }
}

package struct FairnessAudit: Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    /// No difference is clear.
    case noClearDifference
    /// Some difference is clear, and small.
    case smallDifference
    /// A group is chosen clearly less than four fifths as often as another, or errors differ by a
    /// tenth.
    case largeDifference
    /// Fewer than two groups are large enough.
    case tooSmall
  }

  package struct Part: Sendable {
    package let groups: PeopleGroups
    package let figures: GroupFairness
    package let selection: RateSpread?
    package let truePositive: RateSpread?
    package let falsePositive: RateSpread?
    package let equalizedOdds: Double?
    package let verdict: Verdict
    package let words: Phrase
  }

  package let parts: [Part]
  package let rowCount: Int
  package let threshold: Double
  package let yes: Phrase

  /// Differences in true or false positives from which they are large.
  static let largeDifference = 0.1
  /// The ratio of rates below which regulators look closer (29 CFR 1607.4 D).
  static let fourFifths = 0.8

  /// - Parameter threshold: where yes begins; nil for the model's.
  package init(
    _ model: PredictionModel, _ table: Table, groups wanted: [String]?, threshold: Double?,
    _ run: Run
  ) throws {
    guard let yes = model.yes, table.column(named: model.target) != nil else {
      throw AnalyticsError.noTrueLabels(
        header: model.target,
        why: model.isLabel ? "the table has no such column" : "the model learnt numbers")
    }
    let (rows, outcomes) = try model.outcomes(of: table)
    let predictions = try model.predictions(
      EncodedRows(model.encoder.bind(table), rows), run)
    let columns = try PeopleGroups.all(table, wanted: wanted, without: model.target)
    let cut = threshold ?? model.threshold
    self.yes = yes
    self.threshold = cut
    rowCount = rows.count
    parts = try columns.map { column in
      try run.checkpoint()
      return try Self.part(column, rows, outcomes, predictions) { _ in cut }
    }
  }

  /// The figures of one column.
  static func part(
    _ column: PeopleGroups, _ rows: [Int], _ outcomes: [Double], _ predictions: [Double],
    threshold: (_ group: Int) -> Double
  ) throws -> Part {
    let known = rows.indices.filter { column.ofRow[rows[$0]] >= 0 }
    let (labels, chances) = (known.map { outcomes[$0] }, known.map { predictions[$0] })
    let thresholds = column.names.indices.map(threshold)
    let groups = known.map { Int(column.ofRow[rows[$0]]) }
    let figures = try GroupFairness(
      labels: labels, probabilities: chances, thresholds: thresholds, groups: groups)
    let selection = figures.spread(.selection)
    let hits = figures.spread(.truePositive)
    let alarms = figures.spread(.falsePositive)
    // The farthest apart of many pairs are far apart by chance: what is judged allows for that.
    let pairs = Double(max(1, column.names.count * (column.names.count - 1) / 2))
    let judged = try GroupFairness(
      labels: labels, probabilities: chances, thresholds: thresholds, groups: groups,
      confidence: 1 - 0.05 / pairs)
    let (verdict, words) = verdict(
      column, judged.spread(.selection),
      [judged.spread(.truePositive), judged.spread(.falsePositive)].compactMap { $0 })
    return Part(
      groups: column, figures: figures, selection: selection, truePositive: hits,
      falsePositive: alarms, equalizedOdds: figures.equalizedOdds()?.difference, verdict: verdict,
      words: words)
  }

  private static func verdict(
    _ column: PeopleGroups, _ selection: RateSpread?, _ errors: [RateSpread]
  ) -> (Verdict, Phrase) {
    guard let selection else {
      return (
        .tooSmall,
        Phrase(
          en: "\(column.header): fewer than two groups are large enough to be judged",
          zh: "\(column.header)：样本足够的群体不足两个，不作判断")
      )
    }
    let (low, high) = (column.names[selection.lowest], column.names[selection.highest])
    let ratio = selection.ratio?.value ?? 1
    let upper = selection.ratio?.upper ?? 1
    let clearErrors = errors.filter { ($0.difference.lower ?? 0) > 0 }
    let worst = clearErrors.map(\.difference.value).max() ?? 0
    let isClear = (selection.difference.lower ?? 0) > 0
    let share = Words.fixed(ratio, 2)
    let said = Phrase(
      en: "\(column.header): \(low) is named \(share) times as often as \(high)",
      zh: "\(column.header)：\(low) 被选中的比例是 \(high) 的 \(share) 倍")
    if (isClear && ratio < fourFifths && upper < 1) || worst >= largeDifference {
      return (
        .largeDifference,
        Phrase(
          en: said.en + ", which is more than chance: find out why before the model decides about"
            + " people", zh: said.zh + "，差异并非偶然：在用于决策前请查明原因")
      )
    }
    if isClear || worst > 0 {
      return (
        .smallDifference,
        Phrase(en: said.en + ": a small difference", zh: said.zh + "，差异较小")
      )
    }
    return (
      .noClearDifference,
      Phrase(en: said.en + ": no clear difference", zh: said.zh + "，无明显差异")
    )
  }
}
