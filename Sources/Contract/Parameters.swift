/// From the `params` of a request to a checked value: by name, or by position.
package import Wire

extension Parameters {
  /// Members every request may carry: they belong to the transport, not to the method.
  package static var transportMembers: Set<String> {
    ["workDoneToken", "partialResultToken", "_meta"]
  }

  package static var refusesUnknown: Bool { true }

  /// Fields in the order the reference prints them: required ones first.
  package static var orderedFields: [Field<Self>] {
    let all = fields
    return all.filter(\.isRequired) + all.filter { !$0.isRequired }
  }

  /// Reads `params`. Null, none, `[]` and `{}` are the same. An array gives the fields in their
  /// printed order; an object as its last element gives the rest by name.
  ///
  /// - Parameter others: names that somebody else reads out of the same object.
  package init(
    params: JSONNode?, at path: String = "params", besides others: Set<String> = []
  ) throws(ParameterError) {
    guard let params, params.kind != .null else {
      try self.init(named: nil, at: path, others)
      return
    }
    switch params.kind {
    case .object: try self.init(named: params, at: path, others)
    case .array: try self.init(positions: params, at: path, others)
    default: throw params.refused(path, expected: "an object or an array")
    }
  }

  private init(
    named object: JSONNode?, at path: String, _ others: Set<String>
  ) throws(ParameterError) {
    self.init()
    var seen: Set<String> = []
    if let object { try take(object, at: path, others, &seen) }
    try Self.requireAll(seen, at: path)
  }

  private init(
    positions array: JSONNode, at path: String, _ others: Set<String>
  ) throws(ParameterError) {
    self.init()
    guard Self.refusesUnknown else { return }
    let ordered = Self.orderedFields
    var seen: Set<String> = []
    var index = 0
    for element in array.elements {
      let place = "\(path)[\(index)]"
      if element.kind == .object, index == array.count - 1, !Self.takesObject(ordered, index) {
        try take(element, at: place, others, &seen)
      } else {
        guard index < ordered.count else {
          throw ParameterError(
            path: path, expected: "at most \(ordered.count) positions", found: "\(array.count)")
        }
        try ordered[index].read(&self, element, place)
        seen.insert(ordered[index].name)
      }
      index += 1
    }
    try Self.requireAll(seen, at: path)
  }

  private static func takesObject(_ ordered: [Field<Self>], _ index: Int) -> Bool {
    guard index < ordered.count else { return false }
    return ordered[index].schema.json["type"]?.string == "object"
  }

  private mutating func take(
    _ object: JSONNode, at path: String, _ others: Set<String>, _ seen: inout Set<String>
  ) throws(ParameterError) {
    let fields = Self.fields
    for (key, value) in object.members {
      if let field = fields.first(where: { $0.name == key }) {
        try field.read(&self, value, "\(path).\(key)")
        seen.insert(key)
      } else if Self.refusesUnknown, !Self.transportMembers.contains(key), !others.contains(key) {
        throw Self.unknown(key, at: path)
      }
    }
  }

  private static func unknown(_ key: String, at path: String) -> ParameterError {
    let names = fields.map(\.name)
    let near = Nearest.names(to: key, among: names)
    let expected =
      near.isEmpty
      ? (names.isEmpty ? "no members" : "one of \(names.joined(separator: ", "))")
      : "\"\(near[0])\" or another known name"
    return ParameterError(
      path: "\(path).\(key.prefix(60))", expected: expected, found: "an unknown parameter")
  }

  private static func requireAll(_ seen: Set<String>, at path: String) throws(ParameterError) {
    for field in fields where field.isRequired && !seen.contains(field.name) {
      throw ParameterError(
        path: "\(path).\(field.name)", expected: field.words, found: "nothing")
    }
  }

  /// The schema of the whole object.
  package static var schema: Schema {
    .object(
      orderedFields.map { ($0.name, $0.schema.with("description", .string($0.words))) },
      required: fields.filter(\.isRequired).map(\.name), closed: refusesUnknown)
  }
}

/// Parameters nested in others: an object inside `params`.
package protocol NestedParameters: Parameters, InputValue {}

extension NestedParameters {
  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .object else { throw node.refused(path, expected: "an object") }
    try self.init(params: node, at: path)
  }
}

/// The parameters of a method that has none.
package struct NoParameters: Parameters {
  package init() {}
  package static let fields: [Field<Self>] = []
}

/// The parameters of a method that takes whatever is sent along and looks at none of it.
package struct AnyParameters: Parameters {
  package init() {}
  package static let fields: [Field<Self>] = []
  package static var refusesUnknown: Bool { false }
}
