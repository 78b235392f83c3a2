/// The parser: one pass over bytes that writes a tape of 64-bit words, two per number or container
/// and one per anything else.
///
/// The bytes are followed by at least 32 zeros, so no scan tests for the end: a zero byte is never
/// part of a valid text. There is no recursion; the nesting lives in `frames`. Only RFC 8259 is
/// taken, and an object has each key once. Records of one shape are what clients send most, so a
/// key is first compared with the key at the same place of the previous object at the same depth;
/// an object that agrees with it to the end has unique keys without further looking.
import Support

struct TapeParser: ~Copyable {
  let base: UnsafePointer<UInt8>
  let count: Int
  private let depthMax: Int
  var tape: UnsafeMutablePointer<UInt64>
  var used = 0
  private var capacity: Int
  private var frames: UnsafeMutablePointer<Frame>
  private var frameCapacity = 16
  private var framesUsed = 0
  private var depth = 0

  /// An open container. The slot outlives it: `template` is the last object seen at this depth.
  private struct Frame {
    var start = 0
    var count = 0
    var isObject = false
    var template = -1
    /// Where in the template the next key is expected; -1 once the keys differ.
    var cursor = -1
    var templateEnd = -1
  }

  /// - Parameter base: `count` bytes and 32 zeros behind them, which outlive the parser.
  init(base: UnsafePointer<UInt8>, count: Int, depth: Int) {
    self.base = base
    self.count = count
    depthMax = depth
    capacity = max(32, count / 6)
    tape = .allocate(capacity: capacity)
    frames = .allocate(capacity: frameCapacity)
  }

  deinit {
    tape.deallocate()
    frames.deallocate()
  }

  /// Parses everything and hands over the tape, which the caller deallocates.
  mutating func parse() throws(JSONError) -> UnsafeMutablePointer<UInt64> {
    guard count <= Tape.offsetMax else {
      throw JSONError(
        .tooLarge, offset: 0, expected: "at most 4 GiB of text", found: "\(count) bytes")
    }
    try values()
    let result = tape
    tape = .allocate(capacity: 1)
    return result
  }

