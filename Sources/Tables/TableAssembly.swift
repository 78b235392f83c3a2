/// From a text of known form to a table: sample, roles, plans, full parse, second looks.
///
/// The first ten thousand rows decide what columns mean and hold; the parse of all rows confirms
/// it or corrects it.
import Support

struct TableAssembly {
  let name: String
  let text: ByteBuffer
  let dialect: Dialect
  let headers: [String]
  var source: TableSource
  let notices: [Notice]
  let version: String
  let options: ReadOptions
  /// How many pieces the text is cut into; for tests.
  var chunks: Int?

  static let sampleRows = 10_000
  static let sampleCells = 60_000

  func table(_ run: Run) throws -> Table {
    let sample = sampled()
    try run.checkpoint()
    let found = try RoleFinder.find(
      headers: headers, profiles: sample.profiles, dialect: dialect, options: options)
    let kept = try keptColumns(found.roles)
    var planned = ColumnPlanner.plans(
      headers, sample.profiles, found.roles, decimalComma: options.decimalComma)
    for index in headers.indices where !kept.contains(index) { planned.plans[index] = .skipped }
    try run.checkpoint()
    // A written cell takes a byte at least, so what has fewer bytes needs no count of its lines.
    if text.count > Limits.cells || dialect.fillsShortRows {
      let lines = LineNumbers(text, dialect).line(of: text.count)
      try Self.check(rows: min(lines, options.maxRows ?? .max), columns: kept.count)
    }
    run.report(0.1, Phrase(en: "reading rows", zh: "正在读取行"))
    var parser = PlannedParse(
      text: text, dialect: dialect, headers: headers, plans: planned.plans,
      rowBytes: sample.rowBytes, maxRows: options.maxRows, chunks: chunks)
    try parser.parse(run)
    try check(parser)
    return try finish(parser, found, planned)
  }

  /// Refuses tables that memory would not hold, before any of it is taken.
  static func check(rows: Int, columns: Int) throws(TableError) {
    guard
      rows.multipliedReportingOverflow(by: columns).overflow
        || rows * columns > Limits.cells
    else { return }
    throw .tooManyCells(rows: rows, columns: columns, limit: Limits.cells)
  }

  /// The profiles of the first rows.
  private func sampled() -> (profiles: [ColumnProfile], rowBytes: Double) {
    let tokenizer = RowTokenizer(text, dialect)
    let columns = max(1, dialect.columnCount)
    let rows = max(100, min(Self.sampleRows, Self.sampleCells / columns))
    var batch = RowBatch(columnCount: dialect.columnCount, capacity: rows)
    let end = tokenizer.fill(&batch, from: dialect.dataStart, to: text.count)
    let profiles = ParallelParse.profiles(batch, tokenizer)
    return (profiles, Double(end - dialect.dataStart) / Double(max(1, batch.rowCount)))
  }

  /// The columns the caller wants: those named, and those stated as roles.
  private func keptColumns(_ roles: [Role: RoleMatch]) throws(TableError) -> Set<Int> {
    guard let wanted = options.keepColumns else { return Set(headers.indices) }
    var kept: Set<Int> = []
    for header in wanted {
      guard let column = RoleFinder.place(of: header, headers, dialect.hasHeader) else {
        throw .columnNotFound(
          role: header, headers: headers, candidates: RoleFinder.similar(header, headers))
      }
      kept.insert(column)
    }
    for match in roles.values where match.overridden { kept.insert(match.column) }
    return kept
  }

  /// What is wrong with the rows as a whole, and with single ones when the caller minds them.
  private func check(_ parser: PlannedParse) throws(TableError) {
    let parsed = parser.parsed
    let lines = LineNumbers(text, dialect)
    if options.onBadRow == .error {
      if let row = parsed.badRows.first { throw lines.malformed(row) }
      for (index, parts) in parsed.parts.enumerated() {
        guard let row = parts.lazy.compactMap(\.badRows.first).first else { continue }
        throw .badValue(
          line: lines.line(of: row), column: headers[index],
          value: lines.cell(of: row, column: index), expected: parser.plans[index].word)
      }
    }
    guard parsed.rowCount > 0 else {
      if let row = parsed.badRows.first { throw lines.malformed(row) }
      throw .emptyTable(name: name)
    }
    guard parsed.rowCount <= Limits.rows else { throw .tooManyRows(limit: Limits.rows) }
  }

  private func finish(
    _ parser: PlannedParse, _ found: FoundRoles, _ planned: PlannedColumns
  ) throws(TableError) -> Table {
    let parsed = parser.parsed
    let placed = placed(found.roles, parser.plans)
    var roleAt: [Int: Role] = [:]
    for (role, match) in placed { roleAt[match.column] = role }
    let lines = LineNumbers(text, dialect)
    var source = source
    source.skipped += parsed.badRows.map(lines.skipped)
    source.skippedCount += parsed.badCount
    let reading = ReadingNotices.all(parser, planned, source, headers, lines)
    // Nothing looks at the text from here on, and joining the columns needs room.
    text.discard()
    var columns: [Column] = []
    let joined = ColumnJoin.all(parsed, parser.plans)
    for (index, plan) in parser.plans.enumerated() where plan != .skipped {
      let parts = parsed.parts[index]
      columns.append(
        Column(
          header: headers[index], index: columns.count,
          values: joined[index],
          missingCount: parts.reduce(0) { $0 + $1.missingCount },
          role: roleAt[columns.count],
          unit: HeaderName(headers[index]).unit))
    }
    let table = Table(
      name: name, version: version, rowCount: parsed.rowCount, columns: columns, roles: placed,
      kind: found.kind, source: source,
      notices: notices + found.notices + reading,
      language: language(columns))
    guard table.memoryBytes <= Limits.tableBytes else {
      throw .memoryLimit(bytes: table.memoryBytes, limit: Limits.tableBytes)
    }
    return options.keepsTotals ? table : table.withoutExtras()
  }

  /// The roles by place in the table, which differs from the file when columns are left out.
  private func placed(_ roles: [Role: RoleMatch], _ plans: [ColumnPlan]) -> [Role: RoleMatch] {
    var places: [Int: Int] = [:]
    for (index, plan) in plans.enumerated() where plan != .skipped { places[index] = places.count }
    var placed: [Role: RoleMatch] = [:]
    for (role, match) in roles {
      guard let place = places[match.column] else { continue }
      placed[role] = RoleMatch(
        column: place, header: match.header, confidence: match.confidence,
        runnerUp: match.runnerUp, overridden: match.overridden, inverted: match.inverted)
    }
    return placed
  }

  /// Chinese when a header is, or a good part of the texts where there are no headers.
  private func language(_ columns: [Column]) -> Language {
    if dialect.hasHeader, source.format != .baskets {
      return headers.contains { holdsHan($0.utf8) } ? .zh : .en
    }
    var texts = 0
    var han = 0
    for case .text(let column) in columns.map(\.values) {
      for code in 0..<min(200, column.dictionary.count) {
        texts += 1
        if column.dictionary.withBytes(code, { holdsHan($0) }) { han += 1 }
      }
    }
    return han * 4 > texts ? .zh : .en
  }
}
