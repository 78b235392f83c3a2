/// Cohorts against a count by hand, against another way of counting, at their edges.
import Analytics
import Support
import Tables
import Testing

@Suite struct CohortTests {
  private func table(_ rows: [String]) throws -> Table {
    try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
  }

  private func cohorts(
    _ rows: [String], _ change: (inout CohortOptions) -> Void = { _ in }
  ) throws -> Cohorts {
    var options = CohortOptions()
    change(&options)
    return try Cohorts(try table(rows), options: options, Run())
  }

  private let rows = [
    "a,2024-01-03,10", "b,2024-01-20,20", "c,2024-02-02,5", "a,2024-02-10,4", "a,2024-02-28,6",
    "b,2024-03-05,8", "c,2024-03-31,1",
  ]

  @Test func `a small shop is counted as by hand`() throws {
    let retention = try cohorts(rows)
    #expect(retention.cohorts.map(\.size) == [2, 1])
    #expect(retention.cohorts.map { $0.cells.map(\.value) } == [[1, 0.5, 0.5], [1, 1]])
    let revenue = try cohorts(rows) { $0.metric = .revenue }
    #expect(revenue.cohorts.map { $0.cells.map(\.value) } == [[30, 10, 8], [5, 1]])
    let orders = try cohorts(rows) { $0.metric = .orders }
    #expect(orders.cohorts.map { $0.cells.map(\.value) } == [[2, 2, 1], [1, 1]])
    let ltv = try cohorts(rows) { $0.metric = .ltv }
    #expect(ltv.cohorts.map { $0.cells.map(\.value) } == [[15, 20, 24], [5, 6]])
    let later = try cohorts(rows) { $0.isBounded = false }
    #expect(later.cohorts.map { $0.cells.map(\.value) } == [[1, 1, 0.5], [1, 1]])
    #expect(retention.averages.map(\.value) == [1, 2.0 / 3, 0.5])
    #expect(retention.averages.map(\.customers) == [3, 3, 2])
  }

