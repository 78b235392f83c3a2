/// Forgets a dataset and gives its memory back.
import Contract
import Support

enum UnloadDataset: Method {
  static let name = "unloadDataset"
  static let group = Group.datasets
  static let summary = "Forget a dataset and free its memory; its file stays as it is."
  static let effect = Effect.changes
  static let errors: [ErrorCode] = [.datasetNotFound]

  struct Params: Parameters {
    var name = ""

    static let fields: [Field<Self>] = [
      Field("name", \.name, "The dataset to forget.", .required)
    ]
  }

  struct Output: Answer {
    let name: String
    let freedBytes: Int

    static let members: [Member<Self>] = [
      Member("name", \.name, "The dataset that was forgotten."),
      Member("freedBytes", \.freedBytes, "Memory its columns took."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let loaded = try workspace.dataset(params.name)
    return Outcome(
      Output(name: params.name, freedBytes: loaded.table.memoryBytes),
      changes: [.close(name: params.name)])
  }
}
