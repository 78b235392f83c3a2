/// Framing: what is found out, what is tolerated, what is refused, however the bytes arrive.
import Support
import Testing

@testable import Wire

/// Feeds a text in pieces of a fixed length.
private struct Pieces {
  let bytes: [UInt8]
  let length: Int
  var place = 0

  mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(length, bytes.count - place, buffer.count)
    buffer.copyBytes(from: bytes[place..<place + count])
    place += count
    return count
  }
}

private func frames(
  _ text: String, piece: Int = .max, bufferBytes: Int = 64 << 10, messageBytes: Int = 1 << 20
) -> [String] {
  var pieces = Pieces(bytes: Array(text.utf8), length: piece)
  var reader = FrameReader(bufferBytes: bufferBytes, messageBytes: messageBytes)
  var found: [String] = []
  while true {
    switch reader.next({ pieces.fill($0) }) {
    case .text(let text): found.append(String(decoding: text, as: UTF8.self))
    case .refused(let refusal, let closes):
      found.append("\(refusal.code) \(refusal.message)")
      if closes { return found }
    case .end: return found
    }
  }
}

struct FrameTests {
  private static let streams: [(String, [String])] = [
    ("", []), (" \r\n\n", []), ("{}\n[1]\n", ["{}", "[1]"]),
    ("{}\r\n\r\n{\"a\":1}", ["{}", "{\"a\":1}"]),
    ("\r\n\n \n{}\r\n\r\n", ["{}"]), ("hello\nworld", ["hello", "world"]), ("hello", ["hello"]),
    ("\u{feff}{}\n", ["\u{feff}{}"]), (":\n1\n", [":", "1"]),
    ("Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]", ["{}", "[1]"]),
    ("content-length:2\n\n{}", ["{}"]), ("CONTENT-LENGTH:   2  \r\nX-Other: y\r\n\r\n{}", ["{}"]),
    (
      "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: 2\r\n\r\n{}",
      ["{}"]
    ),
    ("Content-Type: a; charset=\"UTF-8\"\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n", ["{}"]),
    ("Content-Length: 2\r\n\r\n{}\r\n\n\r\nContent-Length: 1\r\n\r\n1", ["{}", "1"]),
    ("Content-Length: 4\r\n\r\n\"é\"", ["\"é\""]), ("Content-Length: 0\r\n\r\n", [""]),
    (
      "Content-Type: a; charset=latin1\r\nContent-Length: 2\r\n\r\n{}Content-Length: 2\r\n\r\n[]",
      ["-32700 Bad header: expected charset utf-8, found latin1", "[]"]
    ),
    (
      "Content-Length: -5\r\n\r\n{}",
      ["-32700 Bad header: expected Content-Length as digits, found '-5'"]
    ),
    (
      "Content-Length: ten\r\n\r\n{}",
      ["-32700 Bad header: expected Content-Length as digits, found 'ten'"]
    ),
    ("Content-Length:\r\n\r\n", ["-32700 Bad header: expected Content-Length as digits, found ''"]),
    (
      "Content-Length: 99999999999999999999\r\n\r\n{}",
      ["-32700 Bad header: expected a Content-Length below 2^40"]
    ),
    (
      "Content-Length: 99999999999\r\n\r\n{}",
      ["-32700 Bad header: expected a Content-Length of at most 1048576, found 99999999999"]
    ),
    (
      "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      ["-32700 Bad header: expected one Content-Length, found two"]
    ),
    ("Foo: 1\r\n\r\n{}", ["-32700 Bad header: expected Content-Length, found none"]),
    ("Foo: 1\r\nbar\r\n\r\n{}", ["-32700 Bad header: expected name: value"]),
    (
      "Content-Length: 2\r\n",
      ["-32700 Bad header: expected an empty line behind it, found the end of the input"]
    ),
    (
      "Content-Length: 5\r\n\r\n{}",
      ["-32700 Bad header: expected a body of 5 bytes, found the end of the input"]
    ),
  ]

  @Test(arguments: streams)
  func `a stream is cut the same way however it arrives`(text: String, expected: [String]) {
    #expect(frames(text) == expected)
    for piece in 1..<max(2, text.utf8.count) {
      #expect(frames(text, piece: piece) == expected, "pieces of \(piece)")
    }
    #expect(frames(text, piece: 3, bufferBytes: 64) == expected)
  }

  @Test func `a header block is refused beyond its limit and not at it`() {
    func stream(_ bytes: Int) -> String {
      let head = "Content-Length: 2\r\nX: "
      let rest = bytes - head.utf8.count - 4
      return head + String(repeating: "y", count: rest) + "\r\n\r\n{}"
    }
    #expect(frames(stream(Limits.headerBytes)) == ["{}"])
    #expect(
      frames(stream(Limits.headerBytes + 20))
        == ["-32700 Bad header: expected at most 8192 bytes"])
    let blanks = String(repeating: "\r\n", count: 9_000)
    #expect(frames(stream(40) + blanks + stream(Limits.headerBytes)) == ["{}", "{}"])
    #expect(
      frames("A: " + String(repeating: "y", count: 1 << 20))
        == ["-32700 Bad header: expected at most 8192 bytes"])
  }

  @Test func `a message is refused beyond its limit and the next one is read`() {
    let fits = String(repeating: "7", count: 100)
    let tooLarge = "5006 Message too large: expected at most 100 bytes, found more"
    for piece in [1, 7, 1_000] {
      #expect(
        frames("\(fits)\n\(fits)8\n1\n", piece: piece, bufferBytes: 64, messageBytes: 100)
          == [fits, tooLarge, "1"])
      #expect(
        frames(
          "Content-Length: 100\r\n\r\n\(fits)Content-Length: 101\r\n\r\n\(fits)8"
            + "Content-Length: 1\r\n\r\n1",
          piece: piece, bufferBytes: 64, messageBytes: 100) == [fits, tooLarge, "1"])
    }
  }

  @Test func `a refused length is answered before its body comes`() {
    var asked = 0
    var pieces = Pieces(bytes: Array("Content-Length: 200\r\n\r\n".utf8), length: .max)
    var reader = FrameReader(messageBytes: 100)
    let frame = reader.next {
      asked += 1
      return pieces.fill($0)
    }
    guard case .refused(let refusal, closes: false) = frame else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.code == 5006)
    #expect(asked == 1)
  }
}
