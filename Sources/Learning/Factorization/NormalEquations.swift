/// Y'Y + lambda I + the sum of (c - 1) y y', and its solution: what one row of a factorisation is.
///
/// Factors are floats, sums are doubles. Rows are padded to whole vectors, so an outer product is a
/// few multiplications of vectors; nothing is allocated between one row and the next. Only the
/// upper triangle is kept up: there all that is done goes along rows.
import Numerics
import Support

struct NormalEquations {
  private let factors: Int
  /// Numbers of a padded row.
  private let width: Int
  private let start: [Double]
  private var matrix: [Double]
  private var right: [Double]
  /// The row that is added, padded.
  private var row: [Double]

  /// - Parameter gram: Y'Y as `FactorRows.gram` gives it.
  init(factors: Int, gram: [Double], regularization: Double) {
    self.factors = factors
    width = FactorRows.padded(factors)
    var start = gram
    for index in 0..<factors { start[index * width + index] += regularization }
    self.start = start
    matrix = start
    right = [Double](repeating: 0, count: factors)
    row = [Double](repeating: 0, count: width)
  }

  /// - Parameter confidence: what a chosen cell counts beyond an empty one.
  mutating func add(_ rows: UnsafeBufferPointer<Float>, _ index: Int, confidence: Double) {
    let base = index * width
    for i in 0..<factors { row[i] = Double(rows[base + i]) }
    addOuter(weight: confidence)
    for i in 0..<factors { right[i] += (1 + confidence) * row[i] }
  }

  /// Adds weight * y y'.
  private mutating func addOuter(weight: Double) {
    let vectors = width / 8
    row.withUnsafeBytes { y in
      matrix.withUnsafeMutableBytes { m in
        for i in 0..<factors {
          let scale = SIMD8<Double>(
            repeating: weight * y.load(fromByteOffset: i * 8, as: Double.self))
          for vector in (i / 8)..<vectors {
            let place = (i * vectors + vector) * 64
            var sum = m.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
            sum.addProduct(
              y.loadUnaligned(fromByteOffset: vector * 64, as: SIMD8<Double>.self), scale)
            m.storeBytes(of: sum, toByteOffset: place, as: SIMD8<Double>.self)
          }
        }
      }
    }
  }

  /// The solution for the preferences added, in the first places of `solution`; then everything is
  /// as at first.
  mutating func solve(into solution: UnsafeMutableBufferPointer<Float>) {
    Self.solve(&matrix, &right, factors, width)
    for i in 0..<factors { solution[i] = Float(right[i]) }
    matrix.withUnsafeMutableBufferPointer { matrix in
      start.withUnsafeBufferPointer { start in
        for index in start.indices { matrix[index] = start[index] }
      }
    }
    for index in right.indices { right[index] = 0 }
  }

  /// The solution for another right side.
  func solve(for vector: [Double]) -> [Double] {
    var square = matrix
    var solution = vector
    Self.solve(&square, &solution, factors, width)
    return solution
  }

  /// Cholesky in place on the upper triangle, U'U; zeros when the matrix is singular.
  private static func solve(
    _ matrix: inout [Double], _ vector: inout [Double], _ n: Int, _ width: Int
  ) {
    let isSolved = matrix.withUnsafeMutableBytes { u in
      vector.withUnsafeMutableBufferPointer { x in
        guard factor(u, n, width) else { return false }
        substitute(UnsafeRawBufferPointer(u).assumingMemoryBound(to: Double.self), x, n, width)
        return true
      }
    }
    if !isSolved { for index in vector.indices { vector[index] = 0 } }
  }

  /// Each row is divided by the root of its pivot and taken off those below it.
  private static func factor(_ u: UnsafeMutableRawBufferPointer, _ n: Int, _ width: Int) -> Bool {
    let scalars = u.assumingMemoryBound(to: Double.self)
    for j in 0..<n {
      let pivot = scalars[j * width + j]
      guard 0 < pivot, pivot.isFinite else { return false }
      let scale = SIMD8(repeating: 1 / pivot.squareRoot())
      let own = j * width * 8
      for place in stride(from: j / 8 * 64, to: width * 8, by: 64) {
        let row = u.loadUnaligned(fromByteOffset: own + place, as: SIMD8<Double>.self)
        u.storeBytes(of: row * scale, toByteOffset: own + place, as: SIMD8<Double>.self)
      }
      for i in (j + 1)..<max(n, j + 1) {
        let factor = SIMD8(repeating: -scalars[j * width + i])
        let other = i * width * 8
        for place in stride(from: i / 8 * 64, to: width * 8, by: 64) {
          var row = u.loadUnaligned(fromByteOffset: other + place, as: SIMD8<Double>.self)
          row.addProduct(
            u.loadUnaligned(fromByteOffset: own + place, as: SIMD8<Double>.self), factor)
          u.storeBytes(of: row, toByteOffset: other + place, as: SIMD8<Double>.self)
        }
      }
    }
    return true
  }

  /// U' y = b, then U x = y, in the place of b.
  private static func substitute(
    _ u: UnsafeBufferPointer<Double>, _ x: UnsafeMutableBufferPointer<Double>, _ n: Int,
    _ width: Int
  ) {
    for i in 0..<n {
      let value = x[i] / u[i * width + i]
      x[i] = value
      for k in (i + 1)..<max(n, i + 1) { x[k] -= u[i * width + k] * value }
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      var (even, odd) = (0.0, 0.0)
      for k in stride(from: i + 1, to: n - 1, by: 2) {
        even += u[i * width + k] * x[k]
        odd += u[i * width + k + 1] * x[k + 1]
      }
      if (n - i) % 2 == 0 { even += u[i * width + n - 1] * x[n - 1] }
      x[i] = (x[i] - even - odd) / u[i * width + i]
    }
  }
}
