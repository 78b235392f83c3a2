/// What every method is: a name, words, an effect, typed parameters, and one straight function.
///
/// A method reads a workspace and returns an outcome. It stores nothing, calls nothing upward and
/// reads no clock.
import Contract
import Support
import Wire

protocol Method: SendableMetatype {
  associatedtype Params: Parameters
  associatedtype Output: OutputValue

  static var name: String { get }
  /// The group of the reference page it stands in.
  static var group: Group { get }
  static var summary: String { get }
  static var effect: Effect { get }
  /// The errors it can give beyond those of the protocol.
  static var errors: [ErrorCode] { get }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output>
}

extension Method {
  static var errors: [ErrorCode] { [] }
}

enum Group: String {
  case headline = "The five"
  case datasets = "Datasets"
  case server = "Server"
}

/// What a method gives back: its answer, and what is to change in the workspace.
struct Outcome<Output: OutputValue> {
  let output: Output
  let changes: [Change]

  init(_ output: Output, changes: [Change] = []) {
    self.output = output
    self.changes = changes
  }
}
