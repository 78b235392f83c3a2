/// Headers in the form in which they are compared.
///
/// What always holds: two headers that differ only in case, width, blanks, `_-./:` or bracketed
/// units have the same key.

/// A header without what does not matter, its words, and its unit.
struct HeaderName: Sendable, Hashable {
  /// Lower case, half width, without blanks, joints and brackets.
  let key: String
  /// The words, also those of camel case.
  let words: [String]
  /// What stands in brackets.
  let unit: String?

  init(_ header: String) {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var unit = String.UnicodeScalarView()
    var depth = 0
    var lastWasLower = false
    func close() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for raw in header.unicodeScalars {
      let scalar = Self.halfWidth(raw)
      switch scalar {
      case "(", "[", "【", "{":
        depth += 1
        close()
      case ")", "]", "】", "}": depth = max(0, depth - 1)
      case _ where depth > 0: unit.append(scalar)
      case " ", "_", "-", ".", "/", ":", "\t", "\u{a0}", "\"", "'", "#", "?", "\u{feff}", "*":
        close()
        lastWasLower = false
      default:
        let isUpper = "A" <= scalar && scalar <= "Z"
        if isUpper, lastWasLower { close() }
        lastWasLower = "a" <= scalar && scalar <= "z"
        // One by one: to append several copies the word each time.
        for small in scalar.properties.lowercaseMapping.unicodeScalars {
          word.append(PlainHan.of(small))
        }
      }
    }
    close()
    self.words = words
    self.key = words.joined()
    self.unit = unit.isEmpty ? nil : String(unit)
  }

  /// Full-width forms as their plain ones, so that `ＩＤ` reads as `ID`.
  static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if 0xff01 <= scalar.value, scalar.value <= 0xff5e {
      return Unicode.Scalar(scalar.value - 0xfee0) ?? scalar
    }
    return scalar.value == 0x3000 ? " " : scalar
  }
}

/// Whether bytes of UTF-8 hold a Han character.
func holdsHan(_ bytes: some Sequence<UInt8>) -> Bool {
  // Han begins at U+3400, the bytes E3 90 80, and the common block ends at U+9FFF, E9 BF BF.
  var lead: UInt8 = 0
  for byte in bytes {
    if lead == 0xe3, 0x90 <= byte { return true }
    if 0xe4 <= lead, lead <= 0xe9, 0x80 <= byte, byte < 0xc0 { return true }
    lead = byte
  }
  return false
}

/// Whether bytes of UTF-8 hold a Han character.
func holdsHan(_ base: Bytes, _ count: Int) -> Bool {
  var lead: UInt8 = 0
  for index in 0..<count {
    let byte = base[index]
    if lead == 0xe3, 0x90 <= byte { return true }
    if 0xe4 <= lead, lead <= 0xe9, 0x80 <= byte, byte < 0xc0 { return true }
    lead = byte
  }
  return false
}
