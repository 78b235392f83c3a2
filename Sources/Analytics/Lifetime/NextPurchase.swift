/// When each customer is to be expected again: the logarithms of gaps between purchases are normal
/// around a mean of the customer's own, which is normal around that of all. Little known customers
/// are like the others; who has been silent is asked about gaps longer than that.
import Learning
import Numerics
package import Support
package import Tables

package struct NextPurchase: Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// The time has not come yet.
    case early
    /// Within the window.
    case due
    /// Later than nine of ten such gaps.
    case overdue
  }

  package struct Customer: Sendable {
    package let id: String
    package let purchases: Int
    package let lastDay: Int32
    package let daysSinceLast: Int
    package let state: State
    /// Days on which one, five and nine of ten such customers would have come again, given the
    /// silence so far.
    package let window: (low: Int32, middle: Int32, high: Int32)
    /// The chance of still being a customer (MBG/NBD).
    package let alive: Double
    /// Mean money of a purchase day; nil without money.
    package let meanValue: Double?
    /// The day by which nine of ten gaps of this customer would have ended, without regard to the
    /// silence.
    package let dueBy: Int32
  }

  /// The same from an earlier day, held against what came.
  package struct Test: Sendable {
    package let from: Int32
    package let to: Int32
    package let customers: Int
    package let bought: Int
    /// How many the model expected to buy by then.
    package let expected: Double
    /// Of those who bought, how many within the window (80 %), that of purchases by then.
    package let coverage: Double
    /// Mean absolute error of the middle, in days, of those who bought, and of "last purchase plus
    /// the middle gap of all".
    package let error: Double
    package let baselineError: Double
  }

  package let customers: [Customer]
  package let usualGap: Double
  package let test: Test?
  package let grade: Grade
  package let definition: Phrase
  package let notices: [Notice]
  package let asOf: Int32

  package init(_ table: Table, asOf: Int32?, _ run: Run) throws {
    let ledger = try PurchaseLedger(table, asOf: asOf, run)
    let end = asOf ?? ledger.lastDay
    self.asOf = end
    let gaps = try PurchaseGaps(ledger, end: end, run)
    let chances = try Self.alive(ledger, end: end, run)
    usualGap = Math.exp(gaps.mean)
    customers = try (0..<ledger.customerCount).compactMap { customer in
      if customer % 8_192 == 0 { try run.checkpoint() }
      return Self.customer(ledger, customer, gaps, end: end, alive: chances[customer])
    }
    test = try Self.test(ledger, end: end, usual: usualGap, run)
    grade = Self.grade(test, gaps)
    definition = Self.words(gaps, end)
    notices = ledger.notices + gaps.notices
  }

  /// Overdue customers first, those worth most in front; then due ones by their day.
  package var ranking: [Int] {
    func order(_ state: State) -> Int { state == .overdue ? 0 : state == .due ? 1 : 2 }
    return customers.indices.sorted { a, b in
      let (one, other) = (customers[a], customers[b])
      if one.state != other.state { return order(one.state) < order(other.state) }
      if one.state == .overdue {
        let (x, y) = (one.alive * (one.meanValue ?? 1), other.alive * (other.meanValue ?? 1))
        return x == y ? a < b : x > y
      }
      return (one.window.middle, a) < (other.window.middle, b)
    }
  }

  private static func customer(
    _ ledger: PurchaseLedger, _ customer: Int, _ gaps: PurchaseGaps, end: Int32, alive: Double
  ) -> Customer? {
    let own = gaps.own(ledger, customer, until: end)
    guard let last = own.last else { return nil }
    let silent = Double(end - last)
    func day(_ share: Double) -> Int32 {
      let days = own.quantile(share, longerThan: silent)
      return last + Int32(min(1e6, max(silent + 1, days.rounded())))
    }
    let (low, high) = (own.quantile(0.1, longerThan: 0), own.quantile(0.9, longerThan: 0))
    let range = ledger.purchases(of: customer).prefix { ledger.days[$0] <= end }
    let money = range.reduce(0.0) { $0 + ledger.amounts[$1] }
    return Customer(
      id: ledger.id(customer), purchases: range.count, lastDay: last,
      daysSinceLast: Int(end - last),
      state: silent > high ? .overdue : silent >= low ? .due : .early,
      window: (day(0.1), day(0.5), day(0.9)), alive: alive,
      meanValue: ledger.hasMoney ? money / Double(max(1, range.count)) : nil,
      dueBy: last + Int32(min(1e6, high.rounded())))
  }

  /// Customers that the chance of still being one is learnt from, about.
  private static let mostFitted = 20_000

  /// The chance of still being a customer, of each in the ledger.
  private static func alive(
    _ ledger: PurchaseLedger, end: Int32, _ run: Run
  ) throws -> [Double] {
    let every = max(1, ledger.customerCount / mostFitted)
    func history(_ customer: Int) -> (x: Int, recency: Double, age: Double)? {
      let range = ledger.purchases(of: customer).prefix { ledger.days[$0] <= end }
      guard let first = range.first, let last = range.last else { return nil }
      return (
        range.count - 1, Double(ledger.days[last] - ledger.days[first]),
        Double(end - ledger.days[first])
      )
    }
    let some = stride(from: 0, to: ledger.customerCount, by: every).compactMap(history)
    let model = try BetaGeometricFit(
      PurchaseGroups(
        counts: some.map(\.x), recencies: some.map(\.recency), ages: some.map(\.age)),
      dropout: .mbgNbd, run
    ).model
    return try (0..<ledger.customerCount).map { customer in
      if customer % 8_192 == 0 { try run.checkpoint() }
      return history(customer).map { model.probabilityAlive($0.x, $0.recency, $0.age) } ?? 1
    }
  }

  /// The days looked ahead are those of two usual gaps, at most a third of the past.
  private static func test(
    _ ledger: PurchaseLedger, end: Int32, usual: Double, _ run: Run
  ) throws -> Test? {
    let span = Double(end - ledger.firstDay)
    let ahead = Int32(max(1, min(2 * usual, span / 3)))
    let cut = end - ahead
    guard cut > ledger.firstDay else { return nil }
    let gaps = try PurchaseGaps(ledger, end: cut, run)
    let usual = Math.exp(gaps.mean)
    var (customers, bought, expected, inside) = (0, 0, 0.0, 0)
    var (error, baseline) = (0.0, 0.0)
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let own = gaps.own(ledger, customer, until: cut)
      guard let last = own.last else { continue }
      customers += 1
      let silent = Double(cut - last)
      let byEnd = own.share(until: silent + Double(ahead), longerThan: silent)
      expected += byEnd
      guard
        let next = ledger.purchases(of: customer).first(where: {
          ledger.days[$0] > cut && ledger.days[$0] <= end
        })
      else { continue }
      bought += 1
      let gap = Double(ledger.days[next] - last)
      let place = own.share(until: gap, longerThan: silent) / max(1e-300, byEnd)
      if (0.1...0.9).contains(place) { inside += 1 }
      // Of a purchase by then: the middle of the window cut off there.
      let middle = own.quantile(0.5 * byEnd, longerThan: silent)
      error += abs(middle - gap)
      baseline += abs(max(silent + 1, usual) - gap)
    }
    guard bought >= 10 else { return nil }
    let count = Double(bought)
    return Test(
      from: cut + 1, to: end, customers: customers, bought: bought, expected: expected,
      coverage: Double(inside) / count, error: error / count, baselineError: baseline / count)
  }

  private static func grade(_ test: Test?, _ gaps: PurchaseGaps) -> Grade {
    guard let test else {
      return Grade(
        .d,
        Phrase(
          en: "too few came back after an earlier day to test the dates", zh: "可供检验的回购过少"))
    }
    let (own, other) = (Words.fixed(test.error, 1), Words.fixed(test.baselineError, 1))
    let share = Words.percent(test.coverage)
    let isBetter = test.error < test.baselineError
    let isHonest = (0.7...0.9).contains(test.coverage)
    return Grade(
      isBetter && isHonest && test.bought >= 100 ? .a : isBetter && isHonest ? .b : .c,
      Phrase(
        en:
          "of \(test.bought) later purchases \(share) fell into the window (80 % should); the middle"
          + " missed by \(own) days, the usual gap by \(other)",
        zh: "之后的 \(test.bought) 次购买有 \(share) 落入窗口（应为 80%）；中点平均误差 \(own) 天，按通常间隔为 \(other) 天"),
      metric: "mae", score: test.error, baseline: test.baselineError)
  }

  private static func words(_ gaps: PurchaseGaps, _ end: Int32) -> Phrase {
    let day = CivilDate.text(days: end)
    let gap = Words.short(Math.exp(gaps.mean))
    return Phrase(
      en:
        "the window holds the next purchase of eight in ten such customers who do come again, given"
        + " their silence up to \(day); gaps are log-normal around each customer's own, drawn towards"
        + " \(gap) days while few are known; overdue = silent for longer than nine in ten such gaps",
      zh: "窗口：若仍会回购，十位此类客户中八位的下次购买落在其中（已考虑至 \(day) 的沉默）；间隔服从以各自均值为中心的对数正态，"
        + "数据少时向 \(gap) 天收缩；overdue = 沉默已超过九成间隔")
  }
}

