/// One of several tables of a request: the name of a dataset or the path of a file, with its
/// columns where they must be told.
import Analytics
import Contract
import Support
import Tables
import Wire

struct SourceInput: InputValue {
  var path: String?
  var dataset: String?
  /// A dataset of this name, else a file at this path.
  var either: String?
  var columns = InputMap<String>()

  static var schema: Schema {
    .either([
      .string,
      .object(
        [("path", .string), ("dataset", .string), ("columns", .map(of: .string))], required: [],
        closed: true),
    ])
  }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    try self.init(decoding: node, at: path, besides: [])
  }

  /// - Parameter others: members that are read elsewhere.
  init(decoding node: JSONNode, at path: String, besides others: Set<String>) throws(ParameterError)
  {
    guard node.kind == .object else {
      guard let text = node.string else {
        throw node.refused(path, expected: "a dataset, a path, or {\"path\": ..}")
      }
      either = text
      return
    }
    for (key, value) in node.members {
      switch key {
      case "path": self.path = try String(decoding: value, at: "\(path).path")
      case "dataset": dataset = try String(decoding: value, at: "\(path).dataset")
      case "columns": columns = try InputMap(decoding: value, at: "\(path).columns")
      case _ where others.contains(key): continue
      default: throw value.refused("\(path).\(key)", expected: "path, dataset or columns")
      }
    }
    guard (self.path == nil) != (dataset == nil) else {
      throw ParameterError(
        path: path, expected: "one of path and dataset",
        found: self.path == nil ? "neither" : "both")
    }
  }
}

extension Workspace {
  /// The table of a source.
  func open(_ source: SourceInput, _ run: Run) throws -> OpenTable {
    var data = DataParams()
    data.columns = source.columns
    data.path = source.path
    data.dataset = source.dataset
    if let name = source.either {
      let isLoaded = datasets.contains { $0.name == name }
      data.dataset = isLoaded ? name : nil
      data.path = isLoaded ? nil : name
    }
    return try open(data, run)
  }

  /// Several tables, or the one that `data` names, each under a name of its own.
  func open(
    _ several: [SourceInput]?, or data: DataParams, _ run: Run
  ) throws -> (sources: [IdentitySource], changes: [Change]) {
    guard let several else {
      let opened = try open(data, run)
      return ([IdentitySource(name: opened.table.name, table: opened.table)], opened.changes)
    }
    guard data.path == nil, data.dataset == nil, data.rows == nil else {
      throw ParameterError(
        path: "params.datasets", expected: "either datasets, or one of path, dataset, rows",
        found: "both")
    }
    guard 1...Limits.sources ~= several.count else {
      throw ParameterError(
        path: "params.datasets", expected: "1 to \(Limits.sources) of them",
        found: "\(several.count)")
    }
    var sources: [IdentitySource] = []
    var changes: [Change] = []
    for source in several {
      let opened = try open(source, run)
      var name = opened.table.name
      while sources.contains(where: { $0.name == name }) { name += "'" }
      sources.append(IdentitySource(name: name, table: opened.table))
      changes += opened.changes
    }
    let rows = sources.reduce(0) { $0 + $1.table.rowCount }
    guard rows <= Limits.rows else { throw TableError.tooManyRows(limit: Limits.rows) }
    return (sources, changes)
  }
}
