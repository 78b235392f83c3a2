/// Pareto/NBD: how often customers buy, and when they stop, whether they have just bought or not.
///
/// Purchases are Poisson with a rate from Gamma(r, alpha); a customer leaves after a time that is
/// exponential with a rate from Gamma(s, beta). Schmittlein, Morrison, Colombo 1987; notation of
/// Fader, Hardie 2005, "A note on deriving the Pareto/NBD model".
import Numerics
package import Support

package struct ParetoNBD: Sendable, Equatable {
  package let r: Double
  package let alpha: Double
  package let s: Double
  package let beta: Double

  package init(r: Double, alpha: Double, s: Double, beta: Double) {
    self.r = r
    self.alpha = alpha
    self.s = s
    self.beta = beta
  }

  /// The chance that the customer still buys, given the history.
  package func probabilityAlive(_ x: Int, _ recency: Double, _ age: Double) -> Double {
    let n = r + Double(x)
    let lost = LossIntegral(n: n, alpha: alpha, s: s, beta: beta, from: recency, to: age)
    guard lost.value > 0 else { return 1 }
    let kept =
      -n * Math.log((alpha + age) / (alpha + recency))
      - s * Math.log((beta + age) / (beta + recency))
    return Math.sigmoid(kept - Math.log(s) - Math.log(lost.value))
  }

  /// The purchases expected in the next `horizon`, given the history (equation 41 of Fader, Hardie
  /// 2005; with its limit where s is 1).
  package func expectedPurchases(
    in horizon: Double, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double {
    guard horizon > 0 else { return 0 }
    return purchasesIfAlive(in: horizon, x, age) * probabilityAlive(x, recency, age)
  }

  func purchasesIfAlive(in horizon: Double, _ x: Int, _ age: Double) -> Double {
    let growth = Math.log1p(horizon / (beta + age))
    let power = (s - 1) * growth
    let time = abs(power) < 1e-12 ? growth : -Math.expm1(-power) / (s - 1)
    return (r + Double(x)) / (alpha + age) * (beta + age) * time
  }

  /// The chance of no purchase at all in the next `horizon`: gone already, or silent so long, or
  /// gone before buying again.
  package func probabilityOfSilence(
    in horizon: Double, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double {
    let n = r + Double(x)
    let (a, b) = (alpha + age, beta + age)
    let kept = Math.exp(-n * Math.log1p(horizon / a) - s * Math.log1p(horizon / b))
    let lost = LossIntegral(n: n, alpha: a, s: s, beta: b, from: 0, to: horizon)
    let silent = min(1, kept + s * lost.value)
    return 1 - probabilityAlive(x, recency, age) * (1 - silent)
  }

  /// The log-likelihood of all histories.
  package func logLikelihood(_ groups: PurchaseGroups, _ run: Run) throws -> Double {
    try value(groups, run).value
  }

  /// The log-likelihood, and its derivatives by r, alpha, s, beta; summed in fixed chunks, in their
  /// order.
  func value(
    _ groups: PurchaseGroups, _ run: Run
  ) throws -> (value: Double, gradient: [Double]) {
    let gammas = Ladder(r, groups.counts.max() ?? 0)
    let parts = try Parallel.map(count: groups.counts.count, chunk: 2_048) { range in
      try run.checkpoint()
      return part(range, groups, gammas)
    }
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for part in parts {
      total += part.value
      slope += part.slope
    }
    return (total, [slope[0], slope[1], slope[2], slope[3]])
  }

  private func part(
    _ range: Range<Int>, _ groups: PurchaseGroups, _ gammas: Ladder
  ) -> (value: Double, slope: SIMD4<Double>) {
    let logs = (alpha: Math.log(alpha), beta: Math.log(beta), s: Math.log(s))
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for i in range {
      let own = term(groups.counts[i], groups.recencies[i], groups.ages[i], logs, gammas)
      total += groups.weights[i] * own.value
      slope += groups.weights[i] * own.slope
    }
    return (total, slope)
  }

  /// The log-likelihood of one history, and its derivatives.
  @inline(__always)
  func term(
    _ x: Int, _ recency: Double, _ age: Double, _ logs: (alpha: Double, beta: Double, s: Double),
    _ gammas: Ladder
  ) -> (value: Double, slope: SIMD4<Double>) {
    let n = r + Double(x)
    let (alphaAge, betaAge) = (Math.log(alpha + age), Math.log(beta + age))
    let (alphaLast, betaLast) = (Math.log(alpha + recency), Math.log(beta + recency))
    let kept = -n * alphaAge - s * betaAge
    let lost = LossIntegral(n: n, alpha: alpha, s: s, beta: beta, from: recency, to: age)
    var (value, gone) = (kept, 0.0)
    if lost.value > 0 {
      let left = logs.s + Math.log(lost.value) - n * alphaLast - s * betaLast
      let ratio = Math.exp(-abs(left - kept))
      value = max(left, kept) + Math.log1p(ratio)
      gone = (left > kept ? 1 : ratio) / (1 + ratio)
    }
    let share = 1 - gone
    var own = SIMD4<Double>(repeating: 0)
    own[0] = gammas.slope[x] + logs.alpha - share * alphaAge - gone * (alphaLast + lost.alphaLog)
    own[1] = r / alpha - n * (share / (alpha + age) + gone * lost.alphaInverse)
    own[2] = logs.beta - share * betaAge + gone * (1 / s - betaLast - lost.betaLog)
    own[3] = s / beta - share * s / (beta + age) - gone * (s + 1) * lost.betaInverse
    return (gammas.log[x] + r * logs.alpha + s * logs.beta + value, own)
  }
}
