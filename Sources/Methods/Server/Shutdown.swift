/// Ends the work of a session; `exit` then ends the session.
import Contract
import Support

enum Shutdown: Method {
  static let name = "shutdown"
  static let group = Group.server
  static let summary = "End the session's work; answered at once, then send exit."
  static let effect = Effect.control

  typealias Params = NoParameters

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Nothing> {
    Outcome(Nothing())
  }
}
