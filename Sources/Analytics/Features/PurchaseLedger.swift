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
  package let orders: [Int32]
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

  package func orderCount(of index: Int) -> Int {
    purchases(of: index).reduce(0) { $0 + Int(orders[$1]) }
  }
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
    let orderCodes = table.column(.orderId)?.asText().codes
    let whole = LedgerBuilder(
      keys: keys, dates: dates, money: money, limit: asOf ?? .max, orderCodes: orderCodes)
    // Customers do not depend on each other; every part looks through all rows, so parts are few.
    let parts = try Parallel.map(count: keys.count, chunk: max(4_096, (keys.count + 3) / 4)) {
      var part = whole
      try part.build($0, run)
      return part
    }
    var builder = parts.first ?? whole
    for part in parts.dropFirst() { builder.append(part) }
    guard !builder.days.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: asOf == nil
          ? "no row has a customer, a date and a purchase" : "no purchase lies before asOf")
    }
    self.init(builder, keys: keys, money: money)
  }

  private init(_ builder: LedgerBuilder, keys: CustomerKeys, money: RowMoney) {
    self.keys = keys
    customers = builder.customers
    starts = builder.starts
    days = builder.days
    amounts = builder.amounts
    orders = builder.orders
    refunds = builder.refunds
    hasMoney = money.isPresent
    firstDay = builder.days.min() ?? 0
    lastDay = builder.days.max() ?? 0
    notices = builder.notices
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

/// Sorts rows by customer and day and merges them, for some of the customers.
private struct LedgerBuilder: Sendable {
  let keys: CustomerKeys
  let dates: DateColumn
  let money: RowMoney
  let limit: Int32
  let orderCodes: [Int32]?

  private struct Entry {
    var day: Int32
    var order: Int32
    var amount: Double
  }

  private var entries: [Entry] = []
  private var offsets: [Int] = []
  private var returned: [Double] = []
  private var counts = (noCustomer: 0, noDate: 0, noAmount: 0, returns: 0, later: 0)

  private(set) var customers: [Int32] = []
  private(set) var starts: [Int] = [0]
  private(set) var days: [Int32] = []
  private(set) var amounts: [Double] = []
  private(set) var orders: [Int32] = []
  private(set) var refunds: [Double] = []

  init(
    keys: CustomerKeys, dates: DateColumn, money: RowMoney, limit: Int32, orderCodes: [Int32]?
  ) {
    self.keys = keys
    self.dates = dates
    self.money = money
    self.limit = limit
    self.orderCodes = orderCodes
  }

  mutating func build(_ range: Range<Int>, _ run: Run) throws {
    try place(range, run)
    try merge(range, run)
    entries = []
    offsets = []
    returned = []
  }

  /// Adds what was built for the customers behind these.
  mutating func append(_ other: LedgerBuilder) {
    customers += other.customers
    starts += other.starts.dropFirst().map { $0 + days.count }
    days += other.days
    amounts += other.amounts
    orders += other.orders
    refunds += other.refunds
    counts.noDate += other.counts.noDate
    counts.noAmount += other.counts.noAmount
    counts.returns += other.counts.returns
    counts.later += other.counts.later
  }

  /// Counting sort of the usable rows by customer.
  private mutating func place(_ range: Range<Int>, _ run: Run) throws {
    offsets = [Int](repeating: 0, count: range.count + 1)
    returned = [Double](repeating: 0, count: range.count)
    var rows: [Int32] = []
    var values: [Double] = []
    let share = keys.ofRow.count * range.count / max(1, keys.count) * 5 / 4
    rows.reserveCapacity(share)
    values.reserveCapacity(share)
    if range.lowerBound == 0 { counts.noCustomer = keys.missingCount }
    let (low, size) = (Int32(range.lowerBound), UInt32(range.count))
    for (row, key) in keys.ofRow.enumerated() {
      if row % 65_536 == 0 { try run.checkpoint() }
      // One comparison: what is below wraps round to a large number.
      let customer = UInt32(bitPattern: key &- low)
      guard customer < size, key >= 0, let amount = amount(row, Int(customer)) else { continue }
      rows.append(Int32(truncatingIfNeeded: row))
      values.append(amount)
      offsets[Int(customer) + 1] += 1
    }
    for index in 1..<max(1, offsets.count) { offsets[index] += offsets[index - 1] }
    try run.checkpoint()
    var next = offsets
    entries = [Entry](repeating: Entry(day: 0, order: -1, amount: 0), count: rows.count)
    for (row, value) in zip(rows.lazy.map { Int($0) }, values) {
      let customer = Int(keys.ofRow[row] - low)
      entries[next[customer]] = Entry(
        day: dates.days[row], order: orderCodes?[row] ?? -1, amount: value)
      next[customer] += 1
    }
  }

  /// The money of a row that is a purchase; others are counted and left out.
  private mutating func amount(_ row: Int, _ customer: Int) -> Double? {
    if !dates.missing.isEmpty, dates.missing[row] {
      counts.noDate += 1
      return nil
    }
    guard dates.days[row] <= limit else {
      counts.later += 1
      return nil
    }
    guard let value = money.value(row) else {
      counts.noAmount += 1
      return nil
    }
    if value.isReturn {
      counts.returns += 1
      returned[customer] += abs(value.amount)
      return nil
    }
    return value.amount
  }

  /// Sorts each customer's rows by day and adds up those of one day.
  private mutating func merge(_ customersOfPart: Range<Int>, _ run: Run) throws {
    days.reserveCapacity(entries.count)
    amounts.reserveCapacity(entries.count)
    orders.reserveCapacity(entries.count)
    for customer in 0..<customersOfPart.count {
      if customer % 16_384 == 0 { try run.checkpoint() }
      let range = offsets[customer]..<offsets[customer + 1]
      if range.isEmpty { continue }
      if range.count > 1 { sort(range) }
      customers.append(Int32(customersOfPart.lowerBound + customer))
      refunds.append(money.isPresent ? returned[customer] : 0)
      append(range)
      starts.append(days.count)
    }
  }

  /// By day, rows of one day in the order of the file. Few customers have many purchases out of
  /// order, so most ranges are sorted in place.
  private mutating func sort(_ range: Range<Int>) {
    let isSorted = range.dropFirst().allSatisfy { entries[$0 - 1].day <= entries[$0].day }
    if isSorted { return }
    guard range.count > 32 else { return insertionSort(range) }
    let sorted = entries[range].enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }
    for (place, entry) in zip(range, sorted) { entries[place] = entry.element }
  }

  private mutating func insertionSort(_ range: Range<Int>) {
    for place in range.dropFirst() {
      let entry = entries[place]
      var hole = place
      while hole > range.lowerBound, entries[hole - 1].day > entry.day {
        entries[hole] = entries[hole - 1]
        hole -= 1
      }
      entries[hole] = entry
    }
  }

  private mutating func append(_ range: Range<Int>) {
    var place = range.lowerBound
    while place < range.upperBound {
      let first = place
      let day = entries[first].day
      var total = 0.0
      while place < range.upperBound, entries[place].day == day {
        total += entries[place].amount
        place += 1
      }
      days.append(day)
      amounts.append(total)
      orders.append(place == first + 1 ? 1 : orderCount(first..<place))
    }
  }

  /// The distinct orders of one day.
  private func orderCount(_ range: Range<Int>) -> Int32 {
    var seen: [Int32] = []
    for entry in entries[range] where seen.last != entry.order && !seen.contains(entry.order) {
      seen.append(entry.order)
    }
    return Int32(seen.count)
  }

  var notices: [Notice] {
    var notices: [Notice] = []
    func add(_ count: Int, _ code: String, _ en: String, _ zh: String) {
      if count > 0 { notices.append(Notice(code, en: "\(count) \(en)", zh: "\(count) \(zh)")) }
    }
    add(
      counts.noCustomer, "rowsWithoutCustomer", "rows have no customer id and are left out",
      "行没有客户编号，未计入")
    add(counts.noDate, "rowsWithoutDate", "rows have no date and are left out", "行没有日期，未计入")
    add(
      counts.noAmount, "rowsWithoutAmount", "rows have no amount and are left out",
      "行没有金额，未计入")
    add(
      counts.returns, "returnsNetted",
      "returns are subtracted from what their customers spent", "行退货已从客户消费中扣除")
    add(
      counts.later, "rowsAfterAsOf", "rows are later than asOf and are left out",
      "行晚于基准日，未计入")
    return notices
  }
}
