/// The purchases of each customer, day by day: what RFM, churn and value are computed from.
///
/// Purchases of one customer on one day are one. Returns are netted: their money counts against the
/// customer, they are no purchase. Customers keep the order in which the file names them; days
/// rise.
import Numerics
package import Support
package import Tables

package struct PurchaseLedger: Sendable {
  package let keys: CustomerKeys
  /// Customers with at least one purchase, ascending.
  package let customers: [Int32]
  /// Where the purchases of `customers[i]` begin and end in `days` and `amounts`.
  package let starts: [Int]
  /// The day of each purchase, since 1970-01-01.
  package let days: [Int32]
  /// The money of each purchase day; 1 each where the file has no money.
  package let amounts: [Double]
  /// Orders of each purchase day: distinct order ids where the file has them, else 1.
  package let orders: OrderCounts
  package let hasMoney: Bool
  package let firstDay: Int32
  /// The last day with a purchase.
  package let lastDay: Int32
  /// What was left out or netted, for the reader of the answer.
  package let notices: [Notice]
  /// Money of returns, by customer with purchases, not yet subtracted from `amounts`.
  package let refunds: [Double]

  package var customerCount: Int { customers.count }

  package func purchases(of index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

  package func id(_ index: Int) -> String { keys[Int(customers[index])] }

  /// Money spent, returns subtracted.
  package func revenue(of index: Int) -> Double {
    var total = 0.0
    for place in purchases(of: index) { total += amounts[place] }
    return total - refunds[index]
  }

  /// The same without purchases before a day, and without customers who have none then.
  func since(_ day: Int32) -> PurchaseLedger {
    PurchaseLedger(self, since: day)
  }

  /// The same with other days, rising as they did: purchases of a customer that come to lie on one
  /// day are one, those that get none are left out, and so are customers without any.
  func moved(_ day: (Int32) -> Int32?) -> PurchaseLedger {
    PurchaseLedger(self, moved: day)
  }

  package func orderCount(of index: Int) -> Int {
    purchases(of: index).reduce(0) { $0 + Int(orders[$1]) }
  }
}

/// How many orders each purchase day has.
package struct OrderCounts: Sendable {
  /// Empty where every day has one.
  fileprivate let many: [Int32]

  package subscript(place: Int) -> Int32 { many.isEmpty ? 1 : many[place] }
}

extension PurchaseLedger {
  /// Reads the purchases of a table, up to and with `asOf`.
  package init(_ table: Table, asOf: Int32?, _ run: Run) throws {
    guard let dates = table.column(.date)?.date else {
      throw AnalyticsError.missingRole(roles: ["date"], headers: table.columns.map(\.header))
    }
    guard table.column(.customerId) != nil else {
      throw AnalyticsError.missingRole(roles: ["customerId"], headers: table.columns.map(\.header))
    }
    let keys = CustomerKeys(table)
    let money = RowMoney(table)
    let rows = LedgerRows(
      keys: keys, dates: dates, money: money, limit: asOf ?? .max,
      orderCodes: table.column(.orderId)?.asText().codes)
    let purchases = try LedgerBuilder(rows).build(run)
    guard !purchases.days.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: asOf == nil
          ? "no row has a customer, a date and a purchase" : "no purchase lies before asOf")
    }
    self.init(
      purchases, keys: keys, money: money,
      extra: money.isPresent ? MoneyUnit(table).notices : [])
  }

  fileprivate init(_ whole: PurchaseLedger, since day: Int32) {
    var kept = LedgerBuilder.Purchases()
    for index in 0..<whole.customerCount {
      let places = whole.purchases(of: index).filter { whole.days[$0] >= day }
      guard let first = places.first, let last = places.last else { continue }
      kept.customers.append(whole.customers[index])
      kept.days += whole.days[first...last]
      kept.amounts += whole.amounts[first...last]
      if !whole.orders.many.isEmpty { kept.orders += whole.orders.many[first...last] }
      kept.refunds.append(whole.refunds[index])
      kept.starts.append(kept.days.count)
    }
    keys = whole.keys
    (customers, starts, days) = (kept.customers, kept.starts, kept.days)
    (amounts, refunds) = (kept.amounts, kept.refunds)
    orders = OrderCounts(many: kept.orders)
    hasMoney = whole.hasMoney
    firstDay = max(day, whole.firstDay)
    lastDay = whole.lastDay
    notices = whole.notices
  }

  fileprivate init(_ whole: PurchaseLedger, moved: (Int32) -> Int32?) {
    var kept = LedgerBuilder.Purchases()
    for index in 0..<whole.customerCount {
      let begin = kept.days.count
      for place in whole.purchases(of: index) {
        guard let day = moved(whole.days[place]) else { continue }
        if kept.days.count > begin, kept.days[kept.days.count - 1] == day {
          kept.amounts[kept.days.count - 1] += whole.amounts[place]
          kept.orders[kept.days.count - 1] += whole.orders[place]
        } else {
          kept.days.append(day)
          kept.amounts.append(whole.amounts[place])
          kept.orders.append(whole.orders[place])
        }
      }
      guard kept.days.count > begin else { continue }
      kept.customers.append(whole.customers[index])
      kept.refunds.append(whole.refunds[index])
      kept.starts.append(kept.days.count)
    }
    keys = whole.keys
    (customers, starts, days) = (kept.customers, kept.starts, kept.days)
    (amounts, refunds) = (kept.amounts, kept.refunds)
    orders = OrderCounts(many: kept.orders)
    hasMoney = whole.hasMoney
    firstDay = kept.days.min() ?? whole.firstDay
    lastDay = kept.days.max() ?? whole.lastDay
    notices = whole.notices
  }

  private init(
    _ purchases: LedgerBuilder.Purchases, keys: CustomerKeys, money: RowMoney, extra: [Notice]
  ) {
    self.keys = keys
    customers = purchases.customers
    starts = purchases.starts
    days = purchases.days
    amounts = purchases.amounts
    orders = OrderCounts(many: purchases.orders)
    refunds = purchases.refunds
    hasMoney = money.isPresent
    firstDay = purchases.days.min() ?? 0
    lastDay = purchases.days.max() ?? 0
    notices = purchases.left.notices + extra
  }
}

