/// Customers by the period of their first purchase, and what became of them.
import Analytics
import Contract
import Support
import Tables
import Wire

enum CohortsMethod: Method {
  static let name = "cohorts"
  static let group = Group.segmentation
  static let summary =
    "Follow customers by the period of their first purchase: who returns, and what they bring."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Cohorts", zh: "队列分析",
    "Use it to see whether new customers come back and whether that gets better or worse over time."
      + " Give path to a file of orders (customer, date, amount). Gives a triangle of cohorts by"
      + " age (retention, revenue, orders or cumulative value per customer), averages by age, and"
      + " marks periods that are not over.")

  struct Params: Parameters {
    var data = DataParams()
    var by = CalendarPeriod.month
    var metric = CohortOptions.Metric.retention
    var isBounded = true
    var breakdown: String?

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("by", \.by, "The length of a period.", default: "month"),
        Field(
          "metric", \.metric,
          "retention: share of the cohort that bought; revenue and orders: sums; ltv: money per "
            + "customer of the cohort so far.", default: "retention"),
        Field(
          "bounded", \.isBounded,
          "Count purchases of the period only; false counts those of any later one as well.",
          default: true),
        Field(
          "breakdown", \.breakdown,
          "Also each value of this column apart, such as channel: that of a customer's first row."),
        Field("asOf", \.data.asOf, "The last day that counts; that of the data when not given."),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<CohortsAnswer> {
    let opened = try workspace.open(params.data, run)
    var options = CohortOptions()
    options.period = params.by
    options.metric = params.metric
    options.isBounded = params.isBounded
    options.asOf = params.data.asOf?.days
    let cohorts = try Cohorts(opened.table, options: options, run)
    let breakdown = try params.breakdown.map {
      try CohortBreakdown(opened.table, by: $0, of: cohorts, run)
    }
    let say = Speaker(params.data.lang, of: opened.table)
    return Outcome(
      CohortsAnswer(cohorts, breakdown, opened.table, say, run), changes: opened.changes)
  }
}

extension CalendarPeriod: Choice {}
extension CohortOptions.Metric: Choice {}
