/// The largest singular values of a sparse matrix, with the directions of its columns.
///
/// Subspace iteration from directions by lot (Halko, Martinsson, Tropp 2011): X'X is applied to
/// some more directions than are wanted, which are made orthonormal again each time, until the
/// values no longer move; a last Rayleigh-Ritz step turns them into singular vectors. All in
/// doubles.
package import Numerics
package import Support

package struct TruncatedSVD: Sendable, Equatable {
  package var rank = 64
  /// Directions beyond those wanted: what is next to them converges faster.
  package var surplus = 16
  package var iterationsMost = 60
  /// Iteration ends when the square of no value moves by more than this share of the largest.
  package var tolerance = 1e-12
  package var seed: UInt64 = 42

  package init(rank: Int) { self.rank = rank }

  package func fit(_ matrix: SparseMatrix, _ run: Run) throws -> TruncatedSVDModel {
    let most = min(matrix.rowCount, matrix.columnCount)
    guard 0 < rank else { throw FitError.badSetting(name: "rank") }
    guard 0 < most else { throw FitError.tooFewRows(have: 0, need: 1) }
    let width = min(most, rank + surplus)
    let turned = try matrix.transposed(run)
    var random = SeededRandom(seed: seed)
    var basis = Block(
      rowCount: matrix.columnCount, width: width,
      values: (0..<(matrix.columnCount * width)).map { _ in random.normal() })
    try basis.orthonormalize(run)
    var (squares, iteration) = ([Double](), 0)
    while true {
      run.report(
        Double(iteration) / Double(iterationsMost + 1),
        Phrase(en: "looking for the main directions", zh: "寻找主要方向"))
      let image = try basis.image(under: matrix, run)
      let gram = try image.gram(run)
      let isLast = isSettled(gram, &squares) || iterationsMost <= iteration
      guard !isLast else { return try finish(basis, gram, run) }
      basis = try image.image(under: turned, run)
      try basis.orthonormalize(run)
      iteration += 1
    }
  }

  /// Whether the squares of the values, as far as they stand apart already, are those of the time
  /// before.
  private func isSettled(_ gram: Matrix, _ squares: inout [Double]) -> Bool {
    let found = (0..<gram.rowCount).map { gram[$0, $0] }.sorted(by: >).prefix(rank)
    defer { squares = Array(found) }
    guard squares.count == found.count, let largest = found.first else { return false }
    return zip(squares, found).allSatisfy { abs($0 - $1) <= tolerance * largest }
  }

  private func finish(_ basis: Block, _ gram: Matrix, _ run: Run) throws -> TruncatedSVDModel {
    guard let eigen = try SymmetricEigen(gram, run) else { throw FitError.tooLarge }
    let kept = min(rank, basis.width)
    let turn = Matrix(
      rowCount: kept, columnCount: basis.width,
      values: Array(eigen.vectors.values.prefix(kept * basis.width)))
    let directions = try basis.times(turn.transposed, run)
    return TruncatedSVDModel(
      values: eigen.values.prefix(kept).map { max(0, $0).squareRoot() },
      columnCount: basis.rowCount, directions: directions.values)
  }
}

package struct TruncatedSVDModel: Sendable {
  /// Falling.
  package let values: [Double]
  package let columnCount: Int
  /// For each column its part in each direction, column after column.
  package let directions: [Double]
}

/// A tall matrix: a row for each row or column of a sparse one, not many columns.
private struct Block: Sendable {
  let rowCount: Int
  let width: Int
  var values: [Double]

  /// The sparse matrix times this one.
  func image(under matrix: SparseMatrix, _ run: Run) throws -> Block {
    let width = width
    let product = try Parallel.fill(
      count: matrix.rowCount * width, chunk: 64 * width, initial: 0.0
    ) { range, part in
      try run.checkpoint()
      values.withUnsafeBufferPointer { values in
        for row in (range.lowerBound / width)..<(range.upperBound / width) {
          let to = row * width - range.lowerBound
          for place in matrix.range(row) {
            let (factor, from) = (matrix.values[place], Int(matrix.columns[place]) * width)
            for j in 0..<width { part[to + j] += factor * values[from + j] }
          }
        }
      }
    }
    return Block(rowCount: matrix.rowCount, width: width, values: product)
  }

  /// The products of all pairs of columns.
  func gram(_ run: Run) throws -> Matrix {
    try Matrix(rowCount: rowCount, columnCount: width, values: values)
      .crossProducts(centre: [Double](repeating: 0, count: width), run)
  }

  /// This matrix times a small one.
  func times(_ other: Matrix, _ run: Run) throws -> Block {
    let (width, count) = (width, other.columnCount)
    let product = try Parallel.fill(
      count: rowCount * count, chunk: 64 * count, initial: 0.0
    ) { range, part in
      try run.checkpoint()
      values.withUnsafeBufferPointer { values in
        other.values.withUnsafeBufferPointer { other in
          for row in (range.lowerBound / count)..<(range.upperBound / count) {
            let to = row * count - range.lowerBound
            for k in 0..<width {
              let factor = values[row * width + k]
              for j in 0..<count { part[to + j] += factor * other[k * count + j] }
            }
          }
        }
      }
    }
    return Block(rowCount: rowCount, width: count, values: product)
  }

  /// Makes the columns orthonormal: twice, because the first time roundings of the products are
  /// left.
  mutating func orthonormalize(_ run: Run) throws {
    for _ in 0..<2 {
      let gram = try gram(run)
      let turn = try Self.inverseRoot(gram, run) ?? Self.inverseDirections(gram, run)
      self = try times(turn, run)
    }
  }

  /// L⁻ᵀ for L L' = gram; nil when columns follow from others.
  private static func inverseRoot(_ gram: Matrix, _ run: Run) throws -> Matrix? {
    guard let factor = try Cholesky(gram, run) else { return nil }
    let width = gram.rowCount
    let columns = try Parallel.map(count: width, chunk: 16) { range in
      try run.checkpoint()
      return range.map { column in
        var unit = [Double](repeating: 0, count: width)
        unit[column] = 1
        return factor.solveTransposed(unit)
      }
    }
    return Matrix(columns: Array(columns.joined()))
  }

  /// The eigenvectors over the roots of their values; what follows from others becomes zero.
  private static func inverseDirections(_ gram: Matrix, _ run: Run) throws -> Matrix {
    guard let eigen = try SymmetricEigen(gram, run) else { throw FitError.tooLarge }
    let largest = eigen.values.first ?? 0
    var turn = eigen.vectors
    for row in 0..<gram.rowCount {
      let value = eigen.values[row]
      let scale = 1e-14 * largest < value ? 1 / value.squareRoot() : 0
      for column in 0..<gram.rowCount { turn[row, column] *= scale }
    }
    return turn.transposed
  }
}
