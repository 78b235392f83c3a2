/// Texts to dense codes: open addressing over hashes, the bytes in one arena.
///
/// What always holds: codes count from 0 in the order in which texts were first seen; the arena and
/// the texts looked up are followed by at least eight bytes that may be read.

struct ByteDictionary: ~Copyable {
  /// A place of the table: the first eight bytes of a text, its code plus one, and half its hash.
  /// Texts of up to eight bytes are compared without leaving the slot.
  private struct Slot {
    var head: UInt64 = 0
    var entry: UInt32 = 0
    var tag: UInt32 = 0
  }

  private(set) var count = 0
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity: Int
  private var ends: UnsafeMutablePointer<Int>
  private var endsCapacity: Int

  init(capacity: Int = 1024) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    mask = size - 1
    slots = .allocate(capacity: size)
    slots.initialize(repeating: Slot(), count: size)
    arenaCapacity = 4096
    arena = .allocate(capacity: arenaCapacity)
    endsCapacity = 1024
    ends = .allocate(capacity: endsCapacity + 1)
    ends[0] = 0
  }

  deinit {
    slots.deallocate()
    arena.deallocate()
    ends.deallocate()
  }

  /// The hash of some bytes. Up to seven bytes behind them are read and not used.
  @inline(__always)
  static func hash(_ base: Bytes, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(base)
    var state = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    var index = 0
    while index &+ 8 < count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      state = mixed(state ^ word)
      index &+= 8
    }
    if index < count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let shift = UInt64(truncatingIfNeeded: 8 &- (count &- index)) &<< 3
      state = mixed(state ^ (word &<< shift))
    }
    return state
  }

  @inline(__always)
  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
  }

  /// The first bytes of a text, with zeros behind a short one.
  @inline(__always)
  private static func head(_ base: Bytes, _ size: Int) -> UInt64 {
    let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self)
    return size >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: size &<< 3)) &- 1)
  }

  /// Half a hash, and the length, which tells short texts of equal heads apart.
  @inline(__always)
  private static func tag(_ hash: UInt64, _ size: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: hash &>> 32) & 0xffff_ff00
      | UInt32(truncatingIfNeeded: min(size, 255))
  }

  /// Touches the place of a hash, so that it is near when it is wanted.
  @inline(__always)
  func touch(_ hash: UInt64) -> UInt32 { slots[Int(truncatingIfNeeded: hash) & mask].entry }

  /// Whether the table is larger than the nearest cache.
  var isLarge: Bool { mask > 16_383 }

  /// The code of some bytes, a new one when they are new.
  @inline(__always)
  mutating func code(_ base: Bytes, _ size: Int) -> Int32 {
    code(base, size, hash: Self.hash(base, size))
  }

  /// The code of some bytes whose hash is known.
  @inline(__always)
  mutating func code(_ base: Bytes, _ size: Int, hash: UInt64) -> Int32 {
    let tag = Self.tag(hash, size)
    let head = Self.head(base, size)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry.entry == 0 { return insert(base, size, hash, slot) }
      if entry.head == head, entry.tag == tag {
        let code = Int(entry.entry) &- 1
        if size <= 8 { return Int32(truncatingIfNeeded: code) }
        let start = ends[code]
        if ends[code &+ 1] &- start == size, Self.same(arena + start, base, size) {
          return Int32(truncatingIfNeeded: code)
        }
      }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(__always)
  private static func same(_ left: UnsafeMutablePointer<UInt8>, _ right: Bytes, _ size: Int) -> Bool
  {
    let a = UnsafeRawPointer(left)
    let b = UnsafeRawPointer(right)
    var index = 0
    while index &+ 8 <= size {
      if a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        != b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      {
        return false
      }
      index &+= 8
    }
    if index == size { return true }
    let difference =
      a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      ^ b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return difference &<< (UInt64(truncatingIfNeeded: 8 &- (size &- index)) &<< 3) == 0
  }

  @inline(never)
  private mutating func insert(_ base: Bytes, _ size: Int, _ hash: UInt64, _ slot: Int) -> Int32 {
    let start = ends[count]
    if start + size + 8 > arenaCapacity { growArena(to: start + size + 8) }
    (arena + start).update(from: base, count: size)
    if count == endsCapacity { growEnds() }
    count += 1
    ends[count] = start + size
    slots[slot] = Slot(
      head: Self.head(base, size), entry: UInt32(truncatingIfNeeded: count),
      tag: Self.tag(hash, size))
    if count * 5 > mask * 3 { growSlots() }
    return Int32(truncatingIfNeeded: count - 1)
  }

  private mutating func growArena(to least: Int) {
    let capacity = max(least, arenaCapacity * 2)
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    bigger.update(from: arena, count: ends[count])
    arena.deallocate()
    arena = bigger
    arenaCapacity = capacity
  }

  private mutating func growEnds() {
    let bigger = UnsafeMutablePointer<Int>.allocate(capacity: endsCapacity * 2 + 1)
    bigger.update(from: ends, count: count + 1)
    ends.deallocate()
    ends = bigger
    endsCapacity *= 2
  }

  private mutating func growSlots() {
    let size = (mask + 1) * 2
    let bigger = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    bigger.initialize(repeating: Slot(), count: size)
    for code in 0..<count {
      let (base, length) = (Bytes(arena + ends[code]), ends[code + 1] - ends[code])
      let hash = Self.hash(base, length)
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while bigger[slot].entry != 0 { slot = (slot + 1) & (size - 1) }
      bigger[slot] = Slot(
        head: Self.head(base, length), entry: UInt32(code + 1), tag: Self.tag(hash, length))
    }
    slots.deallocate()
    slots = bigger
    mask = size - 1
  }

  /// The codes of another dictionary's texts in this one.
  mutating func merge(_ other: borrowing ByteDictionary) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(other.count)
    for code in 0..<other.count {
      let start = other.ends[code]
      codes.append(self.code(Bytes(other.arena + start), other.ends[code + 1] - start))
    }
    return codes
  }

  /// The texts, in order of their codes.
  func texts() -> TextDictionary {
    TextDictionary(
      bytes: Array(UnsafeBufferPointer(start: arena, count: ends[count])),
      ends: Array(UnsafeBufferPointer(start: ends + 1, count: count)))
  }

  /// Lends the bytes of a text.
  func bytes(_ code: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: arena + ends[code], count: ends[code + 1] - ends[code])
  }
}

/// A hash of content, to tell versions apart; no protection against intent.
enum ContentHash {
  static func text(of buffer: ByteBuffer) -> String {
    text(value(Bytes(buffer.base), buffer.count))
  }

  /// Four lanes over 32 bytes at a time, for speed.
  static func value(_ base: Bytes, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(base)
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    var index = 0
    while index + 32 <= count {
      lanes.0 = lane(lanes.0, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      lanes.1 = lane(lanes.1, raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
      lanes.2 = lane(lanes.2, raw.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self))
      lanes.3 = lane(lanes.3, raw.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self))
      index += 32
    }
    var state = UInt64(count)
    for part in [lanes.0, lanes.1, lanes.2, lanes.3] { state = lane(state, part) }
    while index < count {
      state = lane(state, UInt64(base[index]))
      index += 1
    }
    return lane(state, 0)
  }

  @inline(__always)
  static func lane(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(
      by: 0xd6e8_feb8_6659_fd93)
    return product.high ^ product.low
  }

  static func text(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
