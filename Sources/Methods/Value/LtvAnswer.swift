/// The answer of `ltv`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct LtvAnswer: Answer {
  var envelope: Envelope
  var customers: RowList<LtvRow>?
  var portfolio: PortfolioAnswer?
  var parameters: OutputMap<ParameterAnswer>?
  var covariates: TraitAnswer?
  var fit: FitAnswer?
  var baseline: Double?
  var currency: String?
  var value: Double?
  var unit: String?
  var steps: [String]?
  var contributions: OutputMap<Double>?
  var standard: StandardAnswer?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("customers", ifAny: \.customers, "Customers by falling value."),
      Member("portfolio", ifAny: \.portfolio, "All customers together."),
      Member("parameters", ifAny: \.parameters, "What was fitted, in the time unit asked for."),
      Member(
        "covariates", ifAny: \.covariates,
        "What the covariates tell; parameters are those of a customer with the reference words and"
          + " mean numbers where they are used."),
      Member("fit", ifAny: \.fit, "How well the fit foresees held-out orders."),
      Member(
        "currency", ifAny: \.currency, "What amounts are in, where the file or the caller says so."),
      Member("baseline", ifAny: \.baseline, "All value if everybody went on at the average rate."),
      Member(
        "value", ifAny: \.value,
        "The value of the cash flows, of the formula, or of all customers by plain counting."),
      Member("unit", ifAny: \.unit, "Its unit."),
      Member("steps", ifAny: \.steps, "How it was computed."),
      Member("contributions", ifAny: \.contributions, "The parts of the sum."),
      Member("standard", ifAny: \.standard, "What the field uses instead."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: LifetimeValue, _ table: Table, _ params: Ltv.Params, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> LtvRow
  ) {
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.family.rawValue, customers: result.ids.count,
        asOf: result.asOf, seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
    customers = page.list(params.data, rows)
    portfolio = PortfolioAnswer(result)
    parameters = OutputMap(
      (result.purchaseParameters + result.spendParameters).map {
        (key: $0.name, value: ParameterAnswer(parameter: $0))
      })
    covariates = result.traits.map { TraitAnswer($0, say) }
    fit = FitAnswer(result)
    baseline = result.baselineTotal
    currency = params.currency.value ?? MoneyUnit(table).currency
  }

  init(
    _ result: PlainValue, _ table: Table, _ params: Ltv.Params, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> LtvRow
  ) {
    let (count, total) = (result.customers.count, Words.short(result.total.rounded()))
    let share = result.topShare.map { Words.percent($0) } ?? "-"
    let ahead = result.method != .historical
    let months = result.horizonMonths
    envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(count) customers are worth about \(total)"
            + (ahead ? " over the next \(months) months" : " so far")
            + "; the best tenth bring \(share) of it.",
          zh: "\(count) 位客户" + (ahead ? "未来 \(months) 个月" : "迄今")
            + "价值约 \(total)；最好的一成贡献 \(share)。")),
      grade: GradeAnswer(result.grade, say), definition: say(result.definition),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.method.rawValue, customers: count, asOf: result.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
    customers = page.list(params.data, rows)
    value = result.total
    currency = params.currency.value ?? MoneyUnit(table).currency
    unit = currency
    steps = result.steps
    parameters =
      result.parameters.isEmpty
      ? nil
      : OutputMap(result.parameters.map { (key: $0.name, value: ParameterAnswer(parameter: $0)) })
  }

  init(
    _ valuation: Cashflow.Valuation, rate: Double, _ params: Ltv.Params, _ say: Speaker, _ run: Run
  ) {
    let shown = Words.fixed(valuation.value, 2)
    let word = params.currency.value ?? "CNY"
    envelope = Self.plain(
      Phrase(
        en: "The payments are worth \(shown) \(word) today.",
        zh: "各期现金流现值为 \(shown) \(word)。"),
      valuation.notices, "discountedCashflow", say, run)
    value = valuation.value
    unit = word
    steps = valuation.steps.map { step in
      "period \(step.period): \(Words.short(step.amount)) * \(Words.short(params.margin)) * "
        + "\(Words.fixed(step.survival, 4)) * \(Words.fixed(step.discount, 6)) = "
        + Words.fixed(step.present, 6)
    }
    contributions = OutputMap(
      valuation.steps.map { (key: "period \($0.period)", value: $0.present) })
  }

  init(_ formula: NamedFormula, _ params: Ltv.Params, _ say: Speaker, _ run: Run) {
    let shown = Words.short(formula.value)
    envelope = Self.plain(
      Phrase(
        en: "\(formula.name) gives \(shown) \(formula.unit), as published; see the warnings.",
        zh: "\(formula.name) 按原文计算得 \(shown) \(formula.unit)，请看警告。"),
      formula.notices, "formula:\(formula.name)", say, run)
    value = formula.value
    unit = formula.unit
    steps = formula.steps
    contributions =
      formula.contributions.isEmpty
      ? nil : OutputMap(formula.contributions.map { (key: $0.name, value: $0.value) })
    standard = formula.standard.map {
      StandardAnswer(value: $0.value, unit: $0.unit, formula: say($0.formula))
    }
  }

  private static func plain(
    _ summary: Phrase, _ notices: [Notice], _ method: String, _ say: Speaker, _ run: Run
  ) -> Envelope {
    Envelope(
      summary: say(summary), grade: nil, definition: nil, warnings: notices.map { say($0) },
      meta: Meta(nil, method: method, run), total: nil, nextCursor: nil)
  }

  private static func summary(_ result: LifetimeValue) -> Phrase {
    let total = Words.short(result.portfolioTotal.rounded())
    let months = result.options.horizonMonths
    let share = result.topShare.map { Words.percent($0) } ?? "-"
    let low = Words.short(result.portfolioInterval.low.rounded())
    let high = Words.short(result.portfolioInterval.high.rounded())
    let count = result.ids.count
    return Phrase(
      en:
        "\(count) customers are worth about \(total) over the next \(months) months (\(low) to \(high)); "
        + "the best tenth bring \(share) of it.",
      zh: "\(count) 位客户未来 \(months) 个月价值约 \(total)（\(low) 至 \(high)）；最好的一成贡献 \(share)。")
  }
}

