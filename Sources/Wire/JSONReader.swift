/// A parsed text and views into it. Reading a value costs nothing until it is asked for: a node is
/// a document and a place on its tape, and no string is made before `string` is called.
///
/// A document never changes after `init`, which is why threads may share it.
import Support

/// One JSON text. A class because many nodes share one buffer and the tape must be freed once.
package final class JSONDocument: @unchecked Sendable {
  let bytes: [UInt8]
  let tape: UnsafePointer<UInt64>
  /// Bytes of the text, without the zeros behind it.
  package let byteCount: Int

  /// Zeros behind the text that let the parser read whole words.
  package static let padding = 32

  /// Parses exactly one value; white space around it is allowed.
  ///
  /// No byte is copied when the array is not shared and has capacity for `padding` more.
  package init(
    _ bytes: consuming [UInt8], depth: Int = Limits.nestingDepth
  ) throws(JSONError) {
    let count = bytes.count
    var padded = consume bytes
    padded.append(contentsOf: repeatElement(0, count: Self.padding))
    tape = try Self.parse(padded, count: count, depth: depth)
    byteCount = count
    self.bytes = padded
  }

  deinit { tape.deallocate() }

  /// Parses a text, for tests and constants.
  package convenience init(text: String) throws(JSONError) { try self.init(Array(text.utf8)) }

  private static func parse(
    _ padded: [UInt8], count: Int, depth: Int
  ) throws(JSONError) -> UnsafePointer<UInt64> {
    let result: Result<UnsafePointer<UInt64>, JSONError> = padded.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else {
        return .failure(JSONError(offset: 0, expected: "a value", found: "nothing"))
      }
      var parser = TapeParser(base: base, count: count, depth: depth)
      do throws(JSONError) {
        return .success(UnsafePointer(try parser.parse()))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The outermost value.
  package var root: JSONNode { JSONNode(document: self, index: 0) }

  @inline(__always)
  func withBytes<R>(
    _ offset: Int, _ length: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    try bytes.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[offset..<offset + length]))
    }
  }
}

/// A view of one value of a document. It keeps the document alive.
package struct JSONNode: Sendable {
  let document: JSONDocument
  let index: Int

  /// What a value is; numbers are told apart by what they can be read as without loss.
  package enum Kind: Sendable, Equatable {
    case null, bool, integer, double
    /// An integer beyond 64 bits.
    case number
    case string, array, object
  }

  @inline(__always) var word: UInt64 { document.tape[index] }
  @inline(__always) private var tag: UInt64 { Tape.tag(word) }

  /// What kind of value this is.
  package var kind: Kind {
    switch tag {
    case Tape.Tag.null: .null
    case Tape.Tag.no, Tape.Tag.yes: .bool
    case Tape.Tag.integer: .integer
    case Tape.Tag.double: .double
    case Tape.Tag.big: .number
    case Tape.Tag.string, Tape.Tag.escaped: .string
    case Tape.Tag.array: .array
    default: .object
    }
  }

  /// Whether this is `null`.
  package var isNull: Bool { tag == Tape.Tag.null }

  /// The truth value, or nil for any other kind.
  package var bool: Bool? {
    tag == Tape.Tag.yes ? true : tag == Tape.Tag.no ? false : nil
  }

  /// A whole number within 64 bits, also when written as 5.0 or 1e3.
  package var int: Int64? {
    switch tag {
    case Tape.Tag.integer: Int64(bitPattern: document.tape[index + 1])
    case Tape.Tag.double: Int64(exactly: Double(bitPattern: document.tape[index + 1]))
    default: nil
    }
  }

  /// Any number, rounded to the nearest double.
  package var double: Double? {
    switch tag {
    case Tape.Tag.integer: Double(Int64(bitPattern: document.tape[index + 1]))
    case Tape.Tag.double: Double(bitPattern: document.tape[index + 1])
    case Tape.Tag.big:
      document.withBytes(Tape.offset(word), Tape.length(word)) { JSONNumber.slowDouble($0) }
    default: nil
    }
  }

  /// The characters of a string.
  package var string: String? {
    guard tag == Tape.Tag.string || tag == Tape.Tag.escaped else { return nil }
    return document.bytes.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return nil }
      return JSONText.string(word, base)
    }
  }

  /// A number's token as it was written.
  package var numberText: String? {
    switch tag {
    case Tape.Tag.integer, Tape.Tag.double, Tape.Tag.big: sourceText
    default: nil
    }
  }

  /// The bytes of this value as they were written, with the white space inside.
  package var sourceText: String {
    let range = sourceRange
    return document.withBytes(range.lowerBound, range.count) { String(decoding: $0, as: UTF8.self) }
  }

  /// Where in the document's text this value stands.
  package var sourceRange: Range<Int> {
    let start = Tape.offset(word)
    switch tag {
    case Tape.Tag.array, Tape.Tag.object:
      return start..<Int(truncatingIfNeeded: document.tape[index + 1] & 0xffff_ffff)
    case Tape.Tag.string, Tape.Tag.escaped: return start - 1..<start + Tape.length(word) + 1
    default: return start..<start + Tape.length(word)
    }
  }

  /// Elements of an array or members of an object; 0 for anything else.
  package var count: Int {
    tag == Tape.Tag.array || tag == Tape.Tag.object ? Tape.length(word) : 0
  }

  /// The string's bytes with escapes resolved, or nil when this is no string.
  package func withStringBytes<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    switch tag {
    case Tape.Tag.string: try document.withBytes(Tape.offset(word), Tape.length(word), body)
    case Tape.Tag.escaped:
      try document.withBytes(Tape.offset(word), Tape.length(word)) {
        try JSONText.unescaped($0).withUnsafeBufferPointer(body)
      }
    default: nil
    }
  }

  /// The value in words, for messages: "a string", "null", "true".
  package var kindWord: String {
    switch tag {
    case Tape.Tag.null: "null"
    case Tape.Tag.no: "false"
    case Tape.Tag.yes: "true"
    case Tape.Tag.string, Tape.Tag.escaped: "a string"
    case Tape.Tag.array: "an array"
    case Tape.Tag.object: "an object"
    default: "a number"
    }
  }
}