  private mutating func values() throws(JSONError) {
    var p = base
    while true {
      p = Self.skipSpace(p)
      if used &+ 4 > capacity { growTape() }
      switch p.pointee {
      case UInt8(ascii: "\""): p = try string(p + 1)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): p = try number(p)
      case UInt8(ascii: "{"):
        try open(p, isObject: true)
        p = Self.skipSpace(p + 1)
        if p.pointee != UInt8(ascii: "}") {
          p = try key(p, orClose: true)
          continue
        }
        p += 1
        try close(p)
      case UInt8(ascii: "["):
        try open(p, isObject: false)
        p = Self.skipSpace(p + 1)
        if p.pointee != UInt8(ascii: "]") { continue }
        p += 1
        try close(p)
      default: p = try literal(p)
      }
      guard let next = try behindValue(p) else { return }
      p = next
    }
  }

  /// Closes what ends here and stands before the next value, or is nil at the end of the text.
  @inline(__always)
  private mutating func behindValue(
    _ start: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8>? {
    var p = start
    while true {
      p = Self.skipSpace(p)
      if depth == 0 {
        guard p == base + count else { throw unexpected(p, "the end of the text") }
        return nil
      }
      frames[depth - 1].count &+= 1
      let isObject = frames[depth - 1].isObject
      if p.pointee == UInt8(ascii: ",") {
        p += 1
        return isObject ? try key(Self.skipSpace(p), orClose: false) : p
      }
      guard p.pointee == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw unexpected(p, isObject ? "',' or '}'" : "',' or ']'")
      }
      p += 1
      try close(p)
    }
  }

  private mutating func open(_ p: UnsafePointer<UInt8>, isObject: Bool) throws(JSONError) {
    guard depth < depthMax else {
      throw JSONError(
        .tooDeep, offset: p - base, expected: "at most \(depthMax) levels of arrays and objects",
        found: "one more")
    }
    if depth == frameCapacity { growFrames() }
    if depth == framesUsed {
      (frames + depth).initialize(to: Frame())
      framesUsed += 1
    }
    let template = frames[depth].template
    frames[depth].start = used
    frames[depth].count = 0
    frames[depth].isObject = isObject
    if isObject {
      frames[depth].cursor = template < 0 ? -1 : template + 2
      frames[depth].templateEnd =
        template < 0 ? -1 : Tape.after(template, in: UnsafePointer(tape))
    }
    depth += 1
    tape[used] = Tape.word(isObject ? Tape.Tag.object : Tape.Tag.array, offset: p - base, length: 0)
    used += 2
  }

  /// - Parameter end: just behind the bracket.
  private mutating func close(_ end: UnsafePointer<UInt8>) throws(JSONError) {
    depth -= 1
    let frame = frames[depth]
    guard frame.count <= Tape.lengthMax else {
      throw JSONError(
        .tooLarge, offset: end - base, expected: "at most \(Tape.lengthMax) elements", found: "more"
      )
    }
    tape[frame.start] |= UInt64(truncatingIfNeeded: frame.count) << 32
    tape[frame.start + 1] =
      UInt64(truncatingIfNeeded: used) << 32 | UInt64(truncatingIfNeeded: end - base)
    guard frame.isObject, frame.count > 0 else { return }
    if frame.cursor < 0 {
      let tape = UnsafePointer(self.tape)
      if let twice = KeyCheck.repeated(objectAt: frame.start, tape: tape, bytes: base) {
        throw JSONError(
          .duplicateKey, offset: Tape.offset(twice) - 1, expected: "each key once",
          found: "\"\(JSONText.string(twice, base))\" again")
      }
      frames[depth].template = frame.start
    }
  }

  @inline(__always)
  private mutating func key(
    _ start: UnsafePointer<UInt8>, orClose: Bool
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    guard start.pointee == UInt8(ascii: "\"") else {
      throw unexpected(start, orClose ? "a key in quotes or '}'" : "a key in quotes")
    }
    if used &+ 4 > capacity { growTape() }
    var p = start + 1
    let cursor = frames[depth - 1].cursor
    if cursor >= 0, cursor < frames[depth - 1].templateEnd,
      Self.agrees(p, base + Tape.offset(tape[cursor]), Tape.length(tape[cursor]))
    {
      let known = tape[cursor]
      tape[used] = (known & 0xffff_ffff_0000_0000) | UInt64(truncatingIfNeeded: p - base)
      used &+= 1
      p += Tape.length(known) &+ 1
      frames[depth - 1].cursor = Tape.after(cursor + 1, in: UnsafePointer(tape))
    } else {
      frames[depth - 1].cursor = -1
      p = try string(p)
    }
    if p.pointee != UInt8(ascii: ":") {
      p = Self.skipSpace(p)
      guard p.pointee == UInt8(ascii: ":") else { throw unexpected(p, "':'") }
    }
    return p + 1
  }

  /// Whether `length` bytes are equal and a quote follows at `p`.
  @inline(__always)
  private static func agrees(
    _ p: UnsafePointer<UInt8>, _ q: UnsafePointer<UInt8>, _ length: Int
  ) -> Bool {
    var index = 0
    let left = UnsafeRawPointer(p)
    let right = UnsafeRawPointer(q)
    while index &+ 8 <= length {
      let same =
        left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        == right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard same else { return false }
      index &+= 8
    }
    // The template's key is followed by its quote, so the tail compares that one too.
    let keep = (length &- index &+ 1) &* 8
    let mask: UInt64 = keep == 64 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: keep)) &- 1
    let difference =
      left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      ^ right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return difference & mask == 0
  }

  @inline(__always)
  private static func skipSpace(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var p = start
    while p.pointee <= 0x20 {
      guard p.pointee == 0x20 || p.pointee == 0x0a || p.pointee == 0x0d || p.pointee == 0x09
      else { return p }
      p += 1
    }
    return p
  }

  private mutating func growTape() {
    let grown = capacity + capacity / 2 + 64
    let fresh = UnsafeMutablePointer<UInt64>.allocate(capacity: grown)
    fresh.update(from: tape, count: used)
    tape.deallocate()
    tape = fresh
    capacity = grown
  }

  private mutating func growFrames() {
    let fresh = UnsafeMutablePointer<Frame>.allocate(capacity: frameCapacity * 2)
    fresh.update(from: frames, count: framesUsed)
    frames.deallocate()
    frames = fresh
    frameCapacity *= 2
  }
}

// MARK: - Scalars

