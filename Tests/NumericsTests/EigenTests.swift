/// Eigenvalues of known matrices, reconstruction of any, and sums of products.
import Numerics
import Support
import Testing

@Suite struct EigenTests {
  @Test func `known eigenvalues are found`() throws {
    let two = try #require(try SymmetricEigen(Matrix(rows: [[2, 1], [1, 2]]), Run()))
    #expect(abs(two.values[0] - 3) < 1e-14 && abs(two.values[1] - 1) < 1e-14)
    // Second differences of n points have the eigenvalues 2 - 2 cos(pi k / (n + 1)).
    let n = 40
    var matrix = Matrix(rowCount: n, columnCount: n)
    for i in 0..<n {
      matrix[i, i] = 2
      if i + 1 < n { (matrix[i, i + 1], matrix[i + 1, i]) = (-1, -1) }
    }
    let found = try #require(try SymmetricEigen(matrix, Run())).values
    let wanted = (1...n).map { 2 - 2 * cosine(Double.pi * Double($0) / Double(n + 1)) }
    for (own, other) in zip(found.reversed(), wanted) { #expect(abs(own - other) < 4e-12) }
    let one = try #require(try SymmetricEigen(Matrix(rows: [[-5]]), Run()))
    #expect(one.values == [-5] && one.vectors.values == [1])
  }

  /// cos(x) = 1 - 2 sin²(x/2), by the series.
  private func cosine(_ x: Double) -> Double {
    var (term, sum, k) = (1.0, 1.0, 0.0)
    while abs(term) > 1e-18 {
      term *= -x * x / ((k + 1) * (k + 2))
      sum += term
      k += 2
    }
    return sum
  }

  @Test(arguments: [1, 2, 3, 5, 17, 60, 130])
  func `values and vectors make the matrix again`(order: Int) throws {
    for kind in 0..<4 {
      let matrix = example(order, kind)
      let eigen = try #require(try SymmetricEigen(matrix, Run()))
      let scale = max(1e-300, eigen.values.reduce(0) { max($0, abs($1)) })
      #expect(eigen.values == eigen.values.sorted(by: >))
      for i in 0..<order {
        for j in 0..<order {
          var (sum, dot) = (0.0, 0.0)
          for k in 0..<order {
            sum += eigen.values[k] * eigen.vectors[k, i] * eigen.vectors[k, j]
            dot += eigen.vectors[i, k] * eigen.vectors[j, k]
          }
          #expect(abs(sum - matrix[i, j]) <= 1e-12 * scale)
          #expect(abs(dot - (i == j ? 1 : 0)) < 1e-12)
        }
      }
    }
  }

  /// Any numbers; few ranks; equal eigenvalues; columns of very different size.
  private func example(_ order: Int, _ kind: Int) -> Matrix {
    var random = SeededRandom(seed: UInt64(order * 10 + kind))
    var matrix = Matrix(rowCount: order, columnCount: order)
    let factors = (0..<(kind == 1 ? 2 : order)).map { _ in
      (0..<order).map { random.normal() * (kind == 3 ? Math.exp(Double($0 % 20) - 10) : 1) }
    }
    for i in 0..<order {
      for j in 0...i {
        let value =
          kind == 2 ? (i == j ? 3 : 0) : factors.reduce(0) { $0 + $1[i] * $1[j] }
        (matrix[i, j], matrix[j, i]) = (value, value)
      }
    }
    return matrix
  }

  @Test func `a matrix with a cell that is no number has no eigenvalues`() throws {
    #expect(try SymmetricEigen(Matrix(rows: [[1, .nan], [.nan, 1]]), Run()) == nil)
  }

  @Test(arguments: [1, 3, 8, 9, 21])
  func `sums of products are those of the plain loop`(width: Int) throws {
    var random = SeededRandom(seed: 8)
    for rowCount in [0, 1, 127, 128, 129, 5_000] {
      let points = Matrix(
        rowCount: rowCount, columnCount: width,
        values: (0..<rowCount * width).map { _ in random.normal() })
      let weights = (0..<rowCount).map { _ in random.unit() }
      let centre = (0..<width).map { Double($0) / 7 }
      let found = try points.crossProducts(centre: centre, weights: weights, Run())
      for i in 0..<width {
        for j in 0..<width {
          let wanted = (0..<rowCount).reduce(0.0) {
            $0 + weights[$1] * (points[$1, i] - centre[i]) * (points[$1, j] - centre[j])
          }
          #expect(abs(found[i, j] - wanted) < 1e-9)
        }
      }
    }
  }
}
