/// What each rule of cleaning changes, counted by hand, and that the result is a table like others.
import Analytics
import Support
import Tables
import Testing

@Suite struct CleaningTests {
  private let rows = [
    "a,2024-01-01,10,web", "b,2024-01-02,20,Web", "a,2024-01-01,10,web", "c,2024-01-03,30,shop",
    "c,2024-01-05,-30,shop", ",2024-01-06,40,web", "d,2024-01-07,,web", "B,2024-01-02,20,web",
  ]

  private func table(_ rows: [String]) throws -> Table {
    try TableReader.read(
      text: "customer_id,date,amount,channel\n" + rows.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
  }

  private func clean(
    _ rows: [String], _ change: (inout CleaningOptions) -> Void = { _ in }
  ) throws -> Cleaning {
    var options = CleaningOptions()
    change(&options)
    return try Cleaning(try table(rows), options, Run())
  }

  private func steps(_ cleaning: Cleaning) -> [String] {
    cleaning.steps.map {
      "\($0.rule.rawValue) \($0.column ?? -1) \($0.tally.rows) \($0.changes ? "" : "counted")"
        .split(separator: " ").joined(separator: " ")
    }
  }

  @Test func `the plain rules drop a repeated row and a purchase that was taken back`() throws {
    let cleaning = try clean(rows)
    #expect(
      steps(cleaning) == [
        "dropDuplicates -1 [2]", "netReturns -1 [3, 4]", "missingKeys 0 [5] counted",
        "missingKeys 2 [6] counted",
      ])
    #expect(cleaning.rows == [0, 1, 5, 6, 7])
  }

  @Test func `near rows are unified as most rows write them, then dropped`() throws {
    let cleaning = try clean(rows) {
      $0.dedupe = .near
      $0.returns = .keep
      $0.missing = .median
    }
    #expect(
      steps(cleaning) == [
        "unifyTexts 0 [7]", "unifyTexts 3 [1]", "dropDuplicates -1 [2, 7]", "missingKeys 0 [5]",
        "missingKeys 2 [6]",
      ])
    let cleaned = cleaning.table(named: "clean")
    #expect(cleaned.column(named: "channel")?.text?.dictionary.strings == ["web", "shop"])
    // The median of 10, 20, 30 and -30, the rows that are left.
    #expect(cleaned.column(.amount)?.number?.values == [10, 20, 30, -30, 15])
    #expect(cleaned.column(.amount)?.missingCount == 0)
  }

  @Test func `values far out are counted, clipped or dropped`() throws {
    let many = (0..<40).map { "c\($0),2024-01-0\(1 + $0 % 9),\(20 + $0 % 7),web" }
    let odd = many + ["z,2024-01-05,900000,web"]
    #expect(steps(try clean(odd)) == ["outliers 2 [40] counted"])
    let clipped = try clean(odd) { $0.outliers = .clip }
    #expect(steps(clipped) == ["outliers 2 [40]"])
    let most = clipped.table(named: "c").column(.amount)?.number?.values.max() ?? 0
    #expect(26 < most && most < 900_000)
    #expect(try clean(odd) { $0.outliers = .drop }.rows.count == 40)
  }

  @Test func `a cleaned table has a version of its own and no file`() throws {
    let plain = try clean(rows)
    let table = plain.table(named: "shop-clean")
    let other = try clean(rows) { $0.dedupe = .none }.table(named: "shop-clean")
    #expect(table.version.count == 16)
    #expect(Set([table.version, other.version, try self.table(rows).version]).count == 3)
    #expect(table.version == plain.table(named: "again").version)
    #expect(table.source.path == nil)
    #expect(table.roles.count == 4)
    #expect(table.column(.customerId)?.missingCount == 1)
    #expect(try PurchaseLedger(table, asOf: nil, Run()).customerCount == 3)
  }

  @Test(arguments: [1, 2, 5])
  func `few rows stay as they are`(count: Int) throws {
    let few = (0..<count).map { "c\($0),2024-01-0\($0 + 1),5,web" }
    let cleaning = try clean(few)
    #expect(cleaning.steps.isEmpty)
    #expect(cleaning.table(named: "c").rowCount == count)
  }

  @Test func `a cancelled cleaning ends`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) { try Cleaning(try table(rows), CleaningOptions(), run) }
  }
}
