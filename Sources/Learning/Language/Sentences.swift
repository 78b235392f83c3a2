/// Where the sentences of a text begin and end.
///
/// A sentence ends behind 。！？… and !? with the quotes and brackets that close there, behind a full
/// stop that no abbreviation owns, and at the end of a line.
package enum Sentences {
  package static func of(_ text: [UInt8], _ tokens: [Token]) -> [Sentence] {
    let points = CodePoints(text)
    var sentences: [Sentence] = []
    var first = 0
    func close(_ end: Int) {
      guard first < end else { return }
      let (low, high) = (tokens[first], tokens[end - 1])
      sentences.append(
        Sentence(
          tokens: first..<end, characters: low.characters.lowerBound..<high.characters.upperBound,
          utf16: low.utf16.lowerBound..<high.utf16.upperBound))
      first = end
    }
    var index = 0
    while index < tokens.count {
      if index > first, breaksLine(points, tokens[index - 1], tokens[index]) { close(index) }
      if ends(points, tokens, index) {
        index += 1
        while index < tokens.count, isClosing(points, tokens[index], behind: tokens[index - 1]) {
          index += 1
        }
        close(index)
      } else {
        index += 1
      }
    }
    close(tokens.count)
    return sentences
  }

  private static func breaksLine(_ points: CodePoints, _ last: Token, _ next: Token) -> Bool {
    points.values[last.characters.upperBound..<next.characters.lowerBound].contains {
      CharacterClass($0) == .lineEnd
    }
  }

  /// Marks that close what was said before; they touch it.
  private static func isClosing(_ points: CodePoints, _ token: Token, behind last: Token) -> Bool {
    guard token.kind == .punctuation, last.characters.upperBound == token.characters.lowerBound
    else { return false }
    switch points.values[token.characters.lowerBound] {
    case 33, 34, 39, 41, 46, 63, 93, 0x2019, 0x201d, 0x2026, 0x3002, 0x300b, 0x300d, 0x300f, 0xff01,
      0xff09, 0xff1f:
      return true
    default: return false
    }
  }

  private static func ends(_ points: CodePoints, _ tokens: [Token], _ index: Int) -> Bool {
    let token = tokens[index]
    guard token.kind == .punctuation else { return false }
    switch points.values[token.characters.lowerBound] {
    case 33, 63, 0x3002, 0xff01, 0xff1f, 0x2026, 0xff61: return true
    case 46:
      guard token.characters.count == 1 else { return true }
      let after = token.characters.upperBound
      if after < points.values.count {
        switch CharacterClass(points.values[after]) {
        case .space, .lineEnd, .han, .punctuation: break
        default: return false
        }
      }
      return index == 0 || !isAbbreviation(points, tokens[index - 1], beforePoint: token)
    default: return false
    }
  }

  /// Whether a word owns the point behind it: Mr., e.g., or a single letter as in J. Smith.
  private static func isAbbreviation(
    _ points: CodePoints, _ word: Token, beforePoint point: Token
  ) -> Bool {
    guard word.kind == .word, word.characters.upperBound == point.characters.lowerBound else {
      return false
    }
    let values = points.values[word.characters]
    if values.count == 1, let letter = values.first { return 65 <= letter && letter <= 90 }
    var text = ""
    for value in values { text.unicodeScalars.append(Unicode.Scalar(value) ?? " ") }
    return abbreviations.contains(text.lowercased())
  }

  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "e.g", "i.e", "approx", "dept", "est",
    "fig", "inc", "ltd", "co", "corp", "no", "tel", "ext", "u.s", "u.k", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mt", "ave", "gen", "gov", "sen",
    "rep",
  ]
}
