/// What hosts since 2026-07-28 ask first; answered at once, whatever comes afterwards.
import Contract
import Methods
import Support
import Wire

enum ServerDiscover: Method {
  static let name = "server/discover"
  static let group = Group.mcp
  static let summary = "Say which versions of MCP are spoken in requests, and what is offered."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Output: Answer {
    let supportedVersions = MCPVersion.modern
    let capabilities = ServerInfo.mcpCapabilities
    let instructions = ServerInfo.instructions
    let mark = EraMark(.modern, keepMilliseconds: MCPLimits.keepMilliseconds)

    static let members: [Member<Self>] =
      [
        Member("supportedVersions", \.supportedVersions, "The versions of MCP."),
        Member("capabilities", \.capabilities, "What is offered."),
        Member("instructions", \.instructions, "Words for models."),
      ] + EraMark.members.lifted(\.mark)
  }

  static func run(
    _ params: ListParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    try params.era.check()
    return Outcome(Output())
  }
}

/// Bounds and times of what hosts of models are told.
enum MCPLimits {
  /// How long lists that come with the program hold.
  static let keepMilliseconds = 3_600_000
  /// Bytes of tools in one page of their list.
  static let pageBytes = 60_000
  /// Rows of an answer when a tool's caller does not say: a model reads them all.
  static let rows = 20
}
