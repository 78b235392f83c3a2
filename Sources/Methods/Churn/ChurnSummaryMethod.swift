/// How many customers leave, period by period or by a label, and what sets them apart.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ChurnSummaryMethod: Method {
  static let name = "churnSummary"
  static let group = Group.churn
  static let summary =
    "Count who was lost, who came and who came back, and say what sets the lost apart."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Churn summary", zh: "流失概览",
    "Use it to follow churn over time: give path to orders (customer, date, amount) for customers"
      + " and money lost, new and won back in each period, or to a table with a churn column for the"
      + " rate with its interval, by every column of words, reasons if a column tells them, and what"
      + " sets those who left apart.")

  struct Params: Parameters {
    var data = DataParams()
    var by = ChurnPeriod.month
    var windowDays: AutoOr<Int> = .auto
    var positive: String?

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("by", \.by, "The length of a period; of orders.", default: "month"),
        Field(
          "churnWindowDays", \.windowDays,
          "Of orders: silence that counts as leaving; auto is the 90th percentile of gaps.",
          in: 1...3650),
        Field("positive", \.positive, "The value of the churn column that means leaving."),
        Field("asOf", \.data.asOf, "The last day that counts; that of the data when not given."),
        Field(
          "seed", \.data.seed, "The seed of everything random.", in: 0...Int(Int32.max),
          default: 42),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ChurnSummaryAnswer> {
    let opened = try workspace.open(params.data, run)
    let table = opened.table
    let say = Speaker(params.data.lang, of: table)
    let isLedger = table.column(.date)?.date != nil && table.column(.customerId) != nil
    let hasLabel = table.column(.churn) != nil || table.column(.target) != nil
    if isLedger, !hasLabel || table.kind != .customers {
      let found = try ChurnSummary(
        table, by: params.by, windowDays: params.windowDays.value, asOf: params.data.asOf?.days,
        run)
      return Outcome(ChurnSummaryAnswer(found, table, say, run), changes: opened.changes)
    }
    let found = try ChurnLabelSummary(
      table, positive: params.positive, seed: UInt64(params.data.seed), run)
    return Outcome(
      ChurnSummaryAnswer(found, table, seed: params.data.seed, say, run),
      changes: opened.changes)
  }
}

extension ChurnPeriod: Choice {}
