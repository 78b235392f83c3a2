/// Where each customer stands in a life with the shop: new, active, loyal, at risk, dormant, lost,
/// won back, or known without a purchase.
///
/// Silence is measured in the customer's own gaps: the mean gap between purchases, drawn towards
/// the usual gap of all customers while there is little to go by. The stages are total and
/// disjoint.
import Numerics
package import Support
package import Tables

/// What the caller wants; nil is decided by the data.
package struct LifecycleOptions: Sendable {
  /// Silence up to so many own gaps is active.
  package var activeGaps = 1.5
  /// Silence up to so many is at risk.
  package var riskGaps = 3.0
  /// Silence up to so many is dormant; beyond it lost.
  package var dormantGaps = 6.0
  /// A first purchase within so many days, and no second one, is new.
  package var newDays: Int?
  /// So many orders make an active customer loyal.
  package var loyalOrders: Int?
  package var asOf: Int32?

  package init() {}
}

package struct LifecycleStages: Sendable {
  package enum Stage: String, Sendable, CaseIterable {
    case prospect, new, active, loyal, atRisk, dormant, lost, wonBack

    /// Its place in a life.
    package var place: Int {
      switch self {
      case .prospect: 0
      case .new: 1
      case .active: 2
      case .loyal: 3
      case .atRisk: 4
      case .dormant: 5
      case .lost: 6
      case .wonBack: 7
      }
    }
  }

  package struct Customer: Sendable {
    package let id: String
    package let stage: Stage
    package let silenceDays: Int
    /// Days between purchases to expect of this customer.
    package let gapDays: Double
    package let orders: Int
    package let revenue: Double
  }

  package struct Group: Sendable {
    package let stage: Stage
    package let count: Int
    package let revenue: Double
  }

  package let customers: [Customer]
  /// All stages, in the order of a life; also those nobody is in.
  package let groups: [Group]
  package let hasMoney: Bool
  package let asOf: Int32
  /// The thresholds as they were used.
  package let newDays: Int
  package let loyalOrders: Int
  package let usualGap: Double
  package let grade: Grade
  package let notices: [Notice]

  package init(_ table: Table, options: LifecycleOptions, _ run: Run) throws {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let end = options.asOf ?? ledger.lastDay
    let rules = try LifecycleRules(ledger, options, run)
    var customers: [Customer] = []
    customers.reserveCapacity(ledger.customerCount)
    for index in 0..<ledger.customerCount {
      if index % 8_192 == 0 { try run.checkpoint() }
      let purchases = ledger.purchases(of: index)
      let life = rules.life(ledger.days[purchases], orders: ledger.orderCount(of: index), at: end)
      customers.append(
        Customer(
          id: ledger.id(index), stage: rules.stage(life), silenceDays: life.silence,
          gapDays: life.gap, orders: life.orders, revenue: ledger.revenue(of: index)))
    }
    // Who buys first after the day was not known on it, and is no prospect.
    customers += Self.prospects(
      options.asOf == nil ? ledger : try PurchaseLedger(table, asOf: nil, run))
    self.customers = customers
    var money = [[Double]](repeating: [], count: Stage.allCases.count)
    for customer in customers { money[customer.stage.place].append(customer.revenue) }
    groups = Stage.allCases.map {
      Group(stage: $0, count: money[$0.place].count, revenue: money[$0.place].pairwiseSum)
    }
    hasMoney = ledger.hasMoney
    asOf = end
    newDays = rules.newDays
    loyalOrders = rules.loyalOrders
    usualGap = rules.usualGap
    grade = try Self.grade(ledger, options, run)
    notices = ledger.notices
  }

  /// Customers by stage, in each by falling revenue.
  package var order: [Int] {
    let byMoney = customers.map { -$0.revenue }.ascendingOrder()
    return Quantities.order(of: byMoney, groupCount: Stage.allCases.count) {
      customers[$0].stage.place
    }
  }

  /// Customers the file names who never bought.
  private static func prospects(_ ledger: PurchaseLedger) -> [Customer] {
    var bought = [Bool](repeating: false, count: ledger.keys.count)
    for code in ledger.customers { bought[Int(code)] = true }
    return bought.indices.filter { !bought[$0] }.map { code in
      Customer(
        id: ledger.keys[code], stage: .prospect, silenceDays: 0, gapDays: 0, orders: 0, revenue: 0)
    }
  }

  // MARK: Check

  /// Stages at four fifths of the time against what happened afterwards: those said to be with the
  /// shop should buy again more often than customers do on the whole.
  private static func grade(
    _ ledger: PurchaseLedger, _ options: LifecycleOptions, _ run: Run
  ) throws -> Grade {
    let span = ledger.lastDay - ledger.firstDay
    let cut = ledger.lastDay - max(1, span / 5)
    let rules = try LifecycleRules(ledger, options, until: cut, run)
    var (all, with) = ((count: 0, back: 0), (count: 0, back: 0))
    for index in 0..<ledger.customerCount {
      if index % 8_192 == 0 { try run.checkpoint() }
      let purchases = ledger.purchases(of: index)
      let before = purchases.prefix { ledger.days[$0] <= cut }
      guard !before.isEmpty else { continue }
      let orders = before.reduce(0) { $0 + Int(ledger.orders[$1]) }
      let life = rules.life(
        ledger.days[before.startIndex..<before.endIndex], orders: orders, at: cut)
      let isBack = before.count < purchases.count
      all = (all.count + 1, all.back + (isBack ? 1 : 0))
      guard [.new, .active, .loyal, .wonBack].contains(rules.stage(life)) else { continue }
      with = (with.count + 1, with.back + (isBack ? 1 : 0))
    }
    guard all.count >= 30, with.count >= 5, span >= 10 else {
      return Grade(
        .d,
        Phrase(
          en: "too few customers or too short a time to check the stages against later orders",
          zh: "客户过少或时间过短，无法用后续订单检验"))
    }
    return compared(
      rate: Double(all.back) / Double(all.count), own: Double(with.back) / Double(with.count),
      count: with.count)
  }

  private static func compared(rate: Double, own: Double, count: Int) -> Grade {
    let letter = Grade.letter(of: own, among: count, all: rate)
    let (shown, all) = (Words.percent(own), Words.percent(rate))
    return Grade(
      letter,
      Phrase(
        en:
          "of those in a live stage after four fifths of the time \(shown) bought again, of all \(all)",
        zh: "用前五分之四时间判断，处于活跃阶段者后来复购 \(shown)，全体 \(all)"),
      metric: "repurchaseRateOfLiveStages", score: own, baseline: rate)
  }
}

