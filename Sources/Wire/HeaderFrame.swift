/// Frames of the LSP base protocol: a bounded header block, an empty line, a body.
import Support

extension FrameReader {
  private static func badHeader(_ words: String) -> Frame {
    .refused(Refusal(code: Refusal.parseError, message: "Bad header: " + words), closes: true)
  }

  mutating func nextBody(_ source: Source) -> Frame {
    guard skipBody(source) else { return .end }
    var header = Header()
    var used = 0
    var isFirst = true
    while true {
      let line: [UInt8]
      switch headerLine(source, room: Limits.headerBytes - used) {
      case .line(let text): line = text
      case .tooLong: return Self.badHeader("expected at most \(Limits.headerBytes) bytes")
      case .end(let partial):
        if isFirst, partial.isEmpty { return .end }
        return Self.badHeader("expected an empty line behind it, found the end of the input")
      }
      // Empty lines ahead of the first header are left over from elsewhere and count for nothing.
      if line.isEmpty, isFirst { continue }
      used += line.count + 1
      if line.isEmpty { break }
      isFirst = false
      if let problem = header.read(line) { return Self.badHeader(problem) }
    }
    guard let length = header.length else {
      return Self.badHeader("expected Content-Length, found none")
    }
    guard length <= messageBytes else { return refuseBody(length) }
    guard let body = body(length, source) else {
      return Self.badHeader("expected a body of \(length) bytes, found the end of the input")
    }
    if let charset = header.foreignCharset {
      return .refused(
        Refusal(
          code: Refusal.parseError, message: "Bad header: expected charset utf-8, found \(charset)"),
        closes: false)
    }
    return .text(body)
  }

  private enum HeaderLine {
    case line([UInt8])
    case tooLong
    case end([UInt8])
  }

  private mutating func headerLine(_ source: Source, room: Int) -> HeaderLine {
    var line: [UInt8] = []
    while true {
      while start < end {
        let byte = buffer[start]
        start += 1
        if byte == 10 {
          if line.last == 13 { line.removeLast() }
          return .line(line)
        }
        guard line.count < room else { return .tooLong }
        line.append(byte)
      }
      guard fill(source) else { return .end(line) }
    }
  }

  /// A body somewhat beyond the limit is answered at once and thrown away as it comes, so that the
  /// next message is found; behind an absurd length nothing is.
  private mutating func refuseBody(_ length: Int) -> Frame {
    guard length <= 16 * messageBytes else {
      return Self.badHeader("expected a Content-Length of at most \(messageBytes), found \(length)")
    }
    skipping = length
    return .refused(Self.tooLarge(messageBytes), closes: false)
  }

  /// Throws away the body that was refused; false when the input ended in it.
  private mutating func skipBody(_ source: Source) -> Bool {
    while skipping > 0 {
      if start == end, !fill(source) { return false }
      let taken = min(skipping, end - start)
      start += taken
      skipping -= taken
    }
    return true
  }

  private mutating func body(_ length: Int, _ source: Source) -> [UInt8]? {
    let ready = min(length, end - start)
    var complete = true
    let head = UnsafeRawBufferPointer(rebasing: buffer[start..<start + ready])
    let text = [UInt8](unsafeUninitializedCapacity: length + JSONDocument.padding) { bytes, count in
      let raw = UnsafeMutableRawBufferPointer(bytes)
      if ready > 0 { UnsafeMutableRawBufferPointer(rebasing: raw[..<ready]).copyMemory(from: head) }
      count = ready
      while count < length {
        let got = source(UnsafeMutableRawBufferPointer(rebasing: raw[count..<length]))
        guard got > 0 else {
          complete = false
          return
        }
        count += got
      }
    }
    start += ready
    return complete ? text : nil
  }
}

/// The fields of one header block that mean something here.
private struct Header {
  var length: Int?
  var foreignCharset: String?

  /// Takes one line; the answer is what is wrong with it.
  mutating func read(_ line: [UInt8]) -> String? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
      return "expected name: value"
    }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    let value = Self.trimmed(line[(colon + 1)...])
    if name == "content-length" { return readLength(value) }
    if name == "content-type" { readCharset(value) }
    return nil
  }

  private mutating func readLength(_ value: ArraySlice<UInt8>) -> String? {
    guard length == nil else { return "expected one Content-Length, found two" }
    guard !value.isEmpty, value.allSatisfy({ 48 <= $0 && $0 <= 57 }) else {
      let found = String(decoding: value.prefix(40), as: UTF8.self)
      return "expected Content-Length as digits, found '\(found)'"
    }
    var number = 0
    for digit in value {
      number = number * 10 + Int(digit - 48)
      guard number < 1 << 40 else { return "expected a Content-Length below 2^40" }
    }
    length = number
    return nil
  }

  private mutating func readCharset(_ value: ArraySlice<UInt8>) {
    let text = String(decoding: value, as: UTF8.self).lowercased()
    for part in text.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, Self.word(pair[0]) == "charset" else { continue }
      let charset = Self.word(pair[1])
      if charset != "utf-8", charset != "utf8" { foreignCharset = charset }
    }
  }

  private static func word(_ text: Substring) -> String {
    String(text.filter { $0 != " " && $0 != "\"" && $0 != "\t" }.prefix(40))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first, first == 32 || first == 9 { rest.removeFirst() }
    while let last = rest.last, last == 32 || last == 9 { rest.removeLast() }
    return rest
  }
}
