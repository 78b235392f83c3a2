/// Futures of one customer, drawn from what the models say given the history: the spread of a
/// value, not only its mean.
import Numerics
package import Support

package struct PurchaseSimulation: Sendable {
  package let purchases: PurchaseModel
  package let spend: GammaGamma?

  package init(purchases: PurchaseModel, spend: GammaGamma?) {
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
    return (0..<draws).map { _ in
      guard random.unit() < alive else { return 0 }
      let count: Int
      switch purchases {
      case .betaGeometric(let model): count = self.count(model, x, age, horizon, &random)
      case .pareto(let model): count = self.count(model, x, age, horizon, &random)
      case .betaBernoulli(let model):
        count = self.count(model, x, after: Int(age), in: BetaBernoulli.rounds(horizon), &random)
      }
      return count == 0 ? 0 : money(count, x, meanValue, &random)
    }
  }

  /// Purchases of a customer who still buys and may leave after each.
  private func count(
    _ model: BetaGeometric, _ x: Int, _ age: Double, _ horizon: Double,
    _ random: inout SeededRandom
  ) -> Int {
    let rate = RandomVariates.gamma(shape: model.r + Double(x), &random) / (model.alpha + age)
    let leaves = RandomVariates.beta(model.a, model.b + model.exits(x), &random)
    var count = 0
    var time = 0.0
    while rate > 0, count < Self.mostPurchases {
      time += RandomVariates.exponential(rate: rate, &random)
      guard time <= horizon else { break }
      count += 1
      if random.unit() < leaves { break }
    }
    return count
  }

  /// Purchases of a customer who still buys and leaves at any moment.
  private func count(
    _ model: ParetoNBD, _ x: Int, _ age: Double, _ horizon: Double, _ random: inout SeededRandom
  ) -> Int {
    let rate = RandomVariates.gamma(shape: model.r + Double(x), &random) / (model.alpha + age)
    let loss = RandomVariates.gamma(shape: model.s, &random) / (model.beta + age)
    let stay = loss > 0 ? RandomVariates.exponential(rate: loss, &random) : .infinity
    var count = 0
    var time = 0.0
    while rate > 0, count < Self.mostPurchases {
      time += RandomVariates.exponential(rate: rate, &random)
      guard time <= min(horizon, stay) else { break }
      count += 1
    }
    return count
  }

  /// Purchases of a customer who has not left and may before each round.
  private func count(
    _ model: BetaBernoulli, _ x: Int, after known: Int, in rounds: Int,
    _ random: inout SeededRandom
  ) -> Int {
    let buys = RandomVariates.beta(
      model.alpha + Double(x), model.beta + Double(known - x), &random)
    let leaves = RandomVariates.beta(model.gamma, model.delta + Double(known), &random)
    var count = 0
    for _ in 0..<max(0, rounds) {
      if random.unit() < leaves { break }
      if random.unit() < buys { count += 1 }
    }
    return count
  }

  private func money(
    _ count: Int, _ x: Int, _ meanValue: Double, _ random: inout SeededRandom
  ) -> Double {
    guard let spend else { return Double(count) }
    // A mean that is no money says nothing about the customer's own.
    let n = meanValue > 0 ? Double(x) : 0
    let scale =
      RandomVariates.gamma(shape: spend.q + spend.p * n, &random)
      / (spend.gamma + n * meanValue)
    return RandomVariates.gamma(shape: spend.p * Double(count), &random) / scale
  }
}
