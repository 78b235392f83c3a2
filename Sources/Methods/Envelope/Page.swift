/// Which rows of an answer are shown, and the file that all of them go to.
import Contract
import Support
import Tables
import Wire

struct Page: Sendable {
  /// Places of the rows to show, out of those that were asked for.
  let range: Range<Int>
  /// The rows asked for, in the order of the answer.
  let rows: [Int]
  let nextCursor: String?

  var total: Int { rows.count }

  /// - Parameters:
  ///   - order: all rows in the order of the answer.
  ///   - id: the customer of a row, to keep only those asked for.
  init(_ params: DataParams, order: [Int], id: (Int) -> String) throws {
    if let wanted = params.customers {
      let keep = Set(wanted)
      rows = order.filter { keep.contains(id($0)) }
    } else {
      rows = order
    }
    var start = 0
    if let cursor = params.cursor {
      guard let place = Int(cursor), 0 <= place, place <= rows.count else {
        throw ParameterError(
          path: "params.cursor", expected: "nextCursor of an earlier page",
          found: cursor.quotedShort)
      }
      start = place
    }
    let end = start + min(params.limit, rows.count - start)
    range = start..<end
    nextCursor = end < rows.count && params.limit > 0 ? String(end) : nil
  }

  /// The rows of the page, made when they are written.
  func list<Row: Answer>(
    _ params: DataParams, _ make: @escaping @Sendable (Int) -> Row
  ) -> RowList<Row> {
    let rows = self.rows
    return RowList(format: params.format, page: range) { make(rows[$0]) }
  }

  /// Writes all rows to `outputPath`, if there is one.
  func save<Row: Answer>(
    _ params: DataParams, in workspace: Workspace, _ run: Run, _ make: (Int) -> Row
  ) throws -> SavedFile? {
    guard let path = params.outputPath else { return nil }
    var bytes: [UInt8] = params.excel ? [0xef, 0xbb, 0xbf] : []
    CSVRows.append(header: Row.self, to: &bytes)
    for (place, row) in rows.enumerated() {
      if place % 1024 == 0 { try run.checkpoint() }
      CSVRows.append(make(row), to: &bytes)
    }
    let file = try OutputFile(path, overwrite: params.overwrite, in: workspace)
    try file.write(bytes)
    return SavedFile(path: file.path, rows: rows.count, bytes: bytes.count)
  }
}

struct SavedFile: Answer {
  let path: String
  let rows: Int
  let bytes: Int

  static let members: [Member<Self>] = [
    Member("path", \.path, "The file, absolute."),
    Member("rows", \.rows, "Rows written."),
    Member("bytes", \.bytes, "Its size."),
  ]
}
