/// `tokenize` from parameters to answer, and its bound.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct TokenizeTests {
  /// Each token's place, read back from the text in both ways of counting.
  private func check(_ text: String) throws {
    let result = try answer("tokenize", ["texts": [.string(text)], "redact": false])
    let item = try #require(result["items"]?.array?.first)
    #expect(item["text"]?.string == text)
    let (scalars, units) = (Array(text.unicodeScalars), Array(text.utf16))
    for token in item["tokens"]?.array ?? [] {
      let piece = try #require(token["text"]?.string)
      let start = Int(try #require(token["start"]?.int)), end = Int(try #require(token["end"]?.int))
      let from = Int(try #require(token["startUtf16"]?.int)),
        to = Int(try #require(token["endUtf16"]?.int))
      #expect(scalars[start..<end].elementsEqual(piece.unicodeScalars))
      #expect(units[from..<to].elementsEqual(piece.utf16))
    }
  }

  @Test(arguments: [
    "", " \r\n ", "a😀b\r\n中e\u{301}𠀀x", "👨‍👩‍👧很好！\r\nI don't know 🇨🇳", "cafe\u{301} 送到了",
  ])
  func `places are right with emoji, Han, marks and line ends`(_ text: String) throws {
    try check(text)
  }

  @Test func `a text of the bound is cut, one byte more is refused`() throws {
    let most = Limits.tokenTextBytes
    let text = String(repeating: "a ", count: most / 2)
    let params: JSON = ["texts": [.string(text)], "limit": 0]
    #expect(try answer("tokenize", params)["tokenCount"]?.int == Int64(most / 2))
    let refused = try call("tokenize", ["texts": ["", .string(text + "a")]])
    #expect(refused.code == 5003)
    #expect(
      refused.message == "tokenize takes at most \(most) bytes of text in row 2, found \(most + 1)")
  }

  @Test func `what is hidden keeps its places, and tokens do not tell it`() throws {
    let text = "王先生的电话13800138000，很好"
    let result = try answer("tokenize", ["texts": [.string(text)]])
    let item = try #require(result["items"]?.array?.first)
    #expect(item["text"]?.string == "*先生的电话***********，很好")
    #expect(!result.text().contains("13800138000"))
    let last = try #require(item["tokens"]?.array?.last)
    #expect(last["text"]?.string == "很好" && last["end"]?.int == Int64(text.unicodeScalars.count))
  }

  @Test func `new words are learnt from many texts, and not when they are not wanted`() throws {
    var random = SeededRandom(seed: 5)
    let around = Array("山水火木金石田土日月星云风雨雪花草鸟鱼虫牛羊马狗猫米豆瓜果茶")
    func filler() -> String { String((0..<40).map { _ in around[random.below(around.count)] }) }
    let texts = (0..<60).map { _ in JSON.string(filler() + "魑魅" + filler()) }
    let learnt = try answer("tokenize", ["texts": .array(texts), "limit": 0])
    #expect(learnt["newWords"]?.array?.map { $0["word"]?.string } == ["魑魅"])
    let plain = try answer("tokenize", ["texts": .array(texts), "limit": 0, "newWords": false])
    #expect(plain["newWords"]?.array?.isEmpty == true)
    #expect((plain["tokenCount"]?.int ?? 0) == (learnt["tokenCount"]?.int ?? 0) + 60)
  }

  @Test func `a cancelled run is heard`() throws {
    var workspace = Workspace()
    let run = Run()
    run.cancel()
    let outcome = try call("tokenize", ["texts": ["很好"]], in: &workspace, run)
    #expect(outcome.code == -32800)
  }
}
