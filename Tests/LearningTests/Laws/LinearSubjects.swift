/// Linear models and those of times, as the laws see them.
import Learning
import Numerics
import Support

extension Subject {
  static let linear = [
    Subject(name: "CoxRegression", fit: cox, exceptions: [.constantColumns: noEffect]),
    Subject(
      name: "WeibullRegression", fit: weibull,
      exceptions: [.noColumns: "the intercept alone is a model", .constantColumns: noEffect]),
    Subject(name: "L1Logistic", fit: lasso, exceptions: [.constantColumns: noEffect]),
    Subject(name: "LinearMargin", fit: margin, exceptions: [.constantColumns: noEffect]),
    Subject(name: "LeastSquares", fit: leastSquares, exceptions: [.constantColumns: noEffect]),
    Subject(name: "ElasticNet", fit: elasticNet, exceptions: [.constantColumns: noEffect]),
    Subject(name: "NaiveBayes", fit: bayes, exceptions: [.constantColumns: noEffect]),
    Subject(name: "NearestNeighbours", fit: nearest, exceptions: [.constantColumns: noEffect]),
    Subject(
      name: "Perceptron", fit: network,
      exceptions: [
        .constantColumns: noEffect, .rowOrder: "minibatches are drawn from the rows in their order",
      ]),
  ]

  private static let noEffect = "a constant column has no effect"

  /// Times and ends that follow from the points, also where these are no numbers.
  private static func durations(_ points: Matrix) throws -> Durations {
    let sums = (0..<points.rowCount).map { row in
      points.row(row).reduce(0) { $0 + ($1.isFinite ? abs($1) : 0) }
    }
    return try Durations(
      times: sums.map { 1 + (3 * $0).truncatingRemainder(dividingBy: 8) },
      isEvent: sums.map { $0.truncatingRemainder(dividingBy: 1) < 0.7 })
  }

  private static func cox(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try CoxRegression().fit(points, durations(points), run)
    return Fitted(
      numbers: model.coefficients + [model.logLikelihood, model.concordance ?? 0]
        + (model.standardErrors ?? []) + model.baseline.values,
      figures: [model.logLikelihood, model.concordance ?? 0],
      says: { rows in try model.logHazards(rows, Run()).map { [$0] } })
  }

  private static func weibull(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try WeibullRegression().fit(points, durations(points), run)
    return Fitted(
      numbers: model.coefficients + [model.intercept, model.sigma, model.logLikelihood]
        + (model.standardErrors ?? []),
      figures: [model.logLikelihood, model.sigma],
      says: { rows in try model.logScales(rows, Run()).map { [$0] } })
  }

  /// Two classes that follow from the points.
  static func labels(_ points: Matrix) -> [Double] {
    (0..<points.rowCount).map { points.row($0).reduce(0, +) > 40 ? 1 : 0 }
  }

  private static func lasso(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try L1Logistic(l1: 0.5).fit(points, labels: labels(points), run)
    return Fitted(
      numbers: [model.intercept, model.objective] + model.coefficients,
      figures: [model.objective],
      says: { rows in try model.probabilities(rows, Run()).map { [$0] } })
  }

  private static func margin(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try LinearMargin().fit(points, labels: labels(points), run)
    return Fitted(
      numbers: [model.intercept, model.objective] + model.coefficients,
      figures: [model.objective], says: { rows in try model.scores(rows, Run()).map { [$0] } })
  }

  /// A number that follows from the point, also where it is none.
  private static func targets(_ points: Matrix) -> [Double] {
    (0..<points.rowCount).map { row in
      let sum = points.row(row).reduce(0) { $0 + ($1.isFinite ? $1 : 0) }
      return sum.isFinite ? (7 * sum).truncatingRemainder(dividingBy: 10) : 0
    }
  }

  private static func leastSquares(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try LeastSquares().fit(points, targets: targets(points), run)
    return Fitted(
      numbers: [model.intercept, model.r2 ?? 0] + model.coefficients
        + (model.standardErrors ?? []),
      figures: [model.r2 ?? 0], says: { rows in try model.predictions(rows, Run()).map { [$0] } })
  }

  private static func elasticNet(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try ElasticNet(l1: 0.01, l2: 0.1).fit(points, targets: targets(points), run)
    return Fitted(
      numbers: [model.intercept, model.objective] + model.coefficients,
      figures: [model.objective],
      says: { rows in try model.predictions(rows, Run()).map { [$0] } })
  }

  private static func bayes(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try NaiveBayes().fit(
      TreeFeatures(points), labels: labels(points).map { Int($0) }, classCount: 2, run)
    let parts = try model.probabilities(TreeFeatures(points), run)
    return Fitted(
      numbers: model.logPriors + parts, figures: model.logPriors,
      says: { rows in
        guard rows.rowCount > 0 else { return [] }
        let p = try model.probabilities(TreeFeatures(rows), Run())
        return (0..<rows.rowCount).map { Array(p[(2 * $0)..<(2 * $0 + 2)]) }
      })
  }

  private static func nearest(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try NearestNeighbours(neighbourCount: 5).fit(
      points, targets: labels(points), run)
    let p = try model.predictions(points, run)
    return Fitted(
      numbers: p, figures: [p.reduce(0, +)],
      says: { rows in try model.predictions(rows, Run()).map { [$0] } })
  }

  private static func network(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    var wish = Perceptron()
    wish.hidden = [4]
    wish.maxEpochs = 5
    wish.seed = seed
    let model = try wish.fit(points, targets: labels(points), run)
    return Fitted(
      numbers: model.parameters + [model.heldOutLoss ?? 0],
      says: { rows in try model.predictions(rows, Run()).map { [$0] } })
  }
}
