/// How good recommendations are: choices are hidden and have to be found again.
///
/// Each person's last choice where there are times, else a tenth of what they chose by lot: the
/// order in which a file or a basket is printed says nothing. Full ranking, no sampled negatives;
/// candidates are all items that enough others chose.
import Learning
import Numerics
import Support

/// The choices that remain, and those that are hidden.
struct HiddenChoices: Sendable {
  typealias Test = (person: Int, items: [Int32])

  let train: [Choices.Event]
  /// People with the items that are hidden of each, rising.
  let tests: [Test]

  /// At most so many people are tested, evenly spread; the more, the smaller the differences that
  /// are beyond their own error.
  static func mostTests(_ effort: RecommendOptions.Effort) -> Int {
    effort == .thorough ? 30_000 : 3_000
  }
  /// Of a person without times one item in so many is hidden.
  static let share = 10

  /// - Parameters:
  ///   - events: in the order of time.
  ///   - stride: of all people every so many alone are looked at, where there are very many.
  ///
  /// Somebody who chose one item alone, be it again and again, is not tested: nothing would be left
  /// to go by.
  init(
    _ events: [Choices.Event], personCount: Int, itemCount: Int, hasTimes: Bool, seed: UInt64,
    stride: Int = 1, effort: RecommendOptions.Effort, _ run: Run
  ) throws {
    try run.checkpoint()
    let seen = events.filter { Int($0.person) % stride == 0 }
    let most = Self.mostTests(effort)
    (train, tests) =
      hasTimes
      ? Self.last(seen, personCount, most: most)
      : try Self.byLot(
        seen, ChoiceMatrix(personCount: personCount, itemCount: itemCount, events: seen, run), seed,
        most: most, run)
  }

  /// At most so many of some people, evenly spread.
  static func spread(_ people: [Int], most: Int) -> [Int] {
    let step = max(1, (people.count + most - 1) / most)
    return Swift.stride(from: 0, to: people.count, by: step).map { people[$0] }
  }

  /// The last choice of each.
  private static func last(
    _ events: [Choices.Event], _ personCount: Int, most: Int
  ) -> (train: [Choices.Event], tests: [Test]) {
    var last = [Int](repeating: -1, count: personCount)
    var first = [Int32](repeating: -1, count: personCount)
    var hasTwo = [Bool](repeating: false, count: personCount)
    for (index, event) in events.enumerated() {
      let person = Int(event.person)
      if first[person] < 0 { first[person] = event.item }
      if event.item != first[person] { hasTwo[person] = true }
      last[person] = index
    }
    let chosen = spread(last.indices.filter { hasTwo[$0] }, most: most)
    var hidden = [Bool](repeating: false, count: events.count)
    for person in chosen { hidden[last[person]] = true }
    return (
      events.indices.filter { !hidden[$0] }.map { events[$0] },
      chosen.map { ($0, [events[last[$0]].item]) }
    )
  }

  /// A tenth of the items of each, at least one.
  private static func byLot(
    _ events: [Choices.Event], _ matrix: ChoiceMatrix, _ seed: UInt64, most: Int, _ run: Run
  ) throws -> (train: [Choices.Event], tests: [Test]) {
    try run.checkpoint()
    let chosen = spread(
      (0..<matrix.personCount).filter { matrix.range($0).count > 1 }, most: most)
    var random = SeededRandom(seed: seed)
    var hidden: Set<Int64> = []
    let tests = chosen.map { person -> Test in
      var own = Array(matrix.items[matrix.range(person)])
      random.shuffle(&own)
      let items = own.prefix(max(1, own.count / share)).sorted()
      for item in items { hidden.insert(Int64(person) << 32 | Int64(item)) }
      return (person, items)
    }
    return (
      events.filter { !hidden.contains(Int64($0.person) << 32 | Int64($0.item)) }, tests
    )
  }
}

/// Figures at one length of list.
package struct RankingFigures: Sendable, Equatable {
  package let length: Int
  /// The share of people with a hidden choice in the list.
  package let hitRate: Double
  /// Hidden choices in the list over all of the person's, and over the length of the list.
  package let recall: Double
  package let precision: Double
  /// Gains of 1 / log2 of the place plus one, over those of the best list.
  package let ndcg: Double
  /// The precision at each hit, over hidden choices or the length of the list, whichever is less.
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
    _ ranker: Ranker, _ matrix: ChoiceMatrix, _ tests: [HiddenChoices.Test],
    lengths: [Int], now: Int64, allowsOwn: Bool, barred: [Int32], _ run: Run
  ) throws {
    let longest = max(Self.main, lengths.max() ?? 0)
    let lists = try Parallel.map(count: tests.count, chunk: 16) { range in
      try run.checkpoint()
      return ranker.best(
        longest, range.map { tests[$0].person }, in: matrix, now: now, allowsOwn: allowsOwn,
        barred: barred
      ).map { $0.map(\.item) }
    }.flatMap { $0 }
    let found = lists.indices.map { index in
      Hits(
        lists[index].indices.filter { tests[index].items.contains(lists[index][$0]) }, tests[index])
    }
    let all = Array(lists.indices)
    figures = lengths.map { Self.figures($0, all, found) }
    let isWarm = tests.map { matrix.range($0.person).count >= Self.warmFrom }
    let (warm, cold) = (all.filter { isWarm[$0] }, all.filter { !isWarm[$0] })
    self.warm = warm.isEmpty ? nil : Self.figures(Self.main, warm, found)
    self.cold = cold.isEmpty ? nil : Self.figures(Self.main, cold, found)
    method = ranker.method.rawValue
    gains = found.map { $0.ndcg(Self.main) }
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

  private static func figures(_ length: Int, _ people: [Int], _ found: [Hits]) -> RankingFigures {
    let n = Double(max(1, people.count))
    func mean(_ value: (Hits) -> Double) -> Double {
      people.map { value(found[$0]) }.pairwiseSum / n
    }
    return RankingFigures(
      length: length, hitRate: mean { $0.count(length) > 0 ? 1 : 0 },
      recall: mean { Double($0.count(length)) / Double($0.wanted) },
      precision: mean { Double($0.count(length)) / Double(max(1, length)) },
      ndcg: mean { $0.ndcg(length) }, map: mean { $0.averagePrecision(length) })
  }
}

/// Where in a list the hidden choices of one person are.
private struct Hits: Sendable {
  /// Rising, from 0.
  let places: [Int]
  let wanted: Int

  init(_ places: [Int], _ test: HiddenChoices.Test) {
    self.places = places
    wanted = max(1, test.items.count)
  }

  func count(_ length: Int) -> Int { places.count { $0 < length } }

  private static func gain(_ place: Int) -> Double { Math.log(2) / Math.log(Double(place + 2)) }

  func ndcg(_ length: Int) -> Double {
    let own = places.filter { $0 < length }.reduce(0.0) { $0 + Self.gain($1) }
    return own / (0..<max(1, min(length, wanted))).reduce(0.0) { $0 + Self.gain($1) }
  }

  func averagePrecision(_ length: Int) -> Double {
    let hits = places.filter { $0 < length }.enumerated()
    let sum = hits.reduce(0.0) { $0 + Double($1.offset + 1) / Double($1.element + 1) }
    return sum / Double(max(1, min(length, wanted)))
  }
}
