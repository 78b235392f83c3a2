/// Lists for one person after the other, from a model that has learnt.
import Learning
import Numerics
import Support

struct RecommendEngine: Sendable {
  let ranker: Ranker
  let matrix: ChoiceMatrix
  let itemIds: [String]
  let itemNames: [String]?
  let areBaskets: Bool
  private(set) var options: RecommendOptions
  let popularity: [Double]
  /// Nearness of items, for reasons and variety, where the model itself does not say.
  let near: ItemSimilarityModel?
  private let now: Int64
  private let allowsOwn: Bool
  private var barred: [Int32]
  let segments: CustomerSegments?
  private let cold: PopularityScorer
  private let places: [String: Int]
  private let itemPlaces: [String: Int32]

  init(
    _ ranker: Ranker, _ matrix: ChoiceMatrix, _ choices: Choices, _ options: RecommendOptions,
    now: Int64, allowsOwn: Bool, barred: [Int32], segments: CustomerSegments?, _ run: Run
  ) throws {
    self.ranker = ranker
    self.matrix = matrix
    self.options = options
    self.now = now
    self.allowsOwn = allowsOwn
    self.barred = barred
    self.segments = segments
    itemIds = choices.items
    itemNames = choices.itemNames
    areBaskets = choices.areBaskets
    popularity = matrix.popularity
    cold = PopularityScorer(popularity)
    near = try ItemSimilarity(.cosine(shrink: 10)).fit(matrix.ones, run)
    places = Dictionary(
      choices.people.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    itemPlaces = Dictionary(
      choices.items.enumerated().map { ($0.element, Int32($0.offset)) },
      uniquingKeysWith: { first, _ in first })
  }

  func with(_ options: RecommendOptions) -> RecommendEngine {
    var other = self
    other.options.count = options.count
    other.options.diversity = options.diversity
    other.options.coldStart = options.coldStart
    other.barred += options.exclude.compactMap { itemPlaces[$0] }
    if let include = options.include.map(Set.init) {
      other.barred += itemIds.indices.filter { !include.contains(itemIds[$0]) }.map(Int32.init)
    }
    return other
  }

  /// Memory of the model and of what it keeps, about.
  var memoryBytes: Int { matrix.cellCount * 24 + matrix.itemCount * 256 * 8 }

  func person(_ id: String) -> Int? { places[id] }

  func item(_ id: String) -> Int32? { itemPlaces[id] }

  func name(_ item: Int) -> String { itemNames?[item] ?? itemIds[item] }

  func items(
    person: Int?, history ids: [String], profile: [String: String]
  ) -> [Recommendation.Item] {
    let known = person.map { !matrix.range($0).isEmpty } ?? false
    let history: ItemHistory
    if let person, known {
      history = matrix.history(person, ranker.recency, now: now)
    } else {
      history = ItemHistory(items: Set(ids.compactMap { itemPlaces[$0] }).sorted())
    }
    guard !history.isEmpty else { return coldItems(person, profile) }
    // Variety needs more to take from.
    let wanted = options.diversity > 0 ? min(5 * options.count, options.count + 200) : options.count
    var list: [RankedItem]
    if let person, known {
      var scores = [Float](repeating: 0, count: matrix.itemCount)
      list = scores.withUnsafeMutableBufferPointer {
        ranker.best(
          wanted, person, in: matrix, now: now, allowsOwn: allowsOwn, barred: barred, scores: $0)
      }
    } else {
      list = ranker.best(wanted, history, allowsOwn: false, barred: barred)
    }
    if options.diversity > 0 {
      list = Diversity.varied(
        list.map { ($0.item, $0.score) }, options.count, share: options.diversity, alike: alike
      ).map { RankedItem(item: $0.item, score: $0.score) }
    }
    let rated = ranker.scorer as? RatedScorer
    let reasons = ReasonFinder(self, history, person: known ? person : nil)
      .reasons(list.map { Int($0.item) })
    return zip(list, reasons).map { entry, reason in
      let item = Int(entry.item)
      return Recommendation.Item(
        id: itemIds[item], name: itemNames?[item], score: Double(entry.score),
        predictedRating: rated.map { $0.clipped(Double(entry.score)) }, reason: reason)
    }
  }

  func best(_ count: Int, person: Int) -> [Int32] {
    var scores = [Float](repeating: 0, count: matrix.itemCount)
    return scores.withUnsafeMutableBufferPointer {
      ranker.best(
        count, person, in: matrix, now: now, allowsOwn: allowsOwn, barred: barred, scores: $0)
    }.map(\.item)
  }

  /// How alike two items are, from 0 to 1.
  private func alike(_ one: Int32, _ other: Int32) -> Double {
    guard one != other else { return 1 }
    return min(1, max(0, Double(near?.lists.weight(Int(one), other) ?? 0)))
  }

  /// For those of whom nothing is known: what is popular, among people like them where anything is
  /// known of what they are.
  private func coldItems(_ person: Int?, _ profile: [String: String]) -> [Recommendation.Item] {
    guard options.coldStart != .none else { return [] }
    let segment = segments?.popularity(
      of: person, profile: profile, matrix, overall: popularity)
    let counts = segment?.counts ?? cold.counts.map(Double.init)
    var scores = counts.map { Float($0) }
    let best = scores.withUnsafeMutableBufferPointer {
      TopItems.best(options.count, of: $0, without: [barred])
    }
    return best.map { entry in
      let item = Int(entry.item)
      return Recommendation.Item(
        id: itemIds[item], name: itemNames?[item], score: Double(entry.score),
        predictedRating: (ranker.scorer as? RatedScorer)?.coldRating(item),
        reason: .popular(
          Int(popularity[item]), areBaskets: areBaskets, segment: segment?.name))
    }
  }
}
