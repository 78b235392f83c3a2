/// How wide a text will be, before anybody draws it.
///
/// Fonts differ, so the widest of those that are usual is reckoned with (DejaVu Sans): what fits by
/// this measure fits in any. Chinese letters are as wide as they are high.
enum TextWidth {
  /// In the unit of `size`.
  static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let ems = text.unicodeScalars.reduce(0.0) { $0 + em($1) }
    return ems * size * (isBold ? 1.12 : 1)
  }

  private static func em(_ scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f: return 0
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe4f,
      0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
      return 1
    case 0x20...0x7e: return latin(scalar)
    default: return 0.7
    }
  }

  private static func latin(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "|", ".", ",", ":", ";", "'", "!": 0.34
    case "f", "r", "t", "I", "(", ")", "[", "]", "/", " ", "-": 0.41
    case "m", "w", "M", "W", "%", "@": 1
    case "A"..."Z": 0.74
    case "0"..."9": 0.64
    case "+", "<", ">", "=", "~", "#", "&": 0.84
    default: 0.63
    }
  }

  /// The text, or as much of its beginning as fits and an ellipsis.
  static func fitted(_ text: String, to width: Double, size: Double, isBold: Bool = false) -> String
  {
    guard of(text, size: size, isBold: isBold) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, of(kept + "…", size: size, isBold: isBold) > width { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// The text in lines that fit; at most `most`, of which the last is cut. Lines break at blanks,
  /// and between Chinese letters.
  static func lines(
    _ text: String, width: Double, size: Double, isBold: Bool = false, most: Int
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(text) {
      if !line.isEmpty, of(line + word, size: size, isBold: isBold) > width {
        lines.append(trimmed(line))
        line = trimmed(word, isStart: true)
      } else {
        line += word
      }
    }
    lines.append(trimmed(line))
    lines = lines.filter { !$0.isEmpty }
    guard lines.count > most else {
      return lines.map { fitted($0, to: width, size: size, isBold: isBold) }
    }
    let rest = lines[(most - 1)...].joined(separator: " ")
    return (Array(lines.prefix(most - 1)) + [rest]).map {
      fitted($0, to: width, size: size, isBold: isBold)
    }
  }

  /// Pieces that stay together: words with the blank before them, Chinese letters one by one with
  /// the marks that may not begin a line.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var current = ""
    func isWide(_ letter: Character) -> Bool {
      letter.unicodeScalars.first.map { em($0) == 1 && $0.value > 0x7e } ?? false
    }
    for letter in text {
      let staysBehind = "，。；：、！？）》”…".contains(letter)
      let breaks = letter == " " || (isWide(letter) && !staysBehind)
      let afterWide = current.last.map { isWide($0) && $0 != "（" && $0 != "《" } ?? false
      if !current.isEmpty, !staysBehind, breaks || afterWide, current.last != "（" {
        words.append(current)
        current = ""
      }
      current.append(letter)
    }
    if !current.isEmpty { words.append(current) }
    return words
  }

  private static func trimmed(_ line: String, isStart: Bool = false) -> String {
    var kept = Substring(line)
    while kept.first == " " { kept.removeFirst() }
    while !isStart, kept.last == " " { kept.removeLast() }
    return String(kept)
  }
}
