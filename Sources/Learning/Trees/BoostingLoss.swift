/// Losses that boosting lowers: their slopes, curvatures, first scores, and what a score means.
package enum BoostingObjective: Sendable, Equatable {
  /// Half the squared difference; scores are means.
  case squaredError
  /// Labels 0 and 1; scores are log-odds.
  case logLoss
  /// Labels 0 to below `classCount`; a row has a score for each.
  case softmax(classCount: Int)

  /// Scores of a row.
  package var outputCount: Int {
    if case .softmax(let count) = self { count } else { 1 }
  }
}

import Numerics
import Support

/// The loss over the rows of a fit.
struct BoostingLoss: Sendable {
  private static let chunk = 1 << 14

  let objective: BoostingObjective
  let targets: [Double]
  /// Zero for rows that do not train.
  let weights: [Double]

  var outputs: Int { objective.outputCount }

  /// The score of every row before there are trees.
  func firstScores() -> [Double] {
    let total = weights.pairwiseSum
    switch objective {
    case .squaredError:
      return [zip(targets, weights).map { $0 * $1 }.pairwiseSum / total]
    case .logLoss:
      let rate = zip(targets, weights).map { $0 * $1 }.pairwiseSum / total
      return [Math.logit(min(1 - 1e-15, max(1e-15, rate)))]
    case .softmax(let count):
      var sums = [Double](repeating: 0, count: count)
      for (target, weight) in zip(targets, weights) { sums[Int(target)] += weight }
      return sums.map { Math.log(max(1e-15, $0 / total)) }
    }
  }

  /// Fills in slopes and curvatures of every row for one output.
  func fill(
    _ gradients: PackedGradients, _ scores: Storage<Double>, output: Int, _ run: Run
  ) throws -> PackedGradients.Totals {
    let parts = try Parallel.map(count: targets.count, chunk: Self.chunk) { rows in
      try run.checkpoint()
      return targets.withUnsafeBufferPointer { targets in
        weights.withUnsafeBufferPointer { weights in
          fill(gradients, scores.base, rows, targets, weights, output)
        }
      }
    }
    var totals = PackedGradients.Totals()
    for part in parts { totals.add(part) }
    return totals
  }

  private func fill(
    _ gradients: PackedGradients, _ scores: UnsafeMutablePointer<Double>, _ rows: Range<Int>,
    _ targets: UnsafeBufferPointer<Double>, _ weights: UnsafeBufferPointer<Double>, _ output: Int
  ) -> PackedGradients.Totals {
    let (slopes, curvatures) = (gradients.slopes.base, gradients.curvatures.base)
    switch objective {
    case .squaredError:
      for row in rows {
        slopes[row] = weights[row] * (scores[row] - targets[row])
        curvatures[row] = weights[row]
      }
    case .logLoss:
      for row in rows {
        let weight = weights[row]
        if weight == 0 {
          (slopes[row], curvatures[row]) = (0, 0)
          continue
        }
        let p = 1 / (1 + Math.exp(-scores[row]))
        slopes[row] = weight * (p - targets[row])
        curvatures[row] = weight * p * (1 - p)
      }
    case .softmax(let count):
      // The usual bound of the matrix of curvatures by its diagonal.
      let factor = Double(count) / Double(max(1, count - 1))
      for row in rows {
        let p = Self.share(scores + row * count, count, of: output)
        slopes[row] = weights[row] * (p - (Int(targets[row]) == output ? 1 : 0))
        curvatures[row] = weights[row] * factor * p * (1 - p)
      }
    }
    var totals = PackedGradients.Totals()
    for row in rows {
      totals.slope += slopes[row]
      totals.absoluteSlope += abs(slopes[row])
      totals.curvature += curvatures[row]
    }
    return totals
  }

  /// The mean loss of some rows, by `given` weights.
  func mean(_ scores: Storage<Double>, of rows: [Int], weights given: [Double]?) -> Double {
    var total = 0.0
    var weight = 0.0
    for row in rows {
      let own = given?[row] ?? 1
      weight += own
      total += own * loss(scores.base + row * outputs, targets[row])
    }
    return weight > 0 ? total / weight : 0
  }

  private func loss(_ scores: UnsafeMutablePointer<Double>, _ target: Double) -> Double {
    switch objective {
    case .squaredError: return (scores[0] - target) * (scores[0] - target)
    case .logLoss: return Math.softplus(scores[0]) - target * scores[0]
    case .softmax(let count):
      let share = Self.share(scores, count, of: Int(target))
      return -Math.log(max(1e-300, share))
    }
  }

  /// The probability of one of several classes.
  private static func share(
    _ scores: UnsafeMutablePointer<Double>, _ count: Int, of output: Int
  ) -> Double {
    var most = scores[0]
    for other in 1..<max(1, count) { most = max(most, scores[other]) }
    var sum = 0.0
    for other in 0..<count { sum += Math.exp(scores[other] - most) }
    return Math.exp(scores[output] - most) / sum
  }
}
