/// BG/BB: who buys on rounds that come regularly, and when they stop.
///
/// On each round a customer who still is one buys with a chance from Beta(alpha, beta), and before
/// each round leaves with a chance from Beta(gamma, delta). Fader, Hardie, Shang 2010,
/// "Customer-base analysis in a discrete-time noncontractual setting"; its equations are named
/// where they are used. A history is the number of rounds bought on, the last of these, and all
/// rounds.
import Numerics
package import Support

package struct BetaBernoulli: Sendable, Equatable {
  package let alpha: Double
  package let beta: Double
  package let gamma: Double
  package let delta: Double

  package init(alpha: Double, beta: Double, gamma: Double, delta: Double) {
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.delta = delta
  }

  /// Whole rounds of a time that is counted in them.
  static func rounds(_ horizon: Double) -> Int { Int(min(1e6, max(0, horizon))) }

  /// The chance not to have left before the last of `rounds`, given the history.
  ///
  /// Terms of the likelihood in which the customer has left, as shares of the one in which not:
  /// each follows from the next by a quotient, so no gamma function is needed.
  package func probabilityAlive(_ x: Int, _ last: Int, _ rounds: Int) -> Double {
    guard rounds > last else { return 1 }
    let (n, bought) = (Double(rounds), Double(x))
    var odds = gamma / (delta + n - 1) * (alpha + beta + n - 1) / (beta + n - bought - 1)
    var total = odds
    var round = n - 1
    while round > Double(last), total < 1e300 {
      odds *= (alpha + beta + round - 1) / (beta + round - bought - 1)
      odds *= (gamma + delta + round) / (delta + round - 1)
      total += odds
      round -= 1
    }
    return 1 / (1 + total)
  }

  /// The purchases expected on the next `rounds` rounds, 0 to as many, of a customer who has not
  /// left: equation 13 as a sum, which is whole where gamma is 1 too.
  func purchasesIfAlive(in rounds: Int, _ x: Int, after known: Int) -> [Double] {
    let n = Double(known)
    let chance = (alpha + Double(x)) / (alpha + beta + n)
    var (stays, sum) = (1.0, 0.0)
    var sums: [Double] = [0]
    for round in 0..<max(0, rounds) {
      let k = n + Double(round)
      stays *= (delta + k) / (gamma + delta + k)
      sum += chance * stays
      sums.append(sum)
    }
    return sums
  }

  /// The chances of 0, 1, ... `most` purchases on the next `rounds` rounds of a customer who has
  /// not left: equation 14, whose beta functions are kept as quotients.
  func purchaseChances(in rounds: Int, _ x: Int, after known: Int, most: Int) -> [Double] {
    let own = BetaBernoulli(
      alpha: alpha + Double(x), beta: beta + Double(known - x), gamma: gamma,
      delta: delta + Double(known))
    // Who stays for `seen` rounds and leaves then buys on some of these alone.
    var chances = [Double](repeating: 0, count: most + 1)
    var stays = 1.0
    for seen in 0...max(0, rounds) {
      let all = own.gamma + own.delta + Double(seen)
      let leaves = seen < rounds ? own.gamma / all : 1
      own.addPurchases(on: seen, weight: stays * leaves, to: &chances)
      stays *= (own.delta + Double(seen)) / all
    }
    return chances
  }

  /// Beta-binomial chances of 0, 1, ... purchases on `rounds` rounds, times `weight`.
  private func addPurchases(on rounds: Int, weight: Double, to chances: inout [Double]) {
    let n = Double(rounds)
    let none =
      Special.logGamma(beta + n) - Special.logGamma(beta) - Special.logGamma(alpha + beta + n)
      + Special.logGamma(alpha + beta)
    var log = none
    for count in 0..<min(chances.count, rounds + 1) {
      chances[count] += weight * Math.exp(log)
      let k = Double(count)
      guard count < rounds else { return }
      log += Math.log((n - k) / (k + 1) * (alpha + k) / (beta + n - k - 1))
    }
  }

  /// The log-likelihood of all histories.
  package func logLikelihood(_ groups: PurchaseGroups, _ run: Run) throws -> Double {
    try value(groups, run).value
  }

  /// The log-likelihood (equation 7), and its derivatives by alpha, beta, gamma, delta.
  func value(_ groups: PurchaseGroups, _ run: Run) throws -> (value: Double, gradient: [Double]) {
    let most = groups.ages.reduce(0) { max($0, Int($1)) }
    let ladders = Ladders(
      alpha: Ladder(alpha, most), beta: Ladder(beta, most), both: Ladder(alpha + beta, most),
      delta: Ladder(delta, most), leaving: Ladder(gamma + delta, most + 1),
      logGamma: Math.log(gamma))
    let parts = try Parallel.map(count: groups.counts.count, chunk: 1_024) { range in
      try run.checkpoint()
      return part(range, groups, ladders)
    }
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for part in parts {
      total += part.value
      slope += part.slope
    }
    return (total, [slope[0], slope[1], slope[2], slope[3]])
  }

  private struct Ladders: Sendable {
    let alpha: Ladder
    let beta: Ladder
    let both: Ladder
    let delta: Ladder
    let leaving: Ladder
    let logGamma: Double
  }

  private func part(
    _ range: Range<Int>, _ groups: PurchaseGroups, _ ladders: Ladders
  ) -> (value: Double, slope: SIMD4<Double>) {
    var total = 0.0
    var slope = SIMD4<Double>(repeating: 0)
    for i in range {
      let (x, last, n) = (groups.counts[i], Int(groups.recencies[i]), Int(groups.ages[i]))
      let kept = staying(x, n, ladders)
      let weight = groups.weights[i]
      guard last < n else {
        total += weight * kept.value
        slope += weight * kept.slope
        continue
      }
      let gone = left(x, last, n, ladders)
      let ratio = Math.exp(-abs(gone.value - kept.value))
      total += weight * (max(gone.value, kept.value) + Math.log1p(ratio))
      let share = (gone.value > kept.value ? 1 : ratio) / (1 + ratio)
      slope += weight * (share * gone.slope + (1 - share) * kept.slope)
    }
    return (total, slope)
  }

  /// The logarithm of the term in which the customer is still there.
  private func staying(
    _ x: Int, _ n: Int, _ ladders: Ladders
  ) -> (value: Double, slope: SIMD4<Double>) {
    let value =
      ladders.alpha.log[x] + ladders.beta.log[n - x] - ladders.both.log[n] + ladders.delta.log[n]
      - ladders.leaving.log[n]
    let slope = SIMD4(
      ladders.alpha.slope[x] - ladders.both.slope[n],
      ladders.beta.slope[n - x] - ladders.both.slope[n], -ladders.leaving.slope[n],
      ladders.delta.slope[n] - ladders.leaving.slope[n])
    return (value, slope)
  }

  /// The logarithm of the sum of terms in which the customer has left, after the last purchase or
  /// any round since. They fall from the first on, so each is taken as a share of that.
  private func left(
    _ x: Int, _ last: Int, _ n: Int, _ ladders: Ladders
  ) -> (value: Double, slope: SIMD4<Double>) {
    let first =
      ladders.alpha.log[x] + ladders.beta.log[last - x] - ladders.both.log[last]
      + ladders.logGamma + ladders.delta.log[last] - ladders.leaving.log[last + 1]
    var (share, total) = (1.0, 0.0)
    var slope = SIMD4<Double>(repeating: 0)
    for round in last..<n {
      total += share
      var own = SIMD4<Double>(repeating: 0)
      own[0] = ladders.alpha.slope[x] - ladders.both.slope[round]
      own[1] = ladders.beta.slope[round - x] - ladders.both.slope[round]
      own[2] = 1 / gamma - ladders.leaving.slope[round + 1]
      own[3] = ladders.delta.slope[round] - ladders.leaving.slope[round + 1]
      slope += share * own
      let k = Double(round)
      share *= (beta + k - Double(x)) / (alpha + beta + k)
      share *= (delta + k) / (gamma + delta + k + 1)
    }
    return (first + Math.log(total), slope / total)
  }
}
