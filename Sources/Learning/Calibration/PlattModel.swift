/// A logistic curve over scores (Platt 1999).
///
/// The targets are not 0 and 1 but (1 / (zeros + 2)) and ((ones + 1) / (ones + 2)), so that scores
/// that part the labels do not make a cliff. The fit is a Newton search (Lin, Lin, Weng 2007).
import Numerics
package import Support

package struct PlattModel: Sendable, Equatable {
  package let slope: Double
  package let intercept: Double

  package init(
    scores: [Double], labels: [Double], weights: [Double]? = nil, _ run: Run
  ) throws {
    let points = Matrix(rowCount: scores.count, columnCount: 1, values: scores)
    try FitError.check(points, rows: 1)
    try FitError.check(weights: weights, count: labels.count)
    let rate = try FitError.positiveShare(labels, weights, rows: scores.count)
    let total = weights?.pairwiseSum ?? Double(labels.count)
    let ones = rate * total
    let (high, low) = ((ones + 1) / (ones + 2), 1 / (total - ones + 2))
    let units = ColumnUnits(points)
    let targets = labels.map { $0 == 1 ? high : low }
    let descent = NewtonDescent(
      data: LossData(
        loss: .logistic, features: points, labels: targets, weights: weights, units: units),
      penalties: [0], maxIterations: 100, tolerance: 1e-12)
    let best = try descent.minimize(
      from: nil, guess: [Math.logit((ones + 1) / (total + 2)), 0], run)
    let beta = try units.outer(best.beta)
    (intercept, slope) = (beta[0], beta[1])
  }

  package func probabilities(_ scores: [Double]) -> [Double] {
    scores.map { Math.sigmoid(intercept + slope * $0) }
  }
}
