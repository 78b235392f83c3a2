/// Finds the delimiter, the line end and the header of a text from its first rows.
import Glibc
import Support

struct Sniffed {
  var dialect: Dialect
  var headers: [String]
  var notices: [Notice]
}

struct DialectSniffer {
  static let sampleRows = 200
  static let sampleBytes = 256 << 10

  let text: ByteBuffer
  let options: ReadOptions
  /// Where the first row begins, behind a mark and a stated separator.
  let start: Int
  let lineEnd: UInt8
  /// The first rows, cut at each possible delimiter.
  let samples: [SampleRows]

  init(_ text: ByteBuffer, from start: Int, _ options: ReadOptions) {
    self.text = text
    self.options = options
    lineEnd = Self.lineEnd(text)
    let stated = Self.statedSeparator(text, start, lineEnd)
    self.start = stated?.next ?? start
    let first = self.start
    let end = lineEnd
    samples = SampleRows.candidates(options.delimiter ?? stated?.delimiter).map { candidate in
      SampleRows(text, first, delimiter: candidate, lineEnd: end)
    }
  }

  /// The cut that explains the rows best.
  var best: SampleRows? {
    var best = samples.first
    for candidate in samples.dropFirst() where candidate.score > (best?.score ?? 0) {
      best = candidate
    }
    // One name above texts with commas: the commas are part of the texts.
    if let found = best, found.delimiter != 1, found.rows.first?.count == 1,
      found.headerRow == 0, RoleNames.isKnown(found.rows[0][0]),
      let single = samples.first(where: { $0.delimiter == 1 })
    {
      return single
    }
    return best
  }

  func sniffed(named name: String) throws(TableError) -> Sniffed {
    guard let best, !best.rows.isEmpty else { throw .emptyTable(name: name) }
    guard best.cellCount <= Limits.columns else {
      throw .tooManyColumns(count: best.cellCount, limit: Limits.columns)
    }
    var dialect = Dialect(
      delimiter: best.delimiter, lineEnd: lineEnd, hasHeader: false, dataStart: start,
      columnCount: best.cellCount)
    let row = options.header == nil ? best.headerRow : 0
    dialect.hasHeader = options.header ?? (row > 0 || HeaderGuess.isHeader(best.rows))
    var notices: [Notice] = row > 0 ? [linesAbove(best, row)] : []
    var headers = (1...max(1, best.cellCount)).map { "column\($0)" }
    if dialect.hasHeader {
      dialect.dataStart = best.rowEnds[row]
      headers = Self.headers(best.rows[row], count: best.cellCount, &notices)
    }
    return Sniffed(dialect: dialect, headers: headers, notices: notices)
  }

  private func linesAbove(_ sample: SampleRows, _ row: Int) -> Notice {
    let dialect = Dialect(
      delimiter: sample.delimiter, lineEnd: lineEnd, hasHeader: true, dataStart: start,
      columnCount: sample.cellCount)
    let line = LineNumbers(text, dialect).line(of: sample.rowEnds[row - 1])
    return Notice(
      "linesAboveHeader", en: "The header was found below a title or group names, on line \(line)",
      zh: "表头在标题或分组名之下，位于第 \(line) 行")
  }

  /// A line feed, unless there is none and there are carriage returns.
  private static func lineEnd(_ text: ByteBuffer) -> UInt8 {
    if memchr(text.base, 10, text.count) != nil { return 10 }
    return memchr(text.base, 13, text.count) == nil ? 10 : 13
  }

  /// The line `sep=;` that Excel writes and reads.
  private static func statedSeparator(
    _ text: ByteBuffer, _ start: Int, _ lineEnd: UInt8
  ) -> (delimiter: UInt8, next: Int)? {
    let bytes = text.bytes
    guard bytes.count >= start + 6 else { return nil }
    let first = bytes[start] == 34 ? start + 1 : start
    let word = bytes[first..<first + 4].map { $0 | 32 }
    guard word == Array("sep=".utf8), let end = bytes[first...].prefix(10).firstIndex(of: lineEnd)
    else {
      return nil
    }
    return (bytes[first + 4], end + 1)
  }

  /// Distinct headers: empty ones get a number, repeated ones a suffix.
  static func headers(_ cells: [String], count: Int, _ notices: inout [Notice]) -> [String] {
    var taken: Set<String> = []
    var headers: [String] = []
    var repeated: [String] = []
    for index in 0..<count {
      let cell = index < cells.count ? cells[index] : ""
      let wanted = cell.isEmpty ? "column\(index + 1)" : cell
      var header = wanted
      var suffix = 2
      while taken.contains(header) {
        header = "\(wanted)_\(suffix)"
        suffix += 1
      }
      if header != wanted { repeated.append(header) }
      taken.insert(header)
      headers.append(header)
    }
    if !repeated.isEmpty {
      let list = repeated.prefix(5).joined(separator: ", ")
      notices.append(
        Notice(
          "duplicateHeaders", en: "Headers that repeat were renamed: \(list)",
          zh: "重复的表头已改名：\(list)", path: repeated.first))
    }
    return headers
  }
}

/// The first rows of a text, cut at one delimiter.
struct SampleRows {
  let delimiter: UInt8
  let rows: [[String]]
  /// How many cells most rows have.
  let cellCount: Int
  /// The share of rows with that many cells.
  let consistency: Double
  /// Where each row ends and the next begins.
  let rowEnds: [Int]
  let lengths: [Int]

  static func candidates(_ stated: UInt8?) -> [UInt8] {
    if let stated { return [stated] }
    return [44, 9, 59, 124, 32, 1]
  }

