/// Pareto/NBD against the peer's optimum, the published formula, and customers made up by it.
import Foundation
@testable import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct PurchaseParetoTests {
  private static let hasData = Repository.hasShared

  private func cdnow(_ name: String) throws -> [[Double]] {
    let path = try #require(Repository.shared("data/cdnow/\(name)"))
    return try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",").compactMap { Double($0) } }.filter { $0.count >= 4 }
  }

  private func groups(_ rows: [[Double]]) -> PurchaseGroups {
    PurchaseGroups(
      counts: rows.map { Int($0[1]) }, recencies: rows.map { $0[2] }, ages: rows.map { $0[3] })
  }

  // A direct maximum of the published likelihood; reference/clv.json.
  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `the fit of Pareto/NBD reaches the maximum on CDNOW`() throws {
    let tree = value(
      try Repository.reference("clv.json"), "results.cdnow_summary.pareto_nbd")
    let fit = try ParetoFit(groups(try cdnow("cdnow_customers_summary.csv")), Run())
    let own = [fit.model.r, fit.model.alpha, fit.model.s, fit.model.beta]
    for (index, name) in ["r", "alpha", "s", "beta"].enumerated() {
      let wanted = try #require(number(tree, "parameters.\(name)"))
      #expect(abs(own[index] - wanted) <= 1e-4 * wanted, "\(name): \(own[index])")
      let error = try #require(number(tree, "standard_errors.\(name)"))
      #expect(abs((fit.standardErrors?[index] ?? 0) - error) <= 2e-3 * error, "\(name)")
    }
    let best = try #require(number(tree, "log_likelihood"))
    #expect(fit.logLikelihood >= best - 1e-6 && fit.logLikelihood < best + 1e-3)
    #expect(fit.rung == .maximum)
  }

  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `predictions of Pareto/NBD for the listed customers agree to 1e-6`() throws {
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_summary")
    let p = try ["r", "alpha", "s", "beta"].map {
      try #require(number(tree, "pareto_nbd.parameters.\($0)"))
    }
    let model = PurchaseModel.pareto(ParetoNBD(r: p[0], alpha: p[1], s: p[2], beta: p[3]))
    let customers = try #require(value(tree, "customers_1_to_20") as? [[String: Any]])
    #expect(customers.count == 20)
    for customer in customers {
      let x = Int(try #require(number(customer, "x")))
      let (tx, age) = (try #require(number(customer, "t_x")), try #require(number(customer, "T")))
      let alive = try #require(number(customer, "pareto_p_alive"))
      let expected = try #require(number(customer, "pareto_expected_39_weeks"))
      #expect(abs(model.probabilityAlive(x, tx, age) - alive) <= 1e-6 * alive)
      let own = model.expectedPurchases(in: [39], x, tx, age)[0]
      #expect(abs(own - expected) <= 1e-6 * expected)
    }
  }

  // clv.json: value of 12 months of 4.345 weeks, discounted at 1 % each.
  @Test(.enabled(if: Self.hasData, "the data beside the repository are absent"))
  func `the value of the listed customers agrees to 1e-4`() throws {
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_gamma_gamma")
    let rows = try cdnow("cdnow_customers_summary_with_transactions.csv")
    let purchases = try PurchaseFit(groups(rows), .bgNbd, Run())
    let spenders = rows.filter { $0[1] > 0 && $0[4] > 0 }
    let spend = try GammaGammaFit(spenders.map { Int($0[1]) }, spenders.map { $0[4] }, Run())
    // The key holds a dot, which paths cannot.
    let block = (tree as? [String: Any])?["clv_12_months_rate_0.01"] as? [String: Any]
    let wanted = try #require(block?["first_20"] as? [Double])
    let months = (1...12).map { Double($0) * 4.345 }
    for (row, expected) in zip(rows, wanted) {
      let (x, mean) = (Int(row[1]), row[4])
      let counts = purchases.model.expectedPurchases(in: months, x, row[2], row[3])
      let order = spend.model.expectedValue(x, mean: mean, populationMean: 0)
      var own = 0.0
      for month in 0..<12 {
        let added = counts[month] - (month > 0 ? counts[month - 1] : 0)
        own += order * added / Math.pow(1.01, Double(month + 1))
      }
      #expect(abs(own - expected) <= 1e-4 * expected, "customer \(Int(row[0]))")
    }
  }

  // Fader, Hardie 2005, equation 20: the same likelihood as a difference of hypergeometric series.
  @Test func `the likelihood is that of the published formula`() throws {
    let models = [
      ParetoNBD(r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7),
      ParetoNBD(r: 2, alpha: 30, s: 1.5, beta: 8), ParetoNBD(r: 1.2, alpha: 4, s: 1, beta: 9),
    ]
    for model in models {
      for (x, recency, age) in [(0, 0.0, 39.0), (2, 30.4, 38.9), (7, 29.4, 38.9), (1, 1.7, 6.0)] {
        let groups = PurchaseGroups(counts: [x], recencies: [recency], ages: [age])
        let own = try model.logLikelihood(groups, Run())
        let published = try #require(Self.published(model, x, recency, age))
        #expect(abs(own - published) <= 1e-9 * abs(published), "x = \(x)")
      }
    }
  }

  private static func published(
    _ m: ParetoNBD, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double? {
    let n = m.r + m.s + Double(x)
    let (top, gap) = (max(m.alpha, m.beta), abs(m.alpha - m.beta))
    let second = m.alpha >= m.beta ? m.s + 1 : m.r + Double(x)
    func term(_ t: Double) -> Double? {
      Special.hypergeometric(n, second, n + 1, gap / (top + t)).map { $0 * pow(top + t, -n) }
    }
    guard let early = term(recency), let late = term(age) else { return nil }
    let kept = pow(m.alpha + age, -(m.r + Double(x))) * pow(m.beta + age, -m.s)
    return lgamma(m.r + Double(x)) - lgamma(m.r) + m.r * log(m.alpha) + m.s * log(m.beta)
      + log(kept + m.s / n * (early - late))
  }

  @Test func `expected purchases and silence are those of simulated futures`() {
    for model in [
      ParetoNBD(r: 2, alpha: 10, s: 1, beta: 20), ParetoNBD(r: 1, alpha: 30, s: 2.5, beta: 12),
    ] {
      let simulation = PurchaseSimulation(purchases: .pareto(model), spend: nil)
      var random = SeededRandom(seed: 4)
      for (x, recency, age) in [(0, 0.0, 5.0), (3, 20.0, 25.0), (8, 40.0, 41.0)] {
        let values = simulation.values(
          x, recency, age, meanValue: 0, horizon: 30, draws: 60_000, &random)
        let moments = Moments(of: values)
        let error = (moments.variance / 60_000).squareRoot()
        let expected = model.expectedPurchases(in: 30, x, recency, age)
        #expect(abs(moments.mean - expected) < 4 * error, "x = \(x)")
        let silent = Double(values.filter { $0 == 0 }.count) / 60_000
        #expect(abs(silent - model.probabilityOfSilence(in: 30, x, recency, age)) < 0.01)
      }
    }
  }

  /// Customers from their first purchase on: rates and times of loss drawn, purchases made.
  private static func customers(
    _ model: ParetoNBD, _ count: Int, seed: UInt64
  ) -> [(x: Int, recency: Double, age: Double)] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let age = 20 + 60 * random.unit()
      let rate = RandomVariates.gamma(shape: model.r, &random) / model.alpha
      let loss = RandomVariates.gamma(shape: model.s, &random) / model.beta
      let end = min(age, RandomVariates.exponential(rate: max(1e-300, loss), &random))
      var (x, time, recency) = (0, 0.0, 0.0)
      while true {
        time += RandomVariates.exponential(rate: max(1e-300, rate), &random)
        guard time <= end else { return (x, recency, age) }
        (x, recency) = (x + 1, time)
      }
    }
  }

  @Test func `planted parameters of Pareto/NBD are found within three standard errors`() throws {
    let truth = ParetoNBD(r: 1.2, alpha: 8, s: 0.9, beta: 25)
    let made = Self.customers(truth, 4_000, seed: 7)
    let fit = try ParetoFit(
      PurchaseGroups(
        counts: made.map(\.x), recencies: made.map(\.recency), ages: made.map(\.age)), Run())
    let errors = try #require(fit.standardErrors)
    let (own, planted) = (
      PurchaseModel.pareto(fit.model).parameters, PurchaseModel.pareto(truth).parameters
    )
    for index in 0..<4 { #expect(abs(own[index] - planted[index]) < 3 * errors[index]) }
  }

  @Test func `expected purchases are smooth where s passes 1`() {
    let values = [0.9999, 1.0, 1.0001].map { s in
      ParetoNBD(r: 1, alpha: 5, s: s, beta: 20).expectedPurchases(in: 10, 3, 6, 8)
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
    ("one giant", [100_000, 0, 1], [300, 0, 20], [365, 365, 365]),
    ("nobody returns, for years", [0, 0, 1], [0, 0, 1], [9000, 9000, 9000]),
  ]

  @Test(arguments: 0..<10, [PurchaseFit.Family.mbgNbd, .bgNbd, .paretoNbd])
  func `hard histories never fail and never give a number that is none`(
    _ index: Int, family: PurchaseFit.Family
  ) throws {
    let (name, counts, recencies, ages) = Self.hard[index]
    let groups = PurchaseGroups(counts: counts, recencies: recencies, ages: ages)
    let fit = try PurchaseFit(groups, family, Run())
    #expect(fit.logLikelihood.isFinite, "\(name)")
    for model in [fit.model] + fit.draws(5, seed: 1) {
      for i in counts.indices {
        let alive = model.probabilityAlive(counts[i], recencies[i], ages[i])
        let horizon = max(1, ages[i])
        let expected = model.expectedPurchases(in: [horizon], counts[i], recencies[i], ages[i])
        let silent = model.probabilityOfSilence(in: horizon, counts[i], recencies[i], ages[i])
        #expect(0 <= alive && alive <= 1, "\(name): \(alive)")
        #expect(expected[0].isFinite && expected[0] >= 0, "\(name): \(expected)")
        #expect(0 <= silent && silent <= 1, "\(name): \(silent)")
      }
    }
  }

  @Test func `days, weeks and hours tell the same of a customer`() throws {
    let made = Self.customers(ParetoNBD(r: 1, alpha: 6, s: 1, beta: 20), 500, seed: 3)
    let alive = try [1.0, 7, 168].map { unit in
      let fit = try ParetoFit(
        PurchaseGroups(
          counts: made.map(\.x), recencies: made.map { $0.recency * unit },
          ages: made.map { $0.age * unit }), Run())
      return fit.model.probabilityAlive(2, 10 * unit, 30 * unit)
    }
    #expect(abs(alive[0] - alive[1]) < 1e-6 && abs(alive[0] - alive[2]) < 1e-6)
  }

  // Beyond 5,000 groups the search begins on some and goes on to all; flat likelihoods, where
  // nobody leaves, are where such a way could stop too early.
  @Test(arguments: [0.02, 1e-9])
  func `the way by a sample ends where a search of all does`(leaving: Double) throws {
    var random = SeededRandom(seed: 31)
    var made: (x: [Int], recency: [Double], age: [Double]) = ([], [], [])
    for _ in 0..<12_000 {
      let rate = RandomVariates.gamma(shape: 2, &random) / 40
      let age = 200 + 165 * random.unit()
      let end = min(age, RandomVariates.exponential(rate: leaving * random.unit(), &random))
      var (x, time, recency) = (0, 0.0, 0.0)
      while true {
        time += RandomVariates.exponential(rate: max(1e-9, rate), &random)
        guard time <= end else { break }
        (x, recency) = (x + 1, time)
      }
      made.x.append(x)
      made.recency.append(recency)
      made.age.append(age)
    }
    let groups = PurchaseGroups(counts: made.x, recencies: made.recency, ages: made.age)
    let fit = try ParetoFit(groups, Run())
    let problem = PositiveProblem { p in
      let model = ParetoNBD(r: p[0], alpha: p[1] * 280, s: p[2], beta: p[3] * 280)
      let (value, slope) = try model.value(groups, Run())
      return (value, [slope[0], slope[1] * 280, slope[2], slope[3] * 280])
    }
    let start = [0.5, 0.5, 0.5, 0.5].map { Math.log($0) }
    let direct = try problem.minimum(from: start)
    #expect(fit.logLikelihood >= -direct.value - 1e-3)
    if leaving > 1e-3 {
      #expect(fit.rung == .maximum)
      let own = [fit.model.r, fit.model.alpha / 280, fit.model.s, fit.model.beta / 280]
      for (value, other) in zip(own, direct.point.map { Math.exp($0) }) {
        #expect(abs(value - other) <= 1e-3 * other)
      }
      #expect(fit.standardErrors != nil)
    }
  }
}
