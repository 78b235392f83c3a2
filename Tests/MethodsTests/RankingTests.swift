/// `rankFeatures`: refusals, bounds, both languages.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct RankFeaturesTests {
  private func rows(_ count: Int, columns: Int = 2) -> JSON {
    let made = (0..<count).map { row -> JSON in
      let label = (row * 7) % 13 > 6 ? "yes" : "no"
      let cells = (0..<columns).map { column -> JSONMember in
        let value = (row * (1 + (column + 6) % 12) + column) % 13
        return JSONMember("f\(column)", .int(Int64(value)))
      }
      return .object(cells + [JSONMember("churn", .string(label))])
    }
    return .array(made)
  }

  @Test(arguments: ["l1", "permutation", "magic"])
  func `methods that are not there are refused with those that are`(name: String) throws {
    let outcome = try call("rankFeatures", ["rows": rows(20), "methods": [.string(name)]])
    #expect(outcome.code == -32602)
    for known in ["correlation", "mutualInformation", "pcaLoadings"] {
      #expect(outcome.message?.contains(known) == true)
    }
  }

  @Test func `without a target only loadings are to be had`() throws {
    let plain: JSON = [["a": 1, "b": 5], ["a": 2, "b": 3], ["a": 4, "b": 4]]
    let found = try answer("rankFeatures", ["rows": plain])
    #expect(found["methods"]?.array?.map { $0["method"] } == ["pcaLoadings"])
    #expect(found["target"] == nil && found["grade"]?["letter"] == .null)
    let asked = try call("rankFeatures", ["rows": plain, "methods": ["correlation"]])
    #expect(asked.code == 1007)
  }

  @Test func `constant columns, one label and strange targets are told apart`() throws {
    let constant: JSON = [["a": 1, "churn": 0], ["a": 1, "churn": 1]]
    #expect(try call("rankFeatures", ["rows": constant]).code == 3002)
    let single: JSON = [["a": 1, "churn": "yes"], ["a": 2, "churn": "yes"]]
    #expect(try call("rankFeatures", ["rows": single]).code == 2004)
    let strange = try call("rankFeatures", ["rows": rows(20), "target": "f9"])
    #expect(strange.code == -32602 && strange.data?["path"] == "params.target")
    #expect(try call("rankFeatures", ["rows": rows(20), "methods": []]).code == -32602)
  }

  @Test func `so many features and samples may be and no more`() throws {
    for (columns, code) in [(Limits.rankedFeatures, nil), (Limits.rankedFeatures + 1, -32602)] {
      let wish: JSON = ["rows": rows(14, columns: columns), "resamples": 0]
      #expect(try call("rankFeatures", wish).code == code)
    }
    for (count, code) in [(Limits.rankResamples, nil), (Limits.rankResamples + 1, -32602)] {
      let wish: JSON = ["rows": rows(14), "resamples": .int(Int64(count))]
      #expect(try call("rankFeatures", wish).code == code)
    }
  }

  @Test func `few rows get an answer that says how little it is worth`() throws {
    let found = try answer("rankFeatures", ["rows": rows(13), "lang": "zh"])
    #expect(found["grade"]?["letter"] == "D")
    #expect(found["summary"]?.string?.contains("特征") == true)
    #expect(found["features"]?.array?.first?["feature"] == "f0", "it decides the label")
  }
}
