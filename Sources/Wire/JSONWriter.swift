/// Values to compact JSON text, in the order they are given. Commas are automatic.
///
/// What comes out is valid as long as every `begin` has its `end` and every member its `key`;
/// doubles that JSON cannot hold become `null`. Only trees are written by recursion.

/// A buffer that JSON is appended to.
package struct JSONWriter {
  /// The text so far.
  package var bytes: [UInt8]
  private var needsComma = false

  /// An empty buffer.
  package init() { bytes = [] }

  /// An empty buffer with room for that many bytes.
  package init(capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Opens an object.
  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  /// Closes the innermost object.
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  /// Opens an array.
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  /// Closes the innermost array.
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// The name of the next value.
  @_disfavoredOverload
  package mutating func key(_ key: String) {
    string(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// The name of the next value; it has no character that needs an escape.
  package mutating func key(_ key: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    if key.hasPointerRepresentation {
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    } else {
      bytes.append(contentsOf: Array(String(key.unicodeScalar).utf8))
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes `null`.
  package mutating func null() { token("null") }
  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { token(value ? "true" : "false") }
  /// Writes an integer.
  package mutating func int(_ value: Int) { int(Int64(value)) }

  /// Writes an integer.
  package mutating func int(_ value: Int64) {
    comma()
    appendInteger(value)
    needsComma = true
  }

  /// Writes the shortest text that reads back as the same number; `null` for NaN and infinities.
  package mutating func double(_ value: Double) {
    comma()
    needsComma = true
    guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    if abs(value) < 1e15 {
      let whole = value.rounded()
      if whole == value { return appendInteger(Int64(value)) }
      for digits in 1...4 {
        let scaled = (value * Self.powers[digits]).rounded()
        guard abs(scaled) < 1e15 else { break }
        if scaled / Self.powers[digits] == value {
          return appendDecimal(Int64(scaled), digits: digits)
        }
      }
    }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a string.
  package mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { string(utf8: $0) }
  }

  /// Writes a string of well-formed UTF-8.
  package mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    var clean = 0
    while let place = Self.nextEscape(in: utf8, from: clean) {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[clean..<place]))
      appendEscape(utf8[place])
      clean = place + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[clean...]))
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// The first byte from `start` on that must not stand in a string as it is: eight at a time, then
  /// one by one.
  private static func nextEscape(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    if let base = UnsafeRawPointer(utf8.baseAddress) {
      let ones: UInt64 = 0x0101_0101_0101_0101
      while place + 8 <= utf8.count {
        let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let hits =
          (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            | ((word &- ones &* 0x20) & ~word)) & (ones &* 0x80)
        // A borrow can only mark a byte behind one that is really marked.
        if hits != 0 { return place + hits.trailingZeroBitCount >> 3 }
        place += 8
      }
    }
    while place < utf8.count {
      let byte = utf8[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return place }
      place += 1
    }
    return nil
  }

  /// Writes a value that is JSON text already.
  package mutating func raw(_ text: [UInt8]) {
    comma()
    bytes.append(contentsOf: text)
    needsComma = true
  }

  /// Writes a tree, which is no deeper than the reader allows.
  package mutating func json(_ value: JSON) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .int(let value): int(value)
    case .double(let value): double(value)
    case .number(let text): raw(Array(text.utf8))
    case .string(let text): string(text)
    case .array(let items):
      beginArray()
      for item in items { json(item) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        json(member.value)
      }
      endObject()
    }
  }
}

// MARK: - Pieces

extension JSONWriter {
  private static let powers: [Double] = [1, 10, 100, 1_000, 10_000]
  private static let wholePowers: [UInt64] = [1, 10, 100, 1_000, 10_000]

  @inline(__always)
  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func token(_ text: StaticString) {
    comma()
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    needsComma = true
  }

  private mutating func appendInteger(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude, least: 1)
  }

  /// `value / 10^digits` with exactly that many decimals.
  private mutating func appendDecimal(_ value: Int64, digits: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = value.magnitude.quotientAndRemainder(
      dividingBy: Self.wholePowers[digits])
    appendDigits(whole, least: 1)
    bytes.append(UInt8(ascii: "."))
    appendDigits(fraction, least: digits)
  }

  private mutating func appendDigits(_ value: UInt64, least: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
      var rest = value
      var start = 20
      while rest > 0 || start > 20 - least {
        start -= 1
        buffer[start] = UInt8(truncatingIfNeeded: 48 + rest % 10)
        rest /= 10
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  private mutating func appendEscape(_ byte: UInt8) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 8: bytes.append(UInt8(ascii: "b"))
    case 9: bytes.append(UInt8(ascii: "t"))
    case 10: bytes.append(UInt8(ascii: "n"))
    case 12: bytes.append(UInt8(ascii: "f"))
    case 13: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(hex[Int(byte >> 4)])
      bytes.append(hex[Int(byte & 15)])
    }
  }
}
