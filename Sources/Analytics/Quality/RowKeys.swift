/// Rows compared as wholes: a hash of each, and the first row that is equal to it.
///
/// What always holds: rows that are said to be equal were compared cell by cell; a hash only says
/// where to look.
import Support
import Tables

struct RowKeys {
  private let columns: [ColumnValues]
  private var hashes: [UInt64]

  /// Keys over some columns, all of so many rows.
  init(_ columns: [ColumnValues], rows: Int, _ run: Run) throws {
    self.columns = columns
    hashes = [UInt64](repeating: 0x9e37_79b9_7f4a_7c15, count: rows)
    for column in columns {
      try run.checkpoint()
      switch column {
      case .text(let text):
        for row in 0..<rows { mix(row, UInt64(bitPattern: Int64(text.codes[row]))) }
      case .number(let number):
        for row in 0..<rows { mix(row, (number.values[row] + 0).bitPattern) }
        mix(missing: number.missing)
      case .date(let date):
        for row in 0..<rows { mix(row, UInt64(bitPattern: Int64(date.days[row]))) }
        for row in date.seconds.indices { mix(row, UInt64(bitPattern: Int64(date.seconds[row]))) }
        mix(missing: date.missing)
      }
    }
  }

  private mutating func mix(missing: [Bool]) {
    for row in missing.indices where missing[row] { mix(row, 0x5bd1_e995) }
  }

  @inline(__always)
  private mutating func mix(_ row: Int, _ value: UInt64) {
    let product = (hashes[row] ^ value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(
      by: 0xe703_7ed1_a0b4_28db)
    hashes[row] = product.high ^ product.low
  }

  /// For each row the first one that is equal to it; -1 for a row that is the first.
  func firstEquals(_ run: Run) throws -> [Int32] {
    var size = 64
    while size < hashes.count * 2 { size *= 2 }
    let mask = size - 1
    var slots = [Int32](repeating: -1, count: size)
    var firsts = [Int32](repeating: -1, count: hashes.count)
    for row in hashes.indices {
      if row & 0xffff == 0 { try run.checkpoint() }
      var slot = Int(truncatingIfNeeded: hashes[row]) & mask
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if hashes[other] == hashes[row], isEqual(other, row) {
          firsts[row] = slots[slot]
          break
        }
        slot = (slot + 1) & mask
      }
      if firsts[row] < 0 { slots[slot] = Int32(truncatingIfNeeded: row) }
    }
    return firsts
  }

  private func isEqual(_ left: Int, _ right: Int) -> Bool {
    columns.allSatisfy { column in
      switch column {
      case .text(let text): text.codes[left] == text.codes[right]
      case .number(let number):
        number.values[left] == number.values[right] && same(number.missing, left, right)
      case .date(let date):
        date.days[left] == date.days[right] && same(date.missing, left, right)
          && (date.seconds.isEmpty || date.seconds[left] == date.seconds[right])
      }
    }
  }

  private func same(_ missing: [Bool], _ left: Int, _ right: Int) -> Bool {
    missing.isEmpty || missing[left] == missing[right]
  }
}
