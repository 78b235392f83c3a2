/// Pareto/NBD with traits: against differences, against the fit without, and against customers made
/// up with known coefficients. Which words stand for parameters that ran away.
@testable import Learning
import Numerics
import Support
import Testing

@Suite struct PurchaseTraitTests {
  private static let truth = TraitModel(
    model: ParetoNBD(r: 1.4, alpha: 9, s: 1.1, beta: 40), buying: [0.5, -0.7],
    leaving: [-0.4, 0.6])

  /// Customers with one number and one mark, from their first purchase on.
  private static func made(
    _ model: TraitModel, _ count: Int, seed: UInt64
  ) -> (groups: PurchaseGroups, traits: [[Double]]) {
    var random = SeededRandom(seed: seed)
    let traits = [
      (0..<count).map { _ in random.normal() },
      (0..<count).map { _ in random.unit() < 0.3 ? 1.0 : 0 },
    ]
    var (counts, recencies, ages): ([Int], [Double], [Double]) = ([], [], [])
    for customer in 0..<count {
      // Written out, so that a mistake of `own` would be seen.
      var (buys, leaves) = (0.0, 0.0)
      for trait in 0..<2 {
        buys += model.buying[trait] * traits[trait][customer]
        leaves += model.leaving[trait] * traits[trait][customer]
      }
      let rate =
        RandomVariates.gamma(shape: model.model.r, &random) / model.model.alpha * Math.exp(buys)
      let loss =
        RandomVariates.gamma(shape: model.model.s, &random) / model.model.beta * Math.exp(leaves)
      let age = 30 + 60 * random.unit()
      let end = min(age, RandomVariates.exponential(rate: max(1e-300, loss), &random))
      var (x, time, recency) = (0, 0.0, 0.0)
      while true {
        time += RandomVariates.exponential(rate: max(1e-300, rate), &random)
        guard time <= end else { break }
        (x, recency) = (x + 1, time)
      }
      counts.append(x)
      recencies.append(recency)
      ages.append(age)
    }
    let groups = PurchaseGroups(
      counts: counts, recencies: recencies, ages: ages,
      weights: [Double](repeating: 1, count: count))
    return (groups, traits)
  }

  @Test func `derivatives are those of differences`() throws {
    let (groups, traits) = Self.made(Self.truth, 60, seed: 1)
    func value(_ p: [Double]) throws -> (value: Double, gradient: [Double]) {
      try TraitModel(
        model: ParetoNBD(r: p[0], alpha: p[1], s: p[2], beta: p[3]), buying: Array(p[4..<6]),
        leaving: Array(p[6...])
      ).value(groups, traits, Run())
    }
    let point = [1.2, 8, 0.9, 30, 0.3, -0.2, 0.1, 0.5]
    let own = try value(point).gradient
    for place in point.indices {
      let width = 1e-5 * max(1, abs(point[place]))
      var (low, high) = (point, point)
      low[place] -= width
      high[place] += width
      let slope = (try value(high).value - value(low).value) / (2 * width)
      #expect(abs(own[place] - slope) <= 1e-6 * max(1, abs(slope)), "place \(place)")
    }
  }

  @Test func `the likelihood is the sum of each customer's own model's`() throws {
    let (groups, traits) = Self.made(Self.truth, 200, seed: 2)
    let whole = try Self.truth.value(groups, traits, Run()).value
    let single = try groups.counts.indices.reduce(0.0) { sum, place in
      let one = PurchaseGroups(
        counts: [groups.counts[place]], recencies: [groups.recencies[place]],
        ages: [groups.ages[place]])
      return sum + (try Self.truth.own(traits, place).logLikelihood(one, Run()))
    }
    #expect(abs(whole - single) <= 1e-9 * abs(single))
  }

