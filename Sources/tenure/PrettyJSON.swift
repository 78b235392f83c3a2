/// JSON for reading: two spaces a level, short lists of plain values on one line.
import Wire

enum PrettyJSON {
  static func text(_ node: JSONNode) -> String {
    var text = ""
    write(node, "", &text)
    return text
  }

  private static func write(_ node: JSONNode, _ indent: String, _ text: inout String) {
    let inner = indent + "  "
    switch node.kind {
    case .object where node.count > 0:
      text += "{\n"
      var isFirst = true
      for (key, value) in node.members {
        if !isFirst { text += ",\n" }
        isFirst = false
        text += inner + JSON.string(key).text() + ": "
        write(value, inner, &text)
      }
      text += "\n\(indent)}"
    case .array where node.count > 0:
      let source = node.sourceText
      if source.utf8.count <= 80,
        node.elements.allSatisfy({ $0.kind != .object && $0.kind != .array })
      {
        text += "[" + node.elements.map(\.sourceText).joined(separator: ", ") + "]"
        return
      }
      text += "[\n"
      var isFirst = true
      for element in node.elements {
        if !isFirst { text += ",\n" }
        isFirst = false
        text += inner
        write(element, inner, &text)
      }
      text += "\n\(indent)]"
    default: text += node.sourceText
    }
  }
}
