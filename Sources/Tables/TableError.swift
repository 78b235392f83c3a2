/// What can be wrong with a file, with the facts. The words are made in `Methods/Failure.swift`.

/// Why a table could not be read. Lines are lines of the file, from 1.
package enum TableError: Error, Equatable, Sendable {
  /// No such file; `candidates` are similar names in the folder.
  case fileNotFound(path: String, candidates: [String])
  /// The path may not be read.
  case pathNotAllowed(path: String, why: Refusal)
  /// The file is larger than the limit.
  case fileTooLarge(path: String, bytes: Int, limit: Int)
  /// The system refused to read the file.
  case unreadable(path: String, errno: Int32)
  /// No encoding fits: the first byte that does not, those around it, and what was tried.
  case badEncoding(offset: Int, bytes: [UInt8], tried: [String])
  /// The encoding asked for is not known.
  case unknownEncoding(name: String)
  /// The form of the file is broken.
  case malformedTable(line: Int, column: Int, snippet: String, expected: String, found: String)
  /// There are no rows of data.
  case emptyTable(name: String)
  /// There are more columns than the limit.
  case tooManyColumns(count: Int, limit: Int)
  /// There are more rows than the limit.
  case tooManyRows(limit: Int)
  /// More cells than a table may have: rows times the columns that are kept.
  case tooManyCells(rows: Int, columns: Int, limit: Int)
  /// A role, or a column asked for by name, is not in the table.
  case columnNotFound(role: String, headers: [String], candidates: [String])
  /// A cell does not say what its column should hold.
  case badValue(line: Int, column: String, value: String, expected: String)
  /// The file changed while it was read.
  case datasetChanged(path: String)
  /// The columns would take more memory than the limit.
  case memoryLimit(bytes: Int, limit: Int)
  /// The file is no database that can be read.
  case badDatabase(path: String, message: String)
  /// The query is refused or fails.
  case badQuery(query: String, message: String)
  /// The table asked for is not in the database; `tables` are.
  case sqliteTableNotFound(name: String?, tables: [String])

  /// Why a path is refused.
  package enum Refusal: String, Sendable, CaseIterable {
    case directory, device, fifo, socket, outsideRoots, noPermission
  }
}
