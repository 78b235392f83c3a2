/// A draft with places to fill in: `{answer}` and what the message names.
package struct ReplyTemplate: Sendable {
  private enum Part: Sendable {
    case text(String)
    case place(String)
  }

  private let parts: [Part]

  package static let places =
    ["answer", "question", "intent"] + ReplySlot.Kind.allCases.map(\.rawValue)

  /// - Throws: `unknownName` for a place that is none of `places`.
  package init(_ template: String) throws(AnalyticsError) {
    var parts: [Part] = []
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      guard Self.places.contains(name) else {
        throw .unknownName(parameter: "params.template", found: name, known: Self.places)
      }
      parts.append(.text(String(rest[..<open])))
      parts.append(.place(name))
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
  }

  /// The draft, with places that nothing was found for left as they are.
  package func filled(
    _ entry: ReplyBook.Entry, _ question: String?, _ slots: [ReplySlot]
  ) -> (text: String, missing: [String]) {
    var (text, missing): (String, [String]) = ("", [])
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .place(let name):
        let value: String? =
          switch name {
          case "answer": entry.answer.isEmpty ? nil : entry.answer
          case "question": question
          case "intent": entry.intent
          default: slots.first { $0.kind.rawValue == name }?.text
          }
        text += value ?? "{\(name)}"
        if value == nil, !missing.contains(name) { missing.append(name) }
      }
    }
    return (text, missing)
  }
}
