/// A dataset as a CSV file, with what is known of each customer beside it.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ExportDataset: Method {
  static let name = "exportDataset"
  static let group = Group.datasets
  static let summary =
    "Write a dataset to a CSV file: columns chosen and renamed, segments, stages, churn and value "
    + "added."
  static let effect = Effect.computes
  static let errors = DataErrors.codes

  struct Params: Parameters {
    var data = DataParams()
    var columns = ExportColumnsInput.roles(InputMap())
    var add: [CustomerColumns.Kind] = []
    var includePersonal = false

    private static let answerFields: Set<String> = [
      "asOf", "seed", "overwrite", "excel", "lang",
    ]

    static let fields: [Field<Self>] =
      [
        Field(
          "outputPath", \.data.outputPath, "The CSV file to write.", .required)
      ]
      + DataParams.sourceFields.filter { $0.name != "columns" }.lifted(\.data)
      + [
        Field(
          "columns", \.columns,
          "The columns to write, by header or role: [\"customerId\", {\"amount\": \"paid\"}] also "
            + "renames; all when not given. An object tells roles, as in other methods."),
        Field(
          "add", \.add,
          "Columns to add, of each row's customer: segment and rfmCell as of segment, "
            + "lifecycleStage, churnProbability as of predictChurn, ltv."),
        Field(
          "includePersonal", \.includePersonal,
          "Write names, telephones and the like as they are. They are also when columns names them; "
            + "else they are masked.", default: false),
        DataParams.whereField.lifted(\.data),
      ]
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ExportAnswer> {
    var data = params.data
    if case .roles(let roles) = params.columns { data.columns = roles }
    let file = try OutputFile(
      data.outputPath ?? "", overwrite: data.overwrite, in: workspace)
    let opened = try workspace.open(data, run)
    let table = opened.table
    let columns = try ExportColumn.all(
      params.columns, table, includePersonal: params.includePersonal)
    try refuseTwins(columns.map(\.name) + params.add.map(\.rawValue))
    let added = try CustomerColumns(
      table, params.add, asOf: data.asOf?.days, seed: UInt64(data.seed), run)
    let say = Speaker(data.lang, of: table)
    let lines = ExportLines(columns, added, table.rowCount, data.lang.language(of: table))
    run.report(0.6, Phrase(en: "writing the file", zh: "写入文件"))
    let written = try file.write(lines.parts(excel: data.excel), run)
    return Outcome(
      ExportAnswer(columns, added, table, file.path, written, say, run), changes: opened.changes)
  }

  private static func refuseTwins(_ names: [String]) throws(ParameterError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw ParameterError(
        path: "params.columns", expected: "each name of the file once",
        found: "\(name.quotedShort) twice")
    }
  }
}

extension CustomerColumns.Kind: Choice {}

extension LanguageChoice {
  /// The one language of a file.
  func language(of table: Table) -> Language {
    switch self {
    case .zh: .zh
    case .en: .en
    case .auto, .both: table.language
    }
  }
}

/// The lines of the file, made piece by piece.
struct ExportLines {
  private let columns: [ExportColumn]
  private let added: CustomerColumns
  private let rowCount: Int
  private let language: Language

  static let rowsPerPart = 2_048

  init(
    _ columns: [ExportColumn], _ added: CustomerColumns, _ rowCount: Int, _ language: Language
  ) {
    self.columns = columns
    self.added = added
    self.rowCount = rowCount
    self.language = language
  }

  /// The header, then the rows in pieces; nil at the end.
  func parts(excel: Bool) -> () -> [UInt8]? {
    var next = -1
    return {
      if next < 0 {
        next = 0
        var bytes: [UInt8] = excel ? [0xef, 0xbb, 0xbf] : []
        CSVWriter.append(
          row: columns.map(\.name) + added.columns.map(\.kind.rawValue), to: &bytes)
        return bytes
      }
      guard next < rowCount else { return nil }
      let end = min(rowCount, next + Self.rowsPerPart)
      var bytes: [UInt8] = []
      for row in next..<end { append(row, to: &bytes) }
      next = end
      return bytes
    }
  }

  private func append(_ row: Int, to bytes: inout [UInt8]) {
    var cells = columns.map { column -> String in
      let text = column.column.cellText(row) ?? ""
      return column.isMasked ? Masked.text(text) : text
    }
    let customer = Int(added.keys.ofRow[row])
    for column in added.columns {
      guard customer >= 0 else {
        cells.append("")
        continue
      }
      switch column.values {
      case .words(let words): cells.append(words[customer]?.text(in: language) ?? "")
      case .numbers(let numbers):
        cells.append(numbers[customer].map { JSON.double($0).text() } ?? "")
      }
    }
    CSVWriter.append(row: cells, to: &bytes)
  }
}
