/// Words of Chinese with how common each is and what kind of word it is.
///
/// The list is this project's own. Nobody counted its words: each group has one log-frequency, by
/// its place in the language, which is enough to choose between ways of cutting a sentence. Words
/// learnt from texts come with the frequency they have there.
package struct ChineseDictionary: Sendable {
  private(set) var tree = WordTrie()
  private(set) var weights: [Float] = []
  private var parts: [PartOfSpeech] = []

  /// The log-frequency of a character that is no word of the list.
  package static let unknown: Float = -11.5
  /// Characters of the longest word.
  package static let wordMax = 16

  /// The words of the list.
  package static let common = ChineseDictionary()

  private struct Group {
    let part: PartOfSpeech
    /// Log-frequencies of words of one character, and of longer ones.
    let single: Float
    let longer: Float
    let words: String
  }

  private init() {
    for group in Self.groups {
      for word in group.words.split(separator: " ") {
        let scalars = word.unicodeScalars.map(\.value)
        add(scalars, group.part, scalars.count == 1 ? group.single : group.longer)
      }
    }
  }

  /// How many words there are.
  package var count: Int { weights.count }

  /// Whether a word is in the list.
  package func holds(_ word: [UInt32]) -> Bool { tree.find(word) >= 0 }

  /// The log-frequency of a word; nil when it is not in the list.
  package func weight(_ word: [UInt32]) -> Float? {
    let place = tree.find(word)
    return place < 0 ? nil : weights[Int(place)]
  }

  /// The kind of a word; what is not in the list is taken for a noun, as a guess.
  package func tag(_ word: some Sequence<UInt32>) -> WordTag {
    let place = tree.find(word)
    return place < 0 ? WordTag(.noun, isGuess: true) : WordTag(parts[Int(place)])
  }

  /// The same with words learnt elsewhere, each with its log-frequency; those it has stay.
  package func adding(_ words: [(word: [UInt32], weight: Float)]) -> ChineseDictionary {
    var grown = self
    for (word, weight) in words where !word.isEmpty && word.count <= Self.wordMax {
      grown.add(word, .noun, weight)
    }
    return grown
  }

  /// A word that stands in several groups keeps the first kind and the highest frequency.
  private mutating func add(_ word: [UInt32], _ part: PartOfSpeech, _ weight: Float) {
    let known = Int(tree.find(word))
    guard known < 0 else {
      weights[known] = max(weights[known], weight)
      return
    }
    tree.insert(word, value: Int32(truncatingIfNeeded: weights.count))
    weights.append(weight)
    parts.append(part)
  }

  private static let groups: [Group] = {
    typealias Small = ChineseFunctionWords
    typealias Verbs = ChineseVerbs
    typealias Nouns = ChineseNouns
    func group(_ part: PartOfSpeech, _ single: Float, _ longer: Float, _ words: String) -> Group {
      Group(part: part, single: single, longer: longer, words: words)
    }
    return [
      group(.particle, -3.5, -6.5, Small.particles),
      group(.pronoun, -4.5, -6, Small.pronouns),
      group(.preposition, -5, -7, Small.prepositions),
      group(.conjunction, -5, -6.5, Small.conjunctions),
      group(.adjective, -6.5, -8, Verbs.adjectives),
      group(.verb, -6, -7, Verbs.frequent),
      group(.verb, -7.5, -8.5, Verbs.more),
      group(.noun, -7.5, -7, Nouns.frequent),
      group(.noun, -8.5, -8.5, Nouns.shop),
      group(.noun, -8.5, -8.5, Nouns.food),
      group(.noun, -8.5, -8.5, Nouns.goods),
      group(.noun, -8.5, -8.5, Nouns.places),
      group(.noun, -8.5, -8.5, Nouns.people),
      group(.noun, -8.5, -8.5, Nouns.mind),
      group(.time, -7, -7.5, Small.times),
      group(.adverb, -4.5, -7.5, Small.adverbs),
      group(.numeral, -5.5, -7.5, Small.numerals),
      group(.measure, -6, -8, Small.measures),
    ]
  }()
}
