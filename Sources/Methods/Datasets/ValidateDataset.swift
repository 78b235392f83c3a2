/// What is wrong with a file: every issue with its line, its column, and what to do about it.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ValidateDataset: Method {
  static let name = "validateDataset"
  static let group = Group.datasets
  static let summary = "Say what is wrong with a file, by line and column, and how to mend it."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Check data quality", zh: "数据质量检查",
    "Use it before trusting an analysis: finds missing keys, unreadable and repeated rows, orders"
      + " that contradict each other, impossible or default dates, mixed currencies, totals rows,"
      + " ids destroyed by spreadsheets, broken characters and more, each with line, column, rows"
      + " and a fix, and grades how far the file can be relied on.")

  struct Params: Parameters {
    var data = DataParams()
    var rules: [RuleInput] = []
    var diagnostics = false

    static let fields: [Field<Self>] =
      DataParams.sourceFields.lifted(\.data) + [
        Field(
          "rules", \.rules,
          "What must hold of every row: [{\"name\": \"priced\", \"when\": {\"amount\": {\">\": 0}}}]; rows"
            + " of which it does not are told."),
        Field(
          "limit", \.data.limit, "Issues in the answer; 0 for the summary only.",
          in: 0...Limits.pageRows, default: 100),
        Field("cursor", \.data.cursor, "Where the page begins: nextCursor of the page before."),
        Field(
          "diagnostics", \.diagnostics,
          "Also give the issues of the page as diagnostics of LSP, one for each of their first rows.",
          default: false),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ValidationAnswer> {
    try RuleInput.check(count: params.rules.count)
    let opened = try withTotals(
      try workspace.open(params.data, run), params.data, in: workspace, run)
    let survey = try survey(opened.table, in: workspace, run)
    let rules = params.rules.map { QualityRule(name: $0.name, filter: $0.filter) }
    let quality = try Quality(opened.table, survey, rules: rules, run)
    let page = try Page(params.data, order: Array(quality.findings.indices)) { _ in "" }
    let say = Speaker(params.data.lang, of: opened.table)
    return Outcome(
      ValidationAnswer(
        quality, ReadTable(table: opened.table, survey: survey), page,
        diagnostics: params.diagnostics, say, run),
      changes: opened.changes)
  }

  /// The same table with its rows of totals, which other methods leave out: here they are told.
  private static func withTotals(
    _ opened: OpenTable, _ data: DataParams, in workspace: Workspace, _ run: Run
  ) throws -> OpenTable {
    guard opened.table.source.totalCount > 0, let path = data.path else { return opened }
    var options = try data.readOptions()
    options.keepsTotals = true
    let whole = try workspace.read(path, options, run)
    return OpenTable(table: whole.table, changes: opened.changes)
  }

  /// The second look at the file, where it may still be read.
  private static func survey(
    _ table: Table, in workspace: Workspace, _ run: Run
  ) throws -> FileSurvey? {
    guard let path = table.source.path, (try? workspace.stamp(path)) != nil else { return nil }
    run.report(0.1, Phrase(en: "looking at the file", zh: "正在查看文件"))
    return try FileSurvey(table, run)
  }
}
