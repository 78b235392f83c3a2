/// A matrix times a vector, either way round, on all cores.
package import Support

extension Matrix {
  /// X b: for each row the sum of its values times the factors.
  package func times(_ factors: [Double], plus constant: Double = 0, _ run: Run) throws -> [Double]
  {
    precondition(factors.count == columnCount, "one factor for each column")
    let width = columnCount
    return try Parallel.fill(count: rowCount, chunk: 16_384, initial: 0.0) { range, part in
      try run.checkpoint()
      values.withUnsafeBufferPointer { x in
        factors.withUnsafeBufferPointer { b in
          for row in range {
            var sum = constant
            for j in 0..<width { sum += x[row * width + j] * b[j] }
            part[row - range.lowerBound] = sum
          }
        }
      }
    }
  }

  /// X'r: for each column the sum of its values times the number of the row.
  package func transposedTimes(_ numbers: [Double], _ run: Run) throws -> [Double] {
    precondition(numbers.count == rowCount, "one number for each row")
    let width = columnCount
    let parts = try Parallel.map(count: rowCount, chunk: 8_192) { range in
      try run.checkpoint()
      var sums = [Double](repeating: 0, count: width)
      values.withUnsafeBufferPointer { x in
        numbers.withUnsafeBufferPointer { r in
          sums.withUnsafeMutableBufferPointer { sums in
            for row in range {
              let number = r[row]
              for j in 0..<width { sums[j] += number * x[row * width + j] }
            }
          }
        }
      }
      return sums
    }
    return (0..<width).map { j in parts.map { $0[j] }.pairwiseSum }
  }

  /// Adds a row, times a factor, to sums for each column.
  package func add(_ row: Int, times factor: Double, to sums: inout [Double]) {
    let width = columnCount
    values.withUnsafeBufferPointer { x in
      sums.withUnsafeMutableBufferPointer { sums in
        for j in 0..<width { sums[j] += factor * x[row * width + j] }
      }
    }
  }

  /// The product of two small matrices; zeros of the first cost nothing.
  package func multiplied(by other: Matrix) -> Matrix {
    precondition(columnCount == other.rowCount, "as many columns as rows")
    var result = Matrix(rowCount: rowCount, columnCount: other.columnCount)
    for i in 0..<rowCount {
      for k in 0..<columnCount {
        let factor = self[i, k]
        if factor == 0 { continue }
        for j in 0..<other.columnCount { result[i, j] += factor * other[k, j] }
      }
    }
    return result
  }

  package var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { result[j, i] = self[i, j] }
    }
    return result
  }
}
