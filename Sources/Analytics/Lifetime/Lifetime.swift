/// From orders to values: fit how often and how much, look ahead, check on held-out orders.
import Learning
import Numerics
package import Support
package import Tables

extension LifetimeValue {
  package static func of(
    _ table: Table, options: LifetimeOptions, _ run: Run
  ) throws -> LifetimeValue {
    let (ledger, clock) = try timed(
      try PurchaseLedger(table, asOf: options.asOf, run), options, run)
    let last = options.asOf ?? ledger.lastDay
    if let end = options.calibrationEnd, end < ledger.firstDay || end > last {
      throw AnalyticsError.dateOutside(
        name: "params.calibrationEnd", value: CivilDate.text(days: end),
        first: CivilDate.text(days: ledger.firstDay), last: CivilDate.text(days: last))
    }
    let end = options.calibrationEnd ?? last
    run.report(0.1, Phrase(en: "fitting purchases", zh: "拟合购买行为"))
    let traits = try options.covariates.map { try CustomerTraits(table, $0, of: ledger, run) }
    let model = try LifetimeModel(
      ledger, end: end, clock: clock, options: options, traits, run)
    if options.isStrict, model.purchases.rung == .prior {
      throw AnalyticsError.notEnoughData(have: 0, need: 1, what: "customers with a repeat purchase")
    }
    run.report(0.6, Phrase(en: "checking on held-out orders", zh: "用留出订单检验"))
    let holdout = try LifetimeHoldout.check(
      ledger, model, options: options, traits, last: last, run)
    return try LifetimeBuilder(ledger, model, options: options, holdout, run).value(run)
  }

  /// What time is told in; where it is rounds, the purchases of one are one.
  private static func timed(
    _ ledger: PurchaseLedger, _ options: LifetimeOptions, _ run: Run
  ) throws -> (PurchaseLedger, PurchaseClock) {
    guard options.method == .bgBeta else { return (ledger, .days(unit: options.timeUnit.days)) }
    let rounds =
      try options.rounds.map { PurchaseRounds($0, ledger, end: options.asOf ?? ledger.lastDay) }
      ?? PurchaseRounds(finding: ledger, run)
    let moved = ledger.moved(rounds.day)
    guard moved.customerCount > 0 else {
      throw AnalyticsError.noUsableRows(
        why: "no \(rounds.length.rawValue) with purchases is over yet")
    }
    return (moved, .rounds(rounds))
  }
}

/// Both fits on the histories up to one day.
struct LifetimeModel: Sendable {
  let clock: PurchaseClock
  let histories: PurchaseHistories
  /// Where rates differ by traits, that of customers whose traits are all 0.
  let purchases: PurchaseFit
  /// What traits were asked for tell; nil where none were.
  let study: TraitStudy?
  let spend: GammaGammaFit?
  /// The mean money of a purchase day, over all.
  let populationMean: Double

  init(
    _ ledger: PurchaseLedger, end: Int32, clock: PurchaseClock, options: LifetimeOptions,
    _ traits: CustomerTraits?, _ run: Run
  ) throws {
    self.clock = clock
    let histories = PurchaseHistories(ledger, end: end, clock: clock)
    // Of customers of a day or two a month is the least that a rate can be spread over.
    let month = LifetimeOptions.daysPerMonth / options.timeUnit.days
    let plain = try PurchaseFit(
      histories.groups, options.method, leastAge: month, steps: options.steps, run)
    study = try traits.map { try TraitStudy($0, histories, plain, options, run) }
    let fit = study?.used?.fit
    purchases = fit.map { PurchaseFit($0) } ?? plain
    self.histories = fit == nil ? histories : histories.apart
    var total = 0.0
    var count = 0.0
    for place in ledger.days.indices where ledger.days[place] <= end {
      total += ledger.amounts[place]
      count += 1
    }
    populationMean = count > 0 ? max(0, total / count) : 0
    guard ledger.hasMoney else {
      spend = nil
      return
    }
    let spenders = histories.spenders
    spend = try GammaGammaFit(spenders.counts, spenders.means, run)
  }

  /// By the customer's own rates.
  func purchaseModel(of index: Int) -> PurchaseModel {
    guard let used = study?.used else { return purchases.model }
    return .pareto(used.fit.traits.own(used.values, index))
  }

  /// What is expected of each group of equal customers within some rising horizons.
  func expected(
    _ horizons: [Double], factors: [Double], _ run: Run
  ) throws -> [PurchaseHistories.Expected] {
    // Where customers have rates of their own, each is a group.
    let hasOwn = study?.used != nil
    let common = purchases.model
    return try histories.expected(horizons, factors: factors, run) { group in
      hasOwn ? purchaseModel(of: group) : common
    }
  }

  /// The money to expect of a purchase of customer `index`.
  func orderValue(_ index: Int) -> Double {
    guard let spend else { return 1 }
    let (x, mean) = (histories.counts[index], histories.means[index])
    guard spend.isFitted else {
      return x > 0 && mean > 0
        ? (mean * Double(x) + populationMean) / Double(x + 1) : populationMean
    }
    return fittedValue(x, mean, spend.model)
  }

  /// The same under another spend model than the fitted.
  func orderValue(_ index: Int, _ spend: GammaGamma?) -> Double {
    guard let spend else { return orderValue(index) }
    return fittedValue(histories.counts[index], histories.means[index], spend)
  }

  private func fittedValue(_ x: Int, _ mean: Double, _ spend: GammaGamma) -> Double {
    let value = spend.expectedValue(
      mean > 0 ? x : 0, mean: mean, populationMean: populationMean)
    return value.isFinite ? value : populationMean
  }
}
