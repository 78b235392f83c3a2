/// What is inside the quotes: UTF-8, escapes, and words for single bytes in messages.

enum JSONText {
  /// The first byte that does not continue well-formed UTF-8, or nil. At least three readable bytes
  /// follow `end`.
  static func invalidUTF8(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var p = start
    while p < end {
      let lead = p.pointee
      if lead < 0x80 {
        p += 1
      } else if lead < 0xe0 {
        guard lead >= 0xc2, p[1] & 0xc0 == 0x80 else { return p }
        p += 2
      } else if lead < 0xf0 {
        let second = p[1]
        guard second & 0xc0 == 0x80, p[2] & 0xc0 == 0x80 else { return p }
        if lead == 0xe0, second < 0xa0 { return p }
        if lead == 0xed, second > 0x9f { return p }
        p += 3
      } else {
        let second = p[1]
        guard lead <= 0xf4, second & 0xc0 == 0x80, p[2] & 0xc0 == 0x80, p[3] & 0xc0 == 0x80
        else { return p }
        if lead == 0xf0, second < 0x90 { return p }
        if lead == 0xf4, second > 0x8f { return p }
        p += 4
      }
    }
    return nil
  }

  /// The place behind the escape at `p`, which may be a pair of surrogates.
  static func checkEscape(
    _ p: UnsafePointer<UInt8>, base: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    switch p[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return p + 2
    case UInt8(ascii: "u"):
      guard let unit = hexUnit(p + 2) else {
        throw JSONError(
          offset: p - base, expected: "four hexadecimal digits behind \\u", found: "something else")
      }
      guard unit & 0xf800 == 0xd800 else { return p + 6 }
      if unit < 0xdc00, p[6] == UInt8(ascii: "\\"), p[7] == UInt8(ascii: "u"),
        let low = hexUnit(p + 8), low & 0xfc00 == 0xdc00
      {
        return p + 12
      }
      throw JSONError(
        .badUnicode, offset: p - base, expected: "a pair of surrogates",
        found: "the single surrogate \\u\(String(unit, radix: 16))")
    default:
      let found = p + 1 >= end ? "the end of the text" : describe(p[1], at: p + 1, start: base)
      throw JSONError(
        offset: p + 1 - base, expected: "one of \"\\/bfnrtu behind a backslash", found: found)
    }
  }

  private static func hexUnit(_ p: UnsafePointer<UInt8>) -> UInt32? {
    var unit: UInt32 = 0
    for index in 0..<4 {
      let byte = p[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - 87)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - 55)
      default: return nil
      }
    }
    return unit
  }

  /// The bytes a checked text between quotes stands for.
  static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard var p = raw.baseAddress else { return [] }
    let end = p + raw.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    while p < end {
      guard p.pointee == UInt8(ascii: "\\") else {
        bytes.append(p.pointee)
        p += 1
        continue
      }
      switch p[1] {
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "u"):
        var scalar = hexUnit(p + 2) ?? 0xfffd
        if scalar & 0xfc00 == 0xd800 {
          scalar = 0x10000 + (scalar & 0x3ff) << 10 + ((hexUnit(p + 8) ?? 0) & 0x3ff)
          p += 6
        }
        bytes.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{fffd}") ?? .init())
        p += 4
      default: bytes.append(p[1])
      }
      p += 2
    }
    return bytes
  }

  /// The text of a string word.
  static func string(_ word: UInt64, _ base: UnsafePointer<UInt8>) -> String {
    let raw = UnsafeBufferPointer(start: base + Tape.offset(word), count: Tape.length(word))
    return Tape.tag(word) == Tape.Tag.escaped
      ? String(decoding: unescaped(raw), as: UTF8.self) : String(decoding: raw, as: UTF8.self)
  }

  /// A byte in words, for messages.
  static func describe(_ byte: UInt8) -> String {
    0x20 < byte && byte < 0x7f
      ? "'\(Unicode.Scalar(byte))'" : "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// The same with the words people type by mistake spelled out.
  static func describe(
    _ byte: UInt8, at p: UnsafePointer<UInt8>, start: UnsafePointer<UInt8>
  ) -> String {
    if byte == 0xef, p == start, p[1] == 0xbb, p[2] == 0xbf { return "a byte order mark" }
    for word in ["NaN", "Infinity", "undefined", "None", "True", "False"] {
      let bytes = Array(word.utf8)
      if (0..<bytes.count).allSatisfy({ p[$0] == bytes[$0] || false }) { return word }
    }
    return describe(byte)
  }
}

/// Whether an object has a key twice.
enum KeyCheck {
  /// The word of a key that stood before, or nil when all keys differ.
  static func repeated(
    objectAt start: Int, tape: UnsafePointer<UInt64>, bytes: UnsafePointer<UInt8>
  ) -> UInt64? {
    let count = Tape.length(tape[start])
    guard count > 1 else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { keys in
      var index = start + 2
      var anyEscaped = false
      for place in 0..<count {
        keys[place] = tape[index]
        anyEscaped = anyEscaped || Tape.tag(tape[index]) == Tape.Tag.escaped
        index = Tape.after(index + 1, in: tape)
      }
      return count <= 16 && !anyEscaped
        ? amongFew(keys, bytes) : amongMany(keys, bytes)
    }
  }

  private static func amongFew(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ bytes: UnsafePointer<UInt8>
  ) -> UInt64? {
    for later in 1..<keys.count {
      let length = Tape.length(keys[later])
      let text = bytes + Tape.offset(keys[later])
      for earlier in 0..<later where Tape.length(keys[earlier]) == length {
        if sameBytes(text, bytes + Tape.offset(keys[earlier]), length) { return keys[later] }
      }
    }
    return nil
  }

  private static func sameBytes(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    for index in 0..<count where left[index] != right[index] { return false }
    return true
  }

  /// Open addressing over randomly seeded hashes, so that no sender can choose keys that collide.
  private static func amongMany(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ bytes: UnsafePointer<UInt8>
  ) -> UInt64? {
    var slots = 64
    while slots < keys.count * 2 { slots *= 2 }
    var table = [UInt32](repeating: 0, count: slots)
    for place in 0..<keys.count {
      var slot = withBytes(keys[place], bytes) { text in
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        return hasher.finalize() & (slots - 1)
      }
      while table[slot] != 0 {
        let other = keys[Int(table[slot]) - 1]
        let same = withBytes(keys[place], bytes) { text in
          withBytes(other, bytes) { $0.elementsEqual(text) }
        }
        if same { return keys[place] }
        slot = (slot + 1) & (slots - 1)
      }
      table[slot] = UInt32(truncatingIfNeeded: place + 1)
    }
    return nil
  }

  private static func withBytes<R>(
    _ word: UInt64, _ bytes: UnsafePointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    let raw = UnsafeBufferPointer(start: bytes + Tape.offset(word), count: Tape.length(word))
    guard Tape.tag(word) == Tape.Tag.escaped else { return body(raw) }
    return JSONText.unescaped(raw).withUnsafeBufferPointer(body)
  }
}
