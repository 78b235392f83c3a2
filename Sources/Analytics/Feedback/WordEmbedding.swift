/// Vectors for the words of the caller's own texts, and how well they know which words go together
/// in texts they have not seen.
package import Learning
import Numerics
package import Support

package struct WordEmbedding: Sendable {
  package struct Options: Sendable {
    package var dimensions = 50
    package var window = 5
    /// A word in fewer places gets no vector.
    package var countMin = 3
    package var seed: UInt64 = 42

    package init() {}
  }

  /// How well words that stand beside each other in unseen texts are told from others.
  package struct Trial: Sendable, Equatable {
    package let pairs: Int
    /// The chance that a pair from a text is more alike than one made of two texts.
    package let area: Double
    package let standardError: Double
    /// The same by the counts alone: how often the two stood together in the texts learnt from.
    package let baseline: Double
  }

  package let texts: FeedbackTexts
  package let words: [String]
  /// How often each occurs.
  package let counts: [Int]
  package let model: WordVectorsModel
  package let tokens: Int
  package let trial: Trial?
  package let notices: [Notice]
  private let place: [String: Int]

  /// Fewer tokens say nothing of which words go together.
  package static let tokensMin = 5_000
  private static let heldOut = 10
  /// Pairs of a trial; of more every n-th.
  private static let pairsMax = 20_000

  package init(_ texts: FeedbackTexts, _ options: Options, _ run: Run) throws {
    self.texts = texts
    run.report(0.05, Phrase(en: "cutting texts into words", zh: "切分词语"))
    let read = try WordRows(texts.texts, run)
    tokens = read.tokens
    guard Self.tokensMin <= read.tokens else {
      throw AnalyticsError.tooFewRows(
        have: read.tokens, need: Self.tokensMin, what: "words in the texts")
    }
    let kept = read.frequent(options.countMin, most: Limits.embedWords)
    guard 2 <= kept.words.count else {
      throw AnalyticsError.tooFewRows(
        have: kept.words.count, need: 2, what: "words in \(options.countMin) places or more")
    }
    (words, counts) = (kept.words, kept.counts)
    place = Dictionary(uniqueKeysWithValues: kept.words.enumerated().map { ($1, $0) })
    var spec = WordVectors()
    (spec.dimensions, spec.window, spec.seed) = (options.dimensions, options.window, options.seed)
    run.report(0.2, Phrase(en: "counting neighbours", zh: "统计邻词"))
    model = try spec.fit(kept.rows, wordCount: kept.words.count, run)
    run.report(0.7, Phrase(en: "testing on unseen texts", zh: "在未见文本上检验"))
    trial = try Self.trial(kept.rows, spec, kept.words.count, run)
    notices =
      texts.notices
      + (read.isCut
        ? [
          Notice(
            "textsLeftOut",
            en: "every \(read.step)-th text was read: vectors are of \(Limits.embedTokens) words at"
              + " most", zh: "每 \(read.step) 条文本取一条：词向量最多取自 \(Limits.embedTokens) 个词")
        ] : [])
  }

  /// The number of a word, in lower case; nil where it has no vector.
  package func number(_ word: String) -> Int? { place[word.lowercased()] }

  /// First is to second as the answer is to third.
  package func analogy(
    _ first: Int, _ second: Int, _ third: Int, count: Int
  ) -> [(word: Int, similarity: Double)] {
    let parts = [first, second, third].map(model.direction)
    let direction = parts[0].indices.map { parts[1][$0] - parts[0][$0] + parts[2][$0] }
    return model.nearest(to: direction, count: count, besides: [first, second, third])
  }

  /// Pairs of neighbours in about every tenth text, beside pairs of a first and a second word drawn
  /// from two of them: those have the same frequencies.
  private static func trial(
    _ rows: [[Int32]], _ spec: WordVectors, _ wordCount: Int, _ run: Run
  ) throws -> Trial? {
    let filled = rows.filter { !$0.isEmpty }
    guard filled.count >= 2 * heldOut else { return nil }
    var random = SeededRandom(seed: spec.seed)
    var (train, pairs): ([[Int32]], [(Int, Int)]) = ([], [])
    for words in filled {
      guard random.below(heldOut) == 0 else {
        train.append(words)
        continue
      }
      for (first, second) in zip(words, words.dropFirst())
      where first >= 0 && second >= 0 && first != second {
        pairs.append((Int(first), Int(second)))
      }
    }
    guard pairs.count >= 50 else { return nil }
    let every = (pairs.count + pairsMax - 1) / pairsMax
    pairs = stride(from: 0, to: pairs.count, by: every).map { pairs[$0] }
    let model = try spec.fit(train, wordCount: wordCount, run)
    let together = try WordVectors.information(
      NeighbourCounts(train, window: spec.window, run).matrix(wordCount, run), run)
    let others = pairs.map { ($0.0, pairs[random.below(pairs.count)].1) }
    func area(_ score: (Int, Int) -> Double) -> Double {
      let own = pairs.map { score($0.0, $0.1) }
      let other = others.map { score($0.0, $0.1) }
      let ranks = Correlation.midRanks(own + other)
      let sum = ranks.prefix(own.count).reduce(0, +)
      let n = Double(own.count)
      return (sum - n * (n + 1) / 2) / (n * n)
    }
    let found = area { model.similarity($0, $1) }
    let n = Double(pairs.count)
    return Trial(
      pairs: pairs.count, area: found,
      standardError: (max(1e-12, found * (1 - found)) / n).squareRoot(),
      baseline: area { first, second in
        together.range(first).first { together.columns[$0] == Int32(second) }.map {
          together.values[$0]
        } ?? 0
      })
  }

  /// What the vectors are worth.
  package var grade: Grade {
    guard let trial else {
      return Grade(
        .d, Phrase(en: "too few texts to test the vectors on unseen ones", zh: "文本太少，无法检验词向量"))
    }
    let least = trial.area - 4 * trial.standardError
    // Counts are the simple way: vectors that do worse are no better than C.
    let isBetter = trial.area > trial.baseline
    let letter: Grade.Letter =
      least <= 0.55 ? .d : !isBetter ? .c : least > 0.75 ? .a : .b
    let (own, other) = (Words.fixed(trial.area, 2), Words.fixed(trial.baseline, 2))
    return Grade(
      letter,
      Phrase(
        en:
          "\(trial.pairs) pairs of neighbours in unseen texts are more alike than chance pairs with"
          + " an area of \(own); counts alone give \(other), chance 0.50",
        zh: "未见文本中 \(trial.pairs) 对邻词比随机词对更相似，AUC 为 \(own)；仅用计数为 \(other)，随机为 0.50"),
      metric: "rocAuc", score: trial.area, baseline: trial.baseline)
  }
}

