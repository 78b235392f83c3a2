/// The Cholesky factor of a symmetric positive definite matrix, and what it solves.
package import Support

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

  /// A pivot that is a smaller share of its diagonal is rounding: the column follows from others.
  private static let leastPivot = 1e-13

  /// The same for many columns: the run may end it between them. Nil also when a column follows
  /// from those before it up to roundings.
  package init?(_ matrix: Matrix, _ run: Run) throws {
    let n = matrix.rowCount
    order = n
    lower = matrix.values
    for j in 0..<n {
      try run.checkpoint()
      let isFactored = lower.withUnsafeMutableBufferPointer {
        Self.factor($0, n, column: j, least: Self.leastPivot * matrix[j, j])
      }
      guard isFactored else { return nil }
    }
  }

  private static func factor(_ l: UnsafeMutableBufferPointer<Double>, _ n: Int) -> Bool {
    (0..<n).allSatisfy { factor(l, n, column: $0, least: 0) }
  }

  private static func factor(
    _ l: UnsafeMutableBufferPointer<Double>, _ n: Int, column j: Int, least: Double
  ) -> Bool {
    let own = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: l[(j * n)..<(j * n + j)]))
    let diagonal = l[j * n + j] - dot(own, own)
    guard diagonal > least, diagonal.isFinite else { return false }
    let root = diagonal.squareRoot()
    l[j * n + j] = root
    for i in (j + 1)..<max(n, j + 1) {
      let row = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: l[(i * n)..<(i * n + j)]))
      l[i * n + j] = (l[i * n + j] - dot(row, own)) / root
    }
    return true
  }

  /// The sum of products, eight by eight.
  private static func dot(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Double {
    let bytes = min(a.count, b.count)
    let whole = bytes / 64 * 64
    var sums = SIMD8<Double>.zero
    for place in stride(from: 0, to: whole, by: 64) {
      sums.addProduct(
        a.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self),
        b.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self))
    }
    var sum = sums.sum()
    for place in stride(from: whole, to: bytes, by: 8) {
      sum +=
        a.load(fromByteOffset: place, as: Double.self)
        * b.load(fromByteOffset: place, as: Double.self)
    }
    return sum
  }

  /// The x with A x = b.
  package func solve(_ b: [Double]) -> [Double] {
    var x = b
    let n = order
    lower.withUnsafeBufferPointer { l in
      x.withUnsafeMutableBufferPointer { x in
        for i in 0..<n {
          let row = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: l[(i * n)..<(i * n + i)]))
          let known = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: x[0..<i]))
          x[i] = (x[i] - Self.dot(row, known)) / l[i * n + i]
        }
        // Row after row also on the way back: what is known is taken off those above.
        for i in stride(from: n - 1, through: 0, by: -1) {
          let value = x[i] / l[i * n + i]
          x[i] = value
          for k in 0..<i { x[k] -= value * l[i * n + k] }
        }
      }
    }
    return x
  }

  /// The x with L' x = z, L the lower factor: for independent standard normal z, one with the
  /// covariance of the inverse of A.
  package func solveTransposed(_ z: [Double]) -> [Double] {
    var x = z
    for i in stride(from: order - 1, through: 0, by: -1) {
      x[i] /= lower[i * order + i]
      for k in 0..<i { x[k] -= x[i] * lower[i * order + k] }
    }
    return x
  }

  /// L z: for independent standard normal z, one with the covariance A.
  package func times(_ z: [Double]) -> [Double] {
    (0..<order).map { i in (0...i).reduce(0) { $0 + lower[i * order + $1] * z[$1] } }
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
  package func inverse(_ run: Run) throws -> Matrix {
    var result = Matrix(rowCount: order, columnCount: order)
    for column in 0..<order {
      try run.checkpoint()
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
  package static func solution(
    of matrix: Matrix, _ b: [Double], _ run: Run
  ) throws -> [Double]? {
    let largest = (0..<matrix.rowCount).reduce(0.0) { max($0, matrix[$1, $1]) }
    guard largest > 0, largest.isFinite else { return nil }
    var ridge = 0.0
    for _ in 0..<10 {
      var raised = matrix
      for j in 0..<matrix.rowCount { raised[j, j] += ridge }
      if let factor = try Cholesky(raised, run) { return factor.solve(b) }
      ridge = ridge == 0 ? largest * 1e-10 : ridge * 10
    }
    return nil
  }
}
