/// More rows for a table that is in memory: columns keep their types, roles and codes.
///
/// What always holds: a cell that does not fit its column is refused where it stands; the new table
/// has no file, so nothing reads the shorter one again under its name; the digest of equal rows is
/// equal whatever the order of their members.
package import Support

package struct RowAppender {
  private enum Cells {
    case texts([[UInt8]?])
    case numbers([NumberCell?])
    case dates([DateCell?])
  }

  private let table: Table
  private var cells: [Cells]
  /// Rows that were ended.
  package private(set) var rowCount = 0
  /// FNV-1a over the rows, and over the cells of the open one.
  private var hash = Self.seed
  private var rowHash: UInt64 = 0
  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  package init(_ table: Table) {
    self.table = table
    cells = table.columns.map { column in
      switch column.values {
      case .text: .texts([nil])
      case .number: .numbers([nil])
      case .date: .dates([nil])
      }
    }
  }

  /// Puts a cell into the open row. Gives what is expected where the cell does not fit.
  package mutating func put(_ cell: UnsafeBufferPointer<UInt8>, column: Int) -> String? {
    guard cells.indices.contains(column) else { return "a column of the table" }
    guard let base = cell.baseAddress, cell.count > 0 else { return nil }
    // Readers of cells may look eight bytes further.
    let padded =
      Array(UnsafeBufferPointer(start: base, count: cell.count))
      + [UInt8](
        repeating: 0, count: 8)
    return padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let (text, count) = CellText.trimmed(start, cell.count)
      if CellText.isMissing(text, count) { return nil }
      return put(text, count, column)
    }
  }

  private mutating func put(_ text: Bytes, _ count: Int, _ column: Int) -> String? {
    switch cells[column] {
    case .texts(var values):
      guard count <= Limits.cellBytes else { return "at most \(Limits.cellBytes) bytes" }
      cells[column] = .texts([])
      values[rowCount] = Array(UnsafeBufferPointer(start: text, count: count))
      cells[column] = .texts(values)
    case .numbers(var values):
      guard let number = NumberCell.parse(text, count, decimalComma: false),
        abs(number.value) <= Limits.cellMagnitude
      else { return "a number" }
      cells[column] = .numbers([])
      values[rowCount] = number
      cells[column] = .numbers(values)
    case .dates(var values):
      guard let date = DateCell.parse(text, count, .yearFirst) else {
        return "a date such as 2024-06-30"
      }
      cells[column] = .dates([])
      values[rowCount] = date
      cells[column] = .dates(values)
    }
    // Cells of a row are summed: their order in the request does not count.
    var own = Self.mixed(Self.seed, UInt64(truncatingIfNeeded: column &+ 1))
    for index in 0..<count { own = Self.mixed(own, UInt64(text[index])) }
    rowHash &+= own ^ (own >> 29)
    return nil
  }

  private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    (hash ^ value) &* 0x0000_0100_0000_01b3
  }

  /// Ends the open row. Columns that got no cell are missing in it.
  package mutating func endRow() {
    rowCount += 1
    hash = Self.mixed(Self.mixed(hash, rowHash), rowHash >> 32)
    rowHash = 0
    for column in cells.indices {
      switch cells[column] {
      case .texts(var values):
        cells[column] = .texts([])
        values.append(nil)
        cells[column] = .texts(values)
      case .numbers(var values):
        cells[column] = .numbers([])
        values.append(nil)
        cells[column] = .numbers(values)
      case .dates(var values):
        cells[column] = .dates([])
        values.append(nil)
        cells[column] = .dates(values)
      }
    }
  }

  /// The digest of the ended rows.
  package var digest: UInt64 { hash }

  /// The table with the ended rows behind its own.
  package func table(named name: String, _ run: Run) throws -> Table {
    let rows = table.rowCount + rowCount
    guard rows <= Limits.rows else { throw TableError.tooManyRows(limit: Limits.rows) }
    try TableAssembly.check(rows: rows, columns: table.columns.count)
    var columns: [Column] = []
    for (column, new) in zip(table.columns, cells) {
      try run.checkpoint()
      let (values, missing) = try joined(column, new, run)
      columns.append(
        Column(
          header: column.header, index: column.index, values: values,
          missingCount: column.missingCount + missing, role: column.role, unit: column.unit))
    }
    var source = TableSource(format: .inline, encoding: table.source.encoding)
    source.hasHeader = table.source.hasHeader
    let made = Table(
      name: name, version: version, rowCount: rows, columns: columns, roles: table.roles,
      kind: table.kind, source: source, notices: table.notices, language: table.language)
    guard made.memoryBytes <= Limits.tableBytes else {
      throw TableError.memoryLimit(bytes: made.memoryBytes, limit: Limits.tableBytes)
    }
    return made
  }

  /// A hash of the version before and of the rows, as 16 hexadecimal digits.
  private var version: String {
    let mixed = table.version.utf8.reduce(hash) { Self.mixed($0, UInt64($1)) }
    let digits = String(mixed, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private func joined(
    _ column: Column, _ cells: Cells, _ run: Run
  ) throws -> (ColumnValues, missing: Int) {
    switch (column.values, cells) {
    case (.text(let old), .texts(let new)):
      let kept = new.prefix(rowCount)
      return (.text(try Self.texts(old, kept, run)), kept.count { $0 == nil })
    case (.number(let old), .numbers(let new)):
      let kept = new.prefix(rowCount)
      return (
        .number(
          NumberColumn(
            values: old.values + kept.map { $0?.value ?? 0 },
            missing: Self.flags(old.missing, old.values.count, kept.map { $0 == nil }),
            isInteger: old.isInteger
              && kept.allSatisfy { $0.map { $0.value == $0.value.rounded() } ?? true },
            isPercent: old.isPercent, currency: old.currency)), kept.count { $0 == nil }
      )
    case (.date(let old), .dates(let new)):
      let kept = new.prefix(rowCount)
      let hasTime = !old.seconds.isEmpty || kept.contains { ($0?.seconds ?? -1) >= 0 }
      let before =
        old.seconds.isEmpty ? [Int32](repeating: 0, count: old.days.count) : old.seconds
      return (
        .date(
          DateColumn(
            days: old.days + kept.map { $0?.days ?? 0 },
            seconds: hasTime ? before + kept.map { max(0, $0?.seconds ?? 0) } : [],
            missing: Self.flags(old.missing, old.days.count, kept.map { $0 == nil }))),
        kept.count { $0 == nil }
      )
    default: return (column.values, 0)
    }
  }

  private static func flags(_ old: [Bool], _ count: Int, _ new: [Bool]) -> [Bool] {
    guard !old.isEmpty || new.contains(true) else { return [] }
    return (old.isEmpty ? [Bool](repeating: false, count: count) : old) + new
  }

  /// Codes go on; texts that are known keep theirs.
  private static func texts(
    _ old: TextColumn, _ new: ArraySlice<[UInt8]?>, _ run: Run
  ) throws -> TextColumn {
    var codes: [[UInt8]: Int32] = [:]
    for text in new { if let text { codes[text] = -1 } }
    let lengths = Set(codes.keys.map(\.count))
    for code in 0..<old.dictionary.count {
      if code % 65_536 == 0 { try run.checkpoint() }
      let range = old.dictionary.range(code)
      guard lengths.contains(range.count) else { continue }
      let text = Array(old.dictionary.bytes[range])
      if codes[text] != nil { codes[text] = Int32(truncatingIfNeeded: code) }
    }
    var bytes = old.dictionary.bytes
    var ends = old.dictionary.ends
    let added = new.map { text -> Int32 in
      guard let text else { return -1 }
      if let code = codes[text], code >= 0 { return code }
      let code = Int32(truncatingIfNeeded: ends.count)
      codes[text] = code
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      return code
    }
    return TextColumn(
      codes: old.codes + added, dictionary: TextDictionary(bytes: bytes, ends: ends))
  }
}
