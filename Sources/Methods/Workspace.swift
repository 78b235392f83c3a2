/// The state of the daemon as one immutable value: the datasets it holds and what a request may
/// know of the server. The main loop owns the newest; every request works on the one it was given.
import CSystem
package import Contract
import Support
package import Tables
import Wire

package struct Workspace: Sendable {
  /// Filled in by the server before a request starts.
  package var facts = ServerFacts()
  /// Folders that files may be read from and written to; empty for all.
  package let roots: [String]
  /// Tables in memory, the one used longest ago first.
  private(set) var tables: [LoadedTable] = []
  /// Models that were kept, by name.
  private(set) var models: [SavedModel] = []

  /// Other names of models, and the models they stand for.
  private(set) var aliases: [String: String] = [:]

  /// Memory that tables may take before the oldest unnamed one is dropped.
  private let tableBytes: Int

  package init(roots: [String] = [], tableBytes: Int = Limits.tableBytes) {
    self.roots = roots
    self.tableBytes = tableBytes
  }

  /// Tables held in memory.
  var tableCount: Int { tables.count }

  /// Makes a change that a finished method asked for, and says what others may want to know of it.
  @discardableResult
  package mutating func apply(_ change: Change) -> Happening? {
    let happening = happening(of: change)
    switch change {
    case .remember(let table):
      tables.removeAll { $0.name == nil && $0.key == table.key }
      tables.append(table)
    case .open(let table):
      tables.removeAll { $0.name == table.name }
      tables.append(table)
    case .close(let name):
      let keys = Set(tables.filter { $0.name == name }.compactMap(\.key))
      tables.removeAll { $0.name == name || ($0.name == nil && $0.key.map(keys.contains) ?? false) }
      tenure_release_memory()
    case .keep(let model):
      models.removeAll { $0.name == model.name }
      models.append(model)
      models.sort { $0.name < $1.name }
      aliases[model.name] = nil
    case .forget(let name):
      models.removeAll { $0.name == name }
      aliases = aliases.filter { $0.value != name }
    case .alias(let alias, let model): aliases[alias] = model
    }
    var bytes = tables.reduce(0) { $0 + $1.table.memoryBytes }
    while bytes > tableBytes, let oldest = tables.firstIndex(where: { $0.name == nil }) {
      bytes -= tables[oldest].table.memoryBytes
      tables.remove(at: oldest)
    }
    return happening
  }

  private func happening(of change: Change) -> Happening? {
    switch change {
    case .remember, .keep, .forget, .alias: return nil
    case .open(let table):
      guard let name = table.name else { return nil }
      let previous = tables.first { $0.name == name }?.table.version
      return .datasetLoaded(name: name, version: table.table.version, previous: previous)
    case .close(let name):
      guard let table = tables.first(where: { $0.name == name }) else { return nil }
      return .datasetUnloaded(name: name, version: table.table.version)
    }
  }

  /// The named datasets, by name.
  var datasets: [LoadedTable] {
    tables.filter { $0.name != nil }.sorted { ($0.name ?? "") < ($1.name ?? "") }
  }

  /// The dataset of a name.
  func dataset(_ name: String) throws -> LoadedTable {
    if let found = tables.first(where: { $0.name == name }) { return found }
    let known = datasets.compactMap(\.name)
    throw Failure(
      .datasetNotFound, "no dataset is called \(name.quotedShort)",
      hint: Phrase(en: "load it with loadDataset, or give path", zh: "先用 loadDataset 载入，或给出 path"),
      facts: [JSONMember("known", .array(known.map { .string($0) }))])
  }
}

/// A table in memory, and what it was made from.
package struct LoadedTable: Sendable {
  package let table: Table
  /// The file and how it was read; nil for inline rows.
  let key: TableKey?
  /// The name it was loaded under; nil when it is only remembered.
  let name: String?
  /// What loadDataset was asked, and the state of the file then; nil for what was made of others.
  var recipe: LoadDataset.Params?
  var stamp: FileStamp?

  var isWatched: Bool { name != nil && recipe?.watch ?? false }
  /// What was added to it, the latest last, for those who ask again.
  var appends: [AppendReceipt] = []
}

/// Two reads with equal keys give the same table.
struct TableKey: Sendable, Hashable {
  let stamp: FileStamp
  let options: ReadOptions
}

/// What a request may know of the server that runs it.
package struct ServerFacts: Sendable {
  package var uptimeSeconds = 0.0
  package var requestsInFlight = 0
  package var requestsServed = 0
  package var connections = 0
  /// The jobs that are kept, in the order they were started; read when a method asks.
  package var jobs: @Sendable () -> [JobRecord] = { [] }
  /// The methods that are answered.
  package var methods: [MethodDescription] = AllMethods.entries.map(\.description)

  package init() {}
}
