/// One documented row of numbers per customer, from orders.
import Analytics
import Contract
import Support
import Tables
import Wire

enum BuildFeatures: Method {
  static let name = "buildFeatures"
  static let group = Group.datasets
  static let summary = "Make one row of documented numbers per customer from a file of orders."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Customer features", zh: "客户特征",
    "Use it to turn orders into one row per customer: recency, orders, revenue, rhythm, trends in"
      + " the last 30, 90 and 365 days, variety. Every feature is described with its unit. Gives"
      + " rows for a model or a spreadsheet; nothing after asOf counts.")

  struct Params: Parameters {
    var data = DataParams()
    var set = CustomerFeatures.Set.behaviour
    var windowDays = [30, 90, 365]

    private static let kept: Set<String> = ["seed", "explain", "strict"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !kept.contains($0.name) }.lifted(\.data) + [
        Field(
          "set", \.set,
          "rfm: three; behaviour: rhythm, windows, variety too; full: all numbers too.",
          default: "behaviour"),
        Field("windowDays", \.windowDays, "Days to look back on.", default: [30, 90, 365]),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<FeaturesAnswer> {
    let windows = params.windowDays
    guard windows.count <= Limits.featureWindows, Set(windows).count == windows.count,
      windows.allSatisfy({ 1...3_650 ~= $0 })
    else {
      throw ParameterError(
        path: "params.windowDays",
        expected: "at most \(Limits.featureWindows) different lengths from 1 to 3650",
        found: windows.prefix(20).map(String.init).joined(separator: ", "))
    }
    let opened = try workspace.open(params.data, run)
    let made = try CustomerFeatures(
      opened.table, set: params.set, windows: windows, asOf: params.data.asOf?.days, run)
    let page = try Page(params.data, order: Array(made.ids.indices)) { made.ids[$0] }
    let rows = QueryRowList(
      result: made.rows.picked(page.rows), format: params.data.format, page: page.range)
    let say = Speaker(params.data.lang, of: opened.table)
    var answer = FeaturesAnswer(made, opened.table, params, page, rows, say, run)
    answer.output = try rows.save(params.data, count: page.total, in: workspace, run)
    return Outcome(answer, changes: opened.changes)
  }
}

extension CustomerFeatures.Set: Choice {}

struct FeaturesAnswer: Answer {
  let summary: Said
  let features: [FeatureAnswer]
  let rows: QueryRowList
  let warnings: [Warning]
  let meta: Meta
  let total: Int
  let nextCursor: String?
  var output: SavedFile?

  init(
    _ made: CustomerFeatures, _ table: Table, _ params: BuildFeatures.Params, _ page: Page,
    _ rows: QueryRowList, _ say: Speaker, _ run: Run
  ) {
    self.rows = rows
    let (count, width) = (made.ids.count, made.features.count)
    let day = CivilDate.text(days: made.asOf)
    summary = say(
      Phrase(
        en: "\(count) customers with \(width) features each, as of \(day).",
        zh: "\(count) 位客户，每位 \(width) 个特征，截至 \(day)。"))
    features = made.features.map {
      FeatureAnswer(
        name: $0.name, words: say($0.words), unit: $0.unit,
        missing: $0.values.count { $0 == nil })
    }
    warnings = (table.notices + made.notices).map { say($0) }
    meta = Meta(table, method: params.set.rawValue, customers: count, asOf: made.asOf, run)
    total = page.total
    nextCursor = page.nextCursor
  }

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "What was made, in a sentence."),
    Member("features", \.features, "Every feature, in the order of the rows."),
    Member("rows", \.rows, "One row per customer."),
    Member("warnings", \.warnings, "What to know about the data."),
    Member("meta", \.meta, "What was read and how."),
    Member("total", \.total, "Customers in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
    Member("output", ifAny: \.output, "The file that was written."),
  ]
}

struct FeatureAnswer: Answer {
  let name: String
  let words: Said
  let unit: String
  let missing: Int

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name in the rows."),
    Member("meaning", \.words, "What it says."),
    Member("unit", \.unit, "Its unit."),
    Member("missing", \.missing, "Customers of whom it cannot be had."),
  ]
}
