/// What a customer costs, brings and pays back: all together, by period and by channel.
package import Learning
import Numerics
package import Support
package import Tables

package struct UnitEconomics: Sendable {
  /// Money spent to win customers.
  package enum Spend: Sendable {
    case none
    case total(Double)
    /// By name of a channel or of a period.
    case parts([(name: String, amount: Double)])
  }

  package struct Options: Sendable {
    package var spend = Spend.none
    package var period = CalendarPeriod.month
    package var margin = 1.0
    package var months = 12
    package var asOf: Int32?

    package init() {}
  }

  package struct Period: Sendable {
    package let name: String
    /// Whether the data begin or end within it.
    package let isPartial: Bool
    package let newCustomers: Int
    package let activeCustomers: Int
    package let orders: Int
    package let revenue: Double
    /// Of those active in the period before, the share that is active in this one.
    package let retention: Share?
    package let spend: Double?
    package let acquisitionCost: Double?
  }

  /// Customers who came by one way, or all.
  package struct Side: Sendable {
    package let name: String
    package let customers: Int
    package let revenue: Double
    package let spend: Double?
    package let acquisitionCost: Double?
    package let value: CohortValue
    package let ratio: Double?
    package let paybackMonth: Int?
  }

  package let options: Options
  package let all: Side
  package let channels: [Side]
  package let channelHeader: String?
  package let periods: [Period]
  package let averageOrderValue: Double?
  package let ordersPerCustomer: Double
  /// Over all pairs of whole periods.
  package let retention: Share
  /// The mean share of days with an order, from the first purchase on.
  package let activityRatio: Double
  /// The mean days from first to last purchase.
  package let observedDays: Double
  package let asOf: Int32
  package let definition: Phrase
  package let notices: [Notice]

  package init(_ table: Table, _ options: Options, _ run: Run) throws {
    self.options = options
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let end = options.asOf ?? ledger.lastDay
    asOf = end
    let work = EconomicsWork(ledger, options, end: end)
    let groups = try ChannelGroups(table, ledger, run)
    let spends = try work.spends(groups)
    periods = try work.periods(spends.byPeriod, run)
    let everybody = Array(0..<ledger.customerCount)
    all = try work.side("all", everybody, spends.total, run)
    channels =
      try groups.map { groups in
        try groups.members().map { name, members in
          try work.side(name, members, spends.byChannel?[name], run)
        }
      } ?? []
    channelHeader = groups?.header
    let orders = everybody.reduce(0) { $0 + ledger.orderCount(of: $1) }
    averageOrderValue = ledger.hasMoney && orders > 0 ? all.revenue / Double(orders) : nil
    ordersPerCustomer = Double(orders) / Double(max(1, ledger.customerCount))
    let whole = periods.filter { !$0.isPartial }.compactMap(\.retention)
    retention = Share(
      whole.reduce(0) { $0 + $1.part }, of: whole.reduce(0) { $0 + $1.whole })
    (activityRatio, observedDays) = work.activity()
    definition = work.definition
    notices =
      ledger.notices
      + work.notices(all, spends, periods, isMoney: ledger.hasMoney, channels: channels)
  }
}

/// The way by which each customer came: that of the first dated row.
struct ChannelGroups {
  let header: String
  private let names: [String]
  /// The channel of each customer of the ledger; -1 when it is not known.
  private let ofCustomer: [Int32]

  /// Channels at most; the rarest are together.
  static let most = 20

  init?(_ table: Table, _ ledger: PurchaseLedger, _ run: Run) throws {
    guard let column = table.column(.channel), let dates = table.column(.date)?.date else {
      return nil
    }
    header = column.header
    let text = column.asText()
    names = text.dictionary.strings
    var place = [Int32](repeating: -1, count: ledger.keys.count)
    for (index, key) in ledger.customers.enumerated() {
      place[Int(key)] = Int32(truncatingIfNeeded: index)
    }
    var first = [Int32](repeating: .max, count: ledger.customerCount)
    var found = [Int32](repeating: -1, count: ledger.customerCount)
    for row in text.codes.indices {
      if row % 65_536 == 0 { try run.checkpoint() }
      guard ledger.keys.ofRow[row] >= 0, dates.missing.isEmpty || !dates.missing[row] else {
        continue
      }
      let customer = Int(place[Int(ledger.keys.ofRow[row])])
      guard customer >= 0, dates.days[row] < first[customer] else { continue }
      first[customer] = dates.days[row]
      found[customer] = text.codes[row]
    }
    ofCustomer = found
  }

  var known: [String] { names }

  /// Channels by falling number of customers.
  func members() -> [(name: String, members: [Int])] {
    var lists = [[Int]](repeating: [], count: names.count)
    for (customer, code) in ofCustomer.enumerated() where code >= 0 {
      lists[Int(code)].append(customer)
    }
    let order = lists.indices.filter { !lists[$0].isEmpty }
      .sorted { (-lists[$0].count, $0) < (-lists[$1].count, $1) }
    return order.prefix(Self.most).map { (names[$0], lists[$0]) }
  }
}
