/// What is alike, popular, bought together and of the same kind, as it is asked; and how ways to
/// recommend are compared.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct ChoiceMethodTests {
  /// Who chose what on which day of January.
  private func rows(_ cells: [(String, String, Int)]) -> JSON {
    .array(
      cells.map { who, what, day in
        [
          "customer_id": .string(who), "product": .string(what),
          "date": .string(day < 10 ? "2024-01-0\(day)" : "2024-01-\(day)"),
        ]
      })
  }

  private var small: JSON {
    rows([
      ("a", "tea", 1), ("b", "tea", 2), ("a", "pot", 9), ("c", "tea", 10), ("c", "pot", 10),
      ("b", "pot", 10), ("d", "pot", 10), ("d", "cake", 1),
    ])
  }

  @Test func `items that the same people chose are near, with how many`() throws {
    let result = try answer("similarItems", ["rows": small])
    let items = result["items"]?.array ?? []
    #expect(items.map { $0["itemId"]?.string } == ["pot", "tea", "cake"])
    let near = try #require(items.first?["similar"]?.array?.first)
    #expect(near["itemId"] == "tea" && near["together"] == 3)
    // Three of both, four and three of each, shrunk by ten; by chance it were 4 * 3 / 4.
    let wanted = 3 / (Double(12).squareRoot() + 10)
    #expect(near["similarity"]?.double.map { abs($0 - wanted) < 1e-12 } == true)
    #expect(near["lift"]?.double == 1)
    let one = try answer("similarItems", ["rows": small, "itemId": "cake", "n": 1])
    #expect(one["items"]?.array?.count == 1 && one["total"] == 1)
    #expect(one["items"]?.array?.first?["similar"]?.array?.first?["together"] == 1)
  }

  @Test func `all items come page by page, and an unknown one names its nearest`() throws {
    let whole = try #require(try answer("similarItems", ["rows": small])["items"]?.array)
    var (pages, cursor): ([JSON], JSON) = ([], "0")
    while let place = cursor.string {
      let page = try answer(
        "similarItems", ["rows": small, "limit": 1, "cursor": .string(place)])
      pages += page["items"]?.array ?? []
      cursor = page["nextCursor"] ?? .null
    }
    #expect(pages == whole)
    let unknown = try call("similarItems", ["rows": small, "itemId": "pots"])
    #expect(unknown.code == 1012, "\(unknown)")
    #expect(unknown.data?.text().contains("\"pot\"") == true)
  }

  @Test func `customers who chose alike are near, with what they share`() throws {
    let result = try answer("similarCustomers", ["rows": small, "customerId": "a"])
    let near = result["similar"]?.array ?? []
    #expect(near.prefix(2).map { $0["together"]?.int } == [2, 2])
    #expect(near.compactMap { $0["customerId"]?.string } == ["b", "c", "d"])
    // Two of both, two each, shrunk by one.
    #expect(near.first?["similarity"]?.double.map { abs($0 - 2.0 / 3) < 1e-6 } == true)
    #expect(near.last?["shared"] == ["pot"])
    let unknown = try call("similarCustomers", ["rows": small, "customerId": "aa", "lang": "zh"])
    #expect(unknown.code == 1012)
    #expect(unknown.data?.text().contains("\"a\"") == true)
  }

  @Test func `a window counts its days and tells the change to the days before`() throws {
    let result = try answer("popularItems", ["rows": small, "windowDays": 5])
    let items = result["items"]?.array ?? []
    #expect(items.map { $0["itemId"]?.string } == ["pot", "tea"])
    #expect(items.map { $0["customers"]?.int } == [4, 1])
    #expect(items.map { $0["share"]?.double } == [1, 0.25])
    #expect(items.map { $0["change"]?.double } == [nil, -0.5])
    let all = try answer("popularItems", ["rows": small, "n": 1])
    #expect(all["items"]?.array?.count == 1)
    let faded = try answer("popularItems", ["rows": small, "halfLifeDays": 1])
    let score = faded["items"]?.array?.first?["score"]?.double ?? 0
    #expect(abs(score - 3.5) < 1e-9, "three today and one yesterday")
    let timeless: JSON = [["customer_id": "a", "product": "x"]]
    #expect(try call("popularItems", ["rows": timeless, "windowDays": 5]).code == 1007)
  }

  @Test func `each value has its ranking, up to so many values`() throws {
    func shop(_ regions: Int) -> JSON {
      .array(
        (0..<(2 * regions)).map {
          [
            "customer_id": .string("c\($0)"), "region": .string("r\($0 % regions)"),
            "product": .string($0 < regions ? "p" : "q\($0 % regions)"),
          ]
        })
    }
    let two = try answer("popularItems", ["rows": shop(2), "by": "region"])
    let found = two["items"]?.array?.map { [$0["segment"]?.string, $0["itemId"]?.string] }
    #expect(found == [["r0", "p"], ["r0", "q0"], ["r1", "p"], ["r1", "q1"]])
    let most = try answer(
      "popularItems", ["rows": shop(Limits.popularSegments), "by": "region", "limit": 1])
    #expect(most["total"]?.int == Int64(2 * Limits.popularSegments))
    let more = try call("popularItems", ["rows": shop(Limits.popularSegments + 1), "by": "region"])
    #expect(more.code == 5003 && more.data?.text().contains("kmeans") == false)
    #expect(try call("popularItems", ["rows": shop(2), "by": "colour"]).code == -32602)
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the repository"))
  func `a file of groceries gives as many rules as the reference`() throws {
    let path = try #require(Repository.shared("data/groceries-baskets/groceries.csv"))
    let reference = try Repository.reference("recsys.json")
    let place = "oracles.association groceries.thresholds.0"
    let count = try #require(
      number(reference, "oracles.association groceries.thresholds.0.itemsets"))
    let rules = value(reference, place + ".single_consequent_rules") as? [String: Any]
    let wanted = try #require((rules?["0.25"] as? [String: Any])?["count"] as? Int)
    let result = try answer(
      "associationRules",
      [
        "path": .string(path), "minSupport": 0.01, "minConfidence": 0.25, "minLift": 0,
        "maxLength": 8, "limit": 5,
      ])
    #expect(result["baskets"] == 9835 && result["itemsets"]?.int == Int64(count))
    #expect(result["total"]?.int == Int64(wanted))
    let best = result["rules"]?.array?.first
    #expect(best?["if"] == ["citrus fruit", "other vegetables"])
    #expect(best?["then"] == ["root vegetables"])
  }

  @Test func `several consequences are given where they are asked for`() throws {
    // In thirty of forty baskets all three, in ten tea alone.
    let cells = (0..<40).flatMap { basket in
      (basket < 30 ? ["tea", "pot", "cup"] : ["tea"]).map { ("c\(basket)", $0, 1) }
    }
    func rules(_ most: Int) throws -> [JSON] {
      try answer(
        "associationRules",
        ["rows": rows(cells), "minLift": 0, "maxConsequents": .int(Int64(most))])["rules"]?.array
        ?? []
    }
    let (one, two) = (try rules(1), try rules(2))
    #expect(one.count == 9 && one.allSatisfy { $0["then"]?.array?.count == 1 })
    #expect(two.count == 12)
    let both = try #require(two.first { $0["then"] == ["pot", "cup"] })
    #expect(both["if"] == ["tea"] && both["confidence"] == 0.75 && both["lift"] == 1)
    #expect(both["text"]?.string?.contains("have pot, cup") == true)
    for most: JSON in [0, 8] {
      let found = try call(
        "associationRules", ["rows": rows(cells), "maxConsequents": most])
      #expect(found.code == -32602)
    }
  }

  @Test func `without order ids a day of a customer is a basket, and it is said`() throws {
    let cells = (0..<40).flatMap {
      [("c\($0)", "tea", 1), ("c\($0)", $0 % 2 == 0 ? "pot" : "x", 1)]
    }
    let result = try answer("associationRules", ["rows": rows(cells), "minLift": 0])
    #expect(result["baskets"] == 40)
    let codes = result["warnings"]?.array?.compactMap { $0["code"]?.string }
    #expect(codes?.contains("basketsByDay") == true)
    let none: JSON = [["customer_id": "a", "product": "x"]]
    #expect(try call("associationRules", ["rows": none]).code == 1007)
  }

  @Test func `interests in both languages find items by what they are`() throws {
    let catalogue: JSON = [
      ["item_id": "1", "product_name": "jasmine green tea", "category": "tea"],
      ["item_id": "2", "product_name": "dark roast coffee", "category": "coffee"],
      ["item_id": "3", "product_name": "茉莉花 绿茶", "category": "茶叶"],
      ["item_id": "4", "product_name": "steel tea pot", "category": "kitchen"],
    ]
    func first(_ params: [JSONMember]) throws -> (String?, JSON) {
      let found = try answer("recommendContent", .object([JSONMember("rows", catalogue)] + params))
      return (found["items"]?.array?.first?["itemId"]?.string, found)
    }
    #expect(try first([JSONMember("interests", "jasmine tea")]).0 == "1")
    let (chinese, found) = try first([JSONMember("interests", "绿茶"), JSONMember("lang", "zh")])
    #expect(chinese == "3" && found["summary"]?.string?.contains("种商品") == true)
    #expect(try first([JSONMember("interests", "jasmine")]).0 == "1", "the only one with the word")
    #expect(try first([JSONMember("items", ["1"])]).0 == "4")
    let strange = try first([JSONMember("interests", "quantum")])
    #expect(strange.0 == nil && strange.1["unknownWords"] == ["quantum"])
    #expect(try call("recommendContent", ["rows": catalogue]).code == -32602)
    #expect(try call("recommendContent", ["rows": catalogue, "items": ["9"]]).code == 1012)
  }

  @Test func `ways are compared beside chance, and nothing to hide is refused`() throws {
    let single = rows((0..<30).map { ("c\($0)", "p\($0 % 3)", 1) })
    #expect(try call("evaluateRecommender", ["rows": single, "strict": true]).code == 2003)
    #expect(try call("evaluateRecommender", ["rows": single]).code == 2003)
    // Two of four items each: one is hidden, the one that is shown is left out, three are open.
    let pairs = rows(
      (0..<40).flatMap { [("c\($0)", "p\($0 % 4)", 1), ("c\($0)", "p\(($0 + 1) % 4)", 2)] })
    let result = try answer(
      "evaluateRecommender",
      ["rows": pairs, "k": [1, 2, 10], "methods": ["itemCosine"], "strict": true])
    #expect(result["tested"] == 40)
    let chance = result["random"]?.array?.compactMap { $0["hitRate"]?.double } ?? []
    #expect(chance.count == 3 && abs(chance[0] - 1.0 / 3) < 1e-12)
    #expect(abs(chance[1] - 2.0 / 3) < 1e-12 && chance[2] == 1)
    let models = result["models"]?.array ?? []
    #expect(models.count == 2 && models.first?["method"] == "popularity")
    #expect(
      models.allSatisfy { $0["atK"]?.array?.last?["hitRate"] == 1 }, "all are in a list of ten")
    for lengths: JSON in [[], [0], [1001], .array((1...21).map { .int($0) })] {
      #expect(try call("evaluateRecommender", ["rows": pairs, "k": lengths]).code == -32602)
    }
  }
}
