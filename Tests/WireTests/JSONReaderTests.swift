/// What the parser takes, what it refuses, and with which words.
import Testing

@testable import Wire

struct JSONReaderTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: text) }

  private static let values: [(String, JSON)] = [
    ("null", JSON.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("9223372036854775808", .number("9223372036854775808")),
    ("12345678901234567890123", .number("12345678901234567890123")),
    ("1.5", 1.5), ("-0.001", -0.001), ("1e3", 1000.0), ("1E-2", 0.01), ("5.0", 5.0),
    ("0.1", 0.1), ("3.141592653589793", 3.141592653589793),
    ("179769313486231570000000000000000000000e270", 1.7976931348623157e308),
    ("5e-324", .double(.leastNonzeroMagnitude)),
    ("1e-400", 0.0), ("2.2250738585072014e-308", 2.2250738585072014e-308),
    ("0.30000000000000004", 0.30000000000000004), ("123456789012345678.5", 123456789012345678.5),
    ("\"\"", ""), ("\"a\"", "a"), ("\"客户\"", "客户"), ("\"\\u5ba2\\n\\\"\\/\"", "客\n\"/"),
    ("\"\\ud83d\\ude00\"", "😀"), ("\"\\u0000\"", "\0"), ("[]", []), ("{}", [:]),
    ("[1,[2,[]],{\"a\":{}}]", [1, [2, []], ["a": [:]]]),
    ("{\"a\":1,\"b\":[true,null]}", ["a": 1, "b": [true, nil]]),
    ("\r\n\t [ 1 , 2 ] \n", [1, 2]), ("{ \"a\" : 1 , \"b\" : 2 }", ["a": 1, "b": 2]),
  ]

  @Test(arguments: values)
  func `a value is read`(text: String, expected: JSON) throws {
    #expect(try parse(text) == expected)
  }

  @Test(arguments: [
    ("", 0, "a value", "the end of the text"),
    ("  ", 2, "a value", "the end of the text"),
    ("[1,]", 3, "a value", "']'"),
    ("[1 2]", 3, "',' or ']'", "'2'"),
    ("{\"a\":1,}", 7, "a key in quotes", "'}'"),
    ("{a:1}", 1, "a key in quotes or '}'", "'a'"),
    ("{\"a\" 1}", 5, "':'", "'1'"),
    ("{\"a\":}", 5, "a value", "'}'"),
    ("[1}", 2, "',' or ']'", "'}'"),
    ("[", 1, "a value", "the end of the text"),
    ("\"abc", 4, "'\"' at the end of a string", "the end of the text"),
    ("\"a\nb\"", 2, "control characters in strings written as \\u00XX", "byte 0x0a"),
    ("1 2", 2, "the end of the text", "'2'"),
    ("01", 0, "a number without leading zeros", "'0'"),
    ("-", 1, "a digit", "the end of the text"),
    ("1.", 2, "a digit behind the point", "the end of the text"),
    (".5", 0, "a value", "'.'"), ("+1", 0, "a value", "'+'"),
    ("1e", 2, "a digit of the exponent", "the end of the text"),
    ("NaN", 0, "a value", "NaN"), ("-Infinity", 1, "a digit", "Infinity"),
    ("1e999", 0, "a number below 1.8e308", "a larger one"),
    ("nul", 0, "a value", "'n'"), ("True", 0, "a value", "True"), ("'a'", 0, "a value", "'''"),
    ("\u{feff}{}", 0, "a value", "a byte order mark"),
    ("\"\\x\"", 2, "one of \"\\/bfnrtu behind a backslash", "'x'"),
    ("\"\\ud800\"", 1, "a pair of surrogates", "the single surrogate \\ud800"),
    ("\"\\ude00a\"", 1, "a pair of surrogates", "the single surrogate \\ude00"),
    ("\"\\u12g4\"", 1, "four hexadecimal digits behind \\u", "something else"),
    ("{\"a\":1,\"b\":2,\"a\":3}", 13, "each key once", "\"a\" again"),
    ("{\"a\":1,\"\\u0061\":3}", 7, "each key once", "\"a\" again"),
    ("[{\"a\":1,\"b\":2},{\"a\":1,\"a\":2}]", 22, "each key once", "\"a\" again"),
    ("/* */ 1", 0, "a value", "'/'"), ("{\"a\":1 // x\n}", 7, "',' or '}'", "'/'"),
  ])
  func `a mistake is refused with its place`(
    text: String, offset: Int, expected: String, found: String
  ) throws {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.offset == offset)
    #expect(error?.expected == expected)
    #expect(error?.found == found)
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0x80], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x80], [0x80], [0xe0, 0x80, 0xaf],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) throws {
    let text = Array("[\"abc\",\"abcdefgh".utf8) + bytes + Array("\"]".utf8)
    let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
    #expect(error?.kind == .badUnicode)
    #expect(error?.offset == 16)
  }

  @Test func `depth is limited at the limit and not before`() throws {
    func nested(_ levels: Int) -> [UInt8] {
      [UInt8](repeating: 91, count: levels) + [UInt8](repeating: 93, count: levels)
    }
    _ = try JSONDocument(nested(512))
    _ = JSON(try JSONDocument(nested(512)).root).text()
    #expect(throws: JSONError.self) { try JSONDocument(nested(513)) }
    #expect(throws: JSONError.self) {
      try JSONDocument([UInt8](repeating: 91, count: 100_000))
    }
  }

  @Test func `keys are checked in small, large and alternating objects`() throws {
    let many = (0..<1_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
    #expect(try JSONDocument(text: "{\(many)}").root.count == 1_000)
    let error = #expect(throws: JSONError.self) {
      try JSONDocument(text: "{\(many),\"key\\u0035\":0}")
    }
    #expect(error?.kind == .duplicateKey)
    let shapes = "[{\"a\":1,\"b\":2},{\"a\":1},{\"a\":1,\"b\":1,\"c\":1},{\"b\":1,\"a\":1},{}]"
    #expect(try JSONDocument(text: shapes).root.count == 5)
    #expect(throws: JSONError.self) {
      try JSONDocument(text: "[{\"a\":1,\"b\":2},{\"a\":1,\"b\":2,\"a\":1}]")
    }
    #expect(throws: JSONError.self) {
      try JSONDocument(text: "[{\"a\":{\"x\":1}},{\"a\":{\"x\":1,\"x\":1}}]")
    }
  }

  @Test func `a node gives the text it was written as`() throws {
    let text = "{\"id\": 1.50 ,\"big\":123456789012345678901,\"list\":[ 1, \"x\" ],\"s\":\"a\\tb\"}"
    let root = try JSONDocument(text: text).root
    #expect(root["id"]?.numberText == "1.50")
    #expect(root["big"]?.numberText == "123456789012345678901")
    #expect(root["big"]?.kind == .number)
    #expect(root["big"]?.int == nil)
    #expect(root["big"]?.double == 123456789012345678901.0)
    #expect(root["list"]?.sourceText == "[ 1, \"x\" ]")
    #expect(root["s"]?.sourceText == "\"a\\tb\"")
    #expect(root["s"]?.string == "a\tb")
    #expect(root["none"] == nil)
    #expect(root.sourceText == text)
    #expect(root.members.map(\.key) == ["id", "big", "list", "s"])
    #expect(root["list"]?.elements.map(\.kindWord) == ["a number", "a string"])
    #expect(try JSONDocument(text: "1e3").root.int == 1_000)
    #expect(try JSONDocument(text: "1.5").root.int == nil)
  }

  @Test func `doubles agree with the standard library`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<100_000 {
      let value = Double(bitPattern: random.next() as UInt64)
      guard value.isFinite else { continue }
      #expect(try JSONDocument(text: "\(value)").root.double == value)
    }
    for _ in 0..<100_000 {
      let digits = (random.next() as UInt64) >> UInt64.random(in: 0..<60)
      let text = "\(digits)e\(Int.random(in: -40...40))"
      guard let value = Double(text) else { continue }
      #expect(try JSONDocument(text: text).root.double == value, "\(text)")
    }
  }
}
