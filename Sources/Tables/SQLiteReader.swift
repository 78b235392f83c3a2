/// Rows of a database file: one table, or one SELECT.
///
/// What always holds: the file is opened for reading only and `query_only` is set; exactly one
/// statement that reads is run; a cancelled request stops a query also between rows.
import CSQLite
import Support

enum SQLiteReader {
  static func read(
    _ stamp: FileStamp, _ header: UnsafeBufferPointer<UInt8>, named name: String,
    _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    if isCutShort(header, size: stamp.size) {
      throw TableError.badDatabase(path: stamp.path, message: "the file is cut short")
    }
    let database = try Database(stamp.path)
    let query = try query(database, options)
    var builder = TableBuilder()
    try database.rows(of: query, into: &builder, limit: options.maxRows ?? Limits.rows, run)
    guard try FileStamp.of(path: stamp.path) == stamp else {
      throw TableError.datasetChanged(path: stamp.path)
    }
    let source = TableSource(
      path: stamp.path, format: .sqlite,
      encodingEvidence: Phrase(en: "a database states its encoding", zh: "数据库自带编码"),
      bytes: stamp.size)
    return try builder.table(named: options.sqliteTable ?? name, source: source, options, run)
  }

  /// Whether the file has fewer bytes than its header says. The library would read zeros instead.
  ///
  /// SQLite file format, section 1.3: page size at 16, number of pages at 28, which counts when
  /// the change counter at 24 equals the one at 92.
  private static func isCutShort(_ header: UnsafeBufferPointer<UInt8>, size: Int) -> Bool {
    guard header.count >= 100 else { return true }
    func word(_ place: Int) -> Int { header[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    let page = Int(header[16]) << 8 | Int(header[17])
    return word(24) == word(92) && (page == 1 ? 65_536 : page) * word(28) > size
  }

  private static func query(_ database: Database, _ options: ReadOptions) throws -> String {
    if let query = options.query { return query }
    let tables = try database.tables()
    let chosen: String
    if let wanted = options.sqliteTable {
      guard let table = tables.first(where: { $0.lowercased() == wanted.lowercased() }) else {
        throw TableError.sqliteTableNotFound(name: wanted, tables: tables)
      }
      chosen = table
    } else {
      guard tables.count == 1, let only = tables.first else {
        throw TableError.sqliteTableNotFound(name: nil, tables: tables)
      }
      chosen = only
    }
    let quoted = chosen.split(separator: "\"", omittingEmptySubsequences: false)
    return "SELECT * FROM \"\(quoted.joined(separator: "\"\""))\""
  }
}

/// An open database. A class, because it is closed when it goes.
private final class Database {
  private let handle: OpaquePointer
  private let path: String

  init(_ path: String) throws(TableError) {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "cannot be opened"
      sqlite3_close_v2(opened)
      throw .badDatabase(path: path, message: message)
    }
    handle = opened
    self.path = path
    sqlite3_busy_timeout(opened, 1000)
    guard sqlite3_exec(opened, "PRAGMA query_only=1", nil, nil, nil) == SQLITE_OK,
      sqlite3_exec(opened, "SELECT count(*) FROM sqlite_master", nil, nil, nil) == SQLITE_OK
    else { throw .badDatabase(path: path, message: String(cString: sqlite3_errmsg(opened))) }
  }

  deinit { sqlite3_close_v2(handle) }

  private var message: String { String(cString: sqlite3_errmsg(handle)) }

  func tables() throws(TableError) -> [String] {
    let sql =
      "SELECT name FROM sqlite_master WHERE type IN ('table','view') "
      + "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw .badDatabase(path: path, message: message)
    }
    defer { sqlite3_finalize(statement) }
    var names: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      if let text = sqlite3_column_text(statement, 0) { names.append(String(cString: text)) }
    }
    return names
  }

  /// Runs one statement that reads, and adds its rows.
  func rows(
    of query: String, into builder: inout TableBuilder, limit: Int, _ run: Run
  ) throws {
    let statement = try prepared(query)
    defer { sqlite3_finalize(statement) }
    sqlite3_progress_handler(
      handle, 10_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Run>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
      }, Unmanaged.passUnretained(run).toOpaque())
    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
    let columns = sqlite3_column_count(statement)
    let names = (0..<columns).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
    var ignored: [Notice] = []
    let headers = DialectSniffer.headers(names, count: names.count, &ignored)
    for header in headers { _ = builder.column(named: header) }
    while builder.rowCount < limit {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { break }
      try run.checkpoint()
      guard code == SQLITE_ROW else {
        if code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_IOERR {
          throw TableError.badDatabase(path: path, message: message)
        }
        throw TableError.badQuery(query: query, message: message)
      }
      for index in 0..<columns { append(statement, index, to: &builder) }
      builder.endRow()
    }
  }

  private func prepared(_ query: String) throws(TableError) -> OpaquePointer {
    var statement: OpaquePointer?
    var bytes = Array(query.utf8CString)
    var left: Int = 0
    let code = bytes.withUnsafeMutableBufferPointer { buffer -> Int32 in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(handle, buffer.baseAddress, -1, &statement, &tail)
      if let tail, let base = buffer.baseAddress { left = UnsafePointer(base).distance(to: tail) }
      return code
    }
    guard code == SQLITE_OK else {
      if code == SQLITE_CORRUPT || code == SQLITE_NOTADB {
        throw .badDatabase(path: path, message: message)
      }
      throw .badQuery(query: query, message: message)
    }
    guard let statement else { throw .badQuery(query: query, message: "there is no statement") }
    let rest = bytes[left...].contains { $0 > 32 && $0 != 59 }
    let isSelect = sqlite3_stmt_readonly(statement) != 0 && sqlite3_column_count(statement) > 0
    let first = query.utf8.drop { $0 <= 32 }.prefix(6).map { $0 | 32 }
    let reads = ["select", "with", "values"].contains { first.starts(with: $0.utf8) }
    guard !rest, isSelect, reads else {
      sqlite3_finalize(statement)
      throw .badQuery(
        query: query, message: rest ? "only one statement is allowed" : "only SELECT is allowed")
    }
    return statement
  }

  private func append(
    _ statement: OpaquePointer, _ index: Int32, to builder: inout TableBuilder
  ) {
    let column = Int(index)
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER:
      builder.append(String(sqlite3_column_int64(statement, index)), at: column)
    case SQLITE_FLOAT: builder.append(sqlite3_column_double(statement, index), at: column)
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(statement, index) else { return }
      let count = Int(sqlite3_column_bytes(statement, index))
      builder.append(UnsafeBufferPointer(start: text, count: count), at: column)
    default: break
    }
  }
}
