/// The values of one column in one chunk of a file, as its plan wants them.
///
/// What always holds: a part is filled by one thread and read by others only after that; a cell
/// that does not fit the plan is missing, counted, and remembered by its place.
import Support

/// What the cells of a column are read as.
enum ColumnPlan: Sendable, Equatable {
  case text
  case number(decimalComma: Bool)
  case date(DateOrder)
  case skipped
}

/// Values that grow by whole batches.
struct Growing<Value: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Value>
  private var capacity: Int
  var count = 0

  init(capacity: Int) {
    self.capacity = max(256, capacity)
    base = .allocate(capacity: self.capacity)
    LargeMemory.prepare(base, self.capacity * MemoryLayout<Value>.stride)
  }

  deinit { base.deallocate() }

  /// Makes room for some more values.
  mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(capacity + capacity / 2, count + more)
    let bigger = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    bigger.update(from: base, count: count)
    base.deallocate()
    base = bigger
  }

  /// Gives the memory back.
  mutating func release() {
    base.deallocate()
    capacity = 1
    count = 0
    base = .allocate(capacity: 1)
  }

  mutating func append(repeating value: Value, count more: Int) {
    reserve(more)
    (base + count).initialize(repeating: value, count: more)
    count += more
  }
}

/// A class, because parts of several columns and chunks stand in arrays and are filled in place.
final class ColumnPart: @unchecked Sendable {
  let plan: ColumnPlan
  var codes: Growing<Int32>
  var numbers: Growing<Double>
  var seconds: Growing<Int32>
  var missing: Growing<Bool>
  var dictionary: ByteDictionary
  private(set) var rowCount = 0
  var missingCount = 0
  var badCount = 0
  /// The beginnings of the first rows with a bad cell.
  var badRows: [Int] = []
  /// Bad dates that are good when day and month are exchanged.
  var exchangedCount = 0
  var isInteger = true
  var percentCount = 0
  var currency: UInt8 = 0
  var hasSeconds = false

  init(plan: ColumnPlan, rows: Int) {
    self.plan = plan
    var (whole, wide) = (0, 0)
    switch plan {
    case .text, .date: whole = rows
    case .number: wide = rows
    case .skipped: break
    }
    codes = Growing(capacity: whole)
    numbers = Growing(capacity: wide)
    seconds = Growing(capacity: 0)
    missing = Growing(capacity: 0)
    dictionary = ByteDictionary(capacity: 64)
  }

  /// Adds the cells of a batch.
  func append(_ batch: borrowing RowBatch, column: Int, base: Bytes, scratch: inout Scratch) {
    let rows = batch.rowCount
    switch plan {
    case .text:
      codes.reserve(rows)
      appendTexts(batch, column, base, &scratch)
      codes.count += rows
    case .number(let comma):
      numbers.reserve(rows)
      appendNumbers(batch, column, base, comma, &scratch)
      numbers.count += rows
    case .date(let order):
      codes.reserve(rows)
      appendDates(batch, column, base, order, &scratch)
      codes.count += rows
    case .skipped: break
    }
    rowCount += rows
  }

  private func appendTexts(
    _ batch: borrowing RowBatch, _ column: Int, _ base: Bytes, _ scratch: inout Scratch
  ) {
    // The dictionary is lent once for the whole batch: each access to a member of a class is
    // checked at run time.
    missingCount += Self.put(
      batch, column, base, &scratch, into: codes.base + codes.count, &dictionary)
  }

  private static func put(
    _ batch: borrowing RowBatch, _ column: Int, _ base: Bytes, _ scratch: inout Scratch,
    into output: UnsafeMutablePointer<Int32>, _ dictionary: inout ByteDictionary
  ) -> Int {
    let cells = batch.cells + column
    let columns = batch.columnCount
    if dictionary.isLarge {
      return putLarge(batch, column, base, &scratch, into: output, &dictionary)
    }
    var missing = 0
    for row in 0..<batch.rowCount {
      let (start, count) = scratch.cell(cells[row &* columns], base)
      if CellText.isMissing(start, count) {
        output[row] = -1
        missing &+= 1
      } else {
        output[row] = dictionary.code(start, count)
      }
    }
    return missing
  }

  /// The same for a dictionary beyond the nearest cache: a first pass fetches its places side by
  /// side instead of one after the other.
  private static func putLarge(
    _ batch: borrowing RowBatch, _ column: Int, _ base: Bytes, _ scratch: inout Scratch,
    into output: UnsafeMutablePointer<Int32>, _ dictionary: inout ByteDictionary
  ) -> Int {
    let cells = batch.cells + column
    let columns = batch.columnCount
    let hashes = batch.hashes
    var sum: UInt32 = 0
    for row in 0..<batch.rowCount {
      let cell = cells[row &* columns]
      let hash = ByteDictionary.hash(base + cell.offset, Int(cell.count))
      hashes[row] = hash
      sum &+= dictionary.touch(hash)
    }
    // Nothing depends on the sum; without a use the fetching would be removed.
    if sum == .max { use(sum) }
    var missing = 0
    for row in 0..<batch.rowCount {
      let cell = cells[row &* columns]
      let (start, count) = scratch.cell(cell, base)
      if CellText.isMissing(start, count) {
        output[row] = -1
        missing &+= 1
      } else if count == Int(cell.count) {
        output[row] = dictionary.code(start, count, hash: hashes[row])
      } else {
        output[row] = dictionary.code(start, count)
      }
    }
    return missing
  }

