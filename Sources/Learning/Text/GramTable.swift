/// Distinct runs of bytes and their numbers: the vocabulary while it is being collected.
///
/// Exact: two grams get one number only when all their bytes agree. Numbers count in the order of
/// first appearance, so the same texts give the same numbers on every platform.
struct GramTable: Sendable {
  /// The bytes of all grams, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each gram ends in `bytes`.
  private(set) var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var slots = [Int32](repeating: -1, count: 1024)

  var count: Int { ends.count }

  func range(_ id: Int) -> Range<Int> { (id == 0 ? 0 : ends[id - 1])..<ends[id] }

  func hash(_ id: Int) -> UInt64 { hashes[id] }

  func gram(_ id: Int) -> ArraySlice<UInt8> { bytes[range(id)] }

  static func hash(_ gram: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in gram { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return state ^ (state >> 29)
  }

  /// The number of a gram, new or known.
  mutating func add(_ gram: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int32 {
    if ends.count * 2 >= slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let id = slots[slot]
      if id < 0 {
        let fresh = Int32(ends.count)
        slots[slot] = fresh
        bytes.append(contentsOf: gram)
        ends.append(bytes.count)
        hashes.append(hash)
        return fresh
      }
      if hashes[Int(id)] == hash, equals(Int(id), gram) { return id }
      slot = (slot + 1) & mask
    }
  }

  /// The number of a gram that is known.
  func find(_ gram: UnsafeBufferPointer<UInt8>) -> Int32? {
    let hash = Self.hash(gram)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let id = slots[slot]
      if hashes[Int(id)] == hash, equals(Int(id), gram) { return id }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func equals(_ id: Int, _ gram: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(id)
    guard range.count == gram.count else { return false }
    for offset in 0..<gram.count where bytes[range.lowerBound + offset] != gram[offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for id in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[id]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(id)
    }
  }

  /// The numbers of these grams in `whole`, which takes in those it does not know.
  func merged(into whole: inout GramTable) -> [Int32] {
    bytes.withUnsafeBufferPointer { bytes in
      (0..<count).map { id in
        whole.add(UnsafeBufferPointer(rebasing: bytes[range(id)]), hash: hash(id))
      }
    }
  }
}