struct ParameterAnswer: Answer {
  let parameter: LifetimeValue.Parameter

  static let members: [Member<Self>] = [
    Member("value", \.parameter.value, "The fitted value."),
    Member("standardError", \.parameter.standardError, "Its standard error."),
  ]
}

struct StandardAnswer: Answer {
  let value: Double
  let unit: String
  let formula: Said

  static let members: [Member<Self>] = [
    Member("value", \.value, "The value by it."),
    Member("unit", \.unit, "Its unit."),
    Member("formula", \.formula, "The formula."),
  ]
}

struct PortfolioAnswer: Answer {
  let total: Double
  let interval: [Double]
  let topShare: Double?
  let concentration: Double?
  let repeatCustomers: Int

  init(_ result: LifetimeValue) {
    total = result.portfolioTotal
    interval = [result.portfolioInterval.low, result.portfolioInterval.high]
    topShare = result.topShare
    concentration = result.concentration
    repeatCustomers = result.repeatCustomers
  }

  static let members: [Member<Self>] = [
    Member("total", \.total, "The value of all customers."),
    Member(
      "interval", \.interval, "Low and high end; what is not known of the parameters is in it."),
    Member("topShare", \.topShare, "What the best tenth bring."),
    Member("concentration", \.concentration, "The Gini coefficient of values."),
    Member("repeatCustomers", \.repeatCustomers, "Customers with more than one purchase day."),
  ]
}

struct FitAnswer: Answer {
  let logLikelihood: Double
  let rung: String
  let frequencyValueCorrelation: Double?
  let holdout: HoldoutAnswer?

  init(_ result: LifetimeValue) {
    logLikelihood = result.logLikelihood
    rung = result.rung
    frequencyValueCorrelation = result.frequencyValueCorrelation
    holdout = result.holdout.map(HoldoutAnswer.init)
  }

  static let members: [Member<Self>] = [
    Member("logLikelihood", \.logLikelihood, "Of the purchase histories."),
    Member(
      "rung", \.rung,
      "maximum; noDropout where nobody is seen leaving, oneRate where all leave at one rate; prior"
        + " when the data do not carry a fit."),
    Member(
      "frequencyValueCorrelation", \.frequencyValueCorrelation,
      "Correlation of purchase count and mean value; the model assumes none."),
    Member("holdout", \.holdout, "What was foreseen of later orders."),
  ]
}

struct HoldoutAnswer: Answer {
  let holdout: LifetimeValue.Holdout

