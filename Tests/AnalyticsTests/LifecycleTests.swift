/// Stages of customers whose stage is plain, at the edges of the thresholds, and on hard shops.
import Analytics
import Support
import Tables
import Testing

@Suite struct LifecycleTests {
  private func stages(
    _ rows: [String], _ change: (inout LifecycleOptions) -> Void = { _ in }
  ) throws -> LifecycleStages {
    let table = try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
    var options = LifecycleOptions()
    change(&options)
    return try LifecycleStages(table, options: options, Run())
  }

  private func rows(_ id: String, _ days: [Int]) -> [String] {
    days.map { "\(id),\(CivilDate.text(days: Int32(19_700 + $0))),10" }
  }

  /// Buys every ten days: the usual gap of these shops.
  private var regular: [String] { rows("regular", Array(stride(from: 0, through: 300, by: 10))) }

  private func stage(of id: String, _ result: LifecycleStages) -> LifecycleStages.Stage? {
    result.customers.first { $0.id == id }?.stage
  }

  @Test func `plain customers are where they belong`() throws {
    let result = try stages(
      regular + rows("fresh", [295]) + rows("steady", [200, 220, 240, 260, 280])
        + rows("late", [100, 120, 140, 160, 180, 200, 220, 240, 260])
        + rows("asleep", [100, 120, 140, 160, 180, 200, 220])
        + rows("gone", [0, 10, 20, 30, 40]) + rows("returned", [0, 10, 20, 30, 295]))
    #expect(result.usualGap == 10)
    let expected: [(String, LifecycleStages.Stage)] = [
      ("regular", .loyal), ("fresh", .new), ("steady", .active), ("late", .atRisk),
      ("asleep", .dormant), ("gone", .lost), ("returned", .wonBack),
    ]
    for (id, wanted) in expected { #expect(stage(of: id, result) == wanted, "\(id)") }
    #expect(result.groups.map(\.stage) == LifecycleStages.Stage.allCases)
    #expect(result.groups.reduce(0) { $0 + $1.count } == result.customers.count)
  }

  @Test(arguments: [
    (15, LifecycleStages.Stage.active), (16, .atRisk), (30, .atRisk), (31, .dormant),
    (60, .dormant), (61, .lost),
  ])
  func `a threshold belongs to the stage before it`(
    silence: Int, wanted: LifecycleStages.Stage
  ) throws {
    // Gaps of ten days and a usual gap of ten: the own gap is ten exactly.
    let days = [300 - silence - 20, 300 - silence - 10, 300 - silence]
    let result = try stages(regular + rows("edge", days)) { $0.loyalOrders = 100 }
    #expect(result.customers.first { $0.id == "edge" }?.gapDays == 10)
    #expect(stage(of: "edge", result) == wanted)
  }

  @Test func `a customer without a purchase is a prospect`() throws {
    let table = try TableReader.read(
      text: "customer_id,date,amount\na,2024-01-05,5\nb,,\na,2024-02-05,5\n", named: "test",
      ReadOptions(), Run())
    let result = try LifecycleStages(table, options: LifecycleOptions(), Run())
    #expect(stage(of: "b", result) == .prospect)
    #expect(result.customers.count == 2)
    var options = LifecycleOptions()
    options.asOf = CivilDate.parse("2024-01-20")
    let rows = "customer_id,date,amount\na,2024-01-05,5\nlater,2024-03-01,5\n"
    let earlier = try LifecycleStages(
      try TableReader.read(text: rows, named: "test", ReadOptions(), Run()), options: options, Run()
    )
    #expect(earlier.customers.map(\.id) == ["a"], "who buys later was not known")
  }

  @Test(arguments: [1, 2, 3, 10, 400])
  func `every customer has one stage, whatever the number`(count: Int) throws {
    let shop = SampleShop(customers: count, language: .en, seed: 3)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.amount)" }
    let result = try stages(rows)
    #expect(Set(result.customers.map(\.id)).count == result.customers.count)
    #expect(result.groups.reduce(0) { $0 + $1.count } == result.customers.count)
    #expect((result.grade.letter == .d) == (count < 30))
  }

  @Test func `those said to be there come back more often`() throws {
    let shop = SampleShop(customers: 600, language: .en, seed: 4)
    let result = try stages(shop.orders.map { "\($0.customer),\($0.date),\($0.amount)" })
    #expect([.a, .b].contains(result.grade.letter))
    #expect((result.grade.score ?? 0) > (result.grade.baseline ?? 1))
    let gone: Set<LifecycleStages.Stage> = [.dormant, .lost]
    let said = result.customers.filter { gone.contains($0.stage) }.map(\.id)
    let right = said.filter { shop.leavers.contains($0) }.count
    #expect(right * 10 > said.count * 7, "\(right) of \(said.count) had really stopped")
  }
}
