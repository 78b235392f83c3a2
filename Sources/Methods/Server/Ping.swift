/// The cheapest question there is.
import Contract
import Support

enum Ping: Method {
  static let name = "ping"
  static let group = Group.server
  static let summary = "Say that the server is there, and which version it is."
  static let effect = Effect.control
  static let tool: ToolWords? = ToolWords(
    en: "Ping", zh: "连通检查",
    "Says that the server is there and which version it is.")

  /// A ping proves that the wire works, whatever is sent along to try it.
  typealias Params = AnyParameters

  struct Output: Answer {
    let isHere = true
    let version = Version.program
    let protocolVersion = Version.wire

    static let members: [Member<Self>] = [
      Member("ok", \.isHere, "Always true."),
      Member("version", \.version, "The version of the program."),
      Member("protocol", \.protocolVersion, "The version of the protocol."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    Outcome(Output())
  }
}
