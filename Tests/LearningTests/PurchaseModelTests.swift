/// Purchase models against their published formulas, the peer's optimum, and their own simulations.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct PurchaseModelTests {
  private static let hasData = Repository.hasShared

  private struct Summary {
    var ids: [Int] = []
    var counts: [Int] = []
    var recencies: [Double] = []
    var ages: [Double] = []
    var means: [Double] = []
  }

  private func cdnow(_ name: String) throws -> Summary {
    let path = try #require(Repository.shared("data/cdnow/\(name)"))
    var summary = Summary()
    for line in try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
    {
      let cells = line.split(separator: ",").compactMap { Double($0) }
      guard cells.count >= 4 else { continue }
      summary.ids.append(Int(cells[0]))
      summary.counts.append(Int(cells[1]))
      summary.recencies.append(cells[2])
      summary.ages.append(cells[3])
      if cells.count > 4 { summary.means.append(cells[4]) }
    }
    return summary
  }

  // Direct maxima of the published likelihoods; reference/clv.json.
  @Test(
    .enabled(if: Self.hasData, "the data beside the repository are absent"),
    arguments: [("bgnbd", BetaGeometric.Dropout.bgNbd), ("mbgnbd", .mbgNbd)])
  func `the fit reaches the maximum on CDNOW`(key: String, dropout: BetaGeometric.Dropout) throws {
    let reference = value(try Repository.reference("clv.json"), "results.cdnow_summary.\(key)")
    let data = try cdnow("cdnow_customers_summary.csv")
    let groups = PurchaseGroups(counts: data.counts, recencies: data.recencies, ages: data.ages)
    let fit = try BetaGeometricFit(groups, dropout: dropout, Run())
    let own = [fit.model.r, fit.model.alpha, fit.model.a, fit.model.b]
    for (index, name) in ["r", "alpha", "a", "b"].enumerated() {
      let wanted = try #require(number(reference, "parameters.\(name)"))
      #expect(abs(own[index] - wanted) <= 1e-4 * wanted, "\(name)")
      let error = try #require(number(reference, "standard_errors.\(name)"))
      #expect(abs((fit.standardErrors?[index] ?? 0) - error) <= 1e-3 * error, "\(name)")
    }
    let best = try #require(number(reference, "log_likelihood"))
    #expect(fit.logLikelihood >= best - 1e-6)
    #expect(fit.rung == .maximum)
  }

  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `predictions for the listed customers agree to 1e-6`() throws {
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_summary")
    let p = try ["r", "alpha", "a", "b"].map {
      try #require(number(tree, "bgnbd.parameters.\($0)"))
    }
    let model = BetaGeometric(dropout: .bgNbd, r: p[0], alpha: p[1], a: p[2], b: p[3])
    let customers = try #require(value(tree, "customers_1_to_20") as? [[String: Any]])
    #expect(customers.count == 20)
    for customer in customers {
      let x = Int(try #require(number(customer, "x")))
      let (tx, age) = (try #require(number(customer, "t_x")), try #require(number(customer, "T")))
      let alive = try #require(number(customer, "bgnbd_p_alive"))
      let expected = try #require(number(customer, "bgnbd_expected_39_weeks"))
      #expect(abs(model.probabilityAlive(x, tx, age) - alive) <= 1e-6 * alive)
      #expect(abs(model.expectedPurchases(in: 39, x, tx, age) - expected) <= 1e-6 * expected)
    }
  }

  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `Gamma-Gamma reaches the maximum on CDNOW`() throws {
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_gamma_gamma")
    let data = try cdnow("cdnow_customers_summary_with_transactions.csv")
    let rows = data.counts.indices.filter { data.counts[$0] > 0 && data.means[$0] > 0 }
    let fit = try GammaGammaFit(rows.map { data.counts[$0] }, rows.map { data.means[$0] }, Run())
    for (name, own) in [("p", fit.model.p), ("q", fit.model.q), ("gamma", fit.model.gamma)] {
      let wanted = try #require(number(tree, "parameters.\(name)"))
      #expect(abs(own - wanted) <= 1e-4 * wanted, "\(name)")
    }
    #expect(fit.logLikelihood >= (number(tree, "log_likelihood") ?? 0) - 1e-6)
  }

  @Test func `the paper's hand check holds`() {
    // Fader, Hardie, Lee 2005: x = 2, t_x = 30.43, T = 38.86, 39 weeks ahead: 1.226.
    let model = BetaGeometric(dropout: .bgNbd, r: 0.243, alpha: 4.414, a: 0.793, b: 2.426)
    #expect(abs(model.expectedPurchases(in: 39, 2, 30.43, 38.86) - 1.2260281747671349) < 1e-9)
  }

  @Test func `a one-time buyer may be gone under MBG/NBD and never under BG/NBD`() {
    let bg = BetaGeometric(dropout: .bgNbd, r: 0.25, alpha: 4, a: 0.8, b: 2.4)
    let mbg = BetaGeometric(dropout: .mbgNbd, r: 0.25, alpha: 4, a: 0.8, b: 2.4)
    #expect(bg.probabilityAlive(0, 0, 40) == 1)
    #expect(mbg.probabilityAlive(0, 0, 40) < 1)
  }

  @Test(arguments: [BetaGeometric.Dropout.bgNbd, .mbgNbd])
  func `expected purchases are the mean of simulated futures`(dropout: BetaGeometric.Dropout) {
    let model = BetaGeometric(dropout: dropout, r: 2, alpha: 10, a: 1.2, b: 4)
    let simulation = PurchaseSimulation(purchases: .betaGeometric(model), spend: nil)
    var random = SeededRandom(seed: 4)
    for (x, recency, age) in [(0, 0.0, 5.0), (3, 20.0, 25.0), (8, 40.0, 41.0)] {
      let values = simulation.values(
        x, recency, age, meanValue: 0, horizon: 30, draws: 60_000, &random)
      let moments = Moments(of: values)
      let error = (moments.variance / 60_000).squareRoot()
      let expected = model.expectedPurchases(in: 30, x, recency, age)
      #expect(abs(moments.mean - expected) < 4 * error, "x = \(x)")
      let silent = Double(values.filter { $0 == 0 }.count) / 60_000
      let promised = model.probabilityOfSilence(in: 30, x, recency, age)
      #expect(abs(silent - promised) < 0.01, "x = \(x)")
    }
  }

  @Test func `expected purchases are smooth where a passes 1`() {
    let values = [0.9999, 1.0, 1.0001].map { a in
      BetaGeometric(dropout: .bgNbd, r: 1, alpha: 5, a: a, b: 2)
        .expectedPurchases(in: 10, 3, 6, 8)
    }
    #expect(abs(values[1] - (values[0] + values[2]) / 2) < 1e-7)
  }

  private static let hard: [(String, [Int], [Double], [Double])] = [
    ("one order each", [0, 0, 0], [0, 0, 0], [5, 9, 2]),
    ("a single customer", [4], [10], [12]),
    ("identical histories", [3, 3, 3], [9, 9, 9], [10, 10, 10]),
    ("no time at all", [0, 0], [0, 0], [0, 0]),
    (
      "nobody leaves", Array(repeating: 20, count: 50), Array(repeating: 100, count: 50),
      Array(repeating: 100, count: 50)
    ),
    ("long histories", [5000, 4000, 10], [1000, 990, 5], [1000, 1000, 1000]),
    ("tiny times", [1, 2, 0], [1e-9, 2e-9, 0], [1e-8, 1e-8, 1e-8]),
    ("huge times", [1, 2, 0], [1e9, 2e9, 0], [3e9, 3e9, 3e9]),
  ]

  @Test(arguments: 0..<8, [BetaGeometric.Dropout.bgNbd, .mbgNbd])
  func `hard data never fail and never give a number that is none`(
    _ index: Int, dropout: BetaGeometric.Dropout
  ) throws {
    let (name, counts, recencies, ages) = Self.hard[index]
    let groups = PurchaseGroups(counts: counts, recencies: recencies, ages: ages)
    let model = try BetaGeometricFit(groups, dropout: dropout, Run()).model
    for i in counts.indices {
      let alive = model.probabilityAlive(counts[i], recencies[i], ages[i])
      let expected = model.expectedPurchases(in: max(1, ages[i]), counts[i], recencies[i], ages[i])
      #expect(0 <= alive && alive <= 1, "\(name)")
      #expect(expected.isFinite && expected >= 0, "\(name): \(expected)")
    }
  }

  private static let amounts: [[Double]] = [
    [], [5], [5, 5, 5], [1e12, 1e-12, 3], (1...30).map { Double($0) },
  ]

  @Test(arguments: Self.amounts)
  func `hard amounts never fail`(means: [Double]) throws {
    let fit = try GammaGammaFit(means.map { _ in 2 }, means, Run())
    let value = fit.model.expectedValue(2, mean: 5, populationMean: 5)
    #expect(value.isFinite && value > 0)
  }
}
