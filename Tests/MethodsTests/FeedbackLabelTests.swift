/// `classifyFeedback` with categories of the caller's own.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct FeedbackLabelTests {
  private static let labels: JSON = [
    ["name": "包装", "seeds": ["包装", "盒子"]],
    ["name": "billing", "examples": ["I was charged twice"]],
  ]

  private func ask(_ labels: JSON, _ more: [(String, JSON)] = []) throws -> CallOutcome {
    var members: [JSONMember] = [
      JSONMember("texts", ["包装盒压扁了😡", "they charged me twice", "hello"]),
      JSONMember("labels", labels),
    ]
    members += more.map { JSONMember($0.0, $0.1) }
    var workspace = Workspace()
    return try call("classifyFeedback", .object(members), in: &workspace)
  }

  @Test func `own categories are told with the words that say so`() throws {
    let result = try #require(try ask(Self.labels).result)
    let items = try #require(result["items"]?.array)
    let names = items.map { $0["categories"]?.array?.compactMap { $0["label"]?.string } ?? [] }
    #expect(names == [["包装"], ["billing"], ["other"]])
    let span = items[0]["categories"]?.array?.first?["evidence"]?.array?.first
    #expect(span?["text"]?.string == "包装")
    #expect(span?["endUtf16"]?.int == 2)
    let own = try #require(result["labels"]?.array)
    #expect(own.map { $0["texts"]?.int } == [1, 1])
    #expect(own.map { $0["learnt"]?.array?.count } == [0, 0])
    let counts = result["overview"]?["counts"]?["category"]?.object?.map(\.key)
    #expect(counts == ["包装", "billing", "other"])
    #expect(result["overview"]?["topComplaints"]?.array?.first?["category"]?.string == "包装")
  }

  @Test func `an own category without any text is warned of`() throws {
    let result = try #require(try ask([["name": "taste", "seeds": ["flavour"]]]).result)
    let codes = result["warnings"]?.array?.compactMap { $0["code"]?.string }
    #expect(codes == ["labelWithoutTexts"])
  }

  struct Refusal: Sendable {
    let labels: JSON
    let more: [(String, JSON)]
    let message: String

    init(_ labels: JSON, _ message: String, _ more: [(String, JSON)] = []) {
      self.labels = labels
      self.more = more
      self.message = message
    }
  }

  @Test(arguments: [
    Refusal(
      [["name": " ", "seeds": ["a"]]],
      "params.labels[0].name: expected a name of 1 to 200 bytes, found \" \""),
    Refusal(
      [["name": "a", "seeds": ["a"]], ["name": "A", "seeds": ["b"]]],
      "params.labels[1].name: expected a name that params.labels[0] does not have, found \"A\""),
    Refusal(
      [["name": "Other", "seeds": ["a"]]],
      "params.labels[0].name: expected a name but \"other\", which is for all other texts, "
        + "found \"Other\""),
    Refusal([["name": "a"]], "params.labels[0]: expected seeds or examples, found neither"),
    Refusal(
      [["name": "a", "seeds": ["x", "…!"]]],
      "params.labels[0].seeds[1]: expected a word, found \"…!\""),
    Refusal(
      [["name": "a", "examples": ["it is the"]]],
      "params.labels[0].examples[0]: expected a text with a noun, verb or adjective, "
        + "found \"it is the\""),
    Refusal(
      [], "params.categories: expected labels with own categories, found no labels",
      [("categories", "own")]),
    Refusal(
      [], "params.learnSeeds: expected labels with learnSeeds, found no labels",
      [("learnSeeds", true)]),
    Refusal(
      [["name": "price", "seeds": ["贵"]]],
      "params.labels[0].name: expected with categories \"both\" a name that no built-in category "
        + "has, found \"price\"", [("categories", "both")]),
  ])
  func `labels that cannot be meant are refused`(_ refusal: Refusal) throws {
    let found = try ask(refusal.labels, refusal.more)
    #expect(found.code == -32602)
    #expect(found.message == refusal.message)
  }

  @Test func `as many labels, seeds and bytes as allowed are read, one more is refused`() throws {
    func labels(_ count: Int) -> JSON {
      .array((0..<count).map { ["name": .string("label \($0)"), "seeds": ["hello"]] })
    }
    func seeds(_ count: Int) -> JSON {
      [["name": "a", "seeds": .array((0..<count).map { .string("seed\($0)") })]]
    }
    func bytes(_ count: Int) -> JSON {
      [["name": "a", "seeds": [.string(String(repeating: "x", count: count))]]]
    }
    let cases = [
      (labels, Limits.ownCategories), (seeds, Limits.ownSeeds), (bytes, Limits.seedBytes),
    ]
    for (make, most) in cases {
      #expect(try ask(make(most)).result != nil)
      #expect(try ask(make(most + 1)).code == -32602)
    }
  }
}
