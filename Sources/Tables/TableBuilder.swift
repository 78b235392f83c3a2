/// Rows that come cell by cell: inline rows of a request, JSON, a database.
///
/// They are written into one arena as delimited text and then take the same path as a file, so
/// types, roles and notices are found by the same rules.
package import Support

/// Collects rows. Name a column, put cells into the open row, end the row.
package struct TableBuilder: Sendable {
  private var names: [String]
  private var places: [String: Int]
  private var arena: [UInt8] = []
  private var open: [(column: Int, start: Int, end: Int)] = []
  private var openBytes: [UInt8] = []
  /// How many rows were ended.
  private(set) package var rowCount = 0

  /// The byte between cells of the arena; it hardly ever stands in a cell.
  static let separator: UInt8 = 0x1f

  /// A builder with these columns so far.
  package init(columns: [String] = []) {
    names = []
    places = [:]
    for name in columns { _ = column(named: name) }
  }

  /// The columns so far.
  package var columns: [String] { names }

  /// The place of a column; a new name adds a column.
  package mutating func column(named name: String) -> Int {
    if let place = places[name] { return place }
    let place = names.count
    places[name] = place
    names.append(name)
    return place
  }

  /// Puts text into the open row. Later text for the same column wins.
  package mutating func append(_ cell: UnsafeBufferPointer<UInt8>, at column: Int) {
    let start = openBytes.count
    openBytes.append(contentsOf: cell)
    open.append((column, start, openBytes.count))
  }

  /// Puts text into the open row.
  package mutating func append(_ text: String, at column: Int) {
    var text = text
    text.withUTF8 { append($0, at: column) }
  }

  /// Puts a number into the open row, as its shortest decimal text.
  package mutating func append(_ number: Double, at column: Int) {
    if number.isFinite { append(Self.text(number), at: column) }
  }

  /// Ends the open row. Columns that got no cell are missing in it.
  package mutating func endRow() {
    // Rows of a table that will be refused take no room: each would have all columns before it.
    guard names.count <= Limits.columns else {
      open.removeAll()
      openBytes.removeAll()
      rowCount += 1
      return
    }
    // Insertion sort: cells nearly always come in order already.
    for index in open.indices.dropFirst() {
      var place = index
      while place > 0, open[place - 1].column > open[place].column {
        open.swapAt(place, place - 1)
        place -= 1
      }
    }
    var column = 0
    for (index, cell) in open.enumerated() {
      if index + 1 < open.count, open[index + 1].column == cell.column { continue }
      while column < cell.column {
        arena.append(Self.separator)
        column += 1
      }
      appendQuoted(openBytes[cell.start..<cell.end])
    }
    // A row of one empty cell would read as a blank line.
    if column == 0, open.isEmpty || openBytes.isEmpty { arena.append(contentsOf: [34, 34]) }
    arena.append(10)
    open.removeAll(keepingCapacity: true)
    openBytes.removeAll(keepingCapacity: true)
    rowCount += 1
  }

  /// The table of the ended rows.
  package func table(
    named name: String, _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    try table(named: name, source: TableSource(format: .inline, bytes: arena.count), options, run)
  }

  func table(
    named name: String, source: TableSource, kind: TableKind? = nil, _ options: ReadOptions,
    _ run: Run
  ) throws -> Table {
    guard rowCount > 0, !names.isEmpty else { throw TableError.emptyTable(name: name) }
    guard names.count <= Limits.columns else {
      throw TableError.tooManyColumns(count: names.count, limit: Limits.columns)
    }
    let text = ByteBuffer(arena)
    let dialect = Dialect(
      delimiter: Self.separator, lineEnd: 10, hasHeader: true, dataStart: 0,
      columnCount: names.count, fillsShortRows: true)
    var options = options
    if options.kind == nil { options.kind = kind }
    return try TableAssembly(
      name: name, text: text, dialect: dialect, headers: names, source: source, notices: [],
      version: ContentHash.text(of: text), options: options
    ).table(run)
  }

  private mutating func appendQuoted(_ cell: ArraySlice<UInt8>) {
    let needsQuotes =
      cell.first == 34
      || cell.contains { $0 == Self.separator || $0 == 10 || $0 == 13 }
    guard needsQuotes else {
      arena.append(contentsOf: cell)
      return
    }
    arena.append(34)
    for byte in cell {
      if byte == 34 { arena.append(34) }
      arena.append(byte)
    }
    arena.append(34)
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }
}
