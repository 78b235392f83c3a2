/// What every method is: a name, words, an effect, typed parameters, and one straight function.
///
/// A method reads a workspace and returns an outcome. It stores nothing, calls nothing upward and
/// reads no clock.
package import Contract
package import Support
package import Wire

package protocol Method: SendableMetatype {
  associatedtype Params: Parameters
  associatedtype Output: OutputValue

  static var name: String { get }
  /// The group of the reference page it stands in.
  static var group: Group { get }
  static var summary: String { get }
  static var effect: Effect { get }
  /// The errors it can give beyond those of the protocol.
  static var errors: [ErrorCode] { get }
  /// Words for models; a method without them is no tool. Only what reads is a tool.
  static var tool: ToolWords? { get }
  /// The fields of `RunOptions` that a request to it may carry.
  static var runOptions: [Field<RunOptions>] { get }

  /// The entry that a request is really for; nil for the method itself.
  static func route(_ params: JSONNode?) -> MethodEntry?
  /// The job whose end a request waits for; nil to answer at once. Only for `waits`.
  static func awaitedJob(_ params: Params) -> String?

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output>
}

extension Method {
  package static var errors: [ErrorCode] { [] }
  package static var tool: ToolWords? { nil }
  package static var runOptions: [Field<RunOptions>] {
    switch effect {
    case .control: []
    case .waits: RunOptions.fields.filter { $0.name != "job" }
    case .computes, .changes: RunOptions.fields
    }
  }
  package static func route(_ params: JSONNode?) -> MethodEntry? { nil }
  package static func awaitedJob(_ params: Params) -> String? { nil }
}

package enum Group: String, Sendable {
  case headline = "The five"
  case datasets = "Datasets"
  case models = "Models"
  case segmentation = "Segmentation"
  case churn = "Churn"
  case value = "Value"
  case recommendation = "Recommendation"
  case feedback = "Feedback"
  case governance = "Privacy and governance"
  case jobs = "Jobs"
  case server = "Server"
  case mcp = "MCP"
}

/// What a method gives back: its answer, what is to change in the workspace, and what the server is
/// asked to do.
package struct Outcome<Output: OutputValue> {
  let output: Output
  let changes: [Change]
  let demands: [Demand]

  package init(_ output: Output, changes: [Change] = [], demands: [Demand] = []) {
    self.output = output
    self.changes = changes
    self.demands = demands
  }
}
