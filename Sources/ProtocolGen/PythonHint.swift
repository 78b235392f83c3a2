/// The type hint of a parameter, from its schema.
import Wire

indirect enum PythonHint: Equatable {
  case word(String)
  /// Such as `Optional[int]`.
  case of(String, [PythonHint])

  private static let columnsMax = 100

  static func of(_ schema: JSON, name: String = "") -> PythonHint {
    if name == "path" || name == "outputPath" { return .word("Path") }
    if let words = schema["enum"]?.array {
      return .of("Literal", words.map { .word($0.text()) })
    }
    // Whatever may be left out may be null; that needs no word of its own.
    if let options = schema["anyOf"]?.array?.filter({ $0["type"]?.string != "null" }) {
      return union(options.map { of($0) })
    }
    let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? ""]
    return union(types.filter { $0 != "null" }.map { plain($0, schema) })
  }

  /// The hint of a parameter that may be left out.
  var optional: PythonHint { self == .word("Any") ? self : .of("Optional", [self]) }

  private static func plain(_ type: String, _ schema: JSON) -> PythonHint {
    switch type {
    case "string": .word(schema["format"]?.string == "date" ? "Date" : "str")
    case "integer": .word("int")
    case "number": .word("float")
    case "boolean": .word("bool")
    case "array": .of("Sequence", [schema["items"].map { of($0) } ?? .word("Any")])
    case "object":
      .of("Mapping", [.word("str"), schema["additionalProperties"].map { of($0) } ?? .word("Any")])
    default: .word("Any")
    }
  }

  /// One of several; words of several lists become one list.
  private static func union(_ hints: [PythonHint]) -> PythonHint {
    var words: [PythonHint] = []
    var others: [PythonHint] = []
    for hint in hints {
      if case .of("Literal", let more) = hint {
        words += more.filter { !words.contains($0) }
      } else if !others.contains(hint) {
        others.append(hint)
      }
    }
    let all = (words.isEmpty ? [] : [.of("Literal", words)]) + others
    return all.count == 1 ? all[0] : .of("Union", all)
  }

  private var text: String {
    switch self {
    case .word(let word): word
    case .of(let name, let parts): "\(name)[\(parts.map(\.text).joined(separator: ", "))]"
    }
  }

  /// The hint on one line, or with each part on its own where it is too long.
  func lines(prefix: String, suffix: String, indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    let flat = blanks + prefix + text + suffix
    guard flat.count > Self.columnsMax, case .of(let name, let parts) = self else { return [flat] }
    // A comma behind the only part would make a tuple of it.
    let comma = parts.count > 1 ? "," : ""
    let inner = parts.flatMap { $0.lines(prefix: "", suffix: comma, indent: indent + 4) }
    return ["\(blanks)\(prefix)\(name)["] + inner + ["\(blanks)]\(suffix)"]
  }
}
