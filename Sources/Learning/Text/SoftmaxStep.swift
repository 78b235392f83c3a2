/// The best chances of one row while the weights that other rows have given stand.
///
/// With the row's scores z, its old chances p and the pull q = C |x|^2 of its own chances on its
/// scores, the new scores u meet  u - z = q (p - softmax(u)) : the least of the strictly convex
/// |u - z - q p|^2 / 2 + q log sum exp(u). Newton's method finds it, with steps that are halved
/// where they lead up; the inverse of its second derivatives, q (diag s - s s') + 1, is known in
/// closed form (Sherman and Morrison). One score alone has the logistic function for softmax.
import Numerics

struct SoftmaxStep {
  private let width: Int
  private let c: Double
  /// The new scores, what soft-max makes of them, Newton's step and z + q p.
  private var scratch: [Double]

  private static let maxSteps = 30
  /// A root is near enough where what is missing is this share of what was at the start.
  private static let share = 0.03

  init(width: Int, c: Double) {
    self.width = width
    self.c = c
    scratch = [Double](repeating: 0, count: 4 * width)
  }

  /// Moves chances to their best, and returns by how many nats the old ones were off.
  ///
  /// - Parameter sums: in, the scores z; out, C times how much each chance fell.
  mutating func move(
    _ chances: UnsafeMutableBufferPointer<Double>, _ sums: UnsafeMutableBufferPointer<Double>,
    pull: Double
  ) -> Double {
    scratch.withUnsafeMutableBufferPointer { scratch in
      guard let base = scratch.baseAddress else { return 0 }
      let problem = RowProblem(width: width, pull: pull, base: base)
      let gap = problem.begin(sums, chances)
      problem.solve()
      for k in 0..<width {
        sums[k] = c * (chances[k] - problem.shares[k])
        chances[k] = problem.shares[k]
      }
      return gap
    }
  }

  /// The same for one score: the chance of the second class, and C times how much it fell.
  mutating func move(
    _ chance: inout Double, score: Double, pull: Double
  ) -> (gap: Double, change: Double) {
    let target = score + pull * chance
    var (u, share) = (score, Math.sigmoid(score))
    let off = chance - share
    let gap = off * off * (1 / max(1e-300, chance + share) + 1 / max(1e-300, 2 - chance - share))
    // The left side rises by at least one for each unit, so the root lies within what is missing.
    let first = u - target + pull * share
    var (low, high) = first > 0 ? (u - first, u) : (u, u - first)
    for _ in 0..<Self.maxSteps {
      let value = u - target + pull * share
      if abs(value) <= Self.share * abs(first) { break }
      if value > 0 { high = u } else { low = u }
      u -= value / (1 + pull * share * (1 - share))
      if u <= low || high <= u { u = (low + high) / 2 }
      share = Math.sigmoid(u)
    }
    let change = c * (chance - share)
    chance = share
    return (gap, change)
  }

  private struct RowProblem {
    let width: Int
    let pull: Double
    let base: UnsafeMutablePointer<Double>

    var scores: UnsafeMutablePointer<Double> { base }
    var shares: UnsafeMutablePointer<Double> { base + width }
    var step: UnsafeMutablePointer<Double> { base + 2 * width }
    var target: UnsafeMutablePointer<Double> { base + 3 * width }

    /// Starts from the model's own scores, and returns by how many nats the chances are off.
    func begin(
      _ sums: UnsafeMutableBufferPointer<Double>, _ chances: UnsafeMutableBufferPointer<Double>
    ) -> Double {
      for k in 0..<width {
        scores[k] = sums[k]
        target[k] = sums[k] + pull * chances[k]
      }
      _ = share()
      var gap = 0.0
      for k in 0..<width {
        let off = chances[k] - shares[k]
        gap += off * off / max(1e-300, chances[k] + shares[k])
      }
      return gap
    }

    /// What soft-max makes of the scores; returns the logarithm of the sum of their exponentials.
    func share() -> Double {
      var top = scores[0]
      for k in 1..<width { top = max(top, scores[k]) }
      var sum = 0.0
      for k in 0..<width {
        shares[k] = Math.exp(scores[k] - top)
        sum += shares[k]
      }
      let scale = 1 / sum
      for k in 0..<width { shares[k] *= scale }
      return top + Math.log(sum)
    }

    func solve() {
      var (last, first, slope, length) = (Double.infinity, 0.0, 0.0, 1.0)
      for turn in 0..<SoftmaxStep.maxSteps {
        var value = pull * share()
        var missing = 0.0
        for k in 0..<width {
          let own = scores[k] - target[k]
          value += 0.5 * own * own
          missing = max(missing, abs(own + pull * shares[k]))
        }
        if value > last + 1e-4 * length * slope + 1e-12 * abs(last) {
          length /= 2
          for k in 0..<width { scores[k] -= length * step[k] }
          continue
        }
        if turn == 0 { first = missing }
        if missing <= SoftmaxStep.share * first { return }
        (last, length) = (value, 1)
        slope = newton()
        for k in 0..<width { scores[k] += step[k] }
      }
      _ = share()
    }

    /// Newton's step, and how steeply the value falls along it.
    func newton() -> Double {
      var (along, own) = (0.0, 0.0)
      for k in 0..<width {
        let curve = 1 + pull * shares[k]
        step[k] = (target[k] - scores[k] - pull * shares[k]) / curve
        along += shares[k] * step[k]
        own += shares[k] * shares[k] / curve
      }
      let factor = pull * along / (1 - pull * own)
      var slope = 0.0
      for k in 0..<width {
        let gradient = scores[k] - target[k] + pull * shares[k]
        step[k] += factor * shares[k] / (1 + pull * shares[k])
        slope += gradient * step[k]
      }
      return slope
    }
  }
}