/// The words of texts, as numbers.
private struct WordRows {
  private var names: [String] = []
  private var rows: [[Int32]] = []
  private var sums: [Int] = []
  private(set) var tokens = 0
  /// Every so-manieth text was read.
  private(set) var step = 1

  var isCut: Bool { step > 1 }

  private static let learntWeight: Float = -9

  init(_ texts: some TextRows, _ run: Run) throws {
    let common = ChineseDictionary.common
    let found = try WordDiscovery.words(in: texts, beside: common, run)
    let tokenizer = Tokenizer(common.adding(found.map { ($0.characters, Self.learntWeight) }))
    let parts = try Parallel.map(count: texts.count, chunk: 256) { range in
      var own = tokenizer
      return try range.map { row in
        try run.checkpoint()
        return Self.words(texts[row], &own)
      }
    }.flatMap { $0 }
    tokens = parts.reduce(0) { $0 + $1.count }
    step = max(1, (tokens + Limits.embedTokens - 1) / Limits.embedTokens)
    var known: [String: Int32] = [:]
    for (place, row) in stride(from: 0, to: parts.count, by: step).enumerated() {
      if place % 256 == 0 { try run.checkpoint() }
      rows.append(
        parts[row].map { word in
          if let number = known[word] {
            sums[Int(number)] += 1
            return number
          }
          let number = Int32(truncatingIfNeeded: names.count)
          known[word] = number
          names.append(word)
          sums.append(1)
          return number
        })
    }
    if step > 1 { tokens = rows.reduce(0) { $0 + $1.count } }
  }

  /// Words and hashtags in lower case, without what was hidden.
  private static func words(_ text: [UInt8], _ tokenizer: inout Tokenizer) -> [String] {
    tokenizer.tokens(text).compactMap { token in
      guard token.kind == .word || token.kind == .hashtag else { return nil }
      return String(decoding: text[token.bytes], as: UTF8.self).lowercased()
    }
  }

  /// The words in so many places or more, the most frequent first, and the texts in their numbers.
  func frequent(_ least: Int, most: Int) -> (words: [String], counts: [Int], rows: [[Int32]]) {
    let kept = names.indices.filter { sums[$0] >= least }
      .sorted { (-sums[$0], $0) < (-sums[$1], $1) }.prefix(most)
    var number = [Int32](repeating: -1, count: names.count)
    for (place, word) in kept.enumerated() { number[word] = Int32(truncatingIfNeeded: place) }
    return (
      kept.map { names[$0] }, kept.map { sums[$0] },
      rows.map { row in row.map { number[Int($0)] } }
    )
  }
}
