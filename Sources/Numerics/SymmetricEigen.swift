/// Eigenvalues and eigenvectors of a symmetric matrix.
///
/// Householder's reflections make it tridiagonal, the QL method with implicit shifts makes that
/// diagonal (Wilkinson and Reinsch 1971, "Linear Algebra", contributions II/2 and II/3). Errors are
/// a few units in the last place of the largest eigenvalue.
package import Support

package struct SymmetricEigen: Sendable {
  /// Falling.
  package let values: [Double]
  /// One eigenvector a row, of length one, in the order of the values.
  package let vectors: Matrix

  /// Nil when the matrix holds a number that is none. Only symmetric matrices have a meaning here.
  package init?(_ matrix: Matrix, _ run: Run) throws {
    let n = matrix.rowCount
    guard matrix.values.allSatisfy(\.isFinite) else { return nil }
    var state = Tridiagonal(matrix)
    try state.reduce(run)
    guard try state.diagonalize(run) else { return nil }
    let order = state.diagonal.descendingOrder()
    values = order.map { state.diagonal[$0] }
    vectors = Matrix(rowCount: n, columnCount: n, values: state.turns).rows(order)
  }
}

/// A symmetric matrix on its way to a diagonal one.
private struct Tridiagonal {
  private let n: Int
  private var rest: [Double]
  /// The product of all turns so far, transposed: eigenvectors become its rows.
  private(set) var turns: [Double]
  private(set) var diagonal: [Double]
  /// The elements beside the diagonal; the last is 0.
  private var beside: [Double]

  init(_ matrix: Matrix) {
    n = matrix.rowCount
    rest = matrix.values
    turns = [Double](repeating: 0, count: n * n)
    for i in 0..<n { turns[i * n + i] = 1 }
    diagonal = [Double](repeating: 0, count: n)
    beside = [Double](repeating: 0, count: n)
  }

  /// Reflections from both sides until only three diagonals are left.
  mutating func reduce(_ run: Run) throws {
    for k in 0..<max(0, n - 2) {
      try run.checkpoint()
      guard let reflection = reflection(k) else { continue }
      rest.withUnsafeMutableBufferPointer { Self.reflect($0, reflection, from: k, n) }
      turns.withUnsafeMutableBufferPointer { Self.turn($0, reflection, from: k + 1, n) }
    }
    for i in 0..<n {
      diagonal[i] = rest[i * n + i]
      if i + 1 < n { beside[i] = rest[i * n + i + 1] }
    }
  }

  /// The v of H = I - v v' that clears column `k` below the second place; nil when it is clear.
  private func reflection(_ k: Int) -> [Double]? {
    var v = ((k + 1)..<n).map { rest[$0 * n + k] }
    let largest = v.dropFirst().reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    let scale = max(largest, abs(v[0]))
    for i in v.indices { v[i] /= scale }
    let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    v[0] += v[0] < 0 ? -norm : norm
    let length = (v.reduce(0) { $0 + $1 * $1 } / 2).squareRoot()
    return v.map { $0 / length }
  }

  /// H A H on the part from row and column `k`: A - v w' - w v' inside, and row and column `k`.
  private static func reflect(
    _ a: UnsafeMutableBufferPointer<Double>, _ v: [Double], from k: Int, _ n: Int
  ) {
    let m = v.count
    var p = [Double](repeating: 0, count: m)
    var dot = 0.0
    for i in 0..<m {
      let base = (k + 1 + i) * n + k + 1
      var sum = 0.0
      for j in 0..<m { sum += a[base + j] * v[j] }
      p[i] = sum
      dot += sum * v[i]
    }
    for i in 0..<m { p[i] -= dot / 2 * v[i] }
    for i in 0..<m {
      let base = (k + 1 + i) * n + k + 1
      for j in 0..<m { a[base + j] -= v[i] * p[j] + p[i] * v[j] }
    }
    var along = 0.0
    for i in 0..<m { along += a[(k + 1 + i) * n + k] * v[i] }
    for i in 0..<m {
      let value = a[(k + 1 + i) * n + k] - along * v[i]
      a[(k + 1 + i) * n + k] = value
      a[k * n + k + 1 + i] = value
    }
  }

  /// H times the turns, from row `first`.
  private static func turn(
    _ z: UnsafeMutableBufferPointer<Double>, _ v: [Double], from first: Int, _ n: Int
  ) {
    var p = [Double](repeating: 0, count: n)
    for i in v.indices {
      for j in 0..<n { p[j] += v[i] * z[(first + i) * n + j] }
    }
    for i in v.indices {
      for j in 0..<n { z[(first + i) * n + j] -= v[i] * p[j] }
    }
  }

  /// QL steps until nothing is left beside the diagonal; false when sixty for one value did not do.
  mutating func diagonalize(_ run: Run) throws -> Bool {
    let norm = diagonal.indices.reduce(0) { max($0, abs(diagonal[$1]), abs(beside[$1])) }
    for l in 0..<n {
      var steps = 0
      while true {
        var m = l
        while m < n - 1, !isNothing(m, norm) { m += 1 }
        if m == l { break }
        steps += 1
        guard steps <= 60 else { return false }
        try run.checkpoint()
        step(l, m)
      }
    }
    return true
  }

  private func isNothing(_ m: Int, _ norm: Double) -> Bool {
    let near = max(abs(diagonal[m]) + abs(diagonal[m + 1]), norm / 16)
    return abs(beside[m]) <= 0x1p-53 * near
  }

  /// One step with Wilkinson's shift on the rows from `l` to `m`.
  private mutating func step(_ l: Int, _ m: Int) {
    let half = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l])
    let root = (half * half + 1).squareRoot()
    var g = diagonal[m] - diagonal[l] + beside[l] / (half + (half < 0 ? -root : root))
    var (s, c, p) = (1.0, 1.0, 0.0)
    for i in stride(from: m - 1, through: l, by: -1) {
      let (f, b) = (s * beside[i], c * beside[i])
      let r = length(f, g)
      beside[i + 1] = r
      if r == 0 {
        diagonal[i + 1] -= p
        beside[m] = 0
        return
      }
      (s, c) = (f / r, g / r)
      g = diagonal[i + 1] - p
      let q = (diagonal[i] - g) * s + 2 * c * b
      p = s * q
      diagonal[i + 1] = g + p
      g = c * q - b
      turns.withUnsafeMutableBufferPointer { Self.rotate($0, i, n, s, c) }
    }
    diagonal[l] -= p
    beside[l] = g
    beside[m] = 0
  }

  private static func rotate(
    _ z: UnsafeMutableBufferPointer<Double>, _ i: Int, _ n: Int, _ s: Double, _ c: Double
  ) {
    let (upper, lower) = (i * n, (i + 1) * n)
    for k in 0..<n {
      let (a, b) = (z[upper + k], z[lower + k])
      z[lower + k] = s * a + c * b
      z[upper + k] = c * a - s * b
    }
  }

  /// The square root of a² + b² without overflow.
  private func length(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (max(abs(a), abs(b)), min(abs(a), abs(b)))
    guard x > 0 else { return 0 }
    return x * (1 + (y / x) * (y / x)).squareRoot()
  }
}