  @Test func `a period that is not over is marked and in no average`() throws {
    let whole = try cohorts(rows)
    #expect(whole.cohorts.allSatisfy { $0.cells.allSatisfy { !$0.isUnfinished } })
    let part = try cohorts(rows) { $0.asOf = CivilDate.parse("2024-03-30") }
    #expect(
      part.cohorts.map { $0.cells.map(\.isUnfinished) } == [[false, false, true], [false, true]])
    #expect(part.averages.map(\.age) == [0, 1])
    #expect(part.averages.last?.customers == 2)
    #expect(part.notices.contains { $0.code == "unfinishedPeriod" })
  }

  @Test(arguments: CalendarPeriod.allCases)
  func `periods count up without a gap`(period: CalendarPeriod) throws {
    let first = try #require(CivilDate.parse("1969-11-20"))
    var last = period.index(of: first)
    for day in (first + 1)...(first + 25_000) {
      let index = period.index(of: day)
      #expect(index == last || (index == last + 1 && period.firstDay(of: index) == day))
      last = index
    }
  }

  @Test func `the triangle is what another way of counting gives`() throws {
    var random = SeededRandom(seed: 5)
    let days = (0..<600).map { _ in
      (customer: random.below(80), day: Int32(19_700 + random.below(500)))
    }
    let text = days.map { "c\($0.customer),\(CivilDate.text(days: $0.day)),\($0.day % 7 + 1)" }
    for period in [CalendarPeriod.week, .month, .quarter] {
      let found = try cohorts(text) { $0.period = period }
      for cohort in found.cohorts {
        let members = Set(days.map(\.customer)).filter { customer in
          days.filter { $0.customer == customer }.map { period.index(of: $0.day) }.min()
            == cohort.period
        }
        #expect(cohort.size == members.count)
        for (age, cell) in cohort.cells.enumerated() {
          let buyers = members.filter { customer in
            days.contains {
              $0.customer == customer && period.index(of: $0.day) == cohort.period + age
            }
          }
          #expect(cell.customers == buyers.count)
        }
      }
    }
  }

  @Test func `as many periods as may be are shown and one more is refused`() throws {
    let first: Int32 = 18_004  // a Monday, but one
    let monday = CalendarPeriod.week.firstDay(of: CalendarPeriod.week.index(of: first))
    func rows(_ weeks: Int) -> [String] {
      [0, weeks - 1].map { "a,\(CivilDate.text(days: monday + Int32($0) * 7)),1" }
    }
    let most = try cohorts(rows(Limits.cohortPeriods)) { $0.period = .week }
    #expect(most.cohorts.first?.cells.count == Limits.cohortPeriods)
    #expect(
      throws: AnalyticsError.tooManyPeriods(
        found: Limits.cohortPeriods + 1, allowed: Limits.cohortPeriods)
    ) { try cohorts(rows(Limits.cohortPeriods + 1)) { $0.period = .week } }
  }

  @Test func `a change between earlier and later cohorts is told when it is beyond chance`() throws
  {
    func shop(_ returning: [Int]) -> [String] {
      // The last row ends the data on the last day of a month, so that no period is unfinished.
      ["z,2024-05-31,1"]
        + returning.enumerated().flatMap { month, share in
          (0..<100).flatMap { customer -> [String] in
            let id = "m\(month)c\(customer)"
            let first = "\(id),2024-0\(month + 1)-05,1"
            return customer < share ? [first, "\(id),2024-0\(month + 2)-05,1"] : [first]
          }
        }
    }
    let falling = try cohorts(shop([60, 60, 20, 20]))
    #expect(falling.change.map { $0.earlier == 0.6 && $0.later == 0.2 && $0.z < -5 } == true)
    let level = try cohorts(shop([40, 41, 40, 39]))
    #expect(abs(level.change?.z ?? 9) < 2)
  }

  @Test func `each value apart is what a file of its customers alone gives`() throws {
    let shop = SampleShop(customers: 120, language: .en, seed: 6)
    let places = ["Rome", "Oslo", "Bern"]
    func table(_ keep: (Int) -> Bool) throws -> Table {
      let lines = shop.orders.enumerated().compactMap { index, order -> String? in
        let customer = Int(order.customer.dropFirst()) ?? 0
        guard keep(customer % 3) else { return nil }
        // Later rows may say another place; the first decides.
        let place = order.date < "2023-09-01" || index % 2 == 0 ? customer % 3 : (customer + 1) % 3
        return "\(order.customer),\(order.date),\(order.amount),\(places[place])"
      }
      let text = "customer_id,date,amount,place\n" + lines.joined(separator: "\n") + "\n"
      return try TableReader.read(text: text, named: "t", ReadOptions(), Run())
    }
    var options = CohortOptions()
    options.metric = .ltv
    let all = try table { _ in true }
    let whole = try Cohorts(all, options: options, Run())
    let parts = try CohortBreakdown(all, by: "place", of: whole, Run()).parts
    #expect(parts.reduce(0) { $0 + $1.cohorts.customerCount } == whole.customerCount)
    #expect(Set(parts.compactMap(\.value)) == Set(places))
    options.asOf = whole.asOf
    for part in parts where part.value == "Rome" {
      let sure = try Cohorts(try table { $0 == 0 }, options: options, Run())
      // Those whose first order came later may stand elsewhere, but most stand here.
      #expect(abs(part.cohorts.customerCount - sure.customerCount) <= 25)
    }
    #expect(throws: AnalyticsError.self) {
      try CohortBreakdown(all, by: "customer_id", of: whole, Run())
    }
  }

  @Test func `values beyond the limit are told and not shown`() throws {
    for count in [Limits.cohortParts, Limits.cohortParts + 1] {
      let lines = (0..<count * 2).map {
        "c\($0),2024-0\(1 + $0 % 5)-01,\(5 + $0),p\($0 % count)"
      }
      let text = "customer_id,date,amount,place\n" + lines.joined(separator: "\n") + "\n"
      let table = try TableReader.read(text: text, named: "t", ReadOptions(), Run())
      let whole = try Cohorts(table, options: CohortOptions(), Run())
      let found = try CohortBreakdown(table, by: "place", of: whole, Run())
      #expect(found.parts.count == Limits.cohortParts)
      #expect(found.notices.isEmpty == (count == Limits.cohortParts))
    }
  }
}
