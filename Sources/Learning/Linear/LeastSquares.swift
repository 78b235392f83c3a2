/// Least squares, with a ridge penalty if wished.
///
/// Minimises  sum of weight * (y - intercept - x b)² + l2 * |b|² ; the intercept is free. The
/// products of centred and scaled columns are factored column after column; a column that follows
/// from those before it is left out with a coefficient of 0, as R does. Steps of refinement with
/// the residuals of all rows bring back the digits that the products have lost.
package import Numerics
package import Support

package struct LeastSquares: Sendable {
  package var l2: Double

  package init(l2: Double = 0) { self.l2 = l2 }

  package func fit(
    _ features: Matrix, targets: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> LinearModel {
    guard l2 >= 0, l2.isFinite else { throw FitError.badSetting(name: "l2") }
    let data = try LinearData(features, targets, weights, run)
    let penalties = data.scaling.spreads.map { l2 / ($0 * $0) }
    let factor = try ColumnFactor(data.products, penalties, run)
    var beta = [Double](repeating: 0, count: data.width)
    var residuals = data.targets
    for _ in 0..<4 {
      let slope = try data.slope(residuals, run).enumerated().map { j, value in
        value - penalties[j] * beta[j]
      }
      let step = factor.solve(slope)
      for j in beta.indices { beta[j] += step[j] }
      residuals = try data.residuals(beta, run)
      let size = step.reduce(0) { max($0, abs($1)) }
      if size <= 1e-14 * beta.reduce(0, { max($0, abs($1)) }) { break }
    }
    return try data.model(beta, residuals, factor, l2: l2, run)
  }
}

/// A fitted linear model: intercept + coefficients * features.
package struct LinearModel: Sendable, Equatable {
  package let intercept: Double
  /// 0 for columns that were left out.
  package let coefficients: [Double]
  /// Columns that follow from those before them.
  package let aliased: [Int]
  /// Of the intercept, then of each coefficient (0 where it was left out); nil with a penalty or
  /// without a row to spare.
  package let standardErrors: [Double]?
  /// Rows less columns in use and the intercept.
  package let degrees: Int
  /// The weighted sum of squared residuals over the degrees; nil without a row to spare.
  package let residualVariance: Double?
  /// The share of the spread that is explained; nil when the targets are all the same.
  package let r2: Double?

  package var adjustedR2: Double? {
    guard let r2, degrees > 0 else { return nil }
    let rows = degrees + coefficients.count - aliased.count + 1
    return 1 - (1 - r2) * Double(rows - 1) / Double(degrees)
  }

  /// Each coefficient over its standard error, the intercept first; 0 where there is none.
  package var tValues: [Double]? {
    standardErrors.map { zip([intercept] + coefficients, $0).map { $1 > 0 ? $0 / $1 : 0 } }
  }

  /// By Student's distribution, on both sides.
  package var pValues: [Double]? {
    tValues?.map { min(1, 2 * StudentT.below(-abs($0), degrees: Double(degrees))) }
  }

  package func predictions(_ features: Matrix, _ run: Run) throws -> [Double] {
    try features.times(coefficients, plus: intercept, run)
  }

  /// What each column adds to the prediction of a row over that of a row at the centres.
  package func contributions(_ row: [Double], centres: [Double]) -> [Double] {
    coefficients.indices.map { coefficients[$0] * (row[$0] - centres[$0]) }
  }
}

/// How far predictions of a number are off.
package struct RegressionMetrics: Sendable, Equatable {
  package let rmse: Double
  package let mae: Double
  /// The share of the spread explained; nil when the targets are all the same.
  package let r2: Double?
  /// Positive when predictions are too high.
  package let meanError: Double

  package init(targets: [Double], predictions: [Double]) {
    let errors = zip(predictions, targets).map { $0 - $1 }
    let total = Double(max(1, errors.count))
    let squares = errors.map { $0 * $0 }.pairwiseSum
    rmse = (squares / total).squareRoot()
    mae = errors.map { abs($0) }.pairwiseSum / total
    meanError = errors.pairwiseSum / total
    let spread = Moments(of: targets).variance * total
    r2 = spread > 0 ? 1 - squares / spread : nil
  }
}
