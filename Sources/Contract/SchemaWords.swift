/// A schema in a few words, for help and the reference page.
import Wire

package enum SchemaWords {
  /// Such as `integer 2 to 50 or "auto", default "auto"`.
  package static func text(_ schema: Schema) -> String {
    let shape = shape(schema.json)
    guard let value = schema.json["default"] else { return shape }
    return "\(shape), default \(value.text())"
  }

  private static func shape(_ schema: JSON) -> String {
    if let words = schema["enum"]?.array { return words.map { $0.text() }.joined(separator: " | ") }
    if let options = schema["anyOf"]?.array { return options.map(shape).joined(separator: " or ") }
    let types =
      schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? "any value"]
    let names = types.filter { $0 != "null" }.map { name(schema, $0) }.joined(separator: " or ")
    guard let low = schema["minimum"], let high = schema["maximum"] else { return names }
    return "\(names) \(low.text()) to \(high.text())"
  }

  private static func name(_ schema: JSON, _ type: String) -> String {
    switch type {
    case "array":
      let items = schema["items"].map(shape) ?? "any value"
      return "array of \(items)"
    case "string": return schema["format"]?.string ?? "string"
    default: return type
    }
  }
}
