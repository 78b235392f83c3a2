/// The handshake of editors. Plain scripts need none.
import Contract
import Support
import Wire

enum Initialize: Method {
  static let name = "initialize"
  static let group = Group.server
  static let summary = "Open an LSP-style session and learn what the server can do. Optional."
  static let effect = Effect.control

  struct Params: Parameters {
    var processId: Int?
    var clientInfo: AnyInput?
    var capabilities: AnyInput?
    var locale: String?
    var rootUri: String?
    var rootPath: String?
    var workspaceFolders: AnyInput?
    var initializationOptions: AnyInput?
    var trace: String?
    var protocolVersion: String?

    static let fields: [Field<Self>] = [
      Field("processId", \.processId, "The client's process; the server ends when it is gone."),
      Field("clientInfo", \.clientInfo, "Name and version of the client."),
      Field("capabilities", \.capabilities, "What the client can do."),
      Field("locale", \.locale, "The client's language."),
      Field("rootUri", \.rootUri, "The client's folder; not used."),
      Field("rootPath", \.rootPath, "The client's folder; not used."),
      Field("workspaceFolders", \.workspaceFolders, "The client's folders; not used."),
      Field("initializationOptions", \.initializationOptions, "Options; none are known yet."),
      Field("trace", \.trace, "How much to trace; not used."),
      Field("protocolVersion", \.protocolVersion, "The protocol version the client speaks."),
    ]
  }

  struct Output: Answer {
    let capabilities: JSON = [
      "positionEncoding": "utf-16",
      "experimental": ["tenure": ["batches": true, "framings": ["line", "content-length"]]],
    ]
    let serverInfo: JSON = ["name": "tenure", "version": .string(Version.program)]
    let protocolVersion = Version.wire

    static let members: [Member<Self>] = [
      Member("capabilities", \.capabilities, "What the server can do, as in LSP."),
      Member("serverInfo", \.serverInfo, "Name and version of the server."),
      Member("protocol", \.protocolVersion, "The version of this protocol."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    Outcome(Output())
  }
}
