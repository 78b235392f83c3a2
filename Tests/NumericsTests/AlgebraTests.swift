/// Matrices, sums and minima: what must hold whatever the numbers.
import Numerics
import Support
import Testing

@Suite struct AlgebraTests {
  @Test(arguments: [1, 7, 8, 37])
  func `a factor solves, inverts and tells columns that follow from others`(order: Int) throws {
    var random = SeededRandom(seed: UInt64(order))
    let rows = Matrix(
      rowCount: 3 * order, columnCount: order,
      values: (0..<(3 * order * order)).map { _ in random.normal() })
    let matrix = rows.transposed.multiplied(by: rows)
    let inverse = try #require(try Cholesky(matrix, Run())?.inverse(Run()))
    let product = matrix.multiplied(by: inverse)
    for i in 0..<order {
      for j in 0..<order { #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-10) }
    }
    let b = (0..<order).map { _ in random.normal() }
    let x = try #require(try Cholesky.solution(of: matrix, b, Run()))
    let back = try matrix.times(x, Run())
    #expect(zip(back, b).allSatisfy { abs($0 - $1) < 1e-10 })
    #expect(try zip(matrix.transposedTimes(x, Run()), b).allSatisfy { abs($0 - $1) < 1e-10 })
    // The last column is the sum of two others: the plain factor may miss it by a rounding.
    guard order > 2 else { return }
    var columns = (0..<order).map { rows.column($0) }
    columns[order - 1] = zip(columns[0], columns[1]).map { $0 + $1 }
    let twice = Matrix(columns: columns)
    let flat = twice.transposed.multiplied(by: twice)
    #expect(try Cholesky(flat, Run()) == nil)
    let target = try flat.times(b, Run())
    let found = try #require(try Cholesky.solution(of: flat, target, Run()))
    let reached = try flat.times(found, Run())
    #expect(zip(reached, target).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($1)) })
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try Cholesky(matrix, run) }
  }

  @Test func `a Cholesky solution satisfies its equations`() throws {
    var random = SeededRandom(seed: 1)
    for order in [1, 2, 7, 30] {
      let rows = Matrix(
        rowCount: order + 5, columnCount: order,
        values: (0..<((order + 5) * order)).map { _ in random.normal() })
      var square = Matrix(rowCount: order, columnCount: order)
      for i in 0..<order {
        for j in 0..<order {
          square[i, j] = (0..<rows.rowCount).reduce(0) { $0 + rows[$1, i] * rows[$1, j] }
        }
      }
      let b = (0..<order).map { _ in random.normal() }
      let x = try #require(Cholesky(square)).solve(b)
      for i in 0..<order {
        let left = (0..<order).reduce(0.0) { $0 + square[i, $1] * x[$1] }
        #expect(abs(left - b[i]) < 1e-9)
      }
    }
  }

  @Test func `a matrix that is not positive definite has no factor`() {
    #expect(Cholesky(Matrix(rows: [[1, 2], [2, 1]])) == nil)
    #expect(Cholesky(Matrix(rows: [[.nan]])) == nil)
  }

  @Test func `the minimiser finds the valley of Rosenbrock's function`() {
    let found = LBFGS().minimize(from: [-1.2, 1]) { p in
      let (a, b) = (1 - p[0], p[1] - p[0] * p[0])
      return (a * a + 100 * b * b, [-2 * a - 400 * p[0] * b, 200 * b])
    }
    #expect(abs(found.point[0] - 1) < 1e-6 && abs(found.point[1] - 1) < 1e-6)
  }

  @Test func `parallel results come in chunk order and stop at an error`() throws {
    let squares = try Parallel.fill(count: 1000, chunk: 7, initial: 0) { range, slots in
      for (slot, value) in range.enumerated() { slots[slot] = value * value }
    }
    #expect(squares == (0..<1000).map { $0 * $0 })
    #expect(throws: Cancelled()) {
      _ = try Parallel.map(count: 100, chunk: 1) { range in
        if range.lowerBound == 50 { throw Cancelled() }
        return range.lowerBound
      }
    }
  }

  @Test func `a transposed sparse matrix has the same cells`() {
    let cells: [(row: Int32, column: Int32, value: Double)] = [
      (0, 2, 1), (1, 0, 2), (0, 2, 3), (2, 1, 5),
    ]
    let matrix = SparseMatrix(rowCount: 3, columnCount: 4, cells: cells)
    #expect(matrix.values == [4, 2, 5] && matrix.columns == [2, 0, 1])
    #expect(matrix.transposed.transposed == matrix)
    #expect(matrix.transposed.starts == [0, 1, 2, 3, 3])
  }

  @Test func `quantiles interpolate as type 7`() {
    #expect(Quantile.of(sorted: [1, 2, 3, 4], 0.5) == 2.5)
    #expect(Quantile.of(sorted: [1, 2, 3, 4, 5], 0.2) == 1.8)
    #expect(Quantile.of(sorted: [7], 0.9) == 7)
  }

  @Test func `rank correlation shares ranks among ties`() {
    #expect(Correlation.midRanks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(Correlation.spearman([1, 2, 3], [10, 20, 30]) == 1)
    #expect(Correlation.pearson([1, 1, 1], [1, 2, 3]) == nil)
  }
}

@Suite struct OrderTests {
  @Test func `orders are those that comparing gives, equal numbers in their own order`() {
    var random = SeededRandom(seed: 7)
    for count in [0, 1, 2, 300, 5000] {
      let values = (0..<count).map { index -> Double in
        index % 7 == 0 ? 0 : index % 11 == 0 ? -0.0 : (random.normal() * 4).rounded() / 3
      }
      let rising = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      let falling = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
      #expect(values.ascendingOrder() == rising)
      #expect(values.descendingOrder() == falling)
    }
  }
}
