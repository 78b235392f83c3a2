/// Who is who across channels: one row per person, with the evidence.
import Analytics
import Contract
import Support
import Tables
import Wire

enum UnifyCustomers: Method {
  static let name = "unifyCustomers"
  static let group = Group.datasets
  static let summary =
    "Bring the customers of several files together, or find those that stand twice in one; with a "
    + "name, keep one row per person as a new dataset."
  static let effect = Effect.changes
  static let errors = DataErrors.codes

  struct Params: Parameters {
    var data = DataParams()
    var datasets: [SourceInput]?
    var keys = IdentityKey.allCases
    var fuzzy = true
    var threshold = 0.9
    var survivorship = Survivorship.latest
    var name: String?
    var includePersonal = false

    private static let answerFields: Set<String> = [
      "limit", "cursor", "format", "outputPath", "overwrite", "excel", "lang",
    ]

    static let fields: [Field<Self>] =
      DataParams.sourceFields.lifted(\.data) + [
        Field(
          "datasets", \.datasets,
          "Datasets or files to bring together, in the order of their rank; in place of path."),
        Field(
          "keys", \.keys,
          "Which keys may bring people together; id is the identity card and, where "
            + "the sources agree on them, customer ids.", default: ["phone", "email", "id"]),
        Field("fuzzy", \.fuzzy, "Compare names too; else equal keys alone count.", default: true),
        Field(
          "threshold", \.threshold, "How sure a pair must be to be taken for one person.",
          in: 0.5...0.999, default: 0.9),
        Field(
          "survivorship", \.survivorship,
          "Whose value a person keeps: that of the latest or earliest row, of most rows, or of the "
            + "source named first.", default: "latest"),
        Field(
          "name", \.name,
          "Keep one row per person as a dataset of this name, and all purchases as NAME-orders."),
        Field(
          "includePersonal", \.includePersonal,
          "Write names, telephones and the like to outputPath as they are; the answer masks them "
            + "always.", default: false),
      ]
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<UnifyAnswer> {
    let opened = try workspace.open(params.datasets, or: params.data, run)
    if let name = params.name {
      try NewDataset.check(name, more: 2, in: workspace)
      try NewDataset.check("\(name)-orders", more: 2, in: workspace)
    }
    var options = IdentityOptions()
    options.keys = Set(params.keys)
    options.fuzzy = params.fuzzy
    options.threshold = params.threshold
    let identity = try Identity(opened.sources, options, run)
    let golden = try GoldenTable(identity, params.survivorship, run)
    let first = opened.sources[0].table
    let kept = try keep(golden, params, first.language, run)
    let say = Speaker(params.data.lang, of: first)
    let rows = GoldenRows(golden, GoldenWords.of(first.language))
    let page = try Page(params.data, order: Array(0..<golden.count)) { GoldenTable.id($0) }
    var answer = UnifyAnswer(golden, rows, kept, params, page, say, run)
    if let path = params.data.outputPath {
      let list = rows.list(params.data, page.range, masked: !params.includePersonal)
      let bytes = try list.csv(rows: golden.count, excel: params.data.excel, run)
      let file = try OutputFile(path, overwrite: params.data.overwrite, in: workspace)
      try file.write(bytes)
      answer.output = SavedFile(path: file.path, rows: golden.count, bytes: bytes.count)
    }
    return Outcome(
      answer,
      changes: opened.changes
        + kept.map { .open(LoadedTable(table: $0, key: nil, name: $0.name)) })
  }

  private static func keep(
    _ golden: GoldenTable, _ params: Params, _ language: Language, _ run: Run
  ) throws -> [Table] {
    guard let name = params.name else { return [] }
    run.report(0.9, Phrase(en: "keeping the new dataset", zh: "保存新数据集"))
    let words = GoldenWords.of(language)
    var kept = [try golden.table(named: name, words, run)]
    if golden.hasDatedSources {
      kept.append(try golden.purchases(named: "\(name)-orders", words, run))
    }
    return kept
  }
}

extension IdentityKey: Choice {}
extension Survivorship: Choice {}
