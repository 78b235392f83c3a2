/// The language of one text, by the share of its scripts.
import Learning

package enum TextLanguage: String, Sendable, CaseIterable {
  case en, zh, other

  /// A Han character says about as much as two Latin letters. Kana or Hangul make a text `other`,
  /// and so does a text without enough letters of either kind.
  init(_ text: TextScalars) {
    var (han, latin, foreign) = (0, 0, 0)
    for value in text.folded {
      if Scalars.isHan(value) {
        han += 1
      } else if 97 <= value, value <= 122 {
        latin += 1
      } else if Self.isForeign(value) {
        foreign += 1
      }
    }
    let total = 2 * han + latin + 2 * foreign
    if total == 0 || 2 * foreign * 5 > total {
      self = .other
    } else {
      self = 2 * han >= latin ? .zh : .en
    }
  }

  /// Whether a text is in English and Chinese, the lesser with a fifth of it or more.
  static func isMixed(_ text: TextScalars) -> Bool {
    var (han, latin) = (0, 0)
    for value in text.folded {
      if Scalars.isHan(value) { han += 2 } else if 97 <= value, value <= 122 { latin += 1 }
    }
    return min(han, latin) > 0 && 5 * min(han, latin) >= han + latin
  }

  /// Letters that neither language writes: Greek, Cyrillic, Hebrew, Arabic, Kana, Hangul and
  /// others.
  private static func isForeign(_ value: UInt32) -> Bool {
    switch value {
    case 0x100...0x24f, 0x370...0x1fff, 0x3040...0x30ff, 0x3130...0x318f, 0xac00...0xd7a3: true
    default: false
    }
  }
}
