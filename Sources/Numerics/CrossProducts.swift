/// X'X for many rows: what covariances are made of.
///
/// Rows go into panels of 128, their columns padded to eight; a kernel of 4 by 8 sums stays in
/// registers while it runs down a panel. Chunks of rows are added in order, so any number of
/// threads gives the same bits.
package import Support

extension Matrix {
  /// The sums over rows of (x - centre)(x - centre)', each row with its weight (1 when nil).
  package func crossProducts(
    centre: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> Matrix {
    let width = columnCount
    let chunk = max(4_096, (rowCount + 15) / 16)
    let parts = try Parallel.map(count: rowCount, chunk: chunk) { range in
      var sums = Panel(width: width)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Panel.rows) {
        try run.checkpoint()
        let rows = first..<min(first + Panel.rows, range.upperBound)
        sums.fill(values, rows, centre, weights)
        sums.add()
      }
      return sums.totals
    }
    var result = Matrix(rowCount: width, columnCount: width)
    for part in parts { Panel.add(part, to: &result) }
    return result
  }

  /// The mean of each column, each row with its weight (1 when nil).
  package func means(weights: [Double]? = nil, _ run: Run) throws -> [Double] {
    let width = columnCount
    let parts = try Parallel.map(count: rowCount, chunk: 8_192) { range in
      try run.checkpoint()
      var sums = [Double](repeating: 0, count: width + 1)
      values.withUnsafeBufferPointer { x in
        for row in range {
          let weight = weights?[row] ?? 1
          for j in 0..<width { sums[j] += weight * x[row * width + j] }
          sums[width] += weight
        }
      }
      return sums
    }
    let sums = (0...width).map { j in parts.map { $0[j] }.pairwiseSum }
    return sums.dropLast().map { sums[width] > 0 ? $0 / sums[width] : 0 }
  }
}

/// Some rows, centred, and the sums of their products so far.
private struct Panel {
  static let rows = 128
  private let width: Int
  /// The columns in groups of eight.
  private let groups: Int
  /// Row after row, `groups` vectors each.
  private var panel: [SIMD8<Double>]
  private var used = 0
  /// For each column of the padded width the products with groups of eight columns.
  private(set) var totals: [SIMD8<Double>]

  init(width: Int) {
    self.width = width
    groups = (width + 7) / 8
    panel = [SIMD8<Double>](repeating: .zero, count: Self.rows * groups)
    totals = [SIMD8<Double>](repeating: .zero, count: groups * 8 * groups)
  }

  mutating func fill(
    _ values: [Double], _ rows: Range<Int>, _ centre: [Double], _ weights: [Double]?
  ) {
    used = rows.count
    let (width, groups) = (width, groups)
    panel.withUnsafeMutableBytes { bytes in
      let slots = bytes.assumingMemoryBound(to: Double.self)
      for (place, row) in rows.enumerated() {
        let root = weights.map { $0[row].squareRoot() } ?? 1
        for j in 0..<width {
          slots[place * groups * 8 + j] = (values[row * width + j] - centre[j]) * root
        }
      }
    }
  }

  /// Adds the products of all columns with the groups at or right of their own.
  mutating func add() {
    let (groups, used) = (groups, used)
    totals.withUnsafeMutableBufferPointer { totals in
      panel.withUnsafeBytes { bytes in
        let scalars = bytes.assumingMemoryBound(to: Double.self)
        let vectors = bytes.assumingMemoryBound(to: SIMD8<Double>.self)
        for column in stride(from: 0, to: groups * 8, by: 4) {
          for group in (column / 8)..<groups {
            var (a, b, c, d) = (
              SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
            )
            for row in 0..<used {
              let right = vectors[row * groups + group]
              let left = row * groups * 8 + column
              a.addProduct(right, SIMD8(repeating: scalars[left]))
              b.addProduct(right, SIMD8(repeating: scalars[left + 1]))
              c.addProduct(right, SIMD8(repeating: scalars[left + 2]))
              d.addProduct(right, SIMD8(repeating: scalars[left + 3]))
            }
            totals[column * groups + group] += a
            totals[(column + 1) * groups + group] += b
            totals[(column + 2) * groups + group] += c
            totals[(column + 3) * groups + group] += d
          }
        }
      }
    }
  }

  static func add(_ totals: [SIMD8<Double>], to matrix: inout Matrix) {
    let width = matrix.columnCount
    let groups = (width + 7) / 8
    for i in 0..<width {
      for j in i..<width {
        let value = totals[i * groups + j / 8][j % 8]
        matrix[i, j] += value
        if j > i { matrix[j, i] += value }
      }
    }
  }
}
