/// What a text means, and the exact error for what means nothing.
import Testing

@testable import Wire

struct MessageTests {
  private func read(_ text: String, lenient: Bool = false, isLine: Bool = true) -> Incoming {
    MessageReader(lenient: lenient).read(Array(text.utf8), isLine: isLine)
  }

  private func words(_ message: Message) -> String {
    switch message {
    case .response: return "response"
    case .invalid(let refusal): return "\(refusal.id.text) \(refusal.code) \(refusal.message)"
    case .call(let call):
      let params = call.params.map { " " + $0.sourceText } ?? ""
      return "\(call.id?.text ?? "-") \(call.method)\(params)"
    }
  }

  private func words(_ text: String, lenient: Bool = false) -> String {
    switch read(text, lenient: lenient) {
    case .single(let message): words(message)
    case .batch(let messages): "[" + messages.map(words).joined(separator: ", ") + "]"
    }
  }

  private static let cases: [(String, String)] = [
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, "1 ping"),
    (#"{"jsonrpc":"2.0","id":"1","method":"ping","params":null}"#, #""1" ping"#),
    (#"{"jsonrpc":"2.0","id":1.50,"method":"ping","params":[1]}"#, "1.50 ping [1]"),
    (#"{"jsonrpc":"2.0","id":null,"method":"ping","params":{}}"#, "null ping {}"),
    (#"{"jsonrpc":"2.0","id":123456789012345678901,"method":"a"}"#, "123456789012345678901 a"),
    (#"{"jsonrpc":"2.0","method":"ping","auth":"x"}"#, "- ping"),
    (#"{"json\u0072pc":"2\u002e0","\u0069d":4,"method":"\u0070ing"}"#, "4 ping"),
    (#"{"jsonrpc":"2.0","id":7,"result":true}"#, "response"),
    (#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}"#, "response"),
    (
      #"[{"jsonrpc":"2.0","id":1,"method":"a"},7,[]]"#,
      "[1 a, null -32600 Not a request: expected an object, found a number, "
        + "null -32600 Not a request: expected an object, found an array]"
    ),
    ("[]", "null -32600 Not a request: a batch has at least one member, found none"),
    ("1", "null -32600 Not a request: expected an object or an array of objects, found a number"),
    (
      #"{"id":3,"method":"ping"}"#,
      "3 -32600 Not a request: expected \"jsonrpc\":\"2.0\", found none; "
        + "add it or start with --lenient"
    ),
    (
      #"{"jsonrpc":"1.0","id":3,"method":"ping"}"#,
      "3 -32600 Not a request: expected \"jsonrpc\":\"2.0\", found another version"
    ),
    (
      #"{"jsonrpc":2.0,"id":3,"method":"ping"}"#,
      "3 -32600 Not a request: expected \"jsonrpc\":\"2.0\", found a number"
    ),
    (
      #"{"jsonrpc":"2.0","id":3}"#,
      "3 -32600 Not a request: expected method as a string, found none"
    ),
    (
      #"{"jsonrpc":"2.0","method":1,"params":"bar"}"#,
      "null -32600 Not a request: expected method as a string, found a number"
    ),
    (
      #"{"jsonrpc":"2.0","id":3,"method":"a","params":"bar"}"#,
      "3 -32600 Not a request: expected params as an object or an array, found a string"
    ),
    (
      #"{"jsonrpc":"2.0","id":true,"method":"a"}"#,
      "null -32600 Not a request: expected id as a string, a number or null, found true"
    ),
    (
      #"{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}"#,
      "null -32700 Not JSON: at byte 24: expected each key once, found \"id\" again"
    ),
    (
      "{",
      "null -32700 Not JSON: at byte 1: expected a key in quotes or '}', found "
        + "the end of the text; send each message on one line, for example through jq -c"
    ),
    ("hello", "null -32700 Not JSON: at byte 0: expected a value, found 'h'"),
  ]

  @Test(arguments: cases)
  func `a text is read`(text: String, expected: String) {
    #expect(words(text) == expected)
  }

  @Test func `lenient fills in what is missing`() {
    #expect(words(#"{"method":"ping"}"#, lenient: true) == "null ping")
    #expect(words(#"{"method":"exit"}"#, lenient: true) == "- exit")
    #expect(words(#"{"id":1,"method":"ping"}"#, lenient: true) == "1 ping")
  }

  @Test func `a batch of the limit is read and one more is refused whole`() {
    func batch(_ count: Int) -> String {
      "["
        + Array(repeating: #"{"jsonrpc":"2.0","method":"a"}"#, count: count)
        .joined(separator: ",") + "]"
    }
    guard case .batch(let members) = read(batch(1_000)) else {
      Issue.record("refused")
      return
    }
    #expect(members.count == 1_000)
    #expect(
      words(batch(1_001))
        == "null -32600 Not a request: a batch has at most 1000 members, found 1001")
  }

  @Test(arguments: [
    "0", "-1", "1.50", "1e3", "18446744073709551616", "null", #""a""#, #""é\"""#, #""\u0041\/b""#,
  ])
  func `an id comes back as it was sent`(token: String) throws {
    let id = try #require(RequestID(JSONDocument(text: token).root))
    #expect(id.text == token)
    #expect(
      String(decoding: ReplyText.result(Array("null".utf8), id: id), as: UTF8.self)
        == "{\"jsonrpc\":\"2.0\",\"id\":\(token),\"result\":null}")
  }

  @Test func `ids are the same by value and not by Unicode equivalence`() throws {
    func id(_ token: String) throws -> RequestID? { RequestID(try JSONDocument(text: token).root) }
    #expect(try id("1") != id(#""1""#))
    #expect(try id(#""\u0041""#) == id(#""A""#))
    #expect(try id("\"\u{e9}\"") != id("\"e\u{301}\""))
    #expect(try id("[1]") == nil)
  }

  @Test func `an error reply has exactly its members`() {
    let text = ReplyText.error(code: 1, message: "a\"b", data: ["k": 1], id: RequestID("x"))
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"a\"b","data":{"k":1}}}"#)
  }
}
