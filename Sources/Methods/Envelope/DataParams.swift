/// The parameters every analytic method shares: where the data are, and how the answer is to look.
import Contract
import Support
import Tables
import Wire

struct DataParams: Sendable {
  var path: String?
  var dataset: String?
  var rows: AnyInput?
  var columns = InputMap<String>()
  var encoding: String?
  var header: AutoOr<Bool> = .auto
  var delimiter: String?
  var table: String?
  var query: String?
  var filter: WhereInput?
  var asOf: DateInput?
  var seed = 42
  var customers: [String]?
  var limit = 100
  var cursor: String?
  var format = RowFormat.objects
  var outputPath: String?
  var overwrite = false
  var excel = false
  var lang = LanguageChoice.auto
  var explain = 3
  var strict = false

  /// Whether it is said where the data are.
  var isGiven: Bool { path != nil || dataset != nil || rows != nil }

  static let fields: [Field<Self>] = sourceFields + [whereField] + answerFields

  /// Where the data are and how they are to be read.
  static let sourceFields: [Field<Self>] = [
    Field("path", \.path, "The file to read; or give dataset or rows."),
    Field("dataset", \.dataset, "The name of a loaded dataset."),
    Field("rows", \.rows, "The rows themselves: an array of objects."),
    Field(
      "columns", \.columns, "Roles and the headers that play them, such as {\"date\": \"day\"}."),
    Field("encoding", \.encoding, "The file's encoding; found out when not given."),
    Field("header", \.header, "Whether the first line holds headers.", default: "auto"),
    Field("delimiter", \.delimiter, "The character between cells; found out when not given."),
    Field("table", \.table, "The table of an SQLite file."),
    Field("query", \.query, "A SELECT on an SQLite file."),
  ]

  /// Which of the rows count.
  static let whereField = Field<Self>(
    "where", \.filter,
    "Only these rows: {\"channel\": \"wechat\", \"amount\": {\">\": 0}}, as in queryRows.")

  /// How the answer is made and shown.
  static let answerFields: [Field<Self>] = [
    Field("asOf", \.asOf, "The reference date; the last date of the data when not given."),
    Field("seed", \.seed, "The seed of everything random.", in: 0...Int(Int32.max), default: 42),
    Field("customers", \.customers, "Only these customers in the rows of the answer."),
    Field(
      "limit", \.limit, "Rows in the answer; 0 for the summary only.",
      in: 0...Limits.pageRows, default: 100),
    Field("cursor", \.cursor, "Where the page begins: nextCursor of the page before."),
    Field("format", \.format, "The form of row lists.", default: "objects"),
    Field("outputPath", \.outputPath, "Also write all rows to this CSV file."),
    Field("overwrite", \.overwrite, "Replace outputPath when it exists.", default: false),
    Field("excel", \.excel, "Begin the CSV file with the mark that Excel wants.", default: false),
    Field("lang", \.lang, "The language of texts; auto is that of the headers.", default: "auto"),
    Field("explain", \.explain, "Reasons per row.", in: 0...Limits.reasonsPerRow, default: 3),
    Field("strict", \.strict, "Turn lower rungs into errors.", default: false),
  ]
}

/// A date such as 2024-06-30.
struct DateInput: InputValue, Equatable {
  let days: Int32

  static var schema: Schema { Schema.string.with("format", "date") }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard let text = node.string, let days = CivilDate.parse(text) else {
      throw node.refused(path, expected: "a date such as 2024-06-30")
    }
    self.days = days
  }
}

enum RowFormat: String, Choice { case objects, columns, csv }

extension DataParams {
  /// What the reader is told about the file.
  func readOptions() throws(ParameterError) -> ReadOptions {
    var options = ReadOptions()
    for (name, header) in columns.pairs {
      guard let role = Role(rawValue: name) else {
        let roles = Role.allCases.map(\.rawValue)
        let near = Nearest.names(to: name, among: roles).first
        throw ParameterError(
          path: "params.columns.\(name.prefix(60))",
          expected: near.map { "a role such as \"\($0)\"" }
            ?? "one of \(roles.joined(separator: ", "))",
          found: "an unknown role")
      }
      options.columns[role] = header
    }
    options.encoding = encoding
    options.header = header.value
    options.sqliteTable = table
    options.query = query
    if let delimiter {
      guard let byte = Self.delimiters[delimiter] else {
        throw ParameterError(
          path: "params.delimiter", expected: "one of , ; | tab or a blank",
          found: delimiter.quotedShort)
      }
      options.delimiter = byte
    }
    return options
  }

  private static let delimiters: [String: UInt8] = [
    ",": 44, ";": 59, "|": 124, "\t": 9, "tab": 9, " ": 32, "blank": 32,
  ]
}
