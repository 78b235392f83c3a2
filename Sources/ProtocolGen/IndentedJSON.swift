/// JSON with two spaces a level, for files that people compare line by line.
package import Wire

package enum IndentedJSON {
  package static func text(_ value: JSON) -> String { text(value, "") }

  private static func text(_ value: JSON, _ indent: String) -> String {
    let inner = indent + "  "
    if let members = value.object, !members.isEmpty {
      let lines = members.map { inner + JSON.string($0.key).text() + ": " + text($0.value, inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
    if let elements = value.array, !elements.isEmpty {
      let isPlain = elements.allSatisfy { $0.object == nil && $0.array == nil }
      let short = value.text()
      if isPlain, short.utf8.count + indent.utf8.count <= 90 { return short }
      let lines = elements.map { inner + text($0, inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    }
    return value.text()
  }
}
