/// Hides what identifies a person: e-mail addresses, telephone numbers, identity cards, bank cards,
/// accounts, secrets in web addresses, and, as well as can be done without a list of people, names
/// and addresses of homes.
///
/// A hidden character becomes one `*`, so places counted in code points and in UTF-16 are those of
/// the original text. Identity cards, cards and accounts are known by their checksums, and a number
/// of eleven digits or more is hidden all the same; one in company of words such as 订单号 or order is
/// not, unless it is a mobile or a checksum of an identity card says otherwise. Names are found by
/// what stands around them, such as 先生, 收货人 or Mr.; others stay.
import Learning

package enum Redaction {
  /// The text with what identifies a person hidden, and how many places that were.
  package static func hide(_ text: [UInt8]) -> (text: [UInt8], places: Int) {
    guard text.contains(where: { $0 >= 0x80 || isTelling($0) }) else { return (text, 0) }
    var page = RedactedPage(TextScalars(text))
    page.hideMail()
    page.hideWebSecrets()
    page.hideAccounts()
    page.hideNumbers()
    page.hideHomes()
    page.hideNames()
    guard page.places > 0 else { return (text, 0) }
    return (page.text(of: text), page.places)
  }

  /// Digits, @, and capitals: without them and without Chinese there is nothing to find.
  private static func isTelling(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == 64 || (65...90).contains(byte)
  }
}

/// A text with the places that are hidden in it.
struct RedactedPage {
  let plain: [UInt32]
  /// In lower case, full-width signs narrowed.
  let folded: [UInt32]
  /// A bit for the low byte of each character: what is not here is not in the text.
  private let signs: SIMD4<UInt64>
  private(set) var isHidden: [Bool]
  private(set) var places = 0

  init(_ scalars: TextScalars) {
    plain = scalars.plain
    folded = scalars.folded
    var signs = SIMD4<UInt64>()
    for value in scalars.folded { signs[Int(value >> 6 & 3)] |= 1 << UInt64(value & 63) }
    self.signs = signs
    isHidden = [Bool](repeating: false, count: scalars.plain.count)
  }

  /// Hides the characters of a range that `counts` accepts, as one place.
  mutating func hide(_ range: Range<Int>, where counts: (UInt32) -> Bool = { $0 > 32 }) {
    var isNew = false
    for index in range where !isHidden[index] && counts(folded[index]) && plain[index] <= 0xffff {
      isHidden[index] = true
      isNew = true
    }
    if isNew { places += 1 }
  }

  func at(_ index: Int) -> UInt32 { folded.indices.contains(index) ? folded[index] : 0 }

  /// Whether a word of a list stands in the `reach` characters before a place.
  func follows(_ place: Int, _ words: [[UInt32]], within reach: Int) -> Bool {
    let window = folded[max(0, place - reach)..<place]
    return words.contains { word in
      guard word.count <= window.count else { return false }
      return (window.startIndex...(window.endIndex - word.count)).contains {
        window[$0..<$0 + word.count].elementsEqual(word)
      }
    }
  }

  /// Where a word stands in the text.
  func places(of word: [UInt32]) -> [Int] {
    guard let first = word.first, word.count <= folded.count,
      word.allSatisfy({ signs[Int($0 >> 6 & 3)] & (1 << UInt64($0 & 63)) != 0 })
    else { return [] }
    return (0...(folded.count - word.count)).filter {
      folded[$0] == first && folded[$0..<$0 + word.count].elementsEqual(word)
    }
  }

  /// The bytes of the text with stars for what is hidden.
  func text(of bytes: [UInt8]) -> [UInt8] {
    var shown: [UInt8] = []
    shown.reserveCapacity(bytes.count)
    var index = 0
    for isHidden in isHidden {
      let length = Scalars.scalar(bytes, at: index).length
      if isHidden { shown.append(42) } else { shown += bytes[index..<index + length] }
      index += length
    }
    return shown
  }

  static func isDigit(_ value: UInt32) -> Bool { 48 <= value && value <= 57 }

  static func isLetter(_ value: UInt32) -> Bool { 97 <= value && value <= 122 }

  static func words(_ list: String) -> [[UInt32]] {
    list.split(separator: " ").map { word in
      word.unicodeScalars.map { $0 == "_" ? 32 : $0.value }
    }
  }
}