  init(_ holdout: LifetimeValue.Holdout) { self.holdout = holdout }

  static let members: [Member<Self>] = [
    Member("from", \.from, "The first day held out."),
    Member("to", \.to, "The last day."),
    Member("mae", \.holdout.mae, "Mean absolute error of a customer's purchases."),
    Member("baselineMae", \.holdout.baselineMae, "The same for: as often as before."),
    Member("totalPredicted", \.holdout.totalPredicted, "Purchases foreseen."),
    Member("totalActual", \.holdout.totalActual, "Purchases made."),
    Member("rankCorrelation", \.holdout.rankCorrelation, "Between value foreseen and money spent."),
    Member(
      "topDecileCapture", \.holdout.topDecileCapture,
      "The share of money that the best tenth, as foreseen, brought."),
    Member("actualVsExpected", \.byFrequency, "By purchases before."),
  ]

  private var from: String { CivilDate.text(days: holdout.from) }
  private var to: String { CivilDate.text(days: holdout.to) }
  private var byFrequency: [FrequencyAnswer] {
    holdout.byFrequency.map {
      FrequencyAnswer(
        repeats: $0.repeats, customers: $0.customers, actual: $0.actual, predicted: $0.predicted)
    }
  }
}

struct FrequencyAnswer: Answer {
  let repeats: String
  let customers: Int
  let actual: Double
  let predicted: Double

  static let members: [Member<Self>] = [
    Member("repeatPurchases", \.repeats, "Repeat purchases before."),
    Member("customers", \.customers, "Customers with so many."),
    Member("actual", \.actual, "Mean purchases made."),
    Member("expected", \.predicted, "Mean purchases foreseen."),
  ]
}

/// One customer in the answer of `ltv`.
struct LtvRow: Answer {
  let customerId: String
  let historical: Double
  let alive: Double?
  let expectedPurchases: Double?
  let purchaseChances: [Double]?
  let expectedOrderValue: Double?
  let value: Double
  let interval: [Double]?
  let percentile: Double
  let tier: String
  let reasons: [Said]

  init(
    _ result: LifetimeValue, _ customer: Int, chances: Bool, explain: Int, _ say: Speaker
  ) {
    customerId = result.ids[customer]
    historical = result.historical[customer]
    alive = result.aliveProbabilities[customer]
    expectedPurchases = result.expectedPurchases[customer]
    purchaseChances = chances ? result.purchaseChances(customer).map(Self.short) : nil
    expectedOrderValue = result.expectedOrderValues[customer]
    value = result.values[customer]
    let range = result.interval(customer)
    interval = [range.low, range.high]
    percentile = result.percentiles[customer]
    tier = result.tiers[customer]
    reasons = result.reasons(customer).prefix(explain).map { say($0) }
  }

  /// Six digits after the point: more would only fill pages.
  private static func short(_ chance: Double) -> Double { (chance * 1e6).rounded() / 1e6 }

  init(_ result: PlainValue, _ customer: Int, _ say: Speaker) {
    let own = result.customers[customer]
    customerId = own.id
    historical = own.historical
    (alive, interval) = (nil, nil)
    (expectedPurchases, purchaseChances) = (own.payments, nil)
    expectedOrderValue = own.payment
    value = own.value
    percentile = result.percentiles[customer]
    tier = result.tiers[customer]
    reasons = [say(own.steps)]
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("historical", \.historical, "Money spent so far, returns subtracted."),
    Member("pAlive", ifAny: \.alive, "The chance of still being a customer."),
    Member(
      "expectedPurchases", ifAny: \.expectedPurchases,
      "Purchase days, or payments, expected in the horizon."),
    Member(
      "purchaseProbabilities", ifAny: \.purchaseChances,
      "The chances of 0, 1, 2 and of more purchases in the horizon, to six digits; they sum to 1."),
    Member("expectedOrderValue", ifAny: \.expectedOrderValue, "Money expected of each."),
    Member("ltv", \.value, "Discounted margin over the horizon, less cac."),
    Member("interval", ifAny: \.interval, "Low and high end of the value."),
    Member("percentile", \.percentile, "The share of customers worth less, in percent."),
    Member("tier", \.tier, "A brings the first 80 % of value, B the next 15 %, C the rest."),
    Member("reasons", \.reasons, "Why this value."),
  ]
}