// MARK: - Containers

extension JSONNode {
  /// The elements of an array, in order; nothing for any other kind.
  package var elements: some Sequence<JSONNode> {
    let isArray = kind == .array
    return sequence(state: Walk(index: index + 2, left: isArray ? count : 0)) {
      [document] walk -> JSONNode? in
      guard walk.left > 0 else { return nil }
      let node = JSONNode(document: document, index: walk.index)
      walk.index = Tape.after(walk.index, in: document.tape)
      walk.left -= 1
      return node
    }
  }

  /// The members of an object, in the order they were written; nothing for any other kind.
  package var members: some Sequence<(key: String, value: JSONNode)> {
    let isObject = kind == .object
    return sequence(state: Walk(index: index + 2, left: isObject ? count : 0)) {
      [document] walk -> (key: String, value: JSONNode)? in
      guard walk.left > 0 else { return nil }
      let key = JSONNode(document: document, index: walk.index).string ?? ""
      let node = JSONNode(document: document, index: walk.index + 1)
      walk.index = Tape.after(walk.index + 1, in: document.tape)
      walk.left -= 1
      return (key, node)
    }
  }

  private struct Walk {
    var index: Int
    var left: Int
  }

  /// The member of that name, or nil when it is absent or this is no object.
  package subscript(key: String) -> JSONNode? {
    guard kind == .object else { return nil }
    var key = key
    return key.withUTF8 { wanted in
      var place = index + 2
      for _ in 0..<count {
        let name = JSONNode(document: document, index: place)
        let isIt =
          name.withStringBytes { $0.count == wanted.count && $0.elementsEqual(wanted) } ?? false
        if isIt { return JSONNode(document: document, index: place + 1) }
        place = Tape.after(place + 1, in: document.tape)
      }
      return nil
    }
  }

  /// Calls `body` with every element of an array, in order.
  package func forEachElement(_ body: (JSONNode) throws -> Void) rethrows {
    guard kind == .array else { return }
    var place = index + 2
    for _ in 0..<count {
      try body(JSONNode(document: document, index: place))
      place = Tape.after(place, in: document.tape)
    }
  }

  /// Calls `body` with every member of an object, in order; the key without escapes.
  package func forEachMember(
    _ body: (UnsafeBufferPointer<UInt8>, JSONNode) throws -> Void
  ) rethrows {
    guard kind == .object else { return }
    var place = index + 2
    for _ in 0..<count {
      let value = JSONNode(document: document, index: place + 1)
      try JSONNode(document: document, index: place).withStringBytes { try body($0, value) }
      place = Tape.after(place + 1, in: document.tape)
    }
  }
}
