/// Similar items and similar people: by hand, against dense products, and against
/// `reference/recsys.json` (SciPy 1.17.1; its tolerance for closed forms is 1e-8).
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct SimilarityTests {
  private static let measures: [ItemSimilarity.Measure] = [
    .cosine(shrink: 0), .cosine(shrink: 3), .tfidf, .bm25(k1: 1.2, b: 0.75),
    .walk(alpha: 1, beta: 0.6), .walk(alpha: 0.7, beta: 0.3),
  ]

  /// 40 people, 30 items, weights 1 to 4.
  private static let choices: SparseMatrix = {
    var random = SeededRandom(seed: 5)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for person in 0..<40 {
      for item in 0..<30 where random.below(30) < 12 - item / 3 {
        cells.append((Int32(person), Int32(item), Double(1 + random.below(4))))
      }
    }
    return SparseMatrix(rowCount: 40, columnCount: 30, cells: cells)
  }()

  private static func dense(_ choices: SparseMatrix) -> [[Double]] {
    (0..<choices.rowCount).map { person in
      var row = [Double](repeating: 0, count: choices.columnCount)
      for place in choices.range(person) {
        row[Int(choices.columns[place])] = choices.values[place]
      }
      return row
    }
  }

  /// The definition, cell by cell of a dense matrix.
  private static func expected(_ measure: ItemSimilarity.Measure, _ i: Int, _ j: Int) -> Double {
    let x = dense(choices)
    let people = x.indices
    let mean = x.joined().reduce(0, +) / Double(x[0].count)
    func size(_ person: Int) -> Double { Double(x[person].filter { $0 > 0 }.count) }
    func rarity(_ person: Int) -> Double { log(Double(x[0].count)) - log(1 + size(person)) }
    func popularity(_ item: Int) -> Double { Double(people.filter { x[$0][item] > 0 }.count) }
    func dot(_ weight: (Int, Int) -> Double, _ i: Int, _ j: Int) -> Double {
      people.reduce(0) { $0 + (x[$1][i] > 0 && x[$1][j] > 0 ? weight($1, i) * weight($1, j) : 0) }
    }
    func length(_ weight: (Int, Int) -> Double, _ i: Int) -> Double {
      dot(weight, i, i).squareRoot()
    }
    switch measure {
    case .cosine(let shrink):
      let plain = { (person: Int, item: Int) in x[person][item] }
      return dot(plain, i, j) / (length(plain, i) * length(plain, j) + shrink)
    case .tfidf:
      let weight = { (person: Int, item: Int) in x[person][item].squareRoot() * rarity(person) }
      return dot(weight, i, j) / (length(weight, i) * length(weight, j))
    case .bm25(let k1, let b):
      return dot(
        { person, item in
          let norm = 1 - b + b * people.reduce(0) { $0 + x[$1][item] } / mean
          return x[person][item] * (k1 + 1) / (k1 * norm + x[person][item]) * rarity(person)
        }, i, j)
    case .walk(let alpha, let beta):
      let walk = people.reduce(0.0) {
        $0
          + (x[$1][i] > 0 && x[$1][j] > 0
            ? pow(1 / popularity(i), alpha) * pow(1 / size($1), alpha) : 0)
      }
      return walk / pow(popularity(j), beta)
    }
  }

  @Test(arguments: measures)
  func `similarities are those of the definition`(_ measure: ItemSimilarity.Measure) throws {
    let found = try ItemSimilarity(measure).similarities(of: 0..<30, Self.choices, Run())
    for (item, list) in found.enumerated() {
      let all = (0..<30).filter { $0 != item }.map { Self.expected(measure, item, $0) }
      #expect(list.count == all.filter { $0 > 0 }.count)
      for pair in list {
        let other = Self.expected(measure, item, Int(pair.item))
        #expect(abs(pair.value - other) <= 1e-12 * max(1, abs(other)))
      }
    }
  }

  @Test(arguments: measures, [ItemSimilarity.Side.target, .source])
  func `a score is the sum of what each item of the history adds`(
    _ measure: ItemSimilarity.Measure, _ side: ItemSimilarity.Side
  ) throws {
    var wish = ItemSimilarity(measure)
    wish.neighbourCount = 7
    wish.side = side
    wish.power = 1.5
    let model = try wish.fit(Self.choices, Run())
    let exact = try wish.similarities(of: 0..<30, Self.choices, Run())
    let history = ItemHistory(Self.choices, row: 3)
    let scores = model.scores(history, person: 3)
    for item in 0..<30 {
      // A target looks among its own nearest, a source is in the lists of those it is nearest to.
      var sum = 0.0
      for (own, weight) in zip(history.items, history.weights) {
        let pair =
          side == .target
          ? exact[item].first { $0.item == own } : exact[Int(own)].first { $0.item == item }
        sum += Double(weight) * pow(pair?.value ?? 0, 1.5)
      }
      #expect(abs(Double(scores[item]) - sum) < 1e-5 * max(1, sum))
      #expect(abs(model.contributions(history, to: item).reduce(0, +) - sum) < 1e-5 * max(1, sum))
      #expect(model.lists.range(item).count <= 7)
      #expect(model.lists.nearest(item, count: 3).count == min(3, model.lists.range(item).count))
    }
  }

  @Test func `those who are most alike speak for somebody`() throws {
    var wish = UserNeighbours()
    wish.neighbourCount = 5
    wish.shrink = 2
    let model = try wish.fit(Self.choices, Run())
    let x = Self.dense(Self.choices)
    let history = ItemHistory(Self.choices, row: 4)
    func length(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    func likeness(_ other: Int) -> Double {
      var dot = 0.0
      for item in 0..<30 { dot += x[4][item] * x[other][item] }
      return dot / (length(x[4]) * length(x[other]) + 2)
    }
    let others = x.indices.filter { $0 != 4 }.map { (person: $0, likeness: likeness($0)) }
    let alike = others.sorted { $0.likeness > $1.likeness }.prefix(5)
    #expect(
      model.nearest(history, person: 4).map { Int($0.person) } == alike.map(\.person).sorted())
    let scores = model.scores(history, person: 4)
    for item in 0..<30 {
      var sum = 0.0
      for one in alike { sum += one.likeness * x[one.person][item] }
      #expect(abs(Double(scores[item]) - sum) < 1e-5 * max(1, sum))
      let parts = model.contributions(history, to: item).reduce(0, +)
      #expect(abs(parts - Double(model.scores(history)[item])) < 1e-5 * max(1, parts))
    }
  }

  @Test func `any number of threads gives the same lists`() throws {
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for place in 0..<9_000 { cells.append((Int32(place * 7 % 900), Int32(place * place % 397), 1)) }
    let choices = SparseMatrix(rowCount: 900, columnCount: 400, cells: cells)
    let alone = try ItemSimilarity().fit(choices, Run()).lists
    let others = try Parallel.map(count: 3, chunk: 1) { _ in
      try ItemSimilarity().fit(choices, Run()).lists
    }
    for other in others { #expect(other == alone) }
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct SimilarityOracleTests {
  private let set: RankingSet
  private let oracle: Any?

  init() throws {
    set = try RankingSet("movielens-100k")
    let oracles = value(try Repository.reference("recsys.json"), "oracles") as? [String: Any]
    oracle = oracles?["implicit movielens-100k"]
  }

  @Test func `neighbours are those of the reference`() throws {
    let wanted = try #require(value(oracle, "item_cosine_neighbours") as? [String: [[Double]]])
    #expect(wanted.count == 4)
    for (id, neighbours) in wanted {
      let item = try #require(Int(id).flatMap { set.items.firstIndex(of: $0) })
      let own = try ItemSimilarity().similarities(of: item..<(item + 1), set.ones, Run())[0]
        .sorted { ($1.value, $0.item) < ($0.value, $1.item) }
      for (pair, other) in zip(own, neighbours) {
        #expect(set.items[Int(pair.item)] == Int(other[0]))
        #expect(abs(pair.value - other[1]) < 1e-8)
      }
    }
  }

  @Test func `lists of people are those of the reference`() throws {
    let wanted = (oracle as? [String: Any])?["item_cosine k=200 shrink=0"]
    let lists = try #require(value(wanted, "top10") as? [String: [[String: Double]]])
    let exact = try ItemSimilarity().similarities(of: 0..<set.items.count, set.ones, Run())
    let model = try ItemSimilarity().fit(set.ones, Run())
    for (id, list) in lists {
      let person = try #require(Int(id).flatMap { set.people.firstIndex(of: $0) })
      let history = ItemHistory(set.ones, row: person)
      let own = Set(history.items)
      let best = model.best(10, history, person: person, barred: set.barred)
      #expect(best.map { Double(set.items[Int($0.item)]) } == list.map { $0["item"] })
      for (entry, found) in zip(list, best) {
        let sum = exact[Int(found.item)].filter { own.contains($0.item) }.reduce(0) {
          $0 + $1.value
        }
        #expect(abs(sum - (entry["score"] ?? 0)) < 1e-8)
        // What is kept to score with are floats: 24 bits, a hundred of them added up.
        #expect(abs(Double(found.score) - sum) < 1e-6 * sum)
      }
    }
    let metrics = try RankingEvaluation(model, set).byName
    for (name, peer) in value(wanted, "metrics") as? [String: Double] ?? [:] {
      if let own = metrics[name] { #expect(abs(own - peer) < 1e-6, "\(name)") }
    }
  }

  /// `CosineRecommender` and `BM25Recommender` of implicit 0.7.3 count the item itself among its
  /// neighbours: 20 of theirs are 19 of ours.
  @Test(arguments: RankingSet.small)
  func `recall and gain are those of the peer`(_ name: String) throws {
    let set = name == self.set.name ? self.set : try RankingSet(name)
    var cosine = ItemSimilarity()
    cosine.neighbourCount = 19
    cosine.side = .source
    var bm25 = cosine
    bm25.measure = .bm25(k1: 1.2, b: 0.75)
    for (wish, peer) in [
      (ItemSimilarity(), "item cosine k=200"), (cosine, "CosineRecommender default"),
      (bm25, "BM25Recommender default"),
    ] {
      let metrics = try RankingEvaluation(try wish.fit(set.ones, Run()), set)
      let wanted = try RankingEvaluation.peer(name, peer)
      for metric in ["recall@10", "recall@20", "ndcg@10"] {
        let (own, other) = (metrics.byName[metric] ?? 0, wanted[metric] ?? 1)
        #expect(other - 0.002 < own, "\(name) \(peer) \(metric): \(own) and \(other)")
      }
    }
  }
}
