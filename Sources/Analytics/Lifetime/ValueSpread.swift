/// How far the values of customers scatter around what is expected of them.
import Learning
import Numerics
import Support

/// How far values scatter, by simulated futures.
struct ValueSpread: Sendable {
  private let simulation: PurchaseSimulation
  private let histories: PurchaseHistories
  private let orderValues: [Double]
  private let options: LifetimeOptions
  private let horizon: Double
  private let discountOf: @Sendable (Int) -> Double

  private static let draws = 400
  private static let portfolioSample = 1_000

  init(
    _ simulation: PurchaseSimulation, _ histories: PurchaseHistories, _ orderValues: [Double],
    _ options: LifetimeOptions, horizon: Double, discountOf: @escaping @Sendable (Int) -> Double
  ) {
    self.simulation = simulation
    self.histories = histories
    self.orderValues = orderValues
    self.options = options
    self.horizon = horizon
    self.discountOf = discountOf
  }

  private func draws(_ index: Int, _ count: Int) -> [Double] {
    var random = SeededRandom(seed: options.seed, stream: index)
    let unit = simulation.spend == nil ? orderValues[index] : 1
    let factor = options.margin * discountOf(index) * unit
    return simulation.values(
      histories.counts[index], histories.recencies[index], histories.ages[index],
      meanValue: histories.means[index], horizon: horizon, draws: count, &random
    ).map { $0 * factor - options.acquisitionCost }
  }

  func interval(_ index: Int) -> (low: Double, high: Double) {
    let sorted = draws(index, Self.draws).sorted()
    let tail = (1 - options.interval) / 2
    return (Quantile.of(sorted: sorted, tail), Quantile.of(sorted: sorted, 1 - tail))
  }

  /// The sum over all customers, whose scatter is that of a sample of them, scaled up.
  func portfolio(total: Double, _ run: Run) throws -> (low: Double, high: Double) {
    let count = histories.members.count
    let step = max(1, count / Self.portfolioSample)
    var variance = 0.0
    var sampled = 0.0
    for index in stride(from: 0, to: count, by: step) {
      try run.checkpoint()
      let values = draws(index, 60)
      let mean = values.reduce(0, +) / 60
      variance += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59
      sampled += 1
    }
    guard sampled > 0 else { return (total, total) }
    let spread = (variance / sampled * Double(count)).squareRoot()
    let z = Special.normalQuantile((1 + options.interval) / 2)
    return (total - z * spread, total + z * spread)
  }
}
