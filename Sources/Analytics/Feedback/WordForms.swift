/// Writes out how an English word is inflected, by the rules of spelling; irregular forms stand in
/// the lists as they are.
enum WordForms: Sendable {
  case asWritten, verb, adjective, noun
  /// Whatever kind of word it is: with each ending that any of them takes.
  case ending

  /// The word and its inflections.
  func of(_ word: String) -> [String] {
    switch self {
    case .asWritten: [word]
    case .verb: [word, Self.plural(word), Self.past(word), Self.joined(word, "ing")]
    case .adjective: [word, Self.adverb(word), Self.quality(word)] + Self.degrees(word)
    case .noun: [word, Self.plural(word)]
    case .ending:
      (word.utf8.last ?? 0) < 0x80
        ? ["", "s", "es", "ed", "d", "ing", "ly"].map { word + $0 } : [word]
    }
  }

  /// joys, copies, glitches.
  private static func plural(_ word: String) -> String {
    if endsInConsonantY(word) { return word.dropLast() + "ies" }
    let hisses = ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) }
    return word + (hisses ? "es" : "s")
  }

  private static func past(_ word: String) -> String {
    endsInConsonantY(word) ? word.dropLast() + "ied" : joined(word, "ed")
  }

  /// An ending that begins with a vowel: baking, stopped, dying stays as it is.
  private static func joined(_ word: String, _ ending: String) -> String {
    if word.hasSuffix("e"), !["ee", "ye", "oe"].contains(where: { word.hasSuffix($0) }) {
      return word.dropLast() + ending
    }
    if word.hasSuffix("ee"), ending.hasPrefix("e") { return word + ending.dropFirst() }
    return (doublesLast(word) ? word + word.suffix(1) : word) + ending
  }

  /// happily, terribly, basically, slowly.
  private static func adverb(_ word: String) -> String {
    if endsInConsonantY(word) { return word.dropLast() + "ily" }
    if word.hasSuffix("le") { return word.dropLast() + "y" }
    if word.hasSuffix("ic") { return word + "ally" }
    return word + "ly"
  }

  /// slowness, sloppiness.
  private static func quality(_ word: String) -> String {
    (endsInConsonantY(word) ? word.dropLast() + "i" : word[...]) + "ness"
  }

  /// slower, slowest, happier; long words have none.
  private static func degrees(_ word: String) -> [String] {
    guard word.utf8.count <= 6 || (endsInConsonantY(word) && word.utf8.count <= 8) else {
      return []
    }
    if endsInConsonantY(word) { return [word.dropLast() + "ier", word.dropLast() + "iest"] }
    return [joined(word, "er"), joined(word, "est")]
  }

  private static func endsInConsonantY(_ word: String) -> Bool {
    let last = Array(word.utf8.suffix(2))
    return last.count == 2 && last[1] == 0x79 && !isVowel(last[0])
  }

  /// Whether a word of one syllable ends in one vowel and one consonant: stop, thin.
  private static func doublesLast(_ word: String) -> Bool {
    let letters = Array(word.utf8)
    guard letters.count >= 3, letters.count <= 5 else { return false }
    let last = letters[letters.count - 1]
    guard isVowel(letters[letters.count - 2]), !isVowel(last), ![0x77, 0x78, 0x79].contains(last)
    else { return false }
    return !letters.dropLast(2).contains(where: isVowel)
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case 0x61, 0x65, 0x69, 0x6f, 0x75: true
    default: false
    }
  }
}
