/// What a reader of an answer should know about the reading, with lines of the file.
import Glibc
import Support

/// Lines of the file for places in its text.
struct LineNumbers {
  let text: ByteBuffer
  let dialect: Dialect

  init(_ text: ByteBuffer, _ dialect: Dialect) {
    self.text = text
    self.dialect = dialect
  }

  /// The line a byte is on, from 1.
  func line(of offset: Int) -> Int {
    var line = 1
    var place = 0
    let end = max(0, min(offset, text.count))
    while place < end, let hit = memchr(text.base + place, Int32(dialect.lineEnd), end - place) {
      line += 1
      place = UnsafeRawPointer(hit) - UnsafeRawPointer(text.base) + 1
    }
    return line
  }

  func skipped(_ row: BadRow) -> SkippedRow {
    SkippedRow(line: line(of: row.offset), reason: Self.reason(row.why))
  }

  func malformed(_ row: BadRow) -> TableError {
    let facts = Self.facts(row.why)
    return .malformedTable(
      line: line(of: row.offset), column: facts.column,
      snippet: Snippet.text(text.bytes[min(row.offset, text.count)...].prefix(80)),
      expected: facts.expected, found: facts.found)
  }

  /// The text of a cell of the row that begins at a byte.
  func cell(of row: Int, column: Int) -> String {
    let tokenizer = RowTokenizer(text, dialect)
    var batch = RowBatch(columnCount: dialect.columnCount, capacity: 1)
    _ = tokenizer.fill(&batch, from: row, to: text.count)
    guard batch.rowCount == 1, column < batch.columnCount else { return "" }
    var scratch = Scratch()
    let (base, count) = scratch.cell(batch.cells[column], tokenizer.base)
    return Snippet.text(UnsafeBufferPointer(start: base, count: count))
  }

  private static func facts(
    _ why: BadRow.Why
  ) -> (column: Int, expected: String, found: String) {
    switch why {
    case .cellCount(let found, let expected):
      (min(found, expected) + 1, "\(expected) cells", "\(found) cells")
    case .openQuote: (1, "a closing quote", "the end of the text")
    case .longCell: (1, "a cell of at most \(Limits.cellBytes) bytes", "a longer one")
    }
  }

  private static func reason(_ why: BadRow.Why) -> Phrase {
    switch why {
    case .cellCount(let found, let expected):
      Phrase(
        en: "\(found) cells where \(expected) are expected", zh: "有 \(found) 个单元格，应为 \(expected) 个")
    case .openQuote: Phrase(en: "a quote that is never closed", zh: "引号没有闭合")
    case .longCell:
      Phrase(
        en: "a cell of more than \(Limits.cellBytes) bytes", zh: "单元格超过 \(Limits.cellBytes) 字节")
    }
  }
}

enum ReadingNotices {
  static func all(
    _ parser: PlannedParse, _ planned: PlannedColumns, _ source: TableSource,
    _ headers: [String], _ lines: LineNumbers
  ) -> [Notice] {
    var notices: [Notice] = []
    if source.skippedCount > 0 { notices.append(rowsSkipped(source)) }
    for column in headers.indices {
      if parser.exchanged.contains(column) {
        notices.append(dateOrder(headers[column], parser.plans[column], isSure: true))
      } else if let isSure = planned.dateOrders[column] {
        notices.append(dateOrder(headers[column], parser.plans[column], isSure: isSure))
      }
      if parser.becameText.contains(column) {
        notices.append(becameText(headers[column], planned.plans[column]))
        continue
      }
      let parts = parser.parsed.parts[column]
      let bad = parts.reduce(0) { $0 + $1.badCount }
      if bad > 0 {
        let rows = parts.flatMap(\.badRows).prefix(5).map { lines.line(of: $0) }
        notices.append(badCells(headers[column], parser.plans[column], bad, rows))
      }
    }
    return notices
  }

  private static func list(_ lines: [Int]) -> String {
    lines.map(String.init).joined(separator: ", ")
  }

  private static func rowsSkipped(_ source: TableSource) -> Notice {
    let lines = list(source.skipped.prefix(5).map(\.line))
    let reason = source.skipped.first?.reason ?? Phrase(verbatim: "")
    let count = source.skippedCount
    return Notice(
      "rowsSkipped", en: "\(count) rows could not be used (lines \(lines)): \(reason.en)",
      zh: "有 \(count) 行无法使用（第 \(lines) 行）：\(reason.zh)")
  }

  private static func badCells(
    _ header: String, _ plan: ColumnPlan, _ count: Int, _ lines: [Int]
  ) -> Notice {
    Notice(
      "badCells",
      en: "\(count) cells of \"\(header)\" are not \(plan.word) and count as missing "
        + "(lines \(list(lines)))",
      zh: "“\(header)”列有 \(count) 个单元格不是\(plan.wordZh)，按缺失处理（第 \(list(lines)) 行）",
      path: header)
  }

  private static func becameText(_ header: String, _ plan: ColumnPlan) -> Notice {
    Notice(
      "columnBecameText",
      en:
        "Column \"\(header)\" began like \(plan.word) but later cells are not; it was read as text",
      zh: "“\(header)”列开头像\(plan.wordZh)，但后面的单元格不是，已按文本读取", path: header)
  }

  private static func dateOrder(_ header: String, _ plan: ColumnPlan, isSure: Bool) -> Notice {
    let isDayFirst = plan == .date(.dayFirst)
    let order = isDayFirst ? "day first" : "month first"
    let orderZh = isDayFirst ? "日在前" : "月在前"
    return isSure
      ? Notice(
        "dateOrder", en: "Dates of \"\(header)\" were read \(order), as the whole column shows",
        zh: "“\(header)”列的日期按\(orderZh)读取（由整列判断）", path: header)
      : Notice(
        "dateOrderGuessed",
        en: "Dates of \"\(header)\" could be read either way and were read \(order)",
        zh: "“\(header)”列的日期两种读法都成立，已按\(orderZh)读取", path: header)
  }
}

extension ColumnPlan {
  /// What a cell of the column should be.
  var word: String {
    switch self {
    case .text, .skipped: "a text"
    case .number: "a number"
    case .date: "a date"
    }
  }

  var wordZh: String {
    switch self {
    case .text, .skipped: "文本"
    case .number: "数字"
    case .date: "日期"
    }
  }
}
