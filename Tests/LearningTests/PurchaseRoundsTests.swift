/// BG/BB against the peer's optimum, its likelihood as an integral, and customers made up by it.
import Foundation
@testable import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct PurchaseRoundsTests {
  private static let hasData = Repository.hasShared
  private static let models = [
    BetaBernoulli(alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8),
    BetaBernoulli(alpha: 2.5, beta: 6, gamma: 1, delta: 4),
    BetaBernoulli(alpha: 0.6, beta: 1.4, gamma: 3, delta: 9),
  ]
  private static let histories = [
    (0, 0, 6), (1, 1, 6), (2, 5, 6), (4, 4, 7), (6, 6, 6), (3, 9, 20),
  ]

  private func donations() throws -> PurchaseGroups {
    let path = try #require(Repository.shared("data/donations/donations.csv"))
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",").compactMap { Double($0) } }.filter { $0.count == 4 }
    #expect(rows.count == 22)
    return PurchaseGroups(
      counts: rows.map { Int($0[0]) }, recencies: rows.map { $0[1] }, ages: rows.map { $0[2] },
      weights: rows.map { $0[3] })
  }

  // A direct maximum of the published likelihood; reference/clv.json. The paper has 1.204, 0.750,
  // 0.657, 2.783 and -33225.6.
  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `the fit of BG/BB reaches the maximum on the donations`() throws {
    let tree = value(try Repository.reference("clv.json"), "results.donations_bgbb")
    let groups = try donations()
    #expect(groups.customerCount == 11_104)
    let fit = try PurchaseFit(groups, .bgBeta, Run())
    for (index, name) in fit.model.names.enumerated() {
      let wanted = try #require(number(tree, "parameters.\(name)"))
      #expect(abs(fit.model.parameters[index] - wanted) <= 1e-4 * wanted, "\(name)")
      let error = try #require(number(tree, "standard_errors.\(name)"))
      #expect(abs((fit.standardErrors?[index] ?? 0) - error) <= 2e-3 * error, "\(name)")
    }
    let best = try #require(number(tree, "log_likelihood"))
    #expect(abs(fit.logLikelihood - best) <= 1e-6)
    #expect(fit.rung == .maximum && fit.family == .bgBeta)
  }

  // The same as an integral over both chances, by nodes that crowd at the ends.
  @Test func `the likelihood is that of chances integrated over`() throws {
    for model in Self.models {
      let whole = Self.integral(model) { _, _ in 1 }
      for (x, last, rounds) in Self.histories {
        let groups = PurchaseGroups(
          counts: [x], recencies: [Double(last)], ages: [Double(rounds)])
        let integral = Self.integral(model) { buys, leaves in
          Self.likelihood(x, last, rounds, buys, leaves).whole
        }
        let own = try model.logLikelihood(groups, Run())
        #expect(abs(own - log(integral / whole)) < 1e-9, "x = \(x) of \(rounds)")
        let staying = Self.integral(model) { buys, leaves in
          Self.likelihood(x, last, rounds, buys, leaves).staying
        }
        #expect(abs(model.probabilityAlive(x, last, rounds) - staying / integral) < 1e-9)
      }
    }
  }

  /// Of one customer with known chances: all, and the part in which it is still there.
  private static func likelihood(
    _ x: Int, _ last: Int, _ rounds: Int, _ buys: Double, _ leaves: Double
  ) -> (whole: Double, staying: Double) {
    func seen(_ n: Int) -> Double {
      pow(buys, Double(x)) * pow(1 - buys, Double(n - x)) * pow(1 - leaves, Double(n))
    }
    let gone = (last..<max(last, rounds)).reduce(0.0) { $0 + leaves * seen($1) }
    return (gone + seen(rounds), seen(rounds))
  }

  /// Over both beta densities, by the double exponential rule on [0, 1].
  private static func integral(
    _ m: BetaBernoulli, _ function: (Double, Double) -> Double
  ) -> Double {
    let nodes = stride(from: -4.0, through: 4.0, by: 0.05).map { t -> (Double, Double, Double) in
      let u = Double.pi / 2 * sinh(t)
      let (low, high) = (1 / (1 + exp(-2 * u)), 1 / (1 + exp(2 * u)))
      return (low, high, low * high * cosh(t))
    }
    let byBuys = nodes.map { $0.2 * pow($0.0, m.alpha - 1) * pow($0.1, m.beta - 1) }
    let byLeaves = nodes.map { $0.2 * pow($0.0, m.gamma - 1) * pow($0.1, m.delta - 1) }
    var sum = 0.0
    for (i, buys) in nodes.enumerated() {
      for (j, leaves) in nodes.enumerated() {
        sum += byBuys[i] * byLeaves[j] * function(buys.0, leaves.0)
      }
    }
    return sum
  }

  @Test func `the gradient is that of differences`() throws {
    let groups = PurchaseGroups(
      counts: Self.histories.map(\.0), recencies: Self.histories.map { Double($0.1) },
      ages: Self.histories.map { Double($0.2) }, weights: [5, 4, 3, 2, 6, 1])
    for model in Self.models {
      let at = PurchaseModel.betaBernoulli(model)
      let own = try model.value(groups, Run()).gradient
      for index in 0..<4 {
        let likelihoods = try [1 + 1e-6, 1 - 1e-6].map { factor in
          var factors = [1.0, 1, 1, 1]
          factors[index] = factor
          guard case .betaBernoulli(let near) = at.multiplied(by: factors) else { return 0.0 }
          return try near.logLikelihood(groups, Run())
        }
        let slope = (likelihoods[0] - likelihoods[1]) / (2e-6 * at.parameters[index])
        #expect(abs(own[index] - slope) < 1e-5 * max(1, abs(slope)), "\(at.names[index])")
      }
    }
  }

  @Test func `futures on rounds are those that are simulated`() {
    for model in Self.models {
      let purchases = PurchaseModel.betaBernoulli(model)
      let simulation = PurchaseSimulation(purchases: purchases, spend: nil)
      var random = SeededRandom(seed: 8)
      for (x, last, rounds) in Self.histories {
        let (recency, age) = (Double(last), Double(rounds))
        let values = simulation.values(
          x, recency, age, meanValue: 0, horizon: 5, draws: 60_000, &random)
        let moments = Moments(of: values)
        let error = (moments.variance / 60_000).squareRoot()
        let expected = purchases.expectedPurchases(in: [1, 5], x, recency, age)
        #expect(abs(moments.mean - expected[1]) < 4 * error, "x = \(x)")
        #expect(expected[0] < expected[1])
        let silent = Double(values.count { $0 == 0 }) / 60_000
        #expect(abs(silent - purchases.probabilityOfSilence(in: 5, x, recency, age)) < 0.01)
      }
    }
  }

  /// Customers over rounds: chances drawn, purchases made.
  private static func customers(
    _ model: BetaBernoulli, _ count: Int, rounds: Int, seed: UInt64
  ) -> PurchaseGroups {
    var random = SeededRandom(seed: seed)
    var histories: (x: [Int], last: [Double]) = ([], [])
    for _ in 0..<count {
      let buys = RandomVariates.beta(model.alpha, model.beta, &random)
      let leaves = RandomVariates.beta(model.gamma, model.delta, &random)
      var (x, last) = (0, 0)
      for round in 1...rounds {
        if random.unit() < leaves { break }
        if random.unit() < buys { (x, last) = (x + 1, round) }
      }
      histories.x.append(x)
      histories.last.append(Double(last))
    }
    return PurchaseGroups(
      counts: histories.x, recencies: histories.last,
      ages: [Double](repeating: Double(rounds), count: count))
  }

  @Test func `parameters of simulated customers are found within two standard errors`() throws {
    var far = 0
    for seed in 1...5 {
      let model = BetaBernoulli(alpha: 1.5, beta: 2.5, gamma: 1.2, delta: 8)
      let groups = Self.customers(model, 20_000, rounds: 12, seed: UInt64(seed))
      let fit = try PurchaseFit(groups, .bgBeta, Run())
      let errors = try #require(fit.standardErrors)
      let truth = PurchaseModel.betaBernoulli(model).parameters
      for index in 0..<4 where abs(fit.model.parameters[index] - truth[index]) > 2 * errors[index] {
        far += 1
      }
    }
    #expect(far <= 3, "of 20 one is to be expected")
  }

  @Test func `hard rounds get a lower rung and never a number that is none`() throws {
    let cases: [(PurchaseGroups, PurchaseRung?)] = [
      (PurchaseGroups(counts: [], recencies: [], ages: []), .prior),
      (PurchaseGroups(counts: [0, 0], recencies: [0, 0], ages: [3, 0]), .prior),
      (PurchaseGroups(counts: [5, 5, 5], recencies: [5, 5, 5], ages: [5, 5, 5]), .noDropout),
      (PurchaseGroups(counts: [1], recencies: [1], ages: [400]), nil),
      (PurchaseGroups(counts: [900, 1], recencies: [1000, 1], ages: [1000, 1000]), nil),
    ]
    for (groups, rung) in cases {
      let fit = try PurchaseFit(groups, .bgBeta, Run())
      if let rung { #expect(fit.rung == rung) }
      #expect(fit.model.parameters.allSatisfy { $0.isFinite && $0 > 0 })
      for (x, last, rounds) in Self.histories + [(0, 0, 0), (0, 0, 5000), (2500, 5000, 5000)] {
        let alive = fit.model.probabilityAlive(x, Double(last), Double(rounds))
        #expect((0...1).contains(alive))
        let ahead = fit.model.expectedPurchases(in: [0, 1, 240], x, Double(last), Double(rounds))
        #expect(ahead.allSatisfy(\.isFinite) && ahead[0] == 0 && ahead[2] <= 240)
      }
    }
  }
}
