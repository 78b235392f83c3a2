/// More rows for a loaded dataset: types and roles stay, the version is new.
import Analytics
import Contract
import Support
import Tables
import Wire

enum AppendRows: Method {
  static let name = "appendRows"
  static let group = Group.datasets
  static let summary =
    "Add rows to a loaded dataset as a new version, and say which customers now stand elsewhere."
  static let effect = Effect.changes
  static let errors: [ErrorCode] = [
    .datasetNotFound, .columnNotFound, .badValue, .datasetChanged, .malformedTable, .memoryLimit,
  ]

  struct Params: Parameters {
    var dataset = ""
    var rows: AnyInput?
    var idempotencyKey: String?
    var ifVersion: String?
    var limit = 100
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] = [
      Field("dataset", \.dataset, "The dataset to add to.", .required),
      Field(
        "rows", \.rows,
        "The rows: an array of objects, their members named by header or role. What is left out is "
          + "missing; dates as 2024-06-30.", .required),
      Field(
        "idempotencyKey", \.idempotencyKey,
        "A word of the caller's own for these rows: asked again with it, nothing is added twice and "
          + "the answer is the same."),
      Field(
        "ifVersion", \.ifVersion, "Add only while the dataset has this version, else 1011."),
      Field(
        "limit", \.limit, "Customers in the lists of the answer.",
        in: 0...Limits.appendCustomers, default: 100),
      Field("lang", \.lang, "The language of texts.", default: "auto"),
    ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<AppendAnswer> {
    let loaded = try workspace.dataset(params.dataset)
    let say = Speaker(params.lang, of: loaded.table)
    if let key = params.idempotencyKey, !(1...200 ~= key.utf8.count) {
      throw ParameterError(
        path: "params.idempotencyKey", expected: "1 to 200 bytes", found: "\(key.utf8.count)")
    }
    let appender = try filled(params, loaded.table, run)
    if let receipt = loaded.appends.last(where: { $0.key == params.idempotencyKey }),
      receipt.key != nil
    {
      guard receipt.digest == appender.digest else {
        throw ParameterError(
          path: "params.idempotencyKey", expected: "a new key, or the rows it was first used with",
          found: "other rows")
      }
      return Outcome(AppendAnswer(receipt, loaded.table, params, isRepeated: true, say, run))
    }
    if let wanted = params.ifVersion, wanted != loaded.table.version {
      throw Failure(
        .datasetChanged,
        "\(params.dataset.quotedShort) has version \(loaded.table.version), not \(wanted.quotedShort)",
        hint: Phrase(en: "look at the dataset again, then add", zh: "请重新查看数据集后再追加"),
        facts: [JSONMember("version", .string(loaded.table.version))])
    }
    let table = try appender.table(named: loaded.table.name, run)
    let receipt = try AppendReceipt(params, appender, before: loaded.table, after: table, run)
    let own = params.idempotencyKey == nil ? [] : [receipt]
    let appends = (loaded.appends + own).suffix(Limits.appendKeys)
    let kept = LoadedTable(
      table: table, key: nil, name: params.dataset, appends: Array(appends))
    return Outcome(
      AppendAnswer(receipt, table, params, isRepeated: false, say, run), changes: [.open(kept)])
  }

  private static func filled(_ params: Params, _ table: Table, _ run: Run) throws -> RowAppender {
    guard let node = params.rows?.node, node.kind == .array else {
      throw ParameterError(
        path: "params.rows", expected: "an array of objects",
        found: params.rows?.node.kindWord ?? "nothing")
    }
    guard 1...Limits.appendRows ~= node.count else {
      throw ParameterError(
        path: "params.rows", expected: "1 to \(Limits.appendRows) of them",
        found: "\(node.count)")
    }
    var appender = RowAppender(table)
    var places: [String: Int] = [:]
    for (index, row) in node.elements.enumerated() {
      if index % 1_024 == 0 { try run.checkpoint() }
      guard row.kind == .object else {
        throw row.refused("params.rows[\(index)]", expected: "an object")
      }
      var taken: Set<Int> = []
      for (key, value) in row.members {
        let place = try places[key] ?? column(key, table)
        places[key] = place
        guard taken.insert(place).inserted else {
          throw value.refused(
            "params.rows[\(index)].\(key)", expected: "each column once in a row")
        }
        try put(value, place, index, table, &appender)
      }
      appender.endRow()
    }
    return appender
  }

  /// The column of a header, or of a role that no header is called like.
  private static func column(_ key: String, _ table: Table) throws -> Int {
    if let column = table.column(named: key) { return column.index }
    if let role = Role(rawValue: key), let column = table.column(role) { return column.index }
    throw TableError.columnNotFound(
      role: key, headers: table.columns.map(\.header),
      candidates: Nearest.names(to: key, among: table.columns.map(\.header)))
  }

  private static func put(
    _ value: JSONNode, _ column: Int, _ row: Int, _ table: Table, _ appender: inout RowAppender
  ) throws {
    let expected: String?
    switch value.kind {
    case .null: return
    case .array, .object: expected = "a plain value"
    case .string: expected = value.withStringBytes { appender.put($0, column: column) } ?? nil
    default:
      var text = String(value.sourceText)
      expected = text.withUTF8 { appender.put($0, column: column) }
    }
    guard let expected else { return }
    let header = table.columns[column].header
    let found = value.string ?? String(value.sourceText)
    throw Failure(
      .badValue,
      "params.rows[\(row)], \(header): expected \(expected), found \(found.quotedShort)",
      hint: Phrase(en: "correct the value; nothing was added", zh: "请更正该值；未追加任何行"),
      facts: [
        JSONMember("row", .int(Int64(row))), JSONMember("column", .string(header)),
        JSONMember("value", .string(String(found.prefix(80)))),
        JSONMember("expected", .string(expected)),
      ])
  }
}
