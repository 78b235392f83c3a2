/// From a text of known form to a table: sample, roles, plans, full parse, second looks.
import Support

struct TableAssembly {
  let name: String
  let text: ByteBuffer
  let dialect: Dialect
  let headers: [String]
  var source: TableSource
  var notices: [Notice]
  let version: String
  let options: ReadOptions
  /// How many pieces the text is cut into; for tests.
  var chunks: Int?

  static let sampleRows = 10_000

  func table(_ run: Run) throws -> Table {
    let sample = sampled()
    let found = try RoleFinder.find(
      headers: headers, profiles: sample.profiles, dialect: dialect, options: options)
    let planned = ColumnPlanner.plans(headers, sample.profiles, found.roles)
    try run.checkpoint()
    run.report(0.1, Phrase(en: "reading rows", zh: "正在读取行"))
    var parser = PlannedParse(
      text: text, dialect: dialect, headers: headers, plans: planned.plans,
      rowBytes: sample.rowBytes, maxRows: options.maxRows, chunks: chunks)
    try parser.parse(run)
    guard parser.parsed.rowCount > 0 else { throw TableError.emptyTable(name: name) }
    guard parser.parsed.rowCount <= Limits.rows else {
      throw TableError.tooManyRows(limit: Limits.rows)
    }
    return finish(parser, found, planned)
  }

  /// The profiles of the first rows.
  private func sampled() -> (profiles: [ColumnProfile], rowBytes: Double) {
    let tokenizer = RowTokenizer(text, dialect)
    let rows = max(50, min(Self.sampleRows, 100_000 / max(1, dialect.columnCount)))
    var batch = RowBatch(columnCount: dialect.columnCount, capacity: rows)
    let end = tokenizer.fill(&batch, from: dialect.dataStart, to: text.count)
    let profiles = (0..<dialect.columnCount).map {
      ColumnProfile(batch, column: $0, base: tokenizer.base)
    }
    return (profiles, Double(end - dialect.dataStart) / Double(max(1, batch.rowCount)))
  }

  private func finish(
    _ parser: PlannedParse, _ found: FoundRoles, _ planned: PlannedColumns
  ) -> Table {
    let parsed = parser.parsed
    var roleOf: [Int: Role] = [:]
    for (role, match) in found.roles { roleOf[match.column] = role }
    var columns: [Column] = []
    for (index, plan) in parser.plans.enumerated() where plan != .skipped {
      let parts = parsed.parts[index]
      columns.append(
        Column(
          header: headers[index], index: columns.count,
          values: ColumnJoin.values(parts, plan, rows: parsed.rowCount),
          missingCount: parts.reduce(0) { $0 + $1.missingCount }, role: roleOf[index],
          unit: HeaderName(headers[index]).unit))
    }
    return Table(
      name: name, version: version, rowCount: parsed.rowCount, columns: columns,
      roles: found.roles, kind: found.kind, source: source, notices: notices,
      language: headers.contains { holdsHan($0.utf8) } ? .zh : .en)
  }
}
