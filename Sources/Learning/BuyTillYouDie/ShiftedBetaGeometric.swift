/// How long subscribers stay: each leaves at the end of a period with a chance of their own, from
/// Beta(alpha, beta) over all (Fader, Hardie 2007, "How to project customer retention"). Those who
/// have stayed are the loyal ones, so retention rises with age.
import Numerics
package import Support

package struct ShiftedBetaGeometric: Sendable, Equatable {
  package let alpha: Double
  package let beta: Double

  package init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// The share that stays through period `t`, from 1, of those who stayed through the one before.
  package func retention(_ t: Int) -> Double {
    (beta + Double(t) - 1) / (alpha + beta + Double(t) - 1)
  }

  /// The share that is still there after `t` periods.
  package func survival(_ t: Int) -> Double {
    Math.exp(Special.logBeta(alpha, beta + Double(t)) - Special.logBeta(alpha, beta))
  }

  /// The chance of somebody who has stayed `age` periods to stay `t` more.
  package func survival(_ t: Int, after age: Int) -> Double {
    let begin = beta + Double(age)
    return Math.exp(Special.logBeta(alpha, begin + Double(t)) - Special.logBeta(alpha, begin))
  }

  /// Payments to come of somebody who has stayed `age` periods, each worth its discount: the sum of
  /// the chances to be there for them.
  package func payments(after age: Int, discounts: [Double]) -> Double {
    var (sum, stays) = (0.0, 1.0)
    for (place, discount) in discounts.enumerated() {
      stays *= retention(age + place + 1)
      sum += stays * discount
    }
    return sum
  }

  package func logLikelihood(_ lives: SubscriberLives) -> Double {
    lives.value(alpha, beta).value
  }
}

/// Subscribers by the number of whole periods they have been there.
package struct SubscriberLives: Sendable {
  /// At place t - 1: those who left at the end of period t.
  package let left: [Double]
  /// At place t: those who have stayed t periods and are still there.
  package let staying: [Double]

  /// - Parameters:
  ///   - periods: whole periods of each subscriber: of those who left at least 1.
  package init(periods: [Int], hasLeft: [Bool]) {
    let most = periods.max() ?? 0
    var left = [Double](repeating: 0, count: most)
    var staying = [Double](repeating: 0, count: most + 1)
    for (t, gone) in zip(periods, hasLeft) {
      if gone, t > 0 { left[t - 1] += 1 } else { staying[max(0, t)] += 1 }
    }
    (self.left, self.staying) = (left, staying)
  }

  /// - Parameters:
  ///   - survivors: of one cohort after 0, 1, 2, ... periods, not rising.
  package init(survivors: [Double]) {
    left = zip(survivors, survivors.dropFirst()).map { max(0, $0 - $1) }
    staying = [Double](repeating: 0, count: max(0, survivors.count - 1)) + [survivors.last ?? 0]
  }

  package var leavers: Double { left.reduce(0, +) }
  package var count: Double { leavers + staying.reduce(0, +) }

  /// The log-likelihood and its slopes: log S(t) is a sum of log((beta + i) / (alpha + beta + i)).
  fileprivate func value(_ alpha: Double, _ beta: Double) -> (value: Double, slope: [Double]) {
    var (value, byAlpha, byBeta) = (0.0, 0.0, 0.0)
    var (survival, ownAlpha, ownBeta) = (0.0, 0.0, 0.0)
    for t in staying.indices {
      value += staying[t] * survival
      byAlpha += staying[t] * ownAlpha
      byBeta += staying[t] * ownBeta
      let both = alpha + beta + Double(t)
      if t < left.count {
        // Left at the end of this period: alpha / (alpha + beta + t) of those there.
        value += left[t] * (survival + Math.log(alpha / both))
        byAlpha += left[t] * (ownAlpha + 1 / alpha - 1 / both)
        byBeta += left[t] * (ownBeta - 1 / both)
      }
      survival += Math.log((beta + Double(t)) / both)
      ownAlpha -= 1 / both
      ownBeta += 1 / (beta + Double(t)) - 1 / both
    }
    return (value, [byAlpha, byBeta])
  }
}

/// The maximum likelihood fit with a weak prior, and what it is worth.
package struct ShiftedBetaGeometricFit: Sendable {
  package enum Rung: String, Sendable {
    case maximum
    /// Everybody leaves at one rate: the spread of chances has no size.
    case geometric
    /// Nobody has left yet: a cautious prior.
    case prior
  }

  package let model: ShiftedBetaGeometric
  package let rung: Rung
  package let logLikelihood: Double
  /// Of alpha and beta; nil where the information is singular.
  package let standardErrors: [Double]?

  /// Beyond this logarithm everybody leaves at about one rate.
  private static let wall = 7.0

  package init(_ lives: SubscriberLives, _ run: Run) throws {
    guard lives.leavers > 0, lives.count > lives.leavers || lives.left.count > 1 else {
      let leavers = lives.leavers > 0 ? lives.leavers : 0.5
      let stays = zip(lives.staying.indices, lives.staying).reduce(0.5) {
        $0 + Double($1.0) * $1.1
      }
      model = ShiftedBetaGeometric(alpha: 1, beta: max(0.1, stays / leavers))
      rung = .prior
      logLikelihood = model.logLikelihood(lives)
      standardErrors = nil
      return
    }
    let problem = PositiveProblem { theta in
      try run.checkpoint()
      let (value, slope) = lives.value(theta[0], theta[1])
      return (value, slope)
    }
    let rate = lives.leavers / max(1, lives.count)
    let starts = [[0.0, Math.log((1 - rate) / rate + 0.1)], [1.5, 1.5 + Math.log(1 / rate)]]
    let found = try starts.map(problem.minimum)
    let best = found.min { $0.value < $1.value } ?? found[0]
    let (point, information) = try problem.polished(best.point)
    let theta = point.map(Math.exp)
    model = ShiftedBetaGeometric(alpha: theta[0], beta: theta[1])
    rung = point.contains { abs($0) > Self.wall } ? .geometric : .maximum
    logLikelihood = model.logLikelihood(lives)
    standardErrors = Curvature.standardErrors(Cholesky(information)).map { errors in
      zip(errors, theta).map { $0 * $1 }
    }
  }
}
