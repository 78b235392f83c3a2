/// Whether bytes are UTF-8, and their hash, on all processors.
///
/// What always holds: pieces of fixed length are cut where a character begins, so the answer and
/// the hash do not depend on the number of threads. Overlong forms, surrogates and values beyond
/// U+10FFFF are refused (Unicode 15, table 3-7).
import Support

struct UTF8Check {
  /// The first byte that is not UTF-8.
  var badOffset: Int?
  /// A hash of all bytes.
  var hash: UInt64
  /// Whether every byte is ASCII.
  var isASCII: Bool

  static let pieceBytes = 1 << 20

  init(_ buffer: ByteBuffer) {
    let count = buffer.count
    let pieces = max(1, (count + Self.pieceBytes - 1) / Self.pieceBytes)
    let results = Pieces(count: pieces)
    ParallelParse.forEach(pieces) { piece in
      let start = piece * Self.pieceBytes
      let end = min(count, start + Self.pieceBytes)
      let base = Bytes(buffer.base)
      let from = piece == 0 ? start : Self.characterStart(base, start, count)
      let to = end == count ? count : Self.characterStart(base, end, count)
      let (bad, isASCII) = Self.check(base, from, to)
      results.base[piece] = (
        bad ?? -1, ContentHash.value(base + start, end - start), isASCII
      )
    }
    hash = UInt64(count)
    isASCII = true
    for piece in 0..<pieces {
      let result = results.base[piece]
      hash = ContentHash.lane(hash, result.hash)
      if badOffset == nil, result.bad >= 0 { badOffset = result.bad }
      isASCII = isASCII && result.isASCII
    }
  }

  private final class Pieces: @unchecked Sendable {
    let base: UnsafeMutablePointer<(bad: Int, hash: UInt64, isASCII: Bool)>

    init(count: Int) { base = .allocate(capacity: count) }

    deinit { base.deallocate() }
  }

  private static func characterStart(_ base: Bytes, _ start: Int, _ count: Int) -> Int {
    var place = start
    while place < count, place < start + 3, base[place] & 0xc0 == 0x80 { place += 1 }
    return place
  }

  private static func check(_ base: Bytes, _ from: Int, _ to: Int) -> (bad: Int?, isASCII: Bool) {
    let raw = UnsafeRawPointer(base)
    var place = from
    var isASCII = true
    while place < to {
      while place &+ 8 <= to,
        raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        place &+= 8
      }
      guard place < to else { break }
      let lead = base[place]
      if lead < 0x80 {
        place &+= 1
        continue
      }
      isASCII = false
      let length = length(base + place, lead, room: to &- place)
      if length == 0 { return (place, false) }
      place &+= length
    }
    return (nil, isASCII)
  }

  /// How many bytes the character has; 0 when it is none.
  @inline(__always)
  private static func length(_ at: Bytes, _ lead: UInt8, room: Int) -> Int {
    func follows(_ index: Int) -> Bool { at[index] & 0xc0 == 0x80 }
    if 0xe0 <= lead, lead < 0xf0 {
      guard room >= 3, follows(1), follows(2) else { return 0 }
      if lead == 0xe0, at[1] < 0xa0 { return 0 }
      if lead == 0xed, at[1] >= 0xa0 { return 0 }
      return 3
    }
    if 0xc2 <= lead, lead < 0xe0 { return room >= 2 && follows(1) ? 2 : 0 }
    guard 0xf0 <= lead, lead < 0xf5, room >= 4, follows(1), follows(2), follows(3) else {
      return 0
    }
    if lead == 0xf0, at[1] < 0x90 { return 0 }
    if lead == 0xf4, at[1] >= 0x90 { return 0 }
    return 4
  }
}
