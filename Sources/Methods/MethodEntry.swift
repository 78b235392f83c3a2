/// A method with its types erased: its description, and a function from JSON to the bytes of a
/// reply. The server knows methods only in this form.
package import Contract
package import Support
package import Wire

/// What a method answered: the JSON of its result or its failure, and what is to change.
package struct Reply: Sendable {
  package let result: Result<[UInt8], Failure>
  package let changes: [Change]

  package init(result: Result<[UInt8], Failure>, changes: [Change] = []) {
    self.result = result
    self.changes = changes
  }
}

package struct MethodEntry: Sendable {
  package let description: MethodDescription
  private let body: @Sendable (JSONNode?, Workspace, Run) -> Reply

  init<M: Method>(_ method: M.Type) {
    description = MethodDescription(
      name: M.name, group: M.group.rawValue, summary: M.summary, effect: M.effect,
      parameters: M.Params.self, result: M.Output.schema, errors: M.errors)
    body = { params, workspace, run in
      do {
        let decoded = try M.Params(params: params)
        let outcome = try M.run(decoded, in: workspace, run)
        try run.checkpoint()
        var writer = JSONWriter()
        outcome.output.write(&writer)
        return Reply(result: .success(writer.bytes), changes: outcome.changes)
      } catch {
        return Reply(result: .failure(Failure(of: error, language: Self.language(of: params))))
      }
    }
  }

  /// Runs the method on the state it is given. Never throws: a failure is an answer.
  package func run(_ params: JSONNode?, in workspace: Workspace, _ run: Run) -> Reply {
    body(params, workspace, run)
  }

  /// The language of a refusal: as asked for, else the one of the file's name.
  private static func language(of params: JSONNode?) -> Language {
    guard let params else { return .en }
    let options = params.kind == .array ? Array(params.elements).last : params
    switch options?["lang"]?.string {
    case "zh": return .zh
    case "en", "both": return .en
    default:
      let path =
        options?["path"]?.string
        ?? (params.kind == .array ? Array(params.elements).first?.string : nil)
      return (path ?? "").containsHan ? .zh : .en
    }
  }
}

extension String {
  /// Whether any character is Chinese.
  var containsHan: Bool {
    unicodeScalars.contains {
      (0x4e00...0x9fff).contains($0.value) || (0x3400...0x4dbf).contains($0.value)
    }
  }
}
