/// A model of who stays silent, learnt from snapshots of the past: on logarithms of the figures of
/// each customer.
import Learning
import Numerics
import Support

enum OrderModel: Sendable {
  case logistic(LogisticModel, Scaling, LinearTerms)
  case boosted(BoostedTrees, base: Double)
  /// A straight line through yes and no; the means of its columns.
  case linear(LinearModel, Scaling, means: [Double])

  enum Kind: Sendable { case logistic, boosted, linear }

  /// - Parameters:
  ///   - x: logarithms, a row a customer and day.
  ///   - l2: the ridge penalty; nil to find it.
  init(_ kind: Kind, _ x: Matrix, _ y: [Double], l2: Double?, seed: UInt64, _ run: Run) throws {
    switch kind {
    case .logistic:
      let scaling = try Scaling.standard(of: x, run)
      let scaled = try scaling.apply(to: x, run)
      let penalty = try l2 ?? Self.penalty(scaled, y, run)
      let model = try LogisticRegression(l2: penalty).fit(scaled, labels: y, run)
      let groups = (0..<x.columnCount).map { $0..<($0 + 1) }
      self = .logistic(model, scaling, LinearTerms(model, rows: scaled, groups: groups))
    case .boosted:
      var spec = HistogramBoosting(objective: .logLoss)
      // Seven figures and much luck: shallow trees, small steps.
      (spec.leafCount, spec.learningRate, spec.seed) = (7, 0.05, seed)
      let model = try spec.fit(BinnedFeatures(TreeFeatures(x), seed: seed, run), targets: y, run)
      self = .boosted(model, base: model.firstScores[0] + model.trees.base())
    case .linear:
      let scaling = try Scaling.standard(of: x, run)
      let scaled = try scaling.apply(to: x, run)
      let model = try LeastSquares(l2: l2 ?? 1).fit(scaled, targets: y, run)
      self = .linear(model, scaling, means: LearnerFitting.means(scaled))
    }
  }

  /// The penalty that predicts best on held-out folds; of very many rows on every n-th.
  private static func penalty(_ x: Matrix, _ y: [Double], _ run: Run) throws -> Double {
    guard y.count > 20_000 else { return try RidgePath.choose(x, labels: y, run).l2 }
    let rows = stride(from: 0, to: y.count, by: y.count / 20_000).map { $0 }
    return try RidgePath.choose(x.rows(rows), labels: rows.map { y[$0] }, run).l2
  }

  var name: String {
    switch self {
    case .logistic: "logistic"
    case .boosted: "gbdt"
    case .linear: "linear"
    }
  }

  /// The log-odds of an average customer; of a line, the value itself.
  var base: Double {
    switch self {
    case .logistic(_, _, let terms): terms.base
    case .boosted(_, let base): base
    case .linear(let model, _, let means):
      zip(model.coefficients, means).reduce(model.intercept) { $0 + $1.0 * $1.1 }
    }
  }

  var l2: Double? {
    if case .logistic(let model, _, _) = self { model.l2 } else { nil }
  }

  func probabilities(_ x: Matrix, _ run: Run) throws -> [Double] {
    switch self {
    case .logistic(let model, let scaling, _):
      return model.probabilities(try scaling.apply(to: x, run))
    case .boosted(let model, _): return try model.predictions(TreeFeatures(x), run)
    case .linear(let model, let scaling, _):
      let values = try model.predictions(scaling.apply(to: x, run), run)
      return values.map { min(1, max(0, $0)) }
    }
  }

  /// The same of a matrix of one row.
  func probability(_ x: Matrix) -> Double {
    // Only a cancelled run is refused, and this one is not.
    (try? probabilities(x, Run()).first) ?? .nan
  }

  /// What each figure adds to the log-odds of a row.
  func effects(_ x: Matrix, row: Int) -> [Double] {
    let own = Matrix(rowCount: 1, columnCount: x.columnCount, values: Array(x.row(row)))
    switch self {
    case .logistic(_, let scaling, let terms):
      return terms.effects(scaling.apply(to: own).row(0))
    case .boosted(let model, _):
      // Only a cancelled run is refused, and this one is not.
      guard let features = try? TreeFeatures(own),
        let found = try? model.explanation(features, Run())
      else { return own.values.map { _ in 0 } }
      return found.contributions.values
    case .linear(let model, let scaling, let means):
      let cells = scaling.apply(to: own).row(0)
      return means.indices.map { model.coefficients[$0] * (cells[$0] - means[$0]) }
    }
  }

  /// What one unit of a logarithm adds to the log-odds, or to the value; empty of trees.
  func coefficients(_ names: [String]) -> [LearnedCoefficient] {
    let (weights, errors, scaling): ([Double], [Double]?, Scaling)
    switch self {
    case .boosted: return []
    case .logistic(let model, let own, _):
      (weights, errors, scaling) = (
        model.coefficients, model.standardErrors.map { Array($0.dropFirst()) }, own
      )
    case .linear(let model, let own, _): (weights, errors, scaling) = (model.coefficients, nil, own)
    }
    return names.indices.map { index in
      LearnedCoefficient(
        feature: "log1p(\(names[index]))", value: weights[index] / scaling.spreads[index],
        standardError: errors.map { $0[index] / scaling.spreads[index] })
    }
  }
}
