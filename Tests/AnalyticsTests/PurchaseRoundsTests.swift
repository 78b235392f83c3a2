/// Values on rounds: the donations through the whole way from dates, rounds found and not found.
import Analytics
import Foundation
import Learning
import Support
import Tables
import TestKit
import Testing

@Suite struct PurchaseRoundsTests {
  private func table(_ rows: [String]) throws -> Table {
    try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
  }

  private var options: LifetimeOptions {
    var options = LifetimeOptions()
    options.method = .bgBeta
    return options
  }

  /// Supporters of 1995 with gifts on a day of May of later years, as the patterns say: of those
  /// with x gifts the last at t, some x - 1 years before t.
  private static func donations() throws -> [String] {
    let path = try #require(Repository.shared("data/donations/donations.csv"))
    let patterns = try String(contentsOfFile: path, encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.split(separator: ",").compactMap { Int($0) } }
      .filter { $0.count == 4 }
    var rows: [String] = []
    var id = 0
    for pattern in patterns {
      for _ in 0..<pattern[3] {
        id += 1
        let years = [0] + (1..<max(1, pattern[0])).map { $0 } + (pattern[0] > 0 ? [pattern[1]] : [])
        rows += years.map { "d\(id),\(1995 + $0)-05-\(10 + (id + $0) % 9),20" }
      }
    }
    return rows
  }

