/// Another table whose columns are put beside the rows, and by which keys.
import Analytics
import Contract
import Support
import Tables
import Wire

struct JoinInput: InputValue {
  let source: SourceInput
  let keys: [TableJoin.Key]

  static var schema: Schema {
    .object(
      [
        ("path", .string), ("dataset", .string), ("columns", .map(of: .string)),
        ("on", .either([.string, .array(of: .string), .map(of: .string)])),
      ], required: ["on"], closed: true)
  }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .object else {
      throw node.refused(path, expected: "{\"path\": .., \"on\": ..}")
    }
    guard let on = node["on"] else {
      throw ParameterError(
        path: "\(path).on", expected: "a column, or {\"left column\": \"right column\"}",
        found: "nothing")
    }
    source = try SourceInput(decoding: node, at: path, besides: ["on"])
    keys = try Self.keys(on, "\(path).on")
  }

  private static func keys(
    _ node: JSONNode, _ path: String
  ) throws(ParameterError) -> [TableJoin.Key] {
    var keys: [TableJoin.Key] = []
    if let text = node.string {
      keys = [TableJoin.Key(left: text, right: text)]
    } else if node.kind == .object {
      for (key, value) in node.members {
        keys.append(
          TableJoin.Key(left: key, right: try String(decoding: value, at: "\(path).\(key)")))
      }
    } else {
      keys = try [String](decoding: node, at: path).map { TableJoin.Key(left: $0, right: $0) }
    }
    guard 1...Limits.joinKeys ~= keys.count else {
      throw ParameterError(
        path: path, expected: "1 to \(Limits.joinKeys) columns", found: "\(keys.count)")
    }
    return keys
  }

  /// The table with what the others say beside it.
  ///
  /// - Parameter options: what the caller states of the joined table.
  static func joined(
    _ table: Table, _ joins: [JoinInput], _ options: ReadOptions, in workspace: Workspace,
    _ run: Run
  ) throws -> (table: Table, joins: [JoinAnswer], changes: [Change]) {
    guard joins.count <= Limits.joins else {
      throw ParameterError(
        path: "params.join", expected: "at most \(Limits.joins)", found: "\(joins.count)")
    }
    var stated = ReadOptions()
    var table = table
    var answers: [JoinAnswer] = []
    var changes: [Change] = []
    for (place, join) in joins.enumerated() {
      let opened = try workspace.open(join.source, run)
      if place == joins.count - 1 {
        // What is stated holds for the table that comes out at the end.
        stated.columns = options.columns
        stated.kind = options.kind
        stated.keepColumns = options.keepColumns
      }
      let made = try TableJoin(
        table, opened.table, named: opened.table.name, on: join.keys, stated, run)
      table = made.table
      answers.append(JoinAnswer(made.report, join.keys))
      changes += opened.changes
    }
    return (table, answers, changes)
  }
}

struct JoinAnswer: Answer {
  let source: String
  let on: OutputMap<String>
  let matched: Int
  let unmatched: Int
  let multiplied: Int
  let rowsAdded: Int
  let unused: Int
  let columns: [String]
  let renamed: OutputMap<String>?

  init(_ report: TableJoin.Report, _ keys: [TableJoin.Key]) {
    source = report.source
    on = OutputMap(keys.map { ($0.left, $0.right) })
    matched = report.matched
    unmatched = report.unmatched
    multiplied = report.multiplied
    rowsAdded = report.rowsAdded
    unused = report.unused
    columns = report.columns
    let pairs = report.renamed.sorted { $0.key < $1.key }
    renamed = pairs.isEmpty ? nil : OutputMap(pairs.map { ($0.key, $0.value) })
  }

  static let members: [Member<Self>] = [
    Member("source", \.source, "The table that was joined."),
    Member("on", \.on, "The keys: columns before it, and its own."),
    Member("matched", \.matched, "Rows that found one or more of its rows."),
    Member("unmatched", \.unmatched, "Rows that found none; its columns are missing there."),
    Member("multiplied", \.multiplied, "Rows that found several, and stand once for each."),
    Member("rowsAdded", \.rowsAdded, "Rows there are more for that."),
    Member("unused", \.unused, "Its rows that nothing found."),
    Member("columns", \.columns, "The new columns."),
    Member("renamed", ifAny: \.renamed, "Headers that were there already, and what they became."),
  ]
}

extension JoinAnswer {
  /// What to know where a join did something that is easily missed.
  var notices: [Notice] {
    var notices: [Notice] = []
    if multiplied > 0 {
      notices.append(
        Notice(
          "joinMultiplies",
          en: "\(multiplied) rows found several rows of \(source): \(rowsAdded) rows more, so sums "
            + "of the columns before it count twice",
          zh: "有 \(multiplied) 行在 \(source) 中匹配到多行，共多出 \(rowsAdded) 行；此前各列的合计会重复计算",
          path: "join"))
    }
    if matched == 0 {
      notices.append(
        Notice(
          "joinFoundNothing", en: "no row found one of \(source); look at the keys",
          zh: "没有任何行匹配到 \(source)，请检查关联列", path: "join"))
    }
    return notices
  }
}
