/// Logistic regression that leaves out what does not help: a lasso penalty, with a ridge if wished.
///
/// Minimises  sum of weight * log-loss + l1 * |coefficients|_1 + l2 / 2 * |coefficients|^2 ; the
/// intercept is free. Proximal Newton steps: the quadratic model of the loss is minimised with the
/// penalty by coordinate descent on its curvature (Friedman, Hastie, Tibshirani 2010), and a step
/// that would not lower the objective is halved. With the form |coef|_1 + C * loss, l1 is 1 / C.
package import Numerics
package import Support

package struct L1Logistic: Sendable {
  package var l1: Double
  package var l2 = 0.0
  package var maxIterations = 100
  package var tolerance = 1e-10

  package init(l1: Double) { self.l1 = l1 }

  package func fit(
    _ features: Matrix, labels: [Double], weights: [Double]? = nil, from start: [Double]? = nil,
    _ run: Run
  ) throws -> L1LogisticModel {
    try FitError.checkLinear(features)
    try FitError.check(weights: weights, count: labels.count)
    let rate = try FitError.positiveShare(labels, weights, rows: features.rowCount)
    guard l1 >= 0, l1.isFinite, l2 >= 0, l2.isFinite else { throw FitError.badSetting(name: "l1") }
    let width = features.columnCount + 1
    guard start == nil || start?.count == width else { throw FitError.badSetting(name: "start") }
    let problem = Problem(features, labels, weights, l1: l1, l2: l2)
    let guess = [Math.logit(rate)] + [Double](repeating: 0, count: width - 1)
    var beta = start.map(problem.data.units.inner) ?? guess
    var point = try problem.point(beta, run)
    guard point.isFinite else { throw FitError.tooLarge }
    var (iterations, hasConverged) = (0, false)
    while iterations < maxIterations, !hasConverged {
      try run.checkpoint()
      iterations += 1
      let aim = try problem.proximal(point, beta, tolerance / 10, run)
      hasConverged = zip(aim, beta).allSatisfy { abs($0 - $1) < tolerance }
      guard let next = try problem.descend(from: beta, point, to: aim, run) else {
        hasConverged = true
        break
      }
      (beta, point) = next
    }
    let outer = try problem.data.units.outer(beta)
    return L1LogisticModel(
      intercept: outer[0], coefficients: Array(outer.dropFirst()), l1: l1, l2: l2,
      objective: problem.objective(point, beta), iterations: iterations,
      hasConverged: hasConverged)
  }

  /// Models for falling penalties, each begun where the last one ended. The first is the smallest
  /// penalty that leaves nothing in.
  package static func path(
    _ features: Matrix, labels: [Double], weights: [Double]? = nil, steps: Int = 30,
    leastShare: Double = 1e-3, _ run: Run
  ) throws -> [L1LogisticModel] {
    guard 2 <= steps, 0 < leastShare, leastShare < 1 else {
      throw FitError.badSetting(name: "steps")
    }
    try FitError.checkLinear(features)
    try FitError.check(weights: weights, count: labels.count)
    let rate = try FitError.positiveShare(labels, weights, rows: features.rowCount)
    var start = [Math.logit(rate)] + [Double](repeating: 0, count: features.columnCount)
    let units = ColumnUnits(features)
    let data = LossData(
      loss: .logistic, features: features, labels: labels, weights: weights, units: units)
    let slopes = try LossPoint(data, at: start, run).gradient.dropFirst()
    // In the units of the columns as given; a hair more than the steepest leaves nothing in.
    let most = zip(slopes, units.factors).reduce(0) { max($0, abs($1.0 / $1.1)) } * (1 + 1e-9)
    guard most.isFinite else { throw FitError.tooLarge }
    guard most > 0 else { throw FitError.constantFeatures }
    return try (0..<steps).map { step in
      let share = Math.pow(leastShare, Double(step) / Double(steps - 1))
      let model = try L1Logistic(l1: most * share).fit(
        features, labels: labels, weights: weights, from: start, run)
      start = [model.intercept] + model.coefficients
      return model
    }
  }
}

/// The objective over scaled columns, with a penalty of its own for each.
private struct Problem {
  let data: LossData
  private let ridges: [Double]
  /// Of the intercept, then of each scaled column.
  private let penalties: [Double]

  init(
    _ features: Matrix, _ labels: [Double], _ weights: [Double]?, l1: Double, l2: Double
  ) {
    let units = ColumnUnits(features)
    data = LossData(
      loss: .logistic, features: features, labels: labels, weights: weights, units: units)
    ridges = units.penalties(l2: l2)
    penalties = [0] + units.factors.map { l1 * $0 }
  }

  func point(_ beta: [Double], _ run: Run) throws -> LossPoint {
    var point = try LossPoint(data, at: beta, run)
    point.penalise(ridges, beta)
    return point
  }

  func objective(_ point: LossPoint, _ beta: [Double]) -> Double {
    point.value + zip(penalties, beta).reduce(0) { $0 + $1.0 * abs($1.1) }
  }

  /// Where the quadratic model of the loss has its minimum with the penalty.
  func proximal(
    _ point: LossPoint, _ beta: [Double], _ tolerance: Double, _ run: Run
  ) throws -> [Double] {
    var descent = CoordinateDescent(curvature: point.hessian, at: beta)
    let constant = beta.indices.map { j in
      beta.indices.reduce(-point.gradient[j]) { $0 + point.hessian[j, $1] * beta[$1] }
    }
    return try descent.minimize(constant, penalties, tolerance: tolerance, run)
  }

  /// The aim, or as much of the way there as lowers the objective; nil when nothing does.
  func descend(
    from beta: [Double], _ point: LossPoint, to aim: [Double], _ run: Run
  ) throws -> (beta: [Double], point: LossPoint)? {
    let value = objective(point, beta)
    var share = 1.0
    while share > 1e-10 {
      // A full step ends at exact zeros.
      let trial = share == 1 ? aim : zip(beta, aim).map { $0 + share * ($1 - $0) }
      let next = try self.point(trial, run)
      if next.isFinite, objective(next, trial) <= value * (1 + 1e-14) + 1e-300 {
        return (trial, next)
      }
      share /= 2
    }
    return nil
  }
}

package struct L1LogisticModel: Sendable, Equatable {
  package let intercept: Double
  /// 0 for what was left out.
  package let coefficients: [Double]
  package let l1: Double
  package let l2: Double
  package let objective: Double
  package let iterations: Int
  package let hasConverged: Bool

  package var usedColumns: [Int] { coefficients.indices.filter { coefficients[$0] != 0 } }

  package func logOdds(_ features: Matrix, _ run: Run) throws -> [Double] {
    try features.times(coefficients, plus: intercept, run)
  }

  package func probabilities(_ features: Matrix, _ run: Run) throws -> [Double] {
    try logOdds(features, run).map(Math.sigmoid)
  }
}
