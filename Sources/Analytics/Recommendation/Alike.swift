/// Items chosen by the same people, and people who chose the same items.
import Learning
import Numerics
package import Support
package import Tables

package struct SimilarItems: Sendable {
  package struct Near: Sendable {
    package let id: String
    package let name: String?
    /// Cosine, shrunk by ten.
    package let similarity: Double
    /// People who chose both.
    package let together: Int
    /// How many times as often as chance would have it.
    package let lift: Double
  }

  private static let measure = ItemSimilarity(.cosine(shrink: 10))

  package let choices: Choices
  private let matrix: ChoiceMatrix
  private let ones: SparseMatrix
  private let byItem: SparseMatrix
  private let weights: PairWeights
  private let places: [String: Int]

  package init(_ table: Table, asOf: Int32?, _ run: Run) throws {
    var options = RecommendOptions()
    (options.ratingUse, options.asOf) = (.implicit, asOf)
    choices = try Choices(table, options, run)
    matrix = try ChoiceMatrix(
      personCount: choices.people.count, itemCount: choices.items.count, events: choices.events,
      run)
    ones = matrix.ones
    byItem = try ones.transposed(run)
    weights = try Self.measure.prepared(ones, run)
    places = Dictionary(
      choices.items.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The place of an item of the file.
  package func place(_ id: String, _ run: Run) throws -> Int {
    guard let place = places[id] else {
      throw AnalyticsError.itemNotFound(
        id: id, nearest: try NearestIds.of(id, among: [TextDictionary(choices.items)], run))
    }
    return place
  }

  /// Items by falling popularity.
  package var ranking: [Int] {
    choices.items.indices.sorted { left, right in
      let (a, b) = (byItem.range(left).count, byItem.range(right).count)
      return (b, left) < (a, right)
    }
  }

  /// How many people chose an item.
  package func count(_ item: Int) -> Int { byItem.range(item).count }

  /// The items nearest to one.
  package func near(_ item: Int, _ count: Int, _ run: Run) throws -> [Near] {
    let list = try Self.measure.similarities(of: item, weights, run)
    let people = Double(max(1, matrix.personCount))
    return list.sorted { ($1.value, $0.item) < ($0.value, $1.item) }.prefix(count).map { other in
      let index = Int(other.item)
      let together = shared(byItem.columns[byItem.range(item)], byItem.columns[byItem.range(index)])
      let expected = Double(self.count(item)) * Double(self.count(index)) / people
      return Near(
        id: choices.items[index], name: choices.itemNames?[index], similarity: other.value,
        together: together, lift: expected > 0 ? Double(together) / expected : 0)
    }
  }
}

package struct SimilarCustomers: Sendable {
  package struct Near: Sendable {
    package let id: String
    /// Cosine of what both chose.
    package let similarity: Double
    package let together: Int
    /// Names of items both chose, the rarest first.
    package let shared: [String]
  }

  package let choices: Choices
  private let matrix: ChoiceMatrix
  private let popularity: [Double]
  private let model: UserNeighboursModel
  private let places: [String: Int]

  package init(_ table: Table, asOf: Int32?, count: Int, _ run: Run) throws {
    var options = RecommendOptions()
    (options.ratingUse, options.asOf) = (.implicit, asOf)
    choices = try Choices(table, options, run)
    matrix = try ChoiceMatrix(
      personCount: choices.people.count, itemCount: choices.items.count, events: choices.events,
      run)
    popularity = matrix.popularity
    var spec = UserNeighbours()
    (spec.neighbourCount, spec.shrink) = (count, 1)
    model = try spec.fit(matrix.ones, run)
    places = Dictionary(
      choices.people.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// How many items somebody chose.
  package func itemCount(_ person: Int) -> Int { matrix.range(person).count }

  package func place(_ id: String, _ run: Run) throws -> Int {
    guard let place = places[id] else {
      throw AnalyticsError.customerNotFound(
        id: id, nearest: try NearestIds.of(id, among: [TextDictionary(choices.people)], run))
    }
    return place
  }

  /// The people nearest to one, who is not among them.
  package func near(_ person: Int) -> [Near] {
    let history = matrix.history(person, .flat, now: 0)
    return model.nearest(history, person: person)
      .sorted { ($1.similarity, $0.person) < ($0.similarity, $1.person) }
      .map { other in
        let theirs = Set(matrix.items[matrix.range(Int(other.person))])
        let both = history.items.filter(theirs.contains).sorted {
          (popularity[Int($0)], $0) < (popularity[Int($1)], $1)
        }
        return Near(
          id: choices.people[Int(other.person)], similarity: other.similarity,
          together: both.count,
          shared: both.prefix(5).map { choices.itemNames?[Int($0)] ?? choices.items[Int($0)] })
      }
  }
}

/// How many numbers two rising lists share.
private func shared(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> Int {
  var (i, j, count) = (a.startIndex, b.startIndex, 0)
  while i < a.endIndex, j < b.endIndex {
    if a[i] == b[j] {
      count += 1
      i += 1
      j += 1
    } else if a[i] < b[j] {
      i += 1
    } else {
      j += 1
    }
  }
  return count
}
