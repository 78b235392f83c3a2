/// How often each number above zero was seen: one open hash table, filled to half at most.
struct KeyCounts: Sendable {
  private var keys = [UInt64](repeating: 0, count: 1 << 12)
  private var counts = [Int32](repeating: 0, count: 1 << 12)
  private var used = 0

  mutating func add(_ key: UInt64) { add(key, 1) }

  /// How often a number was seen.
  func count(_ key: UInt64) -> Int32 {
    let mask = keys.count - 1
    var place = Self.place(key, mask)
    while keys[place] != 0 {
      if keys[place] == key { return counts[place] }
      place = (place + 1) & mask
    }
    return 0
  }

  /// All numbers, in no order that means anything.
  var all: [(key: UInt64, count: Int32)] {
    keys.indices.compactMap { keys[$0] == 0 ? nil : (keys[$0], counts[$0]) }
  }

  mutating func add(_ key: UInt64, _ count: Int32) {
    let mask = keys.count - 1
    var place = Self.place(key, mask)
    while keys[place] != 0 {
      if keys[place] == key {
        counts[place] &+= count
        return
      }
      place = (place + 1) & mask
    }
    keys[place] = key
    counts[place] = count
    used += 1
    if 2 * used > keys.count { grow() }
  }

  private mutating func grow() {
    let (oldKeys, oldCounts) = (keys, counts)
    keys = [UInt64](repeating: 0, count: 2 * oldKeys.count)
    counts = [Int32](repeating: 0, count: 2 * oldKeys.count)
    used = 0
    for index in oldKeys.indices where oldKeys[index] != 0 {
      add(oldKeys[index], oldCounts[index])
    }
  }

  /// Multiplicative hashing; the high bits of the product are the well-mixed ones.
  @inline(__always)
  private static func place(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
  }
}
