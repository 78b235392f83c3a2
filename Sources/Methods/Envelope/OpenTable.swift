/// From the source a request names to a table: loaded already, read now, or given inline.
import Analytics
import Contract
import Support
import Tables
import Wire

/// A table to work on, and the change that keeps it for the next call.
struct OpenTable {
  let table: Table
  let changes: [Change]

  /// The same table under the name it was asked for by: answers name the dataset, not its file.
  func named(_ name: String) -> OpenTable {
    OpenTable(table: table.named(name), changes: changes)
  }
}

extension Workspace {
  /// The rows that `source` names. A file that has not changed is not read again.
  func open(_ source: DataParams, _ run: Run) throws -> OpenTable {
    let opened = try whole(source, run)
    guard let filter = source.filter?.filter else { return opened }
    return OpenTable(table: try opened.table.kept(by: filter, run), changes: opened.changes)
  }

  /// All rows of the table that `source` names.
  private func whole(_ source: DataParams, _ run: Run) throws -> OpenTable {
    let given = [source.path != nil, source.dataset != nil, source.rows != nil].filter { $0 }.count
    guard given == 1 else {
      throw ParameterError(
        path: "params", expected: "one of path, dataset, rows",
        found: given == 0 ? "none of them" : "\(given) of them")
    }
    let options = try source.readOptions()
    if let rows = source.rows {
      return OpenTable(table: try InlineRows.table(rows.node, options, run), changes: [])
    }
    if let name = source.dataset {
      let loaded = try dataset(name)
      guard !options.columns.isEmpty, let path = loaded.table.source.path else {
        // Rows without a file are not read again: their columns take the roles as they are.
        return OpenTable(table: try loaded.table.taking(options.columns), changes: []).named(name)
      }
      var merged = loaded.key?.options ?? options
      merged.columns.merge(options.columns) { $1 }
      return try read(path, merged, run).named(name)
    }
    return try read(source.path ?? "", options, run)
  }

  /// The file at `path`, from memory when it is unchanged.
  func read(_ path: String, _ options: ReadOptions, _ run: Run) throws -> OpenTable {
    let key = TableKey(stamp: try stamp(path), options: options)
    if let known = tables.last(where: { $0.key == key }) {
      return OpenTable(table: known.table, changes: [])
    }
    run.report(0, Phrase(en: "reading the file", zh: "读取文件"))
    let table = try TableReader.read(path: key.stamp.path, options, run)
    let loaded = LoadedTable(table: table, key: key, name: nil)
    return OpenTable(table: table, changes: [.remember(loaded)])
  }

  /// The stamp of a file that lies within the roots.
  func stamp(_ path: String) throws -> FileStamp {
    do {
      let stamp = try FileStamp.of(path: path)
      guard allows(stamp.path) else {
        throw TableError.pathNotAllowed(path: path, why: .outsideRoots)
      }
      return stamp
    } catch TableError.fileNotFound(let path, let candidates) {
      // Names of files outside the roots are nobody's business.
      throw TableError.fileNotFound(path: path, candidates: roots.isEmpty ? candidates : [])
    }
  }

  /// Whether an absolute path without links lies in a root.
  func allows(_ path: String) -> Bool {
    roots.isEmpty
      || roots.contains { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
  }
}

extension Table {
  /// The rows that a filter keeps, which are to be some.
  fileprivate func kept(by filter: RowFilter, _ run: Run) throws -> Table {
    let kept = try filter.matches(self, run)
    let rows = kept.indices.filter { kept[$0] }
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "where keeps none of the \(rowCount) rows")
    }
    try run.checkpoint()
    let notice = Notice(
      "rowsFiltered", en: "where keeps \(rows.count) of \(rowCount) rows",
      zh: "where 保留 \(rows.count) / \(rowCount) 行", path: "where")
    return keeping(
      rows, columns: columns.map(\.values), named: name, rule: "where \(filter)", source: source,
      notices: notices + [notice])
  }
}

/// Rows that stand in the request itself.
enum InlineRows {
  static func table(_ node: JSONNode, _ options: ReadOptions, _ run: Run) throws -> Table {
    guard node.kind == .array else {
      throw node.refused("params.rows", expected: "an array of objects")
    }
    var builder = TableBuilder()
    var index = 0
    for row in node.elements {
      if index % 4096 == 0 { try run.checkpoint() }
      guard row.kind == .object else {
        throw row.refused("params.rows[\(index)]", expected: "an object")
      }
      for (key, value) in row.members {
        let column = builder.column(named: key)
        switch value.kind {
        case .null: continue
        case .array, .object:
          throw value.refused("params.rows[\(index)].\(key)", expected: "a plain value")
        case .string: value.withStringBytes { builder.append($0, at: column) }
        default: builder.append(value.sourceText, at: column)
        }
      }
      builder.endRow()
      index += 1
    }
    guard index > 0 else { throw TableError.emptyTable(name: "rows") }
    return try builder.table(named: "rows", options, run)
  }
}
