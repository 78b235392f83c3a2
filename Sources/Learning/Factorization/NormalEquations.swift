/// Y'Y + lambda I + the sum of (c - 1) y y', and its solution: what one row of a factorisation is.
///
/// Rows are padded to whole vectors of eight, so an outer product is a few multiplications of
/// vectors; nothing is allocated between one row and the next.
import Numerics

struct NormalEquations {
  private let factors: Int
  /// Numbers of a padded row.
  private let width: Int
  private let start: [Double]
  private var matrix: [Double]
  private var right: [Double]
  /// The row that is added, padded.
  private var row: [Double]

  /// - Parameter gram: Y'Y as `gram(of:_:)` gives it.
  init(factors: Int, gram: [Double], regularization: Double) {
    self.factors = factors
    width = Self.padded(factors)
    var start = gram
    for index in 0..<factors { start[index * width + index] += regularization }
    self.start = start
    matrix = start
    right = [Double](repeating: 0, count: factors)
    row = [Double](repeating: 0, count: width)
  }

  private static func padded(_ factors: Int) -> Int { (factors + 7) / 8 * 8 }

  /// Y'Y of rows of factors, rows padded.
  static func gram(of rows: [Double], _ factors: Int) -> [Double] {
    let width = padded(factors)
    var sum = NormalEquations(
      factors: factors, gram: [Double](repeating: 0, count: factors * width), regularization: 0)
    for index in 0..<(rows.count / max(1, factors)) { sum.addOuter(rows, index, weight: 1) }
    return sum.matrix
  }

  /// - Parameter confidence: what a chosen cell counts beyond an empty one.
  mutating func add(_ rows: [Double], _ index: Int, confidence: Double) {
    addOuter(rows, index, weight: confidence)
    for i in 0..<factors { right[i] += (1 + confidence) * row[i] }
  }

  /// Adds weight * y y'.
  private mutating func addOuter(_ rows: [Double], _ index: Int, weight: Double) {
    let base = index * factors
    for i in 0..<factors { row[i] = rows[base + i] }
    let vectors = width / 8
    row.withUnsafeBytes { y in
      matrix.withUnsafeMutableBytes { m in
        for i in 0..<factors {
          let scale = SIMD8<Double>(
            repeating: weight * y.load(fromByteOffset: i * 8, as: Double.self))
          for vector in 0..<vectors {
            let place = (i * vectors + vector) * 64
            let old = m.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
            let part = y.loadUnaligned(fromByteOffset: vector * 64, as: SIMD8<Double>.self)
            m.storeBytes(of: old + scale * part, toByteOffset: place, as: SIMD8<Double>.self)
          }
        }
      }
    }
  }

  /// The solution for the preferences added; then everything is as at first.
  mutating func solve() -> [Double] {
    var solution = right
    Self.solve(&matrix, &solution, factors, width)
    reset()
    return solution
  }

  /// Appends the solution to `rows`; then everything is as at first.
  mutating func solve(into rows: inout [Double]) {
    Self.solve(&matrix, &right, factors, width)
    rows.append(contentsOf: right)
    reset()
  }

  func solve(for vector: [Double]) -> [Double] {
    var square = matrix
    var solution = vector
    Self.solve(&square, &solution, factors, width)
    return solution
  }

  private mutating func reset() {
    for index in matrix.indices { matrix[index] = start[index] }
    for index in right.indices { right[index] = 0 }
  }

  /// Cholesky in place on the lower triangle; zeros when the matrix is singular.
  private static func solve(
    _ matrix: inout [Double], _ vector: inout [Double], _ n: Int, _ width: Int
  ) {
    let isSolved = matrix.withUnsafeMutableBufferPointer { l in
      vector.withUnsafeMutableBufferPointer { x in
        guard factor(l, n, width) else { return false }
        for i in 0..<n {
          var sum = x[i]
          for k in 0..<i { sum -= l[i * width + k] * x[k] }
          x[i] = sum * l[i * width + i]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
          let value = x[i] * l[i * width + i]
          x[i] = value
          for k in 0..<i { x[k] -= l[i * width + k] * value }
        }
        return true
      }
    }
    if !isSolved { for index in vector.indices { vector[index] = 0 } }
  }

  /// The factor, with the reciprocals of its diagonal: divisions are what would take the time.
  private static func factor(
    _ l: UnsafeMutableBufferPointer<Double>, _ n: Int, _ width: Int
  ) -> Bool {
    for j in 0..<n {
      let row = j * width
      for k in 0..<j {
        var sum = l[row + k]
        for m in 0..<k { sum -= l[row + m] * l[k * width + m] }
        l[row + k] = sum * l[k * width + k]
      }
      var diagonal = l[row + j]
      for k in 0..<j { diagonal -= l[row + k] * l[row + k] }
      guard diagonal > 0, diagonal.isFinite else { return false }
      l[row + j] = 1 / diagonal.squareRoot()
    }
    return true
  }
}