/// The thresholds, and the stage they give.
struct LifecycleRules {
  let newDays: Int
  let loyalOrders: Int
  let usualGap: Double
  private let options: LifecycleOptions

  /// What is looked at of one customer.
  struct Life {
    let silence: Int
    let gap: Double
    let orders: Int
    let firstDays: Int
    /// Silence before the last purchase, in own gaps of that time; 0 for a first purchase.
    let silenceBefore: Double
  }

  /// - Parameter until: only purchases up to this day count.
  init(
    _ ledger: PurchaseLedger, _ options: LifecycleOptions, until: Int32 = .max, _ run: Run
  ) throws {
    var gaps: [Double] = []
    var orders: [Double] = []
    for index in 0..<ledger.customerCount {
      if index % 8_192 == 0 { try run.checkpoint() }
      let purchases = ledger.purchases(of: index).prefix { ledger.days[$0] <= until }
      guard !purchases.isEmpty else { continue }
      orders.append(Double(purchases.reduce(0) { $0 + Int(ledger.orders[$1]) }))
      for place in purchases.dropFirst() {
        gaps.append(Double(ledger.days[place] - ledger.days[place - 1]))
      }
    }
    try run.checkpoint()
    let span = Double(min(until, ledger.lastDay) - ledger.firstDay)
    usualGap = gaps.isEmpty ? max(1, span / 2) : max(1, Quantities.median(gaps))
    newDays = options.newDays ?? max(1, Int(usualGap.rounded()))
    let many = orders.isEmpty ? 3 : Quantile.of(sorted: orders.ascending(), 0.8)
    loyalOrders = options.loyalOrders ?? max(3, Int(many.rounded(.up)))
    self.options = options
  }

  func life(_ days: ArraySlice<Int32>, orders: Int, at end: Int32) -> Life {
    let first = days.first ?? end
    let last = days.last ?? end
    let before = days.dropLast().last
    return Life(
      silence: Int(end - last), gap: gap(days), orders: orders, firstDays: Int(end - first),
      silenceBefore: before.map { Double(last - $0) / gap(days.dropLast()) } ?? 0)
  }

  /// Mean gap, drawn towards the usual one as if that had been seen once.
  private func gap(_ days: ArraySlice<Int32>) -> Double {
    let length = Double((days.last ?? 0) - (days.first ?? 0))
    return max(1, (length + usualGap) / Double(days.count))
  }

  func stage(_ life: Life) -> LifecycleStages.Stage {
    let silence = Double(life.silence) / life.gap
    if silence <= options.activeGaps {
      if life.orders == 1 { return life.firstDays <= newDays ? .new : .active }
      if life.silenceBefore > options.dormantGaps { return .wonBack }
      return life.orders >= loyalOrders ? .loyal : .active
    }
    return silence <= options.riskGaps
      ? .atRisk : silence <= options.dormantGaps ? .dormant : .lost
  }
}
