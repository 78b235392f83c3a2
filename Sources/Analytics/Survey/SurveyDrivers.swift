/// What goes with good and bad answers: groups that answer otherwise than the rest, and other
/// questions that rise and fall with this one.
package import Learning
import Numerics
import Support
import Tables

package struct SurveyDriver: Sendable {
  package let header: String
  /// The group; nil for another question.
  package let level: String?
  package let count: Int
  /// Of a group.
  package let figure: SurveyFigure?
  /// Of a group its figure less that of the rest, of a question the correlation by ranks.
  package let effect: Bounded
  /// Corrected by Holm for all that were compared.
  package let pValue: Double
  package var isClear: Bool { pValue < 0.05 }
  /// The mean answer of another question.
  package let mean: Double?
}

package struct SurveyDrivers {
  let drivers: [SurveyDriver]
  /// Columns that were not looked at.
  let left: Int

  private static let mostLevels = 30
  private static let leastOfLevel = 5
  private static let shown = 20

  init(
    _ table: Table, _ answers: SurveyAnswers, others: [SurveyAnswers], _ options: SurveyOptions,
    _ run: Run
  ) throws {
    var found: [SurveyDriver] = []
    var left = 0
    let unit = answers.scale.kind == .nps ? 100.0 : 1
    let shares = answers.given.map { answers.scale.share($0.value) * unit }
    for column in try Self.groups(table, answers, others, options, &left) {
      try run.checkpoint()
      found += Self.levels(column, answers, shares)
    }
    for other in others {
      try run.checkpoint()
      if let driver = Self.question(other, answers) { found.append(driver) }
    }
    let adjusted = Holm.adjusted(found.map(\.pValue))
    drivers = Array(
      zip(found, adjusted).map { $0.corrected($1) }
        .sorted { ($0.pValue, -abs($0.effect.value)) < ($1.pValue, -abs($1.effect.value)) }
        .prefix(Self.shown))
    self.left = left
  }

  private static func groups(
    _ table: Table, _ answers: SurveyAnswers, _ others: [SurveyAnswers], _ options: SurveyOptions,
    _ left: inout Int
  ) throws -> [Column] {
    if let wished = options.groupBy {
      return try wished.map { header in
        guard let column = table.columns.first(where: { $0.header == header }) else {
          throw AnalyticsError.unknownName(
            parameter: "params.groupBy", found: header, known: table.columns.map(\.header))
        }
        return column
      }
    }
    let taken = Set([answers.index] + others.map(\.index))
    let free = table.columns.filter { !taken.contains($0.index) && $0.date == nil }
    let usable = free.filter { column in
      guard !ColumnSummary.isPersonal(column), column.role != .customerId, column.role != .orderId
      else {
        return false
      }
      let isWhole = column.number.map(\.isInteger) ?? true
      return isWhole && (2...mostLevels).contains(column.asText().dictionary.count)
    }
    left = free.count - usable.count
    return usable
  }

  private static func levels(
    _ column: Column, _ answers: SurveyAnswers, _ shares: [Double]
  ) -> [SurveyDriver] {
    let text = column.asText()
    return text.dictionary.strings.enumerated().compactMap { code, level in
      let isIn = answers.given.map { text.codes[$0.row] == Int32(code) }
      let own = shares.indices.filter { isIn[$0] }
      let rest = shares.indices.filter { !isIn[$0] }
      guard own.count >= leastOfLevel,
        let compared = difference(own.map { shares[$0] }, rest.map { shares[$0] })
      else { return nil }
      return SurveyDriver(
        header: column.header, level: level, count: own.count,
        figure: SurveyFigure(own.map { answers.given[$0].value }, answers.scale),
        effect: compared.bounds, pValue: compared.pValue, mean: nil)
    }
  }

  /// Spearman's correlation with Fisher's bounds.
  private static func question(
    _ other: SurveyAnswers, _ answers: SurveyAnswers
  ) -> SurveyDriver? {
    let byRow = Dictionary(
      other.given.map { ($0.row, $0.value) }, uniquingKeysWith: { first, _ in first })
    let pairs = answers.given.compactMap { entry in byRow[entry.row].map { (entry.value, $0) } }
    guard pairs.count > 4,
      let r = Correlation.spearman(pairs.map(\.0), pairs.map(\.1))
    else { return nil }
    let n = Double(pairs.count)
    let capped = min(0.999_999, max(-0.999_999, r))
    let z = 0.5 * Math.log((1 + capped) / (1 - capped))
    let reach = Special.normalQuantile(0.975) * (1.06 / (n - 3)).squareRoot()
    func back(_ z: Double) -> Double { 1 - 2 / (Math.exp(2 * z) + 1) }
    let t = capped * ((n - 2) / (1 - capped * capped)).squareRoot()
    return SurveyDriver(
      header: other.header, level: nil, count: pairs.count, figure: nil,
      effect: Bounded(r, lower: back(z - reach), upper: back(z + reach)),
      pValue: 2 * StudentT.below(-abs(t), degrees: n - 2),
      mean: other.given.map(\.value).pairwiseSum / Double(other.given.count))
  }

  /// One mean less another, by Welch's t; nil where nothing varies.
  package static func difference(_ one: [Double], _ other: [Double]) -> (
    bounds: Bounded, pValue: Double
  )? {
    guard one.count > 1, other.count > 1 else { return nil }
    let (a, b) = (Moments(of: one), Moments(of: other))
    // Moments divide by the count; the variance of a mean wants one less.
    let (u, v) = (a.variance / Double(one.count - 1), b.variance / Double(other.count - 1))
    let error = (u + v).squareRoot()
    guard error > 0 else { return nil }
    let degrees =
      (u + v) * (u + v)
      / (u * u / Double(one.count - 1) + v * v / Double(other.count - 1))
    let difference = a.mean - b.mean
    let reach = StudentT.quantile(0.975, degrees: degrees) * error
    return (
      Bounded(difference, lower: difference - reach, upper: difference + reach),
      2 * StudentT.below(-abs(difference) / error, degrees: degrees)
    )
  }
}

extension SurveyDriver {
  /// The same with a corrected chance.
  fileprivate func corrected(_ pValue: Double) -> SurveyDriver {
    SurveyDriver(
      header: header, level: level, count: count, figure: figure, effect: effect, pValue: pValue,
      mean: mean)
  }
}
