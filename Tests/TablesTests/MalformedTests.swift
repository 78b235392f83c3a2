import Glibc
import Support
import Testing

@testable import Tables

/// Files that are broken: each gives one precise error, or rows that are counted.
@Suite struct MalformedTests {
  static func read(_ bytes: [UInt8], _ change: (inout ReadOptions) -> Void = { _ in }) throws
    -> Table
  {
    var options = ReadOptions()
    change(&options)
    return try TableReader.read(bytes: bytes, named: "t", options, Run())
  }

  struct Refused: Sendable, CustomStringConvertible {
    var description: String
    var bytes: [UInt8]
    var error: TableError
    init(_ description: String, _ bytes: [UInt8], _ error: TableError) {
      self.description = description
      self.bytes = bytes
      self.error = error
    }
    init(_ description: String, _ text: String, _ error: TableError) {
      self.init(description, Array(text.utf8), error)
    }
  }

  static let refused: [Refused] = [
    Refused("an empty file", "", .emptyTable(name: "t")),
    Refused("only blanks", " \n\n", .emptyTable(name: "t")),
    Refused("a mark and nothing else", [0xef, 0xbb, 0xbf], .emptyTable(name: "t")),
    Refused("only a header", "customer,date,amount\n", .emptyTable(name: "t")),
    Refused(
      "a zero byte", "a,b\n1,\0\n",
      .malformedTable(line: 2, column: 3, snippet: "a,b1,", expected: "text", found: "a zero byte")),
    Refused(
      "a gzip file that is cut", [0x1f, 0x8b, 8, 0, 0],
      .malformedTable(
        line: 1, column: 1, snippet: "", expected: "a whole gzip file",
        found: "a file that ends early")),
    Refused(
      "a spreadsheet", [0x50, 0x4b, 3, 4, 20, 0],
      .malformedTable(
        line: 1, column: 1, snippet: "PK", expected: "text", found: "a zip or xlsx file")),
    Refused(
      "UTF-16 of odd length", [0xff, 0xfe, 0x61, 0, 0x2c],
      .badEncoding(offset: 4, bytes: [0x2c], tried: ["utf-16le"])),
    Refused(
      "UTF-16 with half a pair", [0xfe, 0xff, 0xd8, 0, 0, 0x61],
      .badEncoding(offset: 2, bytes: [0xd8, 0, 0, 0x61], tried: ["utf-16be"])),
    Refused(
      "UTF-8 that breaks behind its mark", [0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0a],
      .badEncoding(offset: 4, bytes: [0xff, 0x0a], tried: ["utf-8"])),
    Refused(
      "bytes of no encoding", [0x61, 0x2c, 0x62, 0x0a, 0xff, 0xff, 0xfe, 0xff, 0x0a],
      .badEncoding(
        offset: 4, bytes: [0xff, 0xff, 0xfe, 0xff, 0x0a],
        tried: ["utf-8", "gb18030", "big5", "windows-1252"])),
    Refused(
      "JSON with a mistake", "[{\"a\":1},\n {\"a\":}]",
      .malformedTable(
        line: 2, column: 7, snippet: "[{\"a\":1}, {\"a\":}]", expected: "a value", found: "'}'")),
    Refused(
      "JSON that is not records", "[1,2,3]",
      .malformedTable(
        line: 1, column: 2, snippet: "[1,2,3]", expected: "an array of objects", found: "a number")),
    Refused("JSON without records", "[]", .emptyTable(name: "t")),
    Refused(
      "JSON that ends early", "[{\"a\":1}",
      .malformedTable(
        line: 1, column: 9, snippet: "[{\"a\":1}", expected: "',' or ']'",
        found: "the end of the text")),
  ]

  @Test(arguments: refused)
  func `a broken file is refused with its place`(item: Refused) {
    #expect(throws: item.error) { try Self.read(item.bytes) }
  }

  struct Skipped: Sendable, CustomStringConvertible {
    var description: String
    var text: String
    var rows: Int
    var lines: [Int]
    init(_ description: String, _ text: String, rows: Int, lines: [Int]) {
      self.description = description
      self.text = text
      self.rows = rows
      self.lines = lines
    }
  }

  static let skipped: [Skipped] = [
    Skipped("a short row", "id,n\na,1\nb\nc,3\n", rows: 2, lines: [3]),
    Skipped("a long row", "id,n\na,1\nb,2,9\nc,3\n", rows: 2, lines: [3]),
    Skipped("rows of both kinds", "id,n\na,1\nb,2,3,4\nc,3\nd\ne,5\n", rows: 3, lines: [3, 5]),
    Skipped("a last row cut short", "id,n,m\na,1,2\nb,2,3\nc,", rows: 2, lines: [4]),
    Skipped("a quote that stays open", "id,n\na,1\n\"b,2\nc,3\n", rows: 2, lines: [3]),
    Skipped(
      "a short row behind a quoted line end", "id,n\n\"a\nb\",1\nc\nd,3\n", rows: 2, lines: [4]),
    Skipped("a short row behind CR LF", "id,n\r\na,1\r\nb\r\nc,3\r\n", rows: 2, lines: [3]),
    Skipped("a short row among CR", "id,n\ra,1\rb\rc,3\r", rows: 2, lines: [3]),
    Skipped(
      "NDJSON with a bad line", "{\"a\":1}\n{\"a\":2}\n{\"a\":\n{\"a\":4}\n", rows: 3, lines: [3]),
    Skipped("NDJSON with a number", "{\"a\":1}\n7\n{\"a\":4}\n", rows: 2, lines: [2]),
  ]

