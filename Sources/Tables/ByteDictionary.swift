/// Texts to dense codes: open addressing over hashes, the bytes in one arena.
///
/// What always holds: codes count from 0 in the order in which texts were first seen; the arena and
/// the texts looked up are followed by at least eight bytes that may be read. As long as every new
/// text lies beyond the last one, as the numbers of orders do, nothing is hashed: a text is the
/// last one, or new, or ends that order.

struct ByteDictionary: ~Copyable {
  /// A place of the table: the first eight bytes of a text, its code plus one, and half its hash.
  /// Texts of up to eight bytes are compared without leaving the slot.
  private struct Slot {
    var head: UInt64 = 0
    var entry: UInt32 = 0
    var tag: UInt32 = 0
  }

  private(set) var count = 0
  /// Whether the table holds the texts; until then they all rise or all fall.
  private var isHashed = false
  /// 1 when texts rise, -1 when they fall, 0 while there are fewer than two.
  private var direction = 0
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
  var isLarge: Bool { isHashed && mask > 16_383 }

  /// The code of some bytes, a new one when they are new.
  @inline(__always)
  mutating func code(_ base: Bytes, _ size: Int) -> Int32 {
    if !isHashed, let code = codeInOrder(base, size) { return code }
    return code(base, size, hash: Self.hash(base, size))
  }

  /// The code of a text that is the last one or goes on beyond it; nil when it does not, and all
  /// are hashed from now on.
  private mutating func codeInOrder(_ base: Bytes, _ size: Int) -> Int32? {
    if count > 0 {
      let start = ends[count - 1]
      let order = Self.order(base, size, Bytes(arena + start), ends[count] - start)
      if order == 0 { return Int32(truncatingIfNeeded: count - 1) }
      guard order == direction || count == 1 else {
        hashAll()
        return nil
      }
      direction = order
    }
    append(base, size)
    return Int32(truncatingIfNeeded: count - 1)
  }

  /// 1, 0 or -1 as the left text lies behind, at or before the right one: by length, then by bytes.
  private static func order(_ left: Bytes, _ leftSize: Int, _ right: Bytes, _ size: Int) -> Int {
    if leftSize != size { return leftSize > size ? 1 : -1 }
    let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    var index = 0
    while index < size {
      var one = UInt64(bigEndian: a.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      var two = UInt64(bigEndian: b.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      if size &- index < 8 {
        let behind = UInt64(truncatingIfNeeded: 8 &- (size &- index)) &<< 3
        (one, two) = (one &>> behind, two &>> behind)
      }
      if one != two { return one > two ? 1 : -1 }
      index &+= 8
    }
    return 0
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

  @inline(__always)
  private mutating func append(_ base: Bytes, _ size: Int) {
    let start = ends[count]
    if start + size + 8 > arenaCapacity { growArena(to: start + size + 8) }
    (arena + start).update(from: base, count: size)
    if count == endsCapacity { growEnds(to: endsCapacity * 2) }
    count += 1
    ends[count] = start + size
  }

  @inline(never)
  private mutating func insert(_ base: Bytes, _ size: Int, _ hash: UInt64, _ slot: Int) -> Int32 {
    append(base, size)
    slots[slot] = Slot(
      head: Self.head(base, size), entry: UInt32(truncatingIfNeeded: count),
      tag: Self.tag(hash, size))
    if count * 5 > mask * 3 { rebuild(size: (mask + 1) * 2) }
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

  private mutating func growEnds(to capacity: Int) {
    let bigger = UnsafeMutablePointer<Int>.allocate(capacity: capacity + 1)
    bigger.update(from: ends, count: count + 1)
    ends.deallocate()
    ends = bigger
    endsCapacity = capacity
  }

  @inline(never)
  private mutating func hashAll() {
    isHashed = true
    var size = mask + 1
    while count * 5 > (size - 1) * 3 { size *= 2 }
    rebuild(size: size)
  }

  /// A table of that size, a power of two, with all texts in it.
  private mutating func rebuild(size: Int) {
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
    if let codes = mergeInOrder(other) { return codes }
    var codes: [Int32] = []
    codes.reserveCapacity(other.count)
    for code in 0..<other.count {
      let start = other.ends[code]
      codes.append(self.code(Bytes(other.arena + start), other.ends[code + 1] - start))
    }
    return codes
  }

  /// The same where the other's texts go on in the order of these: they are copied as they are.
  private mutating func mergeInOrder(_ other: borrowing ByteDictionary) -> [Int32]? {
    guard !isHashed, !other.isHashed, count > 1, other.count > 1, direction == other.direction
    else { return nil }
    let start = ends[count - 1]
    let order = Self.order(
      Bytes(other.arena), other.ends[1], Bytes(arena + start), ends[count] - start)
    guard order == 0 || order == direction else { return nil }
    // The first may be the last of these.
    let (shared, end) = (order == 0 ? 1 : 0, ends[count])
    let (from, size) = (other.ends[shared], other.ends[other.count] - other.ends[shared])
    if end + size + 8 > arenaCapacity { growArena(to: end + size + 8) }
    (arena + end).update(from: other.arena + from, count: size)
    if count + other.count > endsCapacity { growEnds(to: count + other.count) }
    for code in shared..<other.count {
      ends[count - shared + code + 1] = end + other.ends[code + 1] - from
    }
    let first = Int32(truncatingIfNeeded: count - shared)
    count += other.count - shared
    return (0..<Int32(truncatingIfNeeded: other.count)).map { first + $0 }
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