  // reference/clv.json, results.donations_bgbb: the fit on the counted patterns.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `the donations, told as gifts by date, give the published parameters`() throws {
    let data = try table(try Self.donations())
    let result = try LifetimeValue.of(data, options: options, Run())
    let tree = value(try Repository.reference("clv.json"), "results.donations_bgbb")
    #expect(result.purchaseParameters.map(\.name) == ["alpha", "beta", "gamma", "delta"])
    for parameter in result.purchaseParameters {
      let wanted = try #require(number(tree, "parameters.\(parameter.name)"))
      #expect(abs(parameter.value - wanted) <= 1e-4 * wanted, "\(parameter.name)")
    }
    let best = try #require(number(tree, "log_likelihood"))
    #expect(abs(result.logLikelihood - best) <= 1e-6)
    #expect(!result.spendParameters.contains { $0.name == "gamma" })
    #expect(result.ids.count == 11_104 && result.rung == "maximum")
    #expect(result.definition.en.contains("rounds are a year long (found in the dates)"))
    // Who gave in the last year is a supporter still, and gives once in 12 months at most.
    let loyal = try #require(result.aliveProbabilities.firstIndex(of: 1))
    #expect(0.1 < result.expectedPurchases[loyal] && result.expectedPurchases[loyal] < 1)
  }

  private static func shop(_ customers: Int, _ day: (_ round: Int) -> String) -> [String] {
    var random = SeededRandom(seed: 5)
    var rows: [String] = []
    for id in 0..<customers {
      let buys = 0.2 + 0.6 * random.unit()
      for round in 0..<24 where round == 0 || random.unit() < buys {
        rows.append("c\(id),\(day(round)),30")
        if random.unit() < 0.08 { break }
      }
    }
    return rows
  }

  private static let calendars: [(String, @Sendable (Int) -> String)] = [
    ("week", { CivilDate.text(days: 19_000 + Int32($0) * 7) }),
    ("fortnight", { CivilDate.text(days: 19_000 + Int32($0) * 14 + Int32($0 % 2)) }),
    (
      "month",
      {
        CivilDate.text(days: CivilDate.days(year: 2022 + $0 / 12, month: $0 % 12 + 1, day: 1) ?? 0)
      }
    ),
    (
      "month",
      {
        CivilDate.text(
          days: CivilDate.days(year: 2022 + ($0 + 1) / 12, month: ($0 + 1) % 12 + 1, day: 1) ?? 1
            - 1)
      }
    ),
    (
      "quarter",
      {
        CivilDate.text(
          days: CivilDate.days(year: 2016 + $0 / 4, month: $0 % 4 * 3 + 2, day: 9) ?? 0)
      }
    ),
    (
      "year",
      { CivilDate.text(days: CivilDate.days(year: 1999 + $0, month: 12, day: 20 + $0 % 9) ?? 0) }
    ),
  ]

  @Test(arguments: 0..<Self.calendars.count)
  func `rounds of any length are found in the dates`(_ index: Int) throws {
    let (name, day) = Self.calendars[index]
    let result = try LifetimeValue.of(try table(Self.shop(80, day)), options: options, Run())
    #expect(result.definition.en.contains("rounds are a \(name) long (found in the dates)"))
    #expect(result.definition.zh.contains("由日期识别"))
    let most = ["week": 52, "fortnight": 26, "month": 12, "quarter": 4, "year": 1][name] ?? 0
    #expect(result.expectedPurchases.allSatisfy { 0 <= $0 && $0 <= Double(most) })
    #expect(result.expectedPurchases.contains { $0 > 0 })
    #expect(result.values.allSatisfy { $0.isFinite })
    #expect(result.reasons(0)[1].en.contains("rounds since the first purchase"))
  }

  @Test func `dates that keep to no rounds are refused, and the nearest is named`() throws {
    var random = SeededRandom(seed: 9)
    let rows = (0..<400).map { id in
      "c\(id % 90),\(CivilDate.text(days: 19_000 + Int32(random.below(700)))),5"
    }
    #expect {
      try LifetimeValue.of(try table(rows), options: options, Run())
    } throws: { error in
      guard case .irregularDates(let nearest?, let share) = error as? AnalyticsError else {
        return false
      }
      return !nearest.isEmpty && share > 0.2 && share < 0.5
    }
    #expect(throws: AnalyticsError.irregularDates(nearest: nil, share: 0)) {
      try LifetimeValue.of(try table(["a,2024-01-01,5"]), options: options, Run())
    }
  }

  @Test func `named rounds count a month once, and leave out one that is not over`() throws {
    let rows = [
      "a,2024-01-03,5", "a,2024-01-20,5", "a,2024-03-09,5", "b,2024-01-30,7", "b,2024-04-30,7",
      "b,2024-05-02,9", "c,2024-02-02,4",
    ]
    var options = options
    options.rounds = .month
    let result = try LifetimeValue.of(try table(rows), options: options, Run())
    #expect(result.ids == ["a", "b", "c"])
    #expect(result.reasons(0)[1].en == "bought on 1 of 3 rounds since the first purchase")
    #expect(result.reasons(1)[1].en == "bought on 1 of 3 rounds since the first purchase")
    #expect(result.reasons(2)[1].en == "bought on 0 of 2 rounds since the first purchase")
    #expect(result.notices.contains { $0.code == "unfinishedRound" })
    #expect(result.expectedPurchases.allSatisfy { $0 <= 12 })
    // Later, all of May is known, and June too.
    options.asOf = CivilDate.parse("2024-06-30")
    let later = try LifetimeValue.of(try table(rows), options: options, Run())
    #expect(later.reasons(1)[1].en == "bought on 2 of 5 rounds since the first purchase")
    #expect(!later.notices.contains { $0.code == "unfinishedRound" })
  }

  @Test func `a look from an earlier day sees no purchase of a later round`() throws {
    let rows = Self.shop(60) { CivilDate.text(days: 19_000 + Int32($0) * 7) }
    let cut: Int32 = 19_000 + 12 * 7
    var options = options
    options.calibrationEnd = cut
    let whole = try LifetimeValue.of(try table(rows), options: options, Run())
    let known = rows.filter { row in
      let fields = row.split(separator: ",")
      return CivilDate.parse(String(fields[1])).map { $0 <= cut } ?? false
    }
    options.calibrationEnd = nil
    let early = try LifetimeValue.of(try table(known), options: options, Run())
    #expect(whole.purchaseParameters.map(\.value) == early.purchaseParameters.map(\.value))
    #expect(whole.holdout?.totalActual == Double(rows.count - known.count))
  }
}
