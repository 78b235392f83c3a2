/// Shops made up with known parameters: whether intervals hold what then really happens, and
/// whether fits find what was planted.
///
/// `TENURE_SOAK=1` makes 200 shops of each model instead of 40.
import Analytics
import Foundation
import Learning
import Numerics
import Support
import Tables
import Testing

@Suite struct LifetimeCoverageTests {
  private static let shops =
    ProcessInfo.processInfo.environment["TENURE_SOAK"] == nil ? 40 : 200
  private static let customers = 300
  /// Days until today, and looked ahead.
  private static let (known, ahead) = (730.0, 365.25)

  /// Parameters by the day: about six purchases a year, one customer in five lost over the time.
  private static func truth(_ method: LifetimeOptions.Method) -> PurchaseModel {
    switch method {
    case .mbgNbd, .bgNbd:
      .betaGeometric(
        BetaGeometric(
          dropout: method == .bgNbd ? .bgNbd : .mbgNbd, r: 2.5, alpha: 150, a: 0.6, b: 18))
    case .paretoNbd: .pareto(ParetoNBD(r: 2.5, alpha: 150, s: 1.2, beta: 5_000))
    case .bgBeta:
      .betaBernoulli(BetaBernoulli(alpha: 2.5, beta: 20, gamma: 0.9, delta: 400))
    }
  }

  /// A round, in days.
  private static let week = 7.0

  private static let spend = GammaGamma(p: 6, q: 5, gamma: 20)

  private struct Shop {
    var rows = "customer_id,date,amount\n"
    /// Money of the days looked ahead.
    var later: [String: Double] = [:]
  }

  /// Customers who come on days of the first half, and what they buy until the end of what is
  /// looked ahead.
  private static func shop(_ method: LifetimeOptions.Method, seed: UInt64) -> Shop {
    var random = SeededRandom(seed: seed)
    let start = Double(CivilDate.parse("2022-01-01") ?? 0)
    var shop = Shop()
    for customer in 0..<customers {
      var first = known / 2 * random.unit()
      if method == .bgBeta { first = (first / week).rounded(.down) * week }
      let scale = RandomVariates.gamma(shape: spend.q, &random) / spend.gamma
      var later = 0.0
      for time in [0] + times(truth(method), until: known + ahead - first, &random) {
        let amount = RandomVariates.gamma(shape: spend.p, &random) / scale
        let day = (first + time).rounded(.down)
        // The last day of the past is day 729: the file ends with an order of it.
        if day < known {
          shop.rows += "c\(customer),\(CivilDate.text(days: Int32(start + day))),\(amount)\n"
        } else {
          later += amount
        }
      }
      shop.later["c\(customer)"] = later
    }
    return shop
  }

  /// Times of repeat purchases of a customer drawn from the model.
  private static func times(
    _ model: PurchaseModel, until end: Double, _ random: inout SeededRandom
  ) -> [Double] {
    var times: [Double] = []
    var time = 0.0
    switch model {
    case .betaGeometric(let model):
      let rate = RandomVariates.gamma(shape: model.r, &random) / model.alpha
      let leaves = RandomVariates.beta(model.a, model.b, &random)
      if model.dropout == .mbgNbd, random.unit() < leaves { return [] }
      while true {
        time += RandomVariates.exponential(rate: max(1e-300, rate), &random)
        guard time <= end else { return times }
        times.append(time)
        if random.unit() < leaves { return times }
      }
    case .pareto(let model):
      let rate = RandomVariates.gamma(shape: model.r, &random) / model.alpha
      let loss = RandomVariates.gamma(shape: model.s, &random) / model.beta
      let stay = RandomVariates.exponential(rate: max(1e-300, loss), &random)
      while true {
        time += RandomVariates.exponential(rate: max(1e-300, rate), &random)
        guard time <= min(end, stay) else { return times }
        times.append(time)
      }
    case .betaBernoulli(let model):
      let buys = RandomVariates.beta(model.alpha, model.beta, &random)
      let leaves = RandomVariates.beta(model.gamma, model.delta, &random)
      while true {
        time += week
        guard time <= end, random.unit() >= leaves else { return times }
        if random.unit() < buys { times.append(time) }
      }
    }
  }

  private struct Tally {
    var held = 0.0
    var customers = 0.0
    var totals = 0.0
  }

