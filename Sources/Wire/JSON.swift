/// A JSON value as a tree, for small things: the data of an error, an example, a schema.
///
/// Order of members is kept. Large inputs are read through `JSONNode` instead, which builds
/// nothing.

/// One JSON value.
package indirect enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int64)
  /// A finite number; `text()` writes anything else as null.
  case double(Double)
  /// The exact text of a number that neither `Int64` nor `Double` holds, such as a 20-digit id.
  case number(String)
  case string(String)
  case array([JSON])
  case object([JSONMember])

  /// A copy of a parsed value.
  package init(_ node: JSONNode) {
    var open: [(isObject: Bool, key: String, items: [JSON], members: [JSONMember], left: Int)] = []
    var place = node.index
    let document = node.document
    while true {
      let here = JSONNode(document: document, index: place)
      var key = ""
      if let parent = open.last, parent.isObject { key = here.string ?? "" }
      let isMember = open.last?.isObject ?? false
      let valueNode = isMember ? JSONNode(document: document, index: place + 1) : here
      let kind = valueNode.kind
      if kind == .array || kind == .object {
        place = valueNode.index + 2
        open.append((kind == .object, key, [], [], valueNode.count))
        if valueNode.count > 0 { continue }
      } else {
        place = Tape.after(valueNode.index, in: document.tape)
        open.append((false, key, [Self.scalar(valueNode)], [], -1))
      }
      // Close everything that is complete.
      while let done = open.last, done.left <= 0 {
        open.removeLast()
        let value =
          done.left < 0 ? done.items[0] : done.isObject ? .object(done.members) : .array(done.items)
        guard !open.isEmpty else {
          self = value
          return
        }
        let parent = open.count - 1
        if open[parent].isObject {
          open[parent].members.append(JSONMember(done.key, value))
        } else {
          open[parent].items.append(value)
        }
        open[parent].left -= 1
      }
    }
  }

  private static func scalar(_ node: JSONNode) -> JSON {
    switch node.kind {
    case .bool: .bool(node.bool ?? false)
    case .integer: .int(node.int ?? 0)
    case .double: .double(node.double ?? 0)
    case .number: .number(node.numberText ?? "0")
    case .string: .string(node.string ?? "")
    default: .null
    }
  }

  /// The compact text of the value.
  package func text() -> String {
    var writer = JSONWriter()
    writer.json(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Reads a text as one value.
  package init(parsing text: String) throws(JSONError) {
    self.init(try JSONDocument(text: text).root)
  }
}

/// One member of an object.
package struct JSONMember: Sendable, Equatable {
  /// The member's name.
  package let key: String
  /// The member's value.
  package let value: JSON

  /// A member of that name.
  package init(_ key: String, _ value: JSON) {
    self.key = key
    self.value = value
  }
}

// MARK: - Reading

extension JSON {
  /// The member of that name, or nil when it is absent or this is no object.
  package subscript(key: String) -> JSON? {
    object?.first { $0.key == key }?.value
  }

  /// Whether this is `null`.
  package var isNull: Bool { self == .null }

  /// The truth value, or nil for any other kind.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The characters of a string, or nil for any other kind.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// A whole number within 64 bits, also when it is held as a double.
  package var int: Int64? {
    switch self {
    case .int(let value): value
    case .double(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// Any number, rounded to the nearest double.
  package var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .number(let text): Double(text)
    default: nil
    }
  }

  /// The elements of an array, or nil for any other kind.
  package var array: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object, or nil for any other kind.
  package var object: [JSONMember]? {
    if case .object(let value) = self { value } else { nil }
  }
}

// MARK: - Literals

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A literal.
  package init(nilLiteral: ()) { self = .null }
  /// A literal.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A literal.
  package init(integerLiteral value: Int64) { self = .int(value) }
  /// A literal.
  package init(floatLiteral value: Double) { self = .double(value) }
  /// A literal.
  package init(stringLiteral value: String) { self = .string(value) }
  /// A literal.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// A literal.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}
