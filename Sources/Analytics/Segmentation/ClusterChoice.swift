/// How many groups there are: three ways to ask, side by side.
///
/// Silhouette: Rousseeuw 1987. Gap: Tibshirani, Walther, Hastie 2001, against points spread evenly
/// over the box of the data; the smallest k whose gap is no smaller than the next one's less its
/// standard error. Stability: `ClusterStability`.
import Learning
import Numerics
package import Support
package import Tables

package struct ClusterChoice: Sendable {
  package struct Step: Sendable {
    package let k: Int
    package let silhouette: Double?
    package let inertia: Double
    package let gap: Double
    package let gapError: Double
    package let stability: Double?
  }

  package let steps: [Step]
  package let features: [String]
  package let customerCount: Int
  /// What each way says; gap may say one group.
  package let bySilhouette: Int
  package let byGap: Int?
  package let byStability: Int
  package let advised: Int
  package let advice: Phrase
  package let notices: [Notice]

  /// Customers that the curves are made of; more change nothing but the time.
  private static let sampleRows = 1_500
  private static let references = 8
  private static let resamples = 8

  package init(_ table: Table, most: Int, options: SegmentOptions, _ run: Run) throws {
    let features = try Segmentation.features(table, options, run)
    let scaled = try ScaledFeatures(features, options: options, run)
    let rows = ClusterQuality.sampledRows(
      scaled.points.rowCount, Self.sampleRows, options.seed)
    let points = scaled.points.rows(rows)
    let last = min(most, points.rowCount - 1, points.distinctRowCount(upTo: most))
    guard last >= 2 else {
      throw AnalyticsError.tooManyClusters(
        asked: 2, distinct: points.distinctRowCount(upTo: 2))
    }
    var steps: [Step] = []
    for k in 1...last {
      run.report(
        Double(k - 1) / Double(last), Phrase(en: "trying \(k) groups", zh: "尝试 \(k) 组"))
      steps.append(try Self.step(points, k, options.seed, run))
    }
    self.steps = steps
    self.features = features.headers
    customerCount = features.ids.count
    let several = steps.dropFirst()
    bySilhouette = Self.best(several.map { ($0.k, $0.silhouette ?? -1) })
    byStability = Self.best(several.map { ($0.k, $0.stability ?? -1) })
    byGap = zip(steps, steps.dropFirst()).first { $0.gap >= $1.gap - $1.gapError }?.0.k
    advised = Self.best(several.map { ($0.k, ($0.silhouette ?? -1) * max(0, $0.stability ?? 0)) })
    advice = Self.words(advised, steps, byGap, isSilhouette: bySilhouette == advised)
    notices = features.notices + Segmentation.scalingNotices(scaled, features, options)
  }

  private static func best(_ scores: [(k: Int, score: Double)]) -> Int {
    scores.reduce((k: 2, score: -Double.infinity)) {
      $1.score > $0.score + 1e-9 ? $1 : $0
    }.k
  }

  private static func step(
    _ points: Matrix, _ k: Int, _ seed: UInt64, _ run: Run
  ) throws -> Step {
    let model = try ClusterStability.fit(points, k, seed: seed, run)
    let quality =
      k > 1
      ? try ClusterQuality(points, labels: model.labels, clusterCount: k, seed: seed, run) : nil
    let logs = try (0..<references).map { index in
      let even = spread(points, SeededRandom(seed: seed, stream: 1_000 + index))
      return Math.log(max(1e-300, try ClusterStability.fit(even, k, seed: seed, run).inertia))
    }
    let moments = Moments(of: logs)
    let error = (moments.variance * (1 + 1 / Double(references))).squareRoot()
    return Step(
      k: k, silhouette: quality?.silhouette, inertia: model.inertia,
      gap: moments.mean - Math.log(max(1e-300, model.inertia)), gapError: error,
      stability: k > 1
        ? try ClusterStability.of(points, k, resamples: resamples, seed: seed, run) : nil)
  }

  /// As many points, even over the box of these.
  private static func spread(_ points: Matrix, _ start: SeededRandom) -> Matrix {
    var random = start
    let columns = (0..<points.columnCount).map { index -> [Double] in
      let column = points.column(index)
      let (low, high) = (column.min() ?? 0, column.max() ?? 0)
      return column.map { _ in low + random.unit() * (high - low) }
    }
    return Matrix(columns: columns)
  }

  private static func words(
    _ advised: Int, _ steps: [Step], _ byGap: Int?, isSilhouette: Bool
  ) -> Phrase {
    let step = steps[advised - 1]
    let (silhouette, stability) = (
      Words.fixed(step.silhouette ?? 0, 2), Words.percent(max(0, step.stability ?? 0))
    )
    guard byGap != 1 else {
      return Phrase(
        en: "there may be no groups at all: evenly spread points look the same; if groups are"
          + " needed, take \(advised) (silhouette \(silhouette), stability \(stability))",
        zh: "可能并不存在分组：均匀分布的点也会如此；若仍需分组，建议 \(advised) 组（轮廓系数 \(silhouette)，稳定性 \(stability)）")
    }
    return Phrase(
      en: "take \(advised) groups: silhouette \(silhouette), and new samples agree to"
        + " \(stability)" + (isSilhouette ? "" : "; fewer repeatable groups have a better fit"),
      zh: "建议 \(advised) 组：轮廓系数 \(silhouette)，重复抽样一致性 \(stability)")
  }
}
