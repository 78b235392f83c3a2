/// Categories of the caller's own, told by seed words and examples alone: nothing is trained.
///
/// A seed counts wherever it stands as a word: English in any number and tense, Chinese within a
/// word or from the edge of one to the edge of another. An example counts where a text holds half
/// of what it says: its telling words, each by how rare it is in the texts.
package import Learning
import Numerics
package import Support

package struct OwnCategories: Sendable {
  /// One category as it is asked for.
  package struct Wish: Sendable, Equatable {
    package let name: String
    package let seeds: [String]
    package let examples: [String]

    package init(name: String, seeds: [String], examples: [String]) {
      self.name = name
      self.seeds = seeds
      self.examples = examples
    }
  }

  /// A category that a text has; places are in characters.
  struct Match: Sendable, Equatable {
    let category: Int
    /// From 0 to 1.
    let score: Double
    let evidence: [Range<Int>]
  }

  package let wishes: [Wish]
  /// What each category learnt from the texts, if that was asked for.
  package private(set) var learnt: [[LearntSeed]]
  private var patterns = SeedPatterns()
  private var examples: [Example] = []
  private var tokenizer: Tokenizer

  private struct Example: Sendable {
    let category: Int
    /// One for each telling word.
    var weights: [Double]
  }

  /// What a learnt seed counts beside one of the caller's.
  private static let learntWeight = 0.5
  /// The share of an example that a text must hold.
  private static let shareMin = 0.5
  private static let dictionaryWeight: Float = -9

  package init(_ wishes: [Wish]) {
    self.wishes = wishes
    learnt = wishes.map { _ in [] }
    let seeds = wishes.flatMap(\.seeds).map { $0.unicodeScalars.map(\.value) }
    tokenizer = Tokenizer(
      ChineseDictionary.common.adding(
        seeds.filter { $0.count >= 2 && $0.allSatisfy(Scalars.isHan) }.map {
          ($0, Self.dictionaryWeight)
        }))
    for (category, wish) in wishes.enumerated() {
      for seed in wish.seeds { add(seed, .seed(category: category, weight: 1)) }
      for example in wish.examples { add(example: example, of: category) }
    }
  }

  private mutating func add(_ seed: String, _ use: SeedPatterns.Use) {
    let bytes = Array(seed.utf8)
    patterns.add(SeedText(bytes, TextScalars(bytes), &tokenizer).units, use)
  }

  private mutating func add(example: String, of category: Int) {
    let words = Self.tellingWords(example, &tokenizer)
    for (term, word) in words.enumerated() {
      add(word, .example(examples.count, term: term))
    }
    examples.append(
      Example(category: category, weights: [Double](repeating: 1, count: words.count)))
  }

  /// The words of an example that may say what it is about, each stem once.
  private static func tellingWords(_ example: String, _ tokenizer: inout Tokenizer) -> [String] {
    let bytes = Array(example.utf8)
    let tokens = tokenizer.tokens(bytes)
    var seen = Set<[UInt32]>()
    return TextTerms.telling(bytes, tokens, Tagger(tokenizer.dictionary)).compactMap { token in
      let word = Array(bytes[token.bytes])
      let units = SeedText(word, TextScalars(word), &tokenizer).units
      return seen.insert(units).inserted ? String(decoding: word, as: UTF8.self) : nil
    }
  }

  /// Whether nothing could ever be found of a seed: it holds no letter, figure or picture.
  package static func isEmpty(seed: String) -> Bool {
    let bytes = Array(seed.utf8)
    var tokenizer = Tokenizer()
    return !tokenizer.tokens(bytes).contains { $0.kind != .punctuation && $0.kind != .symbol }
  }

  /// Whether an example holds no telling word.
  package static func isEmpty(example: String) -> Bool {
    var tokenizer = Tokenizer()
    return tellingWords(example, &tokenizer).isEmpty
  }

  /// The categories of a text, by falling score.
  ///
  /// - Parameter tokenizer: a copy of `freshTokenizer`, kept from text to text.
  func matches(
    _ text: [UInt8], _ scalars: TextScalars, _ tokenizer: inout Tokenizer
  ) -> [Match] {
    let hits = patterns.hits(SeedText(text, scalars, &tokenizer))
    guard !hits.isEmpty else { return [] }
    var sums = [Double](repeating: 0, count: wishes.count)
    var misses = [Double](repeating: 1, count: wishes.count)
    var places = [[Range<Int>]](repeating: [], count: wishes.count)
    var held: [Int: [Int: Range<Int>]] = [:]
    for hit in hits {
      for use in patterns.uses(hit) {
        switch use {
        case .seed(let category, let weight):
          sums[category] += weight
          places[category].append(hit.place)
        case .example(let example, let term):
          if held[example]?[term] == nil { held[example, default: [:]][term] = hit.place }
        }
      }
    }
    for (example, terms) in held.sorted(by: { $0.key < $1.key }) {
      let own = examples[example]
      let share =
        terms.keys.sorted().reduce(0) { $0 + own.weights[$1] }
        / max(own.weights.reduce(0, +), 1e-300)
      guard share >= Self.shareMin else { continue }
      misses[own.category] *= 1 - 0.9 * share
      places[own.category] += terms.values.sorted { $0.lowerBound < $1.lowerBound }
    }
    return wishes.indices.compactMap { category -> Match? in
      guard sums[category] >= 1 || misses[category] < 1 else { return nil }
      return Match(
        category: category, score: 1 - Math.exp(-0.9 * sums[category]) * misses[category],
        evidence: Self.distinct(places[category]))
    }.sorted { ($1.score, $0.category) < ($0.score, $1.category) }
  }

  private static func distinct(_ places: [Range<Int>]) -> [Range<Int>] {
    var taken: [Range<Int>] = []
    for place in places where !taken.contains(where: { $0.overlaps(place) }) { taken.append(place) }
    return taken
  }

  var freshTokenizer: Tokenizer { tokenizer }
}