/// The money of each row: the amount, or quantity times unit price; negative for returns.
struct RowMoney: Sendable {
  let isPresent: Bool
  private let amount: NumberColumn?
  private let quantity: NumberColumn?
  private let price: NumberColumn?
  private let returns: [Bool]

  init(_ table: Table) {
    amount = table.column(.amount)?.number ?? table.column(.monetary)?.number
    let hasParts = amount == nil
    quantity = table.column(.quantity)?.number
    price = hasParts ? table.column(.unitPrice)?.number : nil
    isPresent = amount != nil || price != nil
    returns = Self.flags(table)
  }

  /// The money of a row, and whether it is a return; nil where it is missing.
  func value(_ row: Int) -> (amount: Double, isReturn: Bool)? {
    let isMarked = !returns.isEmpty && returns[row]
    var pieces = 1.0
    if let quantity {
      if !quantity.missing.isEmpty, quantity.missing[row] { return amount == nil ? nil : own(row) }
      pieces = quantity.values[row]
    }
    if let amount {
      if !amount.missing.isEmpty, amount.missing[row] { return nil }
      let value = amount.values[row]
      return (value, value < 0 || isMarked || pieces < 0)
    }
    if let price {
      if !price.missing.isEmpty, price.missing[row] { return nil }
      let value = price.values[row] * pieces
      return (value, value < 0 || isMarked)
    }
    return (1, isMarked || pieces < 0)
  }

  private func own(_ row: Int) -> (amount: Double, isReturn: Bool)? {
    guard let amount, amount.missing.isEmpty || !amount.missing[row] else { return nil }
    return (amount.values[row], amount.values[row] < 0)
  }

  private static func flags(_ table: Table) -> [Bool] {
    guard let column = table.column(.isReturn) else { return [] }
    let yes = BinaryLabel.positiveWords
    switch column.values {
    case .number(let numbers): return numbers.values.map { $0 != 0 }
    case .text(let text):
      let marks = text.dictionary.strings.map { yes.contains($0.lowercased()) }
      return text.codes.map { $0 >= 0 && marks[Int($0)] }
    case .date(let dates):
      return dates.days.indices.map { dates.missing.isEmpty || !dates.missing[$0] }
    }
  }
}
