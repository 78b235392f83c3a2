/// The reference page: every method, its parameters, its result, its errors.
import Wire

package enum Reference {
  /// The page as Markdown.
  package static func text(_ document: ProtocolDocument) -> String {
    var lines = [
      "# Reference of the `tenure` protocol",
      "",
      "Generated from the program; do not edit. Version \(document.version).",
      "How messages travel is in `README.md` beside this page.",
      "",
    ]
    var groups: [String] = []
    for method in document.methods where !groups.contains(method.group) {
      groups.append(method.group)
    }
    for group in groups {
      lines += ["## \(group)", ""]
      for method in document.methods where method.group == group { lines += section(method) }
    }
    lines += errors
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ method: MethodDescription) -> [String] {
    var lines = ["### `\(method.name)`", "", method.summary, "", effect(method.effect), ""]
    if !method.parameters.isEmpty {
      lines += ["| parameter | value | meaning |", "| --- | --- | --- |"]
      for parameter in method.parameters {
        let mark = parameter.isRequired ? " **required**" : ""
        let value = escaped(SchemaWords.text(parameter.schema))
        lines.append("| `\(parameter.name)`\(mark) | \(value) | \(escaped(parameter.words)) |")
      }
      lines.append("")
    }
    lines += result(method.result)
    let codes = method.errors.map { "\($0.rawValue) `\($0.name)`" }
    if !codes.isEmpty { lines += ["Errors: \(codes.joined(separator: ", ")).", ""] }
    return lines
  }

  private static func effect(_ effect: Effect) -> String {
    switch effect {
    case .control: "Answered at once."
    case .changes: "Later requests wait until it is done."
    case .computes: "Works on the data as they were when it began; later requests go on."
    case .waits: "Answered when it has happened; holds nobody up."
    }
  }

  private static func result(_ schema: Schema) -> [String] {
    guard let properties = schema.json["properties"]?.object, !properties.isEmpty else {
      return ["Result: \(escaped(SchemaWords.text(schema))).", ""]
    }
    var lines = ["| result | value | meaning |", "| --- | --- | --- |"]
    add(properties, prefix: "", depth: 0, &lines)
    return lines + [""]
  }

  /// Members of objects inside the result follow their owner, under its name.
  private static func add(
    _ properties: [JSONMember], prefix: String, depth: Int, _ lines: inout [String]
  ) {
    for property in properties {
      let name = prefix + property.key
      let words = property.value["description"]?.string ?? ""
      lines.append("| `\(name)` | \(escaped(kind(property.value))) | \(escaped(words)) |")
      guard depth < 2, let (inner, mark) = nested(property.value) else { continue }
      add(inner, prefix: name + mark + ".", depth: depth + 1, &lines)
    }
  }

  private static func nested(_ schema: JSON) -> (members: [JSONMember], mark: String)? {
    if let members = schema["properties"]?.object { return (members, "") }
    if let members = schema["items"]?["properties"]?.object { return (members, "[]") }
    if let first = schema["anyOf"]?.array?.first, let found = nested(first), first["items"] != nil {
      return found
    }
    return nil
  }

  private static func kind(_ schema: JSON) -> String {
    if schema["properties"] != nil { return "object" }
    if schema["items"]?["properties"] != nil { return "array of objects" }
    if let options = schema["anyOf"]?.array {
      return options.map(kind).reduce(into: [String]()) { list, word in
        if !list.contains(word) { list.append(word) }
      }.joined(separator: " or ")
    }
    if let values = schema["additionalProperties"], values.object != nil {
      return "object of \(kind(values))"
    }
    if let names = schema["type"]?.array?.compactMap(\.string) {
      return names.joined(separator: " or ")
    }
    if schema["type"]?.string == "array", let items = schema["items"] {
      return "array of \(kind(items))"
    }
    return schema["type"]?.string ?? "any value"
  }

  private static var errors: [String] {
    ["## Errors", "", "| number | code | when |", "| --- | --- | --- |"]
      + ErrorCode.allCases.map { "| \($0.rawValue) | `\($0.name)` | \(escaped($0.words)) |" }
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
