/// `trainFeedbackModel`, `labelFeedback` and `classifyFeedback` as they are asked, one after the
/// other.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct FeedbackMethodTests {
  private static let texts: [(text: String, label: String)] = (0..<40).map { place in
    place % 2 == 0
      ? ("the courier was late on day \(place)", "delivery")
      : ("the invoice charged me twice on day \(place)", "billing")
  }

  private static let training: JSON = [
    "texts": .array(texts.map { .string($0.text) } + ["hello there"]),
    "labels": .array(texts.map { .string($0.label) } + [""]), "model": "linearSvm",
    "saveAs": "tickets",
  ]

  private func session(_ calls: [(String, JSON)]) throws -> [CallOutcome] {
    var workspace = Workspace()
    return try calls.map { try call($0.0, $0.1, in: &workspace) }
  }

  @Test func `a kept model is listed, described, used and taught`() throws {
    let found = try session([
      ("trainFeedbackModel", Self.training), ("listModels", [:]),
      ("describeModel", ["model": "tickets"]),
      (
        "classifyFeedback",
        ["texts": ["my courier was late", "charged twice"], "trainedModel": "tickets"]
      ),
      (
        "labelFeedback",
        ["model": "tickets", "texts": ["hello there"], "labels": ["delivery"], "saveAs": "newer"]
      ), ("listModels", [:]),
    ])
    let trained = try #require(found[0].result)
    #expect(trained["model"]?.string == "tickets")
    #expect(trained["labelled"]?.int == 40 && trained["texts"]?.int == 41)
    #expect(trained["toLabel"]?.array?.first?["id"]?.string == "41")
    #expect(trained["parameters"] == nil)
    #expect(found[1].result?["models"]?.array?.first?["kind"]?.string == "feedback")
    #expect(found[2].result?["limits"]?.array?.isEmpty == false)
    let labels = found[3].result?["items"]?.array?.compactMap { $0["label"]?["value"]?.string }
    #expect(labels == ["delivery", "billing"])
    #expect(found[4].result?["labelled"]?.int == 41)
    #expect(found[4].result?["toLabel"]?.array?.isEmpty == true)
    #expect(found[5].result?["models"]?.array?.count == 2)
  }

  @Test func `models of another purpose, and wishes that exclude each other, are refused`() throws {
    let rows: JSON = .array(
      (0..<30).map {
        ["customer_id": .string("c\($0)"), "x": .int(Int64($0 % 7)), "y": .int(Int64($0 % 5))]
      })
    let found = try session([
      ("trainFeedbackModel", Self.training),
      ("segment", ["rows": rows, "method": "kmeans", "k": 2, "saveAs": "groups"]),
      ("classifyFeedback", ["texts": ["hello"], "trainedModel": "groups"]),
      ("classifyFeedback", ["texts": ["hello"], "trainedModel": "tickets", "model": "lexicon"]),
      ("classifyFeedback", ["texts": ["hello"], "trainedModel": "tickets", "train": true]),
      ("labelFeedback", ["model": "groups", "texts": ["hello"], "labels": ["x"]]),
      ("labelFeedback", ["model": "tickets", "texts": ["hello"], "labels": [""]]),
      ("trainFeedbackModel", ["labels": ["x"]]),
      ("trainFeedbackModel", ["texts": ["a", "b"], "labels": ["x", "y"], "path": "x.csv"]),
      ("classifyFeedback", ["texts": ["hello"], "trainedModel": "nobody"]),
    ])
    #expect(found[1].result != nil)
    for place in 2..<9 {
      #expect(found[place].code == -32602, "\(place): \(found[place].message ?? "")")
    }
    #expect(found[9].code == 2001)
    #expect(found[6].message?.hasPrefix("params.labels[0]") == true)
  }

  @Test func `runs of words and characters are as long as asked for`() throws {
    let found = try session([
      ("trainFeedbackModel", Self.training.merging(["longestWords": 1, "longestCharacters": 0])),
      ("trainFeedbackModel", Self.training.merging(["longestWords": 5, "longestCharacters": 8])),
      ("trainFeedbackModel", Self.training.merging(["longestWords": 6])),
      ("trainFeedbackModel", Self.training.merging(["longestCharacters": 9])),
    ])
    let counts = found.map { $0.result?["features"]?.int ?? 0 }
    #expect(0 < counts[0] && counts[0] < 60 && 10 * counts[0] < counts[1])
    #expect(found[2].code == -32602 && found[3].code == -32602)
  }
}

extension JSON {
  /// With members of another object put in.
  fileprivate func merging(_ other: JSON) -> JSON {
    let names = Set((other.object ?? []).map(\.key))
    return .object((object ?? []).filter { !names.contains($0.key) } + (other.object ?? []))
  }
}
