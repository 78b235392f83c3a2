/// A method with its types erased: its description, and a function from JSON to the bytes of a
/// reply. The server knows methods only in this form.
package import Contract
package import Support
package import Wire

/// What a method answered: the JSON of its result or its failure, what is to change, and what the
/// server is asked to do.
package struct Reply: Sendable {
  package let result: Result<[UInt8], Failure>
  package let changes: [Change]
  package let demands: [Demand]

  package init(
    result: Result<[UInt8], Failure>, changes: [Change] = [], demands: [Demand] = []
  ) {
    self.result = result
    self.changes = changes
    self.demands = demands
  }
}

package struct MethodEntry: Sendable {
  package let description: MethodDescription
  private let body: @Sendable (JSONNode?, Workspace, Run) -> Reply
  private let options: @Sendable (JSONNode?) throws -> RunOptions
  private let router: @Sendable (JSONNode?) -> MethodEntry?
  private let awaited: @Sendable (JSONNode?) -> String?
  private let changer: @Sendable (JSONNode?) -> Bool
  private let decoder: @Sendable (JSONNode?) throws -> Void
  /// Says what the method says in the words of this entry.
  private let words: @Sendable (Result<[UInt8], Failure>) -> Result<[UInt8], Failure>

  /// The entry of a method.
  package init<M: Method>(_ method: M.Type) {
    let fields = M.runOptions
    let others = Set(fields.map(\.name))
    description = MethodDescription(
      name: M.name, group: M.group.rawValue, summary: M.summary, effect: M.effect,
      parameters: M.Params.self, options: fields, result: M.Output.schema, errors: M.errors,
      tool: M.tool)
    body = { params, workspace, run in
      do {
        let decoded = try M.Params(params: params, besides: others)
        let outcome = try M.run(decoded, in: workspace, run)
        try run.checkpoint()
        var writer = JSONWriter()
        outcome.output.write(&writer)
        return Reply(
          result: .success(writer.bytes), changes: outcome.changes, demands: outcome.demands)
      } catch {
        return Reply(result: .failure(Failure(of: error, language: Self.language(of: params))))
      }
    }
    options = { others.isEmpty ? RunOptions() : try RunOptions(params: Self.named(in: $0)) }
    router = M.route
    awaited = { params in
      (try? M.Params(params: params, besides: others)).flatMap(M.awaitedJob)
    }
    // What computes may be asked to keep its model: then those behind it wait for that.
    changer = { params in
      M.effect == .changes
        || (M.effect == .computes && Self.named(in: params)?["saveAs"] != nil)
    }
    words = { $0 }
    decoder = { _ = try M.Params(params: $0, besides: others) }
  }

  private init(
    _ other: MethodEntry, _ effect: Effect? = nil,
    params: @escaping @Sendable (JSONNode?) -> JSONNode?,
    answer: @escaping @Sendable (Result<[UInt8], Failure>) -> Result<[UInt8], Failure>
  ) {
    description = effect.map { other.description.with($0) } ?? other.description
    body = { sent, workspace, run in
      let reply = other.body(params(sent), workspace, run)
      return Reply(result: answer(reply.result), changes: reply.changes, demands: reply.demands)
    }
    options = { try other.options(params($0)) }
    router = { _ in nil }
    awaited = { other.awaited(params($0)) }
    changer = { other.changer(params($0)) }
    words = answer
    decoder = { try other.decoder(params($0)) }
  }

  /// The same method, asked and answered in other words.
  ///
  /// - Parameters:
  ///   - params: finds what the method is to read in what was sent.
  ///   - answer: says the method's answer as the asker wants it.
  package func adapted(
    params: @escaping @Sendable (JSONNode?) -> JSONNode?,
    answer: @escaping @Sendable (Result<[UInt8], Failure>) -> Result<[UInt8], Failure>
  ) -> MethodEntry {
    MethodEntry(self, params: params, answer: answer)
  }

  /// The same method where it has nothing to do but to refuse: at once.
  package var refusing: MethodEntry {
    MethodEntry(self, .control, params: { $0 }, answer: { $0 })
  }

  /// An answer that was given without running the method, in the words of this entry.
  package func said(_ result: Result<[UInt8], Failure>) -> Result<[UInt8], Failure> {
    words(result)
  }

  /// Runs the method on the state it is given. Never throws: a failure is an answer.
  package func run(_ params: JSONNode?, in workspace: Workspace, _ run: Run) -> Reply {
    body(params, workspace, run)
  }

  /// How the request wants to be run.
  package func runOptions(_ params: JSONNode?) -> Result<RunOptions, Failure> {
    do {
      return .success(try options(params))
    } catch {
      return .failure(Failure(of: error, language: Self.language(of: params)))
    }
  }

  /// The entry that a request is really for: itself, but for a call that names another.
  package func routed(_ params: JSONNode?) -> MethodEntry { router(params) ?? self }

  /// What is wrong with the parameters, found out without running the method; nil for nothing.
  package func refusal(of params: JSONNode?) -> Failure? {
    do {
      try decoder(params)
      return nil
    } catch {
      return Failure(of: error, language: Self.language(of: params))
    }
  }

  /// Whether the request changes the state, so that later ones wait for it.
  package func changesState(_ params: JSONNode?) -> Bool { changer(params) }

  /// The job whose end the request waits for.
  package func awaitedJob(_ params: JSONNode?) -> String? { awaited(params) }

  /// The parameters given by name, also behind positions.
  private static func named(in params: JSONNode?) -> JSONNode? {
    guard let params, params.kind == .array else { return params }
    let last = Array(params.elements).last
    return last?.kind == .object ? last : nil
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
