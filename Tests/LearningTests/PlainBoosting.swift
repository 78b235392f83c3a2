/// Boosting of squared errors by trying every split of every leaf, as a second opinion.
import Numerics

struct PlainBoosting {
  let leaves: Int
  let leastRows: Int
  let rate: Double
  let l2: Double

  private struct Leaf {
    var rows: [Int]
    var best: (gain: Double, feature: Int, bound: Double)?
  }

  func scores(_ x: Matrix, _ y: [Double], rounds: Int) -> [Double] {
    var scores = [Double](repeating: y.reduce(0, +) / Double(y.count), count: y.count)
    for _ in 0..<rounds {
      let residuals = zip(y, scores).map { $0 - $1 }
      for leaf in tree(x, residuals) {
        let sum = leaf.rows.reduce(0) { $0 + residuals[$1] }
        for row in leaf.rows { scores[row] += rate * sum / (Double(leaf.rows.count) + l2) }
      }
    }
    return scores
  }

  private func tree(_ x: Matrix, _ residuals: [Double]) -> [Leaf] {
    var found = [look(Array(0..<x.rowCount), x, residuals)]
    while found.count < leaves {
      let gains = found.map { $0.best?.gain ?? 0 }
      guard let place = gains.indices.max(by: { gains[$0] < gains[$1] }), gains[place] > 0,
        let best = found[place].best
      else { break }
      let rows = found[place].rows
      found[place] = look(rows.filter { x[$0, best.feature] <= best.bound }, x, residuals)
      found.append(look(rows.filter { x[$0, best.feature] > best.bound }, x, residuals))
    }
    return found
  }

  private func look(_ rows: [Int], _ x: Matrix, _ residuals: [Double]) -> Leaf {
    let score = { (part: [Int]) -> Double in
      let sum = part.reduce(0) { $0 + residuals[$1] }
      return sum * sum / (Double(part.count) + l2)
    }
    var leaf = Leaf(rows: rows)
    let whole = score(rows)
    for feature in 0..<x.columnCount {
      for bound in Set(rows.map { x[$0, feature] }) {
        let left = rows.filter { x[$0, feature] <= bound }
        let right = rows.filter { x[$0, feature] > bound }
        guard min(left.count, right.count) >= leastRows else { continue }
        let gain = score(left) + score(right) - whole
        if gain > 1e-9, gain > leaf.best?.gain ?? 0 { leaf.best = (gain, feature, bound) }
      }
    }
    return leaf
  }
}
