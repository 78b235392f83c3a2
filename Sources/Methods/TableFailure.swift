/// What can be wrong with data, in the words of the protocol.
import Contract
import Support
import Tables
import Wire

extension Failure {
  init(_ error: TableError, _ language: Language) {
    func fail(
      _ code: ErrorCode, _ message: String, _ hint: Phrase, _ facts: [(String, JSON)] = [],
      retryable: Bool = false
    ) -> Failure {
      Failure(
        code, message, hint: hint, facts: facts.map { JSONMember($0.0, $0.1) },
        retryable: retryable, language: language)
    }
    switch error {
    case .fileNotFound(let path, let candidates):
      let near = candidates.first
      self = fail(
        .fileNotFound, "\(path): no such file",
        near.map { Phrase(en: "did you mean \($0)?", zh: "是否为 \($0)？") }
          ?? Phrase(
            en: "check the path; relative paths start at the server's folder",
            zh: "请检查路径；相对路径以服务所在目录为起点"),
        [("path", .string(path)), ("candidates", Self.list(candidates))])
    case .pathNotAllowed(let path, let why):
      self = fail(
        .pathNotAllowed, "\(path): \(Self.words(why))",
        Phrase(en: "give a regular file within the allowed folders", zh: "请给出允许目录内的普通文件"),
        [("path", .string(path)), ("expected", "a regular file"), ("got", .string(why.rawValue))])
    case .fileTooLarge(let path, let bytes, let limit):
      self = fail(
        .fileTooLarge, "\(path): \(bytes) bytes, the limit is \(limit)",
        Phrase(en: "split the file, or keep fewer columns", zh: "请拆分文件或减少列"),
        [("bytes", .int(Int64(bytes))), ("limit", .int(Int64(limit)))])
    case .unreadable(let path, let code):
      self = fail(
        .pathNotAllowed, "\(path): the system refused it (error \(code))",
        Phrase(en: "check the rights of the file", zh: "请检查文件权限"), [("path", .string(path))])
    case .datasetChanged(let path):
      self = fail(
        .datasetChanged, "\(path): changed while it was read",
        Phrase(en: "ask again once the file is complete", zh: "文件写完后请重试"),
        [("path", .string(path))], retryable: true)
    case .memoryLimit(let bytes, let limit):
      self = fail(
        .memoryLimit, "the table needs \(bytes) bytes, the limit is \(limit)",
        Phrase(en: "keep fewer columns or rows", zh: "请减少列或行"),
        [("bytes", .int(Int64(bytes))), ("limit", .int(Int64(limit)))])
    default: self = Self.content(error, fail)
    }
  }

  private typealias Make = (ErrorCode, String, Phrase, [(String, JSON)], Bool) -> Failure

  /// What is wrong inside a file.
  private static func content(_ error: TableError, _ fail: Make) -> Failure {
    switch error {
    case .badEncoding(let offset, let bytes, let tried):
      return fail(
        .badEncoding,
        "no encoding fits: byte \(offset) is none of \(tried.joined(separator: ", "))",
        Phrase(en: "name the encoding, or save the file as UTF-8", zh: "请指定编码，或另存为 UTF-8"),
        [
          ("offset", .int(Int64(offset))), ("bytes", .array(bytes.map { .int(Int64($0)) })),
          ("tried", list(tried)),
        ], false)
    case .unknownEncoding(let name):
      return fail(
        .badEncoding, "the encoding \(name.quotedShort) is not known",
        Phrase(en: "use utf-8, gb18030, big5 or utf-16", zh: "可用 utf-8、gb18030、big5、utf-16"),
        [("encoding", .string(String(name.prefix(60))))], false)
    case .malformedTable(let line, let column, let snippet, let expected, let found):
      return fail(
        .malformedTable, "line \(line), column \(column): expected \(expected), found \(found)",
        Phrase(en: "mend the line, or let onBadRow skip it", zh: "请修正该行，或设 onBadRow 为 skip"),
        [
          ("line", .int(Int64(line))), ("column", .int(Int64(column))),
          ("snippet", .string(snippet)), ("expected", .string(expected)), ("got", .string(found)),
        ], false)
    case .emptyTable(let name):
      return fail(
        .emptyTable, "\(name): there are no data rows",
        Phrase(en: "export the table with its rows", zh: "请导出含数据行的表格"), [], false)
    case .badValue(let line, let column, let value, let expected):
      return fail(
        .badValue, "line \(line), \(column): expected \(expected), found \(value.quotedShort)",
        Phrase(en: "correct the value", zh: "请更正该值"),
        [
          ("line", .int(Int64(line))), ("column", .string(column)), ("value", .string(value)),
          ("expected", .string(expected)),
        ], false)
    case .columnNotFound(let role, let headers, let candidates):
      return missing(role, headers, candidates, fail)
    case .tooManyColumns(let count, let limit): return tooMany("columns", "\(count)", limit, fail)
    case .tooManyRows(let limit): return tooMany("rows", "more", limit, fail)
    case .tooManyCells(let rows, let columns, let limit):
      return tooMany("cells", "\(rows) rows of \(columns)", limit, fail)
    case .badDatabase(_, let message), .badQuery(_, let message):
      return fail(
        .malformedTable, "the database says: \(message)",
        Phrase(
          en: "give an SQLite file with one table, or table or query",
          zh: "请给出 SQLite 文件，并指定 table 或 query"), [], false)
    case .sqliteTableNotFound(let name, let tables):
      return fail(
        .columnNotFound,
        name.map { "the database has no table \($0.quotedShort)" }
          ?? "the database has \(tables.count) tables and none was named",
        Phrase(en: "set table to one of them", zh: "请用 table 指定其中一张表"),
        [("tables", list(tables))], false)
    case .fileNotFound, .pathNotAllowed, .fileTooLarge, .unreadable, .datasetChanged, .memoryLimit:
      return Failure(.internalError, "an error of a file was taken for one of its content")
    }
  }

  private static func tooMany(
    _ what: String, _ found: String, _ limit: Int, _ fail: Make
  ) -> Failure {
    fail(
      .malformedTable, "expected at most \(limit) \(what), found \(found)",
      Phrase(en: "split the file", zh: "请拆分文件"),
      [("expected", .string("at most \(limit) \(what)")), ("got", .string(found))], false)
  }

  private static func missing(
    _ role: String, _ headers: [String], _ candidates: [String], _ fail: Make
  ) -> Failure {
    let shown = headers.prefix(30).joined(separator: ", ")
    return fail(
      .columnNotFound, "no column for \(role): the file has \(shown)",
      Phrase(
        en: "name the column: {\"columns\": {\"\(role)\": \"<header>\"}}",
        zh: "请指明列：{\"columns\": {\"\(role)\": \"<列名>\"}}"),
      [("role", .string(role)), ("headers", list(headers)), ("candidates", list(candidates))], false
    )
  }

  static func list(_ texts: [String]) -> JSON { .array(texts.prefix(200).map { .string($0) }) }

  private static func words(_ why: TableError.Refusal) -> String {
    switch why {
    case .directory: "is a folder"
    case .device: "is a device"
    case .fifo: "is a pipe"
    case .socket: "is a socket"
    case .outsideRoots: "lies outside the allowed folders"
    case .noPermission: "may not be read"
    }
  }
}