  @Test func `without traits, or with one that is 0, it is the plain fit`() throws {
    let (groups, _) = Self.made(Self.truth, 1_500, seed: 3)
    let plain = try ParetoFit(groups, Run())
    for traits in [[], [[Double](repeating: 0, count: 1_500)]] {
      let fit = try #require(try TraitFit(groups, traits: traits, plain: plain.model, Run()))
      #expect(abs(fit.logLikelihood - plain.logLikelihood) <= 1e-8 * abs(plain.logLikelihood))
      let pairs = zip(
        PurchaseModel.pareto(fit.traits.model).parameters,
        PurchaseModel.pareto(plain.model).parameters)
      for (own, other) in pairs { #expect(abs(own - other) <= 1e-6 * other) }
      #expect(fit.traits.buying.allSatisfy { abs($0) < 1e-9 })
      let errors = zip(fit.standardErrors ?? [], plain.standardErrors ?? [])
      for (own, other) in errors { #expect(abs(own - other) <= 1e-3 * other) }
      #expect(fit.standardErrors?.count == 4 + 2 * traits.count)
    }
  }

  // Beyond 5,000 customers the search begins on some of them.
  @Test(arguments: [2_500, 12_000])
  func `planted coefficients are found`(count: Int) throws {
    let (groups, traits) = Self.made(Self.truth, count, seed: 5)
    let plain = try ParetoFit(groups, Run())
    let fit = try #require(try TraitFit(groups, traits: traits, plain: plain.model, Run()))
    #expect(fit.rung == .maximum)
    let errors = try #require(fit.standardErrors)
    let own =
      PurchaseModel.pareto(fit.traits.model).parameters + fit.traits.buying + fit.traits.leaving
    let planted =
      PurchaseModel.pareto(Self.truth.model).parameters + Self.truth.buying + Self.truth.leaving
    for place in own.indices {
      #expect(abs(own[place] - planted[place]) < 2.5 * errors[place], "place \(place)")
    }
    // Coefficients of buying are told well: an error of 0.1 would be no find.
    #expect(errors[4] < 0.06 && errors[5] < 0.12)
    // Above what chance gains with 4 coefficients, by far.
    #expect(fit.logLikelihood > plain.logLikelihood + 50)
    let truly = try Self.truth.value(groups, traits, Run()).value
    #expect(fit.logLikelihood > truly - 0.5)
  }

  @Test func `draws scatter as the standard errors say`() throws {
    let (groups, traits) = Self.made(Self.truth, 1_500, seed: 8)
    let plain = try ParetoFit(groups, Run())
    let fit = try #require(try TraitFit(groups, traits: traits, plain: plain.model, Run()))
    let draws = fit.draws(2_000, seed: 4)
    #expect(draws == fit.draws(2_000, seed: 4))
    let moments = Moments(of: draws.map { $0.buying[0] })
    let error = try #require(fit.standardErrors?[4])
    #expect(abs(moments.mean - fit.traits.buying[0]) < 0.15 * error)
    #expect(abs(moments.variance.squareRoot() / error - 1) < 0.15)
  }

  @Test func `traits that are one another, and one that only one has, stay within reason`() throws {
    let (groups, traits) = Self.made(Self.truth, 800, seed: 6)
    let plain = try ParetoFit(groups, Run())
    var single = [Double](repeating: 0, count: 800)
    single[3] = 1
    let fit = try #require(
      try TraitFit(
        groups, traits: [traits[0], traits[0], single], plain: plain.model, Run()))
    #expect((fit.traits.buying + fit.traits.leaving).allSatisfy { abs($0) < 6 })
    let alone = try #require(
      try TraitFit(groups, traits: [traits[0]], plain: plain.model, Run()))
    let together = fit.traits.buying[0] + fit.traits.buying[1]
    #expect(abs(together - alone.traits.buying[0]) < 0.05)
  }

  @Test func `without repeat purchases there is no fit`() throws {
    let groups = PurchaseGroups(
      counts: [0, 0, 0], recencies: [0, 0, 0], ages: [5, 9, 2], weights: [1, 1, 1])
    let plain = ParetoNBD(r: 1, alpha: 10, s: 1, beta: 10)
    #expect(try TraitFit(groups, traits: [[0, 1, 0]], plain: plain, Run()) == nil)
  }

  @Test func `a search without steps gives no fit`() throws {
    let (groups, traits) = Self.made(Self.truth, 300, seed: 9)
    let plain = ParetoNBD(r: 1, alpha: 10, s: 1, beta: 10)
    #expect(try TraitFit(groups, traits: traits, plain: plain, steps: 1, Run()) == nil)
  }

  @Test func `a cancel ends the fit`() throws {
    let (groups, traits) = Self.made(Self.truth, 300, seed: 7)
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) {
      try TraitFit(
        groups, traits: traits, plain: ParetoNBD(r: 1, alpha: 10, s: 1, beta: 10), run)
    }
  }

  // MARK: parameters that ran away

  /// Everybody buys at one rate, and leaves at one; 0 for never.
  private static func even(leaving: Double) -> PurchaseGroups {
    var random = SeededRandom(seed: 12)
    var (counts, recencies, ages): ([Int], [Double], [Double]) = ([], [], [])
    for _ in 0..<2_000 {
      let age = 100 + 100 * random.unit()
      let stay = leaving > 0 ? RandomVariates.exponential(rate: leaving, &random) : age
      var (x, time, recency) = (0, 0.0, 0.0)
      while true {
        time += RandomVariates.exponential(rate: 0.1, &random)
        guard time <= min(age, stay) else { break }
        (x, recency) = (x + 1, time)
      }
      counts.append(x)
      recencies.append(recency)
      ages.append(age)
    }
    return PurchaseGroups(counts: counts, recencies: recencies, ages: ages)
  }

  @Test func `one rate of leaving for all is told from nobody leaving`() throws {
    let gone = try ParetoFit(Self.even(leaving: 0.01), Run())
    #expect(gone.rung == .oneRate)
    // The quotient is the rate that was planted.
    #expect(abs(gone.model.s / gone.model.beta - 0.01) < 0.0015)
    #expect(gone.model.probabilityAlive(5, 20, 150) < 0.2)
    let kept = try ParetoFit(Self.even(leaving: 0), Run())
    #expect(kept.rung == .noDropout)
    #expect(kept.model.probabilityAlive(15, 140, 150) > 0.99)
  }

  @Test(arguments: [
    (12.0, 14.0, PurchaseRung.oneRate), (2, 14, .noDropout), (-12, 1, .noDropout),
    (14, 2, .oneRate), (1, 2, .maximum), (-12, -11, .maximum), (-3, 8.9, .noDropout),
  ])
  func `chances of leaving that ran away`(a: Double, b: Double, rung: PurchaseRung) {
    #expect(PurchaseRung.ofChances(logA: a, logB: b) == rung)
  }

  @Test(arguments: [
    (12.0, 14.0, PurchaseRung.oneRate), (2, 10, .noDropout), (-12, 1, .noDropout),
    (10, 2, .oneRate), (1, 2, .maximum), (-4, 8, .noDropout), (1, -12, .maximum),
  ])
  func `rates of leaving that ran away`(shape: Double, scale: Double, rung: PurchaseRung) {
    #expect(PurchaseRung.ofRates(logShape: shape, logScale: scale) == rung)
  }
}