extension OwnCategories {
  /// The same for some texts: words of examples count by their rarity there, and where that was
  /// asked for the seeds have grown.
  package func fitted(
    to texts: some TextRows, learns: Bool, _ run: Run
  ) throws -> OwnCategories {
    var fitted = self
    if examples.contains(where: { $0.weights.count > 1 }) { try fitted.weigh(texts, run) }
    if learns { try fitted.learn(texts, run) }
    return fitted
  }

  private mutating func weigh(_ texts: some TextRows, _ run: Run) throws {
    let (own, starts) = (self, termStarts())
    let parts = try Parallel.map(count: texts.count, chunk: 512) { range in
      try run.checkpoint()
      var documents = [Int](repeating: 0, count: starts.total)
      var tokenizer = own.tokenizer
      for row in range {
        let text = SeedText(texts[row], TextScalars(texts[row]), &tokenizer)
        var seen = Set<Int>()
        for hit in own.patterns.hits(text) {
          for case .example(let example, let term) in own.patterns.uses(hit) {
            seen.insert(starts.first[example] + term)
          }
        }
        for term in seen { documents[term] += 1 }
      }
      return documents
    }
    var documents = [Int](repeating: 0, count: starts.total)
    for part in parts { for term in part.indices { documents[term] += part[term] } }
    let filled = Double(texts.count { !$0.isEmpty })
    for example in examples.indices {
      for term in examples[example].weights.indices {
        let holding = Double(documents[starts.first[example] + term])
        examples[example].weights[term] = Math.log((1 + filled) / (1 + holding)) + 1
      }
    }
  }

  private func termStarts() -> (first: [Int], total: Int) {
    var (first, total) = ([Int](), 0)
    for example in examples {
      first.append(total)
      total += example.weights.count
    }
    return (first, total)
  }

  private mutating func learn(_ texts: some TextRows, _ run: Run) throws {
    let own = self
    let categories = try Parallel.map(count: texts.count, chunk: 512) { range in
      try run.checkpoint()
      var tokenizer = own.tokenizer
      return range.map { row in
        own.matches(texts[row], TextScalars(texts[row]), &tokenizer).map(\.category)
      }
    }.flatMap { $0 }
    learnt = try LearntSeed.of(texts, categories, categoryCount: wishes.count, run) { term in
      let bytes = Array(term.utf8)
      var tokenizer = own.tokenizer
      return !own.patterns.hits(SeedText(bytes, TextScalars(bytes), &tokenizer)).isEmpty
    }
    for (category, seeds) in learnt.enumerated() {
      for seed in seeds {
        add(seed.term, .seed(category: category, weight: Self.learntWeight))
      }
    }
  }
}
