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
    var trims = true
    var dates = CleaningOptions.Dates.unify
    var dedupe = CleaningOptions.Dedupe.exact
    var missing = CleaningOptions.Missing.report
    var outliers = CleaningOptions.Outliers.report
    var returns = CleaningOptions.Returns.net
    var isDryRun = true
    var includePersonal = false

    static let fields: [Field<Self>] =
      DataParams.sourceFields.lifted(\.data) + [
        Field(
          "trim", \.trims,
          "One blank where there are several; letters and digits in half width. Ids and sentences stay "
            + "as they are.", default: true),
        Field(
          "dates", \.dates,
          "unify: texts that are dates in several styles become dates; keep: leave them.",
          default: "unify"),
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
          "net: leave out a return with the purchase it takes back: of its own order, else the last "
            + "one before it; keep: leave both.", default: "net"),
        Field("dryRun", \.isDryRun, "Only say what would change.", default: true),
        Field("name", \.name, "The new dataset; the old name and -clean when not given."),
        Field(
          "outputPath", \.data.outputPath,
          "Also write the cleaned rows to this CSV file; with dryRun false only."),
        Field(
          "overwrite", \.data.overwrite, "Replace outputPath when it exists.", default: false),
        Field(
          "excel", \.data.excel, "Begin the CSV file with the mark that Excel wants.",
          default: false),
        Field(
          "includePersonal", \.includePersonal,
          "Write names, telephones and the like to outputPath as they are, not masked.",
          default: false),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<CleaningAnswer> {
    guard params.data.outputPath == nil || !params.isDryRun else {
      throw ParameterError(
        path: "params.outputPath", expected: "dryRun false beside it", found: "a dry run")
    }
    let opened = try workspace.open(params.data, run)
    var options = CleaningOptions()
    options.trims = params.trims
    options.dates = params.dates
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
        CleaningAnswer(cleaning, opened.table, nil, [], say, run), changes: opened.changes)
    }
    guard !cleaning.rows.isEmpty else { throw TableError.emptyTable(name: name) }
    let cleaned = cleaning.table(named: name)
    let saved = try save(cleaned, params, in: workspace, run)
    var answer = CleaningAnswer(cleaning, opened.table, cleaned, saved.notices, say, run)
    answer.output = saved.file
    return Outcome(
      answer,
      changes: opened.changes + [.open(LoadedTable(table: cleaned, key: nil, name: name))])
  }

  /// The cleaned rows in a file, as exportDataset writes them.
  private static func save(
    _ table: Table, _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> (file: SavedFile?, notices: [Notice]) {
    guard let path = params.data.outputPath else { return (nil, []) }
    let file = try OutputFile(path, overwrite: params.data.overwrite, in: workspace)
    let columns = try ExportColumn.all(
      .roles(InputMap()), table, includePersonal: params.includePersonal)
    let none = try CustomerColumns(table, [], asOf: nil, seed: 42, run)
    let lines = ExportLines(columns, none, table.rowCount, table.language)
    let written = try file.write(lines.parts(excel: params.data.excel), run)
    let masked = Notice(
      "personalMasked", en: "columns that tell who a person is are masked in the file",
      zh: "文件中的个人信息列已脱敏", path: "includePersonal")
    return (
      SavedFile(path: file.path, rows: table.rowCount, bytes: written.bytes),
      columns.contains(where: \.isMasked) ? [masked] : []
    )
  }
}

extension CleaningOptions.Dates: Choice {}
extension CleaningOptions.Dedupe: Choice {}
extension CleaningOptions.Missing: Choice {}
extension CleaningOptions.Outliers: Choice {}
extension CleaningOptions.Returns: Choice {}
