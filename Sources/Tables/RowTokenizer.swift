/// Cuts a text into rows of cells, some hundred rows at a time.
///
/// What always holds: a quote opens a cell only as the first byte of it; a quoted cell that is
/// never closed spoils its row, and reading goes on with the next line; the text is followed by a
/// line end and padding, so that words of eight bytes can be read without asking. `RowBoundaries`
/// follows the same rules, so chunks meet at the places where one thread would begin a row.
import Glibc
import Support

/// Rows of cells, filled again and again.
struct RowBatch: ~Copyable {
  let columnCount: Int
  let capacity: Int
  let cells: UnsafeMutablePointer<CellPlace>
  let starts: UnsafeMutablePointer<Int>
  /// Room for a hash per row.
  let hashes: UnsafeMutablePointer<UInt64>
  var rowCount = 0
  /// The first bad rows, and how many there are.
  var badRows: [BadRow] = []
  var badCount = 0

  init(columnCount: Int, capacity: Int? = nil) {
    self.columnCount = columnCount
    self.capacity = capacity ?? max(1, min(256, 16_384 / max(1, columnCount)))
    cells = .allocate(capacity: self.capacity * columnCount + 1)
    starts = .allocate(capacity: self.capacity)
    hashes = .allocate(capacity: self.capacity)
  }

  deinit {
    cells.deallocate()
    starts.deallocate()
    hashes.deallocate()
  }

  mutating func reject(_ row: BadRow) {
    badCount += 1
    if badRows.count < Limits.listedBadRows { badRows.append(row) }
  }
}

struct RowTokenizer {
  let base: Bytes
  /// The end of the text, where a line end stands as a guard.
  let end: Int
  let dialect: Dialect

  init(_ text: ByteBuffer, _ dialect: Dialect) {
    text.base[text.count] = dialect.lineEnd
    base = Bytes(text.base)
    end = text.count
    self.dialect = dialect
  }

  /// Fills the batch with the rows from `start` on, and returns where the next row begins.
  func fill(_ batch: inout RowBatch, from start: Int, to limit: Int) -> Int {
    batch.rowCount = 0
    return dialect.isBlankSeparated
      ? fillBlankSeparated(&batch, start, limit) : fillDelimited(&batch, start, limit)
  }

  private func fillDelimited(_ batch: inout RowBatch, _ start: Int, _ limit: Int) -> Int {
    let columns = batch.columnCount
    let capacity = batch.capacity
    let lineEnd = dialect.lineEnd
    var position = start
    var row = 0
    while row < capacity, position < limit {
      let first = base[position]
      if first == lineEnd {
        position &+= 1
        continue
      }
      if first == 13, base[position &+ 1] == lineEnd {
        position &+= 2
        continue
      }
      batch.starts[row] = position
      let read = readRow(at: &position, into: batch.cells + row &* columns, columns)
      if read == columns {
        row &+= 1
      } else if 0 < read, read < columns, dialect.fillsShortRows {
        pad(batch.cells + row &* columns, from: read, to: columns)
        row &+= 1
      } else {
        let why: BadRow.Why =
          read == -1
          ? .openQuote : read == -2 ? .longCell : .cellCount(found: read, expected: columns)
        batch.reject(BadRow(offset: batch.starts[row], why: why))
      }
    }
    batch.rowCount = row
    return position
  }

  private func pad(_ cells: UnsafeMutablePointer<CellPlace>, from: Int, to: Int) {
    for index in from..<to {
      cells[index] = CellPlace(offset: 0, count: 0, hasDoubledQuotes: false)
    }
  }

  /// Reads one row and returns how many cells it has; -1 for an open quote, -2 for a long cell.
  @inline(__always)
  private func readRow(
    at position: inout Int, into cells: UnsafeMutablePointer<CellPlace>, _ columns: Int
  ) -> Int {
    let delimiter = dialect.delimiter
    var found = 0
    var extra = 0
    while true {
      var cell: CellPlace
      if base[position] == 34, dialect.hasQuotes {
        guard let quoted = quotedCell(at: &position) else {
          position = nextSplit(position, dialect.lineEnd, dialect.lineEnd) &+ 1
          return -1
        }
        cell = quoted
      } else {
        let start = position
        position = nextSplit(position, delimiter, dialect.lineEnd)
        var count = position &- start
        if base[position] != delimiter, count > 0, base[position &- 1] == 13 { count &-= 1 }
        if count > Limits.cellBytes {
          position = nextSplit(position, dialect.lineEnd, dialect.lineEnd) &+ 1
          return -2
        }
        cell = CellPlace(
          offset: start, count: Int32(truncatingIfNeeded: count), hasDoubledQuotes: false)
      }
      if found < columns {
        cells[found] = cell
      } else if cell.count > 0 {
        extra = found &+ 1
      }
      found &+= 1
      let isLast = base[position] != delimiter || position >= end
      position &+= 1
      // Empty cells behind the last column are what spreadsheets leave; they do not count.
      if isLast { return found <= columns ? found : max(columns, extra) }
    }
  }

