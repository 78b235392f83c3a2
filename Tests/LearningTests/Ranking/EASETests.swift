/// EASE: its closed form by other means, both forms, and the oracle of `reference/recsys.json`.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct EASETests {
  private func choices(_ people: Int, _ items: Int) -> SparseMatrix {
    var random = SeededRandom(seed: 9)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for person in 0..<people {
      for item in 0..<items where random.below(10) < 3 {
        cells.append((Int32(person), Int32(item), Double(1 + random.below(3))))
      }
    }
    return SparseMatrix(rowCount: people, columnCount: items, cells: cells)
  }

  /// B from (X'X + lambda I)⁻¹ by Cholesky.
  private func weights(_ choices: SparseMatrix, lambda: Double) throws -> [[Double]] {
    let items = choices.columnCount
    var gram = Matrix(rowCount: items, columnCount: items)
    for person in 0..<choices.rowCount {
      for one in choices.range(person) {
        for other in choices.range(person) {
          gram[Int(choices.columns[one]), Int(choices.columns[other])] +=
            choices.values[one] * choices.values[other]
        }
      }
    }
    for item in 0..<items { gram[item, item] += lambda }
    let inverse = try #require(Cholesky(gram)).inverse(Run())
    return (0..<items).map { i in
      (0..<items).map { j in i == j ? 0 : -inverse[i, j] / inverse[j, j] }
    }
  }

  @Test(arguments: [(40, 25), (25, 40), (30, 30), (1, 1), (1, 5), (5, 1)])
  func `both forms are the closed form`(_ people: Int, _ items: Int) throws {
    let choices = choices(people, items)
    let wanted = try weights(choices, lambda: 7)
    let model = try EASE(lambda: 7).fit(choices, Run())
    for person in 0..<people {
      let history = ItemHistory(choices, row: person)
      let (known, new) = (model.scores(history, person: person), model.scores(history))
      for item in 0..<items {
        let parts = zip(history.items, history.weights).map { Double($1) * wanted[Int($0)][item] }
        #expect(abs(Double(known[item]) - parts.reduce(0, +)) < 1e-6)
        // Floats over all people; for an own item nearly all of them cancels.
        #expect(abs(Double(new[item]) - parts.reduce(0, +)) < 5e-6)
        for (own, other) in zip(model.contributions(history, to: item), parts) {
          #expect(abs(own - other) < 1e-6)
        }
      }
    }
  }

  @Test func `kept whole it gives what it gives along its people`() throws {
    var random = SeededRandom(seed: 8)
    let cells = (0..<300).map { _ in
      (row: Int32(random.below(25)), column: Int32(random.below(40)), value: 1.0)
    }
    let matrix = SparseMatrix(rowCount: 25, columnCount: 40, cells: cells)
    var whole = EASE(lambda: 3)
    whole.itemsKeptWhole = 40
    let (one, two) = (try EASE(lambda: 3).fit(matrix, Run()), try whole.fit(matrix, Run()))
    let history = ItemHistory(items: [1, 7, 30], weights: [1, 0.5, 0.25])
    for (left, right) in zip(one.scores(history), two.scores(history)) {
      #expect(abs(left - right) < 1e-5)
    }
    for item in 0..<40 { #expect(abs(one.weight(3, item) - two.weight(3, item)) < 1e-6) }
  }

  @Test func `what has no meaning or no room is refused`() throws {
    for lambda in [0, -1, Double.nan, .infinity] {
      #expect(throws: FitError.badSetting(name: "lambda")) {
        try EASE(lambda: lambda).fit(choices(3, 3), Run())
      }
    }
    let most = Limits.inverseOrder
    #expect(EASE.fits(people: most, items: Limits.inverseCells / most))
    #expect(!EASE.fits(people: most, items: Limits.inverseCells / most + 1))
    #expect(!EASE.fits(people: most + 1, items: most + 1))
    let wide = SparseMatrix(rowCount: most + 1, columnCount: most + 1, cells: [])
    #expect(throws: FitError.tooManyColumns(have: most + 1, most: most)) {
      try EASE().fit(wide, Run())
    }
  }

  /// More than one block of 128, and a last one that is not full.
  @Test(arguments: [1, 2, 127, 128, 129, 300])
  func `the inverse of a matrix is its inverse`(_ order: Int) throws {
    var random = SeededRandom(seed: UInt64(order))
    let root = Matrix(
      rowCount: order, columnCount: order,
      values: (0..<(order * order)).map { _ in random.normal() })
    var square = root.multiplied(by: root.transposed)
    for index in 0..<order { square[index, index] += Double(order) }
    let wanted = try #require(Cholesky(square)).inverse(Run())
    var doubles = square.values
    #expect(try SymmetricInverse.invert(&doubles, order: order, Run()))
    var floats = square.values.map { Float($0) }
    #expect(try SymmetricInverse.invert(&floats, order: order, Run()))
    let scale = wanted.values.reduce(0) { max($0, abs($1)) }
    for index in doubles.indices {
      #expect(abs(doubles[index] - wanted.values[index]) < 1e-13 * scale)
      #expect(abs(Double(floats[index]) - wanted.values[index]) < 1e-5 * scale)
    }
    square[order - 1, order - 1] = -1
    #expect(try !SymmetricInverse.invert(&square.values, order: order, Run()))
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct EASEOracleTests {
  private static let lambdas = [
    ("movielens-100k", 200.0), ("lastfm-2k", 200), ("retailrocket-caserec", 50),
  ]

  @Test(arguments: lambdas)
  func `recall and gain are those of the reference`(_ name: String, _ lambda: Double) throws {
    let set = try RankingSet(name)
    let model = try EASE(lambda: lambda).fit(set.ones, Run())
    let metrics = try RankingEvaluation(model, set).byName
    for (metric, peer) in try RankingEvaluation.peer(name, "EASE") {
      guard let own = metrics[metric] else { continue }
      #expect(abs(own - peer) < 1e-4, "\(name) \(metric): \(own) and \(peer)")
    }
    if name == "movielens-100k" { try checkLists(model, set) }
  }

  private func checkLists(_ model: EASEModel, _ set: RankingSet) throws {
    let oracles = value(try Repository.reference("recsys.json"), "oracles") as? [String: Any]
    let all = oracles?["implicit movielens-100k"] as? [String: Any]
    let lists = try #require(
      value(all?["ease lambda=200"], "top10") as? [String: [[String: Double]]])
    #expect(lists.count == 5)
    for (id, list) in lists {
      let person = try #require(Int(id).flatMap { set.people.firstIndex(of: $0) })
      let history = ItemHistory(set.ones, row: person)
      let best = model.best(10, history, person: person, barred: set.barred)
      #expect(best.map { Double(set.items[Int($0.item)]) } == list.map { $0["item"] })
      for (entry, found) in zip(list, best) {
        // What is kept are floats: half a unit of 24 bits.
        #expect(abs(Double(found.score) - (entry["score"] ?? 0)) < 1e-7)
        let parts = model.contributions(history, to: Int(found.item)).reduce(0, +)
        #expect(abs(parts - (entry["score"] ?? 0)) < 1e-6)
      }
    }
  }
}
