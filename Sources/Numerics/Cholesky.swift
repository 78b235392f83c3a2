/// The Cholesky factor of a symmetric positive definite matrix, and what it solves.
package struct Cholesky: Sendable {
  package let order: Int
  /// The lower triangle, row after row.
  private var lower: [Double]

  /// Nil when the matrix is not positive definite. Only its lower triangle is read.
  package init?(_ matrix: Matrix) {
    let n = matrix.rowCount
    order = n
    lower = matrix.values
    let isFactored = lower.withUnsafeMutableBufferPointer { Self.factor($0, n) }
    guard isFactored else { return nil }
  }

  private static func factor(_ l: UnsafeMutableBufferPointer<Double>, _ n: Int) -> Bool {
    for j in 0..<n {
      var diagonal = l[j * n + j]
      for k in 0..<j { diagonal -= l[j * n + k] * l[j * n + k] }
      guard diagonal > 0, diagonal.isFinite else { return false }
      let root = diagonal.squareRoot()
      l[j * n + j] = root
      for i in (j + 1)..<max(n, j + 1) {
        var sum = l[i * n + j]
        for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
        l[i * n + j] = sum / root
      }
    }
    return true
  }

  /// The x with A x = b.
  package func solve(_ b: [Double]) -> [Double] {
    var x = b
    let n = order
    for i in 0..<n {
      var sum = x[i]
      for k in 0..<i { sum -= lower[i * n + k] * x[k] }
      x[i] = sum / lower[i * n + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      var sum = x[i]
      for k in (i + 1)..<max(n, i + 1) { sum -= lower[k * n + i] * x[k] }
      x[i] = sum / lower[i * n + i]
    }
    return x
  }

  /// The diagonal of the inverse of A: variances, when A is an information matrix.
  package func inverseDiagonal() -> [Double] {
    (0..<order).map { index in
      var unit = [Double](repeating: 0, count: order)
      unit[index] = 1
      return solve(unit)[index]
    }
  }

  /// The inverse of A: covariances, when A is an information matrix.
  package func inverse() -> Matrix {
    var result = Matrix(rowCount: order, columnCount: order)
    for column in 0..<order {
      var unit = [Double](repeating: 0, count: order)
      unit[column] = 1
      let solution = solve(unit)
      for row in 0..<order { result[row, column] = solution[row] }
    }
    return result
  }

  /// The logarithm of the determinant of A.
  package var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * Math.log(lower[$1 * order + $1]) }
  }

  /// The x with A x = b for a step of Newton's method. Columns that repeat others leave nothing to
  /// solve; a little on the diagonal shares the step out. Nil when nothing helps.
  package static func solution(of matrix: Matrix, _ b: [Double]) -> [Double]? {
    let largest = (0..<matrix.rowCount).reduce(0.0) { max($0, matrix[$1, $1]) }
    guard largest > 0, largest.isFinite else { return nil }
    var ridge = 0.0
    for _ in 0..<10 {
      var raised = matrix
      for j in 0..<matrix.rowCount { raised[j, j] += ridge }
      if let factor = Cholesky(raised) { return factor.solve(b) }
      ridge = ridge == 0 ? largest * 1e-12 : ridge * 10
    }
    return nil
  }
}
