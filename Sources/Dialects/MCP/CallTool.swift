/// A call of a tool: the method runs as it would run by its own name, and its answer is said as MCP
/// wants it.
import Contract
import Methods
import Support
import Wire

enum CallTool: Method {
  static let name = "tools/call"
  static let group = Group.mcp
  static let summary = "Call a tool; what its method refuses is an answer with isError."
  static let effect = Effect.computes
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]
  static let runOptions: [Field<RunOptions>] = []

  struct Params: Parameters {
    var name = ""
    var arguments: AnyInput?
    var era = Era.handshake

    static let fields: [Field<Self>] = [
      Field("name", \.name, "The tool.", .required),
      Field("arguments", \.arguments, "What the tool takes, as its inputSchema says."),
      Era.field(\.era),
    ]

    /// Versions of MCP add members.
    static let refusesUnknown = false
  }

  struct Output: Answer {
    let content: [JSON]
    let structuredContent: JSON?
    let isError: Bool
    let mark: EraMark

    static let members: [Member<Self>] =
      [
        Member("content", \.content, "The answer as JSON text, then in words."),
        Member("structuredContent", ifAny: \.structuredContent, "The answer itself."),
        Member("isError", \.isError, "Whether the tool refused."),
      ] + EraMark.members.lifted(\.mark)
  }

  /// A call that can be run is one of the tool's method.
  static func route(_ params: JSONNode?) -> MethodEntry? {
    guard let (tool, era) = try? checked(Params(params: params)) else {
      return MethodEntry(Self.self).refusing
    }
    return tool.entry.adapted(
      params: { arguments(of: tool, $0) }, answer: { ToolReply.of($0, era) })
  }

  /// Says why a call cannot be run.
  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    _ = try checked(params)
    throw Failure(code: ErrorCode.internalError.rawValue, message: "the tool was not run")
  }

  private static func checked(_ params: Params) throws -> (Tool, Era) {
    try params.era.check()
    guard let tool = Tool.named(params.name) else {
      let names = Tool.all.map(\.entry.description.name)
      let near = Nearest.names(to: params.name, among: names)
      throw ParameterError(
        path: "params.name",
        expected: near.isEmpty ? "one of \(names.joined(separator: ", "))" : "\"\(near[0])\"",
        found: "no tool of the name \(params.name.quotedShort)")
    }
    if let node = params.arguments?.node {
      guard node.kind == .object || node.kind == .null else {
        throw node.refused("params.arguments", expected: "an object")
      }
      if let name = tool.refused(node) {
        throw ParameterError(
          path: "params.arguments.\(name)", expected: "no such argument",
          found: "one that tools do not take: they write no files and start no jobs")
      }
    }
    return (tool, params.era)
  }

  /// The arguments, with fewer rows than a program would get where none are asked for.
  private static func arguments(of tool: Tool, _ params: JSONNode?) -> JSONNode? {
    let given = params?["arguments"]
    guard tool.hasRows, given?["limit"] == nil else { return given }
    let rows = #""limit":\#(MCPLimits.rows)"#
    var text = "{\(rows)}"
    if let given, given.kind == .object, given.count > 0 {
      text = "{\(rows)," + given.sourceText.drop { $0 != "{" }.dropFirst()
    }
    return (try? JSONDocument(Array(text.utf8)))?.root ?? given
  }
}
