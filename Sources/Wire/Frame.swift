/// Bytes to message texts and back, in the framing the client began with.
///
/// The first byte that is not white space decides: a word followed by a colon is a header of the
/// LSP base protocol, everything else is one JSON value a line. A `FrameReader` pulls bytes from
/// a source when it needs them and holds at most one message; a body with a stated length is read
/// straight into the array it is handed out in. Nothing is allocated for a length beyond the limit.
import Support

/// How messages are told apart on one connection.
package enum Framing: Sendable, Equatable {
  /// One JSON value a line.
  case lines
  /// A header block with `Content-Length`, then that many bytes.
  case headers

  /// The bytes of a text in this framing.
  package func framed(_ text: consuming [UInt8]) -> [UInt8] {
    if self == .lines {
      var bytes = consume text
      bytes.append(10)
      return bytes
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 40)
    append(text, to: &bytes)
    return bytes
  }

  /// Appends a text in this framing.
  package func append(_ text: [UInt8], to bytes: inout [UInt8]) {
    switch self {
    case .lines:
      bytes.append(contentsOf: text)
      bytes.append(10)
    case .headers:
      bytes.append(contentsOf: "Content-Length: \(text.count)\r\n\r\n".utf8)
      bytes.append(contentsOf: text)
    }
  }
}

/// What the reader found next.
package enum Frame: Sendable {
  /// The text of one message.
  case text([UInt8])
  /// Bytes that are answered with an error; behind some of them nothing can be told apart any more.
  case refused(Refusal, closes: Bool)
  /// The input has ended between two messages.
  case end
}

/// Cuts a stream of bytes into frames.
package struct FrameReader: ~Copyable {
  /// Fills the buffer and says how many bytes came; 0 or less at the end.
  package typealias Source = (UnsafeMutableRawBufferPointer) -> Int

  /// How the client frames its messages; nil before its first byte.
  package private(set) var framing: Framing?
  let messageBytes: Int
  var buffer: UnsafeMutableRawBufferPointer
  var start = 0
  var end = 0
  /// Bytes of a refused body that are still to come.
  var skipping = 0

  /// A reader at the beginning of a stream.
  package init(
    framing: Framing? = nil, bufferBytes: Int = 64 << 10, messageBytes: Int = Limits.messageBytes
  ) {
    self.framing = framing
    self.messageBytes = messageBytes
    buffer = .allocate(byteCount: bufferBytes, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// The next frame. Blocks as long as the source does.
  package mutating func next(_ source: Source) -> Frame {
    if framing == nil {
      guard skipBlanks(source) else { return .end }
      framing = detect(source)
    }
    return framing == .headers ? nextBody(source) : nextLine(source)
  }

  /// Throws away what comes until the input ends, at most `bytes` of it.
  package mutating func discard(_ bytes: Int, _ source: Source) {
    var left = bytes - (end - start)
    start = end
    while left > 0, fill(source) {
      left -= end - start
      start = end
    }
  }

  // MARK: - Buffer

  /// Reads more behind what is there; false at the end of the input.
  mutating func fill(_ source: Source) -> Bool {
    if start == end {
      start = 0
      end = 0
    } else if end == buffer.count {
      guard start > 0 else { return false }
      UnsafeMutableRawBufferPointer(rebasing: buffer[0..<end - start])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
      end -= start
      start = 0
    }
    let count = source(UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
    guard count > 0 else { return false }
    end += count
    return true
  }

  private mutating func skipBlanks(_ source: Source) -> Bool {
    while true {
      while start < end {
        guard Self.isBlank(buffer[start]) else { return true }
        start += 1
      }
      guard fill(source) else { return false }
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  private mutating func detect(_ source: Source) -> Framing {
    var seen = 0
    while true {
      while start + seen < end {
        let byte = buffer[start + seen]
        if byte == UInt8(ascii: ":"), seen > 0 { return .headers }
        let letter = byte | 0x20
        let isName = (97 <= letter && letter <= 122) || (seen > 0 && byte == UInt8(ascii: "-"))
        guard isName, seen < 64 else { return .lines }
        seen += 1
      }
      guard fill(source) else { return .lines }
    }
  }

  // MARK: - Lines

  private mutating func nextLine(_ source: Source) -> Frame {
    while true {
      let line = takeLine(source)
      if line.overflow { return .refused(Self.tooLarge(messageBytes), closes: false) }
      if !line.text.allSatisfy(Self.isBlank) { return .text(line.text) }
      if line.atEnd { return .end }
    }
  }

  private mutating func takeLine(
    _ source: Source
  ) -> (text: [UInt8], atEnd: Bool, overflow: Bool) {
    var text: [UInt8] = []
    var overflow = false
    while true {
      let waiting = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
      let newline = Self.newline(in: waiting)
      let piece = UnsafeRawBufferPointer(rebasing: waiting[0..<(newline ?? waiting.count)])
      if text.count + piece.count > messageBytes {
        overflow = true
        text = []
      }
      if !overflow, !piece.isEmpty {
        if text.isEmpty { text.reserveCapacity(piece.count + JSONDocument.padding) }
        text.append(contentsOf: piece)
      }
      if let newline {
        start += newline + 1
        if text.last == 13 { text.removeLast() }
        return (text, false, overflow)
      }
      start = end
      guard fill(source) else { return (text, true, overflow) }
    }
  }

  private static func newline(in bytes: UnsafeRawBufferPointer) -> Int? {
    var index = 0
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0a0a_0a0a_0a0a_0a0a
      let hit = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if hit != 0 { return index + hit.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count {
      if bytes[index] == 10 { return index }
      index += 1
    }
    return nil
  }

  static func tooLarge(_ bytes: Int) -> Refusal {
    Refusal(
      code: Refusal.messageTooLarge,
      message: "Message too large: expected at most \(bytes) bytes, found more")
  }
}
