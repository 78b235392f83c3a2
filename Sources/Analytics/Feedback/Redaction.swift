/// Hides what identifies a person: e-mail addresses, and long runs of digits such as telephone,
/// identity-card and bank-card numbers.
///
/// A hidden character becomes one `*`, so places in the text stay as they are. Digits may be parted
/// by one or two blanks, hyphens or brackets, or a dot before three digits; seven of them or more
/// are hidden. Prices, dates and short order numbers stay.
package enum Redaction {
  /// Digits of a run that is hidden.
  static let digitsMin = 7
  /// The same behind a letter, as in an order number such as SN12345678.
  static let codeDigitsMin = 11

  /// The text with what identifies a person hidden, and how many places that were.
  package static func hide(_ text: [UInt8]) -> (text: [UInt8], places: Int) {
    guard text.contains(where: { isDigit($0) || $0 == 64 }) else { return (text, 0) }
    var text = text
    let places = hideAddresses(&text) + hideNumbers(&text)
    return (text, places)
  }

  /// Name and host around each `@`.
  private static func hideAddresses(_ text: inout [UInt8]) -> Int {
    var places = 0
    for at in text.indices where text[at] == 64 {
      var start = at
      while start > 0, isAddressByte(text[start - 1]) { start -= 1 }
      var end = at + 1
      while end < text.count, isAddressByte(text[end]) { end += 1 }
      while end > at + 1, text[end - 1] == 46 { end -= 1 }
      guard start < at, text[(at + 1)..<end].contains(46) else { continue }
      for index in start..<end { text[index] = 42 }
      places += 1
    }
    return places
  }

  private static func hideNumbers(_ text: inout [UInt8]) -> Int {
    var places = 0
    var index = 0
    while index < text.count {
      guard isDigit(text[index]) else {
        index += 1
        continue
      }
      let run = numberRun(text, from: index)
      let isPartOfCode = index > 0 && isLetter(text[index - 1])
      if isDate(text, run.digits) {
        index = run.digits[7] + 1
        continue
      }
      if run.digits.count >= (isPartOfCode ? codeDigitsMin : digitsMin) {
        for digit in run.digits { text[digit] = 42 }
        // The last character of an identity-card number may be X.
        if run.digits.count == 17, run.end < text.count, text[run.end] | 32 == 120 {
          text[run.end] = 42
        }
        places += 1
      }
      index = run.end
    }
    return places
  }

  /// The places of digits from `start` on, parted by at most one sign each.
  private static func numberRun(_ text: [UInt8], from start: Int) -> (digits: [Int], end: Int) {
    var digits: [Int] = []
    var index = start
    while index < text.count {
      if isDigit(text[index]) {
        digits.append(index)
        index += 1
      } else if isJoint(text[index]), holdsDigit(text, index + 1) {
        index += 1
      } else if text[index] == 46, (1...3).allSatisfy({ holdsDigit(text, index + $0) }) {
        index += 1
      } else if isJoint(text[index]), index + 1 < text.count, isJoint(text[index + 1]),
        holdsDigit(text, index + 2)
      {
        index += 2
      } else {
        break
      }
    }
    return (digits, max(index, start + 1))
  }

  /// Whether the first eight digits read as a date, such as 2024-06-30.
  private static func isDate(_ text: [UInt8], _ digits: [Int]) -> Bool {
    guard digits.count == 8 || (digits.count > 8 && digits[4] > digits[3] + 1) else { return false }
    let year = Int(text[digits[0]] - 48) * 10 + Int(text[digits[1]] - 48)
    let month = Int(text[digits[4]] - 48) * 10 + Int(text[digits[5]] - 48)
    let day = Int(text[digits[6]] - 48) * 10 + Int(text[digits[7]] - 48)
    return (year == 19 || year == 20) && 1 <= month && month <= 12 && 1 <= day && day <= 31
  }

  private static func holdsDigit(_ text: [UInt8], _ index: Int) -> Bool {
    index < text.count && isDigit(text[index])
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 48 <= byte && byte <= 57 }

  private static func isLetter(_ byte: UInt8) -> Bool { 97 <= byte | 32 && byte | 32 <= 122 }

  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 45 || byte == 40 || byte == 41
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || byte == 46 || byte == 95 || byte == 45 || byte == 43
      || byte == 37
  }
}
