/// Customers by the period of their first purchase, followed through the periods after it.
///
/// A cell is what one cohort did so many periods after it began. The period in which the data end
/// is marked as unfinished unless they end on its last day, and never enters an average. Averages
/// weigh customers, not cohorts.
import Numerics
package import Support
package import Tables

/// What the caller wants.
package struct CohortOptions: Sendable {
  package enum Metric: String, Sendable, CaseIterable { case retention, revenue, orders, ltv }

  package var period = CalendarPeriod.month
  package var metric = Metric.retention
  /// Whether only purchases within the period count; else those in it or in any later one.
  package var isBounded = true
  package var asOf: Int32?

  package init() {}
}

package struct Cohorts: Sendable {
  package struct Cell: Sendable, Equatable {
    /// Share, money, orders, or money per customer so far, as the metric has it.
    package let value: Double
    /// Customers who bought.
    package let customers: Int
    /// Whether the data end before the period does.
    package let isUnfinished: Bool
  }

  package struct Cohort: Sendable {
    /// The number of the period of the first purchases.
    package let period: Int
    package let size: Int
    /// One cell for each period from the first on.
    package let cells: [Cell]
  }

  /// The mean over customers of all cohorts that have reached an age.
  package struct Average: Sendable, Equatable {
    package let age: Int
    package let value: Double
    package let cohorts: Int
    package let customers: Int
  }

  package let options: CohortOptions
  package let cohorts: [Cohort]
  package let averages: [Average]
  package let customerCount: Int
  package let asOf: Int32
  package let notices: [Notice]
  /// How the later half of the cohorts returned in the period after the first, beside the earlier.
  package let change: Change?

  /// Two shares of customers and whether they differ beyond chance.
  package struct Change: Sendable, Equatable {
    package let earlier: Double
    package let later: Double
    /// Difference in standard errors.
    package let z: Double
  }

  package init(_ table: Table, options: CohortOptions, _ run: Run) throws {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let end = options.asOf ?? ledger.lastDay
    let first = options.period.index(of: ledger.firstDay)
    let count = options.period.index(of: end) - first + 1
    guard count <= Limits.cohortPeriods else {
      throw AnalyticsError.tooManyPeriods(found: count, allowed: Limits.cohortPeriods)
    }
    var grid = CohortGrid(periods: count)
    try grid.fill(ledger, options.period, from: first, run)
    let isUnfinished = end < options.period.firstDay(of: first + count) - 1
    cohorts = grid.cohorts(options, from: first, lastIsUnfinished: isUnfinished)
    averages = Self.averages(cohorts, options)
    change = options.metric == .retention && options.isBounded ? Self.change(cohorts) : nil
    customerCount = ledger.customerCount
    asOf = end
    self.options = options
    notices = ledger.notices + Self.notices(ledger, options, isUnfinished)
  }

  private static func averages(_ cohorts: [Cohort], _ options: CohortOptions) -> [Average] {
    let ages = cohorts.map(\.cells.count).max() ?? 0
    return (0..<ages).compactMap { age in
      let reached = cohorts.filter { age < $0.cells.count && !$0.cells[age].isUnfinished }
      let customers = reached.reduce(0) { $0 + $1.size }
      guard customers > 0 else { return nil }
      let isPerCustomer = options.metric == .retention || options.metric == .ltv
      let total = reached.reduce(0.0) {
        $0 + $1.cells[age].value * (isPerCustomer ? Double($1.size) : 1)
      }
      return Average(
        age: age, value: total / Double(customers), cohorts: reached.count, customers: customers)
    }
  }

  /// Compares the earlier with the later half of the cohorts at age 1: a difference of two shares.
  private static func change(_ cohorts: [Cohort]) -> Change? {
    let ready = cohorts.filter { $0.cells.count > 1 && !$0.cells[1].isUnfinished }
    guard ready.count >= 4 else { return nil }
    func sums(_ part: ArraySlice<Cohort>) -> (hits: Double, size: Double) {
      part.reduce(into: (0, 0)) {
        $0.0 += Double($1.cells[1].customers)
        $0.1 += Double($1.size)
      }
    }
    let early = sums(ready.prefix(ready.count / 2))
    let late = sums(ready.suffix(ready.count - ready.count / 2))
    let pooled = (early.hits + late.hits) / (early.size + late.size)
    let error = (pooled * (1 - pooled) * (1 / early.size + 1 / late.size)).squareRoot()
    guard error > 0 else { return nil }
    let (before, after) = (early.hits / early.size, late.hits / late.size)
    return Change(earlier: before, later: after, z: (after - before) / error)
  }

  private static func notices(
    _ ledger: PurchaseLedger, _ options: CohortOptions, _ isUnfinished: Bool
  ) -> [Notice] {
    var notices = [
      Notice(
        "firstCohortMixed",
        en: "the data begin in the first cohort, so it holds older customers as well as new ones",
        zh: "数据从第一个队列开始，其中既有新客户也有老客户")
    ]
    if isUnfinished {
      notices.append(
        Notice(
          "unfinishedPeriod",
          en: "the data end before the last period does; its cells are marked and in no average",
          zh: "数据在最后一个周期结束前截止，相应单元格已标记且不计入平均"))
    }
    if !options.isBounded, options.metric == .retention {
      notices.append(
        Notice(
          "unboundedFalls",
          en: "counting returns in any later period, young cohorts look worse: they had less time",
          zh: "按“此后任一周期回购”计算时，较新的队列时间更短，看起来偏低", path: "bounded"))
    }
    let wantsMoney = options.metric == .revenue || options.metric == .ltv
    if wantsMoney, !ledger.hasMoney {
      notices.append(
        Notice(
          "noMoney", en: "the file has no amounts; every purchase counts as 1",
          zh: "文件没有金额，每次购买按 1 计", path: "metric"))
    }
    if wantsMoney, ledger.refunds.contains(where: { $0 != 0 }) {
      notices.append(
        Notice(
          "returnsNotDated", en: "money of returns is not subtracted here: it belongs to no period",
          zh: "退款未在此扣除：无法归入某一周期", path: "metric"))
    }
    return notices
  }
}

