/// The rows of a matrix in blocks of eight, lanes are rows: distances to a centre then need no sums
/// across lanes. Packed once for a fit, read by all its starts.
import Numerics

struct PackedRows: Sendable {
  private let rowCount: Int
  private let columnCount: Int
  /// Block after block; within a block column after column, eight rows each. The last block repeats
  /// its last row.
  private let values: [SIMD8<Double>]

  init(_ points: Matrix) {
    rowCount = points.rowCount
    columnCount = points.columnCount
    let blocks = (points.rowCount + 7) / 8
    var values: [SIMD8<Double>] = []
    values.reserveCapacity(blocks * points.columnCount)
    for block in 0..<blocks {
      for column in 0..<points.columnCount {
        var lanes = SIMD8<Double>()
        for lane in 0..<8 {
          lanes[lane] = points[min(block * 8 + lane, points.rowCount - 1), column]
        }
        values.append(lanes)
      }
    }
    self.values = values
  }

  /// The nearest centre of each row; of equally near ones the first.
  func nearest(_ centres: Matrix, _ labels: inout [Int]) {
    let width = columnCount
    values.withUnsafeBufferPointer { x in
      centres.values.withUnsafeBufferPointer { c in
        labels.withUnsafeMutableBufferPointer { labels in
          for block in 0..<((rowCount + 7) / 8) {
            let base = block * width
            var best = SIMD8<Double>(repeating: .infinity)
            var chosen = SIMD8<Int64>()
            for group in 0..<centres.rowCount {
              var sum = SIMD8<Double>()
              for column in 0..<width {
                let d = x[base + column] - c[group * width + column]
                sum += d * d
              }
              let isNearer = sum .< best
              best.replace(with: sum, where: isNearer)
              chosen.replace(with: SIMD8(repeating: Int64(group)), where: isNearer)
            }
            for lane in 0..<min(8, rowCount - block * 8) {
              labels[block * 8 + lane] = Int(chosen[lane])
            }
          }
        }
      }
    }
  }
}
