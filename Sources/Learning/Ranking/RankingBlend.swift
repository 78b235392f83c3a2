/// Several models as one: the scores of each, brought to one scale for the person, added up.
///
/// A score of a person counts as the number of standard deviations by which it exceeds the mean
/// over all items, so that models whose scores have nothing to do with each other may be added.
import Numerics

package struct RankingBlend: ItemScorer {
  package let members: [any ItemScorer]
  /// How much each member counts.
  package let weights: [Double]

  /// - Precondition: members know the same items, and each has a weight.
  package init(_ members: [any ItemScorer], weights: [Double]) {
    precondition(members.count == weights.count, "a weight for each member")
    precondition(
      members.allSatisfy { $0.itemCount == members.first?.itemCount }, "the same items for all")
    self.members = members
    self.weights = weights
  }

  /// Members that count the same.
  package init(_ members: [any ItemScorer]) {
    self.init(members, weights: members.map { _ in 1 })
  }

  package var itemCount: Int { members.first?.itemCount ?? 0 }

  /// The least standard deviation: scores that are all the same say nothing.
  private static let leastSpread = 1e-12

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    score([Asker(history, person: person)], into: scores)
  }

  package func score(
    _ askers: ArraySlice<Asker>, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let itemCount = itemCount
    scores.update(repeating: 0)
    var room = [Float](repeating: 0, count: askers.count * itemCount)
    room.withUnsafeMutableBufferPointer { room in
      for (member, weight) in zip(members, weights) {
        member.score(askers, into: room)
        for first in stride(from: 0, to: room.count, by: max(1, itemCount)) {
          let own = UnsafeBufferPointer(rebasing: room[first..<(first + itemCount)])
          let (mean, spread) = Self.moments(own)
          let factor = weight / max(spread, Self.leastSpread)
          for item in own.indices {
            scores[first + item] += Float(factor * (Double(own[item]) - mean))
          }
        }
      }
    }
  }

  /// The mean and standard deviation over all items.
  private static func moments(
    _ scores: UnsafeBufferPointer<Float>
  ) -> (mean: Double, spread: Double) {
    let count = Double(max(1, scores.count))
    var sum = 0.0
    for score in scores { sum += Double(score) }
    let mean = sum / count
    var squares = 0.0
    for score in scores { squares += (Double(score) - mean) * (Double(score) - mean) }
    return (mean, (squares / count).squareRoot())
  }

  /// The parts of each member in its own scale; without the means, which no item of the history
  /// brings. Empty when a member cannot be taken apart.
  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    contributions(history, to: [item])[0]
  }

  package func contributions(_ history: ItemHistory, to items: [Int]) -> [[Double]] {
    var parts = items.map { _ in [Double](repeating: 0, count: history.items.count) }
    for (member, weight) in zip(members, weights) {
      let own = member.contributions(history, to: items)
      guard own.allSatisfy({ $0.count == history.items.count }) else {
        return items.map { _ in [] }
      }
      let spread = member.scores(history).withUnsafeBufferPointer { Self.moments($0).spread }
      let factor = weight / max(spread, Self.leastSpread)
      for (place, values) in own.enumerated() {
        for index in values.indices { parts[place][index] += factor * values[index] }
      }
    }
    return parts
  }
}
