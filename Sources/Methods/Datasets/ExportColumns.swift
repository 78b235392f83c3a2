/// Which columns a file gets, and under which names.
import Contract
import Support
import Tables
import Wire

/// Either the roles of columns, as every method takes them, or a list of the columns to write.
enum ExportColumnsInput: InputValue {
  case roles(InputMap<String>)
  case chosen([Choice])

  struct Choice: Sendable, Equatable {
    let column: String
    let name: String?
  }

  static var schema: Schema {
    .either([
      .map(of: .string), .array(of: .either([.string, .map(of: .string)])),
    ])
  }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .array else {
      guard node.kind == .object else {
        throw node.refused(path, expected: "a list of columns, or roles and their headers")
      }
      self = .roles(try InputMap(decoding: node, at: path))
      return
    }
    var choices: [Choice] = []
    for (index, element) in node.elements.enumerated() {
      if let text = element.string {
        choices.append(Choice(column: text, name: nil))
        continue
      }
      let place = "\(path)[\(index)]"
      let pairs = try InputMap<String>(decoding: element, at: place).pairs
      guard pairs.count == 1, let pair = pairs.first, !pair.value.isEmpty else {
        throw element.refused(place, expected: "a column, or {\"column\": \"its new name\"}")
      }
      choices.append(Choice(column: pair.key, name: pair.value))
    }
    guard !choices.isEmpty else { throw node.refused(path, expected: "at least one column") }
    self = .chosen(choices)
  }
}

/// A column of the file.
struct ExportColumn: Sendable {
  let name: String
  /// The column of the table.
  let column: Column
  let isMasked: Bool

  /// The columns of the request. Columns that tell who a person is are masked unless they are named
  /// or asked for.
  static func all(
    _ wanted: ExportColumnsInput, _ table: Table, includePersonal: Bool
  ) throws -> [ExportColumn] {
    guard case .chosen(let choices) = wanted else {
      return table.columns.map {
        ExportColumn(
          name: $0.header, column: $0,
          isMasked: !includePersonal && ($0.role?.isPersonal ?? false))
      }
    }
    return try choices.map { choice in
      let role = Role(rawValue: choice.column)
      guard let column = table.column(named: choice.column) ?? role.flatMap(table.column) else {
        throw TableError.columnNotFound(
          role: choice.column, headers: table.columns.map(\.header),
          candidates: Nearest.names(to: choice.column, among: table.columns.map(\.header)))
      }
      return ExportColumn(name: choice.name ?? column.header, column: column, isMasked: false)
    }
  }
}
