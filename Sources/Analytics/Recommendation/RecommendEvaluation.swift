/// How good recommendations are: each person's last choice is hidden and has to be found again.
///
/// Full ranking, no sampled negatives; candidates are all items somebody else chose before.
import Numerics
import Support

package struct RankingMetrics: Sendable, Equatable {
  package let method: String
  /// The share of people whose hidden choice is in the list; recall is the same, there being one.
  package let hitRate: Double
  package let precision: Double
  package let ndcg: Double
  /// Mean reciprocal rank, which with one hidden choice is mean average precision.
  package let map: Double
  /// Distinct items in all lists over candidate items.
  package let coverage: Double
  /// Mean of -log2 of the share of people who chose the item: higher is less obvious.
  package let novelty: Double
  /// The NDCG of each person, for paired comparison.
  let perPerson: [Double]
}

struct HiddenChoices: Sendable {
  let train: [Choices.Event]
  /// The person and the hidden item.
  let tests: [(person: Int, item: Int32)]

  /// At most so many people are tested, evenly spread.
  static let mostTests = 3_000
  /// At most so many people are learnt from to compare models, evenly spread; the model that is
  /// chosen then learns from all.
  static let mostPeople = 20_000

  /// The last choice by time, or one by lot where there are no times: the order in which a basket
  /// is printed says nothing.
  init(_ choices: Choices, seed: UInt64) {
    var last = [Int](repeating: -1, count: choices.people.count)
    var counts = [Int](repeating: 0, count: choices.people.count)
    var random = SeededRandom(seed: seed)
    let stride = (choices.people.count + Self.mostPeople - 1) / Self.mostPeople
    for (index, event) in choices.events.enumerated() {
      let person = Int(event.person)
      guard person % stride == 0 else { continue }
      counts[person] += 1
      if choices.hasTimes || random.below(counts[person]) == 0 { last[person] = index }
    }
    let testable = last.indices.filter { counts[$0] >= 2 }
    let step = max(1, (testable.count + Self.mostTests - 1) / Self.mostTests)
    let chosen = Swift.stride(from: 0, to: testable.count, by: step).map { testable[$0] }
    var hidden = [Bool](repeating: false, count: choices.events.count)
    for person in chosen { hidden[last[person]] = true }
    tests = chosen.map { ($0, choices.events[last[$0]].item) }
    train = choices.events.indices
      .filter { !hidden[$0] && Int(choices.events[$0].person) % stride == 0 }
      .map { choices.events[$0] }
  }
}

extension RankingMetrics {
  /// Measures a model that was fitted on the training events only.
  init(
    _ model: Recommender, _ matrix: SparseMatrix, _ hidden: HiddenChoices, count: Int,
    allowsRepeats: Bool, _ run: Run
  ) throws {
    let candidates = model.popularity.indices.filter { model.popularity[$0] > 0 }
    let peopleCount = Double(max(1, matrix.rowCount))
    let parts = try Parallel.map(count: hidden.tests.count, chunk: 16) { range in
      try run.checkpoint()
      return range.map { index -> (rank: Int?, items: [Int]) in
        let test = hidden.tests[index]
        let history = matrix.history(test.person)
        let own = Set(history.map { Int($0.item) })
        let best = model.best(count, history) { item in
          model.popularity[item] > 0 && (allowsRepeats || !own.contains(item))
        }
        return (best.firstIndex { $0.item == Int(test.item) }, best.map(\.item))
      }
    }.flatMap { $0 }
    let n = Double(max(1, parts.count))
    let gains = parts.map { $0.rank.map { 1 / Math.log(Double($0 + 2)) * Math.log(2) } ?? 0 }
    method = model.name
    hitRate = Double(parts.filter { $0.rank != nil }.count) / n
    precision = hitRate / Double(count)
    ndcg = gains.pairwiseSum / n
    map = parts.map { $0.rank.map { 1 / Double($0 + 1) } ?? 0 }.pairwiseSum / n
    coverage = Double(Set(parts.flatMap(\.items)).count) / Double(max(1, candidates.count))
    let shown = parts.flatMap(\.items)
    let surprise = shown.map { -Math.log(model.popularity[$0] / peopleCount) / Math.log(2) }
    novelty = surprise.pairwiseSum / Double(max(1, shown.count))
    perPerson = gains
  }
}

extension SparseMatrix {
  /// What a person chose, with weights.
  func history(_ person: Int) -> History {
    range(person).map { (columns[$0], values[$0]) }
  }
}