  init(_ text: ByteBuffer, _ start: Int, delimiter: UInt8, lineEnd: UInt8) {
    self.delimiter = delimiter
    let dialect = Dialect(
      delimiter: delimiter, lineEnd: lineEnd, hasHeader: false, dataStart: start,
      columnCount: 512, fillsShortRows: true)
    let tokenizer = RowTokenizer(text, dialect)
    let limit = min(text.count, start + DialectSniffer.sampleBytes)
    var batch = RowBatch(columnCount: Self.width(text, start, lineEnd, delimiter), capacity: 1)
    var scratch = Scratch()
    var position = start
    var rows: [[String]] = []
    var ends: [Int] = []
    while rows.count < DialectSniffer.sampleRows, position < limit {
      position = tokenizer.fill(&batch, from: position, to: text.count)
      guard batch.rowCount == 1 else { continue }
      if position > limit, limit < text.count, !rows.isEmpty { break }
      var cells: [String] = []
      for column in 0..<batch.columnCount {
        let place = batch.cells[column]
        // Padding stands at offset 0 without bytes, after the real cells.
        if place.count == 0, place.offset == 0, column > 0 { break }
        let (base, count) = scratch.cell(place, tokenizer.base)
        cells.append(
          String(decoding: UnsafeBufferPointer(start: base, count: min(count, 4096)), as: UTF8.self)
        )
      }
      rows.append(cells)
      ends.append(min(position, text.count))
    }
    self.rows = rows
    rowEnds = ends
    lengths = rows.map(\.count)
    var counts: [Int: Int] = [:]
    for length in lengths { counts[length, default: 0] += 1 }
    let mode = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    cellCount = mode?.key ?? 1
    // Empty cells behind the last column are what spreadsheets leave.
    let width = cellCount
    let fitting = rows.count { row in
      row.count == width || (row.count > width && row[width...].allSatisfy(\.isEmpty))
    }
    consistency = Double(fitting) / Double(max(1, rows.count))
  }

  /// More than the delimiters of the widest of the first lines.
  private static func width(
    _ text: ByteBuffer, _ start: Int, _ lineEnd: UInt8, _ delimiter: UInt8
  ) -> Int {
    let bytes = text.bytes[start..<min(text.count, start + (8 << 20))]
    var widest = 1
    var count = 1
    for byte in bytes.prefix(max(DialectSniffer.sampleBytes, bytes.firstIndex(of: lineEnd) ?? 0)) {
      if byte == delimiter || (delimiter == 32 && byte == 9) { count += 1 }
      if byte == lineEnd {
        widest = max(widest, count)
        count = 1
      }
    }
    return max(widest, count) + 2
  }

  /// The row that names the columns: titles and names of groups of columns above it fill half of
  /// the cells at most. 0 where there is nothing above.
  var headerRow: Int {
    guard cellCount > 1 else { return 0 }
    let row =
      rows.prefix(Self.titleRows).firstIndex { cells in
        cells.reduce(0) { $0 + ($1.isEmpty ? 0 : 1) } * 2 > cellCount
      } ?? 0
    guard row > 0, row + 1 < rows.count else { return 0 }
    let isNamed = rows[row].contains { RoleNames.isKnown($0) }
    return isNamed && HeaderGuess.isHeader(Array(rows[row...])) ? row : 0
  }

  private static let titleRows = 12

  /// How well the delimiter explains the rows. More columns count less than equal rows.
  var score: Double {
    guard cellCount > 1 else { return delimiter == 1 ? 0.25 : 0 }
    // Blanks separate words too: they count only where every row agrees.
    if delimiter == 32, consistency < 0.98 { return 0 }
    let weight = delimiter == 32 ? 0.9 : 1.0
    return weight * consistency * consistency + 0.01 * Double(min(cellCount, 20))
  }
}

/// Whether the first row names the columns.
enum HeaderGuess {
  static func isHeader(_ rows: [[String]]) -> Bool {
    guard let first = rows.first else { return false }
    let rest = rows.dropFirst()
    let isTyped = first.map { !$0.isEmpty && CellKind.of($0) != .text }
    let typedCount = isTyped.filter { $0 }.count
    guard !rest.isEmpty else { return typedCount == 0 }
    if typedCount * 2 > first.count { return false }
    var above = 0
    var repeats = 0
    for (column, cell) in first.enumerated() where !cell.isEmpty {
      let below = rest.lazy.compactMap {
        column < $0.count && !$0[column].isEmpty ? $0[column] : nil
      }
      let typed = below.prefix(50).filter { CellKind.of($0) != .text }.count
      let seen = below.prefix(50).count
      if !isTyped[column], seen > 0, typed * 10 >= seen * 9 { above += 1 }
      if below.contains(cell) { repeats += 1 }
    }
    if above > 0, above >= typedCount { return repeats == 0 || above > repeats }
    if typedCount > 0 || repeats > 0 { return false }
    return first.allSatisfy { $0.utf8.count <= 60 }
      && (first.count == 1
        ? RoleNames.isKnown(first[0])
        : first.contains { RoleNames.isKnown($0) } || first.allSatisfy(looksLikeName))
  }

  private static func looksLikeName(_ cell: String) -> Bool {
    !cell.isEmpty && cell.utf8.count <= 40
      && !cell.unicodeScalars.contains { ".!?,;。！？，；".unicodeScalars.contains($0) }
      && cell.utf8.filter { $0 == 32 }.count <= 3
  }
}

/// What a single cell looks like.
enum CellKind {
  case text, number, date

  static func of(_ cell: String) -> CellKind {
    var bytes = Array(cell.utf8)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 16))
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, count > 0 else { return .text }
      if NumberCell.parse(base, count, decimalComma: false) != nil { return .number }
      for order in [DateOrder.yearFirst, .dayFirst, .monthFirst]
      where DateCell.parse(base, count, order) != nil {
        return .date
      }
      return .text
    }
  }
}
