/// Recommendations: planted tastes are found, nobody is an error, reasons are exact.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct RecommendationTests {
  private func shop(repeats: Bool = true) throws -> (SampleShop, Table) {
    let shop = SampleShop(customers: 200, language: .en, seed: 42)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.item),\($0.amount)" }
    let text = "customer_id,date,product,amount\n" + rows.joined(separator: "\n") + "\n"
    return (shop, try TableReader.read(text: text, named: "shop", ReadOptions(), Run()))
  }

  @Test(arguments: [RecommendOptions.Method.itemCosine, .als])
  func `planted tastes are found`(method: RecommendOptions.Method) throws {
    let (shop, table) = try shop()
    var options = RecommendOptions()
    options.method = method
    options.count = 3
    let result = try Recommendation.of(table, options: options, Run())
    var (own, all) = (0, 0)
    for (person, id) in result.choices.people.enumerated() {
      for item in result.items(person: person) {
        all += 1
        if shop.tasteOfItem[item.id] == shop.tasteOfCustomer[id] { own += 1 }
      }
    }
    #expect(Double(own) / Double(all) > 0.7)
    #expect(result.grade.letter == .a || result.grade.letter == .b)
  }

  @Test func `somebody unknown gets what is popular, somebody with a basket does not`() throws {
    let (_, table) = try shop()
    var options = RecommendOptions()
    options.method = .itemCosine
    let result = try Recommendation.of(table, options: options, Run())
    let cold = result.items(person: result.person("nobody"))
    #expect(cold.count == 10 && cold.allSatisfy { $0.kind == "popular" })
    let basket = result.items(person: nil, history: ["green tea", "tea pot"])
    #expect(basket.first?.kind == "similarItem")
    #expect(!basket.contains { $0.id == "green tea" })
  }

  @Test func `contributions to an ALS score add up to it`() throws {
    let cells: [(row: Int32, column: Int32, value: Double)] = [
      (0, 0, 1), (0, 1, 2), (1, 1, 1), (1, 2, 1), (2, 0, 3), (2, 3, 1), (3, 2, 1), (3, 3, 2),
    ]
    let matrix = SparseMatrix(rowCount: 4, columnCount: 4, cells: cells)
    var spec = ImplicitALS()
    spec.factors = 3
    let model = try spec.fit(matrix, Run())
    let history: [(item: Int32, weight: Double)] = [(0, 1), (1, 2)]
    for item in 0..<4 {
      let sum = model.contributions(history, to: item).reduce(0, +)
      #expect(abs(sum - model.scores(model.fold(history))[item]) < 1e-9)
    }
  }

  @Test func `a half-sweep solves every row exactly`() throws {
    let matrix = SparseMatrix(
      rowCount: 2, columnCount: 3, cells: [(0, 0, 1), (0, 2, 2), (1, 1, 1)])
    var spec = ImplicitALS()
    spec.factors = 2
    spec.alpha = 3
    spec.regularization = 0.5
    let items = [0.3, -0.2, 0.1, 0.7, -0.4, 0.5]
    let rows = try spec.halfSweep(matrix, fixed: items, Run())
    // The gradient of sum c (p - x y)^2 + lambda |x|^2 vanishes for each row.
    for person in 0..<2 {
      for f in 0..<2 {
        var slope = spec.regularization * rows[person * 2 + f]
        for item in 0..<3 {
          let weight =
            matrix.range(person).first { matrix.columns[$0] == Int32(item) }
            .map { matrix.values[$0] } ?? 0
          let score =
            rows[person * 2] * items[item * 2] + rows[person * 2 + 1] * items[item * 2 + 1]
          let preference = weight > 0 ? 1.0 : 0
          slope += (1 + spec.alpha * weight) * (score - preference) * items[item * 2 + f]
        }
        #expect(abs(slope) < 1e-10)
      }
    }
  }

  @Test func `cosine neighbours are those computed by hand`() throws {
    let matrix = SparseMatrix(
      rowCount: 3, columnCount: 3,
      cells: [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 2, 1)])
    let neighbours = try ItemNeighbours(matrix, Run())
    #expect(abs(neighbours.similarity(0, 1) - 2 / (3.0 * 2).squareRoot()) < 1e-12)
    #expect(abs(neighbours.similarity(0, 2) - 1 / 3.0.squareRoot()) < 1e-12)
    #expect(neighbours.similarity(1, 2) == 0)
  }

  @Test func `the same seed gives the same answer`() throws {
    let (_, table) = try shop()
    let first = try Recommendation.of(table, options: RecommendOptions(), Run())
    let second = try Recommendation.of(table, options: RecommendOptions(), Run())
    #expect(first.evaluation == second.evaluation)
    #expect(first.items(person: 3).map(\.id) == second.items(person: 3).map(\.id))
  }

  @Test(
    .enabled(if: Repository.hasShared, "the data beside the repository are absent"),
    arguments: ["data/movielens-100k/u.data", "data/groceries-baskets/groceries.csv"])
  func `popularity is beaten on real choices`(file: String) throws {
    let path = try #require(Repository.shared(file))
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    let result = try Recommendation.of(table, options: RecommendOptions(), Run())
    #expect(result.method != "popularity")
    #expect((result.grade.score ?? 0) > (result.grade.baseline ?? 1))
  }
}
