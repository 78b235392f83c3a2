/// `recommend` as it is asked: kept models, lists in files, strange shops, ids as they came.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct RecommendMethodTests {
  /// Forty customers of two tastes, each with three of the four items of theirs.
  private static let shop: JSON = .array(
    (0..<40).flatMap { person -> [JSON] in
      let items =
        person % 2 == 0 ? ["tea", "pot", "cup", "honey"] : ["bean", "mug", "mill", "milk"]
      return (0..<3).map { step in
        [
          "customer_id": .string("c\(person)"), "product": .string(items[(person / 2 + step) % 4]),
          "date": .string("2024-0\(1 + step)-\(10 + person % 18)"),
          "shelf": person % 2 == 0 ? "left" : "right",
        ]
      }
    })

  private func ask(_ params: JSON, _ rows: JSON = shop) throws -> CallOutcome {
    try call("recommend", .object([JSONMember("rows", rows)] + (params.object ?? [])))
  }

  private func ids(_ row: JSON?) -> [String] {
    row?["items"]?.array?.compactMap { $0["itemId"]?.string } ?? []
  }

  private func firstIds(_ params: JSON, _ rows: JSON = shop) throws -> [String] {
    ids(try #require(try ask(params, rows).result)["recommendations"]?.array?.first)
  }

  /// Every score of every list, and every figure of the evaluation, is a number.
  private func expectNumbers(_ result: JSON, _ place: String) {
    for row in result["recommendations"]?.array ?? [] {
      for item in row["items"]?.array ?? [] {
        #expect(item["score"]?.double?.isFinite == true, "\(place): \(item.text())")
      }
    }
    let evaluation = result["evaluation"] ?? .null
    #expect(evaluation == .null || !evaluation.text().contains("null"), "\(place)")
  }

  @Test func `weights and half-lives at their bounds are taken, and none beyond`() throws {
    for (params, path) in [
      (["halfLifeDays": 0], "params.halfLifeDays"),
      (["halfLifeDays": 36_501], "params.halfLifeDays"),
      (["eventWeights": ["buy": -1]], "params.eventWeights.buy"),
      (["eventWeights": ["buy": 1e308]], "params.eventWeights.buy"),
    ] as [(JSON, String)] {
      let outcome = try ask(params)
      #expect(outcome.code == -32602)
      #expect(outcome.message?.hasPrefix(path) == true)
    }
    let accepted: [JSON] = [
      ["halfLifeDays": 0.01], ["halfLifeDays": 36_500], ["eventWeights": ["buy": 0]],
      ["eventWeights": ["buy": 1e6]],
    ]
    for params in accepted {
      expectNumbers(try #require(try ask(params).result), params.text())
    }
  }

  @Test func `a kept model needs no data and heeds the later request`() throws {
    var workspace = Workspace()
    let made = try call(
      "recommend", ["rows": Self.shop, "method": "itemCosine", "limit": 1, "saveAs": "shop"],
      in: &workspace)
    #expect(made.result?["recommendations"]?.array?.count == 1)
    func later(_ params: JSON) throws -> JSON {
      let wish = JSON.object([JSONMember("model", "shop")] + (params.object ?? []))
      return try #require(try call("recommend", wish, in: &workspace).result)
    }
    let all = try later([:])
    #expect(all["total"] == 40 && all["meta"]?["method"] == "itemCosine")
    func one(_ params: JSON) throws -> [String] {
      ids(try later(params)["recommendations"]?.array?.first)
    }
    let history: JSON = ["history": ["tea", "pot"]]
    #expect(Set(try one(history).prefix(2)) == ["cup", "honey"])
    #expect(try one(["history": ["tea", "pot"], "n": 1]).count == 1)
    #expect(try !one(["history": ["tea", "pot"], "exclude": ["cup"]]).contains("cup"))
    #expect(try one(["history": ["tea", "pot"], "include": ["honey"]]) == ["honey"])
    #expect(Set(try one(history).prefix(2)) == ["cup", "honey"], "wishes do not stay")
    let filtered = try call(
      "recommend", ["model": "shop", "itemFilter": ["shelf": ["left"]]], in: &workspace)
    #expect(filtered.code == -32602, "a filter needs the columns of the file")
  }

  @Test func `kept models are listed, described, deleted, and told from others`() throws {
    var workspace = Workspace()
    _ = try call("recommend", ["rows": Self.shop, "saveAs": "shop"], in: &workspace)
    let list = try call("listModels", [:], in: &workspace).result?["models"]?.array
    #expect(list?.map { $0["kind"]?.string } == ["recommendations"])
    let card = try #require(try call("describeModel", ["model": "shop"], in: &workspace).result)
    #expect(card["rows"] == 120 && card["customers"] == 40)
    let customers: JSON = .array(
      (0..<30).map { ["customer_id": .string("c\($0)"), "spend": .int($0 % 2 * 900 + $0)] })
    _ = try call(
      "segment", ["rows": customers, "k": 2, "method": "kmeans", "saveAs": "two"], in: &workspace)
    let other = try call("recommend", ["model": "two"], in: &workspace)
    #expect(other.code == -32602 && other.data?["path"] == "params.model")
    #expect(try call("recommend", ["model": "none"], in: &workspace).code == 2001)
    #expect(try call("deleteModel", ["model": "shop"], in: &workspace).result != nil)
    #expect(try call("recommend", ["model": "shop"], in: &workspace).code == 2001)
  }

  @Test func `a file holds a line for each customer, whatever the page`() throws {
    let folder = TemporaryFolder()
    let path = folder.file("lists.csv")
    let wish: JSON = ["outputPath": .string(path), "limit": 2, "method": "itemCosine", "n": 2]
    let result = try #require(try ask(wish).result)
    #expect(result["recommendations"]?.array?.count == 2)
    #expect(result["output"]?["rows"] == 40)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n")
    #expect(lines.count == 41 && lines[1].hasPrefix("c0,"))
    #expect(try ask(wish).code == 5007, "it is not written over unasked")
  }

  @Test func `only items that the filter lets through are shown`() throws {
    let shown = try firstIds([
      "method": "itemCosine", "repeatItems": "yes", "customerId": "c0",
      "itemFilter": ["shelf": ["right"]],
    ])
    #expect(!shown.isEmpty && Set(shown).isSubset(of: ["bean", "mug", "mill", "milk"]))
    let unknown = try ask(["itemFilter": ["colour": ["red"]]])
    #expect(unknown.code == -32602 && unknown.message?.contains("shelf") == true)
  }

  @Test func `somebody of whom nothing is known is cold, and gets what is popular`() throws {
    for params: JSON in [
      ["history": ["no such item"]], ["history": []], ["customerId": "nobody"],
      ["itemId": "no such item"],
    ] {
      let result = try #require(try ask(params).result)
      let row = result["recommendations"]?.array?.first
      #expect(row?["cold"] == true, "\(params.text())")
      #expect(row?["items"]?.array?.allSatisfy { $0["reason"]?["kind"] == "popular" } == true)
      #expect(ids(row).count == 8)
    }
    #expect(try firstIds(["history": [], "coldStart": "none"]).isEmpty)
  }

  @Test(arguments: ["auto", "itemCosine", "als", "ease", "popularity"])
  func `shops of almost nothing get an answer and a low grade`(method: String) throws {
    func rows(_ cells: [(String, String)]) -> JSON {
      .array(cells.map { ["customer_id": .string($0.0), "product": .string($0.1)] })
    }
    let shops: [(String, JSON)] = [
      ("one item", rows((0..<30).map { ("c\($0)", "x") })),
      ("one customer", rows((0..<30).map { ("c", "i\($0)") })),
      ("one row", rows([("c", "x")])),
      ("all chose all", rows((0..<40).map { ("c\($0 / 4)", "i\($0 % 4)") })),
      ("the same again", rows((0..<40).map { ("c\($0 % 2)", "i\($0 % 2)") })),
    ]
    for (place, rows) in shops {
      let wish: JSON = ["method": .string(method), "minSupport": 1, "repeatItems": "no"]
      let result = try #require(try ask(wish, rows).result, "\(place)")
      expectNumbers(result, place)
      #expect(result["grade"]?["letter"] == "D", "\(place)")
      if place == "all chose all" || place == "one item" {
        #expect(result["recommendations"]?.array?.allSatisfy { ids($0).isEmpty } == true)
      }
    }
  }

  @Test func `ids come out byte for byte`() throws {
    let people = ["0009223372036854775807", "9223372036854775808", "客户：王", "e\u{301}", "é"]
    let items = ["1234567890123456789", "0012", "12", "商品·绿茶", "1e5", "true"]
    let rows: JSON = .array(
      people.indices.flatMap { person in
        items.indices.filter { ($0 + person) % 3 > 0 }.map { item in
          ["customer_id": .string(people[person]), "product": .string(items[item])]
        }
      })
    let wish: JSON = ["minSupport": 1, "repeatItems": "yes", "method": "itemCosine"]
    let result = try #require(try ask(wish, rows).result)
    let lists = result["recommendations"]?.array ?? []
    #expect(
      lists.compactMap { $0["customerId"]?.string }.map { Array($0.utf8) }
        == people.map { Array($0.utf8) })
    #expect(Set(lists.flatMap(ids).map { Array($0.utf8) }) == Set(items.map { Array($0.utf8) }))
  }

  @Test(.timeLimit(.minutes(1)))
  func `a hundred thousand items are answered for`() throws {
    let folder = TemporaryFolder()
    var text = "customer_id,product,date\n"
    for row in 0..<200_000 {
      let item = row < 100_000 ? row : (row &* 7 &+ 3) % 100_000
      text += "c\(row % 10_000),p\(item),2024-01-\(10 + row % 19)\n"
    }
    let path = try folder.write("large.csv", text)
    let result = try answer(
      "recommend", ["path": .string(path), "method": "itemCosine", "limit": 3, "minSupport": 1])
    #expect(result["summary"]?.string?.contains("100000 items") == true)
    let lists = result["recommendations"]?.array ?? []
    #expect(lists.count == 3 && lists.allSatisfy { ids($0).count == 10 })
    expectNumbers(result, "large")
  }
}
