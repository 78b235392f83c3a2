/// A piece of a text with its place, and the sentences of a text.
package struct Token: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case word, number, url, email, mention, hashtag, emoji, punctuation, symbol
  }

  package let kind: Kind
  /// The place in bytes, in code points, and in units of UTF-16.
  package let bytes: Range<Int>
  package let characters: Range<Int>
  package let utf16: Range<Int>
}

/// A sentence, without the white space around it.
package struct Sentence: Sendable, Equatable {
  package let tokens: Range<Int>
  package let characters: Range<Int>
  package let utf16: Range<Int>
}

/// A text as code points with their places.
///
/// Bytes that are no UTF-8 count as one code point each, as everywhere in this project.
struct CodePoints {
  let values: [UInt32]
  /// Where each begins in bytes, and the end.
  let bytes: [Int32]
  /// The same in units of UTF-16.
  let utf16: [Int32]

  init(_ text: [UInt8]) {
    var values: [UInt32] = []
    var bytes: [Int32] = []
    var utf16: [Int32] = []
    values.reserveCapacity(text.count)
    bytes.reserveCapacity(text.count + 1)
    utf16.reserveCapacity(text.count + 1)
    var index = 0
    var units: Int32 = 0
    while index < text.count {
      let scalar = Scalars.scalar(text, at: index)
      values.append(scalar.value)
      bytes.append(Int32(truncatingIfNeeded: index))
      utf16.append(units)
      units += scalar.value > 0xffff ? 2 : 1
      index += scalar.length
    }
    bytes.append(Int32(truncatingIfNeeded: index))
    utf16.append(units)
    self.values = values
    self.bytes = bytes
    self.utf16 = utf16
  }

  func token(_ kind: Token.Kind, _ range: Range<Int>) -> Token {
    Token(
      kind: kind,
      bytes: Int(bytes[range.lowerBound])..<Int(bytes[range.upperBound]), characters: range,
      utf16: Int(utf16[range.lowerBound])..<Int(utf16[range.upperBound]))
  }
}
