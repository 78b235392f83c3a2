/// The handshake of editors and of MCP hosts up to 2025-11-25. Plain scripts need none.
///
/// One method serves both: a `protocolVersion` in the parameters says that the client speaks MCP.
import Contract
import Methods
import Support
import Wire

enum Initialize: Method {
  static let name = "initialize"
  static let group = Group.server
  static let summary = "Open a session as LSP or MCP clients do; optional for all others."
  static let effect = Effect.control

  struct Params: Parameters {
    var processId: Int?
    var protocolVersion: String?
    var clientInfo: AnyInput?
    var capabilities: AnyInput?

    static let fields: [Field<Self>] = [
      Field("processId", \.processId, "The client's process; the server ends when it is gone."),
      Field("protocolVersion", \.protocolVersion, "The version of MCP that the client speaks."),
      Field("clientInfo", \.clientInfo, "Name and version of the client; not used."),
      Field("capabilities", \.capabilities, "What the client can do; not used."),
    ]

    /// Editors send along more than is read here.
    static let refusesUnknown = false
  }

  struct Output: Answer {
    let mcpVersion: String?
    let capabilities: JSON
    let serverInfo = ServerInfo.json
    let instructions: String?
    let protocolVersion = Version.wire

    static let members: [Member<Self>] = [
      Member("protocolVersion", ifAny: \.mcpVersion, "The version of MCP; only for MCP clients."),
      Member(
        "capabilities", \.capabilities, "What the server can do, as the client's kind says it."),
      Member("serverInfo", \.serverInfo, "Name and version of the server."),
      Member("instructions", ifAny: \.instructions, "Words for models; only for MCP clients."),
      Member("protocol", \.protocolVersion, "The version of tenure's own protocol."),
    ]
  }

  private static let editorCapabilities: JSON = [
    "positionEncoding": "utf-16",
    "experimental": ["tenure": ["batches": true, "framings": ["line", "content-length"]]],
  ]

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let output =
      if let version = params.protocolVersion {
        Output(
          mcpVersion: MCPVersion.answer(to: version), capabilities: ServerInfo.mcpCapabilities,
          instructions: ServerInfo.instructions)
      } else {
        Output(mcpVersion: nil, capabilities: editorCapabilities, instructions: nil)
      }
    let process = params.processId.flatMap { $0 > 1 ? Demand.watch(process: $0) : nil }
    return Outcome(output, demands: process.map { [$0] } ?? [])
  }
}
