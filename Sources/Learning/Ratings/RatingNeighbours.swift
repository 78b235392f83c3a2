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
    var own = OwnRatings(ratings, residuals, person)
    return base + lean(item, &own)
  }

  package func ratings(of person: Int) -> [Double] {
    var own = OwnRatings(ratings, residuals, person)
    return (0..<ratings.itemCount).map { baseline.rating(person, $0) + lean($0, &own) }
  }

  /// How far the person's ratings of similar items move a prediction.
  private func lean(_ item: Int, _ own: inout OwnRatings) -> Double {
    own.near.removeAll(keepingCapacity: true)
    for place in rowStarts[item]..<rowStarts[item + 1] {
      let residual = own.residual[Int(neighbours[place])]
      if !residual.isNaN { own.near.append((similarities[place], residual)) }
    }
    if own.near.count > options.neighbours {
      own.near.sort { $0.similarity > $1.similarity }
      own.near.removeLast(own.near.count - options.neighbours)
    }
    let weight = own.near.reduce(0.0) { $0 + $1.similarity }
    guard weight > 0 else { return 0 }
    let sum = own.near.reduce(0.0) { $0 + $1.similarity * $1.residual }
    return sum / (weight + options.damping)
  }

  /// Items with a positive similarity to one.
  package func forEachNeighbour(of item: Int, _ body: (Int, Double) -> Void) {
    for place in rowStarts[item]..<rowStarts[item + 1] {
      body(Int(neighbours[place]), similarities[place])
    }
  }

  /// The rated items that speak most for a prediction, with what each adds.
  package func evidence(_ person: Int, _ item: Int) -> [(item: Int, share: Double)] {
    let own = OwnRatings(ratings, residuals, person)
    return (rowStarts[item]..<rowStarts[item + 1]).compactMap { place in
      let other = Int(neighbours[place])
      let residual = own.residual[other]
      return residual.isNaN ? nil : (other, similarities[place] * residual)
    }
    .sorted { ($1.share, $0.item) < ($0.share, $1.item) }
  }
}

/// What one person's ratings leave over, by item; not a number where there is none.
private struct OwnRatings {
  var residual: [Double]
  var near: [(similarity: Double, residual: Double)] = []

  init(_ ratings: Ratings, _ residuals: [Double], _ person: Int) {
    residual = [Double](repeating: .nan, count: ratings.itemCount)
    for place in ratings.own(person) {
      residual[Int(ratings.items[Int(place)])] = residuals[Int(place)]
    }
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
