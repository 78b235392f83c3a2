/// Reads the file of a dataset again, in the same way: what a client may ask, and what the server
/// asks of itself when a watched file has changed.
import Contract
import Support
import Tables

enum RefreshDataset: Method {
  static let name = "refreshDataset"
  static let group = Group.datasets
  static let summary = "Read the file of a dataset again, as loadDataset was asked to."
  static let effect = Effect.changes
  static let errors = DataErrors.codes

  struct Params: Parameters {
    var name = ""

    static let fields: [Field<Self>] = [
      Field("name", \.name, "The dataset.", .required)
    ]
  }

  struct Output: Answer {
    let name: String
    let version: String
    let previousVersion: String
    let rows: Int
    let hasChanged: Bool

    static let members: [Member<Self>] = [
      Member("name", \.name, "The dataset."),
      Member("version", \.version, "The version it has now."),
      Member("previousVersion", \.previousVersion, "The one it had."),
      Member("rows", \.rows, "Rows now."),
      Member("changed", \.hasChanged, "Whether the content is another."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let old = try workspace.dataset(params.name)
    guard var recipe = old.recipe else {
      throw ParameterError(
        path: "params.name", expected: "a dataset that loadDataset read from a file",
        found: "\(params.name.quotedShort), which was made of others")
    }
    recipe.name = params.name
    let loaded = try LoadDataset.loaded(recipe, in: workspace, run).loaded
    return Outcome(
      Output(
        name: params.name, version: loaded.table.version, previousVersion: old.table.version,
        rows: loaded.table.rowCount, hasChanged: loaded.table.version != old.table.version),
      changes: [.open(loaded)])
  }
}

/// What became of the file of a watched dataset.
package enum WatchedState: Sendable, Equatable {
  /// It is as it was read.
  case same
  /// It is another; two states with one mark are the same file.
  case changed(FileMark)
  case gone
}

/// What tells one state of a file from another, and nothing else.
package struct FileMark: Sendable, Equatable {
  let stamp: FileStamp
}

extension Workspace {
  /// Whether any dataset follows its file.
  package var hasWatched: Bool { tables.contains { $0.isWatched } }

  /// Looks at the files of all datasets that follow theirs.
  package func watched() -> [(name: String, state: WatchedState)] {
    datasets.compactMap { loaded in
      guard loaded.isWatched, let name = loaded.name, let recipe = loaded.recipe else { return nil }
      guard let now = try? stamp(recipe.path) else { return (name, .gone) }
      return (name, now == loaded.stamp ? .same : .changed(FileMark(stamp: now)))
    }
  }
}
