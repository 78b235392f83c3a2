/// Values: the reference's figures through the whole way from a file, and shops that are hard.
import Analytics
import Learning
import Support
import Tables
import TestKit
import Testing

@Suite struct LifetimeTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  // Direct maxima of the published likelihoods; reference/clv.json, results.cdnow_sample.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `CDNOW from its raw lines gives the published parameters and hold-out`() throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_sample.txt"))
    let data = try TableReader.read(path: path, ReadOptions(), Run())
    var options = LifetimeOptions()
    options.method = .bgNbd
    options.timeUnit = .week
    options.calibrationEnd = CivilDate.parse("1997-09-30")
    let result = try LifetimeValue.of(data, options: options, Run())
    let published = [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)]
    for (parameter, expected) in zip(result.purchaseParameters, published) {
      #expect(parameter.name == expected.0)
      #expect((parameter.value * 1000).rounded() / 1000 == expected.1)
    }
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_sample")
    let logLikelihood = try #require(number(tree, "bgnbd.log_likelihood"))
    #expect(result.logLikelihood >= logLikelihood - 1e-6)
    let mae = try #require(number(tree, "bgnbd.holdout.mae"))
    #expect(abs((result.holdout?.mae ?? 0) - mae) < 1e-6)
    #expect(result.ids.count == 2357)
  }

  // The best peer over weeks 40 to 78 is Pareto/NBD; reference/clv.json.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `Pareto/NBD misses held-out purchases of CDNOW by no more than the best peer`() throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_sample.txt"))
    let data = try TableReader.read(path: path, ReadOptions(), Run())
    var options = LifetimeOptions()
    options.method = .paretoNbd
    options.timeUnit = .week
    options.calibrationEnd = CivilDate.parse("1997-09-30")
    let result = try LifetimeValue.of(data, options: options, Run())
    let tree = value(try Repository.reference("clv.json"), "results.cdnow_sample.pareto_nbd")
    #expect(result.purchaseParameters.map(\.name) == ["r", "alpha", "s", "beta"])
    #expect(result.logLikelihood >= (try #require(number(tree, "log_likelihood"))) - 1e-6)
    let mae = try #require(number(tree, "holdout.mae"))
    // Found at the same optimum; the last digits are those of the search.
    #expect((result.holdout?.mae ?? 9) <= mae + 1e-6)
    let foreseen = try #require(number(tree, "holdout.total_predicted"))
    #expect(abs((result.holdout?.totalPredicted ?? 0) - foreseen) < 1e-4 * foreseen)
  }

  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `one-time buyers may be gone by default`() throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_sample.txt"))
    let data = try TableReader.read(path: path, ReadOptions(), Run())
    let result = try LifetimeValue.of(data, options: LifetimeOptions(), Run())
    #expect(result.options.method == .mbgNbd)
    #expect(result.aliveProbabilities.allSatisfy { $0 < 1 })
  }

  private static let hardShops = [
    ("a single order", "a,2024-01-01,5"),
    ("one order each", "a,2024-01-01,5\nb,2024-02-01,7\nc,2024-03-01,9"),
    ("all on one day", "a,2024-01-01,5\nb,2024-01-01,7\na,2024-01-01,9"),
    ("free of charge", "a,2024-01-01,0\na,2024-02-01,0\nb,2024-01-05,0"),
    ("huge amounts", "a,2024-01-01,9e14\na,2024-02-01,8e14\nb,2024-01-05,1"),
    ("a refund of everything", "a,2024-01-01,5\na,2024-01-09,6\na,2024-02-01,-50\nb,2024-01-02,1"),
    ("a century apart", "a,1924-01-01,5\na,2024-01-01,5\nb,1990-01-01,7"),
  ]

  @Test(arguments: Self.hardShops, [LifetimeOptions.Method.mbgNbd, .bgNbd, .paretoNbd])
  func `hard shops get numbers, and the rung is named`(
    _ shop: (String, String), method: LifetimeOptions.Method
  ) throws {
    let (name, rows) = shop
    let data = try table("customer_id,date,amount\n\(rows)\n")
    var options = LifetimeOptions()
    options.method = method
    let result = try LifetimeValue.of(data, options: options, Run())
    for customer in result.ids.indices {
      #expect(result.values[customer].isFinite, "\(name)")
      let interval = result.interval(customer)
      #expect(interval.low.isFinite && interval.low <= interval.high, "\(name)")
      #expect(0 <= result.aliveProbabilities[customer] && result.aliveProbabilities[customer] <= 1)
    }
    #expect(result.portfolioTotal.isFinite)
    #expect(result.portfolioInterval.low.isFinite && result.portfolioInterval.high.isFinite)
    #expect(0 <= result.portfolioInterval.low, "nobody buys less than nothing")
    let named = result.notices.map(\.code)
    #expect(result.rung == "maximum" || named.contains(result.rung), "\(name): \(result.rung)")
    #expect(result.family == method || named.contains("modelFallback"))
  }

  @Test(arguments: [LifetimeOptions.Method.mbgNbd, .bgNbd, .paretoNbd])
  func `a shop of one day is worth the same in days, weeks and months`(
    method: LifetimeOptions.Method
  ) throws {
    let data = try table("customer_id,date,amount\na,2024-01-01,5\nb,2024-01-01,7\n")
    let totals = try LifetimeOptions.TimeUnit.allCases.map { unit in
      var options = LifetimeOptions()
      options.method = method
      options.timeUnit = unit
      return try LifetimeValue.of(data, options: options, Run()).portfolioTotal
    }
    for total in totals { #expect(abs(total - totals[0]) < 1e-9 * totals[0], "\(totals)") }
  }

  @Test func `cash flows are discounted by period, at the end, in the middle, at the beginning`() {
    let cases: [(Cashflow.Timing, Double)] = [
      (.end, 185.94104308390022), (.mid, 190.53287119), (.begin, 195.23809523809524),
    ]
    for (timing, expected) in cases {
      let value = Cashflow.value([100, 100], rate: 0.05, timing: timing).value
      #expect(abs(value - expected) < 1e-6)
    }
    let kept = Cashflow.value(
      [100, 100], rate: 0, timing: .end, margin: 0.5, retention: 0.8, acquisitionCost: 20)
    #expect(abs(kept.value - (50 + 40 - 20)) < 1e-12)
  }

  @Test func `published formulas give the printed number and say what is wrong`() {
    let ltv = NamedFormula.ltv000(
      amount: 100, cost: 50, retention: 0.8, lifetimeDays: 365, currency: "CNY")
    #expect(ltv.value == 4000 && ltv.unit == "CNY^2")
    #expect(ltv.notices.map(\.code).contains("formulaMultipliesCost"))
    let score = NamedFormula.cv003(
      amount: 1000, frequency: 12, lifetimeValue: 5000, weights: [0.3, 0.5, 0.2], currency: "CNY")
    #expect(score.value == 1306)
    #expect(score.contributions.map(\.value) == [300, 6, 1000])
    #expect(score.notices.map(\.code).contains("mixedUnits"))
    let flows = NamedFormula.cltv004([100, 100], rate: 0.05, timing: .end, currency: "CNY")
    #expect(abs(flows.value - 185.941043) < 1e-6)
    #expect(flows.notices.contains { $0.phrase.en.contains("190.48") })
  }

  /// A shop of customers who buy at times of their own and leave after some order.
  private func returning() throws -> Table {
    var random = SeededRandom(seed: 11)
    var text = "customer_id,date,amount\n"
    for id in 0..<400 {
      let rate = RandomVariates.gamma(shape: 1.2, &random) / 30
      let leaves = RandomVariates.beta(0.8, 4, &random)
      var day = 100 * random.unit()
      while day < 365 {
        text += "c\(id),\(CivilDate.text(days: 19_000 + Int32(day))),\(10 + id % 9)\n"
        if random.unit() < leaves { break }
        day += RandomVariates.exponential(rate: max(1e-6, rate), &random)
      }
    }
    return try table(text)
  }

  // No orders are known on which a search does not end, so its steps are taken away here.
  @Test func `a search without steps falls a rung, and each rung is named`() throws {
    let data = try returning()
    var options = LifetimeOptions()
    options.method = .paretoNbd
    let whole = try LifetimeValue.of(data, options: options, Run())
    #expect(whole.family == .paretoNbd && whole.rung == "maximum")
    #expect(!whole.notices.contains { ["modelFallback", "prior"].contains($0.code) })
    options.steps.pareto = 0
    let second = try LifetimeValue.of(data, options: options, Run())
    #expect(second.family == .mbgNbd && second.rung == "maximum")
    let notice = try #require(second.notices.first { $0.code == "modelFallback" })
    #expect(notice.phrase.en.contains("Pareto/NBD") && notice.phrase.en.contains("MBG/NBD"))
    #expect(notice.phrase.zh.contains("改用 MBG/NBD"))
    options.method = .mbgNbd
    let asked = try LifetimeValue.of(data, options: options, Run())
    #expect(second.values == asked.values && !asked.notices.contains { $0.code == "modelFallback" })
    options.steps.betaGeometric = 0
    for method in [LifetimeOptions.Method.paretoNbd, .mbgNbd, .bgNbd] {
      options.method = method
      let last = try LifetimeValue.of(data, options: options, Run())
      #expect(last.rung == "prior" && last.grade.letter == .d)
      #expect(last.family == (method == .bgNbd ? .bgNbd : .mbgNbd))
      #expect(last.notices.contains { $0.code == "modelFallback" } == (method == .paretoNbd))
      let prior = try #require(last.notices.first { $0.code == "prior" })
      #expect(prior.phrase.en.contains("reached no maximum"))
      #expect(last.values.allSatisfy { $0.isFinite })
    }
    (options.method, options.rounds, options.steps.rounds) = (.bgBeta, .month, 0)
    let rounds = try LifetimeValue.of(data, options: options, Run())
    #expect(rounds.rung == "prior" && rounds.notices.contains { $0.code == "prior" })
    options.steps.rounds = 500
    #expect(try LifetimeValue.of(data, options: options, Run()).rung == "maximum")
  }
}
