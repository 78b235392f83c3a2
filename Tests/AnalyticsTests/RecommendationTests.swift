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
