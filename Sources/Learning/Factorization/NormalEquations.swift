/// Y'Y + lambda I + the sum of (c - 1) y y', and its solution: what one row of a factorisation is.
///
/// Factors are floats, sums are doubles. Rows are padded to whole vectors, so an outer product is a
/// few multiplications of vectors; nothing is allocated between one row and the next. Only the
/// lower triangle is kept up.
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
          for vector in 0...(i / 8) {
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
    let bytes = UnsafeRawBufferPointer(l)
    for j in 0..<n {
      let row = j * width
      for k in 0..<j {
        let sum = l[row + k] - dot(bytes, row, k * width, k)
        l[row + k] = sum * l[k * width + k]
      }
      let diagonal = l[row + j] - dot(bytes, row, row, j)
      guard diagonal > 0, diagonal.isFinite else { return false }
      l[row + j] = 1 / diagonal.squareRoot()
    }
    return true
  }

  /// The sum of products of `count` numbers from two places, eight by eight.
  @inline(__always)
  private static func dot(_ l: UnsafeRawBufferPointer, _ a: Int, _ b: Int, _ count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count / 8 * 8
    for place in stride(from: 0, to: whole, by: 8) {
      sums.addProduct(
        l.loadUnaligned(fromByteOffset: (a + place) * 8, as: SIMD8<Double>.self),
        l.loadUnaligned(fromByteOffset: (b + place) * 8, as: SIMD8<Double>.self))
    }
    var sum = sums.sum()
    for place in whole..<count {
      sum +=
        l.load(fromByteOffset: (a + place) * 8, as: Double.self)
        * l.load(fromByteOffset: (b + place) * 8, as: Double.self)
    }
    return sum
  }
}
