/// What the writer writes, and that it reads back as the same.
import Testing

@testable import Wire

struct JSONWriterTests {
  private static let values: [(JSON, String)] = [
    (JSON.null, "null"), (true, "true"), (-7, "-7"), (.int(.min), "-9223372036854775808"),
    (1.5, "1.5"), (0.1, "0.1"), (100.0, "100"), (-2.25, "-2.25"), (0.05, "0.05"),
    (12345.6789, "12345.6789"), (0.00001, "1e-05"), (1e300, "1e+300"),
    (.double(.nan), "null"), (.double(.infinity), "null"),
    (.double(9007199254740992), "9007199254740992"),
    (.number("12345678901234567890"), "12345678901234567890"),
    ("a\"b\\\n\u{1}客", "\"a\\\"b\\\\\\n\\u0001客\""),
    ([1, [2, []], ["a": [:], "b": [nil]]], "[1,[2,[]],{\"a\":{},\"b\":[null]}]"),
  ]

  @Test(arguments: values)
  func `a value is written`(value: JSON, expected: String) {
    #expect(value.text() == expected)
  }

  @Test func `commas are put between members and elements`() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("a")
    writer.int(1)
    writer.key("b\n" as String)
    writer.beginArray()
    writer.null()
    writer.raw(Array("{}".utf8))
    writer.double(0.25)
    writer.endArray()
    writer.key("c")
    writer.bool(false)
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == "{\"a\":1,\"b\\n\":[null,{},0.25],\"c\":false}")
  }

  @Test func `every double reads back as itself`() throws {
    for _ in 0..<100_000 {
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max))
      guard value.isFinite else { continue }
      #expect(try JSONDocument(text: JSON.double(value).text()).root.double == value)
      let money = (Double.random(in: -1e6...1e6) * 100).rounded() / 100
      #expect(try JSONDocument(text: JSON.double(money).text()).root.double == money)
    }
  }
}
