/// Files in which a line is a list of things: baskets, or a customer and what they chose.
///
/// Told from broken tables by three things: rows differ in length, the same values stand at
/// different places, and no row is a header.
import Support

enum Baskets {
  enum Form: Equatable { case baskets, sequences }

  /// The form of a text that is such a list, and the byte between its items.
  static func form(of samples: [SampleRows]) -> (delimiter: UInt8, form: Form)? {
    for sample in samples where sample.delimiter != 1 {
      guard sample.rows.count >= 5, sample.consistency < 0.7 else { continue }
      let cells = sample.rows.reduce(0) { $0 + $1.count }
      guard cells * 2 >= sample.rows.count * 3 else { continue }
      let isNumeric = sample.rows.prefix(50).allSatisfy { row in
        row.prefix(50).allSatisfy { $0.utf8.allSatisfy { $0 &- 48 < 10 } }
      }
      if isNumeric {
        let firsts = sample.rows.compactMap { $0.first.flatMap { Int($0) } }
        let isRising = zip(firsts, firsts.dropFirst()).allSatisfy { $0 < $1 }
        return (sample.delimiter, isRising ? .sequences : .baskets)
      }
      // Words of prose repeat as well, so blanks count only between numbers.
      guard sample.delimiter != 32, repeats(sample.rows) else { continue }
      return (sample.delimiter, .baskets)
    }
    return nil
  }

  private static func repeats(_ rows: [[String]]) -> Bool {
    var places: [String: Set<Int>] = [:]
    var total = 0
    for row in rows {
      for (place, cell) in row.enumerated() where !cell.isEmpty {
        guard cell.utf8.count <= 100 else { return false }
        places[cell, default: []].insert(place)
        total += 1
      }
    }
    let moved = places.values.filter { $0.count > 1 }.count
    let isNumeric = places.keys.filter { CellKind.of($0) == .number }.count * 2 > places.count
    return places.count * 10 <= total * 6 && moved * 10 >= places.count * 2 && !isNumeric
  }

  static func read(
    _ text: ByteBuffer, from start: Int, lineEnd: UInt8, delimiter: UInt8, form: Form,
    named name: String, _ source: TableSource, _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    var source = source
    source.format = .baskets
    source.delimiter = delimiter
    source.hasHeader = false
    var builder = TableBuilder(
      columns: form == .baskets ? ["orderId", "itemId"] : ["userId", "itemId"])
    var line = 0
    var place = start
    let bytes = text.bytes
    while place < bytes.count {
      line += 1
      if line % 1024 == 0 { try run.checkpoint() }
      let end = bytes[place...].firstIndex(of: lineEnd) ?? bytes.count
      append(bytes[place..<end], line, delimiter, form, to: &builder)
      place = end + 1
      if let most = options.maxRows, builder.rowCount >= most { break }
    }
    var stated = options
    // The two columns are made here, so the file's form does not speak about them.
    stated.columns = options.columns.filter { $0.key == .itemName || $0.key == .category }
    return try builder.table(
      named: name, source: source, kind: form == .baskets ? .baskets : .interactions, stated, run)
  }

  private static func append(
    _ line: Slice<UnsafeBufferPointer<UInt8>>, _ number: Int, _ delimiter: UInt8, _ form: Form,
    to builder: inout TableBuilder
  ) {
    let cells = line.split { $0 == delimiter || (delimiter == 32 && $0 == 9) }
    var owner = String(number)
    var items = cells[...]
    if form == .sequences, let first = cells.first {
      owner = String(decoding: trimmed(first), as: UTF8.self)
      items = cells.dropFirst()
    }
    for cell in items {
      let name = trimmed(cell)
      if name.isEmpty { continue }
      builder.append(owner, at: 0)
      builder.append(UnsafeBufferPointer(rebasing: name), at: 1)
      builder.endRow()
    }
  }

  private static func trimmed(
    _ cell: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    var cell = cell
    while let first = cell.first, first <= 32 { cell = cell.dropFirst() }
    while let last = cell.last, last <= 32 { cell = cell.dropLast() }
    if cell.count >= 2, cell.first == 34, cell.last == 34 { cell = cell.dropFirst().dropLast() }
    return cell
  }
}