extension TapeParser {
  /// - Parameter start: just behind the opening quote; the result is just behind the closing one.
  @inline(__always)
  private mutating func string(
    _ start: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    var p = start
    var high: UInt64 = 0
    while true {
      let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
      let quote = word ^ 0x2222_2222_2222_2222
      let slash = word ^ 0x5c5c_5c5c_5c5c_5c5c
      let one: UInt64 = 0x0101_0101_0101_0101
      let control = (word &- 0x2020_2020_2020_2020) & ~word
      let hit =
        (((quote &- one) & ~quote) | ((slash &- one) & ~slash) | control) & 0x8080_8080_8080_8080
      if hit == 0 {
        high |= word
        p += 8
        continue
      }
      let bytes = hit.trailingZeroBitCount >> 3
      high |= word & ((1 &<< UInt64(truncatingIfNeeded: bytes &* 8)) &- 1)
      p += bytes
      break
    }
    guard p.pointee == UInt8(ascii: "\"") else {
      return try escapedString(start, from: p)
    }
    if high & 0x8080_8080_8080_8080 != 0 { try checkUTF8(start, p) }
    let length = p - start
    guard length <= Tape.lengthMax else { throw tooLong(start) }
    tape[used] = Tape.word(Tape.Tag.string, offset: start - base, length: length)
    used &+= 1
    return p + 1
  }

  /// The rest of a string that has a backslash, or a byte that must not stand in it, at `from`.
  @inline(never)
  private mutating func escapedString(
    _ start: UnsafePointer<UInt8>, from: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    var p = from
    while p.pointee != UInt8(ascii: "\"") {
      if p.pointee == UInt8(ascii: "\\") {
        p = try JSONText.checkEscape(p, base: base, end: base + count)
      } else if p.pointee < 0x20 {
        throw p == base + count
          ? unexpected(p, "'\"' at the end of a string")
          : unexpected(p, "control characters in strings written as \\u00XX")
      } else {
        p += 1
      }
    }
    try checkUTF8(start, p)
    guard p - start <= Tape.lengthMax else { throw tooLong(start) }
    tape[used] = Tape.word(Tape.Tag.escaped, offset: start - base, length: p - start)
    used &+= 1
    return p + 1
  }

  @inline(never)
  private func checkUTF8(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(JSONError) {
    if let bad = JSONText.invalidUTF8(start, end) {
      throw JSONError(
        .badUnicode, offset: bad - base, expected: "UTF-8",
        found: JSONText.describe(bad.pointee))
    }
  }

  func tooLong(_ start: UnsafePointer<UInt8>) -> JSONError {
    JSONError(
      .tooLarge, offset: start - base, expected: "a string of at most \(Tape.lengthMax) bytes",
      found: "a longer one")
  }

  @inline(__always)
  private mutating func number(
    _ start: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    var p = start
    let negative = p.pointee == UInt8(ascii: "-")
    if negative { p += 1 }
    let first = p
    var digits: UInt64 = 0
    while p.pointee &- 48 < 10 {
      digits = digits &* 10 &+ UInt64(p.pointee &- 48)
      p += 1
    }
    guard p != first else { throw unexpected(p, "a digit") }
    if first.pointee == 48, p - first > 1 {
      throw unexpected(first, "a number without leading zeros")
    }
    let next = p.pointee | 0x20
    if p - first <= 18, next != UInt8(ascii: "e"), p.pointee != UInt8(ascii: ".") {
      let value = Int64(truncatingIfNeeded: digits)
      tape[used] = Tape.word(Tape.Tag.integer, offset: start - base, length: p - start)
      tape[used &+ 1] = UInt64(bitPattern: negative ? 0 &- value : value)
      used &+= 2
      return p
    }
    return try longNumber(start, wholeEnd: p, digits: digits, negative: negative)
  }

  private mutating func literal(
    _ p: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    let word = UnsafeRawPointer(p).loadUnaligned(as: UInt32.self)
    let offset = p - base
    if word == 0x6c6c_756e {
      tape[used] = Tape.word(Tape.Tag.null, offset: offset, length: 4)
    } else if word == 0x6575_7274 {
      tape[used] = Tape.word(Tape.Tag.yes, offset: offset, length: 4)
    } else if word == 0x736c_6166, p[4] == UInt8(ascii: "e") {
      tape[used] = Tape.word(Tape.Tag.no, offset: offset, length: 5)
    } else {
      throw unexpected(p, "a value")
    }
    used &+= 1
    return p + Tape.length(tape[used &- 1])
  }

  @inline(never)
  func unexpected(_ p: UnsafePointer<UInt8>, _ expected: String) -> JSONError {
    let found =
      p >= base + count
      ? "the end of the text"
      : JSONText.describe(p.pointee, at: p, start: base)
    return JSONError(offset: p - base, expected: expected, found: found)
  }
}
