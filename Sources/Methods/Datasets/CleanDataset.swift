/// A dataset made usable by stated rules: first shown, then kept as a new dataset.
import Analytics
import Contract
import Support
import Tables
import Wire

enum CleanDataset: Method {
  static let name = "cleanDataset"
  static let group = Group.datasets
  static let summary =
    "Show what cleaning would change; with dryRun false, keep the cleaned rows as a new dataset."
  static let effect = Effect.changes
  static let errors = DataErrors.codes

  struct Params: Parameters {
    var data = DataParams()
    var name: String?
    var dedupe = CleaningOptions.Dedupe.exact
    var missing = CleaningOptions.Missing.report
    var outliers = CleaningOptions.Outliers.report
    var returns = CleaningOptions.Returns.net
    var isDryRun = true

    static let fields: [Field<Self>] =
      DataParams.sourceFields.lifted(\.data) + [
        Field(
          "dedupe", \.dedupe,
          "exact: drop rows equal in every cell; near: write texts as most rows do, then the same.",
          default: "exact"),
        Field(
          "missing", \.missing,
          "Rows without customer, date or amount: count them, drop them, or fill amounts with the "
            + "median and drop the others.", default: "report"),
        Field(
          "outliers", \.outliers, "Values far out: count them, clip them, or drop their rows.",
          default: "report"),
        Field(
          "returns", \.returns,
          "net: leave out a return with the purchase it takes back; keep: leave both.",
          default: "net"),
        Field("dryRun", \.isDryRun, "Only say what would change.", default: true),
        Field("name", \.name, "The new dataset; the old name and -clean when not given."),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<CleaningAnswer> {
    let opened = try workspace.open(params.data, run)
    var options = CleaningOptions()
    options.dedupe = params.dedupe
    options.missing = params.missing
    options.outliers = params.outliers
    options.returns = params.returns
    let name = params.name ?? "\(opened.table.name)-clean"
    if !params.isDryRun { try NewDataset.check(name, in: workspace) }
    let cleaning = try Cleaning(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    guard !params.isDryRun else {
      return Outcome(
        CleaningAnswer(cleaning, opened.table, nil, say, run), changes: opened.changes)
    }
    guard !cleaning.rows.isEmpty else { throw TableError.emptyTable(name: name) }
    let cleaned = cleaning.table(named: name)
    return Outcome(
      CleaningAnswer(cleaning, opened.table, cleaned, say, run),
      changes: opened.changes + [.open(LoadedTable(table: cleaned, key: nil, name: name))])
  }
}

extension CleaningOptions.Dedupe: Choice {}
extension CleaningOptions.Missing: Choice {}
extension CleaningOptions.Outliers: Choice {}
extension CleaningOptions.Returns: Choice {}
