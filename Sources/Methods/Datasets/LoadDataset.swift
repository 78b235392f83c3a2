/// Reads a file once and keeps it under a name.
import Contract
import Support
import Tables
import Wire

enum LoadDataset: Method {
  static let name = "loadDataset"
  static let group = Group.datasets
  static let summary = "Read a file and keep it under a name for later calls."
  static let effect = Effect.changes
  static let errors = DataErrors.codes + [.ambiguousColumns]

  struct Params: Parameters {
    var path = ""
    var name: String?
    var columns = InputMap<String>()
    var kind: AutoOr<TableKind> = .auto
    var encoding: String?
    var delimiter: String?
    var decimal = DecimalMark.auto
    var header: AutoOr<Bool> = .auto
    var onBadRow = ReadOptions.OnBadRow.skip
    var maxRows: Int?
    var keepColumns: [String]?
    var table: String?
    var query: String?
    var join: [JoinInput] = []
    var watch = false
    var strict = false
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] = [
      Field("path", \.path, "The file to read.", .required),
      Field("name", \.name, "The name to keep it under; the file's stem when not given."),
      Field("columns", \.columns, "Roles and the headers that play them."),
      Field("kind", \.kind, "What the rows are.", default: "auto"),
      Field("encoding", \.encoding, "The file's encoding; found out when not given."),
      Field("delimiter", \.delimiter, "The character between cells; found out when not given."),
      Field(
        "decimal", \.decimal, "The mark before decimals; auto finds it out column by column.",
        default: "auto"),
      Field("header", \.header, "Whether the first line holds headers.", default: "auto"),
      Field(
        "onBadRow", \.onBadRow, "Leave bad rows out and count them, or refuse the file.",
        default: "skip"),
      Field("maxRows", \.maxRows, "Read the first rows only.", in: 1...Limits.rows),
      Field("keepColumns", \.keepColumns, "Keep these headers only."),
      Field("table", \.table, "The table of an SQLite file."),
      Field("query", \.query, "A SELECT on an SQLite file."),
      Field(
        "join", \.join,
        "Tables to put beside the rows: [{\"path\": \"customers.csv\", \"on\": \"customer_id\"}]; on is "
          + "a column of both, a list, or {\"column here\": \"column there\"}. Every row stays; roles "
          + "are found anew."),
      Field(
        "watch", \.watch,
        "Read the file again when it has changed; subscribe to dataset to be told.", default: false),
      Field("strict", \.strict, "Refuse ambiguous columns.", default: false),
      Field("lang", \.lang, "The language of texts.", default: "auto"),
    ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<LoadedAnswer> {
    let made = try loaded(params, in: workspace, run)
    let say = Speaker(params.lang, of: made.loaded.table)
    return Outcome(
      LoadedAnswer(
        made.loaded.table, name: made.loaded.name ?? made.loaded.table.name, made.joins, say, run),
      changes: [.open(made.loaded)])
  }

  /// Reads what was asked for, and what is needed to read it again.
  static func loaded(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> (loaded: LoadedTable, joins: [JoinAnswer]) {
    // The stamp is taken first: a file that changes while it is read is read once more.
    let stamp = try workspace.stamp(params.path)
    var options = try source(params).readOptions()
    options.kind = params.kind.value
    options.onBadRow = params.onBadRow
    options.decimalComma = params.decimal.isComma
    options.maxRows = params.maxRows
    options.keepColumns = params.keepColumns
    let stated = options
    if !params.join.isEmpty {
      // What is stated of columns holds for the table that comes out of the joins.
      options.columns = [:]
      options.kind = nil
      options.keepColumns = nil
    }
    let opened = try workspace.read(params.path, options, run)
    let joined =
      params.join.isEmpty
      ? (table: opened.table, joins: [], changes: [])
      : try JoinInput.joined(opened.table, params.join, stated, in: workspace, run)
    let table = joined.table
    if params.strict { try refuseAmbiguous(table) }
    let name = params.name ?? table.name
    guard !name.isEmpty, name.utf8.count <= 200 else {
      throw ParameterError(
        path: "params.name", expected: "1 to 200 bytes", found: "\(name.utf8.count)")
    }
    let isNew = !workspace.datasets.contains { $0.name == name }
    guard !isNew || workspace.datasets.count < Limits.datasets else {
      throw Failure(
        .memoryLimit, "\(Limits.datasets) datasets are loaded, which is the limit",
        hint: Phrase(en: "unload one with unloadDataset", zh: "请先用 unloadDataset 卸载"))
    }
    let key = params.join.isEmpty ? TableKey(stamp: stamp, options: options) : nil
    var loaded = LoadedTable(table: table, key: key, name: name)
    loaded.recipe = params
    loaded.stamp = stamp
    return (loaded, joined.joins)
  }

  private static func source(_ params: Params) -> DataParams {
    var source = DataParams()
    source.columns = params.columns
    source.encoding = params.encoding
    source.delimiter = params.delimiter
    source.header = params.header
    source.table = params.table
    source.query = params.query
    return source
  }

  private static func refuseAmbiguous(_ table: Table) throws {
    for (role, match) in table.roles.sorted(by: { $0.value.column < $1.value.column }) {
      guard let other = match.runnerUp, match.confidence - other.confidence < 0.1 else { continue }
      throw Failure(
        .ambiguousColumns, "\(role.rawValue): \(match.header) and \(other.header) fit equally well",
        hint: Phrase(en: "name the column in columns", zh: "请在 columns 中指明"),
        facts: [
          JSONMember("role", .string(role.rawValue)),
          JSONMember("candidates", .array([.string(match.header), .string(other.header)])),
        ])
    }
  }
}

extension TableKind: Choice {}
extension ReadOptions.OnBadRow: Choice {}

/// The mark between whole numbers and decimals.
enum DecimalMark: String, Choice {
  case auto
  case point = "."
  case comma = ","

  var isComma: Bool? { self == .auto ? nil : self == .comma }
}

struct LoadedAnswer: Answer {
  let name: String
  let version: String
  let rows: Int
  let kind: String
  let columns: [ColumnAnswer]
  let encoding: String
  let encodingEvidence: Said
  let delimiter: String?
  let hasHeader: Bool
  let skippedRows: Int
  let skipped: [SkippedAnswer]
  let memoryBytes: Int
  let joins: [JoinAnswer]?
  let warnings: [Warning]
  let elapsed: Elapsed

  init(
    _ table: Table, name: String, _ joins: [JoinAnswer], _ say: Speaker, _ run: Run
  ) {
    self.name = name
    version = table.version
    rows = table.rowCount
    kind = table.kind.rawValue
    columns = table.columns.map { ColumnAnswer($0, table) }
    encoding = table.source.encoding
    encodingEvidence = say(table.source.encodingEvidence)
    delimiter = table.source.delimiter.map { String(decoding: [$0], as: UTF8.self) }
    hasHeader = table.source.hasHeader
    skippedRows = table.source.skippedCount
    skipped = table.source.skipped.map { SkippedAnswer(line: $0.line, reason: say($0.reason)) }
    memoryBytes = table.memoryBytes
    self.joins = joins.isEmpty ? nil : joins
    warnings = (table.notices + joins.flatMap(\.notices)).map { say($0) }
    elapsed = Elapsed(run: run)
  }

  static let members: [Member<Self>] = [
    Member("name", \.name, "The dataset's name."),
    Member("version", \.version, "A hash of the content."),
    Member("rows", \.rows, "Rows read."),
    Member("kind", \.kind, "What the rows were taken for."),
    Member("columns", \.columns, "The columns, in file order."),
    Member("encoding", \.encoding, "The encoding."),
    Member("encodingEvidence", \.encodingEvidence, "Why it was taken."),
    Member("delimiter", ifAny: \.delimiter, "The character between cells."),
    Member("header", \.hasHeader, "Whether the first line holds headers."),
    Member("skippedRows", \.skippedRows, "Rows that could not be read."),
    Member("skipped", \.skipped, "The first of them, by line."),
    Member("joins", ifAny: \.joins, "What each join came to."),
    Member("memoryBytes", \.memoryBytes, "Memory the columns take."),
    Member("warnings", \.warnings, "What to know about the file."),
    Member("elapsedMs", \.elapsed, "Milliseconds from request to answer."),
  ]
}

struct SkippedAnswer: Answer {
  let line: Int
  let reason: Said

  static let members: [Member<Self>] = [
    Member("line", \.line, "The line of the file."),
    Member("reason", \.reason, "Why it was left out."),
  ]
}

/// A column and what it was taken for.
struct ColumnAnswer: Answer {
  let header: String
  let type: String
  let role: String?
  let confidence: Double?
  let runnerUp: String?
  let unit: String?
  let missing: Int

  init(_ column: Column, _ table: Table) {
    header = column.header
    type = Self.type(column)
    role = column.role?.rawValue
    let match = column.role.flatMap { table.roles[$0] }
    confidence = match.map { ($0.confidence * 100).rounded() / 100 }
    runnerUp = match?.runnerUp?.header
    unit = column.unit
    missing = column.missingCount
  }

  private static func type(_ column: Column) -> String {
    switch column.values {
    case .text: "text"
    case .number(let numbers): numbers.isInteger ? "integer" : "number"
    case .date(let dates): dates.seconds.isEmpty ? "date" : "dateTime"
    }
  }

  static let members: [Member<Self>] = [
    Member("header", \.header, "The header."),
    Member("type", \.type, "text, integer, number, date or dateTime."),
    Member("role", ifAny: \.role, "What it means."),
    Member("confidence", ifAny: \.confidence, "How sure that is."),
    Member("runnerUp", ifAny: \.runnerUp, "The column that would have been next."),
    Member("unit", ifAny: \.unit, "The unit in its header."),
    Member("missing", \.missing, "Rows without a value."),
  ]
}
