/// `embedWords` as it is asked.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct EmbedWordsTests {
  /// Texts about couriers and about food; 快递 and parcel keep the same company.
  private static let texts: [String] = (0..<600).map { place in
    let names = ["courier", "parcel", "快递"]
    let days = ["monday", "friday", "sunday"]
    return place % 2 == 0
      ? "the \(names[place / 2 % 3]) came late on \(days[place / 6 % 3]) again and nobody called me"
      : "tasty \(["noodles", "dumplings", "米饭"][place / 2 % 3]) with fresh sauce, warm and crisp"
  }

  private func ask(_ more: [(String, JSON)], texts: [String] = texts) throws -> CallOutcome {
    var workspace = Workspace()
    let members = [JSONMember("texts", .array(texts.map { .string($0) }))]
    return try call(
      "embedWords", .object(members + more.map { JSONMember($0.0, $0.1) }), in: &workspace)
  }

  @Test func `words used alike are neighbours, in both languages`() throws {
    let result = try #require(
      try ask([("words", ["courier", "米饭", "nowhere"]), ("n", 2), ("dim", 8)]).result)
    let rows = try #require(result["words"]?.array)
    func near(_ row: Int) -> Set<String> {
      Set(rows[row]["neighbours"]?.array?.compactMap { $0["word"]?.string } ?? [])
    }
    #expect(near(0) == ["parcel", "快递"], "\(near(0))")
    #expect(near(1) == ["noodles", "dumplings"], "\(near(1))")
    #expect(rows[2]["count"]?.int == 0 && near(2).isEmpty)
    #expect(rows[0]["vector"] == nil)
    #expect(result["warnings"]?.array?.first?["code"]?.string == "unknownWords")
    #expect((result["evaluation"]?["rocAuc"]?.double ?? 0) > 0.6)
    #expect(result["grade"]?["letter"]?.string != "D")
  }

  @Test func `vectors and analogies come when asked for, the same each time`() throws {
    let more: [(String, JSON)] = [
      ("words", ["Courier"]), ("vectors", true), ("dim", 5), ("n", 3),
      ("analogies", [["courier", "parcel", "noodles"], ["courier", "parcel", "nowhere"]]),
    ]
    let result = try #require(try ask(more).result)
    #expect(result["words"]?.array?.first?["vector"]?.array?.count == 5)
    let analogies = try #require(result["analogies"]?.array)
    #expect(analogies[0]["answers"]?.array?.count == 3)
    #expect(analogies[1]["answers"]?.array?.isEmpty == true)
    let again = try #require(try ask(more).result)
    #expect(again["words"]?.text() == result["words"]?.text())
  }

  @Test func `too few words, too many questions and halves of analogies are refused`() throws {
    #expect(try ask([], texts: ["a few words only"]).code == 2003)
    let words: (Int) -> JSON = { .array((0..<$0).map { .string("w\($0)") }) }
    #expect(try ask([("words", words(Limits.embedQueries)), ("dim", 2)]).result != nil)
    #expect(try ask([("words", words(Limits.embedQueries + 1))]).code == -32602)
    let half = try ask([("analogies", [["a", "b"]])])
    #expect(half.message == "params.analogies[0]: expected three words, found 2")
  }
}
