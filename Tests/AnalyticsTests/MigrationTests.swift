/// Customers whose way between two days is plain.
import Analytics
import Support
import Tables
import Testing

@Suite struct MigrationTests {
  private func rows(_ id: String, _ days: some Sequence<Int>) -> [String] {
    days.map { "\(id),\(CivilDate.text(days: Int32(19_700 + $0))),10" }
  }

  private func migration(
    _ rows: [String], from: Int? = nil, to: Int? = nil
  ) throws -> SegmentMigration {
    let table = try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
    return try SegmentMigration(
      table, from: from.map { Int32(19_700 + $0) }, to: to.map { Int32(19_700 + $0) },
      options: LifecycleOptions(), Run())
  }

  private var shop: [String] {
    rows("steady", stride(from: 0, through: 400, by: 10))
      + rows("leaver", stride(from: 0, through: 200, by: 10)) + rows("late", [390])
      + rows("back", [0, 10, 20, 30, 395])
  }

  @Test func `each goes where the dates say`() throws {
    let result = try migration(shop, from: 200)
    let found = Dictionary(
      uniqueKeysWithValues: result.moves.map { ($0.id, ($0.from, $0.to, $0.steps)) })
    #expect(found["steady"].map { $0 == (.loyal, .loyal, 0) } == true)
    #expect(found["leaver"].map { $0 == (.loyal, .lost, -4) } == true)
    #expect(found["late"].map { $0 == (nil, .new, 0) } == true)
    #expect(found["back"].map { $0 == (.lost, .wonBack, 3) } == true)
    #expect(result.moves.first?.id == "leaver")
    #expect(result.moves.last?.id == "back")
    #expect(result.balance == (3, 1, 1))
    #expect(result.flows.reduce(0) { $0 + $1.customers } == result.moves.count)
  }

  @Test func `the first day is judged by what was known on it`() throws {
    let early = try migration(shop, from: 200, to: 300)
    let whole = try migration(shop, from: 200)
    func first(_ result: SegmentMigration) -> [String: SegmentMigration.Stage?] {
      Dictionary(uniqueKeysWithValues: result.moves.map { ($0.id, $0.from) })
    }
    for (id, stage) in first(early) { #expect(first(whole)[id] == stage, "\(id)") }
  }

  @Test func `days outside the data or in the wrong order are refused`() throws {
    for (from, to) in [(-1, 300), (0, 401), (300, 300), (301, 300)] {
      #expect(throws: AnalyticsError.self, "\(from) to \(to)") {
        try migration(shop, from: from, to: to)
      }
    }
    #expect(try migration(shop, from: 0, to: 400).to - 19_700 == 400)
  }
}