  private static func tally(_ method: LifetimeOptions.Method) throws -> Tally {
    var tally = Tally()
    for seed in 0..<shops {
      let shop = shop(method, seed: UInt64(1_000 + seed))
      let table = try TableReader.read(text: shop.rows, named: "shop", ReadOptions(), Run())
      var options = LifetimeOptions()
      options.method = method
      options.discountRate = 0
      options.asOf = CivilDate.parse("2022-01-01").map { $0 + Int32(known) - 1 }
      let value = try LifetimeValue.of(table, options: options, Run())
      var total = 0.0
      for (index, id) in value.ids.enumerated() {
        let money = shop.later[id] ?? 0
        total += money
        let interval = value.interval(index)
        tally.held += interval.low - 1e-9 <= money && money <= interval.high + 1e-9 ? 1 : 0
        tally.customers += 1
      }
      let range = value.portfolioInterval
      tally.totals += range.low <= total && total <= range.high ? 1 : 0
    }
    return tally
  }

  @Test(arguments: [LifetimeOptions.Method.mbgNbd, .bgNbd, .paretoNbd, .bgBeta])
  func `intervals hold what they promise of customers and of all together`(
    method: LifetimeOptions.Method
  ) throws {
    let tally = try Self.tally(method)
    let share = tally.held / tally.customers
    #expect(0.75 <= share && share <= 0.85, "customers: \(share)")
    let totals = tally.totals / Double(Self.shops)
    // 40 shops scatter by 6 points, 200 by 3.
    #expect(0.7 <= totals && totals <= 0.9, "portfolios: \(totals)")
  }

  /// One in three has left by the end, so that the parameters of leaving can be known.
  private static func clear(_ method: LifetimeOptions.Method) -> PurchaseModel {
    switch method {
    case .mbgNbd, .bgNbd:
      .betaGeometric(
        BetaGeometric(
          dropout: method == .bgNbd ? .bgNbd : .mbgNbd, r: 1.2, alpha: 30, a: 0.8, b: 4))
    case .paretoNbd: .pareto(ParetoNBD(r: 1.2, alpha: 30, s: 0.9, beta: 120))
    case .bgBeta: .betaBernoulli(BetaBernoulli(alpha: 1.5, beta: 3, gamma: 0.9, delta: 40))
    }
  }

  /// (fitted - planted) / standard error, in logarithms, of each parameter of one shop.
  private static func errors(_ method: LifetimeOptions.Method, seed: UInt64) throws -> [Double] {
    var random = SeededRandom(seed: seed)
    var made: (counts: [Int], recencies: [Double], ages: [Double]) = ([], [], [])
    let unit = method == .bgBeta ? week : 1
    for _ in 0..<1_000 {
      var age = 365 * (1 + random.unit())
      if method == .bgBeta { age = (age / unit).rounded(.down) * unit }
      let times = times(clear(method), until: age, &random)
      made.counts.append(times.count)
      made.recencies.append((times.last ?? 0) / unit)
      made.ages.append(age / unit)
    }
    let groups = PurchaseGroups(
      counts: made.counts, recencies: made.recencies, ages: made.ages)
    let fit = try PurchaseFit(groups, method, Run())
    let (found, planted) = (fit.model.parameters, clear(method).parameters)
    let errors = try #require(fit.standardErrors)
    return found.indices.map {
      Math.log(found[$0] / planted[$0]) / (errors[$0] / found[$0])
    }
  }

  @Test(arguments: [LifetimeOptions.Method.mbgNbd, .bgNbd, .paretoNbd, .bgBeta])
  func `planted parameters are found, off to neither side`(
    method: LifetimeOptions.Method
  ) throws {
    let all = try (0..<Self.shops).map { try Self.errors(method, seed: UInt64(5_000 + $0)) }
    for place in 0..<4 {
      let errors = all.map { $0[place] }.sorted()
      let middle = Quantile.of(sorted: errors, 0.5)
      #expect(abs(middle) < 0.5, "parameter \(place): \(middle) standard errors off")
      // A right interval of two standard errors holds 95 %; 40 shops scatter by 3.5 points.
      let near = Double(errors.filter { abs($0) <= 2 }.count) / Double(errors.count)
      #expect(near >= 0.87, "parameter \(place): \(near) within two standard errors")
    }
  }
}
