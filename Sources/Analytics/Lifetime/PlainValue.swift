/// Customer values by plain counting: what was, what goes on as before, what customers of the same
/// age brought, or how long subscribers stay.
import Learning
import Numerics
package import Support
package import Tables

package struct PlainValue: Sendable {
  package enum Method: String, Sendable { case historical, simple, cohort, retention }

  /// One customer: what was, what comes, and what that was computed from.
  package struct Customer: Sendable {
    package let id: String
    package let historical: Double
    /// Payments or purchases expected in the horizon.
    package let payments: Double?
    /// Money of each.
    package let payment: Double?
    package let value: Double
    package let steps: Phrase
  }

  package let method: Method
  package let customers: [Customer]
  package let parameters: [LifetimeValue.Parameter]
  package let steps: [String]
  package let percentiles: [Double]
  package let tiers: [String]
  package let total: Double
  package let grade: Grade
  package let definition: Phrase
  package let notices: [Notice]
  package let asOf: Int32?
  package let horizonMonths: Int

  package var ranking: [Int] { customers.map(\.value).descendingOrder() }

  /// What the best tenth bring.
  package var topShare: Double? {
    let positive = customers.map { max(0, $0.value) }.sorted(by: >)
    let whole = positive.pairwiseSum
    guard whole > 0 else { return nil }
    return Array(positive.prefix(max(1, (positive.count + 9) / 10))).pairwiseSum / whole
  }

  init(
    _ method: Method, _ customers: [Customer], parameters: [LifetimeValue.Parameter] = [],
    steps: [String], grade: Grade, definition: Phrase, notices: [Notice], asOf: Int32?,
    horizonMonths: Int
  ) {
    self.method = method
    self.customers = customers
    self.parameters = parameters
    self.steps = steps
    self.grade = grade
    self.definition = definition
    self.notices = notices
    self.asOf = asOf
    self.horizonMonths = horizonMonths
    let values = customers.map(\.value)
    percentiles = LifetimeBuilder.percentiles(values)
    tiers = LifetimeBuilder.tiers(values)
    total = values.pairwiseSum
  }

  package static func of(
    _ table: Table, _ method: Method, options: LifetimeOptions, retention: Double, _ run: Run
  ) throws -> PlainValue {
    if method == .retention {
      return try SubscriberValue(table, options: options, run).value(run)
    }
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let work = PlainWork(ledger, options, retention: retention)
    switch method {
    case .historical: return try work.historical(run)
    case .simple: return try work.simple(run)
    default: return try work.cohort(run)
    }
  }

  /// How payments of the months ahead are discounted.
  static func discounts(_ options: LifetimeOptions) -> [Double] {
    (1...options.horizonMonths).map { month in
      Math.pow(1 + options.discountRate, -options.timing.delay(month) / 12)
    }
  }
}

/// Values from a ledger of orders.
private struct PlainWork {
  private let ledger: PurchaseLedger
  private let options: LifetimeOptions
  private let retention: Double
  private let end: Int32

  init(_ ledger: PurchaseLedger, _ options: LifetimeOptions, retention: Double) {
    self.ledger = ledger
    self.options = options
    self.retention = retention
    end = options.asOf ?? ledger.lastDay
  }

  private func revenue(_ customer: Int) -> Double {
    ledger.hasMoney
      ? ledger.revenue(of: customer) : Double(ledger.orderCount(of: customer))
  }

  private var marginWords: String { Words.short(options.margin) }

