/// Several labels per text, and new labelled rows, as they are asked.
import Methods
import TestKit
import Testing
import Wire

@Suite struct FeedbackListTests {
  private static let cells = ["delivery", "billing", "delivery、billing", "billing、delivery"]

  private static let texts: [(text: String, label: String)] = (0..<80).map { place in
    let cell = cells[place % 4]
    let words = cell.split(separator: "、").map {
      $0 == "delivery" ? "the courier was late" : "the invoice charged me twice"
    }
    return (words.joined(separator: " and ") + " on day \(place)", cell)
  }

  private static let training: JSON = [
    "texts": .array(texts.map { .string($0.text) }),
    "labels": .array(texts.map { .string($0.label) }), "model": "linearSvm", "saveAs": "tickets",
  ]

  private func session(_ calls: [(String, JSON)]) throws -> [CallOutcome] {
    var workspace = Workspace()
    return try calls.map { try call($0.0, $0.1, in: &workspace) }
  }

  @Test func `lists without any label are refused by what they lack`() throws {
    let found = try call(
      "trainFeedbackModel",
      ["texts": ["x y", "z w", "x z", "y w"], "labels": [[], [], [], []]])
    #expect(found.code == 1006 && found.message?.contains("no text has any label") == true)
  }

  @Test func `cells are parted, said so, and all labels of a text are given`() throws {
    let found = try session([
      ("trainFeedbackModel", Self.training),
      (
        "classifyFeedback",
        [
          "texts": ["courier late, charged me twice", "my courier was late"],
          "trainedModel": "tickets",
        ]
      ),
      (
        "labelFeedback",
        [
          "model": "tickets", "texts": ["a crash", "nothing at all"],
          "labels": [["bug", "billing"], []],
        ]
      ),
    ])
    let trained = try #require(found[0].result)
    #expect(trained["labels"] == ["billing", "delivery"] && trained["multiLabel"] == true)
    #expect(trained["warnings"]?.array?.first?["code"]?.string == "severalLabels")
    #expect(trained["evaluation"]?["microF1"]?.double == 1)
    #expect(trained["evaluation"]?["confusion"] == nil)
    #expect(trained["bounds"]?.array?.count == 2)
    let items = try #require(found[1].result?["items"]?.array)
    let labels = items.map { $0["categories"]?.array?.compactMap { $0["label"]?.string } ?? [] }
    #expect(labels.map { $0.sorted() } == [["billing", "delivery"], ["delivery"]])
    #expect(items.allSatisfy { $0["label"] == nil })
    #expect(
      found[1].result?["overview"]?["counts"]?["category"] == ["billing": 1, "delivery": 2])
    #expect(found[2].result?["labelled"]?.int == 82)
    #expect(found[2].result?["labels"] == ["billing", "bug", "delivery"])
    #expect(found[2].result?["before"] == ["right": 0, "texts": 1])
  }

  @Test func `multiLabel decides where it is given`() throws {
    let found = try session([
      ("trainFeedbackModel", Self.with("multiLabel", false)),
      ("trainFeedbackModel", Self.with("multiLabel", true)),
      ("trainFeedbackModel", Self.with("multiLabel", "perhaps")),
      ("trainFeedbackModel", Self.with("labels", .array(Self.texts.map { _ in 1 }))),
    ])
    #expect(found[0].result?["labels"]?.array?.count == 4)
    #expect(found[0].result?["multiLabel"] == false && found[0].result?["bounds"] == nil)
    #expect(found[1].result?["labels"]?.array?.count == 2)
    #expect(found[2].code == -32602)
    #expect(found[2].message?.hasPrefix("params.multiLabel") == true)
    #expect(
      found[3].message
        == "params.labels[0]: expected a label, a list of labels or null, found 1")
  }

  @Test func `new rows are learnt, and tell the old model from the new one`() throws {
    let rows: [JSON] = (0..<30).map { place in
      let isBug = place % 3 == 0
      return [
        "text": .string(isBug ? "the app crashed at \(place)" : "courier late at \(place)"),
        "category": .string(isBug ? "bug" : "delivery"),
      ]
    }
    let found = try session([
      ("trainFeedbackModel", Self.training),
      ("updateModel", ["model": "tickets", "rows": .array(rows), "saveAs": "newer"]),
      ("updateModel", ["model": "newer", "rows": [["text": "hello", "x": 1]]]),
      ("listModels", [:]),
    ])
    let update = try #require(found[1].result)
    #expect(update["model"]?.string == "newer" && update["newRows"]?.int == 30)
    #expect(update["rememberedRows"]?.int == 80)
    let labels = try #require(update["labels"])
    #expect(labels["newLabels"] == ["bug"] && labels["tested"]?.int == 30)
    let (before, after) = (labels["before"]?["accuracy"], labels["after"]?["accuracy"])
    #expect((before?.double ?? 1) < 0.7 && (after?.double ?? 0) > 0.9)
    #expect(found[2].code == 1007)
    #expect(found[3].result?["models"]?.array?.count == 2)
  }

  private static func with(_ key: String, _ value: JSON) -> JSON {
    .object((training.object ?? []).filter { $0.key != key } + [JSONMember(key, value)])
  }
}
