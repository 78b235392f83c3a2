import Support
import Testing

@testable import Tables

@Suite struct ReadingTests {
  @Test func `a small file becomes typed columns`() throws {
    let table = try TableReader.read(
      text: "customer,date,amount\n00001,2024-01-05,12.50\n\"a,b\",2024-02-05,\n", named: "t",
      ReadOptions(), Run())
    #expect(table.rowCount == 2)
    #expect(table.columns.map(\.header) == ["customer", "date", "amount"])
    #expect(table.columns[0].text?[1] == "a,b")
    #expect(table.columns[1].date?.days == [19727, 19758])
    #expect(table.columns[2].number?.values == [12.5, 0])
    #expect(table.columns[2].number?.missing == [false, true])
  }

  @Test func `rows that come cell by cell become a table`() throws {
    var builder = TableBuilder(columns: ["id"])
    for row in 0..<3 {
      builder.append("c\(row)", at: 0)
      let spend = builder.column(named: "spend")
      if row != 1 { builder.append(Double(row), at: spend) }
      builder.endRow()
    }
    let table = try builder.table(named: "rows", ReadOptions(), Run())
    #expect(table.rowCount == 3)
    #expect(table.columns[1].number?.missing == [false, true, false])
  }
}
