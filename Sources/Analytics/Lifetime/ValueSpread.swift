/// How far the values of customers scatter around what is expected of them: futures, simulated
/// under models that the data leave possible, so that both chance and what is not known of the
/// parameters are in it.
import Learning
import Numerics
import Support

struct ValueSpread: Sendable {
  /// The fitted models first.
  private let purchases: [PurchaseModel]
  /// The same where rates differ by traits.
  private let traits: [TraitModel]
  private let spends: [GammaGamma?]
  private let model: LifetimeModel
  private let orderValues: [Double]
  private let options: LifetimeOptions
  private let horizon: Double
  private let discountOf: @Sendable (Int) -> Double

  /// Models that futures are drawn under, and futures of one customer under each.
  private static let modelCount = 50
  private static let futures = 8
  private static let portfolioSample = 400

  init(
    _ model: LifetimeModel, _ orderValues: [Double], _ options: LifetimeOptions, horizon: Double,
    discountOf: @escaping @Sendable (Int) -> Double
  ) {
    self.model = model
    self.orderValues = orderValues
    self.options = options
    self.horizon = horizon
    self.discountOf = discountOf
    let fit = model.study?.used?.fit
    traits = fit?.draws(Self.modelCount, seed: options.seed &+ 1) ?? []
    purchases =
      fit == nil ? model.purchases.draws(Self.modelCount, seed: options.seed &+ 1) : []
    let spend = model.spend?.isFitted == true ? model.spend : nil
    spends = spend.map { $0.draws(Self.modelCount, seed: options.seed &+ 2) } ?? [nil]
  }

  /// The model of place `place` of as many as were drawn, by a customer's own rates.
  private func purchaseModel(_ place: Int, of index: Int) -> PurchaseModel {
    guard let used = model.study?.used else { return purchases[place % purchases.count] }
    return .pareto(traits[place % traits.count].own(used.values, index))
  }

  private func draws(_ index: Int, futures: Int) -> [Double] {
    var random = SeededRandom(seed: options.seed, stream: index)
    let histories = model.histories
    let unit = spends[0] == nil ? orderValues[index] : 1
    let factor = options.margin * discountOf(index) * unit
    return (0..<Self.modelCount).flatMap { place in
      PurchaseSimulation(
        purchases: purchaseModel(place, of: index), spend: spends[place % spends.count]
      ).values(
        histories.counts[index], histories.recencies[index], histories.ages[index],
        meanValue: histories.means[index], horizon: horizon, draws: futures, &random
      ).map { $0 * factor - options.acquisitionCost }
    }
  }

  /// The interval that holds the wished share of futures: as much is left out below as above, but
  /// where silence alone is more than is to be left out below, the interval begins there.
  func interval(_ index: Int) -> (low: Double, high: Double) {
    let sorted = draws(index, futures: Self.futures).sorted()
    let tail = (1 - options.interval) / 2
    let low = Quantile.of(sorted: sorted, tail)
    guard low <= -options.acquisitionCost else {
      return (low, Quantile.of(sorted: sorted, 1 - tail))
    }
    return (low, Quantile.of(sorted: sorted, options.interval))
  }

  /// The sum over all customers. Chance is that of a sample of them, scaled up; what the parameters
  /// may be moves all customers together, by the ratio of expected values of the sample.
  func portfolio(total: Double, _ run: Run) throws -> (low: Double, high: Double) {
    let count = model.histories.members.count
    guard count > 0 else { return (total, total) }
    let sample = Array(stride(from: 0, to: count, by: max(1, count / Self.portfolioSample)))
    let variances = try Parallel.map(count: sample.count, chunk: 32) { range in
      try run.checkpoint()
      return range.map { Moments(of: draws(sample[$0], futures: 2)).variance }
    }.flatMap { $0 }
    let deviation =
      (variances.pairwiseSum / Double(sample.count) * Double(count)).squareRoot()
    let ratios = try self.ratios(sample, run)
    let gross = total + options.acquisitionCost * Double(count)
    let normal = (0..<Self.normals).map { Special.normalQuantile((Double($0) + 0.5) / 25) }
    let totals = ratios.flatMap { ratio in
      normal.map { total + gross * (ratio - 1) + $0 * deviation }
    }
    .sorted()
    let tail = (1 - options.interval) / 2
    // Few customers scatter more than they are worth, but nobody buys less than nothing.
    let least = -options.acquisitionCost * Double(count)
    return (
      max(least, Quantile.of(sorted: totals, tail)),
      max(least, Quantile.of(sorted: totals, 1 - tail))
    )
  }

  private static let normals = 25

  /// What the sample is worth under each model that was drawn, over what it is under the fitted.
  private func ratios(_ sample: [Int], _ run: Run) throws -> [Double] {
    let fitted = worth(sample, model.spend?.model) { model.purchaseModel(of: $0) }
    guard fitted > 0 else { return [1] }
    return try Parallel.map(count: Self.modelCount, chunk: 1) { range in
      try run.checkpoint()
      return range.map { place -> Double in
        let value = worth(sample, spends[place % spends.count]) { purchaseModel(place, of: $0) }
        let ratio = value / fitted
        return ratio.isFinite ? ratio : 1
      }
    }.flatMap { $0 }
  }

  private func worth(
    _ sample: [Int], _ spend: GammaGamma?, purchases: (Int) -> PurchaseModel
  ) -> Double {
    let histories = model.histories
    return sample.reduce(0.0) { sum, index in
      let expected = purchases(index).expectedPurchases(
        in: [horizon], histories.counts[index], histories.recencies[index], histories.ages[index])
      let value = spends[0] == nil ? orderValues[index] : model.orderValue(index, spend)
      return sum + options.margin * discountOf(index) * expected[0] * value
    }
  }
}
