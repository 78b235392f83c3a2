/// The datasets in memory.
import Contract
import Support
import Tables

enum ListDatasets: Method {
  static let name = "listDatasets"
  static let group = Group.datasets
  static let summary = "List the datasets that are loaded."
  static let effect = Effect.computes
  static let tool: ToolWords? = ToolWords(
    en: "List loaded datasets", zh: "已载入数据",
    "Lists the datasets this server keeps in memory; give a name from here as dataset to other"
      + " tools instead of path.")

  typealias Params = NoParameters

  struct Output: Answer {
    let datasets: [DatasetAnswer]

    static let members: [Member<Self>] = [
      Member("datasets", \.datasets, "The datasets, by name.")
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    Outcome(Output(datasets: workspace.datasets.map(DatasetAnswer.init)))
  }
}

struct DatasetAnswer: Answer {
  let name: String
  let version: String
  let kind: String
  let rows: Int
  let columns: Int
  let memoryBytes: Int
  let path: String?

  init(_ loaded: LoadedTable) {
    name = loaded.name ?? loaded.table.name
    version = loaded.table.version
    kind = loaded.table.kind.rawValue
    rows = loaded.table.rowCount
    columns = loaded.table.columns.count
    memoryBytes = loaded.table.memoryBytes
    path = loaded.table.source.path
  }

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name."),
    Member("version", \.version, "A hash of its content."),
    Member("kind", \.kind, "What its rows are."),
    Member("rows", \.rows, "Rows."),
    Member("columns", \.columns, "Columns."),
    Member("memoryBytes", \.memoryBytes, "Memory its columns take."),
    Member("path", ifAny: \.path, "The file it was read from."),
  ]
}