  /// The first of two bytes from a place on. One of them stands at the end of the text.
  @inline(__always)
  private func nextSplit(_ start: Int, _ one: UInt8, _ other: UInt8) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let first = ones &* UInt64(one)
    let second = ones &* UInt64(other)
    var position = start
    while true {
      let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
      let a = word ^ first
      let b = word ^ second
      let hit = (((a &- ones) & ~a) | ((b &- ones) & ~b)) & 0x8080_8080_8080_8080
      if hit != 0 { return position &+ hit.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
  }

  /// The quoted cell that opens at `position`, which moves to the delimiter or line end behind it.
  private func quotedCell(at position: inout Int) -> CellPlace? {
    let open = position
    var isDoubled = false
    guard let close = Self.closingQuote(base, open + 1, end, isDoubled: &isDoubled) else {
      return nil
    }
    position = nextSplit(close + 1, dialect.delimiter, dialect.lineEnd)
    guard position - open <= Limits.cellBytes else { return nil }
    // Text behind the closing quote: the cell is kept as it stands, quotes and all.
    let tail = (close + 1..<position).contains { base[$0] > 32 }
    return tail
      ? CellPlace(offset: open, count: Int32(position - open), hasDoubledQuotes: false)
      : CellPlace(
        offset: open + 1, count: Int32(close - open - 1), hasDoubledQuotes: isDoubled)
  }

  /// The place of the quote that closes a cell, within the bytes a cell may have.
  static func closingQuote(
    _ base: Bytes, _ start: Int, _ end: Int, isDoubled: inout Bool
  ) -> Int? {
    let limit = min(end, start + Limits.cellBytes)
    var position = start
    while position < limit, let hit = memchr(base + position, 34, limit - position) {
      let place = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      guard place + 1 < end, base[place + 1] == 34 else { return place }
      isDoubled = true
      position = place + 2
    }
    return nil
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  private func fillBlankSeparated(_ batch: inout RowBatch, _ start: Int, _ limit: Int) -> Int {
    let columns = batch.columnCount
    var position = start
    var row = 0
    while row < batch.capacity, position < limit {
      let lineStart = position
      let cells = batch.cells + row &* columns
      var found = 0
      var isLong = false
      while true {
        while base[position] <= 32, base[position] != dialect.lineEnd, isBlank(base[position]) {
          position &+= 1
        }
        if base[position] == dialect.lineEnd { break }
        let cellStart = position
        while base[position] > 32 { position &+= 1 }
        // Other control bytes are part of the cell.
        if position == cellStart { position &+= 1 }
        isLong = isLong || position &- cellStart > Limits.cellBytes
        if found < columns {
          cells[found] = CellPlace(
            offset: cellStart, count: Int32(truncatingIfNeeded: position &- cellStart),
            hasDoubledQuotes: false)
        }
        found &+= 1
      }
      position &+= 1
      if isLong {
        batch.reject(BadRow(offset: lineStart, why: .longCell))
      } else if found == columns {
        batch.starts[row] = lineStart
        row &+= 1
      } else if found > 0, found < columns, dialect.fillsShortRows {
        batch.starts[row] = lineStart
        pad(cells, from: found, to: columns)
        row &+= 1
      } else if found > 0 {
        batch.reject(
          BadRow(offset: lineStart, why: .cellCount(found: found, expected: columns)))
      }
    }
    batch.rowCount = row
    return position
  }
}

/// Places where a text can be cut between rows.
enum RowBoundaries {
  /// The beginnings of up to `count` chunks and the end of the text.
  static func find(_ text: ByteBuffer, _ dialect: Dialect, count: Int) -> [Int] {
    let start = dialect.dataStart
    let length = text.count - start
    guard count > 1, length > count else { return [start, max(start, text.count)] }
    let base = Bytes(text.base)
    var cuts = [start]
    var clear = start  // everything before this is outside quotes, or inside known ones
    for index in 1..<count {
      let target = max(clear, start + length / count * index)
      if let cut = cut(base, text.count, dialect, from: &clear, atLeast: target),
        (cuts.last ?? 0) < cut, cut < text.count
      {
        cuts.append(cut)
      }
    }
    cuts.append(text.count)
    return cuts
  }

  /// The first row that begins at or behind `target`.
  private static func cut(
    _ base: Bytes, _ end: Int, _ dialect: Dialect, from clear: inout Int, atLeast target: Int
  ) -> Int? {
    let hasQuotes = dialect.hasQuotes && !dialect.isBlankSeparated
    while true {
      let quote = hasQuotes ? nextQuote(base, clear, end, dialect) : nil
      let stretchEnd = quote ?? end
      if target < stretchEnd {
        let from = max(target, clear)
        if let hit = memchr(base + from, Int32(dialect.lineEnd), stretchEnd - from) {
          return UnsafeRawPointer(hit) - UnsafeRawPointer(base) + 1
        }
      }
      guard let quote else { return nil }
      var isDoubled = false
      if let close = RowTokenizer.closingQuote(base, quote + 1, end, isDoubled: &isDoubled) {
        clear = close + 1
      } else if let hit = memchr(base + quote, Int32(dialect.lineEnd), end - quote) {
        clear = UnsafeRawPointer(hit) - UnsafeRawPointer(base) + 1
        if clear > target { return clear }
      } else {
        return nil
      }
    }
  }

  /// The next quote that opens a cell.
  private static func nextQuote(
    _ base: Bytes, _ start: Int, _ end: Int, _ dialect: Dialect
  ) -> Int? {
    var position = start
    while position < end, let hit = memchr(base + position, 34, end - position) {
      let place = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if place == dialect.dataStart { return place }
      let before = base[place - 1]
      if before == dialect.delimiter || before == dialect.lineEnd { return place }
      position = place + 1
    }
    return nil
  }
}
