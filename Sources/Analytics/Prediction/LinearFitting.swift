/// Models that are a sum over columns, fitted.
import Learning
import Numerics
import Support

extension LearnerFitting {
  func linear(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let matrix = try rows.matrix(run)
    let (y, weights) = (targets.values, targets.weights)
    let means = Self.means(matrix)
    func learner(
      _ scale: ScoreScale, _ intercept: Double, _ coefficients: [Double], _ errors: [Double]?,
      _ found: [(name: String, value: Double)], covariance: Matrix? = nil
    ) -> any FittedLearner {
      LinearLearner(
        kind: settings.kind, scale: scale, intercept: intercept, weights: coefficients,
        means: means, standardErrors: errors.map { Array($0.dropFirst()) },
        covariance: covariance, settings: found)
    }
    switch settings.kind {
    case .blend where !targets.isLabel:
      let l2 = settings.l2 ?? 1
      let model = try LeastSquares(l2: l2).fit(matrix, targets: y, weights: weights, run)
      return learner(.value, model.intercept, model.coefficients, nil, [("l2", l2)])
    case .linear, .ridge:
      let l2 = settings.kind == .linear ? 0 : settings.l2 ?? 1
      let model = try LeastSquares(l2: l2).fit(matrix, targets: y, weights: weights, run)
      return learner(
        .value, model.intercept, model.coefficients, model.standardErrors,
        [("l2", l2), ("aliased", Double(model.aliased.count))])
    case .lasso:
      let l1 = settings.l1 ?? Double(y.count) * 0.01
      let model = try ElasticNet(l1: l1 / Double(y.count), l2: (settings.l2 ?? 0) / Double(y.count))
        .fit(matrix, targets: y, weights: weights, run)
      return learner(
        .value, model.intercept, model.coefficients, nil,
        [("l1", l1), ("used", Double(model.usedColumns.count))])
    case .l1Logistic:
      let l1 = settings.l1 ?? 1
      let model = try L1Logistic(l1: l1).fit(matrix, labels: y, weights: weights, run)
      return learner(
        .logOdds, model.intercept, model.coefficients, nil,
        [("l1", l1), ("used", Double(model.usedColumns.count))])
    case .linearSvm:
      let l2 = settings.l2 ?? 1
      let model = try LinearMargin(c: 1 / l2).fit(matrix, labels: y, weights: weights, run)
      return learner(.margin, model.intercept, model.coefficients, nil, [("l2", l2)])
    default:
      let l2 = settings.l2 ?? 1
      let model = try LogisticRegression(l2: l2).fit(matrix, labels: y, weights: weights, run)
      return learner(
        .logOdds, model.intercept, model.coefficients, model.standardErrors,
        [("l2", l2), ("iterations", Double(model.iterations))], covariance: model.covariance)
    }
  }

  static func means(_ matrix: Matrix) -> [Double] {
    (0..<matrix.columnCount).map {
      matrix.column($0).pairwiseSum / Double(max(1, matrix.rowCount))
    }
  }
}
