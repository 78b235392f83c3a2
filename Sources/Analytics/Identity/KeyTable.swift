/// Texts and numbers as small codes: the same bytes give the same code, others give another.
///
/// What always holds: codes count from 0 in the order of first sight; equal codes mean equal bytes,
/// which are compared, not only hashed.
struct KeyTable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var slots = [Int32](repeating: -1, count: 1_024)

  var count: Int { ends.count }

  /// The code of some bytes, a new one when they are new.
  mutating func code(_ text: some Collection<UInt8>) -> Int32 {
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = Int(slots[slot])
      if hashes[code] == hash, bytes[range(code)].elementsEqual(text) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(truncatingIfNeeded: ends.count)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = code
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  subscript(code: Int32) -> ArraySlice<UInt8> { bytes[range(Int(code))] }

  private func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 4)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: code)
    }
  }

  /// FNV-1a, stirred at the end.
  private static func hash(_ text: some Collection<UInt8>) -> UInt64 {
    Mix.word(text.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 })
  }
}

/// Words stirred so that every bit depends on every bit.
enum Mix {
  @inline(__always)
  static func word(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
  }

  @inline(__always)
  static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 { word(word(left) ^ right) }
}

/// Which codes belong to each record: lists of lists in two arrays.
struct CodeLists {
  private(set) var starts: [Int32]
  private(set) var items: [Int32]

  /// - Parameter pairs: a record and a code each; the same pair may come again.
  init(_ pairs: [(record: Int32, code: Int32)], records: Int) {
    var offsets = [Int32](repeating: 0, count: records + 1)
    for pair in pairs { offsets[Int(pair.record) + 1] += 1 }
    for index in 0..<records { offsets[index + 1] += offsets[index] }
    var next = offsets
    var all = [Int32](repeating: 0, count: pairs.count)
    for pair in pairs {
      all[Int(next[Int(pair.record)])] = pair.code
      next[Int(pair.record)] += 1
    }
    starts = [0]
    starts.reserveCapacity(records + 1)
    items = []
    items.reserveCapacity(all.count)
    for record in 0..<records {
      let range = Int(offsets[record])..<Int(offsets[record + 1])
      let first = items.count
      if range.count == 1 {
        items.append(all[range.lowerBound])
      } else {
        for code in all[range].sorted() where items.count == first || items.last != code {
          items.append(code)
        }
      }
      starts.append(Int32(truncatingIfNeeded: items.count))
    }
  }

  @inline(__always)
  subscript(record: Int32) -> ArraySlice<Int32> {
    items[Int(starts[Int(record)])..<Int(starts[Int(record) + 1])]
  }

  @inline(__always)
  func isEmpty(_ record: Int32) -> Bool { starts[Int(record)] == starts[Int(record) + 1] }

  /// The first code that both have.
  func common(_ left: Int32, _ right: Int32, where isUsed: (Int32) -> Bool) -> Int32? {
    var (a, b) = (self[left], self[right])
    while let x = a.first, let y = b.first {
      if x == y {
        if isUsed(x) { return x }
        a = a.dropFirst()
        b = b.dropFirst()
      } else if x < y {
        a = a.dropFirst()
      } else {
        b = b.dropFirst()
      }
    }
    return nil
  }
}
