/// The chance of exactly so many purchases: against futures made up, known silence, and itself.
@testable import Learning
import Foundation
import Numerics
import Support
import Testing

@Suite struct PurchaseChancesTests {
  private static let models: [PurchaseModel] = [
    .betaGeometric(BetaGeometric(dropout: .bgNbd, r: 0.5, alpha: 8, a: 0.8, b: 2.5)),
    .betaGeometric(BetaGeometric(dropout: .mbgNbd, r: 2, alpha: 20, a: 1, b: 3)),
    .pareto(ParetoNBD(r: 0.6, alpha: 10, s: 0.6, beta: 12)),
    .pareto(ParetoNBD(r: 2, alpha: 9, s: 2, beta: 40)),
    .betaBernoulli(BetaBernoulli(alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 2.8)),
    .betaBernoulli(BetaBernoulli(alpha: 3, beta: 5, gamma: 1, delta: 9)),
  ]
  private static let histories = [(0, 0.0, 12.0), (3, 8.0, 12.0), (9, 30.0, 31.0)]

  @Test(arguments: Self.models)
  func `chances sum to one, give the mean, and begin with silence`(_ model: PurchaseModel) {
    for (x, recency, age) in Self.histories {
      for horizon in [0.0, 1, 6, 40] {
        let chances = model.purchaseChances(in: horizon, upTo: 600, x, recency, age)
        #expect(chances.count == 602)
        #expect(chances.allSatisfy { (0...1).contains($0) })
        #expect(abs(chances.dropLast().reduce(0, +) - 1) < 1e-9, "x = \(x) in \(horizon)")
        let mean = chances.indices.dropLast().reduce(0.0) { $0 + Double($1) * chances[$1] }
        let expected = model.expectedPurchases(in: [horizon], x, recency, age)[0]
        #expect(abs(mean - expected) < 1e-6 * max(1, expected), "x = \(x) in \(horizon)")
        let silence = model.probabilityOfSilence(in: horizon, x, recency, age)
        #expect(abs(chances[0] - silence) < 1e-12, "x = \(x) in \(horizon)")
      }
    }
  }

  @Test(arguments: Self.models)
  func `chances are the shares of simulated futures`(_ model: PurchaseModel) {
    let simulation = PurchaseSimulation(purchases: model, spend: nil)
    var random = SeededRandom(seed: 21)
    let draws = 100_000
    for (x, recency, age) in Self.histories {
      let values = simulation.values(
        x, recency, age, meanValue: 0, horizon: 10, draws: draws, &random)
      let chances = model.purchaseChances(in: 10, upTo: 3, x, recency, age)
      for count in 0...3 {
        let share = Double(values.count { $0 == Double(count) }) / Double(draws)
        let error = (chances[count] * (1 - chances[count]) / Double(draws)).squareRoot()
        #expect(abs(share - chances[count]) <= 4 * error + 1e-9, "\(count) after \(x)")
      }
      let more = Double(values.count { $0 > 3 }) / Double(draws)
      #expect(abs(more - chances[4]) < 0.01)
    }
  }

  // The chance under known rates, averaged over a fine grid of them: no formula of the model.
  @Test func `chances of Pareto/NBD are known rates averaged over`() {
    let model = ParetoNBD(r: 2, alpha: 9, s: 2, beta: 14)
    let (x, recency, age, horizon) = (2, 6.0, 10.0, 8.0)
    var sums = [Double](repeating: 0, count: 4)
    var total = 0.0
    let step = 0.003
    for rate in stride(from: step / 2, to: 6, by: step) {
      let prior = pow(rate, model.r + Double(x) - 1) * exp(-(model.alpha + age) * rate)
      for loss in stride(from: step / 2, to: 3, by: step) {
        let weight = prior * pow(loss, model.s - 1) * exp(-(model.beta + age) * loss)
        total += weight
        let both = rate + loss
        // Still there at the end, or gone at a moment before: a gamma integral of count + 1.
        var poisson = exp(-both * horizon)
        var below = 0.0
        for count in 0...3 {
          below += poisson
          let stays =
            exp(-both * horizon) * pow(rate * horizon, Double(count))
            / Double([1, 1, 2, 6][count])
          sums[count] +=
            weight * (stays + loss / both * pow(rate / both, Double(count)) * (1 - below))
          poisson *= both * horizon / Double(count + 1)
        }
      }
    }
    let alive = model.probabilityAlive(x, recency, age)
    let own = PurchaseModel.pareto(model).purchaseChances(in: horizon, upTo: 3, x, recency, age)
    for count in 0...3 {
      let grid = sums[count] / total * alive + (count == 0 ? 1 - alive : 0)
      #expect(abs(own[count] - grid) < 2e-5, "\(count): \(own[count]) and \(grid)")
    }
  }

  @Test(arguments: Self.models)
  func `heavy buyers and long times give chances too`(_ model: PurchaseModel) {
    for (x, recency, age, horizon) in [
      (5_000, 900.0, 1_000.0, 365.0), (0, 0, 0, 1e5), (1, 1, 5_000, 1), (40_000, 50_000, 50_000, 9),
    ] {
      let chances = model.purchaseChances(
        in: horizon, upTo: 3, min(x, Int(recency)), recency, age)
      #expect(chances.allSatisfy { (0...1).contains($0) })
      #expect(abs(chances.reduce(0, +) - 1) < 1e-9, "\(x) in \(horizon)")
    }
  }
}
