/// A second look at the file of a table, for what its columns no longer tell: the line of a row,
/// blanks around cells, cells that could not be read, signs of money, styles of dates.
///
/// What always holds: it is made only of the very bytes the table was read from; else there is
/// none. Rows are those of the table.
import Glibc
package import Support

/// How many rows there are of something, and the first of them.
package struct RowTally: Sendable, Equatable {
  /// The rows.
  package private(set) var count = 0
  /// The first rows, at most `Limits.listedBadRows`, in order.
  package private(set) var rows: [Int] = []

  /// A tally of nothing.
  package init() {}

  /// Counts a row, once or for several.
  package mutating func add(_ row: Int) {
    count += 1
    if rows.count < Limits.listedBadRows { rows.append(row) }
  }
}

/// What the cells of one column look like in the file.
package struct ColumnSurvey: Sendable {
  /// Cells with blanks before or behind.
  package fileprivate(set) var blanks = RowTally()
  /// Cells that are neither missing nor what the column holds.
  package fileprivate(set) var unreadable = RowTally()
  /// The first of the unreadable cells.
  package fileprivate(set) var unreadableTexts: [String] = []
  /// Rows by sign of money, in the order of `FileSurvey.currencies`.
  package fileprivate(set) var currencies = [RowTally](repeating: RowTally(), count: 4)
  /// Rows by `DateStyle`; only for columns of dates.
  package fileprivate(set) var dateStyles = [RowTally](
    repeating: RowTally(), count: DateStyle.allCases.count)
}

/// Where a cell stands: lines and UTF-16 units from 0, as editors count.
package struct CellRange: Sendable, Equatable {
  /// The line it begins on.
  package let startLine: Int
  /// Units before it on that line.
  package let startCharacter: Int
  /// The line it ends on.
  package let endLine: Int
  /// Units before its end on that line.
  package let endCharacter: Int
}

/// What a second look at a file gives.
package struct FileSurvey: Sendable {
  /// By column of the table.
  package let columns: [ColumnSurvey]
  private let text: ByteBuffer
  private let textStart: Int
  private let dialect: Dialect
  /// The line of each row, and the byte it begins at.
  private let lines: [Int32]
  private let starts: [Int]
  /// The place in the file of each column of the table.
  private let places: [Int]

  /// The signs that `ColumnSurvey.currencies` counts; 元 counts as ¥.
  package static let currencies = ["¥", "$", "€", "£"]

  /// Looks at the file of a table. Nil when it has none, is not delimited text, or has changed.
  package init?(_ table: Table, _ run: Run) throws {
    guard table.source.format == .delimited, let path = table.source.path,
      var raw = (try? FileBytes(path, run))?.buffer
    else {
      try run.checkpoint()
      return nil
    }
    if Gzip.isPacked(raw.bytes) {
      guard let inner = try? Gzip.unpacked(raw, named: path, run) else { return nil }
      raw = inner
    }
    try run.checkpoint()
    var options = ReadOptions()
    options.delimiter = table.source.delimiter
    guard let decoded = try? TextDecoding.decode(raw, encoding: table.source.encoding),
      ContentHash.text(decoded.hash) == table.version,
      let sniffed = Self.sniffed(decoded, table, options)
    else { return nil }
    text = decoded.buffer
    textStart = decoded.start
    dialect = sniffed.dialect
    let found = table.columns.compactMap { sniffed.headers.firstIndex(of: $0.header) }
    guard found.count == table.columns.count else { return nil }
    places = found
    var look = Look(table, text: text, dialect: dialect, places: places)
    try look.run(run)
    guard look.starts.count == table.rowCount else { return nil }
    columns = look.columns
    lines = look.lines
    starts = look.starts
  }

  /// The form the table was read in: the header found by itself, below titles too, or as stated.
  private static func sniffed(
    _ text: DecodedText, _ table: Table, _ options: ReadOptions
  ) -> Sniffed? {
    for header in [nil, table.source.hasHeader] {
      var options = options
      options.header = header
      let sniffed = try? DialectSniffer(text.buffer, from: text.start, options)
        .sniffed(named: table.name)
      if let sniffed, sniffed.dialect.hasHeader == table.source.hasHeader,
        table.columns.allSatisfy({ sniffed.headers.contains($0.header) })
      {
        return sniffed
      }
    }
    return nil
  }

  /// The line of a row, from 1.
  package func line(of row: Int) -> Int { Int(lines[row]) }

  /// The line of the header, from 1; nil where there is none.
  package var headerLine: Int? { headerStart.map { LineNumbers(text, dialect).line(of: $0) } }

  /// Where the cell of a row stands, or the header with no row.
  package func range(row: Int?, column: Int) -> CellRange? {
    guard let start = row.map({ starts[$0] }) ?? headerStart else { return nil }
    let tokenizer = RowTokenizer(text, dialect)
    var batch = RowBatch(columnCount: dialect.columnCount, capacity: 1)
    _ = tokenizer.fill(&batch, from: start, to: text.count)
    guard batch.rowCount == 1, places[column] < batch.columnCount else { return nil }
    let cell = batch.cells[places[column]]
    // A cell that a short row lacks has no place of its own.
    let offset = cell.count == 0 && cell.offset < start ? start : cell.offset
    let first = row.map { line(of: $0) - 1 } ?? (headerLine ?? 1) - 1
    let (above, left) = position(offset, from: start)
    let (below, right) = position(offset + Int(cell.count), from: start)
    return CellRange(
      startLine: first + above, startCharacter: left, endLine: first + below, endCharacter: right)
  }

  /// Where the header begins: the line before the first row of data.
  private var headerStart: Int? {
    guard dialect.hasHeader, dialect.dataStart > textStart else { return nil }
    var start = dialect.dataStart - 1
    while start > textStart, text.base[start - 1] != dialect.lineEnd { start -= 1 }
    return start
  }

  /// Lines between a row's begin and a byte of it, and UTF-16 units before it on its line.
  private func position(_ offset: Int, from start: Int) -> (lines: Int, units: Int) {
    var lines = 0
    var lineStart = start
    while lineStart > textStart, text.base[lineStart - 1] != dialect.lineEnd { lineStart -= 1 }
    for place in start..<max(start, offset) where text.base[place] == dialect.lineEnd {
      lines += 1
      lineStart = place + 1
    }
    let bytes = UnsafeBufferPointer(start: text.base + lineStart, count: offset - lineStart)
    return (lines, String(decoding: bytes, as: UTF8.self).utf16.count)
  }
}

