/// What customers are worth: from orders by a purchase model, from cash flows, or by a named
/// formula.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Ltv: Method {
  static let name = "ltv"
  static let group = Group.headline
  static let summary =
    "Value customers by a purchase model on orders, by cash flows, or by a formula."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Customer lifetime value", zh: "客户终身价值",
    "Use it to say what each customer will be worth, who is still a customer, and how many"
      + " purchases to expect. Give path to a file of orders (customer, date, amount). Gives value"
      + " with an interval per customer, the probability of being alive, totals, and how the model"
      + " did on a hold-out period.")

  enum Way: String, Choice {
    case auto, mbgNbd, bgNbd, paretoNbd, bgBeta, historical, simple, cohort, retention,
      discountedCashflow
    case ltv000 = "formula:ltv000"
    case cltv004 = "formula:cltv004"
    case cv003 = "formula:cv003"
    case simpleFormula = "formula:simple"
    case geometric = "formula:geometric"
  }

  struct Params: Parameters {
    var data = DataParams()
    var method = Way.auto
    var horizonMonths = 12
    var discountRate = 0.10
    var timing = Cashflow.Timing.end
    var margin = 1.0
    var acquisitionCost = 0.0
    var currency: AutoOr<String> = .auto
    var interval = 0.8
    var timeUnit = LifetimeOptions.TimeUnit.day
    var rounds: AutoOr<PurchaseRounds.Length> = .auto
    var covariates: [String]?
    var calibrationEnd: DateInput?
    var purchaseProbabilities = false
    var cashflows: [Double]?
    var rate: Double?
    var periods: Int?
    var retention = 1.0
    var inputs = FormulaInputs()

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "method", \.method,
          "auto is mbgNbd for orders, retention for a table of subscribers (tenure and churn), and"
            + " discountedCashflow when cashflows are given. historical counts what was, simple goes on"
            + " as before, cohort takes what customers of the same age brought; paretoNbd lets customers"
            + " leave at any moment, not only after a purchase; bgBeta is for purchases that come on"
            + " rounds, such as a yearly appeal or a weekly market.",
          default: "auto"),
        Field("horizonMonths", \.horizonMonths, "How far ahead.", in: 1...240, default: 12),
        Field("discountRate", \.discountRate, "Per year, effective.", in: 0...10, default: 0.1),
        Field("timing", \.timing, "When in its period a payment falls.", default: "end"),
        Field("margin", \.margin, "The share of revenue that is profit.", in: 0...1, default: 1),
        Field(
          "cac", \.acquisitionCost, "What it cost to win a customer; subtracted.",
          in: 0...1e12, default: 0),
        Field(
          "currency", \.currency,
          "The currency, as a word; auto is what the file says, and CNY for formulas.",
          default: "auto"),
        Field(
          "interval", \.interval, "The share of futures that intervals hold.",
          in: 0.01...0.99, default: 0.8),
        Field("timeUnit", \.timeUnit, "The unit that parameters are stated in.", default: "day"),
        Field(
          "rounds", \.rounds,
          "bgBeta: one chance to buy in each of these of the calendar; auto finds them in the dates.",
          default: "auto"),
        Field(
          "covariates", \.covariates,
          "paretoNbd: columns, such as a region or an age, that rates of buying and leaving may differ"
            + " by. One value a customer; a column of words has at most \(Limits.traitValues) values."
            + " Used where Akaike's criterion is better with them. auto is paretoNbd then."),
        Field(
          "calibrationEnd", \.calibrationEnd, "Fit on orders up to this day, check on the rest."),
        Field(
          "purchaseProbabilities", \.purchaseProbabilities,
          "For each customer the chances of 0, 1, 2 and of more purchases in the horizon.",
          default: false),
        Field("cashflows", \.cashflows, "Payments of periods 1, 2, ... for discountedCashflow."),
        Field("rate", \.rate, "The rate per period of the cash flows.", in: 0...10),
        Field("periods", \.periods, "Repeat the last payment up to this many.", in: 1...10_000),
        Field(
          "retention", \.retention, "The chance to stay from one period to the next.",
          in: 0...1, default: 1),
        Field("inputs", \.inputs, "The numbers of a named formula."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<LtvAnswer> {
    switch try params.chosenMethod() {
    case .discountedCashflow: return Outcome(try cashflow(params, run))
    case .auto where params.cashflows != nil: return Outcome(try cashflow(params, run))
    case .ltv000, .cltv004, .cv003, .simpleFormula, .geometric:
      return Outcome(try formula(params, run))
    case .mbgNbd, .bgNbd, .paretoNbd, .bgBeta:
      return try orders(params, try workspace.open(params.data, run), workspace, run)
    case .historical: return try plain(.historical, params, workspace, run)
    case .simple: return try plain(.simple, params, workspace, run)
    case .cohort: return try plain(.cohort, params, workspace, run)
    case .retention: return try plain(.retention, params, workspace, run)
    case .auto:
      let opened = try workspace.open(params.data, run)
      let table = opened.table
      let isSubscribers =
        table.column(.date)?.date == nil && table.column(.tenureDays) != nil
        && table.column(.churn) != nil
      return isSubscribers
        ? try plain(.retention, params, opened, workspace, run)
        : try orders(params, opened, workspace, run)
    }
  }

  /// Values by plain counting.
  private static func plain(
    _ method: PlainValue.Method, _ params: Params, _ workspace: Workspace, _ run: Run
  ) throws -> Outcome<LtvAnswer> {
    try plain(method, params, try workspace.open(params.data, run), workspace, run)
  }

  private static func plain(
    _ method: PlainValue.Method, _ params: Params, _ opened: OpenTable, _ workspace: Workspace,
    _ run: Run
  ) throws -> Outcome<LtvAnswer> {
    let value = try PlainValue.of(
      opened.table, method, options: options(params), retention: params.retention, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: value.ranking) { value.customers[$0].id }
    let make: @Sendable (Int) -> LtvRow = { LtvRow(value, $0, say) }
    var answer = LtvAnswer(value, opened.table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }

  private static func orders(
    _ params: Params, _ opened: OpenTable, _ workspace: Workspace, _ run: Run
  ) throws -> Outcome<LtvAnswer> {
    let value = try LifetimeValue.of(opened.table, options: options(params), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = value.ranking
    let page = try Page(params.data, order: order) { value.ids[$0] }
    let (explain, chances) = (params.data.explain, params.purchaseProbabilities)
    let make: @Sendable (Int) -> LtvRow = {
      LtvRow(value, $0, chances: chances, explain: explain, say)
    }
    var answer = LtvAnswer(value, opened.table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }

  private static func options(_ params: Params) -> LifetimeOptions {
    var options = LifetimeOptions()
    options.method = LifetimeOptions.Method(rawValue: params.method.rawValue) ?? .mbgNbd
    if params.covariates != nil { options.method = .paretoNbd }
    options.covariates = params.covariates
    options.horizonMonths = params.horizonMonths
    options.discountRate = params.discountRate
    options.timing = params.timing
    options.margin = params.margin
    options.acquisitionCost = params.acquisitionCost
    options.interval = params.interval
    options.timeUnit = params.timeUnit
    options.rounds = params.rounds.value
    options.calibrationEnd = params.calibrationEnd?.days
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    options.isStrict = params.data.strict
    return options
  }

  private static func flows(_ params: Params) throws -> [Double] {
    var inputs = params.inputs
    inputs.cashflows = params.cashflows ?? inputs.cashflows
    inputs.periods = params.periods
    return try inputs.flows()
  }

  private static func cashflow(_ params: Params, _ run: Run) throws -> LtvAnswer {
    let rate = params.rate ?? params.discountRate
    let valuation = Cashflow.value(
      try flows(params), rate: rate, timing: params.timing, margin: params.margin,
      retention: params.retention, acquisitionCost: params.acquisitionCost)
    return LtvAnswer(valuation, rate: rate, params, Speaker(params.data.lang, of: nil), run)
  }

  private static func formula(_ params: Params, _ run: Run) throws -> LtvAnswer {
    var inputs = params.inputs
    inputs.cashflows = inputs.cashflows ?? params.cashflows
    inputs.rate = inputs.rate ?? params.rate ?? params.discountRate
    inputs.timing = inputs.timing ?? params.timing
    inputs.periods = params.periods
    let name = String(params.method.rawValue.dropFirst("formula:".count))
    let result = try formula(name, inputs, currency: params.currency.value ?? "CNY")
    return LtvAnswer(result, params, Speaker(params.data.lang, of: nil), run)
  }

  /// A published formula, as it is printed.
  static func formula(
    _ name: String, _ inputs: FormulaInputs, currency: String
  ) throws -> NamedFormula {
    switch name {
    case "simple":
      return .simple(
        orderValue: try inputs.need("averageAmount", inputs.averageAmount),
        ordersPerYear: try inputs.need("frequency", inputs.frequency),
        years: try inputs.need("lifetimeDays", inputs.lifetimeDays) / 365,
        cost: inputs.acquisitionCost ?? 0, currency: currency)
    case "geometric":
      let retention = try inputs.need("retention", inputs.retention)
      guard (0..<1).contains(retention) || (inputs.rate ?? 0) > 0 && retention == 1 else {
        throw ParameterError(
          path: "params.inputs.retention", expected: "0 to below 1", found: "\(retention)")
      }
      return .geometric(
        payment: try inputs.need("averageAmount", inputs.averageAmount), retention: retention,
        rate: inputs.rate ?? 0, timing: inputs.timing ?? .end,
        cost: inputs.acquisitionCost ?? 0, currency: currency)
    case "ltv000":
      return .ltv000(
        amount: try inputs.need("averageAmount", inputs.averageAmount),
        cost: try inputs.need("acquisitionCost", inputs.acquisitionCost),
        retention: try inputs.need("retention", inputs.retention),
        lifetimeDays: try inputs.need("lifetimeDays", inputs.lifetimeDays), currency: currency)
    case "cv003":
      let weights = inputs.weights ?? [0.3, 0.5, 0.2]
      guard weights.count == 3 else {
        throw ParameterError(
          path: "params.inputs.weights", expected: "three weights", found: "\(weights.count)")
      }
      return .cv003(
        amount: try inputs.need("amount", inputs.amount),
        frequency: try inputs.need("frequency", inputs.frequency),
        lifetimeValue: try inputs.need("lifetimeValue", inputs.lifetimeValue), weights: weights,
        currency: currency)
    default:
      return .cltv004(
        try inputs.flows(), rate: inputs.rate ?? 0, timing: inputs.timing ?? .end,
        currency: currency)
    }
  }
}

extension Cashflow.Timing: Choice {}
extension LifetimeOptions.TimeUnit: Choice {}
extension PurchaseRounds.Length: Choice {}

/// The numbers a named formula needs.
struct FormulaInputs: NestedParameters {
  var averageAmount: Double?
  var acquisitionCost: Double?
  var retention: Double?
  var lifetimeDays: Double?
  var amount: Double?
  var frequency: Double?
  var lifetimeValue: Double?
  var weights: [Double]?
  var cashflows: [Double]?
  var rate: Double?
  var timing: Cashflow.Timing?
  /// Repeat the last payment up to this many.
  var periods: Int?

  static let fields: [Field<Self>] = [
    Field(
      "averageAmount", \.averageAmount,
      "ltv000, simple: average amount of an order; geometric: the payment of a period."),
    Field("acquisitionCost", \.acquisitionCost, "Cost of winning the customer."),
    Field("retention", \.retention, "ltv000, geometric: retention rate."),
    Field("lifetimeDays", \.lifetimeDays, "ltv000, simple: days from first to last order."),
    Field("amount", \.amount, "cv003: amount spent."),
    Field("frequency", \.frequency, "cv003: number of orders; simple: orders a year."),
    Field("lifetimeValue", \.lifetimeValue, "cv003: lifetime value."),
    Field("weights", \.weights, "cv003: weights of amount, frequency, lifetime value."),
    Field("cashflows", \.cashflows, "cltv004: payments of periods 1, 2, ..."),
    Field("rate", \.rate, "cltv004, geometric: the rate per period.", in: 0...10),
    Field("timing", \.timing, "cltv004, geometric: when in its period a payment falls."),
  ]

  /// The payments; refused where there are none.
  func flows() throws(ParameterError) -> [Double] {
    guard let flows = cashflows, let last = flows.last else {
      throw ParameterError(
        path: "params.cashflows", expected: "an array of payments", found: "nothing")
    }
    if let place = flows.firstIndex(where: { abs($0) > Limits.cellMagnitude }) {
      throw ParameterError(
        path: "params.cashflows[\(place)]", expected: "-1e60 to 1e60", found: "\(flows[place])")
    }
    let missing = (periods ?? 0) - flows.count
    return missing > 0 ? flows + [Double](repeating: last, count: missing) : flows
  }

  func need(_ name: String, _ value: Double?) throws(ParameterError) -> Double {
    guard let value else {
      throw ParameterError(path: "params.inputs.\(name)", expected: "a number", found: "nothing")
    }
    guard abs(value) <= Limits.cellMagnitude else {
      throw ParameterError(
        path: "params.inputs.\(name)", expected: "-1e60 to 1e60", found: "\(value)")
    }
    return value
  }
}
