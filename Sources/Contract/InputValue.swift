/// What may stand in a request: a type that knows its schema and reads itself from JSON.
///
/// Every refusal names the place, so a caller can mend the request without the source code.
package import Wire

package protocol InputValue: Described {
  init(decoding node: JSONNode, at path: String) throws(ParameterError)
}

extension JSONNode {
  /// The refusal of this value at `path`.
  package func refused(_ path: String, expected: String) -> ParameterError {
    let found =
      switch kind {
      case .string: (string ?? "").quotedShort
      case .integer, .double, .number: numberText ?? kindWord
      default: kindWord
      }
    return ParameterError(path: path, expected: expected, found: found)
  }
}

extension Bool: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard let value = node.bool else { throw node.refused(path, expected: "true or false") }
    self = value
  }
}

extension Int: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard let value = node.int else { throw node.refused(path, expected: "a whole number") }
    self = Int(value)
  }
}

extension Double: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard let value = node.double else { throw node.refused(path, expected: "a number") }
    self = value
  }
}

extension String: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard let value = node.string else { throw node.refused(path, expected: "a string") }
    self = value
  }
}

extension Optional: InputValue where Wrapped: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    self = node.kind == .null ? nil : try Wrapped(decoding: node, at: path)
  }
}

extension Array: InputValue where Element: InputValue {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .array else { throw node.refused(path, expected: "an array") }
    var values: [Element] = []
    values.reserveCapacity(node.count)
    var index = 0
    for element in node.elements {
      values.append(try Element(decoding: element, at: "\(path)[\(index)]"))
      index += 1
    }
    self = values
  }
}

/// A JSON object with free keys, in the order they were written.
package struct InputMap<Value: InputValue>: InputValue {
  package let pairs: [(key: String, value: Value)]

  package init(_ pairs: [(key: String, value: Value)] = []) { self.pairs = pairs }

  package static var schema: Schema { .map(of: Value.schema) }

  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .object else { throw node.refused(path, expected: "an object") }
    var pairs: [(key: String, value: Value)] = []
    for (key, member) in node.members {
      pairs.append((key, try Value(decoding: member, at: "\(path).\(key)")))
    }
    self.pairs = pairs
  }
}

/// A value taken as it is, for members whose shape is checked where it is used.
package struct AnyInput: InputValue {
  package let node: JSONNode

  package static var schema: Schema { .any }

  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    self.node = node
  }
}

/// A word out of a closed list: any enum of strings.
package protocol Choice: InputValue, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
  package static var schema: Schema { .choice(allCases.map(\.rawValue)) }

  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    let words = Self.allCases.map(\.rawValue)
    guard let word = node.string, let value = Self(rawValue: word) else {
      let near = Nearest.names(to: node.string ?? "", among: words).first
      let hint = near.map { " (nearest: \"\($0)\")" } ?? ""
      throw node.refused(path, expected: words.map { "\"\($0)\"" }.joined(separator: ", ") + hint)
    }
    self = value
  }
}

/// `"auto"`, or a value of the caller's choice.
package enum AutoOr<Value: InputValue>: InputValue {
  case auto
  case value(Value)

  package static var schema: Schema { .either([.choice(["auto"]), Value.schema]) }

  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    if node.string == "auto" {
      self = .auto
      return
    }
    do {
      self = .value(try Value(decoding: node, at: path))
    } catch {
      throw ParameterError(
        path: error.path, expected: "\"auto\" or \(error.expected)", found: error.found)
    }
  }

  package var value: Value? { if case .value(let value) = self { value } else { nil } }
}
