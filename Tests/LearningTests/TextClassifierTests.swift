/// Classifiers of texts: what they find in planted texts, and that nothing leaks between folds.
import Numerics
import Support
import Testing

@testable import Learning

@Suite struct TextClassifierTests {
  /// Texts whose labels some of their words tell.
  private static func planted(
    _ count: Int, labels: Int, telling: Double, seed: UInt64
  ) -> (texts: [[UInt8]], labels: [Int]) {
    var random = SeededRandom(seed: seed)
    let truth = (0..<count).map { _ in random.below(labels) }
    let texts = truth.map { label -> [UInt8] in
      let words = (0..<9).map { _ in
        random.unit() < telling ? "w\(label)x\(random.below(30))" : "n\(random.below(300))"
      }
      return Array(words.joined(separator: " ").utf8)
    }
    return (texts, truth)
  }

  private static func train(
    _ kind: TextClassifier.Kind, _ texts: [[UInt8]], _ labels: LabelSets
  ) throws -> TextClassifier.Training {
    var wish = TextClassifier()
    wish.kind = kind
    return try wish.train(texts, labels, Run())
  }

  private static func right(_ chances: [Double], _ labels: [Int], _ count: Int) -> Double {
    LabelMetrics(labels: labels, probabilities: chances, classCount: count).accuracy
  }

  @Test(arguments: TextClassifier.Kind.allCases)
  func `every kind finds planted labels in folds and in new texts`(
    _ kind: TextClassifier.Kind
  ) throws {
    let (texts, labels) = Self.planted(600, labels: 3, telling: 0.3, seed: 1)
    let found = try Self.train(kind, texts, LabelSets(labels: labels, labelCount: 3))
    // Four in a hundred texts hold no word that tells; some words are rare.
    #expect(Self.right(found.probabilities, labels, 3) > 0.85)
    let (fresh, truth) = Self.planted(300, labels: 3, telling: 0.3, seed: 2)
    let chances = try found.model.probabilities(fresh, Run())
    #expect(Self.right(chances, truth, 3) > 0.85)
    for row in 0..<300 {
      #expect(abs(chances[3 * row..<3 * row + 3].reduce(0, +) - 1) < 1e-9)
    }
    // A chance is what it says: on folds the mean chance of the answer is the share of right ones.
    let sure = (0..<600).reduce(0) { $0 + (found.probabilities[3 * $1..<3 * $1 + 3].max() ?? 0) }
    #expect(abs(sure / 600 - Self.right(found.probabilities, labels, 3)) < 0.05)
  }

  /// Margins and networks have scores of other sizes, so losses are compared once these are scaled.
  @Test func `of each kind the settings with the least log-loss on the first fold have a say`()
    throws
  {
    let (texts, labels) = Self.planted(600, labels: 3, telling: 0.2, seed: 4)
    for kind in [TextClassifier.Kind.linearSvm, .embedPool, .auto] {
      let truth = LabelSets(labels: labels, labelCount: 3)
      let found = try Self.train(kind, texts, truth)
      var wish = TextClassifier()
      wish.kind = kind
      var trials = found.trials[...]
      for candidates in LearnerPlan(texts, truth, wish).candidates {
        let own = trials.prefix(candidates.count)
        trials = trials.dropFirst(candidates.count)
        #expect(own.map(\.learner) == candidates)
        // Shares of the labels alone lose ln 3.
        #expect(own.allSatisfy { 0 < $0.loss && $0.loss < Math.log(3) })
        let least = own.min { $0.loss < $1.loss }?.learner
        let heard = found.model.learners.map(\.learner)
        #expect(heard.allSatisfy { !candidates.contains($0) || $0 == least })
      }
      #expect(trials.isEmpty && !found.model.learners.isEmpty)
    }
  }

  @Test(arguments: [0, 1])
  func `who has no say on a fold of a thousand texts is fitted no more`(_ fewer: Int) throws {
    let (count, first) = (2 * FoldWork.tellingCount, FoldWork.tellingCount - fewer)
    let labels = (0..<count).map { $0 % 2 }
    let truth = LabelSets(labels: labels, labelCount: 2)
    let texts = labels.map { Array("w\($0)".utf8) }
    var wish = TextClassifier()
    (wish.kind, wish.folds) = (.linearSvm, 2)
    let plan = LearnerPlan(texts, truth, wish)
    let corpus = try TextCorpus(texts, plan.ngrams, pools: [], Run())
    let work = FoldWork(corpus, truth, labels.indices.map { $0 < first ? 0 : 1 }, plan, seed: 0)
    /// Scores that are right but for one text in so many.
    func scores(but wrong: Int) -> [Float] {
      work.members[0].flatMap { row -> [Float] in
        (row % wrong == 0) == (labels[row] == 0) ? [-1, 1] : [1, -1]
      }
    }
    let right = (learner: TextLearner.margin(c: 1), scores: scores(but: 11))
    // The other says the wrong way round what it knows.
    let wrong = (learner: TextLearner.margin(c: 2), scores: scores(but: 7).map { -$0 })
    let heard = try work.heard([wrong, right], Run()).map(\.learner)
    #expect(heard == (fewer == 0 ? [right.learner] : [wrong.learner, right.learner]))
  }

  /// A model that saw its test rows would do better than chance here.
  @Test(arguments: TextClassifier.Kind.allCases)
  func `labels that no word tells are not found on unseen texts`(
    _ kind: TextClassifier.Kind
  ) throws {
    let (texts, labels) = Self.planted(600, labels: 2, telling: 0, seed: 3)
    let found = try Self.train(kind, texts, LabelSets(labels: labels, labelCount: 2))
    // 600 throws of a coin: 0.02 is one standard error.
    #expect(abs(Self.right(found.probabilities, labels, 2) - 0.5) < 0.08)
    let sure = (0..<600).map { max(found.probabilities[2 * $0], found.probabilities[2 * $0 + 1]) }
    #expect(sure.reduce(0, +) / 600 < 0.6)
  }

