/// Values by each customer's own rates: covariates that matter, that do not, and that may not be.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct LifetimeTraitTests {
  /// Orders of customers of two regions, the north buying three times as often; `age` and `plan`
  /// tell nothing.
  private static func orders(_ count: Int, seed: UInt64, ratio: Double = 3) -> String {
    var random = SeededRandom(seed: seed)
    let start = Double(CivilDate.parse("2023-01-01") ?? 0)
    var text = "customer_id,date,amount,region,age,plan\n"
    for customer in 0..<count {
      let isNorth = customer % 3 == 0
      let rate =
        RandomVariates.gamma(shape: 2, &random) / 200 * (isNorth ? ratio : 1)
      let stay = RandomVariates.exponential(
        rate: RandomVariates.gamma(shape: 1.5, &random) / 900, &random)
      let age = 20 + Int(40 * random.unit())
      let plan = random.unit() < 0.5 ? "basic" : "extra"
      let first = 360 * random.unit()
      var time = first
      while time < min(729, first + stay) || time == first {
        let day = CivilDate.text(days: Int32(start + time))
        text +=
          "c\(customer),\(day),\(5 + Int(50 * random.unit())),\(isNorth ? "north" : "south"),"
          + "\(age),\(plan)\n"
        time += RandomVariates.exponential(rate: rate, &random)
      }
    }
    return text
  }

  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func value(
    _ text: String, _ covariates: [String]?, seed: UInt64 = 42
  ) throws -> LifetimeValue {
    var options = LifetimeOptions()
    options.method = .paretoNbd
    options.covariates = covariates
    options.seed = seed
    return try LifetimeValue.of(try table(text), options: options, Run())
  }

  @Test func `a covariate that matters is found, used and told in both languages`() throws {
    let text = Self.orders(600, seed: 1)
    let result = try value(text, ["region"])
    let traits = try #require(result.traits)
    #expect(traits.isUsed && traits.aic < traits.plainAic && traits.pValue < 1e-6)
    #expect(traits.degreesOfFreedom == 2 && traits.effects.count == 2)
    #expect(abs(traits.statistic - 2 * (traits.logLikelihood - traits.plainLogLikelihood)) < 1e-9)
    #expect(abs(traits.aic - 2 * (6 - traits.logLikelihood)) < 1e-9)
    let buying = traits.effects[0]
    #expect(buying.rate == .buying && buying.value == "north" && buying.reference == "south")
    let error = try #require(buying.standardError)
    #expect(abs(buying.coefficient - Math.log(3)) < 2.5 * error && error < 0.15)
    #expect(buying.meaning.en.contains("region north") && buying.meaning.zh.contains("north"))
    #expect(!buying.meaning.en.contains("chance"))
    #expect(result.logLikelihood == traits.logLikelihood)
    #expect(result.definition.en.contains("covariates"))
    #expect(result.definition.zh.contains("协变量"))
  }

  // scipy 1.17.1, Nelder-Mead on the published likelihood (hypergeometric series) less b^2 / 8 for
  // each coefficient b: an optimum good to about six digits.
  @Test func `the fit of the example file is that of a direct search`() throws {
    let path = Repository.file("protocol/examples/ltv/regions.csv").path
    var options = LifetimeOptions()
    options.method = .paretoNbd
    options.covariates = ["region"]
    let result = try LifetimeValue.of(
      try TableReader.read(path: path, ReadOptions(), Run()), options: options, Run())
    let traits = try #require(result.traits)
    #expect(abs(traits.logLikelihood + 1629.7841998) < 1e-5)
    #expect(abs(traits.plainLogLikelihood + 1647.6253177) < 1e-5)
    let own = result.purchaseParameters.map(\.value) + traits.effects.map(\.coefficient)
    let found = [7.54005649, 1136.78171, 0.738453506, 180.546027, 1.31488957, -0.30023807]
    for (value, other) in zip(own, found) { #expect(abs(value - other) < 1e-5 * abs(other)) }
  }

  @Test func `chances, purchases and values are those of each customer's own rates`() throws {
    let text = Self.orders(600, seed: 1)
    let result = try value(text, ["region"])
    let plain = try value(text, nil)
    let effects = try #require(result.traits?.effects)
    let p = result.purchaseParameters.map(\.value)
    let ledger = try PurchaseLedger(try table(text), asOf: nil, Run())
    let horizon = 12 * LifetimeOptions.daysPerMonth
    for index in stride(from: 0, to: 600, by: 23) {
      let places = ledger.purchases(of: index)
      let first = ledger.days[places.lowerBound]
      let x = places.count - 1
      let recency = Double(ledger.days[places.upperBound - 1] - first)
      let age = Double(ledger.lastDay - first)
      let isNorth = index % 3 == 0
      #expect(result.ids[index] == "c\(index)")
      let own = ParetoNBD(
        r: p[0], alpha: p[1] * Math.exp(isNorth ? -effects[0].coefficient : 0), s: p[2],
        beta: p[3] * Math.exp(isNorth ? -effects[1].coefficient : 0))
      let alive = own.probabilityAlive(x, recency, age)
      #expect(abs(result.aliveProbabilities[index] - alive) < 1e-9)
      let expected = own.expectedPurchases(in: horizon, x, recency, age)
      #expect(abs(result.expectedPurchases[index] - expected) < 1e-7 * max(1, expected))
      let silence = own.probabilityOfSilence(in: horizon, x, recency, age)
      #expect(abs(result.purchaseChances(index)[0] - silence) < 1e-6)
      let (low, high) = result.interval(index)
      #expect(low <= high && low >= 0)
    }
    // Who bought once tells little, so the region tells most: north and south drift apart.
    let once = result.ids.indices.filter { ledger.purchases(of: $0).count == 1 }
    let ratio = { (value: LifetimeValue) -> Double in
      let north = once.filter { $0 % 3 == 0 }.map { value.expectedPurchases[$0] }
      let south = once.filter { $0 % 3 != 0 }.map { value.expectedPurchases[$0] }
      return (north.pairwiseSum / Double(north.count)) / (south.pairwiseSum / Double(south.count))
    }
    #expect(ratio(result) != ratio(plain))
  }

  @Test func `own rates foresee held-out purchases better than common ones`() throws {
    let text = Self.orders(1_500, seed: 4, ratio: 8)
    let own = try #require(try value(text, ["region"]).holdout)
    let common = try #require(try value(text, nil).holdout)
    #expect(own.mae < common.mae)
  }

  @Test func `the same seed gives the same, and it is what the plain model gives if unused`() throws
  {
    let text = Self.orders(300, seed: 2)
    let (first, second) = (try value(text, ["region"]), try value(text, ["region"]))
    #expect(first.values == second.values && first.interval(7) == second.interval(7))
    #expect(first.portfolioInterval == second.portfolioInterval)
    let plain = try value(text, nil)
    let unused = try value(text, ["age", "plan"])
    let traits = try #require(unused.traits)
    #expect(!traits.isUsed && traits.aic >= traits.plainAic && traits.effects.count == 4)
    #expect(unused.notices.contains { $0.code == "covariatesNotUsed" })
    #expect(unused.values == plain.values && unused.portfolioInterval == plain.portfolioInterval)
    #expect(traits.effects.contains { $0.meaning.en.contains("may be chance") })
    #expect(traits.effects.contains { $0.meaning.zh.contains("可能出于偶然") })
  }

  @Test func `customers without a value count as average, and are counted`() throws {
    let lines = Self.orders(300, seed: 2).split(separator: "\n")
    let text = lines.map { line -> String in
      guard line.hasPrefix("c4,") || line.hasPrefix("c8,") else { return String(line) }
      return String(line.replacing(",south,", with: ",,"))
    }.joined(separator: "\n")
    let result = try value(text + "\n", ["region"])
    let notice = try #require(result.notices.first { $0.code == "covariateMissing" })
    #expect(notice.phrase.en.hasPrefix("2 customers") && notice.phrase.zh.contains("2 位"))
    #expect(result.values.allSatisfy { $0.isFinite })
  }

  @Test func `orders that carry no fit keep the plain model and say so`() throws {
    let text = """
      customer_id,date,amount,region
      a,2024-01-01,10,north
      b,2024-02-01,20,south
      c,2024-03-01,30,south

      """
    let result = try value(text, ["region"])
    #expect(result.traits == nil && result.rung == "prior")
    #expect(result.notices.contains { $0.code == "covariatesNotFitted" })
  }

  private func refusal(_ text: String, _ headers: [String]) throws -> AnalyticsError? {
    do {
      _ = try value(text, headers)
      return nil
    } catch let error as AnalyticsError { return error }
  }

  @Test func `columns that change, name somebody, tell purchases or are constant are refused`()
    throws
  {
    let text = """
      customer_id,date,amount,email,mood,country,joined
      a,2024-01-01,10,a@example.com,good,CN,2020-01-01
      a,2024-02-01,10,a@example.com,bad,CN,2020-01-01
      b,2024-02-01,20,b@example.com,good,CN,2021-01-01
      c,2024-03-01,30,c@example.com,bad,CN,2022-01-01

      """
    func found(_ header: String) throws -> String? {
      guard case .unusableTrait(let name, _, let found) = try refusal(text, [header]) else {
        return nil
      }
      #expect(name == header)
      return found
    }
    #expect(try found("mood") == "values that change within 1 of 3 customers")
    #expect(try found("email") == "what tells who a customer is")
    #expect(try found("customer_id") == "what tells who a customer is")
    #expect(try found("amount") == "what tells of the purchases")
    #expect(try found("date") == "what tells of the purchases")
    #expect(try found("country") == "one value for all")
    guard case .unknownName(let parameter, "colour", _) = try refusal(text, ["colour"]) else {
      Issue.record("an unknown header is refused by name")
      return
    }
    #expect(parameter == "params.covariates")
  }

  /// Customers with two orders each, `words` different words in a column and `numbers` columns.
  private func wide(words: Int, numbers: Int) -> String {
    let names = (0..<numbers).map { ",n\($0)" }.joined()
    var text = "customer_id,date,amount,word\(names)\n"
    for customer in 0..<60 {
      let own = (0..<numbers).map { ",\((customer * ($0 + 3) + $0) % 29)" }.joined()
      for day in [1 + customer % 9, 12 + customer % 13] {
        let date = CivilDate.text(days: 19_000 + Int32(day * 9 + customer))
        text += "c\(customer),\(date),\(10 + customer % 7),w\(customer % words)\(own)\n"
      }
    }
    return text
  }

  @Test func `as many words and traits as may be are taken, and one more is refused`() throws {
    let words = Limits.traitValues
    #expect(try value(wide(words: words, numbers: 1), ["word"]).values.count == 60)
    guard
      case .unusableTrait("word", _, let found) = try refusal(
        wide(words: words + 1, numbers: 1), ["word"])
    else {
      Issue.record("too many words are refused")
      return
    }
    #expect(found == "\(words + 1) different words")
    let most = Limits.customerTraits
    let headers = (0..<(most + 1)).map { "n\($0)" }
    let text = wide(words: 2, numbers: most + 1)
    #expect(try refusal(text, Array(headers.prefix(most))) == nil)
    guard case .unusableTrait(nil, let expected, let count) = try refusal(text, headers) else {
      Issue.record("too many traits are refused")
      return
    }
    #expect(expected.contains("at most \(most)") && count == "\(most + 1)")
  }

  @Test func `all leaving at one rate is not called nobody leaving`() throws {
    var random = SeededRandom(seed: 12)
    var text = "customer_id,date,amount\n"
    for customer in 0..<1_500 {
      let first = 200 * random.unit()
      let end = min(730, first + RandomVariates.exponential(rate: 0.003, &random))
      var time = first
      while time <= end {
        text += "c\(customer),\(CivilDate.text(days: 19_000 + Int32(time))),10\n"
        time += RandomVariates.exponential(rate: 0.03, &random)
      }
    }
    let result = try value(text, nil)
    #expect(result.rung == "oneRate")
    let notice = try #require(result.notices.first { $0.code == "oneRate" })
    #expect(notice.phrase.en.contains("everybody leaving at one rate"))
    #expect(notice.phrase.zh.contains("同一速率"))
    #expect(!result.notices.contains { $0.code == "noDropout" })
    #expect((result.aliveProbabilities.min() ?? 1) < 0.01)
  }
}
