/// Churn by period against a count day by day, and by a label against a count by hand.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct ChurnSummaryTests {
  private struct Order {
    let customer: Int
    let day: Int32
    let amount: Int
  }

  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func table(_ orders: [Order]) throws -> Table {
    let rows = orders.map { "c\($0.customer),\(CivilDate.text(days: $0.day)),\($0.amount)" }
    return try table("customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n")
  }

  /// Orders of one customer on one day are one, so days differ.
  private func orders(_ seed: UInt64) -> [Order] {
    var random = SeededRandom(seed: seed)
    var orders: [Order] = []
    for customer in 0..<60 {
      var day = Int32(19_700 + random.below(120))
      while day < 20_060 {
        orders.append(Order(customer: customer, day: day, amount: 1 + random.below(50)))
        day += Int32(1 + random.below(random.below(4) == 0 ? 120 : 25))
      }
    }
    return orders.sorted { ($0.day, $0.customer) < ($1.day, $1.customer) }
  }

  /// The last order of a customer up to a day.
  private func last(_ orders: [Order], _ day: Int32) -> Order? { orders.last { $0.day <= day } }

  private func isThere(_ orders: [Order], _ day: Int32, _ window: Int32) -> Bool {
    last(orders, day).map { day - $0.day < window } ?? false
  }

  private func money(_ orders: [Order], _ day: Int32, _ window: Int32) -> Double {
    guard let end = last(orders, day)?.day else { return 0 }
    return orders.filter { end - window < $0.day && $0.day <= end }.reduce(0) {
      $0 + Double($1.amount)
    }
  }

  @Test(arguments: ChurnPeriod.allCases, [20, 45])
  func `periods are what a count day by day gives`(by: ChurnPeriod, window: Int) throws {
    let all = orders(by == .week ? 3 : 7)
    // Daily periods end within the bound.
    let end: Int32 = by == .day ? 19_700 + 200 : 20_050
    let known = all.filter { $0.day <= end }
    let found = try ChurnSummary(
      table(all), by: by, windowDays: window, asOf: end, Run())
    let customers = (0..<60).map { id in known.filter { $0.customer == id } }
    let span = Int32(window)
    for (place, period) in found.periods.enumerated() {
      let name = found.by.name(period.index)
      let days = (known[0].day - 100...end + 100).filter { day in
        found.by.name(period.index) == periodName(by, day)
      }
      let first = try #require(days.first)
      let inside = days.filter { $0 <= end }
      let close = min(end, days.last ?? end)
      var wanted = (start: 0, new: 0, lost: 0, back: 0, ofStart: 0, money: 0.0, kept: 0.0)
      for own in customers {
        let wasThere = isThere(own, first - 1, span)
        var isLost = false
        for day in inside {
          let buys = own.contains { $0.day == day }
          let before = last(own, day - 1)?.day
          if buys, before == nil { wanted.new += 1 }
          if buys, let before, day - before > span { wanted.back += 1 }
          if !buys, let before, day - before == span {
            wanted.lost += 1
            isLost = true
          }
        }
        guard wasThere else { continue }
        wanted.start += 1
        wanted.money += money(own, first - 1, span)
        if isLost { wanted.ofStart += 1 } else { wanted.kept += money(own, close, span) }
      }
      #expect(period.start == wanted.start && period.new == wanted.new, "\(name)")
      #expect(period.lost == wanted.lost && period.wonBack == wanted.back, "\(name)")
      #expect(period.lostOfStart == wanted.ofStart, "\(name)")
      #expect(abs(period.money - wanted.money) < 1e-9, "\(name)")
      #expect(abs(period.moneyKept - wanted.kept) < 1e-9, "\(name)")
      if place + 1 < found.periods.count {
        #expect(period.end == found.periods[place + 1].start)
      }
    }
    #expect(found.periods.reduce(0) { $0 + $1.lost } > 20)
  }

  /// A period's name, found without the code under test.
  private func periodName(_ by: ChurnPeriod, _ day: Int32) -> String {
    let text = CivilDate.text(days: day)
    switch by {
    case .day: return text
    // 1970-01-05 was a Monday.
    case .week: return CivilDate.text(days: day - (day - 4) % 7)
    case .month: return String(text.prefix(7))
    case .quarter:
      let month = Int(text.dropFirst(5).prefix(2)) ?? 0
      return "\(text.prefix(4))-Q\((month + 2) / 3)"
    }
  }

  @Test func `what is told of a whole period stays when more orders come`() throws {
    let all = orders(5)
    func periods(_ end: Int32) throws -> [ChurnSummary.Period] {
      try ChurnSummary(table(all), by: .month, windowDays: 30, asOf: end, Run()).whole
    }
    let (early, late) = (try periods(19_950), try periods(20_050))
    #expect(early.count >= 4 && Array(late.prefix(early.count)) == early)
  }

  @Test func `periods without a whole window, and unfinished ones, are marked`() throws {
    let found = try ChurnSummary(
      table(orders(5)), by: .month, windowDays: 40, asOf: 20_050, Run())
    let early = found.periods.filter(\.isTooEarly)
    #expect(early.count == 2 && early[0].lost == 0)
    #expect(found.periods.last?.isUnfinished == true)
    #expect(found.churn.part == found.whole.reduce(0) { $0 + $1.lostOfStart })
    #expect(!found.drivers.isEmpty && found.driverDay == 20_050 - 40)
    // Who left was silent for longer.
    let silence = try #require(found.drivers.first { $0.feature == "daysSinceLast" })
    #expect(silence.meanA > silence.meanB)
  }

  @Test func `as many periods as may be are told, and one more is refused`() throws {
    func shop(_ days: Int) -> [Order] {
      [0, Int32(days - 1)].map { Order(customer: 1, day: 19_000 + $0, amount: 1) }
    }
    let most = try ChurnSummary(
      table(shop(Limits.cohortPeriods)), by: .day, windowDays: 30, asOf: nil, Run())
    #expect(most.periods.count == Limits.cohortPeriods)
    #expect(
      throws: AnalyticsError.tooManyPeriods(
        found: Limits.cohortPeriods + 1, allowed: Limits.cohortPeriods)
    ) {
      try ChurnSummary(
        table(shop(Limits.cohortPeriods + 1)), by: .day, windowDays: 30, asOf: nil, Run())
    }
  }

  private let labelled = """
    member_id,plan,visits,monthly_spend,churned,cancel_reason
    a,basic,1,10,yes,Too expensive
    b,basic,2,20,yes,Card declined
    c,basic,9,30,no,
    d,pro,8,40,no,
    e,pro,7,50,no,
    f,pro,3,60,yes,
    g,pro,9,70,no,
    h,basic,2,80,yes,被动流失：余额不足
    i,pro,6,90,no,

    """

  @Test func `a label is counted as by hand`() throws {
    let found = try ChurnLabelSummary(table(labelled), positive: nil, seed: 42, Run())
    #expect(found.churn.part == 4 && found.churn.whole == 9)
    let plan = try #require(found.splits.first { $0.header == "plan" })
    #expect(plan.parts.map(\.value) == ["pro", "basic"])
    #expect(plan.parts.map(\.churn.part) == [1, 3] && plan.parts.map(\.churn.whole) == [5, 4])
    // Pearson's chi-square of 1 4 / 3 1: 9 (1 * 1 - 4 * 3)^2 / (4 * 5 * 5 * 4) = 2.7225 on one
    // degree.
    #expect(abs(plan.pValue - 0.09894) < 1e-4)
    let visits = try #require(found.drivers.first { $0.feature == "visits" })
    #expect(visits.meanA == 2 && abs(visits.meanB - 7.8) < 1e-12 && visits.isClear)
    let reasons = try #require(found.reasons)
    #expect(reasons.counts.map(\.count) == [1, 2, 0, 1])
    #expect(!found.splits.contains { $0.header == "cancel_reason" })
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `telco has its known rates`() throws {
    let path = try #require(Repository.shared("data/telco/telco.csv"))
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    let found = try ChurnLabelSummary(table, positive: nil, seed: 42, Run())
    #expect(found.churn.part == 1_869 && found.churn.whole == 7_043)
    let contract = try #require(found.splits.first { $0.header == "Contract" })
    #expect(contract.parts.map(\.churn.part) == [1_655, 48, 166])
    #expect(found.splits.first?.pValue ?? 1 < 1e-100 && found.importances.count > 3)
  }
}
