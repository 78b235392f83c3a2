/// A dense matrix of doubles, row after row in one buffer.
package import Support

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

  /// x' M x of a square matrix.
  package func quadraticForm(_ x: [Double]) -> Double {
    var total = 0.0
    for i in 0..<rowCount {
      var sum = 0.0
      for j in 0..<columnCount { sum += values[i * columnCount + j] * x[j] }
      total += x[i] * sum
    }
    return total
  }

  package func row(_ index: Int) -> ArraySlice<Double> {
    values[(index * columnCount)..<((index + 1) * columnCount)]
  }

  package func column(_ index: Int) -> [Double] {
    (0..<rowCount).map { values[$0 * columnCount + index] }
  }

  /// Every value by itself, given its place in the buffer; in pieces between which the run may end
  /// it.
  package func mapped(
    _ run: Run, _ body: @Sendable (_ index: Int, _ value: Double) -> Double
  ) throws -> Matrix {
    let all = try Parallel.fill(count: values.count, chunk: 1 << 16, initial: 0.0) { range, part in
      try run.checkpoint()
      for index in range { part[index - range.lowerBound] = body(index, values[index]) }
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount, values: all)
  }

  /// Matrices of one width below each other.
  package static func stacked(_ parts: [Matrix], columnCount: Int, _ run: Run) throws -> Matrix {
    var values: [Double] = []
    values.reserveCapacity(parts.reduce(0) { $0 + $1.values.count })
    for part in parts {
      try run.checkpoint()
      values.append(contentsOf: part.values)
    }
    return Matrix(
      rowCount: parts.reduce(0) { $0 + $1.rowCount }, columnCount: columnCount, values: values)
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

  /// The same for many rows: columns side by side, and the run may end it between them.
  package static func standard(of matrix: Matrix, _ run: Run) throws -> Scaling {
    let parts = try Parallel.map(count: matrix.columnCount, chunk: 1) { range in
      try run.checkpoint()
      let j = range.lowerBound
      let column = Matrix(
        rowCount: matrix.rowCount, columnCount: 1, values: matrix.column(j))
      return standard(of: column)
    }
    return Scaling(
      centres: parts.flatMap(\.centres), spreads: parts.flatMap(\.spreads))
  }

  /// The same for many rows, in pieces between which the run may end it.
  package func apply(to matrix: Matrix, _ run: Run) throws -> Matrix {
    let width = matrix.columnCount
    return try matrix.mapped(run) { index, value in
      (value - centres[index % width]) / spreads[index % width]
    }
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
