/// The search of `DualLinear` for one label.
import Numerics
import Support

struct DualDescent {
  private let rows: SparseMatrix
  /// 1 or -1 for each row.
  private let sign: [Double]
  /// The square of each feature's scale; nil for one.
  private let factors: [Double]?
  /// The sum of the squares of each row's scaled values, and one for the intercept.
  private let lengths: [Double]
  private let wish: DualLinear
  /// The last weight is the intercept.
  private var weights: [Double]
  /// Of a hinge the multiplier of each row, of logistic loss the log-odds of its share of `c`.
  private var duals: [Double]

  init(_ rows: SparseMatrix, sign: [Double], scale: [Double]?, wish: DualLinear) {
    self.rows = rows
    self.sign = sign
    self.wish = wish
    let factors = scale?.map { $0 * $0 }
    self.factors = factors
    lengths = (0..<rows.rowCount).map { row in
      rows.range(row).reduce(1) { sum, place in
        let x = rows.values[place]
        return sum + x * x * (factors?[Int(rows.columns[place])] ?? 1)
      }
    }
    weights = [Double](repeating: 0, count: rows.columnCount + 1)
    duals = [Double](repeating: 0, count: sign.count)
  }

  mutating func solve(_ random: inout SeededRandom, _ run: Run) throws -> [Double] {
    switch wish.loss {
    case .squaredHinge: try solveHinge(&random, run)
    case .logistic: try solveLogistic(&random, run)
    }
    return weights
  }

  // MARK: Squared hinge

  /// Rows whose multiplier is zero and stays there are set aside until the others have settled.
  private mutating func solveHinge(_ random: inout SeededRandom, _ run: Run) throws {
    var active = Array(0..<sign.count)
    var bound = Double.infinity
    for _ in 0..<wish.maxRounds {
      random.shuffle(&active)
      var (high, low) = (-Double.infinity, Double.infinity)
      var kept: [Int] = []
      kept.reserveCapacity(active.count)
      for (place, row) in active.enumerated() {
        if place % 4096 == 0 { try run.checkpoint() }
        guard let slope = hingeStep(row, bound) else { continue }
        kept.append(row)
        high = max(high, slope)
        low = min(low, slope)
      }
      let isAll = kept.count == sign.count
      active = kept
      if high - low <= wish.tolerance || kept.isEmpty {
        if isAll { return }
        active = Array(0..<sign.count)
        bound = .infinity
        continue
      }
      bound = high <= 0 ? .infinity : high
    }
  }

  /// Moves one multiplier. Nil sets the row aside; else the slope the dual had there.
  private mutating func hingeStep(_ row: Int, _ bound: Double) -> Double? {
    let (old, softness) = (duals[row], 1 / (2 * wish.c))
    let slope = sign[row] * score(row) - 1 + old * softness
    if old == 0 {
      if slope > bound { return nil }
      if slope >= 0 { return 0 }
    }
    if abs(slope) < 1e-12 { return slope }
    let new = max(0, old - slope / (lengths[row] + softness))
    duals[row] = new
    add(row, sign[row] * (new - old))
    return slope
  }

  // MARK: Logistic

  /// A multiplier is c * sigmoid(u). At the optimum u is minus the margin m of its row; moving one
  /// multiplier changes its margin by the length of the row, so u solves
  /// q c (sigmoid(u) - sigmoid(before)) + m + u = 0, whose left side rises with u.
  private mutating func solveLogistic(_ random: inout SeededRandom, _ run: Run) throws {
    var order = Array(0..<sign.count)
    // The multipliers begin where nearly all rows are told apart: near zero.
    let begin = -4.0
    for row in order {
      duals[row] = begin
      add(row, sign[row] * wish.c * Math.sigmoid(begin))
    }
    for _ in 0..<wish.maxRounds {
      random.shuffle(&order)
      var worst = 0.0
      for (place, row) in order.enumerated() {
        if place % 4096 == 0 { try run.checkpoint() }
        worst = max(worst, logisticStep(row))
      }
      if worst <= wish.tolerance { return }
    }
  }

  /// Moves one multiplier and returns how far its condition was from being met.
  private mutating func logisticStep(_ row: Int) -> Double {
    let (old, pull) = (duals[row], lengths[row] * wish.c)
    let margin = sign[row] * score(row)
    let miss = margin + old
    let before = Math.sigmoid(old)
    // The left side rises by at least one for each unit, so the root lies within `miss`.
    var (low, high) = miss > 0 ? (old - miss, old) : (old, old - miss)
    var (u, share) = (old, before)
    for _ in 0..<30 {
      let value = pull * (share - before) + margin + u
      if abs(value) < 1e-9 + 1e-4 * abs(miss) { break }
      if value > 0 { high = u } else { low = u }
      u -= value / (1 + pull * share * (1 - share))
      if u <= low || high <= u { u = (low + high) / 2 }
      share = Math.sigmoid(u)
    }
    duals[row] = u
    add(row, sign[row] * wish.c * (share - before))
    return abs(miss)
  }

  // MARK: Rows

  private func score(_ row: Int) -> Double {
    rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        weights.withUnsafeBufferPointer { w in
          var sum = w[w.count - 1]
          for place in rows.range(row) { sum += values[place] * w[Int(columns[place])] }
          return sum
        }
      }
    }
  }

  private mutating func add(_ row: Int, _ change: Double) {
    let (range, factors) = (rows.range(row), factors)
    rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        weights.withUnsafeMutableBufferPointer { w in
          w[w.count - 1] += change
          guard let factors else {
            for place in range { w[Int(columns[place])] += change * values[place] }
            return
          }
          for place in range {
            let column = Int(columns[place])
            w[column] += change * values[place] * factors[column]
          }
        }
      }
    }
  }
}
