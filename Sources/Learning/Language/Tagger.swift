/// The kinds of the words of a text.
///
/// There is no model behind it: words of the lists have the kind the lists say, whatever the
/// sentence, and others are guessed. Nobody has measured how often it is right.
package struct Tagger: Sendable {
  private let dictionary: ChineseDictionary

  package init(_ dictionary: ChineseDictionary = .common) { self.dictionary = dictionary }

  /// One tag for each token.
  package func tags(_ text: [UInt8], _ tokens: [Token]) -> [WordTag] {
    var isFirst = true
    return tokens.map { token in
      defer {
        isFirst = token.kind == .punctuation && Self.endsSentence(text[token.bytes.lowerBound])
      }
      switch token.kind {
      case .number: return WordTag(.numeral)
      case .punctuation: return WordTag(.punctuation)
      case .emoji, .symbol: return WordTag(.symbol)
      case .url, .email, .mention, .hashtag: return WordTag(.other)
      case .word: return tag(text, token, isFirst: isFirst)
      }
    }
  }

  private func tag(_ text: [UInt8], _ token: Token, isFirst: Bool) -> WordTag {
    let first = Scalars.scalar(text, at: token.bytes.lowerBound).value
    switch CharacterClass(first) {
    case .han: return dictionary.tag(scalars(text, token))
    case .latin, .punctuation:
      let word = String(decoding: text[token.bytes], as: UTF8.self).lowercased()
      return EnglishTags.tag(word, isCapital: 65 <= first && first <= 90, isFirst: isFirst)
    default: return WordTag(.other, isGuess: true)
    }
  }

  private func scalars(_ text: [UInt8], _ token: Token) -> [UInt32] {
    var values: [UInt32] = []
    var index = token.bytes.lowerBound
    while index < token.bytes.upperBound {
      let scalar = Scalars.scalar(text, at: index)
      values.append(scalar.value)
      index += scalar.length
    }
    return values
  }

  private static func endsSentence(_ byte: UInt8) -> Bool { byte == 46 || byte == 33 || byte == 63 }
}
