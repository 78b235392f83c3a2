/// A linear support vector machine with squared hinge loss.
///
/// Minimises  1/2 * |w|² + c * sum of weight * max(0, 1 - t (w x + b))² ; t is 1 or -1, b is free.
/// Newton's method in the primal (Chapelle 2007): the loss has a slope everywhere, and its
/// curvature is that of the rows inside the margin.
package import Numerics
package import Support

package struct LinearMargin: Sendable {
  package var c: Double
  package var maxIterations = 100
  package var tolerance = 1e-10

  package init(c: Double = 1) { self.c = c }

  /// - Parameter labels: 0 or 1.
  package func fit(
    _ features: Matrix, labels: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> MarginModel {
    try FitError.checkLinear(features)
    try FitError.check(weights: weights, count: labels.count)
    let rate = try FitError.positiveShare(labels, weights, rows: features.rowCount)
    guard c > 0, c.isFinite else { throw FitError.badSetting(name: "c") }
    var guess = [Double](repeating: 0, count: features.columnCount + 1)
    guess[0] = 2 * rate - 1
    let units = ColumnUnits(features)
    let descent = NewtonDescent(
      data: LossData(
        loss: .squaredHinge, features: features, labels: labels, weights: weights, units: units),
      penalties: units.penalties(l2: 1 / c), maxIterations: maxIterations, tolerance: tolerance)
    let best = try descent.minimize(from: nil, guess: guess, run)
    let beta = try units.outer(best.beta)
    return MarginModel(
      intercept: beta[0], coefficients: Array(beta.dropFirst()), c: c,
      objective: c * best.point.value, iterations: best.iterations,
      hasConverged: best.hasConverged)
  }
}

package struct MarginModel: Sendable, Equatable {
  package let intercept: Double
  package let coefficients: [Double]
  package let c: Double
  package let objective: Double
  package let iterations: Int
  package let hasConverged: Bool

  /// Above 0 for label 1; 1 and -1 are the edges of the margin.
  package func scores(_ features: Matrix, _ run: Run) throws -> [Double] {
    try features.times(coefficients, plus: intercept, run)
  }
}

extension LinearMargin {
  /// With probabilities: scores of rows that a fold's model has not seen are calibrated, then one
  /// model is fitted to all rows.
  package func fitCalibrated(
    _ features: Matrix, labels: [Double], weights: [Double]? = nil, folds: Int = 5, _ run: Run
  ) throws -> CalibratedMargin {
    let model = try fit(features, labels: labels, weights: weights, run)
    guard 2 <= folds else { throw FitError.badSetting(name: "folds") }
    let fold = Split.stratifiedFolds(labels, folds: folds)
    var scores = [Double](repeating: 0, count: labels.count)
    for own in 0..<folds {
      let (train, test) = (
        fold.indices.filter { fold[$0] != own }, fold.indices.filter { fold[$0] == own }
      )
      guard !test.isEmpty else { continue }
      let part = try fit(
        features.rows(train), labels: train.map { labels[$0] },
        weights: weights.map { all in train.map { all[$0] } }, run)
      for (row, score) in zip(test, try part.scores(features.rows(test), run)) {
        scores[row] = score
      }
    }
    let choice = try CalibrationChoice(
      scores: scores, labels: labels, weights: weights, folds: folds, run)
    return CalibratedMargin(margin: model, calibration: choice.best, choice: choice)
  }
}

package struct CalibratedMargin: Sendable, Equatable {
  package let margin: MarginModel
  package let calibration: Calibration
  /// How the calibration was chosen.
  package let choice: CalibrationChoice

  package func probabilities(_ features: Matrix, _ run: Run) throws -> [Double] {
    calibration.probabilities(try margin.scores(features, run))
  }
}
