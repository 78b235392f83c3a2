/// A left join against pairs looked for one by one, and what it says of itself.
import Analytics
import Support
import Tables
import Testing

@Suite struct JoinTests {
  private func table(_ text: String, _ name: String = "t") throws -> Table {
    try TableReader.read(text: text, named: name, ReadOptions(), Run())
  }

  private func join(
    _ left: String, _ right: String, on keys: [(String, String)]
  ) throws -> TableJoin {
    try TableJoin(
      try table(left), try table(right), named: "people",
      on: keys.map { TableJoin.Key(left: $0.0, right: $0.1) }, ReadOptions(), Run())
  }

  /// The rows as texts, missing cells as nothing.
  private func rows(_ table: Table) -> [[String]] {
    (0..<table.rowCount).map { row in table.columns.map { $0.cellText(row) ?? "" } }
  }

  private let orders =
    "customer_id,date,amount\na,2024-01-01,5\nb,2024-01-02,6\na,2024-01-03,7\n,2024-01-04,8\nz,2024-01-05,9\n"

  @Test func `rows stay, one key finds one row, several or none`() throws {
    let made = try join(
      orders, "id,city,amount\na,York,1\nb,Hull,2\nb,Bath,3\nq,Kiel,4\n",
      on: [("customer_id", "id")])
    #expect(
      rows(made.table) == [
        ["a", "2024-01-01", "5", "York", "1"], ["b", "2024-01-02", "6", "Hull", "2"],
        ["b", "2024-01-02", "6", "Bath", "3"], ["a", "2024-01-03", "7", "York", "1"],
        ["", "2024-01-04", "8", "", ""], ["z", "2024-01-05", "9", "", ""],
      ])
    let report = made.report
    #expect(report.matched == 3 && report.unmatched == 2)
    #expect(report.multiplied == 1 && report.rowsAdded == 1 && report.unused == 1)
    #expect(report.columns == ["city", "people.amount"])
    #expect(report.renamed == ["amount": "people.amount"])
    #expect(made.table.column(.amount)?.header == "amount")
    #expect(made.table.column(.region)?.header == "city")
  }

  @Test func `keys are compared byte for byte, zeros in front count`() throws {
    let made = try join(
      "customer_id,date,amount\n007,2024-01-01,5\n7,2024-01-02,6\n", "id,city\n7,York\n",
      on: [("customer_id", "id")])
    #expect(rows(made.table).map { $0[3] } == ["", "York"])
    #expect(made.table.columns[0].text?.dictionary.strings == ["007", "7"])
  }

  @Test func `joins on two columns are those that are found one by one`() throws {
    var random = SeededRandom(seed: 3)
    func lines(_ count: Int) -> [[String]] {
      (0..<count).map { place in
        ["k\(random.below(6))", random.below(9) == 0 ? "" : "m\(random.below(4))", "\(place)"]
      }
    }
    for _ in 0..<10 {
      let (one, two) = (lines(40), lines(30))
      func text(_ header: String, _ rows: [[String]]) -> String {
        ([header] + rows.map { $0.joined(separator: ",") }).joined(separator: "\n") + "\n"
      }
      let made = try join(
        text("key,month,place", one), text("code,period,other", two),
        on: [("key", "code"), ("month", "period")])
      let wanted = one.flatMap { left -> [[String]] in
        let found = two.filter { $0[0] == left[0] && $0[1] == left[1] && left[1] != "" }
        return found.isEmpty ? [left + [""]] : found.map { left + [$0[2]] }
      }
      #expect(rows(made.table) == wanted)
    }
  }

  @Test func `a column that is not there is refused, a cancelled join ends`() throws {
    #expect(throws: TableError.self) {
      try join(orders, "id,city\na,York\n", on: [("customer_id", "no")])
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try TableJoin(
        try table(orders), try table("id,city\na,York\n"), named: "p",
        on: [TableJoin.Key(left: "customer_id", right: "id")], ReadOptions(), run)
    }
  }
}
