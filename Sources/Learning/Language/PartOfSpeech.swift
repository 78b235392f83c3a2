/// What kind of word a token is, coarsely, and whether that is known or guessed.
package enum PartOfSpeech: UInt8, Sendable, CaseIterable {
  case noun, verb, adjective, adverb, pronoun, numeral, measure, preposition, conjunction, particle
  case determiner, time, interjection, punctuation, symbol, other
}

/// A kind with how it came about: from a list of words, or from the look of the word.
package struct WordTag: Sendable, Equatable {
  package let part: PartOfSpeech
  package let isGuess: Bool

  package init(_ part: PartOfSpeech, isGuess: Bool = false) {
    self.part = part
    self.isGuess = isGuess
  }
}