/// What each cohort did at each age, as sums.
private struct CohortGrid {
  private let periods: Int
  private var sizes: [Int]
  private var buyers: [Int]
  private var money: [Double]
  private var orders: [Double]
  /// Customers by the age of their last purchase, to count returns in any later period.
  private var lastAges: [Int]

  init(periods: Int) {
    self.periods = periods
    sizes = Array(repeating: 0, count: periods)
    buyers = Array(repeating: 0, count: periods * periods)
    money = Array(repeating: 0, count: periods * periods)
    orders = Array(repeating: 0, count: periods * periods)
    lastAges = Array(repeating: 0, count: periods * periods)
  }

  mutating func fill(
    _ ledger: PurchaseLedger, _ period: CalendarPeriod, from first: Int, _ run: Run
  ) throws {
    // Few days, many purchases: the period of each day is found once.
    let days = Int(ledger.lastDay - ledger.firstDay) + 1
    let periodOfDay = (0..<days).map { period.index(of: ledger.firstDay + Int32($0)) - first }
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let purchases = ledger.purchases(of: customer)
      guard !purchases.isEmpty else { continue }
      let start = periodOfDay[Int(ledger.days[purchases.lowerBound] - ledger.firstDay)]
      sizes[start] += 1
      var last = -1
      for place in purchases {
        let age = periodOfDay[Int(ledger.days[place] - ledger.firstDay)] - start
        let cell = start * periods + age
        if age != last { buyers[cell] += 1 }
        last = age
        money[cell] += ledger.amounts[place]
        orders[cell] += Double(ledger.orders[place])
      }
      lastAges[start * periods + last] += 1
    }
  }

  func cohorts(
    _ options: CohortOptions, from first: Int, lastIsUnfinished: Bool
  ) -> [Cohorts.Cohort] {
    (0..<periods).filter { sizes[$0] > 0 }.map { start in
      var spent = 0.0
      let cells = (0..<(periods - start)).map { age -> Cohorts.Cell in
        let cell = start * periods + age
        spent += money[cell]
        let customers = options.isBounded ? buyers[cell] : lateBuyers(start, age)
        return Cohorts.Cell(
          value: value(options.metric, cell, customers, spent, Double(sizes[start])),
          customers: customers, isUnfinished: lastIsUnfinished && start + age == periods - 1)
      }
      return Cohorts.Cohort(period: first + start, size: sizes[start], cells: cells)
    }
  }

  private func lateBuyers(_ start: Int, _ age: Int) -> Int {
    (age..<periods).reduce(0) { $0 + lastAges[start * periods + $1] }
  }

  private func value(
    _ metric: CohortOptions.Metric, _ cell: Int, _ customers: Int, _ spent: Double, _ size: Double
  ) -> Double {
    switch metric {
    case .retention: Double(customers) / size
    case .revenue: money[cell]
    case .orders: orders[cell]
    case .ltv: spent / size
    }
  }
}
