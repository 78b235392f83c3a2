/// Texts as sums of topics: a matrix without negative numbers as a product of two such.
///
/// Minimises |X - W H|^2 over W, H >= 0, one topic after the other while all else stays (HALS:
/// Cichocki and Phan 2009). First values are drawn by lot from the seed.
package import Numerics
package import Support

package struct NonnegativeFactors: Sendable {
  package var rank: Int
  package var maxRounds = 100
  /// Ends when a round lowers the loss by less than this share of it.
  package var tolerance = 1e-5
  package var seed: UInt64 = 42

  package init(rank: Int) { self.rank = rank }

  package func fit(_ matrix: SparseMatrix, _ run: Run) throws -> NonnegativeFactorsModel {
    guard rank > 0 else { throw FitError.badSetting(name: "rank") }
    let k = rank
    var random = SeededRandom(seed: seed)
    let total = matrix.values.pairwiseSum
    let cells = Double(max(1, matrix.rowCount * max(1, matrix.columnCount)))
    let scale = (total / cells / Double(k)).squareRoot()
    var rows = (0..<matrix.rowCount * k).map { _ in scale * random.unit() }
    var columns = (0..<matrix.columnCount * k).map { _ in scale * random.unit() }
    let squares = matrix.values.map { $0 * $0 }.pairwiseSum
    let turned = try matrix.transposed(run)
    var losses: [Double] = []
    for _ in 0..<maxRounds {
      try run.checkpoint()
      Self.improve(&columns, by: rows, turned, k)
      let products = Self.improve(&rows, by: columns, matrix, k)
      // |X|^2 - 2 <X, WH> + |WH|^2, both from what the update has at hand.
      let mixed = zip(rows, products.mixed).map { $0 * $1 }.pairwiseSum
      let gram = Self.gram(rows, k)
      let own = zip(gram, products.gram).map { $0 * $1 }.pairwiseSum
      let loss = max(0, squares - 2 * mixed + own)
      let last = losses.last
      losses.append(loss)
      if let last, last - loss <= tolerance * max(last, 1e-300) { break }
    }
    return NonnegativeFactorsModel(
      rank: k, rows: rows, columns: columns, losses: losses, squares: squares)
  }

  /// Sets each row of `factors` to its best, topic after topic.
  @discardableResult
  private static func improve(
    _ factors: inout [Double], by others: [Double], _ matrix: SparseMatrix, _ k: Int
  ) -> (mixed: [Double], gram: [Double]) {
    var mixed = [Double](repeating: 0, count: factors.count)
    for row in 0..<matrix.rowCount {
      for place in matrix.range(row) {
        let (value, from) = (matrix.values[place], Int(matrix.columns[place]) * k)
        for t in 0..<k { mixed[row * k + t] += value * others[from + t] }
      }
    }
    let gram = gram(others, k)
    for row in 0..<matrix.rowCount {
      for t in 0..<k where gram[t * k + t] > 0 {
        var sum = mixed[row * k + t]
        for s in 0..<k where s != t { sum -= factors[row * k + s] * gram[s * k + t] }
        factors[row * k + t] = max(0, sum / gram[t * k + t])
      }
    }
    return (mixed, gram)
  }

  private static func gram(_ factors: [Double], _ k: Int) -> [Double] {
    var gram = [Double](repeating: 0, count: k * k)
    for row in 0..<(factors.count / k) {
      for t in 0..<k where factors[row * k + t] != 0 {
        for s in 0..<k { gram[t * k + s] += factors[row * k + t] * factors[row * k + s] }
      }
    }
    return gram
  }
}

package struct NonnegativeFactorsModel: Sendable {
  package let rank: Int
  /// Row after row, one number for each topic.
  package let rows: [Double]
  /// Column after column, one number for each topic.
  package let columns: [Double]
  /// After each round; never rising.
  package let losses: [Double]
  /// The sum of the squares of all cells.
  package let squares: Double
}
