/// What names a request: the id's token, given back exactly as it came.
///
/// Two ids are the same when their canonical tokens are: 1 and "1" differ, and so do 1 and 1.0. A
/// number keeps its text, so no precision is lost at any size. A string is compared by its
/// characters, however they were escaped, byte for byte and not by Unicode equivalence.

/// The id of a request.
package struct RequestID: Sendable, Hashable {
  /// The JSON text of the id, as it came.
  package let token: [UInt8]
  /// The text that equal ids share: a string without escapes that it does not need.
  private let canonical: [UInt8]

  /// The id of a node that is a string, a number, or null; nil for any other kind.
  package init?(_ node: JSONNode) {
    switch node.kind {
    case .null: self = .null
    case .string:
      var writer = JSONWriter()
      _ = node.withStringBytes { writer.string(utf8: $0) }
      self.init(token: Array(node.sourceText.utf8), canonical: writer.bytes)
    case .integer, .double, .number: self.init(token: Array((node.numberText ?? "null").utf8))
    case .bool, .array, .object: return nil
    }
  }

  private init(token: [UInt8], canonical: [UInt8]? = nil) {
    self.token = token
    self.canonical = canonical ?? token
  }

  /// The id of replies to what could not be read.
  package static let null = RequestID(token: Array("null".utf8))

  /// An integer id.
  package init(_ number: Int) { self.init(token: Array(String(number).utf8)) }

  /// A string id.
  package init(_ text: String) {
    var writer = JSONWriter()
    writer.string(text)
    self.init(token: writer.bytes)
  }

  package static func == (one: RequestID, other: RequestID) -> Bool {
    one.canonical == other.canonical
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

  /// The token as text, for the log.
  package var text: String { String(decoding: token.prefix(200), as: UTF8.self) }
}
