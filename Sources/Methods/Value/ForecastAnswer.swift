/// The answer of `forecast`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ForecastAnswer: Answer {
  let envelope: Envelope
  let frequency: String
  let series: [ForecastSeries]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("frequency", \.frequency, "The length of a period: day, week or month."),
      Member("series", \.series, "All together first, then segments or items, the largest first."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ forecast: Forecast, _ table: Table, _ params: Forecasting.Params, _ say: Speaker, _ run: Run
  ) {
    frequency = forecast.frequency.rawValue
    series = forecast.series.map(ForecastSeries.init)
    envelope = Envelope(
      summary: say(forecast.summary), grade: GradeAnswer(forecast.grade, say),
      definition: say(forecast.definition),
      warnings: (table.notices + forecast.notices).map { say($0) },
      meta: Meta(
        table, method: forecast.series.first?.method ?? "naive", asOf: forecast.asOf,
        seed: params.data.seed, run))
  }
}

struct ForecastSeries: Answer {
  let name: String?
  let label: String?
  let method: String
  let season: Int?
  let forecast: [ForecastStep]
  let total: ForecastTotal
  let history: [ForecastPeriod]
  let backTest: ForecastTest?
  let candidates: [ForecastCandidate]
  let reorder: ReorderAnswer?
  let boundsFactor: Double

  init(_ series: Forecast.Series) {
    name = series.name
    label = series.label
    method = series.method
    season = series.season > 1 ? series.season : nil
    forecast = series.steps.map(ForecastStep.init)
    total = ForecastTotal(
      mean: series.total.mean, lower80: series.total.lower80, upper80: series.total.upper80)
    history = zip(series.periods, series.values).map { ForecastPeriod(period: $0, value: $1) }
    backTest = series.test.map(ForecastTest.init)
    candidates = series.candidates.map {
      ForecastCandidate(method: $0.method, aicc: $0.aicc, mase: $0.mase)
    }
    reorder = series.reorder.map(ReorderAnswer.init)
    boundsFactor = series.boundsFactor
  }

  static let members: [Member<Self>] = [
    Member(
      "name", \.name, "The value of the segment or the id of the item; null for all together."),
    Member("label", ifAny: \.label, "What the item is called."),
    Member(
      "method", \.method,
      "naive, seasonalNaive, ETS(error,trend,season) with A added, M multiplied, N none, d damped,"
        + " or croston, sba, tsb for rare sales."),
    Member("season", ifAny: \.season, "Periods of a season, where one was looked for."),
    Member("forecast", \.forecast, "The periods to come."),
    Member(
      "boundsFactor", \.boundsFactor,
      "What the method's own bounds are widened by, as in the back-test they held too few."),
    Member("total", \.total, "All of them together."),
    Member("history", \.history, "The whole periods that were learnt from."),
    Member("backTest", \.backTest, "Forecasts from earlier periods; null where it is too short."),
    Member("candidates", \.candidates, "What was tried, the best first."),
    Member("reorder", ifAny: \.reorder, "When and how much to order again."),
  ]
}

struct ForecastStep: Answer {
  let step: Forecast.Step

  init(_ step: Forecast.Step) { self.step = step }

  static let members: [Member<Self>] = [
    Member("period", \.step.period, "A day, a week by its Monday, or a month."),
    Member("mean", \.step.mean, "What to expect."),
    Member("lower80", \.step.lower80, "Below it in 10 of 100 cases."),
    Member("upper80", \.step.upper80, "Above it in 10 of 100 cases."),
    Member("lower95", \.step.lower95, "Below it in 2.5 of 100 cases."),
    Member("upper95", \.step.upper95, "Above it in 2.5 of 100 cases."),
  ]
}

struct ForecastTotal: Answer {
  let mean: Double
  let lower80: Double
  let upper80: Double

  static let members: [Member<Self>] = [
    Member("mean", \.mean, "The sum of the means."),
    Member("lower80", \.lower80, "The sum is below it in 10 of 100 cases."),
    Member("upper80", \.upper80, "The sum is above it in 10 of 100 cases."),
  ]
}

struct ForecastPeriod: Answer {
  let period: String
  let value: Double

  static let members: [Member<Self>] = [
    Member("period", \.period, "The period."),
    Member("value", \.value, "What it held."),
  ]
}

struct ForecastTest: Answer {
  let test: Forecast.Test

  init(_ test: Forecast.Test) { self.test = test }

  static let members: [Member<Self>] = [
    Member("origins", \.test.origins, "Earlier periods that were forecast from."),
    Member("horizon", \.test.horizon, "Periods each looked ahead."),
    Member("forecasts", \.test.count, "Forecasts that were compared."),
    Member("mase", \.test.mase, "Mean absolute error, scaled: below 1 beats one plain step."),
    Member("mae", \.test.meanAbsoluteError, "The same in the unit of the values."),
    Member("naiveMase", \.test.naive, "That of the last value."),
    Member("seasonalNaiveMase", ifAny: \.test.seasonalNaive, "That of the season before."),
    Member("coverage80", \.test.coverage80, "Share of values within the method's own 80 % bounds."),
    Member("coverage95", \.test.coverage95, "Share of values within the method's own 95 % bounds."),
  ]
}

struct ForecastCandidate: Answer {
  let method: String
  let aicc: Double?
  let mase: Double?

  static let members: [Member<Self>] = [
    Member("method", \.method, "The method."),
    Member("aicc", \.aicc, "Akaike's criterion for few values; null for methods without one."),
    Member("mase", \.mase, "The error from the latest origins, by which it was chosen."),
  ]
}

struct ReorderAnswer: Answer {
  let leadTimeDays: Double
  let serviceLevel: Double
  let demand: Double
  let safetyStock: Double
  let reorderPoint: Double
  let stock: Double?
  let shouldOrder: Bool?
  let coverDays: Double?

  init(_ reorder: Forecast.Reorder) {
    leadTimeDays = reorder.leadTimeDays
    serviceLevel = Forecast.Reorder.serviceLevel
    demand = reorder.demand
    safetyStock = reorder.safetyStock
    reorderPoint = reorder.reorderPoint
    stock = reorder.stock
    shouldOrder = reorder.stock.map { $0 <= reorder.reorderPoint }
    coverDays = reorder.coverDays
  }

  static let members: [Member<Self>] = [
    Member("leadTimeDays", \.leadTimeDays, "Days from an order to its goods."),
    Member("serviceLevel", \.serviceLevel, "The chance not to be sold out before."),
    Member("demand", \.demand, "Pieces needed until the goods arrive."),
    Member("safetyStock", \.safetyStock, "Pieces kept beyond it, as it may be more."),
    Member("reorderPoint", \.reorderPoint, "Order when no more than this is left."),
    Member("stock", ifAny: \.stock, "Pieces that are there."),
    Member("shouldOrder", ifAny: \.shouldOrder, "Whether that is no more than the reorder point."),
    Member("coverDays", ifAny: \.coverDays, "Days it lasts; absent beyond the horizon."),
  ]
}
