/// Which purchase each return takes back.
///
/// A return takes back a purchase of the same customer, thing and money: first one of its own
/// order, else the last one that is not taken and lies on no later day. Where the file has days, a
/// row without one takes no part; where it has none, the order of rows counts. A return that finds
/// no purchase stays.
import Support
import Tables

struct ReturnNetting {
  private struct Key: Hashable {
    let customer: Int32
    let item: Int32
    let amount: Double
  }

  private struct Event {
    let row: Int
    /// The day, or the row where the table has no days.
    let moment: Int
    let order: Int32
    let isReturn: Bool
  }

  private let table: Table
  private let money: RowMoney
  private let customers: TextColumn
  private let items: TextColumn?
  private let orders: TextColumn?
  private let dates: DateColumn?

  init?(_ table: Table) {
    guard let customers = table.column(.customerId)?.asText() else { return nil }
    let money = RowMoney(table)
    guard money.isPresent, table.column(.date)?.date != nil || table.column(.amount) != nil else {
      return nil
    }
    self.table = table
    self.money = money
    self.customers = customers
    items = (table.column(.itemId) ?? table.column(.itemName))?.asText()
    orders = table.column(.orderId)?.asText()
    dates = table.column(.date)?.date
  }

  /// The rows, out of those given, that cancel each other out.
  func marked(_ rows: [Int], _ run: Run) throws -> [Bool] {
    var marked = [Bool](repeating: false, count: table.rowCount)
    // Only purchases that some return may take back are remembered.
    var groups: [Key: [Event]] = [:]
    for (step, row) in rows.enumerated() {
      if step % 16_384 == 0 { try run.checkpoint() }
      if let found = event(row), found.event.isReturn { groups[found.key] = [] }
    }
    guard !groups.isEmpty else { return marked }
    for (step, row) in rows.enumerated() {
      if step % 16_384 == 0 { try run.checkpoint() }
      guard let found = event(row), groups[found.key] != nil else { continue }
      groups[found.key]?.append(found.event)
    }
    // The order of groups does not matter: none shares a row with another.
    for events in groups.values where events.contains(where: { !$0.isReturn }) {
      try run.checkpoint()
      for row in Self.pairs(events) { marked[row] = true }
    }
    return marked
  }

  private func event(_ row: Int) -> (key: Key, event: Event)? {
    guard customers.codes[row] >= 0, let value = money.value(row), value.amount != 0 else {
      return nil
    }
    var moment = row
    if let dates {
      guard dates.missing.isEmpty || !dates.missing[row] else { return nil }
      moment = Int(dates.days[row])
    }
    let key = Key(
      customer: customers.codes[row], item: items?.codes[row] ?? -1, amount: abs(value.amount))
    return (
      key,
      Event(
        row: row, moment: moment, order: orders?.codes[row] ?? -1, isReturn: value.isReturn)
    )
  }

  /// The rows of purchases and returns that belong together.
  private static func pairs(_ events: [Event]) -> [Int] {
    let sorted = events.sorted { ($0.moment, $0.row) < ($1.moment, $1.row) }
    let purchases = sorted.filter { !$0.isReturn }
    var isTaken = [Bool](repeating: false, count: purchases.count)
    var ofOrder: [Int32: [Int]] = [:]
    for (place, purchase) in purchases.enumerated() where purchase.order >= 0 {
      ofOrder[purchase.order, default: []].append(place)
    }
    var paired: [Int] = []
    var left: [Event] = []
    for entry in sorted where entry.isReturn {
      let own = ofOrder[entry.order]?.lastIndex { purchases[$0].moment <= entry.moment }
      guard let own, let place = ofOrder[entry.order]?.remove(at: own) else {
        left.append(entry)
        continue
      }
      isTaken[place] = true
      paired += [purchases[place].row, entry.row]
    }
    var open: [Int] = []
    var next = 0
    for entry in left {
      while next < purchases.count, purchases[next].moment <= entry.moment {
        if !isTaken[next] { open.append(next) }
        next += 1
      }
      guard let place = open.popLast() else { continue }
      paired += [purchases[place].row, entry.row]
    }
    return paired
  }
}
