/// The mean, and how far a person and an item lie from it.
///
/// Koren 2010, "Factor in the neighbors", section 2.1: item biases, then person biases, each the
/// sum of what is left over its count plus a penalty; a few rounds, items first.
package import Support

package struct RatingBaseline: RatingModel {
  package let mean: Double
  package let people: [Double]
  package let items: [Double]
  private let options: Options

  package struct Options: Sendable {
    package var personPenalty = 15.0
    package var itemPenalty = 10.0
    package var rounds = 10

    package init() {}
  }

  package init(_ ratings: Ratings, options: Options = Options(), _ run: Run) throws {
    var people = [Double](repeating: 0, count: ratings.personCount)
    var items = [Double](repeating: 0, count: ratings.itemCount)
    var (personCounts, itemCounts) = (people, items)
    for place in 0..<ratings.count {
      personCounts[Int(ratings.people[place])] += 1
      itemCounts[Int(ratings.items[place])] += 1
    }
    for _ in 0..<options.rounds {
      try run.checkpoint()
      var sums = [Double](repeating: 0, count: ratings.itemCount)
      for place in 0..<ratings.count {
        sums[Int(ratings.items[place])] +=
          ratings.values[place] - ratings.mean - people[Int(ratings.people[place])]
      }
      for item in items.indices {
        items[item] = sums[item] / max(1e-300, options.itemPenalty + itemCounts[item])
      }
      sums = [Double](repeating: 0, count: ratings.personCount)
      for place in 0..<ratings.count {
        sums[Int(ratings.people[place])] +=
          ratings.values[place] - ratings.mean - items[Int(ratings.items[place])]
      }
      for person in people.indices {
        people[person] = sums[person] / max(1e-300, options.personPenalty + personCounts[person])
      }
    }
    mean = ratings.mean
    self.people = people
    self.items = items
    self.options = options
  }

  package func rating(_ person: Int?, _ item: Int?) -> Double {
    mean + (person.map { people[$0] } ?? 0) + (item.map { items[$0] } ?? 0)
  }

  package func ratings(of person: Int) -> [Double] { items.map { mean + people[person] + $0 } }

  package func ratings(folded own: [OwnRating]) -> [Double] {
    let left = own.reduce(0.0) { $0 + $1.value - mean - items[$1.item] }
    let bias = left / max(1e-300, options.personPenalty + Double(own.count))
    return items.map { mean + bias + $0 }
  }
}
