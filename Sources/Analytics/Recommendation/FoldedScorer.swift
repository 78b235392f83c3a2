/// A model that has learnt, in use for people and items that came later: nothing is learnt again.
///
/// Somebody whose choices have changed is scored by the choices they have now. An item that was not
/// learnt gets the mean of the scores of the items it is chosen with, each as much as the two go
/// together; chosen by somebody, it counts as the learnt item that it goes with most.
import Learning

struct FoldedScorer: ItemScorer {
  let base: any ItemScorer
  let itemCount: Int
  let learntItems: Int
  /// Those whose choices are not the ones the model learnt from.
  let isChanged: [Bool]
  /// How much items go together, by all choices.
  private let near: NeighbourLists
  /// The score of an item for those of whom nothing is known that was learnt.
  private let popularity: [Float]

  /// Added to the weights of a mean: an item that hardly goes with any gets little of them.
  private static let damping: Float = 0.05

  init(
    _ base: any ItemScorer, learntItems: Int, isChanged: [Bool], near: NeighbourLists,
    popularity: [Double]
  ) {
    self.base = base
    self.learntItems = learntItems
    self.isChanged = isChanged
    self.near = near
    self.popularity = popularity.map { Float($0) }
    itemCount = popularity.count
  }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    let known = learnt(history)
    guard !known.isEmpty else {
      for item in popularity.indices { scores[item] = popularity[item] }
      return
    }
    let unchanged = person.flatMap { isChanged[$0] ? nil : $0 }
    base.score(
      known, person: unchanged,
      into: UnsafeMutableBufferPointer(rebasing: scores[0..<learntItems]))
    for item in learntItems..<itemCount {
      var (sum, weight) = (Float(0), Self.damping)
      for place in near.range(item) where near.items[place] < Int32(learntItems) {
        let score = scores[Int(near.items[place])]
        guard score.isFinite else { continue }
        sum += near.weights[place] * score
        weight += near.weights[place]
      }
      scores[item] = sum / weight
    }
  }

  /// Of items that were learnt; of others the model says nothing.
  func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    guard item < learntItems else { return [] }
    let count = history.items.count { $0 < Int32(learntItems) }
    let known = ItemHistory(
      items: Array(history.items.prefix(count)), weights: Array(history.weights.prefix(count)))
    let parts = base.contributions(known, to: item)
    guard parts.count == count else { return [] }
    return parts + [Double](repeating: 0, count: history.items.count - count)
  }

  /// A history in items that were learnt.
  private func learnt(_ history: ItemHistory) -> ItemHistory {
    let bound = Int32(learntItems)
    guard history.items.last.map({ $0 >= bound }) ?? false else { return history }
    var weights: [Int32: Float] = [:]
    for (item, weight) in zip(history.items, history.weights) where item < bound {
      weights[item] = weight
    }
    for (item, weight) in zip(history.items, history.weights) where item >= bound {
      let best = near.nearest(Int(item), count: near.range(Int(item)).count)
        .first { $0.item < bound }
      if let best, weights[best.item] == nil { weights[best.item] = weight * min(1, best.score) }
    }
    let items = weights.keys.sorted()
    return ItemHistory(items: items, weights: items.map { weights[$0] ?? 0 })
  }
}

/// Ratings by a model that has learnt, for people and items that came later.
struct FoldedRatings: RatingModel {
  let base: any RatingModel
  let learntItems: Int
  let isChanged: [Bool]
  private let ratings: Ratings
  /// How far a person's ratings lie above those of others, and how far new items do.
  private let leans: [Double]
  private let newItems: [Double]

  /// So many ratings count as one of no lean at all.
  private static let personDamping = 15.0
  private static let itemDamping = 10.0

  init(_ base: any RatingModel, _ ratings: Ratings, learntItems: Int, isChanged: [Bool]) {
    self.base = base
    self.ratings = ratings
    self.learntItems = learntItems
    self.isChanged = isChanged
    let usual = base.rating(nil, nil)
    let expected = (0..<ratings.itemCount).map { $0 < learntItems ? base.rating(nil, $0) : usual }
    func shrunk(_ sums: [Double], _ counts: [Double], _ damping: Double) -> [Double] {
      sums.indices.map { sums[$0] / (counts[$0] + damping) }
    }
    var sums = [Double](repeating: 0, count: ratings.personCount)
    var counts = sums
    for place in 0..<ratings.count {
      let person = Int(ratings.people[place])
      sums[person] += ratings.values[place] - expected[Int(ratings.items[place])]
      counts[person] += 1
    }
    let leans = shrunk(sums, counts, Self.personDamping)
    sums = [Double](repeating: 0, count: ratings.itemCount - learntItems)
    counts = sums
    for place in 0..<ratings.count where Int(ratings.items[place]) >= learntItems {
      let item = Int(ratings.items[place]) - learntItems
      sums[item] += ratings.values[place] - usual - leans[Int(ratings.people[place])]
      counts[item] += 1
    }
    newItems = shrunk(sums, counts, Self.itemDamping)
    self.leans = leans
  }

  /// What a person whose ratings have changed gave to items that were learnt.
  func own(_ person: Int) -> [OwnRating] {
    ratings.ownRatings(person).filter { $0.item < learntItems }
  }

  private func new(_ person: Int?, _ item: Int) -> Double {
    base.rating(nil, nil) + (person.map { leans[$0] } ?? 0) + newItems[item - learntItems]
  }

  func rating(_ person: Int?, _ item: Int?) -> Double {
    guard let item else { return base.rating(nil, nil) + (person.map { leans[$0] } ?? 0) }
    guard item < learntItems else { return new(person, item) }
    guard let person else { return base.rating(nil, item) }
    return isChanged[person]
      ? base.ratings(folded: own(person))[item] : base.rating(person, item)
  }

  func ratings(of person: Int) -> [Double] {
    let learnt =
      isChanged[person] ? base.ratings(folded: own(person)) : base.ratings(of: person)
    return learnt + (learntItems..<ratings.itemCount).map { new(person, $0) }
  }

  func ratings(folded own: [OwnRating]) -> [Double] {
    base.ratings(folded: own.filter { $0.item < learntItems })
      + (learntItems..<ratings.itemCount).map { new(nil, $0) }
  }
}
