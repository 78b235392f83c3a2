/// Features by their loadings on the principal components of the correlation matrix.
///
/// A loading is a feature's correlation with a component. The score of a feature is the sum of its
/// squared loadings, each weighted by the share of all variance its component explains: near 1 for
/// features that move with most others, one over their number for one that moves alone. No number
/// of components has to be chosen for it; those shown have a variance above the mean (Kaiser 1960).
import Learning
import Numerics
import Support

package enum LoadingRank {
  package struct Component: Sendable {
    /// The share of the variance of all features.
    package let explained: Double
    /// Weights of the features, the largest in size first.
    package let loadings: [(header: String, weight: Double)]
  }

  /// Rows of one sample: components cost the square of the columns for each row.
  private static let sampleRows = 4_000

  static func ranking(
    _ features: [RankedColumn], _ options: RankOptions, _ run: Run
  ) throws -> MethodRanking {
    let numbers = features.indices.filter { features[$0].isNumber }
    let points = Matrix(columns: numbers.map { features[$0].values })
    let (values, model) = try weightedLoadings(points, run)
    var samples: [[Double]] = []
    for turn in 0..<options.resamples {
      var random = SeededRandom(seed: options.seed, stream: 9_000 + turn)
      let rows = (0..<min(sampleRows, points.rowCount)).map { _ in random.below(points.rowCount) }
      let sample = standardised(points.rows(rows))
      // A sample in which nothing varies says nothing.
      guard let found = try? weightedLoadings(sample, run) else {
        try run.checkpoint()
        continue
      }
      samples.append(found.values)
    }
    let ranks = RankOrder(values).ranks
    let ranges = RankOrder.ranges(samples)
    var scores = [FeatureRanking.Score?](repeating: nil, count: features.count)
    for (column, place) in numbers.enumerated() {
      scores[place] = FeatureRanking.Score(
        value: values[column], rank: ranks[column],
        rankRange: ranges.isEmpty ? nil : ranges[column], isAboveChance: nil, detail: .loading)
    }
    return MethodRanking(
      method: .pcaLoadings, scores: scores, stability: RankOrder.stability(samples, values),
      chance: nil, components: components(model, numbers.map { features[$0].header }))
  }

  private static func weightedLoadings(
    _ points: Matrix, _ run: Run
  ) throws -> (values: [Double], model: PCAModel) {
    guard points.rowCount >= 2 else { throw FitError.tooFewRows(have: points.rowCount, need: 2) }
    let model = try PCA().fit(points, run)
    let shares = model.explainedShares
    let values = (0..<points.columnCount).map { column -> Double in
      var (sum, own) = (0.0, 0.0)
      for component in shares.indices {
        let weight = model.components[component, column]
        let part = model.variances[component] * weight * weight
        own += part
        sum += shares[component] * part
      }
      return own > 0 ? min(1, sum / own) : 0
    }
    return (values, model)
  }

  /// Columns of mean 0 and variance 1; those that do not vary are 0.
  private static func standardised(_ points: Matrix) -> Matrix {
    Matrix(
      columns: (0..<points.columnCount).map { place in
        let column = points.column(place)
        let moments = Moments(of: column)
        guard moments.variance > 1e-12 else { return column.map { _ in 0 } }
        let spread = moments.variance.squareRoot()
        return column.map { ($0 - moments.mean) / spread }
      })
  }

  private static func components(_ model: PCAModel, _ headers: [String]) -> [Component] {
    let mean = model.totalVariance / Double(max(1, headers.count))
    let kept = max(1, model.variances.count { $0 > mean * (1 + 1e-9) })
    return (0..<min(kept, 10)).map { component in
      let weights = headers.indices.map { model.components[component, $0] }
      let order = weights.indices.sorted { (-abs(weights[$0]), $0) < (-abs(weights[$1]), $1) }
      return Component(
        explained: model.explainedShares[component],
        loadings: order.map { (headers[$0], weights[$0]) })
    }
  }
}
