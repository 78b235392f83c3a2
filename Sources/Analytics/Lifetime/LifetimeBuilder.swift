/// The values of all customers from a fitted model, and what goes with them.
import Learning
import Numerics
import Support
import Tables

struct LifetimeBuilder {
  private let ledger: PurchaseLedger
  let model: LifetimeModel
  let options: LifetimeOptions
  private let holdout: LifetimeValue.Holdout?
  /// Months from now, in units of time.
  private let horizons: [Double]
  /// By group of equal histories.
  private let expected: [PurchaseHistories.Expected]

  init(
    _ ledger: PurchaseLedger, _ model: LifetimeModel, options: LifetimeOptions,
    _ holdout: LifetimeValue.Holdout?, _ run: Run
  ) throws {
    self.ledger = ledger
    self.model = model
    self.options = options
    self.holdout = holdout
    let end = model.histories.end
    horizons = (1...options.horizonMonths).map {
      model.clock.time(months: Double($0), from: end)
    }
    expected = try model.expected(horizons, factors: Self.discounts(options), run)
  }

  /// Present value of one purchase a month earlier or later: the factor of each month.
  private static func discounts(_ options: LifetimeOptions) -> [Double] {
    (1...options.horizonMonths).map { month in
      Math.pow(1 + options.discountRate, -options.timing.delay(month) / 12)
    }
  }

  func value(_ run: Run) throws -> LifetimeValue {
    let histories = model.histories
    let expected = expected
    let indices = histories.members.indices
    let groups = histories.groups.groupOfCustomer
    let orderValues = indices.map(model.orderValue)
    let values = indices.map { index in
      options.margin * orderValues[index] * expected[Int(groups[index])].weighed
        - options.acquisitionCost
    }
    let spread = ValueSpread(
      model, orderValues, options, horizon: horizons.last ?? 0,
      discountOf: { index in
        let own = expected[Int(groups[index])]
        return own.weighed / max(1e-300, own.purchases)
      })
    let total = values.pairwiseSum
    let alive = indices.map { index in
      model.purchaseModel(of: index).probabilityAlive(
        histories.counts[index], histories.recencies[index], histories.ages[index])
    }
    return LifetimeValue(
      options: options, family: model.purchases.family, ids: histories.members.map(ledger.id),
      historical: historical,
      aliveProbabilities: alive,
      expectedPurchases: indices.map { expected[Int(groups[$0])].purchases },
      expectedOrderValues: orderValues, values: values, percentiles: Self.percentiles(values),
      tiers: Self.tiers(values), purchaseParameters: purchaseParameters,
      spendParameters: spendParameters, traits: model.study?.comparison,
      logLikelihood: model.purchases.logLikelihood,
      rung: model.purchases.rung.rawValue, isSpendFitted: model.spend?.isFitted ?? false,
      holdout: holdout, portfolioTotal: total,
      portfolioInterval: try spread.portfolio(total: total, run), baselineTotal: baseline,
      frequencyValueCorrelation: correlation,
      repeatCustomers: histories.counts.filter { $0 > 0 }.count, asOf: histories.end,
      definition: definition, grade: LifetimeHoldout.grade(holdout, rung: model.purchases.rung),
      notices: ledger.notices + notices, interval: { spread.interval($0) },
      purchaseChances: { [model, horizon = horizons.last ?? 0] in
        model.purchaseModel(of: $0).purchaseChances(
          in: horizon, upTo: 2, histories.counts[$0], histories.recencies[$0], histories.ages[$0])
      },
      reasons: { Self.reasons(model, alive, orderValues, options, $0) })
  }

  private var historical: [Double] {
    model.histories.members.map { customer in
      ledger.purchases(of: customer).reduce(0.0) {
        ledger.days[$1] <= model.histories.end ? $0 + ledger.amounts[$1] : $0
      } - ledger.refunds[customer]
    }
  }

  /// Everybody goes on at the average rate so far, at the average value.
  private var baseline: Double {
    let histories = model.histories
    let time = histories.ages.pairwiseSum
    let purchases = Double(histories.counts.reduce(0, +))
    guard time > 0 else { return 0 }
    let value = model.spend == nil ? 1 : model.populationMean
    return purchases / time * (horizons.last ?? 0) * value * options.margin
      * Double(histories.members.count)
  }

  /// Whether those who buy often also spend more; the model assumes that they do not.
  var correlation: Double? {
    guard model.spend != nil else { return nil }
    let spenders = model.histories.spenders
    return Correlation.pearson(spenders.counts.map(Double.init), spenders.means)
  }

  private var purchaseParameters: [LifetimeValue.Parameter] {
    let fit = model.purchases
    let (names, values) = (fit.model.names, fit.model.parameters)
    return names.indices.map { index in
      LifetimeValue.Parameter(
        name: names[index], value: values[index],
        standardError: fit.standardErrors?[index])
    }
  }

  private var spendParameters: [LifetimeValue.Parameter] {
    guard let fit = model.spend, fit.isFitted else { return [] }
    let values = [fit.model.p, fit.model.q, fit.model.gamma]
    // BG/BB has a gamma of its own.
    let names = ["p", "q", model.purchases.family == .bgBeta ? "spendGamma" : "gamma"]
    return names.indices.map { index in
      LifetimeValue.Parameter(
        name: names[index], value: values[index],
        standardError: fit.standardErrors?[index])
    }
  }

  /// The share of customers worth less, ties by their mean rank.
  static func percentiles(_ values: [Double]) -> [Double] {
    let ranks = Correlation.midRanks(values)
    let n = Double(max(1, values.count))
    return ranks.map { ($0 - 0.5) / n * 100 }
  }

  /// `A` for those who together bring the first 80 % of value, `B` the next 15 %, `C` the rest.
  static func tiers(_ values: [Double]) -> [String] {
    let total = values.reduce(0) { $0 + max(0, $1) }
    var tiers = [String](repeating: "C", count: values.count)
    var sum = 0.0
    for index in values.descendingOrder() {
      tiers[index] = sum < 0.8 * total ? "A" : sum < 0.95 * total ? "B" : "C"
      sum += max(0, values[index])
    }
    return tiers
  }
}
