/// How good recommendations are: each person's last choice is hidden and has to be found again.
///
/// Full ranking, no sampled negatives; candidates are all items that enough others chose before.
import Learning
import Numerics
import Support

/// The choices that remain, and those that are hidden.
struct HiddenChoices: Sendable {
  let train: [Choices.Event]
  /// The person and the hidden item.
  let tests: [(person: Int, item: Int32)]

  /// At most so many people are tested, evenly spread.
  static let mostTests = 3_000

  /// - Parameters:
  ///   - events: in the order of time.
  ///   - everyPerson: of all people every so many alone are looked at, where there are very many.
  ///
  /// Hidden is the last choice by time, or one by lot where there are no times: the order in which
  /// a basket is printed says nothing. Where somebody chose one item again and again it counts as
  /// one, so that nobody is left without a history.
  init(
    _ events: [Choices.Event], personCount: Int, hasTimes: Bool, seed: UInt64, stride: Int = 1
  ) {
    var last = [Int](repeating: -1, count: personCount)
    var first = [Int32](repeating: -1, count: personCount)
    var counts = [Int](repeating: 0, count: personCount)
    var hasTwo = [Bool](repeating: false, count: personCount)
    var random = SeededRandom(seed: seed)
    for (index, event) in events.enumerated() {
      let person = Int(event.person)
      guard person % stride == 0 else { continue }
      counts[person] += 1
      if first[person] < 0 { first[person] = event.item }
      if event.item != first[person] { hasTwo[person] = true }
      if hasTimes || random.below(counts[person]) == 0 { last[person] = index }
    }
    let testable = last.indices.filter { hasTwo[$0] }
    let step = max(1, (testable.count + Self.mostTests - 1) / Self.mostTests)
    let chosen = Swift.stride(from: 0, to: testable.count, by: step).map { testable[$0] }
    var hidden = [Bool](repeating: false, count: events.count)
    for person in chosen { hidden[last[person]] = true }
    tests = chosen.map { ($0, events[last[$0]].item) }
    train = events.indices
      .filter { !hidden[$0] && Int(events[$0].person) % stride == 0 }
      .map { events[$0] }
  }
}

/// Figures at one length of list.
package struct RankingFigures: Sendable, Equatable {
  package let length: Int
  /// The share of people whose hidden choice is in the list; recall is the same, there being one.
  package let hitRate: Double
  package let precision: Double
  package let ndcg: Double
  /// Mean reciprocal rank, which with one hidden choice is mean average precision.
  package let map: Double
}

package struct RankingMetrics: Sendable {
  package let method: String
  package let figures: [RankingFigures]
  /// Distinct items in all lists of ten over candidate items.
  package let coverage: Double
  /// Mean of -log2 of the share of people who chose the item: higher is less obvious.
  package let novelty: Double
  /// Those with at least five choices, and the others.
  package let warm: RankingFigures?
  package let cold: RankingFigures?
  /// The gain of each person at ten, for paired comparison.
  let gains: [Double]

  package static let lengths = [1, 5, 10, 20]
  /// The length that models are compared at.
  static let main = 10
  static let warmFrom = 5

  package var ndcg: Double { gains.isEmpty ? 0 : gains.pairwiseSum / Double(gains.count) }

  package func at(_ length: Int) -> RankingFigures? { figures.first { $0.length == length } }
}

extension RankingMetrics {
  /// Measures a model that learnt from `matrix` only.
  ///
  /// - Parameter lengths: of the lists; 1, 5, 10, 20 and what the caller wishes.
  init(
    _ ranker: Ranker, _ matrix: ChoiceMatrix, _ tests: [(person: Int, item: Int32)],
    lengths: [Int], now: Int64, allowsOwn: Bool, barred: [Int32], _ run: Run
  ) throws {
    let longest = max(Self.main, lengths.max() ?? 0)
    let lists = try Parallel.map(count: tests.count, chunk: 16) { range in
      try run.checkpoint()
      var scores = [Float](repeating: 0, count: matrix.itemCount)
      return scores.withUnsafeMutableBufferPointer { room in
        range.map { index in
          ranker.best(
            longest, tests[index].person, in: matrix, now: now, allowsOwn: allowsOwn,
            barred: barred, scores: room
          ).map(\.item)
        }
      }
    }.flatMap { $0 }
    let ranks = lists.indices.map { lists[$0].firstIndex(of: tests[$0].item) }
    let all = Array(lists.indices)
    figures = lengths.map { Self.figures($0, all, ranks) }
    let isWarm = tests.map { matrix.range($0.person).count >= Self.warmFrom }
    let (warm, cold) = (all.filter { isWarm[$0] }, all.filter { !isWarm[$0] })
    self.warm = warm.isEmpty ? nil : Self.figures(Self.main, warm, ranks)
    self.cold = cold.isEmpty ? nil : Self.figures(Self.main, cold, ranks)
    method = ranker.method.rawValue
    gains = ranks.map { Self.gain($0, Self.main) }
    let popularity = matrix.popularity
    let candidates = popularity.count { $0 > 0 } - barred.count { popularity[Int($0)] > 0 }
    let shown = lists.flatMap { $0.prefix(Self.main) }
    coverage = Double(Set(shown).count) / Double(max(1, candidates))
    let people = Double(max(1, matrix.personCount))
    let surprise = shown.map {
      -Math.log(max(1, popularity[Int($0)]) / people) / Math.log(2)
    }
    novelty = surprise.pairwiseSum / Double(max(1, shown.count))
  }

  /// 1 / log2 of the place plus one, where the hidden item is in the list.
  private static func gain(_ rank: Int?, _ length: Int) -> Double {
    guard let rank, rank < length else { return 0 }
    return Math.log(2) / Math.log(Double(rank + 2))
  }

  private static func figures(_ length: Int, _ people: [Int], _ ranks: [Int?]) -> RankingFigures {
    let n = Double(max(1, people.count))
    let hits = people.compactMap { ranks[$0] }.filter { $0 < length }
    return RankingFigures(
      length: length, hitRate: Double(hits.count) / n,
      precision: Double(hits.count) / n / Double(max(1, length)),
      ndcg: people.map { gain(ranks[$0], length) }.pairwiseSum / n,
      map: hits.map { 1 / Double($0 + 1) }.pairwiseSum / n)
  }
}
