/// Lines of the log for an MCP host, as `notifications/message`.
import Contract
import Methods
import Support
import Wire

enum SetLogLevel: Method {
  static let name = "logging/setLevel"
  static let group = Group.mcp
  static let summary = "Send lines of the log as notifications/message, from this level on."
  static let effect = Effect.control

  /// The levels of MCP, which are those of syslog.
  enum Level: String, Choice {
    case debug, info, notice, warning, error, critical, alert, emergency

    var own: LogLevel {
      switch self {
      case .debug: .debug
      case .info, .notice: .info
      case .warning: .warning
      case .error, .critical, .alert, .emergency: .error
      }
    }
  }

  struct Params: Parameters {
    var level = Level.info

    static let fields: [Field<Self>] = [
      Field("level", \.level, "The least level that is sent.", .required)
    ]
    static let refusesUnknown = false
  }

  struct Output: Answer {
    static let members: [Member<Self>] = []
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    Outcome(Output(), demands: [.log(params.level.own, .mcp)])
  }
}
