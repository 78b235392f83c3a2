/// Logistic regression with a ridge penalty, by Newton's method.
///
/// Minimises  sum of weight * log-loss + l2 / 2 * |coefficients|^2 ; the intercept is not
/// penalised. The problem is convex; a step that would not lower the objective is halved.
package import Numerics
package import Support

package struct LogisticRegression: Sendable {
  package var l2: Double
  package var maxIterations = 50
  package var tolerance = 1e-10

  package init(l2: Double) { self.l2 = l2 }

  /// - Parameters:
  ///   - features: one row per example, without a column of ones.
  ///   - labels: 0 or 1.
  ///   - weights: how much each row counts; 1 each when nil.
  ///   - start: intercept and coefficients to begin with, as of an earlier fit.
  package func fit(
    _ features: Matrix, labels: [Double], weights: [Double]? = nil, from start: [Double]? = nil,
    _ run: Run
  ) throws -> LogisticModel {
    if features.columnCount > 0 { try FitError.checkLinear(features) }
    try FitError.check(weights: weights, count: labels.count)
    let rate = try FitError.positiveShare(labels, weights, rows: features.rowCount)
    guard l2 >= 0, l2.isFinite else { throw FitError.badSetting(name: "l2") }
    let width = features.columnCount + 1
    guard start == nil || start?.count == width else { throw FitError.badSetting(name: "start") }
    var guess = [Double](repeating: 0, count: width)
    guess[0] = Math.logit(rate)
    let units = ColumnUnits(features)
    let descent = NewtonDescent(
      data: LossData(
        loss: .logistic, features: features, labels: labels, weights: weights, units: units),
      penalties: units.penalties(l2: l2), maxIterations: maxIterations, tolerance: tolerance)
    let best = try descent.minimize(from: start.map(units.inner), guess: guess, run)
    let beta = try units.outer(best.beta)
    return LogisticModel(
      intercept: beta[0], coefficients: Array(beta.dropFirst()), l2: l2,
      covariance: try units.covariance(best.point.hessian, run),
      objective: best.point.value,
      iterations: best.iterations, hasConverged: best.hasConverged)
  }
}

/// A fitted logistic regression: the log-odds are intercept + coefficients * features.
package struct LogisticModel: Sendable, Equatable {
  package let intercept: Double
  package let coefficients: [Double]
  package let l2: Double
  /// Of the intercept, then of each coefficient, the penalty taken as a prior; nil when the
  /// information matrix is singular.
  package let covariance: Matrix?
  package let objective: Double
  package let iterations: Int
  package let hasConverged: Bool

  /// Square roots of the variances.
  package var standardErrors: [Double]? { covariance.map(ColumnUnits.standardErrors) }

  package func logOdds(_ features: Matrix) -> [Double] {
    let width = features.columnCount
    return features.values.withUnsafeBufferPointer { x in
      coefficients.withUnsafeBufferPointer { c in
        (0..<features.rowCount).map { i in
          var sum = intercept
          for j in 0..<width { sum += c[j] * x[i * width + j] }
          return sum
        }
      }
    }
  }

  package func probabilities(_ features: Matrix) -> [Double] {
    logOdds(features).map(Math.sigmoid)
  }

  /// The same for many rows, on all cores.
  package func probabilities(_ features: Matrix, _ run: Run) throws -> [Double] {
    let odds = try features.times(coefficients, plus: intercept, run)
    return try Parallel.fill(count: odds.count, chunk: 16_384, initial: 0.0) { range, part in
      try run.checkpoint()
      for row in range { part[row - range.lowerBound] = Math.sigmoid(odds[row]) }
    }
  }

  /// What each column adds to the log-odds of a row over a row at the centres; with the log-odds at
  /// the centres they add up to those of the row.
  package func contributions(_ row: [Double], centres: [Double]) -> [Double] {
    coefficients.indices.map { coefficients[$0] * (row[$0] - centres[$0]) }
  }
}

/// Weights that make rare labels count as much as frequent ones.
package enum ClassWeights {
  /// The weight of each row: rows over twice the rows of its label.
  package static func balanced(_ labels: [Double]) -> [Double] {
    let total = Double(labels.count)
    let ones = labels.reduce(0, +)
    let (one, zero) = (total / (2 * max(1, ones)), total / (2 * max(1, total - ones)))
    return labels.map { $0 == 1 ? one : zero }
  }
}

extension FitError {
  /// The weighted share of ones; refuses labels that are not all 0 or 1 or all the same.
  static func positiveShare(
    _ labels: [Double], _ weights: [Double]?, rows: Int
  ) throws(FitError) -> Double {
    guard labels.count == rows, labels.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw .badSetting(name: "labels")
    }
    var (ones, total) = (0.0, 0.0)
    for (row, label) in labels.enumerated() {
      let weight = weights?[row] ?? 1
      total += weight
      ones += weight * label
    }
    guard 0 < ones, ones < total else { throw .singleClass }
    return ones / total
  }
}
