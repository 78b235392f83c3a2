/// Ratings from the person's own ratings of similar items.
///
/// Koren 2010, section 2.2: similarity is the correlation of what the baseline leaves over, of
/// those who rated both, shrunk by their number; negative ones do not count. The prediction is the
/// baseline plus the mean of what the nearest rated items leave over, weighed by similarity and
/// shrunk towards nothing.
import Numerics
package import Support

package struct RatingNeighbours: RatingModel {
  package struct Options: Sendable {
    /// Rated items that a prediction takes.
    package var neighbours = 60
    /// As many common raters count as no similarity.
    package var shrinkage = 100.0
    /// Added to the sum of similarities.
    package var damping = 0.5
    package var baseline = RatingBaseline.Options()

    package init() {}
  }

  private let baseline: RatingBaseline
  private let options: Options
  /// Rows of positive similarities, neighbours rising.
  private let rowStarts: [Int]
  private let neighbours: [Int32]
  private let similarities: [Double]
  private let ratings: Ratings
  private let residuals: [Double]

  package init(_ ratings: Ratings, options: Options = Options(), _ run: Run) throws {
    let baseline = try RatingBaseline(ratings, options: options.baseline, run)
    let residuals = (0..<ratings.count).map { place in
      ratings.values[place]
        - baseline.rating(Int(ratings.people[place]), Int(ratings.items[place]))
    }
    let raters = Raters(ratings)
    let rows = try Parallel.map(count: ratings.itemCount, chunk: 16) { range in
      try run.checkpoint()
      var sums = PairSums(count: ratings.itemCount)
      return range.map { sums.similar(to: $0, raters, ratings, residuals, options.shrinkage) }
    }.flatMap { $0 }
    self.baseline = baseline
    self.options = options
    self.ratings = ratings
    self.residuals = residuals
    rowStarts = rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.items.count) }
    neighbours = rows.flatMap(\.items)
    similarities = rows.flatMap(\.values)
  }

  package func rating(_ person: Int?, _ item: Int?) -> Double {
    let base = baseline.rating(person, item)
    guard let person, let item else { return base }
    let own = OwnRatings(ratings, residuals, person)
    var near = Nearest(itemCount: 1, most: options.neighbours)
    for place in rowStarts[item]..<rowStarts[item + 1] {
      let residual = own.residual[Int(neighbours[place])]
      if !residual.isNaN { near.add(0, similarities[place], residual) }
    }
    return base + near.lean(0, damping: options.damping)
  }

  package func ratings(of person: Int) -> [Double] {
    let own = OwnRatings(ratings, residuals, person)
    let leans = leans(own)
    return leans.indices.map { baseline.rating(person, $0) + leans[$0] }
  }

  package func ratings(folded own: [OwnRating]) -> [Double] {
    let bases = baseline.ratings(folded: own)
    let leans = leans(residuals(own, bases))
    return leans.indices.map { bases[$0] + leans[$0] }
  }

  /// How far a person's ratings of similar items move the prediction of each item: what is like
  /// each rated item is far less than what is like each item.
  private func leans(_ own: OwnRatings) -> [Double] {
    var near = Nearest(
      itemCount: ratings.itemCount, most: min(own.items.count, options.neighbours))
    for item in own.items {
      let residual = own.residual[item]
      for place in rowStarts[item]..<rowStarts[item + 1] {
        near.add(Int(neighbours[place]), similarities[place], residual)
      }
    }
    return (0..<ratings.itemCount).map { near.lean($0, damping: options.damping) }
  }

  /// Items with a positive similarity to one.
  package func forEachNeighbour(of item: Int, _ body: (Int, Double) -> Void) {
    for place in rowStarts[item]..<rowStarts[item + 1] {
      body(Int(neighbours[place]), similarities[place])
    }
  }

  /// The rated items that speak most for a prediction, with what each adds.
  package func evidence(_ person: Int, _ item: Int) -> [(item: Int, share: Double)] {
    evidence(OwnRatings(ratings, residuals, person), item)
  }

  /// The same for somebody with ratings that were not learnt from.
  package func evidence(
    folded own: [OwnRating], _ item: Int
  ) -> [(item: Int, share: Double)] {
    evidence(residuals(own, baseline.ratings(folded: own)), item)
  }

  private func residuals(_ own: [OwnRating], _ bases: [Double]) -> OwnRatings {
    OwnRatings(
      itemCount: ratings.itemCount, own.map { ($0.item, $0.value - bases[$0.item]) })
  }

  private func evidence(_ own: OwnRatings, _ item: Int) -> [(item: Int, share: Double)] {
    (rowStarts[item]..<rowStarts[item + 1]).compactMap { place in
      let other = Int(neighbours[place])
      let residual = own.residual[other]
      return residual.isNaN ? nil : (other, similarities[place] * residual)
    }
    .sorted { ($1.share, $0.item) < ($0.share, $1.item) }
  }
}

