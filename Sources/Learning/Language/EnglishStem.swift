/// What an English word is without the endings of number and tense: charges, charged and charging
/// are one.
///
/// The first and the last step of Porter's rules (Program 14, 1980, 130-137); the steps between
/// them, which also part off -ness, -ation and the like, would make one word of too many.
package struct EnglishStem {
  private var word: [UInt32]

  /// Letters of a word beyond which it is no English word and stays as it is.
  private static let lengthMax = 40

  /// - Parameter letters: in lower case. A word with anything but a to z stays as it is.
  package static func of(_ letters: [UInt32]) -> [UInt32] {
    guard 3 <= letters.count, letters.count <= lengthMax,
      letters.allSatisfy({ 97 <= $0 && $0 <= 122 })
    else { return letters }
    var stem = EnglishStem(word: letters)
    stem.dropPlural()
    stem.dropTense()
    stem.turnY()
    stem.dropFinalE()
    return stem.word
  }

  private mutating func dropPlural() {
    if ends("sses") || ends("ies") {
      word.removeLast(2)
    } else if ends("s"), !ends("ss"), !ends("us") {
      word.removeLast()
    }
  }

  private mutating func dropTense() {
    if ends("eed") {
      if measure(word.count - 3) > 0 { word.removeLast() }
    } else if ends("ed"), hasVowel(word.count - 2) {
      word.removeLast(2)
      mend()
    } else if ends("ing"), hasVowel(word.count - 3) {
      word.removeLast(3)
      mend()
    }
  }

  /// What an ending had taken away or put in comes back: hop from hopp, hope from hop.
  private mutating func mend() {
    if ends("at") || ends("bl") || ends("iz") {
      word.append(101)
    } else if endsDouble(), !ends("l"), !ends("s"), !ends("z") {
      word.removeLast()
    } else if measure(word.count) == 1, endsShort(word.count) {
      word.append(101)
    }
  }

  private mutating func turnY() {
    if ends("y"), hasVowel(word.count - 1) { word[word.count - 1] = 105 }
  }

  private mutating func dropFinalE() {
    if ends("e") {
      let rest = measure(word.count - 1)
      if rest > 1 || (rest == 1 && !endsShort(word.count - 1)) { word.removeLast() }
    }
    if ends("l"), endsDouble(), measure(word.count - 1) > 1 { word.removeLast() }
  }

  private func ends(_ ending: StaticString) -> Bool {
    ending.withUTF8Buffer { bytes in
      guard bytes.count < word.count || bytes.count == 1 && !word.isEmpty else { return false }
      return zip(bytes, word.suffix(bytes.count)).allSatisfy { UInt32($0) == $1 }
    }
  }

  private func endsDouble() -> Bool {
    word.count >= 2 && word[word.count - 1] == word[word.count - 2] && !isVowel(word.count - 1)
  }

  /// Whether the first `count` letters end in consonant, vowel, consonant, the last not w, x or y.
  private func endsShort(_ count: Int) -> Bool {
    guard count >= 3, !isVowel(count - 1), isVowel(count - 2), !isVowel(count - 3) else {
      return false
    }
    return ![119, 120, 121].contains(word[count - 1])
  }

  /// A vowel, or a y behind a consonant.
  private func isVowel(_ index: Int) -> Bool {
    switch word[index] {
    case 97, 101, 105, 111, 117: true
    case 121: index > 0 && !isVowel(index - 1)
    default: false
    }
  }

  private func hasVowel(_ count: Int) -> Bool { (0..<max(0, count)).contains(where: isVowel) }

  /// How often vowels are followed by consonants in the first `count` letters.
  private func measure(_ count: Int) -> Int {
    var (found, wasVowel) = (0, false)
    for index in 0..<max(0, count) {
      let now = isVowel(index)
      if wasVowel, !now { found += 1 }
      wasVowel = now
    }
    return found
  }
}
