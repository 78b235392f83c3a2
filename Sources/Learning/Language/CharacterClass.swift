/// What a code point is to the tokenizer.
///
/// The common ranges are decided here; for the rest the tables of the Swift library are asked.
enum CharacterClass: Sendable {
  case space, lineEnd, digit, latin, han, kana, hangul, letter, mark, emoji, punctuation, symbol

  init(_ value: UInt32) {
    switch value {
    case 10, 13, 0x85, 0x2028, 0x2029: self = .lineEnd
    case 48...57: self = .digit
    case 65...90, 97...122: self = .latin
    case 36, 43, 60...62, 94, 96, 124, 126: self = .symbol
    case 33...126: self = .punctuation
    case 0x4e00...0x9fff, 0x3400...0x4dbf: self = .han
    case 0x3000: self = .space
    case 0x3001...0x3003, 0x3008...0x3011, 0x3014...0x301f: self = .punctuation
    case 0xff10...0xff19: self = .digit
    case 0xff21...0xff3a, 0xff41...0xff5a: self = .latin
    case 0xff01...0xff0f, 0xff1a...0xff20, 0xff3b...0xff40, 0xff5b...0xff65: self = .punctuation
    case 0...32, 127...159: self = .space
    default: self = Scalars.isSpace(value) ? .space : Self.other(value)
    }
  }

  /// Whether it is part of a word written in letters with blanks between words.
  var isWordLetter: Bool {
    switch self {
    case .latin, .letter, .mark: true
    default: false
    }
  }

  private static func other(_ value: UInt32) -> CharacterClass {
    switch value {
    case 0xc0...0x24f: return value == 0xd7 || value == 0xf7 ? .symbol : .latin
    case 0x3041...0x309f, 0x30a1...0x30fa, 0x30fc...0x30ff, 0x31f0...0x31ff: return .kana
    case 0xac00...0xd7a3, 0x1100...0x11ff, 0x3130...0x318f: return .hangul
    case 0x20000...0x323af, 0xf900...0xfaff: return .han
    case 0x2010...0x2027, 0x2030...0x205e: return .punctuation
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return .symbol }
    if isEmojiBase(value) { return .emoji }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .format: return value == 0x200d || value == 0x200c ? .mark : .space
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber: return .digit
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return .punctuation
    default: return .symbol
    }
  }

  /// Whether a code point stands for a picture by itself.
  static func isEmojiBase(_ value: UInt32) -> Bool {
    if 0x1f1e6 <= value, value <= 0x1f1ff { return true }
    guard 0x203c <= value, let scalar = Unicode.Scalar(value) else { return false }
    return scalar.properties.isEmojiPresentation
      || (scalar.properties.isEmoji && (0x2190 <= value))
  }

  /// The end of the emoji that begins at `start`: a flag of two letters, or pictures joined, each
  /// with its selector, skin colour, keycap or tags.
  static func emojiEnd(_ values: [UInt32], _ start: Int) -> Int {
    var index = start + 1
    if isRegional(values[start]) {
      return index < values.count && isRegional(values[index]) ? index + 1 : index
    }
    while index < values.count {
      let value = values[index]
      if value == 0xfe0f || value == 0xfe0e || value == 0x20e3
        || (0x1f3fb...0x1f3ff).contains(value)
        || (0xe0020...0xe007f).contains(value)
      {
        index += 1
      } else if value == 0x200d, index + 1 < values.count, isEmojiBase(values[index + 1]) {
        index += 2
      } else {
        break
      }
    }
    return index
  }

  private static func isRegional(_ value: UInt32) -> Bool { 0x1f1e6 <= value && value <= 0x1f1ff }
}
