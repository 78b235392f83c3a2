/// Singular values, what is made of them, and blends: by definition on small matrices, and against
/// `reference/recsys.json` (SciPy 1.17.1).
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct GraphFilterTests {
  private static let choices: SparseMatrix = {
    var random = SeededRandom(seed: 8)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for person in 0..<50 {
      for item in 0..<24 where random.below(10) < 3 {
        cells.append((Int32(person), Int32(item), 1))
      }
    }
    // The last item nobody chose.
    return SparseMatrix(rowCount: 50, columnCount: 25, cells: cells)
  }()

  private static func dense(_ matrix: SparseMatrix) -> Matrix {
    var result = Matrix(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    for row in 0..<matrix.rowCount {
      for place in matrix.range(row) {
        result[row, Int(matrix.columns[place])] = matrix.values[place]
      }
    }
    return result
  }

  /// V V' of the first directions, by all eigenvectors of X'X.
  private static func projection(_ x: Matrix, _ rank: Int) throws -> Matrix {
    let eigen = try #require(try SymmetricEigen(x.transposed.multiplied(by: x), Run()))
    let first = eigen.vectors.rows(Array(0..<rank))
    return first.transposed.multiplied(by: first)
  }

  @Test(arguments: [1, 5, 24, 25])
  func `values are the roots of the eigenvalues of the products`(_ rank: Int) throws {
    let x = Self.dense(Self.choices)
    let eigen = try #require(try SymmetricEigen(x.transposed.multiplied(by: x), Run()))
    let model = try TruncatedSVD(rank: rank).fit(Self.choices, Run())
    #expect(model.values.count == rank)
    for (own, other) in zip(model.values, eigen.values) {
      #expect(abs(own - max(0, other).squareRoot()) < 1e-6)
    }
    let again = try TruncatedSVD(rank: rank).fit(Self.choices, Run())
    #expect(again.directions == model.directions)
  }

  @Test func `a projection on main directions is that of the dense matrix`() throws {
    var wish = PureSVD()
    wish.factors = 6
    let model = try wish.fit(Self.choices, Run())
    let wanted = try Self.projection(Self.dense(Self.choices), 6)
    let history = ItemHistory(Self.choices, row: 7)
    let scores = model.scores(history)
    for item in 0..<25 {
      let sum = history.items.reduce(0.0) { $0 + wanted[Int($1), item] }
      #expect(abs(Double(scores[item]) - sum) < 1e-5)
      #expect(abs(model.contributions(history, to: item).reduce(0, +) - sum) < 1e-5)
    }
  }

  @Test(arguments: [0.0, 0.3])
  func `a filtered score is the formula of the paper`(_ alpha: Double) throws {
    var wish = GraphFilter()
    wish.factors = 25
    wish.alpha = alpha
    let model = try wish.fit(Self.choices, Run())
    let x = Self.dense(Self.choices)
    var r = x
    let counts = (0..<25).map { x.column($0).reduce(0, +) }
    for person in 0..<50 {
      let count = x.row(person).reduce(0, +)
      for item in 0..<25 where x[person, item] > 0 {
        r[person, item] = 1 / (count * counts[item]).squareRoot()
      }
    }
    let walks = r.transposed.multiplied(by: r)
    // With all directions kept V V' is the identity, but for the item nobody chose.
    let history = ItemHistory(Self.choices, row: 3)
    let scores = model.scores(history)
    for item in 0..<25 {
      var sum = 0.0
      for own in history.items {
        sum += walks[Int(own), item] + (Int(own) == item ? alpha : 0)
      }
      #expect(abs(Double(scores[item]) - sum) < 1e-5)
      #expect(abs(model.contributions(history, to: item).reduce(0, +) - sum) < 1e-5)
    }
  }

  @Test func `a blend adds what stands out in each member`() throws {
    let one = try ItemSimilarity().fit(Self.choices, Run())
    let two = try EASE(lambda: 5).fit(Self.choices, Run())
    let blend = RankingBlend([one, two], weights: [1, 0.5])
    let history = ItemHistory(Self.choices, row: 11)
    func standard(_ scores: [Float]) -> [Double] {
      let moments = Moments(of: scores.map { Double($0) })
      return scores.map { (Double($0) - moments.mean) / moments.variance.squareRoot() }
    }
    let (first, second) = (standard(one.scores(history)), standard(two.scores(history)))
    for (item, score) in blend.scores(history).enumerated() {
      #expect(abs(Double(score) - first[item] - 0.5 * second[item]) < 1e-4)
    }
    #expect(blend.contributions(history, to: 2).count == history.items.count)
    let mute = RankingBlend([try BPR().fit(Self.choices, Run()), one])
    #expect(mute.contributions(history, to: 2).isEmpty)
    // Scores that are all the same say nothing, and are no division by nothing.
    let silent = blend.scores(ItemHistory(items: []))
    #expect(silent.allSatisfy { $0 == 0 })
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct GraphFilterOracleTests {
  @Test func `singular values and lists are those of the reference`() throws {
    let set = try RankingSet("movielens-100k")
    let oracles = value(try Repository.reference("recsys.json"), "oracles") as? [String: Any]
    let all = oracles?["implicit movielens-100k"] as? [String: Any]
    let wanted = try #require(all?["singular_values_top10"] as? [Double])
    let model = try TruncatedSVD(rank: 20).fit(set.ones, Run())
    for (own, other) in zip(model.values, wanted) { #expect(abs(own - other) < 1e-8) }
    var wish = PureSVD()
    wish.factors = 32
    let metrics = try RankingEvaluation(try wish.fit(set.ones, Run()), set).byName
    for (metric, peer) in try RankingEvaluation.peer(set.name, "PureSVD") {
      if let own = metrics[metric] { #expect(abs(own - peer) < 1e-6, "\(metric)") }
    }
  }

  @Test func `a blend of EASE and ALS finds more of what a shop hides than either`() throws {
    let set = try RankingSet("retailrocket-caserec")
    let ease = try EASE(lambda: 50).fit(set.ones, Run())
    var wish = ImplicitALS()
    wish.factors = 128
    wish.regularization = 10
    wish.alpha = 40
    wish.baseConfidence = 0
    wish.iterations = 8
    wish.solver = .conjugateGradient(steps: 3)
    let als = try wish.fit(set.logarithms, Run())
    // Those who are known are scored by their factors, whatever the weights of the history.
    let blend = try RankingEvaluation(RankingBlend([ease, als]), set)
    #expect(try RankingEvaluation(ease, set).recall20 < blend.recall20)
    #expect(try RankingEvaluation(als, set).recall20 < blend.recall20)
  }
}