  @inline(never)
  private static func use(_ sum: UInt32) {}

  private func appendNumbers(
    _ batch: borrowing RowBatch, _ column: Int, _ base: Bytes, _ comma: Bool,
    _ scratch: inout Scratch
  ) {
    let cells = batch.cells + column
    let columns = batch.columnCount
    let output = numbers.base + numbers.count
    let mark: UInt8 = comma ? 44 : 46
    var isWhole = isInteger
    for row in 0..<batch.rowCount {
      let (start, count) = scratch.cell(cells[row &* columns], base)
      if let value = NumberCell.plain(start, count, mark: mark) {
        output[row] = value
        if isWhole, value != value.rounded(.towardZero) { isWhole = false }
      } else if CellText.isMissing(start, count) {
        output[row] = 0
        markMissing(row)
      } else if let cell = NumberCell.parse(start, count, decimalComma: comma) {
        output[row] = cell.value
        if cell.value != cell.value.rounded(.towardZero) { isWhole = false }
        if cell.isPercent { percentCount += 1 }
        if cell.currency != 0, currency == 0 || currency == 5 { currency = cell.currency }
      } else {
        output[row] = 0
        reject(row, batch.starts[row])
      }
    }
    isInteger = isWhole
    closeMissing(batch.rowCount)
  }

  private func appendDates(
    _ batch: borrowing RowBatch, _ column: Int, _ base: Bytes, _ order: DateOrder,
    _ scratch: inout Scratch
  ) {
    let cells = batch.cells + column
    let columns = batch.columnCount
    let output = codes.base + codes.count
    for row in 0..<batch.rowCount {
      let (start, count) = scratch.cell(cells[row &* columns], base)
      if let cell = DateCell.parse(start, count, order) {
        output[row] = cell.days
        if cell.seconds >= 0 { put(seconds: cell.seconds, row) }
      } else {
        output[row] = 0
        if CellText.isMissing(start, count) {
          markMissing(row)
        } else {
          reject(row, batch.starts[row])
          let other: DateOrder? =
            order == .dayFirst ? .monthFirst : order == .monthFirst ? .dayFirst : nil
          if let other, DateCell.parse(start, count, other) != nil { exchangedCount += 1 }
        }
      }
    }
    if hasSeconds {
      let behind = rowCount + batch.rowCount - seconds.count
      if behind > 0 { seconds.append(repeating: 0, count: behind) }
    }
    closeMissing(batch.rowCount)
  }

  /// Seconds are kept from the first cell on that has them.
  @inline(__always)
  private func put(seconds value: Int32, _ row: Int) {
    let place = rowCount &+ row
    hasSeconds = true
    if place > seconds.count { seconds.append(repeating: 0, count: place &- seconds.count) }
    seconds.append(repeating: value, count: 1)
  }

  @inline(never)
  private func markMissing(_ row: Int) {
    let place = rowCount + row
    missingCount += 1
    if place > missing.count { missing.append(repeating: false, count: place - missing.count) }
    missing.append(repeating: true, count: 1)
  }

  private func closeMissing(_ rows: Int) {
    let behind = rowCount + rows - missing.count
    if missingCount > 0, behind > 0 { missing.append(repeating: false, count: behind) }
  }

  /// Gives the values back once they are joined; the counts stay.
  func release() {
    codes.release()
    numbers.release()
    seconds.release()
    missing.release()
    dictionary = ByteDictionary(capacity: 1)
  }

  private func reject(_ row: Int, _ rowStart: Int) {
    markMissing(row)
    badCount += 1
    if badRows.count < Limits.listedBadRows { badRows.append(rowStart) }
  }
}

/// Room for cells that differ from the text of the file.
struct Scratch {
  private var bytes: [UInt8] = Array(repeating: 0, count: 4096)

  /// The trimmed bytes of a cell, valid until the next call.
  @inline(__always)
  mutating func cell(_ place: CellPlace, _ base: Bytes) -> (base: Bytes, count: Int) {
    if !place.hasDoubledQuotes {
      return CellText.trimmed(base + place.offset, Int(place.count))
    }
    return undoubled(base + place.offset, Int(place.count))
  }

  @inline(never)
  private mutating func undoubled(_ base: Bytes, _ count: Int) -> (base: Bytes, count: Int) {
    if bytes.count < count + ByteBuffer.padding {
      bytes = Array(repeating: 0, count: count + ByteBuffer.padding)
    }
    return bytes.withUnsafeMutableBufferPointer { buffer in
      guard let target = buffer.baseAddress else { return (base, 0) }
      var written = 0
      var index = 0
      while index < count {
        target[written] = base[index]
        written &+= 1
        index &+= base[index] == 34 && index &+ 1 < count && base[index &+ 1] == 34 ? 2 : 1
      }
      return CellText.trimmed(Bytes(target), written)
    }
  }
}
