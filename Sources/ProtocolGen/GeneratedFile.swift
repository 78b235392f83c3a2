/// The files that are printed from the protocol: which, where, and with what in them.
package import Contract
import Wire

package struct GeneratedFile: Sendable {
  /// From the top of the repository.
  package let path: String
  package let content: Content

  package enum Content: Sendable {
    /// The whole file.
    case whole(String)
    /// The lines between the two markers; the rest is written by hand.
    case block(String)
  }

  /// The command that renews all of them.
  package static let command = "swift run tenure-gen"

  package static let opening = "<!-- generated: methods -->"
  package static let closing = "<!-- end of generated -->"

  package static func all(_ document: ProtocolDocument) -> [GeneratedFile] {
    [
      GeneratedFile(
        path: "protocol/openrpc.json",
        content: .whole(IndentedJSON.text(OpenRPC.document(document)) + "\n")),
      GeneratedFile(path: "protocol/reference.md", content: .whole(Reference.text(document))),
      GeneratedFile(path: "README.md", content: .block(MethodTable.text(document))),
      GeneratedFile(
        path: "clients/python/tenure/generated.py", content: .whole(PythonStubs.text(document))),
    ]
  }

  /// What the file should hold, given what it holds now; nil when the markers are missing.
  package func renewed(_ current: String) -> String? {
    switch content {
    case .whole(let text): return text
    case .block(let text):
      let parts = current.split(
        separator: Self.opening, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let rest = parts[1].split(
        separator: Self.closing, maxSplits: 1, omittingEmptySubsequences: false)
      guard rest.count == 2 else { return nil }
      return "\(parts[0])\(Self.opening)\n\(text)\(Self.closing)\(rest[1])"
    }
  }
}
