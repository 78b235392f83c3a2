/// The protocol as an OpenRPC document: printed from the table that dispatches.
import Contract
import Support
import Wire

enum Discover: Method {
  static let name = "rpc.discover"
  static let group = Group.server
  static let summary = "The protocol as an OpenRPC document, with JSON Schema for every method."
  static let effect = Effect.control

  typealias Params = NoParameters

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<JSON> {
    Outcome(
      OpenRPC.document(
        ProtocolDocument(
          version: Version.program, wire: Version.wire, methods: workspace.facts.methods)))
  }
}
