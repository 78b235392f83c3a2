/// The rows of a tree, those of a node beside each other and in their order.
import Numerics
import Support

final class RowPartition: Sendable {
  private static let chunk = 1 << 15

  let rows: Storage<UInt32>
  private let moved: Storage<UInt32>
  private let lefts: Storage<Int>

  init(capacity: Int) {
    rows = Storage(count: capacity, repeating: 0)
    moved = Storage(count: capacity, repeating: 0)
    lefts = Storage(count: capacity / Self.chunk + 1, repeating: 0)
  }

  /// Begins with these rows.
  func begin(_ list: Storage<UInt32>, count: Int) {
    rows.base.update(from: list.base, count: count)
  }

  /// Brings the rows of `range` whose bin goes left before the others, each side in its order, and
  /// says how many they are.
  func split(
    _ range: Range<Int>, by column: UnsafePointer<UInt8>, goesLeft: SIMD4<UInt64>, _ run: Run
  ) throws -> Int {
    var table = [UInt8](repeating: 0, count: 256)
    for bin in 0..<256 where goesLeft.holds(UInt8(truncatingIfNeeded: bin)) { table[bin] = 1 }
    let start = range.lowerBound
    let bins = SharedBins(base: column)
    let sides = table
    let chunks = (range.count + Self.chunk - 1) / Self.chunk
    _ = try Parallel.map(count: range.count, chunk: Self.chunk) { part in
      try run.checkpoint()
      let place = start + part.lowerBound
      lefts.base[part.lowerBound / Self.chunk] = sides.withUnsafeBufferPointer { sides in
        Self.divide(rows.base + place, moved.base + place, part.count, bins.base, sides)
      }
    }
    // Those that go left are at the front of each chunk; the others wait, each chunk's at its
    // place.
    var left = 0
    for chunk in 0..<chunks {
      let count = lefts.base[chunk]
      if left != chunk * Self.chunk {
        (rows.base + start + left).update(
          from: rows.base + start + chunk * Self.chunk, count: count)
      }
      left += count
    }
    var right = left
    for chunk in 0..<chunks {
      let first = chunk * Self.chunk
      let count = min(Self.chunk, range.count - first) - lefts.base[chunk]
      (rows.base + start + right).update(from: moved.base + start + first, count: count)
      right += count
    }
    return left
  }

  private static func divide(
    _ rows: UnsafeMutablePointer<UInt32>, _ moved: UnsafeMutablePointer<UInt32>, _ count: Int,
    _ bins: UnsafePointer<UInt8>, _ sides: UnsafeBufferPointer<UInt8>
  ) -> Int {
    guard let sides = sides.baseAddress else { return 0 }
    var left = 0
    for index in 0..<count {
      let row = rows[index]
      let isLeft = Int(sides[Int(bins[Int(row)])])
      rows[left] = row
      moved[index &- left] = row
      left &+= isLeft
    }
    return left
  }
}

/// Bins of a feature; only read.
private struct SharedBins: @unchecked Sendable {
  let base: UnsafePointer<UInt8>
}

extension SIMD4<UInt64> {
  /// Whether a bin is in this set of bins.
  func holds(_ bin: UInt8) -> Bool { self[Int(bin >> 6)] >> UInt64(bin & 63) & 1 == 1 }

  mutating func insert(_ bin: UInt8) { self[Int(bin >> 6)] |= 1 << UInt64(bin & 63) }
}
