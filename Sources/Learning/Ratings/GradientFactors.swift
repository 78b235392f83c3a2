/// A matrix of ratings as a product of two small ones, by steps down the gradient over all known
/// ratings at once.
///
/// The published update with its signs put right: E = R - P Q' over the rated cells,
/// P += a (E Q - l P), Q += a (E' P - l Q). With the signs as printed the steps climb.
import Numerics
package import Support

package struct GradientFactors: Sendable {
  package var factors = 2
  package var steps = 5_000
  package var learningRate = 0.01
  package var penalty = 0.0
  /// 1 goes down; -1 is what is printed, and diverges.
  package var direction = 1.0
  package var seed: UInt64 = 42

  package init() {}

  /// Ends early where numbers grow beyond use: then `hasDiverged`.
  package func fit(_ ratings: Ratings, _ run: Run) throws -> GradientFactorsModel {
    var random = SeededRandom(seed: seed)
    var p = (0..<(ratings.personCount * factors)).map { _ in random.unit() }
    var q = (0..<(ratings.itemCount * factors)).map { _ in random.unit() }
    for step in 0..<steps {
      if step % max(1, 1_000_000 / max(1, ratings.count * factors)) == 0 { try run.checkpoint() }
      let (slopeP, slopeQ, isUsable) = slopes(ratings, p, q)
      guard isUsable else {
        return GradientFactorsModel(
          ratings, self, people: p, items: q, divergedAt: step)
      }
      for index in p.indices {
        p[index] += learningRate * (direction * slopeP[index] - penalty * p[index])
      }
      for index in q.indices {
        q[index] += learningRate * (direction * slopeQ[index] - penalty * q[index])
      }
    }
    return GradientFactorsModel(ratings, self, people: p, items: q, divergedAt: nil)
  }

  private func slopes(
    _ ratings: Ratings, _ p: [Double], _ q: [Double]
  ) -> (people: [Double], items: [Double], isUsable: Bool) {
    var people = [Double](repeating: 0, count: p.count)
    var items = [Double](repeating: 0, count: q.count)
    var largest = 0.0
    for place in 0..<ratings.count {
      let (a, b) = (Int(ratings.people[place]) * factors, Int(ratings.items[place]) * factors)
      var error = ratings.values[place]
      for factor in 0..<factors { error -= p[a + factor] * q[b + factor] }
      largest = max(largest, abs(error))
      for factor in 0..<factors {
        people[a + factor] += error * q[b + factor]
        items[b + factor] += error * p[a + factor]
      }
    }
    let bound = 1e6 * max(1, abs(ratings.highest), abs(ratings.lowest))
    return (people, items, largest.isFinite && largest < bound)
  }
}

package struct GradientFactorsModel: RatingModel {
  /// The step at which numbers had grown beyond use.
  package let divergedAt: Int?
  private let factors: Int
  private let penalty: Double
  private let people: [Double]
  private let items: [Double]
  private let mean: Double
  private let rated: Set<Int>
  private let known: Set<Int>

  init(
    _ ratings: Ratings, _ spec: GradientFactors, people: [Double], items: [Double],
    divergedAt: Int?
  ) {
    self.divergedAt = divergedAt
    (factors, penalty) = (spec.factors, spec.penalty)
    self.people = people
    self.items = items
    mean = ratings.mean
    rated = Set(ratings.items.map(Int.init))
    known = Set(ratings.people.map(Int.init))
  }

  /// The mean where a person or an item has no rating: nothing was learnt of them.
  package func rating(_ person: Int?, _ item: Int?) -> Double {
    guard divergedAt == nil, let person, let item, known.contains(person), rated.contains(item)
    else { return mean }
    return (0..<factors).reduce(0.0) {
      $0 + people[person * factors + $1] * items[item * factors + $1]
    }
  }

  package func ratings(of person: Int) -> [Double] {
    (0..<(items.count / max(1, factors))).map { rating(person, $0) }
  }

  /// The person's values by least squares; the mean for items without ratings.
  package func ratings(folded own: [OwnRating]) -> [Double] {
    let known = own.filter { rated.contains($0.item) }.map { entry in
      (features: vector(entry.item), left: entry.value)
    }
    let fitted = RatedRidge.fit(known, penalties: [Double](repeating: penalty, count: factors))
    return (0..<(items.count / max(1, factors))).map { item in
      guard divergedAt == nil, !known.isEmpty, rated.contains(item) else { return mean }
      return zip(fitted, vector(item)).reduce(0.0) { $0 + $1.0 * $1.1 }
    }
  }

  private func vector(_ item: Int) -> [Double] {
    Array(items[(item * factors)..<((item + 1) * factors)])
  }
}
