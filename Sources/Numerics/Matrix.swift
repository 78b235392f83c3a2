/// A dense matrix of doubles, row after row in one buffer.
package struct Matrix: Sendable, Equatable {
  package let rowCount: Int
  package let columnCount: Int
  package var values: [Double]

  package init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    values = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// - Precondition: `values` holds `rowCount * columnCount` numbers, row after row.
  package init(rowCount: Int, columnCount: Int, values: [Double]) {
    precondition(values.count == rowCount * columnCount, "a matrix needs rows times columns values")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  package init(rows: [[Double]]) {
    self.init(
      rowCount: rows.count, columnCount: rows.first?.count ?? 0, values: rows.flatMap { $0 })
  }

  package init(columns: [[Double]]) {
    let rowCount = columns.first?.count ?? 0
    self.init(rowCount: rowCount, columnCount: columns.count)
    for (j, column) in columns.enumerated() {
      for i in 0..<rowCount { values[i * columns.count + j] = column[i] }
    }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * columnCount + column] }
    set { values[row * columnCount + column] = newValue }
  }

  package func row(_ index: Int) -> ArraySlice<Double> {
    values[(index * columnCount)..<((index + 1) * columnCount)]
  }

  package func column(_ index: Int) -> [Double] {
    (0..<rowCount).map { values[$0 * columnCount + index] }
  }

  /// The rows at `indices`, in that order.
  package func rows(_ indices: [Int]) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(indices.count * columnCount)
    for index in indices { picked.append(contentsOf: row(index)) }
    return Matrix(rowCount: indices.count, columnCount: columnCount, values: picked)
  }
}

/// Location and spread of the columns of a matrix, to bring them to one scale.
package struct Scaling: Sendable, Equatable {
  package let centres: [Double]
  package let spreads: [Double]

  package init(centres: [Double], spreads: [Double]) {
    self.centres = centres
    self.spreads = spreads
  }

  /// Mean and population standard deviation; a constant column gets spread 1.
  package static func standard(of matrix: Matrix) -> Scaling {
    var centres: [Double] = []
    var spreads: [Double] = []
    for j in 0..<matrix.columnCount {
      let moments = Moments(of: matrix.column(j))
      centres.append(moments.mean)
      let spread = moments.variance.squareRoot()
      spreads.append(spread > 1e-12 * max(1, abs(moments.mean)) ? spread : 1)
    }
    return Scaling(centres: centres, spreads: spreads)
  }

  package func apply(to matrix: Matrix) -> Matrix {
    var scaled = matrix
    let width = matrix.columnCount
    for i in 0..<matrix.rowCount {
      for j in 0..<width {
        scaled.values[i * width + j] = (matrix.values[i * width + j] - centres[j]) / spreads[j]
      }
    }
    return scaled
  }
}
