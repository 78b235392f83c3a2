/// What is in a file: each column's type and role, and how to pin them.
import Contract
import Support
import Tables
import Wire

enum DetectColumns: Method {
  static let name = "detectColumns"
  static let group = Group.datasets
  static let summary = "Say what each column of a file was taken for, and how to pin it."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Look into a file", zh: "识别数据列",
    "Use it first on an unknown file: says what kind of table it is, what each column means, how"
      + " sure that is, and what is doubtful. Cheap, reads a sample only.")

  struct Params: Parameters {
    var data = DataParams()
    var sampleRows = 10_000

    static let fields: [Field<Self>] =
      DataParams.sourceFields.lifted(\.data) + [
        Field("sampleRows", \.sampleRows, "Rows to look at.", in: 1...Limits.rows, default: 10_000),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  struct Output: Answer {
    let kind: String
    let encoding: String
    let hasHeader: Bool
    let columns: [ColumnAnswer]
    let pin: OutputMap<String>
    let warnings: [Warning]

    static let members: [Member<Self>] = [
      Member("kind", \.kind, "What the rows were taken for."),
      Member("encoding", \.encoding, "The encoding."),
      Member("header", \.hasHeader, "Whether the first line holds headers."),
      Member("columns", \.columns, "The columns, in file order."),
      Member("suggestedColumns", \.pin, "Give this as columns to pin the choice."),
      Member("warnings", \.warnings, "What to know about the file."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let table: Table
    if let path = params.data.path, params.data.dataset == nil, params.data.rows == nil {
      var options = try params.data.readOptions()
      options.maxRows = params.sampleRows
      table = try TableReader.read(path: try workspace.stamp(path).path, options, run)
    } else {
      table = try workspace.open(params.data, run).table
    }
    let say = Speaker(params.data.lang, of: table)
    let pins = table.roles.sorted { $0.value.column < $1.value.column }
    return Outcome(
      Output(
        kind: table.kind.rawValue, encoding: table.source.encoding,
        hasHeader: table.source.hasHeader, columns: table.columns.map { ColumnAnswer($0, table) },
        pin: OutputMap(pins.map { (key: $0.key.rawValue, value: $0.value.header) }),
        warnings: table.notices.map { say($0) }))
  }
}
