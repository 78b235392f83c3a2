/// Some rows with a leading 1, and sums over them: what a step of Newton's method needs.
///
/// A panel of 64 rows, padded to eight columns, stays in the cache while scores are taken from it,
/// residuals are added to the slope and weighted products to the curvature; so each step reads the
/// rows from memory once. Sums of 4 by 8 products stay in registers.
package struct RowPanel: Sendable {
  package static let rowCount = 64

  /// Columns with the leading 1.
  package let width: Int
  private let groups: Int
  private var panel: [SIMD8<Double>]
  private var used = 0
  private var slopes: [SIMD8<Double>]
  private var totals: [SIMD8<Double>]

  /// - Parameter columns: without the leading 1.
  package init(columns: Int) {
    width = columns + 1
    groups = (width + 7) / 8
    panel = [SIMD8<Double>](repeating: .zero, count: Self.rowCount * groups)
    slopes = [SIMD8<Double>](repeating: .zero, count: groups)
    totals = [SIMD8<Double>](repeating: .zero, count: groups * 8 * groups)
  }

  /// Takes rows in; no more than `rowCount`. Each column is moved by its centre and multiplied by
  /// its factor.
  package mutating func fill(
    _ matrix: Matrix, _ rows: Range<Int>, centres: [Double], factors: [Double]
  ) {
    precondition(matrix.columnCount + 1 == width && rows.count <= Self.rowCount, "rows that fit")
    precondition(centres.count == width - 1 && factors.count == width - 1, "one for each column")
    used = rows.count
    let (columns, stride) = (width - 1, groups * 8)
    matrix.values.withUnsafeBufferPointer { x in
      centres.withUnsafeBufferPointer { centres in
        factors.withUnsafeBufferPointer { factors in
          panel.withUnsafeMutableBytes { bytes in
            let slots = bytes.assumingMemoryBound(to: Double.self)
            for (place, row) in rows.enumerated() {
              slots[place * stride] = 1
              let (to, from) = (place * stride + 1, row * columns)
              for j in 0..<columns { slots[to + j] = (x[from + j] - centres[j]) * factors[j] }
            }
          }
        }
      }
    }
  }

  /// A vector of this width, padded.
  package func padded(_ factors: [Double]) -> [SIMD8<Double>] {
    var vectors = [SIMD8<Double>](repeating: .zero, count: groups)
    for (j, factor) in factors.enumerated() { vectors[j / 8][j % 8] = factor }
    return vectors
  }

  /// For each row the sum of its values times the factors.
  package func scores(_ factors: [SIMD8<Double>], into scores: inout [Double]) {
    let (groups, used) = (groups, used)
    panel.withUnsafeBufferPointer { panel in
      factors.withUnsafeBufferPointer { factors in
        for row in 0..<used {
          var sum = SIMD8<Double>.zero
          for group in 0..<groups { sum.addProduct(panel[row * groups + group], factors[group]) }
          scores[row] = sum.sum()
        }
      }
    }
  }

  /// Adds each row times its residual to the slope.
  package mutating func add(residuals: [Double]) {
    let (groups, used) = (groups, used)
    panel.withUnsafeBufferPointer { panel in
      slopes.withUnsafeMutableBufferPointer { slopes in
        for row in 0..<used where residuals[row] != 0 {
          let residual = SIMD8(repeating: residuals[row])
          for group in 0..<groups {
            slopes[group].addProduct(panel[row * groups + group], residual)
          }
        }
      }
    }
  }

  /// Adds the products of each row with itself, times its weight, to the curvature. The rows are
  /// scaled for that: what is to be asked of them comes before.
  package mutating func add(weights: [Double]) {
    let (groups, used) = (groups, used)
    panel.withUnsafeMutableBufferPointer { panel in
      for row in 0..<used {
        let root = SIMD8(repeating: weights[row].squareRoot())
        for group in 0..<groups { panel[row * groups + group] *= root }
      }
    }
    totals.withUnsafeMutableBufferPointer { totals in
      panel.withUnsafeBytes { Self.addProducts($0, groups: groups, rows: used, to: totals) }
    }
  }

  private static func addProducts(
    _ panel: UnsafeRawBufferPointer, groups: Int, rows: Int,
    to totals: UnsafeMutableBufferPointer<SIMD8<Double>>
  ) {
    let scalars = panel.assumingMemoryBound(to: Double.self)
    let vectors = panel.assumingMemoryBound(to: SIMD8<Double>.self)
    for column in stride(from: 0, to: groups * 8, by: 4) {
      for group in (column / 8)..<groups {
        var (a, b, c, d) = (
          SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
        )
        for row in 0..<rows {
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

  /// The sum of the rows times their residuals so far.
  package var slope: [Double] { (0..<width).map { slopes[$0 / 8][$0 % 8] } }

  /// Adds the products so far to a matrix, in both triangles.
  package func addCurvature(to matrix: inout Matrix) {
    for i in 0..<width {
      for j in i..<width {
        let value = totals[i * groups + j / 8][j % 8]
        matrix[i, j] += value
        if j > i { matrix[j, i] += value }
      }
    }
  }
}
