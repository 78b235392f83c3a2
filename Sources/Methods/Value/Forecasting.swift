/// What comes next: revenue, orders, or the demand of each item.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Forecasting: Method {
  static let name = "forecast"
  static let group = Group.value
  static let summary =
    "Forecast revenue, orders or the demand of items, with bounds, a back-test and a reorder point."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Forecast", zh: "销售预测",
    "Use it to plan: give path to orders (date, amount; customer and order id if there are), or to"
      + " any two columns of dates and numbers. Forecasts the next days, weeks or months with 80 and"
      + " 95 % bounds, says how far off such forecasts were before, and for target demand with"
      + " leadTimeDays when to order again. Last values, exponential smoothing with trend and season,"
      + " and Croston's methods for rarely sold items are tried.")

  struct Params: Parameters {
    var data = DataParams()
    var target = ForecastOptions.Target.revenue
    var horizon = 12
    var frequency: AutoOr<ForecastOptions.Frequency> = .auto
    var season: AutoOr<Int> = .auto
    var segment: String?
    var item: String?
    var top = 10
    var leadTimeDays: Double?
    var stock: Double?

    private static let shared: Set<String> = ["asOf", "seed", "lang", "strict"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "target", \.target,
          "revenue: money of purchases, or the one column of numbers there is; orders; demand:"
            + " pieces, item by item.", default: "revenue"),
        Field(
          "horizon", \.horizon, "Periods to look ahead.", in: 1...Limits.forecastHorizon,
          default: 12),
        Field(
          "frequency", \.frequency,
          "The length of a period; auto takes it from how long and how dense the data are."),
        Field(
          "season", \.season,
          "Periods after which things recur, 1 for none; auto: a week of open days, 52 weeks or 12"
            + " months where the data hold two of them.", in: 1...Limits.forecastHorizon),
        Field(
          "bySegment", \.segment,
          "Also each value of this column apart, such as region or channel."),
        Field("item", \.item, "demand: only this item, by id or name."),
        Field(
          "top", \.top, "Items or segments: so many of the largest.", in: 1...Limits.forecastParts,
          default: 10),
        Field(
          "leadTimeDays", \.leadTimeDays,
          "demand: days from an order to its goods; gives the reorder point.",
          in: 0.5...366),
        Field(
          "stock", \.stock, "demand of one item: pieces that are there now.", in: 0...1e12),
      ] + DataParams.answerFields.filter { shared.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ForecastAnswer> {
    try check(params)
    let opened = try workspace.open(params.data, run)
    var options = ForecastOptions()
    options.target = params.target
    options.horizon = params.horizon
    options.frequency = params.frequency.value
    options.season = params.season.value
    options.segment = params.segment
    (options.item, options.top) = (params.item, params.top)
    (options.leadTimeDays, options.stock) = (params.leadTimeDays, params.stock)
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    let forecast = try Forecast(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    return Outcome(
      ForecastAnswer(forecast, opened.table, params, say, run), changes: opened.changes)
  }

  /// Refuses what the target has no use for.
  private static func check(_ params: Params) throws(ParameterError) {
    let isDemand = params.target == .demand
    let given: [(name: String, isGiven: Bool)] = [
      ("item", params.item != nil), ("leadTimeDays", params.leadTimeDays != nil),
      ("stock", params.stock != nil),
    ]
    for (name, isGiven) in given where isGiven && !isDemand {
      throw ParameterError(
        path: "params.\(name)", expected: "nothing with target \"\(params.target.rawValue)\"",
        found: "a value")
    }
    if isDemand, params.segment != nil {
      throw ParameterError(
        path: "params.bySegment", expected: "nothing with target \"demand\"", found: "a value")
    }
    guard params.stock != nil else { return }
    if params.item == nil {
      throw ParameterError(path: "params.item", expected: "the item of the stock", found: "none")
    }
    if params.leadTimeDays == nil {
      throw ParameterError(
        path: "params.leadTimeDays", expected: "days from an order to its goods, beside stock",
        found: "none")
    }
  }
}

extension ForecastOptions.Target: Choice {}
extension ForecastOptions.Frequency: Choice {}
