/// Columns brought to about one scale while they are read, so that their units do not matter.
///
/// Centres and spreads are those of at most some thousand rows: they only have to be near, since
/// the optimum does not depend on them.
import Numerics
import Support

struct ColumnUnits: Sendable {
  let centres: [Double]
  /// One over the spread.
  let factors: [Double]

  init(_ features: Matrix) {
    let every = max(1, features.rowCount / 10_000)
    let rows = Array(stride(from: 0, to: features.rowCount, by: every))
    let scaling = Scaling.standard(of: features.rows(rows))
    let isSound = zip(scaling.centres, scaling.spreads).map { $0.isFinite && $1.isFinite }
    centres = isSound.indices.map { isSound[$0] ? scaling.centres[$0] : 0 }
    factors = isSound.indices.map { isSound[$0] ? 1 / scaling.spreads[$0] : 1 }
  }

  /// From intercept and coefficients of the columns as given to those of the scaled ones.
  func inner(_ beta: [Double]) -> [Double] {
    var inner = beta
    for j in factors.indices {
      inner[0] += beta[j + 1] * centres[j]
      inner[j + 1] = beta[j + 1] / factors[j]
    }
    return inner
  }

  /// The way back.
  func outer(_ inner: [Double]) throws(FitError) -> [Double] {
    var beta = inner
    for j in factors.indices {
      beta[j + 1] = inner[j + 1] * factors[j]
      beta[0] -= beta[j + 1] * centres[j]
    }
    guard beta.allSatisfy(\.isFinite) else { throw .tooLarge }
    return beta
  }

  /// A penalty l2 / 2 * b² for each column as given, in terms of the scaled ones.
  func penalties(l2: Double) -> [Double] { factors.map { l2 * $0 * $0 } }

  /// The covariance of intercept and coefficients as given, from the curvature in the scaled ones;
  /// nil where that is singular.
  func covariance(_ curvature: Matrix, _ run: Run) throws -> Matrix? {
    guard let inverse = try Cholesky(curvature, run)?.inverse(run) else { return nil }
    let width = factors.count + 1
    var result = Matrix(rowCount: width, columnCount: width)
    result[0, 0] = inverse[0, 0]
    for i in 1..<max(1, width) {
      try run.checkpoint()
      let shift = factors[i - 1] * centres[i - 1]
      var sum = inverse[0, i]
      for j in 1..<width { sum -= factors[j - 1] * centres[j - 1] * inverse[j, i] }
      result[0, i] = factors[i - 1] * sum
      result[i, 0] = result[0, i]
      // var(b0 - s'b) = var(b0) - s'cov(b0, b) - s'cov(b0 - s'b, b)
      result[0, 0] -= shift * (inverse[0, i] + sum)
      for j in 1..<width { result[i, j] = factors[i - 1] * factors[j - 1] * inverse[i, j] }
    }
    return (0..<width).allSatisfy { result[$0, $0].isFinite && result[$0, $0] >= 0 } ? result : nil
  }

  /// Square roots of the diagonal of a covariance.
  static func standardErrors(_ covariance: Matrix) -> [Double] {
    (0..<covariance.rowCount).map { covariance[$0, $0].squareRoot() }
  }
}