  func historical(_ run: Run) throws -> PlainValue {
    let (margin, cost) = (options.margin, options.acquisitionCost)
    var customers: [PlainValue.Customer] = []
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let money = revenue(customer)
      let shown = Words.short(money)
      customers.append(
        PlainValue.Customer(
          id: ledger.id(customer), historical: money, payments: nil, payment: nil,
          value: margin * money - cost,
          steps: Phrase(
            en: "\(shown) so far * margin \(marginWords) - cac \(Words.short(cost))",
            zh: "已消费 \(shown) × 毛利率 \(marginWords) − 获客成本 \(Words.short(cost))")))
    }
    return PlainValue(
      .historical, customers, steps: ["ltv = margin * money spent so far - cac"],
      grade: Grade(
        .b,
        Phrase(
          en: "what was is counted, not estimated; it says nothing of what comes",
          zh: "已发生的金额，是统计而非估计；不代表未来")),
      definition: Phrase(
        en: "value = margin of all money spent up to \(CivilDate.text(days: end)), less cac",
        zh: "价值 = 截至 \(CivilDate.text(days: end)) 的消费 × 毛利率 − 获客成本"),
      notices: ledger.notices + notices, asOf: end, horizonMonths: options.horizonMonths)
  }

  /// Everybody goes on as before: own order value, own orders a month.
  func simple(_ run: Run) throws -> PlainValue {
    let discounts = PlainValue.discounts(options)
    var (worth, stays) = (0.0, 1.0)
    for discount in discounts {
      worth += stays * discount
      stays *= retention
    }
    let months = worth
    var customers: [PlainValue.Customer] = []
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let first = ledger.days[ledger.purchases(of: customer).lowerBound]
      let age = max(1, Double(end - first + 1) / LifetimeOptions.daysPerMonth)
      let orders = Double(ledger.orderCount(of: customer))
      let money = revenue(customer)
      let (value, rate) = (money / max(1, orders), orders / age)
      let shown = [value, rate, months].map(Words.short)
      customers.append(
        PlainValue.Customer(
          id: ledger.id(customer), historical: money, payments: rate * months, payment: value,
          value: options.margin * value * rate * months - options.acquisitionCost,
          steps: Phrase(
            en: "\(shown[0]) an order * \(shown[1]) orders a month * \(shown[2]) months",
            zh: "每单 \(shown[0]) × 每月 \(shown[1]) 单 × \(shown[2]) 个月")))
    }
    return PlainValue(
      .simple, customers,
      parameters: [
        LifetimeValue.Parameter(name: "discountedMonths", value: months, standardError: nil)
      ],
      steps: [
        "ltv = margin * orderValue * ordersPerMonth * discountedMonths - cac",
        "discountedMonths = sum over \(options.horizonMonths) months of retention^(t - 1)"
          + " / (1 + discountRate)^(delay / 12) = \(Words.fixed(months, 4))",
      ],
      grade: Grade(
        .c,
        Phrase(
          en: "a formula, not tested: it takes for granted that everybody goes on as before",
          zh: "公式估算，未经检验：假定每位客户照旧消费")),
      definition: Phrase(
        en: "value = margin * own order value * own orders a month * months, discounted"
          + " (\(options.timing.rawValue) of month), less cac; orders per month since the first"
          + " order, at least one month",
        zh: "价值 = 毛利率 × 自身单价 × 自身月订单数 × 折现月数 − 获客成本；月订单数自首购起计，至少按一个月"),
      notices: ledger.notices + notices + [assumption], asOf: end,
      horizonMonths: options.horizonMonths)
  }

  private var assumption: Notice {
    Notice(
      "nobodyLeaves",
      en: retention == 1
        ? "it is assumed that nobody leaves: values are too high; method auto knows who may be gone"
        : "everybody stays with the same chance of \(Words.short(retention)) a month; method auto"
          + " knows who may be gone",
      zh: retention == 1
        ? "假定无人流失，价值偏高；method auto 会考虑可能已流失的客户"
        : "假定人人每月以 \(Words.short(retention)) 的概率留存；method auto 会考虑可能已流失的客户",
      path: "retention")
  }

  /// What customers of the same age brought in the months that lie ahead.
  func cohort(_ run: Run) throws -> PlainValue {
    let length = LifetimeOptions.daysPerMonth
    let span = Int(Double(end - ledger.firstDay + 1) / length) + 1
    let curve = try CohortValue(
      ledger, Array(0..<ledger.customerCount), end: end, months: max(1, span), run)
    let discounts = PlainValue.discounts(options)
    let revenues = curve.months.map(\.revenue)
    // Of each age in months the worth of the months that follow, as far as they were seen.
    let worth = (0...revenues.count).map { age in
      discounts.enumerated().reduce(0.0) { sum, pair in
        let month = age + pair.offset
        return month < revenues.count ? sum + revenues[month] * pair.element : sum
      }
    }
    var (customers, cut) = ([PlainValue.Customer](), 0)
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let first = ledger.days[ledger.purchases(of: customer).lowerBound]
      let age = min(revenues.count, Int(Double(end - first + 1) / length))
      if age + options.horizonMonths > revenues.count { cut += 1 }
      customers.append(
        PlainValue.Customer(
          id: ledger.id(customer), historical: revenue(customer), payments: nil, payment: nil,
          value: options.margin * worth[age] - options.acquisitionCost,
          steps: Phrase(
            en: "customers of \(age) months brought so much in the months that followed",
            zh: "同为第 \(age) 个月的客户在其后各月的平均消费")))
    }
    let short = Notice(
      "horizonNotSeen",
      en: "for \(cut) customers the months ahead were not all seen of others: they count as 0",
      zh: "\(cut) 位客户的未来月份尚无同龄数据，按 0 计", path: "horizonMonths")
    return PlainValue(
      .cohort, customers,
      steps: [
        "ltv = margin * sum over months ahead of (mean revenue of customers of that age) * discount"
      ],
      grade: Grade(
        .c,
        Phrase(
          en: "means by age: customers of one age are all worth the same",
          zh: "按客龄取均值：同龄客户价值相同")),
      definition: Phrase(
        en: "value = margin of what customers brought at the ages that lie ahead, as the mean over"
          + " those seen so long, discounted (\(options.timing.rawValue) of month), less cac",
        zh: "价值 = 毛利率 × 同龄客户在未来各月的平均消费（折现）− 获客成本"),
      notices: ledger.notices + notices + (cut > 0 ? [short] : []), asOf: end,
      horizonMonths: options.horizonMonths)
  }

  private var notices: [Notice] {
    options.margin == 1 && ledger.hasMoney
      ? [
        Notice(
          "revenueNotProfit", en: "margin is 1, so this is revenue, not profit",
          zh: "margin 为 1，结果是收入而非利润", path: "margin")
      ] : []
  }
}
