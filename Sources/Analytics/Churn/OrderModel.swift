/// A model of who stays silent, learnt from snapshots of the past: on logarithms of the figures of
/// each customer.
import Learning
import Numerics
import Support

enum OrderModel: Sendable {
  case logistic(LogisticModel, Scaling, LinearTerms)
  case boosted(BoostedTrees, base: Double)

  enum Kind: Sendable { case logistic, boosted }

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
    }
  }

  /// The log-odds of an average customer.
  var base: Double {
    switch self {
    case .logistic(_, _, let terms): terms.base
    case .boosted(_, let base): base
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
    }
  }

  /// What one unit of a logarithm adds to the log-odds; empty of trees.
  func coefficients(_ names: [String]) -> [LearnedCoefficient] {
    guard case .logistic(let model, let scaling, _) = self else { return [] }
    return names.indices.map { index in
      LearnedCoefficient(
        feature: "log1p(\(names[index]))",
        value: model.coefficients[index] / scaling.spreads[index],
        standardError: model.standardErrors.map { $0[index + 1] / scaling.spreads[index] })
    }
  }
}
