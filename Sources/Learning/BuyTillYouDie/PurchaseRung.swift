/// How a fit of a purchase model came about, and what it says where parameters ran away.
import Numerics
import Support

package enum PurchaseRung: String, Sendable {
  /// A maximum inside the parameter space.
  case maximum
  /// The likelihood grows towards "nobody leaves"; the parameters of leaving mean nothing.
  case noDropout
  /// Both parameters of leaving grow without end at a fixed quotient: all leave at one rate, or
  /// with one chance at each purchase. The quotient means something, each alone does not.
  case oneRate
  /// No repeat purchases, or no maximum found: a cautious prior stands in for a fit.
  case prior

  /// Below this share of customers lost in the mean age, nobody leaves.
  private static let leastLoss = 1e-5
  /// The same where parameters have run away: a quotient between the two is on its way to 0.
  private static let leastRunawayLoss = 1e-3

  /// Rates of leaving from Gamma(shape, scale), time told in mean ages.
  static func ofRates(logShape: Double, logScale: Double) -> PurchaseRung {
    if logShape < -PositiveProblem.wall { return .noDropout }
    return of(
      loss: Math.exp(logShape - logScale),
      isRunaway: max(logShape, logScale) > PositiveProblem.wall)
  }

  /// Chances of leaving at a purchase from Beta(a, b).
  static func ofChances(logA: Double, logB: Double) -> PurchaseRung {
    // With both near 0 some leave at their first purchase and the others never: no run away of one.
    if min(logA, logB) < -PositiveProblem.wall {
      return logA - logB < Math.log(leastRunawayLoss) ? .noDropout : .maximum
    }
    return of(
      loss: Math.sigmoid(logA - logB), isRunaway: max(logA, logB) > PositiveProblem.wall)
  }

  private static func of(loss: Double, isRunaway: Bool) -> PurchaseRung {
    if loss < (isRunaway ? leastRunawayLoss : leastLoss) { return .noDropout }
    return isRunaway ? .oneRate : .maximum
  }
}