/// What one person's ratings leave over, by item; not a number where there is none.
private struct OwnRatings {
  private(set) var residual: [Double]
  /// Rising, each once.
  let items: [Int]

  init(itemCount: Int, _ own: [(item: Int, residual: Double)]) {
    residual = [Double](repeating: .nan, count: itemCount)
    for entry in own { residual[entry.item] = entry.residual }
    items = Set(own.map(\.item)).sorted()
  }

  init(_ ratings: Ratings, _ residuals: [Double], _ person: Int) {
    self.init(
      itemCount: ratings.itemCount,
      ratings.own(person).map { (Int(ratings.items[Int($0)]), residuals[Int($0)]) })
  }
}

/// For each item the most similar ones that a person rated, in the order in which they came; of
/// equally similar ones the first.
private struct Nearest {
  private let most: Int
  private var counts: [Int]
  private var similarities: [Double]
  private var residuals: [Double]

  init(itemCount: Int, most: Int) {
    self.most = most
    counts = [Int](repeating: 0, count: itemCount)
    similarities = [Double](repeating: 0, count: itemCount * most)
    residuals = similarities
  }

  mutating func add(_ item: Int, _ similarity: Double, _ residual: Double) {
    let start = item * most
    if counts[item] == most {
      // The least similar one makes room, of equals the latest.
      var least = start
      for slot in start..<(start + most) where similarities[slot] <= similarities[least] {
        least = slot
      }
      guard most > 0, similarity > similarities[least] else { return }
      for slot in least..<(start + most - 1) {
        similarities[slot] = similarities[slot + 1]
        residuals[slot] = residuals[slot + 1]
      }
      counts[item] -= 1
    }
    similarities[start + counts[item]] = similarity
    residuals[start + counts[item]] = residual
    counts[item] += 1
  }

  func lean(_ item: Int, damping: Double) -> Double {
    var (weight, sum) = (0.0, 0.0)
    for slot in (item * most)..<(item * most + counts[item]) {
      weight += similarities[slot]
      sum += similarities[slot] * residuals[slot]
    }
    return weight > 0 ? sum / (weight + damping) : 0
  }
}

/// Places of the ratings of each item.
private struct Raters: Sendable {
  let places: [Int32]
  let starts: [Int]

  init(_ ratings: Ratings) {
    var starts = [Int](repeating: 0, count: ratings.itemCount + 1)
    for item in ratings.items { starts[Int(item) + 1] += 1 }
    for item in 0..<ratings.itemCount { starts[item + 1] += starts[item] }
    var next = starts
    var places = [Int32](repeating: 0, count: ratings.count)
    for (place, item) in ratings.items.enumerated() {
      places[next[Int(item)]] = Int32(place)
      next[Int(item)] += 1
    }
    self.starts = starts
    self.places = places
  }
}

/// Sums over those who rated both of two items, for one item against all.
private struct PairSums {
  private var products: [Double]
  private var own: [Double]
  private var others: [Double]
  private var counts: [Double]
  private var touched: [Int32] = []

  init(count: Int) {
    products = [Double](repeating: 0, count: count)
    own = products
    others = products
    counts = products
  }

  mutating func similar(
    to item: Int, _ raters: Raters, _ ratings: Ratings, _ residuals: [Double], _ shrinkage: Double
  ) -> (items: [Int32], values: [Double]) {
    for rater in raters.places[raters.starts[item]..<raters.starts[item + 1]] {
      let residual = residuals[Int(rater)]
      for other in ratings.own(Int(ratings.people[Int(rater)])) {
        let (column, value) = (Int(ratings.items[Int(other)]), residuals[Int(other)])
        if counts[column] == 0 { touched.append(Int32(column)) }
        products[column] += residual * value
        own[column] += residual * residual
        others[column] += value * value
        counts[column] += 1
      }
    }
    touched.sort()
    var (items, values): ([Int32], [Double]) = ([], [])
    for other in touched {
      let column = Int(other)
      let length = (own[column] * others[column]).squareRoot()
      if column != item, counts[column] > 1, products[column] > 0, length > 0 {
        items.append(other)
        values.append(
          products[column] / length * (counts[column] - 1) / (counts[column] - 1 + shrinkage))
      }
      (products[column], own[column], others[column], counts[column]) = (0, 0, 0, 0)
    }
    touched.removeAll(keepingCapacity: true)
    return (items, values)
  }
}