  @Test(arguments: skipped)
  func `a bad row is left out, counted and listed by line`(item: Skipped) throws {
    let table = try Self.read(Array(item.text.utf8))
    #expect(table.rowCount == item.rows)
    #expect(table.source.skippedCount == item.lines.count)
    #expect(table.source.skipped.map { $0.line } == item.lines)
    #expect(table.notices.contains { $0.code == "rowsSkipped" })
  }

  @Test(arguments: skipped)
  func `a bad row ends the reading where the caller minds`(item: Skipped) {
    #expect {
      try Self.read(Array(item.text.utf8)) { $0.onBadRow = .error }
    } throws: { error in
      guard case TableError.malformedTable(let line, _, _, _, _) = error else { return false }
      return line == item.lines.first
    }
  }

  @Test func `empty cells behind the last column do not spoil a row`() throws {
    let table = try Self.read(Array("id,n\na,1,,\nb,2\n".utf8))
    #expect(table.rowCount == 2)
    #expect(table.source.skippedCount == 0)
  }

  @Test func `repeated headers get numbers`() throws {
    let table = try Self.read(Array("id,n,n,,n\na,1,2,3,4\nb,1,2,3,4\n".utf8))
    #expect(table.columns.map { $0.header } == ["id", "n", "n_2", "column4", "n_3"])
    #expect(table.notices.contains { $0.code == "duplicateHeaders" })
  }

  @Test(arguments: [16_384, 16_385])
  func `columns have a limit`(count: Int) throws {
    let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = repeatElement("1", count: count).joined(separator: ",")
    let bytes = Array("\(header)\n\(row)\n\(row)\n".utf8)
    if count <= Limits.columns {
      #expect(try Self.read(bytes).columns.count == count)
    } else {
      #expect(throws: TableError.tooManyColumns(count: count, limit: Limits.columns)) {
        try Self.read(bytes)
      }
    }
  }

  @Test func `a cell beyond the limit spoils its row only`() throws {
    let cell = String(repeating: "x", count: Limits.cellBytes + 1)
    let table = try Self.read(Array("id,n\na,1\n\(cell),2\nb,3\n".utf8))
    #expect(table.rowCount == 2)
    #expect(table.source.skipped.map { $0.line } == [3])
  }

  @Test func `a few cells that do not fit are missing and told by line`() throws {
    var text = "id,amount\n"
    for row in 0..<100 { text += "a\(row),\(row == 41 ? "oops" : String(row))\n" }
    let table = try Self.read(Array(text.utf8))
    let amount = try #require(table.columns[1].number)
    #expect(amount.missing[41])
    #expect(table.notices.contains { $0.code == "badCells" && $0.phrase.en.contains("43") })
    #expect(
      throws: TableError.badValue(line: 43, column: "amount", value: "oops", expected: "a number")
    ) { try Self.read(Array(text.utf8)) { $0.onBadRow = .error } }
  }

  @Test func `a column whose later cells are no numbers is read as text`() throws {
    var text = "id,code\n"
    for row in 0..<20_000 { text += "a\(row),\(row < 15_000 ? "\(row)" : "x\(row)")\n" }
    let table = try Self.read(Array(text.utf8))
    #expect(table.columns[1].text?[3] == "3")
    #expect(table.columns[1].text?[19_999] == "x19999")
    #expect(table.notices.contains { $0.code == "columnBecameText" })
  }

  @Test func `day and month are decided over the whole column`() throws {
    var text = "id,date\n"
    for row in 0..<20_000 { text += "a\(row),\(row < 15_000 ? "05/06/2024" : "25/06/2024")\n" }
    let table = try Self.read(Array(text.utf8))
    #expect(table.columns[1].date.map { CivilDate.text(days: $0.days[0]) } == "2024-06-05")
    #expect(table.notices.contains { $0.code == "dateOrder" })
  }

  @Test func `a cancelled run reads nothing`() {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try TableReader.read(text: "a,b\n1,2\n", named: "t", ReadOptions(), run)
    }
  }

  @Test func `a table may have so many cells and no more`() throws {
    try TableAssembly.check(rows: Limits.cells, columns: 1)
    try TableAssembly.check(rows: Limits.cells / 1_000, columns: 1_000)
    let most = Limits.cells
    for (rows, columns) in [(most + 1, 1), (most / 1_000 + 1, 1_000), (.max, 2)] {
      #expect(throws: TableError.tooManyCells(rows: rows, columns: columns, limit: most)) {
        try TableAssembly.check(rows: rows, columns: columns)
      }
    }
  }
}
