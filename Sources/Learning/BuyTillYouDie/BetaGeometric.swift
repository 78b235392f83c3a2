/// BG/NBD and MBG/NBD: how often customers buy, and when they stop.
///
/// Purchases are Poisson with a rate from Gamma(r, alpha); after each purchase a customer leaves
/// with a chance from Beta(a, b). BG/NBD: Fader, Hardie, Lee 2005. MBG/NBD also lets a customer
/// leave right after the first purchase: Batislam, Denizel, Filiztekin 2007. With m = x (BG) or x +
/// 1 (MBG) both share one likelihood, kept in logarithms throughout.
import Numerics
package import Support

package struct BetaGeometric: Sendable, Equatable {
  package enum Dropout: String, Sendable { case bgNbd, mbgNbd }

  package let dropout: Dropout
  package let r: Double
  package let alpha: Double
  package let a: Double
  package let b: Double

  package init(dropout: Dropout, r: Double, alpha: Double, a: Double, b: Double) {
    self.dropout = dropout
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  /// The number of times a customer could have left.
  func exits(_ x: Int) -> Double { dropout == .bgNbd ? Double(x) : Double(x + 1) }

  /// The chance that the customer still buys, given the history.
  package func probabilityAlive(_ x: Int, _ recency: Double, _ age: Double) -> Double {
    let m = exits(x)
    guard m > 0 else { return 1 }
    let power = (r + Double(x)) * Math.log((alpha + age) / (alpha + recency))
    let odds = Math.log(a) - Math.log(b + m - 1) + power
    return Math.sigmoid(-odds)
  }

  /// The purchases expected in the next `horizon`, given the history (equation 10 of Fader, Hardie,
  /// Lee 2005; equation 13 of Batislam et al. 2007).
  ///
  /// The published form holds 2F1(r + x, b + m; a + b + m - 1; z), whose terms overflow for long
  /// histories; Euler's transformation gives (1 - z)^(a - 1) 2F1(a + b + s - r - 1, a - 1; ...).
  package func expectedPurchases(
    in horizon: Double, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double {
    guard horizon > 0 else { return 0 }
    return purchasesIfAlive(in: horizon, x, age) * probabilityAlive(x, recency, age)
  }

  func purchasesIfAlive(in horizon: Double, _ x: Int, _ age: Double) -> Double {
    // At a = 1 the formula is 0/0; it is smooth there, so the mean of both sides is right to 1e-9.
    guard abs(a - 1) < 1e-5 else { return regular(in: horizon, x, age) }
    let (low, high) = (with(a: 1 - 1e-5), with(a: 1 + 1e-5))
    return (low.regular(in: horizon, x, age) + high.regular(in: horizon, x, age)) / 2
  }

  /// The formula itself, for a other than 1.
  private func regular(in horizon: Double, _ x: Int, _ age: Double) -> Double {
    let n = Double(x)
    let shifted = dropout == .bgNbd ? b : b + 1
    let c = a + shifted + n - 1
    let z = horizon / (alpha + age + horizon)
    guard c > 0, let series = Special.hypergeometric(c - (r + n), a - 1, c, z) else {
      return (r + n) / (alpha + age) * horizon
    }
    let rest = Math.exp((a - 1) * Math.log1p(-z)) * series
    return max(0, c / (a - 1) * (1 - rest))
  }

  private func with(a: Double) -> BetaGeometric {
    BetaGeometric(dropout: dropout, r: r, alpha: alpha, a: a, b: b)
  }

  /// The chance of no purchase at all in the next `horizon`: gone already, or silent so long.
  package func probabilityOfSilence(
    in horizon: Double, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double {
    let alive = probabilityAlive(x, recency, age)
    let silent = Math.exp(-(r + Double(x)) * Math.log1p(horizon / (alpha + age)))
    return 1 - alive * (1 - silent)
  }

  /// The log-likelihood of all histories.
  package func logLikelihood(_ groups: PurchaseGroups, _ run: Run) throws -> Double {
    try LikelihoodTables(groups, dropout).value(self, groups, run).value
  }
}

/// Value and gradient of the log-likelihood; gamma functions are looked up by purchase count.
struct LikelihoodTables {
  private let largest: Int
  private let dropout: BetaGeometric.Dropout

  init(_ groups: PurchaseGroups, _ dropout: BetaGeometric.Dropout) {
    largest = (groups.counts.max() ?? 0) + 1
    self.dropout = dropout
  }

  /// The value, and its derivatives by r, alpha, a, b; summed in fixed chunks, in their order.
  func value(
    _ model: BetaGeometric, _ groups: PurchaseGroups, _ run: Run
  ) throws -> (value: Double, gradient: [Double]) {
    let gammas = Gammas(
      r: Ladder(model.r, largest), b: Ladder(model.b, largest),
      both: Ladder(model.a + model.b, largest))
    let parts = try Parallel.map(count: groups.counts.count, chunk: 16_384) { range in
      try run.checkpoint()
      return part(range, model, groups, gammas)
    }
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for part in parts {
      total += part.value
      slope += part.slope
    }
    return (total, [slope[0], slope[1], slope[2], slope[3]])
  }

  private struct Gammas: Sendable {
    let r: Ladder
    let b: Ladder
    let both: Ladder
  }

  private func part(
    _ range: Range<Int>, _ model: BetaGeometric, _ groups: PurchaseGroups, _ gammas: Gammas
  ) -> (value: Double, slope: SIMD4<Double>) {
    let (r, alpha, a, b) = (model.r, model.alpha, model.a, model.b)
    let logAlpha = Math.log(alpha)
    let logA = Math.log(a)
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for i in range {
      let x = groups.counts[i]
      let n = r + Double(x)
      let m = dropout == .bgNbd ? x : x + 1
      let logAge = Math.log(alpha + groups.ages[i])
      let alive = -n * logAge
      var (value, share) = (alive, 1.0)
      var logLast = logAge
      if m > 0 {
        logLast = Math.log(alpha + groups.recencies[i])
        let dead = logA - Math.log(b + Double(m) - 1) - n * logLast
        let ratio = Math.exp(-abs(dead - alive))
        // The ratio is added to 1 at full size, so log1p would be exact to no purpose.
        value = max(alive, dead) + Math.log(1 + ratio)
        share = (dead > alive ? ratio : 1) / (1 + ratio)
      }
      let gone = 1 - share
      let constants = gammas.r.log[x] + r * logAlpha + gammas.b.log[m] - gammas.both.log[m]
      total += groups.weights[i] * (constants + value)
      let byAge = share / (alpha + groups.ages[i]) + gone / (alpha + groups.recencies[i])
      var own = SIMD4<Double>(repeating: 0)
      own[0] = gammas.r.slope[x] + logAlpha - share * logAge - gone * logLast
      own[1] = r / alpha - n * byAge
      own[2] = -gammas.both.slope[m] + (m > 0 ? gone / a : 0)
      own[3] = gammas.b.slope[m] - gammas.both.slope[m]
      if m > 0 { own[3] -= gone / (b + Double(m) - 1) }
      slope += groups.weights[i] * own
    }
    return (total, slope)
  }
}

/// log Gamma(z + n) - log Gamma(z) and its slope, for n = 0, 1, ... : sums, no gamma function.
struct Ladder {
  private(set) var log: [Double] = [0]
  private(set) var slope: [Double] = [0]

  init(_ z: Double, _ largest: Int) {
    log.reserveCapacity(largest + 1)
    slope.reserveCapacity(largest + 1)
    for n in 0..<largest {
      let next = z + Double(n)
      log.append(log[n] + Math.log(next))
      slope.append(slope[n] + 1 / next)
    }
  }
}
