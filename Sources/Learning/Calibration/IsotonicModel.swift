/// The rising steps that are nearest to the labels: isotonic regression.
///
/// Neighbours that fall are pooled until none does (Ayer et al. 1955); equal scores are one point.
/// Between the steps values are interpolated, beyond the ends they stay.
import Numerics
package import Support

package struct IsotonicModel: Sendable, Equatable {
  /// Rising; the first and last score of each step.
  package let knots: [Double]
  package let levels: [Double]
  /// A half over the weight of all rows: no probability is nearer to 0 or 1 than that.
  let least: Double

  /// - Parameter labels: any numbers.
  package init(
    scores: [Double], labels: [Double], weights: [Double]? = nil, _ run: Run
  ) throws {
    guard scores.count == labels.count else { throw FitError.badSetting(name: "labels") }
    let points = Matrix(
      rowCount: scores.count, columnCount: 2, values: zip(scores, labels).flatMap { [$0, $1] })
    try FitError.check(points, rows: 1)
    try FitError.check(weights: weights, count: labels.count)
    let order = scores.ascendingOrder().filter { (weights?[$0] ?? 1) > 0 }
    var steps: [Step] = []
    for (place, row) in order.enumerated() {
      if place % 8_192 == 0 { try run.checkpoint() }
      let weight = weights?[row] ?? 1
      if let last = steps.last, last.last == scores[row] {
        steps[steps.count - 1].add(labels[row], weight)
      } else {
        steps.append(Step(scores[row], labels[row], weight))
      }
    }
    let pooled = Self.pool(steps)
    var (knots, levels) = ([Double](), [Double]())
    for step in pooled {
      knots.append(step.first)
      levels.append(step.level)
      guard step.last > step.first else { continue }
      knots.append(step.last)
      levels.append(step.level)
    }
    self.knots = knots
    self.levels = levels
    least = 0.5 / max(1, pooled.reduce(0) { $0 + $1.weight })
  }

  private struct Step {
    let first: Double
    var last: Double
    var sum: Double
    var weight: Double

    init(_ score: Double, _ label: Double, _ weight: Double) {
      (first, last) = (score, score)
      (sum, self.weight) = (label * weight, weight)
    }

    var level: Double { sum / weight }

    mutating func add(_ label: Double, _ weight: Double) {
      sum += label * weight
      self.weight += weight
    }
  }

  private static func pool(_ steps: [Step]) -> [Step] {
    var pooled: [Step] = []
    for step in steps {
      pooled.append(step)
      while pooled.count > 1, pooled[pooled.count - 2].level >= pooled[pooled.count - 1].level {
        let upper = pooled.removeLast()
        pooled[pooled.count - 1].last = upper.last
        pooled[pooled.count - 1].sum += upper.sum
        pooled[pooled.count - 1].weight += upper.weight
      }
    }
    return pooled
  }

  package func values(_ scores: [Double]) -> [Double] { scores.map(value) }

  private func value(_ score: Double) -> Double {
    var (low, high) = (0, knots.count)
    while low < high {
      let middle = (low + high) / 2
      if knots[middle] <= score { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return levels.first ?? 0 }
    guard low < knots.count else { return levels.last ?? 0 }
    let share = (score - knots[low - 1]) / (knots[low] - knots[low - 1])
    return levels[low - 1] + share * (levels[low] - levels[low - 1])
  }
}