/// The pass over all rows.
private struct Look {
  let table: Table
  let tokenizer: RowTokenizer
  let text: ByteBuffer
  let dialect: Dialect
  let places: [Int]
  var columns: [ColumnSurvey]
  var lines: [Int32] = []
  var starts: [Int] = []
  private var line = 1
  private var counted = 0

  init(_ table: Table, text: ByteBuffer, dialect: Dialect, places: [Int]) {
    self.table = table
    self.text = text
    self.dialect = dialect
    self.places = places
    tokenizer = RowTokenizer(text, dialect)
    columns = Array(repeating: ColumnSurvey(), count: table.columns.count)
    lines.reserveCapacity(table.rowCount)
    starts.reserveCapacity(table.rowCount)
  }

  mutating func run(_ run: Run) throws {
    var batch = RowBatch(columnCount: dialect.columnCount)
    var scratch = Scratch()
    var position = dialect.dataStart
    while starts.count < table.rowCount, position < text.count {
      try run.checkpoint()
      position = tokenizer.fill(&batch, from: position, to: text.count)
      let first = starts.count
      let rows = min(batch.rowCount, table.rowCount - first)
      for row in 0..<rows { place(batch.starts[row]) }
      for column in table.columns.indices {
        look(batch, rows: rows, first: first, column, &scratch)
      }
    }
  }

  private mutating func place(_ start: Int) {
    while counted < start,
      let hit = memchr(text.base + counted, Int32(dialect.lineEnd), start - counted)
    {
      line += 1
      counted = UnsafeRawPointer(hit) - UnsafeRawPointer(text.base) + 1
    }
    lines.append(Int32(truncatingIfNeeded: line))
    starts.append(start)
  }

  private mutating func look(
    _ batch: borrowing RowBatch, rows: Int, first: Int, _ index: Int, _ scratch: inout Scratch
  ) {
    let column = table.columns[index]
    let isDate = column.date != nil
    let isText = column.text != nil
    let cells = batch.cells + places[index]
    for row in 0..<rows {
      let cell = cells[row &* batch.columnCount]
      let count = Int(cell.count)
      guard count > 0 else { continue }
      let start = tokenizer.base + cell.offset
      // Between the blank and the end of ASCII: nothing to trim.
      let isPlain = start[count &- 1] &- 33 < 95 && start[0] &- 33 < 95
      if isPlain, isText { continue }
      if isPlain, !isDate, start[count &- 1] &- 48 < 10, start[0] &- 48 < 10 || start[0] == 45,
        !column.isMissing(first + row)
      {
        continue
      }
      let trimmed = scratch.cell(cell, tokenizer.base)
      look(trimmed, isTrimmed: trimmed.count < count && !cell.hasDoubledQuotes, first + row, index)
    }
  }

  private mutating func look(
    _ cell: (base: Bytes, count: Int), isTrimmed: Bool, _ row: Int, _ index: Int
  ) {
    if isTrimmed, cell.count > 0 { columns[index].blanks.add(row) }
    let column = table.columns[index]
    guard column.text == nil else { return }
    let bytes = UnsafeBufferPointer(start: cell.base, count: cell.count)
    if column.isMissing(row) {
      guard !CellText.isMissing(cell.base, cell.count) else { return }
      columns[index].unreadable.add(row)
      if columns[index].unreadableTexts.count < 5 {
        columns[index].unreadableTexts.append(Snippet.text(bytes))
      }
    } else if column.date != nil {
      if let style = DateStyle(bytes) { columns[index].dateStyles[style.rawValue].add(row) }
    } else if let sign = Self.currency(bytes) {
      columns[index].currencies[sign].add(row)
    }
  }

  /// The sign of money in a cell, as a place in `FileSurvey.currencies`.
  private static func currency(_ cell: UnsafeBufferPointer<UInt8>) -> Int? {
    for place in cell.indices {
      switch cell[place] {
      case 0x24: return 1
      case 0xa5 where place > 0: return 0
      case 0xa3 where place > 0: return 3
      case 0xac where place > 1 && cell[place - 1] == 0x82: return 2
      case 0x83 where place > 1 && cell[place - 1] == 0x85 && cell[place - 2] == 0xe5: return 0
      default: continue
      }
    }
    return nil
  }
}
