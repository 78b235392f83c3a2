/// The maximum likelihood fit of BG/BB, and what it is worth.
///
/// Parameters are fitted as logarithms. A fit never fails: data without repeat purchases, or
/// without a maximum inside, get a lower rung, and `rung` says which.
import Numerics
package import Support

package struct BetaBernoulliFit: Sendable {
  package let model: BetaBernoulli
  package let rung: PurchaseRung
  package let logLikelihood: Double
  /// Of alpha, beta, gamma, delta; nil where the information is singular.
  package let standardErrors: [Double]?
  /// Of the logarithms of alpha, beta, gamma, delta.
  package let spread: ParameterSpread

  /// - Parameter groups: histories whose recencies and ages are whole numbers of rounds.
  package init(
    _ groups: PurchaseGroups, steps: Int = PurchaseSteps().rounds, _ run: Run
  ) throws {
    let problem = PositiveProblem(steps: steps) { p in
      try BetaBernoulli(alpha: p[0], beta: p[1], gamma: p[2], delta: p[3]).value(groups, run)
    }
    guard groups.repeatTotal > 0, let best = try problem.best(from: Self.starts(groups)) else {
      model = Self.prior(groups)
      rung = .prior
      logLikelihood = try model.logLikelihood(groups, run)
      standardErrors = nil
      spread = ParameterSpread(count: 4)
      return
    }
    let point = best.point.map(Math.exp)
    model = BetaBernoulli(alpha: point[0], beta: point[1], gamma: point[2], delta: point[3])
    // Both far out with a fixed quotient are no run away: all leave with about one chance.
    rung =
      best.point[2] < -PositiveProblem.wall || point[2] / (point[2] + point[3]) < 1e-4
      ? .noDropout : .maximum
    logLikelihood = try model.logLikelihood(groups, run)
    standardErrors = Curvature.standardErrors(Cholesky(best.information)).map { errors in
      errors.indices.map { errors[$0] * point[$0] }
    }
    spread = ParameterSpread(count: 4, information: best.information)
  }

  /// The share of rounds that somebody bought on, kept off its ends.
  private static func share(_ groups: PurchaseGroups) -> Double {
    (groups.repeatTotal + 0.5) / (groups.ageTotal + 1)
  }

  /// Customers of whom one in ten leaves before each round.
  private static func prior(_ groups: PurchaseGroups) -> BetaBernoulli {
    let share = min(0.9, max(0.01, share(groups)))
    return BetaBernoulli(alpha: 2 * share, beta: 2 * (1 - share), gamma: 1, delta: 9)
  }

  private static func starts(_ groups: PurchaseGroups) -> [[Double]] {
    let share = min(0.9, max(0.01, share(groups)))
    return [(1.5, 0.7, 3.0), (4.0, 2.0, 30.0)].map { size, gamma, delta in
      [size * share + 0.3, size * (1 - share) + 0.3, gamma, delta].map(Math.log)
    }
  }
}