  @Test(arguments: TextClassifier.Kind.allCases)
  func `what the places of a text add is its log-odds`(_ kind: TextClassifier.Kind) throws {
    let (texts, labels) = Self.planted(300, labels: 2, telling: 0.3, seed: 9)
    let model = try Self.train(kind, texts, LabelSets(labels: labels, labelCount: 2)).model
    let asked = texts.prefix(5) + [Array("w1x3 w1x3, w1x3 n5 w0x2".utf8), []]
    for text in asked {
      let p = try model.probabilities([text], Run())
      let found = try model.evidence(text, for: 1, Run())
      let sum = found.spans.reduce(found.base) { $0 + $1.effect }
      #expect(abs(sum - Math.log(p[1] / p[0])) < 1e-3 * max(1, abs(sum)))
      let other = try model.evidence(text, for: 0, Run())
      #expect(abs(other.spans.reduce(other.base) { $0 + $1.effect } + sum) < 1e-3)
      for span in found.spans {
        #expect(0 <= span.place.lowerBound && span.place.upperBound <= text.count)
      }
    }
  }

  @Test func `texts of several labels get each of them`() throws {
    let (texts, labels) = Self.planted(600, labels: 3, telling: 0.35, seed: 4)
    // The third kind of text has both labels.
    let sets = LabelSets(sets: labels.map { $0 == 2 ? [0, 1] : [$0] }, labelCount: 2)
    let found = try Self.train(.auto, texts, sets)
    let p = try found.model.probabilities([texts[0]], Run())
    let told = try found.model.evidence(texts[0], for: 1, Run())
    #expect(abs(told.spans.reduce(told.base) { $0 + $1.effect } - Math.logit(p[1])) < 1e-3)
    let said = labels.indices.map { row in
      [found.probabilities[2 * row] > 0.5, found.probabilities[2 * row + 1] > 0.5]
    }
    let whole = labels.indices.filter { row in
      said[row] == [labels[row] != 1, labels[row] != 0]
    }
    #expect(Double(whole.count) / 600 > 0.85)
  }

  @Test func `the same seed gives the same bits, and a model knows only what it keeps`() throws {
    let (texts, labels) = Self.planted(300, labels: 2, telling: 0.3, seed: 5)
    let sets = LabelSets(labels: labels, labelCount: 2)
    let (one, other) = (try Self.train(.auto, texts, sets), try Self.train(.auto, texts, sets))
    #expect(one.probabilities == other.probabilities)
    let asked = texts + [[], Array("好吃 unknown".utf8)]
    let chances = try one.model.probabilities(asked, Run())
    #expect(try other.model.probabilities(asked, Run()) == chances)
    #expect(chances.allSatisfy { $0.isFinite && 0 <= $0 && $0 <= 1 })
    // One text at a time says what all at once say.
    for row in [0, 7, 300] {
      let alone = try one.model.probabilities([asked[row]], Run())
      #expect(Array(chances[2 * row..<2 * row + 2]) == alone)
    }
  }

  @Test func `a rare label and very few texts are learnt from without a trap`() throws {
    let (texts, _) = Self.planted(12, labels: 2, telling: 0.5, seed: 6)
    // The last label stands on one text: its fold is trained without it.
    let labels = (0..<12).map { $0 == 11 ? 2 : $0 % 2 }
    for kind in TextClassifier.Kind.allCases {
      let found = try Self.train(kind, texts, LabelSets(labels: labels, labelCount: 3))
      #expect(found.probabilities.count == 36)
      #expect(found.probabilities.allSatisfy { $0.isFinite })
    }
  }

  @Test func `weights of scores are those of least loss, and none is negative`() throws {
    var random = SeededRandom(seed: 7)
    let labels = (0..<2000).map { _ in random.below(2) }
    // One honest score that is four times too sure, and one that says the opposite of a guess.
    var scores: [[Float]] = [[], []]
    for label in labels {
      let z = Float(4 * (random.normal() + (label == 1 ? 1 : -1)))
      scores[0] += [-z / 2, z / 2]
      let guess = Float(random.normal() + (label == 1 ? 0.5 : -0.5))
      scores[1] += [guess, -guess]
    }
    let sets = LabelSets(labels: labels, labelCount: 2)
    let blend = try ScoreBlend.fit(scores, sets, rows: Array(0..<2000), Run())
    #expect(blend.weights[1] == 0)
    // Normal scores one to either side have log-odds of twice their value: half of what z says.
    #expect(abs(blend.weights[0] - 0.5) < 0.06)
    let chances = blend.probabilities(scores, labelCount: 2)
    let mean = (0..<2000).reduce(0) { $0 + chances[2 * $1 + 1] } / 2000
    let share = Double(labels.reduce(0, +)) / 2000
    #expect(abs(mean - share) < 0.02)
  }

  @Test func `one label alone is refused and a cancelled run ends the work`() throws {
    let (texts, labels) = Self.planted(40, labels: 2, telling: 0.3, seed: 8)
    #expect(throws: FitError.singleClass) {
      try Self.train(.auto, texts, LabelSets(labels: labels.map { _ in 0 }, labelCount: 1))
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try TextClassifier().train(texts, LabelSets(labels: labels, labelCount: 2), run)
    }
  }
}
