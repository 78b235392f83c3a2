/// Counts of grams by groups of texts, and bounds of models of texts.
import Numerics
import Support
import Testing

@testable import Learning

@Suite struct GramTallyTests {
  private static func texts(_ count: Int, seed: UInt64) -> (texts: [[UInt8]], groups: [Int?]) {
    var random = SeededRandom(seed: seed)
    let texts = (0..<count).map { _ -> [UInt8] in
      let words = (0..<4).map { _ in "w\(random.below(30))" } + ["好吃\(random.below(3))"]
      return Array(words.joined(separator: " ").utf8)
    }.enumerated().map { $0.offset % 2 == 0 ? $0.element : Array("w0 很好 w1".utf8) }
    return (texts, (0..<count).map { $0 % 5 == 4 ? nil : $0 % 2 })
  }

  private static func check(_ texts: [[UInt8]], _ groups: [Int?], share: Double) throws {
    let ngrams = NGrams(words: 1...1, characters: 2...2)
    let tally = try GramTally(
      texts, groups: groups, groupCount: 2, ngrams, share: share,
      isWanted: { gram, isOfCharacters in !isOfCharacters || ["好吃", "很好"].contains(gram) }, Run())
    var wanted: [String: [Int]] = [:]
    for (text, group) in zip(texts, groups) {
      var grams: Set<String> = []
      for (gram, _) in ngrams.list(String(decoding: text, as: UTF8.self)) {
        if gram.hasPrefix("w") || "0" <= gram && gram <= "9" || "好吃很".contains(gram) {
          grams.insert(gram)
        }
        if ["\u{1}好吃", "\u{1}很好"].contains(gram) { grams.insert(String(gram.dropFirst())) }
      }
      guard let group else { continue }
      for gram in grams { wanted[gram, default: [0, 0]][group] += 1 }
    }
    let found = Dictionary(
      uniqueKeysWithValues: (0..<tally.count).map { id in
        (tally.gram(id), [tally.texts(id, in: 0), tally.texts(id, in: 1)])
      })
    // A gram of texts without a group is there with none.
    #expect(found.filter { $0.value != [0, 0] } == wanted)
  }

  @Test func `grams are counted once in a text, in the group of the text`() throws {
    let (texts, groups) = Self.texts(300, seed: 1)
    try Self.check(texts, groups, share: 0.001)
  }

  @Test func `beyond the sample the counts of common grams are still those of all texts`() throws {
    let (texts, groups) = Self.texts(GramTally.sampleMax * 2 + 7, seed: 2)
    try Self.check(texts, groups, share: 0.001)
  }

  @Test func `a cancelled run ends counting, also of columns`() throws {
    let (texts, groups) = Self.texts(300, seed: 3)
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try GramTally(
        texts, groups: groups, groupCount: 2, NGrams(words: 1...1), share: 0.1,
        isWanted: { _, _ in true }, run)
    }
    #expect(throws: Cancelled.self) {
      try GramCounts(texts, NGrams(words: 1...1), minDocuments: 1, run)
    }
  }

  /// So many grams that they are sorted in pieces.
  @Test func `columns stand in the order of their bytes`() throws {
    var random = SeededRandom(seed: 4)
    let words = (0..<90_000).map { _ in "longprefix\(random.below(1_000_000))" }
    let texts = stride(from: 0, to: words.count, by: 10).map {
      Array(words[$0..<$0 + 10].joined(separator: " ").utf8)
    }
    let counted = try GramCounts(texts, NGrams(words: 1...1), minDocuments: 1, Run())
    let all = Set(words).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(counted.counts.columnCount == all.count && all.count > 1 << 16)
    #expect((0..<all.count).allSatisfy { counted.gram($0) == all[$0] })
    for row in [0, 17, texts.count - 1] {
      let own = Set(words[10 * row..<10 * row + 10])
      let columns = counted.counts.range(row).map { Int(counted.counts.columns[$0]) }
      #expect(columns == columns.sorted() && Set(columns.map { all[$0] }) == own)
    }
  }

  private static func plan(bytes: Int, labels: Int = 2) -> LearnerPlan {
    let count = 300
    var texts = [[UInt8]](repeating: [], count: count)
    texts[0] = [UInt8](repeating: 97, count: bytes)
    let truth = LabelSets(labels: (0..<count).map { $0 % labels }, labelCount: labels)
    return LearnerPlan(texts, truth, TextClassifier())
  }

  @Test func `beyond the bound of work there are three folds and fewer learners`() {
    let most = Limits.textWork
    let (at, beyond) = (Self.plan(bytes: most), Self.plan(bytes: most + 1))
    #expect(at.folds == 5 && beyond.folds == 3)
    #expect(at.candidates.count == beyond.candidates.count + 2)
  }

  @Test(arguments: [2, 3, 200])
  func `the weights of a linear model stay within their bound`(_ labels: Int) {
    let models = labels == 2 ? 1 : labels
    let most = Self.plan(bytes: 10, labels: labels).featureCountMax
    #expect(most * models <= Limits.textWeights)
    #expect((most + 1) * models > Limits.textWeights)
  }

  @Test func `of more features than there may be, those of the fewest texts are left out`() throws {
    let texts = ["a b c", "a b", "a"].map { Array($0.utf8) }
    let counted = try GramCounts(texts, NGrams(words: 1...1), minDocuments: 1, Run())
    let kept = [3, 2].map { most in
      TFIDF(counted.counts, rows: [0, 1, 2], minDocuments: 1, featureCountMax: most)
        .columns.map { counted.gram(Int($0)) }
    }
    #expect(kept == [["a", "b", "c"], ["a", "b"]])
  }

  @Test func `a model of words alone has no weight for runs of characters`() throws {
    let texts = (0..<60).map { Array("word\($0 % 2)x and thing\($0 % 7)".utf8) }
    let labels = LabelSets(labels: (0..<60).map { $0 % 2 }, labelCount: 2)
    let corpus = try TextCorpus(texts, NGrams(words: 1...1, characters: 2...3), pools: [], Run())
    let view = corpus.views(
      train: Array(0..<60), test: [], featureCountMax: .max, Run()
    ).train
    #expect(view.firstWord > 0 && view.firstWord < (view.weighting?.featureCount ?? 0))
    for learner in [TextLearner.margin(c: 1, of: .words), .ratios(c: 1, of: .words)] {
      let member = try learner.fit(view, labels, seed: 0, Run())
      #expect((0..<view.firstWord).allSatisfy { member.weight($0, of: 1) == 0 })
      let words = (view.firstWord..<(view.weighting?.featureCount ?? 0))
      #expect(words.contains { abs(member.weight($0, of: 1)) > 0.1 })
      #expect(learner.settings.map(\.key) == ["c", "wordsAlone"])
    }
  }
}
