/// The search of `SparseLogistic`.
///
/// In the dual each row has chances p of its classes, and the weights are C times the sum of
/// (truth - p) x. Rows take turns in random order; the chances of a row are set to their best value
/// while all others stand (Yu, Huang, Lin 2011), and the weights are kept up to date. What the
/// objective can still fall is at most C times the sum of what p lacks of the model's own chances,
/// in nats, which is known row by row on the way.
///
/// Intercepts are not penalised. They are weights of a feature that is always one, drawn to where
/// they stood at the last stop instead of to zero (Rockafellar 1976): the pull ends at nothing.
import Numerics
import Support

struct SoftmaxAscent {
  private let rows: SparseMatrix
  private let width: Int
  private let c: Double
  /// Vectors of four for each feature; none for one score, whose weights stand one by one.
  private let lanes: Int
  /// Feature after feature; the last is the one that is always one.
  private var weights: [SIMD4<Double>]
  /// Row after row: of one score the chance of the second class, else that of each.
  private var chances: [Double]
  /// The sum of the squares of each row, and one for the intercept.
  private let lengths: [Double]
  /// Where the intercepts are drawn to.
  private var centre: [Double]
  /// The scores of a row, then what is added to the weights of its features.
  private var sums: [SIMD4<Double>]

  /// - Parameter width: 1 for two classes, else one for each.
  init(_ rows: SparseMatrix, _ labels: [Int], width: Int, c: Double) {
    (self.rows, self.width, self.c) = (rows, width, c)
    lanes = width == 1 ? 0 : (width + 3) / 4
    let numbers = rows.columnCount + 1
    weights = [SIMD4<Double>](
      repeating: .zero, count: lanes == 0 ? (numbers + 3) / 4 : numbers * lanes)
    centre = [Double](repeating: 0, count: width)
    sums = [SIMD4<Double>](repeating: .zero, count: lanes)
    lengths = (0..<rows.rowCount).map { row in
      rows.range(row).reduce(1) { $0 + rows.values[$1] * rows.values[$1] }
    }
    // Chances that are the truth: the weights begin at zero.
    chances = [Double](repeating: 0, count: labels.count * width)
    for (row, label) in labels.enumerated() where width > 1 || label == 1 {
      chances[width == 1 ? row : row * width + label] = 1
    }
  }

  /// Goes on until the objective is within `tolerance` nats per row, over C, of its least.
  ///
  /// - Returns: rounds over all rows, and whether they were enough.
  mutating func solve(
    tolerance: Double, maxRounds: Int, _ run: Run
  ) throws -> (rounds: Int, hasConverged: Bool) {
    var random = SeededRandom(seed: 0)
    var order = Array(stride(from: 0, to: rows.rowCount, by: Self.block))
    var step = SoftmaxStep(width: width, c: c)
    // What the objective rises by a pull of one on an intercept is half its square, or less where
    // the rows hold it faster than that.
    let scale = c * Double(rows.rowCount)
    let least = (2 * tolerance * scale * min(1, scale)).squareRoot()
    for round in 0..<maxRounds {
      try run.checkpoint()
      random.shuffle(&order)
      var (gap, work) = (0.0, 0)
      for first in order {
        for row in first..<min(first + Self.block, rows.rowCount) {
          work += (rows.range(row).count + 16) * max(1, lanes)
          gap += move(row, &step)
        }
        guard work > 1 << 17 else { continue }
        work = 0
        try run.checkpoint()
      }
      let shift = recentre(after: gap * c)
      if gap <= tolerance * Double(rows.rowCount), shift <= least { return (round + 1, true) }
    }
    return (maxRounds, false)
  }

  /// Rows that stand together take their turns together: their cells are read at one go.
  private static let block = 8

  /// The weights, feature after feature, and the intercepts.
  func solution() throws -> (weights: [Double], intercepts: [Double]) {
    let weights = try Parallel.fill(
      count: rows.columnCount * width, chunk: (1 << 14) * width, initial: 0.0
    ) { range, part in
      for (place, index) in range.enumerated() {
        part[place] = weight(index / width, index % width)
      }
    }
    return (weights, (0..<width).map { weight(rows.columnCount, $0) })
  }

  private func weight(_ feature: Int, _ score: Int) -> Double {
    lanes == 0
      ? weights[feature / 4][feature % 4] : weights[feature * lanes + score / 4][score % 4]
  }

  /// Lets the intercepts be drawn to where they are now, if the rows have settled enough for it,
  /// and says how far the largest was drawn from.
  private mutating func recentre(after gap: Double) -> Double {
    let last = rows.columnCount
    let shifts = (0..<width).map { weight(last, $0) - centre[$0] }
    let largest = shifts.reduce(0) { max($0, abs($1)) }
    guard gap <= 0.05 * largest * largest else { return largest }
    for (score, shift) in shifts.enumerated() {
      centre[score] = weight(last, score)
      if lanes == 0 {
        weights[last / 4][last % 4] += shift
      } else {
        weights[last * lanes + score / 4][score % 4] += shift
      }
    }
    return largest
  }

  /// Moves the chances of one row, and returns how many nats they lacked.
  private mutating func move(_ row: Int, _ step: inout SoftmaxStep) -> Double {
    let (range, pull) = (rows.range(row), lengths[row] * c)
    return rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        lanes == 0
          ? moveOne(row, columns, values, range, pull, &step)
          : moveAll(row, columns, values, range, pull, &step)
      }
    }
  }

  /// Of a model with one score.
  private mutating func moveOne(
    _ row: Int, _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Double>,
    _ range: Range<Int>, _ pull: Double, _ step: inout SoftmaxStep
  ) -> Double {
    let last = rows.columnCount
    return weights.withUnsafeMutableBytes { bytes in
      let w = bytes.assumingMemoryBound(to: Double.self)
      var score = w[last]
      for place in range { score += values[place] * w[Int(columns[place])] }
      let (gap, change) = step.move(&chances[row], score: score, pull: pull)
      w[last] += change
      for place in range { w[Int(columns[place])] += change * values[place] }
      return gap
    }
  }

  /// Of a model with a score for each class.
  private mutating func moveAll(
    _ row: Int, _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Double>,
    _ range: Range<Int>, _ pull: Double, _ step: inout SoftmaxStep
  ) -> Double {
    let (last, lanes, first) = (rows.columnCount * lanes, lanes, row * width)
    return weights.withUnsafeMutableBufferPointer { w in
      sums.withUnsafeMutableBufferPointer { sums in
        for lane in 0..<lanes { sums[lane] = w[last + lane] }
        for place in range {
          let (own, x) = (Int(columns[place]) * lanes, SIMD4(repeating: values[place]))
          for lane in 0..<lanes { sums[lane].addProduct(x, w[own + lane]) }
        }
        let gap = chances.withUnsafeMutableBufferPointer { chances in
          step.move(
            UnsafeMutableBufferPointer(rebasing: chances[first..<(first + width)]),
            UnsafeMutableRawBufferPointer(sums).assumingMemoryBound(to: Double.self), pull: pull)
        }
        for lane in 0..<lanes { w[last + lane] += sums[lane] }
        for place in range {
          let (own, x) = (Int(columns[place]) * lanes, SIMD4(repeating: values[place]))
          for lane in 0..<lanes { w[own + lane].addProduct(x, sums[lane]) }
        }
        return gap
      }
    }
  }
}
