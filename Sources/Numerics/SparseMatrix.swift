/// A sparse matrix of small numbers, row after row (CSR).
///
/// Always holds: the columns of a row rise, and no column appears twice in it.
package import Support

package struct SparseMatrix: Sendable, Equatable {
  package let rowCount: Int
  package let columnCount: Int
  /// Where each row begins in `columns` and `values`; one more than rows.
  package let starts: [Int]
  package let columns: [Int32]
  package let values: [Double]

  /// - Precondition: the arrays describe rows as stated above.
  package init(
    rowCount: Int, columnCount: Int, starts: [Int], columns: [Int32], values: [Double]
  ) {
    precondition(starts.count == rowCount + 1, "a row needs a beginning and an end")
    precondition(columns.count == values.count, "each column needs its value")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.starts = starts
    self.columns = columns
    self.values = values
  }

  /// Cells in any order; values of one cell are added up.
  package init(rowCount: Int, columnCount: Int, cells: [(row: Int32, column: Int32, value: Double)])
  {
    var offsets = [Int](repeating: 0, count: rowCount + 1)
    for cell in cells { offsets[Int(cell.row) + 1] += 1 }
    for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var placed = [(column: Int32, value: Double)](repeating: (0, 0), count: cells.count)
    for cell in cells {
      placed[next[Int(cell.row)]] = (cell.column, cell.value)
      next[Int(cell.row)] += 1
    }
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for row in 0..<rowCount {
      for cell in placed[offsets[row]..<offsets[row + 1]].sorted(by: { $0.column < $1.column }) {
        if columns.count > (starts.last ?? 0), columns.last == cell.column {
          values[values.count - 1] += cell.value
        } else {
          columns.append(cell.column)
          values.append(cell.value)
        }
      }
      starts.append(columns.count)
    }
    self.init(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }

  package func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  package var cellCount: Int { columns.count }

  /// Rows and columns exchanged.
  package var transposed: SparseMatrix { transposed {} }

  /// Rows and columns exchanged; the run may end it in between.
  package func transposed(_ run: Run) throws -> SparseMatrix {
    try transposed { try run.checkpoint() }
  }

  /// Cells between two questions whether to go on: some milliseconds.
  private static let pause = 1 << 19

  private func transposed(_ pause: () throws -> Void) rethrows -> SparseMatrix {
    var offsets = [Int](repeating: 0, count: columnCount + 1)
    for first in stride(from: 0, to: columns.count, by: Self.pause) {
      try pause()
      for column in columns[first..<min(first + Self.pause, columns.count)] {
        offsets[Int(column) + 1] += 1
      }
    }
    for column in 0..<columnCount { offsets[column + 1] += offsets[column] }
    var next = offsets
    var rows = [Int32](repeating: 0, count: columns.count)
    var flipped = [Double](repeating: 0, count: columns.count)
    var asked = 0
    for row in 0..<rowCount {
      if asked + Self.pause < starts[row] {
        asked = starts[row]
        try pause()
      }
      for place in range(row) {
        let column = Int(columns[place])
        rows[next[column]] = Int32(row)
        flipped[next[column]] = values[place]
        next[column] += 1
      }
    }
    return SparseMatrix(
      rowCount: columnCount, columnCount: rowCount, starts: offsets, columns: rows,
      values: flipped)
  }

  /// The same cells with other values.
  package func mapped(
    _ body: (_ row: Int, _ column: Int, _ value: Double) -> Double
  ) -> SparseMatrix {
    var other = [Double](repeating: 0, count: values.count)
    for row in 0..<rowCount {
      for place in range(row) { other[place] = body(row, Int(columns[place]), values[place]) }
    }
    return SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns, values: other)
  }
}