/// The gaps of all customers, and what they say of each.
private struct PurchaseGaps {
  /// Of the logarithms of gaps, over customers.
  let mean: Double
  /// Between customers, and within one.
  let between: Double
  let within: Double
  let count: Int

  /// Gaps that are needed before they say anything.
  static let least = 5

  init(_ ledger: PurchaseLedger, end: Int32, _ run: Run) throws {
    // One-way analysis of variance with unequal sizes (Searle, Casella, McCulloch 1992, 3.6).
    var (n, sum, groups, squares, sizes) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var own: [(count: Double, mean: Double)] = []
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let logs = Self.logs(ledger, customer, until: end)
      guard !logs.isEmpty else { continue }
      let k = Double(logs.count)
      let mean = logs.reduce(0, +) / k
      n += k
      sum += k * mean
      groups += 1
      sizes += k * k
      squares += logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      own.append((k, mean))
    }
    count = Int(n)
    guard count >= Self.least else {
      // Nobody knows: about two months, anything from a week to a year and a half.
      (mean, between, within) = (Math.log(60), 0.5, 0.8)
      return
    }
    let all = sum / n
    let spread = own.reduce(0) { $0 + $1.count * ($1.mean - all) * ($1.mean - all) }
    let free = n - groups
    within = max(0.01, free >= 3 ? squares / free : spread / max(1, n - 1))
    let weight = n - sizes / n
    between =
      groups > 1 && weight > 0
      ? max(0.01, (spread - (groups - 1) * within) / weight) : 0.25
    // Each customer counts by how well its own mean is known.
    var (top, bottom) = (0.0, 0.0)
    for one in own {
      let weight = 1 / (between + within / one.count)
      top += weight * one.mean
      bottom += weight
    }
    mean = top / bottom
  }

  private static func logs(
    _ ledger: PurchaseLedger, _ customer: Int, until end: Int32
  ) -> [Double] {
    let range = ledger.purchases(of: customer)
    return range.dropFirst().prefix { ledger.days[$0] <= end }.map {
      Math.log(Double(max(1, ledger.days[$0] - ledger.days[$0 - 1])))
    }
  }

  /// What is known of one customer's next gap.
  struct Own {
    /// Nil before the first purchase.
    let last: Int32?
    let mean: Double
    let deviation: Double

    /// The share of gaps longer than `silent` that end by `days`.
    func share(until days: Double, longerThan silent: Double) -> Double {
      let (low, high) = (below(silent), below(days))
      return low >= 1 ? 0 : max(0, (high - low) / (1 - low))
    }

    /// The days by which that share of gaps longer than `silent` has ended.
    func quantile(_ share: Double, longerThan silent: Double) -> Double {
      let low = below(silent)
      let place = min(1 - 1e-12, max(1e-12, low + share * (1 - low)))
      return Math.exp(mean + deviation * Special.normalQuantile(place))
    }

    private func below(_ days: Double) -> Double {
      days <= 0 ? 0 : Special.normalBelow((Math.log(days) - mean) / deviation)
    }
  }

  func own(_ ledger: PurchaseLedger, _ customer: Int, until end: Int32) -> Own {
    let range = ledger.purchases(of: customer).prefix { ledger.days[$0] <= end }
    let logs = Self.logs(ledger, customer, until: end)
    let precision = 1 / between + Double(logs.count) / within
    let middle = (mean / between + logs.reduce(0, +) / within) / precision
    return Own(
      last: range.last.map { ledger.days[$0] }, mean: middle,
      deviation: (within + 1 / precision).squareRoot())
  }

  var notices: [Notice] {
    count >= Self.least
      ? []
      : [
        Notice(
          "fewGaps",
          en: "\(count) repeat purchases say little: about two months are taken for a gap",
          zh: "仅 \(count) 次回购，信息过少：间隔按约两个月估计")
      ]
  }
}
