/// Labels of which a text may have any number: which are given, and how good that is.
import Numerics
import Support
import Testing

@testable import Learning

@Suite struct LabelRuleTests {
  @Test(arguments: 0..<20)
  func `the best F1 is that of trying every bound`(_ seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    // Few values, so that many are equal.
    let chances = (0..<60).map { _ in Double(random.below(9)) / 8 }
    let marks = chances.map { random.unit() < $0 ? 1.0 : 0 }
    let tried = Set(chances).map { bound -> Double in
      let named = chances.indices.filter { chances[$0] >= bound }
      let right = named.reduce(0) { $0 + marks[$1] }
      return 2 * right / (marks.reduce(0, +) + Double(named.count))
    }
    #expect(abs(LabelRule.bestF1(chances, marks) - (tried.max() ?? 0)) < 1e-12)
  }

  /// Chances that are true: a label of chance p is there with chance p.
  private static func drawn(_ count: Int, seed: UInt64) -> (chances: [Double], sets: LabelSets) {
    var random = SeededRandom(seed: seed)
    var (chances, sets): ([Double], [[Int]]) = ([], [])
    for _ in 0..<count {
      // The second label is rare and seldom likely.
      let own = [random.unit(), 0.6 * random.unit() * random.unit() * random.unit()]
      chances += own
      sets.append(own.indices.filter { random.unit() < own[$0] })
    }
    return (chances, LabelSets(sets: sets, labelCount: 2))
  }

  @Test func `bounds of best F1 give rare labels that one half never gives`() {
    let (chances, sets) = Self.drawn(4000, seed: 1)
    let folds = (0..<4000).map { $0 % 5 }
    let found = sets.rule(chances, folds: folds, foldCount: 5)
    #expect(found.rule.bounds[1] < 0.3 && !found.rule.givesOne)
    let (fresh, truth) = Self.drawn(4000, seed: 2)
    let half = LabelRule(half: truth)
    let own = LabelMetrics(truth, given: found.rule.labels(of: fresh), probabilities: fresh)
    let other = LabelMetrics(truth, given: half.labels(of: fresh), probabilities: fresh)
    #expect(own.macroF1 > other.macroF1 + 0.1)
    // What folds said of it holds for new texts: a standard error is about 0.01.
    let told = LabelMetrics(sets, given: found.given, probabilities: chances)
    #expect(abs(told.macroF1 - own.macroF1) < 0.04)
  }

  @Test func `one half stays where bounds do not help, and on labels of few texts`() {
    var random = SeededRandom(seed: 3)
    let sets = (0..<200).map { _ in [0, 1].filter { _ in random.unit() < 0.5 } }
    let truth = LabelSets(sets: sets, labelCount: 2)
    // Chances that tell all.
    let chances = sets.flatMap { set in [0, 1].map { set.contains($0) ? 0.9 : 0.1 } }
    let found = truth.rule(chances, folds: (0..<200).map { $0 % 4 }, foldCount: 4)
    #expect(found.rule.bounds == [0.5, 0.5] && found.given == sets)
    let few = LabelSets(sets: (0..<40).map { $0 < 9 ? [0] : [1] }, labelCount: 2)
    let rule = LabelRule(
      [Double](repeating: 0.2, count: 80), few, rows: Array(0..<40))
    #expect(rule.bounds[0] == 0.5 && rule.bounds[1] < 0.5)
  }

  @Test func `a text gets the nearest label only where all had one`() {
    let all = LabelRule(bounds: [0.5, 0.3, 0.4], givesOne: true)
    #expect(all.labels([0.6, 0.1, 0.4]) == [0, 2])
    #expect(all.labels([0.4, 0.25, 0.1]) == [1])
    let some = LabelRule(bounds: [0.5, 0.3, 0.4], givesOne: false)
    #expect(some.labels([0.4, 0.25, 0.1]) == [])
    #expect(some.labels(of: [0.6, 0.3, 0, 0, 0, 0]) == [[0, 1], []])
    #expect(LabelRule(half: LabelSets(sets: [[0], []], labelCount: 1)).givesOne == false)
    #expect(LabelRule(half: LabelSets(sets: [[0], [0, 1]], labelCount: 2)).givesOne)
  }

  /// Counted by hand.
  @Test func `figures of sets count labels, texts and wholly right lists`() {
    let truth = LabelSets(sets: [[0, 1], [1], [], [2]], labelCount: 4)
    let chances = [0.9, 0.4, 0, 0, 0.2, 0.8, 0, 0, 0, 0.7, 0, 0, 0, 0, 0.5, 0]
    let metrics = LabelMetrics(truth, given: [[0], [1], [1], [2]], probabilities: chances)
    #expect(metrics.count == 4 && metrics.accuracy == 0.5)
    #expect(metrics.classes.map(\.support) == [1, 2, 1, 0])
    #expect(metrics.classes.map(\.precision) == [1, 0.5, 1, nil])
    #expect(metrics.classes.map(\.recall) == [1, 0.5, 1, nil])
    // Three right of four given and four there: 6 / 8. The label that is nowhere does not count.
    #expect(metrics.microF1 == 0.75)
    #expect(abs(metrics.macroF1 - 2.5 / 3) < 1e-12)
    let losses = [0.9 * 0.4, 0.8 * 0.8, 0.3, 0.5].map { -Math.log($0) }
    #expect(abs(metrics.logLoss - losses.reduce(0, +) / 4) < 1e-9)
    #expect(metrics.confusion.isEmpty && metrics.rocAuc == nil)
  }
}
