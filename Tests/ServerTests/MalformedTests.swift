/// Fifty requests that are none: each draws its exact error, and the next request is served.
import TestKit
import Testing
import Wire

struct MalformedTests {
  private static let bare = "Not JSON: at byte "
  private static let lines: [(String, String, Int, String)] = [
    ("hello", "null", -32700, bare + "0: expected a value, found 'h'"),
    ("{", "null", -32700, "jq -c"),
    ("[", "null", -32700, bare + "1: expected a value, found the end of the text"),
    ("{]", "null", -32700, bare + "1: expected a key in quotes or '}', found ']'"),
    ("}", "null", -32700, bare + "0: expected a value, found '}'"),
    ("{'jsonrpc':'2.0'}", "null", -32700, "found '''"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping",}"#, "null", -32700, "a key in quotes"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1,]}"#, "null", -32700, "a value"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"} x"#, "null", -32700, "the end of the text"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"}{}"#, "null", -32700, "found '{'"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"/**/}"#, "null", -32700, "found '/'"),
    (#"{"jsonrpc":"2.0","id":01,"method":"ping"}"#, "null", -32700, "without leading zeros"),
    (#"{"jsonrpc":"2.0","id":+1,"method":"ping"}"#, "null", -32700, "found '+'"),
    (#"{"jsonrpc":"2.0","id":1.,"method":"ping"}"#, "null", -32700, "a digit behind the point"),
    (#"{"jsonrpc":"2.0","id":1e,"method":"ping"}"#, "null", -32700, "a digit of the exponent"),
    (#"{"jsonrpc":"2.0","id":1e999,"method":"ping"}"#, "null", -32700, "a number below 1.8e308"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[NaN]}"#, "null", -32700, "found NaN"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[-Infinity]}"#, "null", -32700, "Infinity"),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[undefined]}"#, "null", -32700, "undefined"
    ),
    (#"{"jsonrpc":"2.0","id":None,"method":"ping"}"#, "null", -32700, "found None"),
    ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\tng\"}", "null", -32700, "byte 0x09"),
    (#"{"jsonrpc":"2.0","id":1,"method":"\x70ing"}"#, "null", -32700, "behind a backslash"),
    (#"{"jsonrpc":"2.0","id":1,"method":"\u12"}"#, "null", -32700, "four hexadecimal digits"),
    (#"{"jsonrpc":"2.0","id":1,"method":"\ud800x"}"#, "null", -32700, "a pair of surrogates"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"#, "null", -32700, "'\\\"' at the end of a string"),
    (#"{"jsonrpc":"2.0" "id":1}"#, "null", -32700, "',' or '}'"),
    (#"{"jsonrpc" "2.0"}"#, "null", -32700, "expected ':'"),
    (#"{"jsonrpc":"2.0",id:1}"#, "null", -32700, "found 'i'"),
    ("\u{feff}{}", "null", -32700, "a byte order mark"),
    (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, "null", -32700, "each key once"),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1,"\u0061":2}}"#, "null", -32700,
      "each key once"
    ),
    (String(repeating: "[", count: 100_000), "null", -32700, "at most 512 levels"),
    ("1", "null", -32600, "found a number"), ("\"ping\"", "null", -32600, "found a string"),
    ("null", "null", -32600, "found null"), ("true", "null", -32600, "found true"),
    ("[]", "null", -32600, "at least one member"),
    ("{}", "null", -32600, "expected \\\"jsonrpc\\\":\\\"2.0\\\", found none"),
    (#"{"id":1,"method":"ping"}"#, "1", -32600, "--lenient"),
    (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, "1", -32600, "another version"),
    (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, "1", -32600, "found a number"),
    (#"{"jsonrpc":null,"id":"a","method":"ping"}"#, "\"a\"", -32600, "found null"),
    (#"{"jsonrpc":"2.0","id":1}"#, "1", -32600, "expected method as a string, found none"),
    (#"{"jsonrpc":"2.0","id":1,"method":null}"#, "1", -32600, "found null"),
    (#"{"jsonrpc":"2.0","id":1,"method":["ping"]}"#, "1", -32600, "found an array"),
    (#"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, "null", -32600, "method as a string"),
    (#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, "null", -32600, "found true"),
    (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, "null", -32600, "found an object"),
    (#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, "null", -32600, "found an array"),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"ping","params":"bar"}"#, "1", -32600,
      "expected params as an object or an array, found a string"
    ),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":7}"#, "1", -32600, "found a number"),
    (#"{"jsonrpc":"2.0","id":1,"method":""}"#, "1", -32601, "there is no method ''"),
    (#"{"jsonrpc":"2.0","id":1,"method":"PING"}"#, "1", -32601, "did you mean 'ping'?"),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping\u0000"}"#, "1", -32601, "there is no method"),
    (#"{"jsonrpc":"2.0","id":1,"method":"rpc.nonesuch"}"#, "1", -32601, "rpc.nonesuch"),
    (#"{"jsonrpc":"2.0","id":1,"method":"$/nonesuch"}"#, "1", -32601, "$/nonesuch"),
  ]

  @Test func `every malformed line draws its error and the next is served`() throws {
    let session = Session()
    #expect(session.answersPing())
    for (line, id, code, words) in Self.lines {
      let reply = try #require(session.ask(line), "no answer to \(line.prefix(80))")
      #expect(
        reply.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"#),
        "\(line.prefix(80)) drew \(reply)")
      #expect(reply.contains(words), "\(line.prefix(80)) drew \(reply)")
      #expect(session.answersPing(), "after \(line.prefix(80))")
    }
  }

  @Test func `the same bodies draw the same errors in frames`() throws {
    let session = Session()
    func send(_ text: String) {
      session.sendRaw(Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
    }
    for (line, id, code, _) in Self.lines {
      send(line)
      let reply = try #require(session.nextBody(), "no answer to \(line.prefix(80))")
      #expect(
        reply.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"#),
        "\(line.prefix(80)) drew \(reply)")
    }
    send(request(1, "ping"))
    #expect(session.nextBody()?.contains("result") ?? false)
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let session = Session()
    for bytes: [UInt8] in [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xc3]] {
      session.sendRaw(
        Array(#"{"jsonrpc":"2.0","id":1,"method":"x"#.utf8) + bytes + Array("\"}\n".utf8))
      let reply = try #require(session.nextLine())
      #expect(reply.contains("expected UTF-8"))
      #expect(session.answersPing())
    }
  }

  @Test(arguments: [
    "Content-Length: -5\r\n\r\n{}", "Content-Length: 99999999999999999999\r\n\r\n{}",
    "Content-Length: x\r\n\r\n", "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "Foo: bar\r\n\r\n{}", "Content-Length: 3\r\nbar\r\n\r\n{}",
    "Content-Length: 2\r\nX: " + String(repeating: "y", count: 9_000) + "\r\n\r\n{}",
  ])
  func `a bad header is answered and ends the connection only`(bytes: String) throws {
    let session = Session()
    let other = session.another()
    session.sendRaw(Array(bytes.utf8))
    let reply = try #require(session.nextBody())
    #expect(reply.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Bad"#))
    session.closeInput()
    #expect(session.nextBody() == nil)
    #expect(session.ending() == .endOfInput)
    #expect(other.answersPing())
  }
}
