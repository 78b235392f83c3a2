import CSQLite
import Glibc
import Support
import Testing

@testable import Tables

/// Paths: what may be read, what is said when not.
@Suite struct FileTests {
  private func read(_ path: String, _ change: (inout ReadOptions) -> Void = { _ in }) throws
    -> Table
  {
    var options = ReadOptions()
    change(&options)
    return try TableReader.read(path: path, options, Run())
  }

  @Test func `a file is named by its stem and versioned by its bytes`() throws {
    let file = TemporaryFile("orders.csv", "id,n\na,1\n")
    let first = try read(file.path)
    #expect(first.name == "orders")
    #expect(first.version.utf8.count == 16)
    #expect(try read(file.path).version == first.version)
    file.write(Array("id,n\na,2\n".utf8))
    #expect(try read(file.path).version != first.version)
  }

  @Test func `a table of a million orders takes less than two and a half times its file`() throws {
    var text = Array("customer_id,order_date,product,amount\n".utf8)
    text.reserveCapacity(40_000_000)
    for row in 0..<1_000_000 {
      let day = 10 + row % 19
      text += Array("C\(row &* 7_919 % 200_000),2024-\(10 + row % 3)-\(day),P\(row % 900),".utf8)
      text += Array("\(row % 500).\(10 + row % 89)\n".utf8)
    }
    let file = TemporaryFile("million.csv", "")
    file.write(text)
    let table = try read(file.path)
    #expect(table.rowCount == 1_000_000)
    #expect(Double(table.memoryBytes) < 2.5 * Double(text.count))
  }

  @Test func `a missing file names its neighbours`() {
    let file = TemporaryFile("orders.csv", "id,n\na,1\n")
    let wrong = file.folder + "/order.csv"
    #expect(throws: TableError.fileNotFound(path: wrong, candidates: ["orders.csv"])) {
      try read(wrong)
    }
  }

  @Test func `a folder is refused`() {
    let file = TemporaryFile("orders.csv", "")
    #expect(throws: TableError.pathNotAllowed(path: file.folder, why: .directory)) {
      try read(file.folder)
    }
  }

  @Test func `a FIFO is refused without waiting for a writer`() {
    let file = TemporaryFile("pipe")
    mkfifo(file.path, 0o600)
    #expect(throws: TableError.pathNotAllowed(path: file.path, why: .fifo)) { try read(file.path) }
  }

  @Test func `a device is refused`() {
    #expect(throws: TableError.pathNotAllowed(path: "/dev/zero", why: .device)) {
      try read("/dev/zero")
    }
  }

  @Test func `a path with a zero byte is no file`() {
    #expect(throws: TableError.fileNotFound(path: "a\0b", candidates: [])) { try read("a\0b") }
    let long = "/none/" + String(repeating: "x", count: Limits.pathBytes - 6)
    #expect(throws: TableError.fileNotFound(path: long, candidates: [])) { try read(long) }
    let shown = String(long.prefix(200)) + "..."
    #expect(throws: TableError.fileNotFound(path: shown, candidates: [])) { try read(long + "x") }
  }

  @Test func `a stamp changes with the file and follows links`() throws {
    let file = TemporaryFile("a.csv", "id\n1\n")
    let stamp = try FileStamp.of(path: file.path)
    let link = file.folder + "/link"
    symlink(file.path, link)
    defer { unlink(link) }
    #expect(try FileStamp.of(path: link) == stamp)
    file.write(Array("id\n1\n2\n".utf8))
    #expect(try FileStamp.of(path: file.path) != stamp)
  }

  // MARK: - Databases

  private func database(_ sql: String) -> TemporaryFile {
    let file = TemporaryFile("shop.db")
    var handle: OpaquePointer?
    sqlite3_open(file.path, &handle)
    sqlite3_exec(handle, sql, nil, nil, nil)
    sqlite3_close(handle)
    return file
  }

  private static let orders =
    "CREATE TABLE orders(customer TEXT, date TEXT, amount REAL, n INTEGER);"
    + "INSERT INTO orders VALUES('00001','2024-01-05',12.5,1),('x,\"y','2024-01-06',NULL,2),"
    + "('00001','2024-01-07',3,9007199254740993);"

  @Test func `the only table of a database is read`() throws {
    let file = database(Self.orders)
    let table = try read(file.path)
    #expect(table.kind == .transactions)
    #expect(table.source.format == .sqlite)
    #expect(table.rowCount == 3)
    #expect(table.column(.customerId)?.text?[1] == "x,\"y")
    #expect(table.column(.amount)?.number?.missing == [false, true, false])
    #expect(table.column(.date)?.date != nil)
  }

  @Test func `a query is one SELECT`() throws {
    let file = database(Self.orders)
    let table = try read(file.path) {
      $0.query = "SELECT customer, count(*) AS orders FROM orders GROUP BY 1 ORDER BY 1;"
    }
    #expect(table.rowCount == 2)
    #expect(table.column(.frequency)?.number?.values == [2, 1])
  }

  @Test(arguments: [
    ("SELECT 1; SELECT 2", "only one statement is allowed"),
    ("DELETE FROM orders", "only SELECT is allowed"),
    ("PRAGMA journal_mode", "only SELECT is allowed"),
    ("ATTACH 'x' AS y", "only SELECT is allowed"), ("", "there is no statement"),
    ("SELECT nix FROM orders", "no such column: nix"),
  ])
  func `anything but one SELECT is refused`(query: String, message: String) {
    let file = database(Self.orders)
    #expect(throws: TableError.badQuery(query: query, message: message)) {
      try read(file.path) { $0.query = query }
    }
  }

  @Test func `a database of several tables asks which`() {
    let file = database(Self.orders + "CREATE TABLE customers(id);")
    let tables = ["customers", "orders"]
    #expect(throws: TableError.sqliteTableNotFound(name: nil, tables: tables)) {
      try read(file.path)
    }
    #expect(throws: TableError.sqliteTableNotFound(name: "order", tables: tables)) {
      try read(file.path) { $0.sqliteTable = "order" }
    }
    #expect(throws: Never.self) { try read(file.path) { $0.sqliteTable = "ORDERS" } }
  }

  @Test func `a database cut short or damaged is refused`() throws {
    let whole = database(Self.orders)
    let raw = try FileBytes(whole.path, Run()).buffer
    let bytes = Array(raw.bytes)
    for damaged in [
      Array(bytes.prefix(100)), Array(bytes.prefix(5000)), bytes.prefix(16) + [1, 2],
    ] {
      let file = TemporaryFile("cut.db", damaged)
      #expect {
        try read(file.path)
      } throws: { error in
        if case TableError.badDatabase = error { return true }
        return false
      }
    }
  }

  @Test func `a query needs a database`() {
    let file = TemporaryFile("a.csv", "id\n1\n")
    #expect(
      throws: TableError.badDatabase(path: file.path, message: "file is not a database")
    ) { try read(file.path) { $0.query = "SELECT 1" } }
  }

  @Test func `a cancelled run stops a query that gives no rows`() {
    let file = database(Self.orders)
    let run = Run()
    run.cancel(.timedOut)
    var options = ReadOptions()
    options.query =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
    #expect(throws: Cancelled(.timedOut)) {
      try TableReader.read(path: file.path, options, run)
    }
  }
}
