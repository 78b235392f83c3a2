/// Ratings that people gave to items, in the order of the file, and by person.
import Numerics
import Support

package struct Ratings: Sendable {
  package let personCount: Int
  package let itemCount: Int
  /// Who rated, what, and how: one place per rating.
  package let people: [Int32]
  package let items: [Int32]
  package let values: [Double]
  package let mean: Double
  package let lowest: Double
  package let highest: Double
  /// Places of each person's ratings, each in the order of the file.
  let places: [Int32]
  /// Where the places of each person begin.
  let starts: [Int]

  /// - Parameters:
  ///   - people: from 0 below `personCount`.
  ///   - items: from 0 below `itemCount`.
  ///   - values: finite, as many as there are people and items.
  package init(
    personCount: Int, itemCount: Int, people: [Int32], items: [Int32], values: [Double]
  ) {
    self.personCount = personCount
    self.itemCount = itemCount
    self.people = people
    self.items = items
    self.values = values
    mean = values.isEmpty ? 0 : values.pairwiseSum / Double(values.count)
    lowest = values.min() ?? 0
    highest = values.max() ?? 0
    var starts = [Int](repeating: 0, count: personCount + 1)
    for person in people { starts[Int(person) + 1] += 1 }
    for person in 0..<personCount { starts[person + 1] += starts[person] }
    var next = starts
    var places = [Int32](repeating: 0, count: people.count)
    for (place, person) in people.enumerated() {
      places[next[Int(person)]] = Int32(place)
      next[Int(person)] += 1
    }
    self.starts = starts
    self.places = places
  }

  package var count: Int { values.count }

  /// Places of one person's ratings.
  func own(_ person: Int) -> ArraySlice<Int32> { places[starts[person]..<starts[person + 1]] }

  /// What one person gave, in the order of the file.
  package func ownRatings(_ person: Int) -> [OwnRating] {
    own(person).map { OwnRating(item: Int(items[Int($0)]), value: values[Int($0)]) }
  }

  package func clipped(_ rating: Double) -> Double { max(lowest, min(highest, rating)) }

  /// All but a tenth by lot, and that tenth: the same for the same seed.
  package func tenthHeld(seed: UInt64) -> (learnt: Ratings, held: Ratings) {
    var random = SeededRandom(seed: seed)
    var (learnt, held): ([Int], [Int]) = ([], [])
    for place in 0..<count {
      if random.below(10) == 0 { held.append(place) } else { learnt.append(place) }
    }
    return (subset(learnt), subset(held))
  }

  /// The ratings at some places, with the same people and items.
  package func subset(_ places: [Int]) -> Ratings {
    Ratings(
      personCount: personCount, itemCount: itemCount, people: places.map { people[$0] },
      items: places.map { items[$0] }, values: places.map { values[$0] })
  }
}

/// What one person gave to one item.
package struct OwnRating: Sendable, Equatable {
  package let item: Int
  package let value: Double

  package init(item: Int, value: Double) {
    self.item = item
    self.value = value
  }
}

/// Predicts what somebody would give to something.
package protocol RatingModel: Sendable {
  /// Not clipped to the scale.
  ///
  /// - Parameters:
  ///   - person: nil for somebody who rated nothing.
  ///   - item: nil for an item nobody rated.
  func rating(_ person: Int?, _ item: Int?) -> Double
  /// The same for every item, which costs less than one after the other.
  func ratings(of person: Int) -> [Double]
  /// The same for somebody with ratings that were not learnt from: items stay as they are, and the
  /// person is fitted to them.
  ///
  /// - Parameter own: of items that were learnt, each once.
  func ratings(folded own: [OwnRating]) -> [Double]
}

extension RatingModel {
  /// Root mean squared error on other ratings, predictions clipped to the scale.
  package func error(on ratings: Ratings, scale: Ratings) -> Double {
    guard ratings.count > 0 else { return 0 }
    let squares = (0..<ratings.count).map { place in
      let predicted = rating(Int(ratings.people[place]), Int(ratings.items[place]))
      let error = scale.clipped(predicted) - ratings.values[place]
      return error * error
    }
    return (squares.pairwiseSum / Double(squares.count)).squareRoot()
  }
}
