/// Futures of one customer, drawn from what the models say given the history: the spread of a
/// value, not only its mean.
import Numerics
package import Support

package struct PurchaseSimulation: Sendable {
  package let purchases: BetaGeometric
  package let spend: GammaGamma?

  package init(purchases: BetaGeometric, spend: GammaGamma?) {
    self.purchases = purchases
    self.spend = spend
  }

  /// Purchases one future may hold at most; rates beyond it are of no business.
  private static let mostPurchases = 100_000

  /// Money of `draws` futures of length `horizon`, unsorted; purchases count 1 each without a spend
  /// model.
  package func values(
    _ x: Int, _ recency: Double, _ age: Double, meanValue: Double, horizon: Double, draws: Int,
    _ random: inout SeededRandom
  ) -> [Double] {
    let alive = purchases.probabilityAlive(x, recency, age)
    let exits = Double(purchases.dropout == .bgNbd ? x : x + 1)
    return (0..<draws).map { _ in
      guard random.unit() < alive else { return 0 }
      let shape = purchases.r + Double(x)
      let rate = RandomVariates.gamma(shape: shape, &random) / (purchases.alpha + age)
      let leaves = RandomVariates.beta(purchases.a, purchases.b + exits, &random)
      let count = count(rate: rate, leaves: leaves, horizon, &random)
      return count == 0 ? 0 : money(count, x, meanValue, &random)
    }
  }

  private func count(
    rate: Double, leaves: Double, _ horizon: Double, _ random: inout SeededRandom
  ) -> Int {
    guard rate > 0 else { return 0 }
    var time = RandomVariates.exponential(rate: rate, &random)
    var count = 0
    while time <= horizon, count < Self.mostPurchases {
      count += 1
      if random.unit() < leaves { break }
      time += RandomVariates.exponential(rate: rate, &random)
    }
    return count
  }

  private func money(
    _ count: Int, _ x: Int, _ meanValue: Double, _ random: inout SeededRandom
  ) -> Double {
    guard let spend else { return Double(count) }
    let n = Double(x)
    let scale =
      RandomVariates.gamma(shape: spend.q + spend.p * n, &random)
      / (spend.gamma + n * meanValue)
    return RandomVariates.gamma(shape: spend.p * Double(count), &random) / scale
  }
}
