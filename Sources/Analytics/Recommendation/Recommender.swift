/// A model that scores items for a history of items; three kinds, one shape.
import Learning
import Numerics
import Support

package struct RecommendOptions: Sendable {
  package enum Method: String, Sendable, CaseIterable { case auto, popularity, itemCosine, als }
  package enum Repeats: String, Sendable, CaseIterable { case auto, yes, no }

  package var method = Method.auto
  package var count = 10
  package var factors = 16
  package var regularization = 0.1
  package var iterations = 20
  package var alpha = 40.0
  package var repeats = Repeats.auto
  package var minSupport = 2
  package var exclude: [String] = []
  package var seed: UInt64 = 42
  package var asOf: Int32?
  package var isStrict = false

  package init() {}
}

typealias History = [(item: Int32, weight: Double)]

/// Scores for every item, by what was learnt.
struct Recommender: Sendable {
  enum Kind: Sendable {
    case popularity
    case itemCosine(ItemSimilarityModel)
    case als(ImplicitALSModel)
  }

  let kind: Kind
  /// How many people chose each item.
  let popularity: [Double]

  init(
    _ method: RecommendOptions.Method, _ choices: SparseMatrix, _ options: RecommendOptions,
    _ run: Run
  ) throws {
    var counts = [Double](repeating: 0, count: choices.columnCount)
    for column in choices.columns { counts[Int(column)] += 1 }
    popularity = counts
    switch method {
    case .popularity, .auto: kind = .popularity
    case .itemCosine: kind = .itemCosine(try ItemSimilarity().fit(choices, run))
    case .als:
      var spec = ImplicitALS()
      spec.factors = options.factors
      spec.regularization = options.regularization
      spec.iterations = options.iterations
      spec.alpha = options.alpha
      spec.seed = options.seed
      kind = .als(try spec.fit(choices, run))
    }
  }

  /// The score of every item for somebody with this history.
  func scores(_ history: History) -> [Double] {
    guard let scorer else { return popularity }
    return scorer.scores(ItemHistory(history)).map { Double($0) }
  }

  private var scorer: (any ItemScorer)? {
    switch kind {
    case .popularity: nil
    case .itemCosine(let model): model
    case .als(let model): model
    }
  }

  /// The best items, by falling score, then popularity, then number.
  ///
  /// - Parameter isAllowed: whether an item may be recommended.
  func best(_ count: Int, _ history: History, isAllowed: (Int) -> Bool) -> [(
    item: Int, score: Double
  )] {
    let scores = scores(history)
    var heap: [(item: Int, score: Double)] = []
    func isBetter(_ a: (item: Int, score: Double), _ b: (item: Int, score: Double)) -> Bool {
      if a.score != b.score { return a.score > b.score }
      if popularity[a.item] != popularity[b.item] { return popularity[a.item] > popularity[b.item] }
      return a.item < b.item
    }
    for item in scores.indices where isAllowed(item) {
      let entry = (item: item, score: scores[item])
      if heap.count == count, let last = heap.last, !isBetter(entry, last) { continue }
      var place = heap.count
      while place > 0, isBetter(entry, heap[place - 1]) { place -= 1 }
      heap.insert(entry, at: place)
      if heap.count > count { heap.removeLast() }
    }
    return heap
  }

  /// What each item of the history adds to a score, the largest first; empty for popularity.
  func evidence(_ history: History, item: Int) -> [(item: Int32, share: Double)] {
    guard let scorer else { return [] }
    let shares = scorer.contributions(ItemHistory(history), to: item)
    let parts = zip(history, shares).map { (item: $0.item, share: $1) }
    return parts.filter { $0.share > 0 }.sorted { ($1.share, $0.item) < ($0.share, $1.item) }
  }

  var name: String {
    switch kind {
    case .popularity: "popularity"
    case .itemCosine: "itemCosine"
    case .als: "als"
    }
  }
}

extension ItemHistory {
  init(_ history: History) {
    self.init(items: history.map(\.item), weights: history.map { Float($0.weight) })
  }
}
