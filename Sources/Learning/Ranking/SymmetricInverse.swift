/// The inverse of a large symmetric positive definite matrix, in its own place.
///
/// Gauss-Jordan in blocks of 128 (the sweep operator, Goodnight 1979): each step inverts a block of
/// the diagonal and takes one product of two thin panels off the lower triangle. That product is
/// nearly all of the n³ operations; it runs in tiles of 6 rows by one or more vectors that stay in
/// registers, tiles on all cores. A tile is summed the same way by whatever thread.
import Numerics
package import Support

package enum SymmetricInverse {
  /// The inverse, in both triangles; false when the matrix is not positive definite, whatever is
  /// left in it then. Only the lower triangle is read.
  package static func invert(_ matrix: inout [Float], order: Int, _ run: Run) throws -> Bool {
    try Sweep<SIMD16<Float>>.invert(&matrix, order, run)
  }

  /// The same in doubles: half as fast.
  package static func invert(_ matrix: inout [Double], order: Int, _ run: Run) throws -> Bool {
    try Sweep<SIMD8<Double>>.invert(&matrix, order, run)
  }
}

/// One inversion, in vectors of one kind.
private enum Sweep<Vector: SIMD & Sendable>
where Vector.Scalar: BinaryFloatingPoint & Sendable {
  typealias Scalar = Vector.Scalar
  typealias Places = SharedPlaces<Scalar>

  /// Columns of a step.
  private static var block: Int { 128 }
  /// Rows of a tile.
  private static var rows: Int { 6 }

  @inline(__always)
  static func invert(_ matrix: inout [Scalar], _ order: Int, _ run: Run) throws -> Bool {
    precondition(matrix.count == order * order, "a square matrix")
    let isDefinite = try matrix.withUnsafeMutableBufferPointer { matrix in
      for first in stride(from: 0, to: order, by: block) {
        run.report(
          Double(first) / Double(order), Phrase(en: "inverting a matrix", zh: "矩阵求逆"))
        let step = first..<min(first + block, order)
        guard try sweep(matrix, order, step, run) else { return false }
      }
      return true
    }
    guard isDefinite else { return false }
    try finish(&matrix, order, run)
    return true
  }

  /// One step: afterwards the columns of the step hold what sweeping leaves there, and all else in
  /// the lower triangle is brought up to date.
  private static func sweep(
    _ matrix: UnsafeMutableBufferPointer<Scalar>, _ order: Int, _ step: Range<Int>, _ run: Run
  ) throws -> Bool {
    let width = step.count
    guard let pivot = inverse(of: matrix, order, step) else { return false }
    // The columns of the step, for all rows: above the diagonal they are read as rows.
    let columns = try panel(matrix, order, step, run)
    let places = Places(matrix)
    let turned = pack(pivot, width, width)
    let own = try Parallel.fill(
      count: order * width, chunk: rows * 8 * width, initial: Scalar.zero
    ) { range, part in
      try run.checkpoint()
      multiply(
        columns, turned, width, (range.lowerBound / width)..<(range.upperBound / width), part)
    }
    let packed = pack(columns, order, width)
    _ = try Parallel.map(count: order, chunk: rows * 8) { range in
      try run.checkpoint()
      let part = places.stretch((range.lowerBound * order)..<(range.upperBound * order))
      update(part, order, range, own, packed, width)
    }
    // Signs as the sweep operator has them: the step's own block becomes minus its inverse.
    for row in 0..<order {
      if row % 512 == 0 { try run.checkpoint() }
      for column in 0..<width {
        let value = own[row * width + column]
        if step.contains(row) {
          matrix[row * order + step.lowerBound + column] =
            -pivot[(row - step.lowerBound) * width + column]
        } else if row < step.lowerBound {
          matrix[(step.lowerBound + column) * order + row] = value
        } else {
          matrix[row * order + step.lowerBound + column] = value
        }
      }
    }
    return true
  }

  /// The inverse of a block of the diagonal, by the same steps one column at a time.
  private static func inverse(
    of matrix: UnsafeMutableBufferPointer<Scalar>, _ order: Int, _ step: Range<Int>
  ) -> [Scalar]? {
    let n = step.count
    var square = [Scalar](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        let value = matrix[(step.lowerBound + i) * order + step.lowerBound + j]
        square[i * n + j] = value
        square[j * n + i] = value
      }
    }
    for k in 0..<n {
      let pivot = square[k * n + k]
      guard 0 < pivot, pivot.isFinite else { return nil }
      let reciprocal = 1 / pivot
      for j in 0..<n { square[k * n + j] *= reciprocal }
      square[k * n + k] = reciprocal
      for i in 0..<n where i != k {
        let factor = square[i * n + k]
        square[i * n + k] = 0
        for j in 0..<n { square[i * n + j] -= factor * square[k * n + j] }
      }
    }
    return square
  }

  /// The columns of a step for all rows, row after row; zeros for its own rows.
  private static func panel(
    _ matrix: UnsafeMutableBufferPointer<Scalar>, _ order: Int, _ step: Range<Int>, _ run: Run
  ) throws -> [Scalar] {
    let width = step.count
    var panel = [Scalar](repeating: 0, count: order * width)
    for row in 0..<order where !step.contains(row) {
      if row % 512 == 0 { try run.checkpoint() }
      for column in 0..<width {
        panel[row * width + column] =
          row < step.lowerBound
          ? matrix[(step.lowerBound + column) * order + row]
          : matrix[row * order + step.lowerBound + column]
      }
    }
    return panel
  }

  /// The panel times the inverse of the step's block, which is its own transpose.
  private static func multiply(
    _ panel: [Scalar], _ turned: [Vector], _ width: Int, _ range: Range<Int>,
    _ part: UnsafeMutableBufferPointer<Scalar>
  ) {
    let lanes = Vector.scalarCount
    panel.withUnsafeBufferPointer { panel in
      turned.withUnsafeBufferPointer { turned in
        for first in stride(from: 0, to: width, by: lanes) {
          let vectors = UnsafeBufferPointer(rebasing: turned[(first * width / lanes)...])
          for row in stride(from: range.lowerBound, to: range.upperBound, by: rows) {
            let sums = tile(panel, row, range.upperBound - 1, vectors, width)
            let base = (row - range.lowerBound) * width + first
            let count = min(lanes, width - first)
            put(sums.0, part, base, count)
            put(sums.1, part, base + width, count)
            put(sums.2, part, base + 2 * width, count)
            put(sums.3, part, base + 3 * width, count)
            put(sums.4, part, base + 4 * width, count)
            put(sums.5, part, base + 5 * width, count)
          }
        }
      }
    }
  }

  /// One row of a tile, unless it lies beyond the end.
  @inline(__always)
  private static func put(
    _ sums: Vector, _ part: UnsafeMutableBufferPointer<Scalar>, _ place: Int, _ count: Int
  ) {
    guard place + count <= part.count else { return }
    for lane in 0..<count { part[place + lane] = sums[lane] }
  }

  /// The panel in groups of as many rows as a vector is long: for each column of the step a vector.
  private static func pack(_ panel: [Scalar], _ order: Int, _ width: Int) -> [Vector] {
    let lanes = Vector.scalarCount
    let groups = (order + lanes - 1) / lanes
    var packed = [Vector](repeating: .zero, count: groups * width)
    packed.withUnsafeMutableBytes { bytes in
      let scalars = bytes.assumingMemoryBound(to: Scalar.self)
      for row in 0..<order {
        let base = row / lanes * width * lanes + row % lanes
        for column in 0..<width { scalars[base + column * lanes] = panel[row * width + column] }
      }
    }
    return packed
  }

  /// Takes the products of some rows with all rows up to them off the lower triangle.
  private static func update(
    _ part: UnsafeMutableBufferPointer<Scalar>, _ order: Int, _ range: Range<Int>, _ own: [Scalar],
    _ packed: [Vector],
    _ width: Int
  ) {
    let lanes = Vector.scalarCount
    own.withUnsafeBufferPointer { own in
      packed.withUnsafeBufferPointer { packed in
        for group in 0...((range.upperBound - 1) / lanes) {
          let vectors = UnsafeBufferPointer(
            rebasing: packed[(group * width)..<((group + 1) * width)])
          for row in stride(from: range.lowerBound, to: range.upperBound, by: rows) {
            if row + rows <= group * lanes { continue }
            let sums = tile(own, row, order - 1, vectors, width)
            let (end, local) = (range.upperBound, row - range.lowerBound)
            take(sums.0, off: part, order * local, row, end, group)
            take(sums.1, off: part, order * (local + 1), row + 1, end, group)
            take(sums.2, off: part, order * (local + 2), row + 2, end, group)
            take(sums.3, off: part, order * (local + 3), row + 3, end, group)
            take(sums.4, off: part, order * (local + 4), row + 4, end, group)
            take(sums.5, off: part, order * (local + 5), row + 5, end, group)
          }
        }
      }
    }
  }

  /// One row of a tile off the matrix, up to the diagonal.
  @inline(__always)
  private static func take(
    _ sums: Vector, off part: UnsafeMutableBufferPointer<Scalar>, _ base: Int, _ row: Int,
    _ end: Int, _ group: Int
  ) {
    let first = group * Vector.scalarCount
    guard row < end, first <= row else { return }
    for lane in 0..<min(Vector.scalarCount, row + 1 - first) {
      part[base + first + lane] -= sums[lane]
    }
  }

  @inline(__always)
  private static func tile(
    _ own: UnsafeBufferPointer<Scalar>, _ row: Int, _ last: Int,
    _ vectors: UnsafeBufferPointer<Vector>, _ width: Int
  ) -> (Vector, Vector, Vector, Vector, Vector, Vector) {
    var (a, b, c) = (Vector.zero, Vector.zero, Vector.zero)
    var (d, e, f) = (Vector.zero, Vector.zero, Vector.zero)
    // Rows beyond the last are those of the last; nobody looks at their sums.
    let (p0, p1) = (row * width, min(row + 1, last) * width)
    let (p2, p3) = (min(row + 2, last) * width, min(row + 3, last) * width)
    let (p4, p5) = (min(row + 4, last) * width, min(row + 5, last) * width)
    for k in 0..<width {
      let right = vectors[k]
      a.addProduct(right, Vector(repeating: own[p0 + k]))
      b.addProduct(right, Vector(repeating: own[p1 + k]))
      c.addProduct(right, Vector(repeating: own[p2 + k]))
      d.addProduct(right, Vector(repeating: own[p3 + k]))
      e.addProduct(right, Vector(repeating: own[p4 + k]))
      f.addProduct(right, Vector(repeating: own[p5 + k]))
    }
    return (a, b, c, d, e, f)
  }

  /// Minus the lower triangle, in both triangles.
  private static func finish(_ matrix: inout [Scalar], _ order: Int, _ run: Run) throws {
    try matrix.withUnsafeMutableBufferPointer { matrix in
      let shared = Places(matrix)
      let tile = 64
      _ = try Parallel.map(count: order, chunk: tile) { rows in
        try run.checkpoint()
        let places = shared.stretch(0..<(order * order))
        for first in stride(from: 0, to: rows.upperBound, by: tile) {
          for row in rows {
            for column in first..<min(first + tile, row + 1) {
              let value = -places[row * order + column]
              places[row * order + column] = value
              places[column * order + row] = value
            }
          }
        }
      }
    }
  }
}
