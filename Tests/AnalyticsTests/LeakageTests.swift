/// Planted leaks are found and kept from the model; clean tables are left in peace.
import Analytics
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct LeakageTests {
  /// Customers whose visits, plan and age tell something of who leaves, and a column beside them.
  private func table(
    _ header: String, seed: UInt64 = 1, rows count: Int = 400,
    _ cell: (_ hasLeft: Bool, _ random: inout SeededRandom) -> String
  ) throws -> Table {
    var random = SeededRandom(seed: seed)
    let rows = (0..<count).map { index -> String in
      let (visits, plan) = (random.below(20), ["basic", "plus", "pro"][random.below(3)])
      let odds = 1.5 - 0.3 * Double(visits) + (plan == "basic" ? 1.0 : 0)
      let hasLeft = random.unit() < Math.sigmoid(odds)
      let age = random.below(10) == 0 ? "" : "\(20 + random.below(50))"
      return
        "u\(index),\(visits),\(plan),\(age),\(hasLeft ? "yes" : "no"),\(cell(hasLeft, &random))"
    }
    return try TableReader.read(
      text: "user_id,visits,plan,age,churn,\(header)\n" + rows.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
  }

  private func leaks(
    _ table: Table, _ change: (inout PredictionOptions) -> Void = { _ in }
  ) throws -> [Leak] {
    var options = PredictionOptions()
    change(&options)
    return try PredictionTraining(table, options, Run()).leaks
  }

  @Test func `the target under other names is found and left out`() throws {
    let found = try leaks(try table("state") { left, _ in left ? "closed" : "open" })
    #expect(found.map(\.feature) == ["state"])
    #expect(found.first?.kind == .targetInDisguise && found.first?.isExcluded == true)
  }

  @Test func `a column filled in for those who left is found and left out`() throws {
    let found = try leaks(
      try table("reason") { left, random in
        left ? ["price", "moved", "service"][random.below(3)] : ""
      })
    #expect(found.map(\.kind) == [.missingTells] && found.first?.isExcluded == true)
  }

  @Test func `a score made from the answer is found`() throws {
    let exact = try leaks(
      try table("risk") { left, random in "\(left ? 80 + random.below(20) : random.below(70))" })
    #expect(exact.map(\.kind) == [.tooGood] && exact.first?.isExcluded == true)
    let named = try leaks(
      try table("churn score") { left, random in
        "\(left ? 40 + random.below(60) : random.below(70))"
      })
    #expect(named.map(\.kind) == [.namedLikeTarget] && named.first?.isExcluded == false)
  }

  @Test func `dates after the reference date are found`() throws {
    let data = try table("closed on") { left, random in
      left ? "2024-07-1\(random.below(9))" : "2024-01-1\(random.below(9))"
    }
    let found = try leaks(data) { $0.asOf = CivilDate.parse("2024-06-30") }
    #expect(found.map(\.kind) == [.afterLabel])
  }

  @Test(arguments: Array(UInt64(1)...20))
  func `clean tables stay silent`(seed: UInt64) throws {
    let noise = try table("channel", seed: seed, rows: 40 + Int(seed) * 20) { _, random in
      random.below(8) == 0 ? "" : "c\(random.below(12))"
    }
    #expect(try leaks(noise).isEmpty)
  }

  @Test func `who names a feature gets it, and a warning`() throws {
    let data = try table("state") { left, _ in left ? "closed" : "open" }
    let found = try leaks(data) { $0.features = ["state", "visits"] }
    #expect(found.map(\.isExcluded) == [false])
    #expect(throws: AnalyticsError.self) { try leaks(data) { $0.isStrict = true } }
  }

  @Test(
    .enabled(if: Repository.hasShared, "the data beside the repository are absent"),
    arguments: [
      ("telco/telco.csv", "Churn"), ("bank_churn/bank_churn.csv", "Exited"),
      ("adult/adult.csv.gz", "income"), ("german_credit/german_credit.csv", "class"),
      ("bank_marketing/bank_marketing.csv.gz", "y"),
      ("subscription_churn/subscription_churn.csv.gz", "Churn"),
    ])
  func `published tables stay silent`(path: String, target: String) throws {
    let file = try #require(Repository.shared("data/\(path)"))
    let data = try TableReader.read(path: file, ReadOptions(), Run())
    #expect(try leaks(data) { $0.target = target }.isEmpty)
  }
}
