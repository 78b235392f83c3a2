/// Whether JSON fits a schema, for the keywords that the protocol's schemas use.
package import Wire

package enum SchemaCheck {
  /// What does not fit, each with its place; empty when all does.
  package static func problems(_ value: JSON, _ schema: JSON, at path: String = "result")
    -> [String]
  {
    if let options = schema["anyOf"]?.array {
      let tried = options.map { problems(value, $0, at: path) }
      if tried.contains(where: \.isEmpty) { return [] }
      return [
        "\(path): fits none of \(options.count) shapes: \(tried.min { $0.count < $1.count } ?? [])"
      ]
    }
    var found: [String] = []
    if let words = schema["enum"]?.array, !words.contains(value) {
      found.append("\(path): \(value.text()) is none of \(JSON.array(words).text())")
    }
    found += type(value, schema, path)
    found += range(value, schema, path)
    if let members = value.object { found += object(members, schema, path) }
    if let elements = value.array, let items = schema["items"] {
      for (index, element) in elements.enumerated() {
        found += problems(element, items, at: "\(path)[\(index)]")
      }
    }
    return found
  }

  private static func type(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard let type = schema["type"] else { return [] }
    let names = type.array?.compactMap(\.string) ?? [type.string ?? ""]
    return names.contains { fits(value, $0) }
      ? [] : ["\(path): \(value.text().prefix(60)) is no \(names.joined(separator: " or "))"]
  }

  private static func fits(_ value: JSON, _ name: String) -> Bool {
    switch name {
    case "null": value.isNull
    case "boolean": value.bool != nil
    case "string": value.string != nil
    case "array": value.array != nil
    case "object": value.object != nil
    case "integer": value.int != nil
    case "number": value.double != nil
    default: false
    }
  }

  private static func range(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard let number = value.double else { return [] }
    if let low = schema["minimum"]?.double, number < low { return ["\(path): \(number) < \(low)"] }
    if let high = schema["maximum"]?.double, number > high {
      return ["\(path): \(number) > \(high)"]
    }
    return []
  }

  private static func object(
    _ members: [JSONMember], _ schema: JSON, _ path: String
  ) -> [String] {
    var found: [String] = []
    let known = schema["properties"]?.object ?? []
    for name in schema["required"]?.array ?? []
    where !members.contains(where: { $0.key == name.string }) {
      found.append("\(path): \(name.string ?? "") is missing")
    }
    for member in members {
      let place = "\(path).\(member.key)"
      if let own = known.first(where: { $0.key == member.key }) {
        found += problems(member.value, own.value, at: place)
      } else if schema["additionalProperties"]?.bool == false {
        found.append("\(place): is not in the schema")
      } else if let others = schema["additionalProperties"], others.object != nil {
        found += problems(member.value, others, at: place)
      }
    }
    return found
  }
}
