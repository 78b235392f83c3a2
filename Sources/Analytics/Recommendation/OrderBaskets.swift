/// What came together: the items of an order, or what a customer chose on one day.
import Learning
import Support
import Tables

struct OrderBaskets: Sendable {
  /// Distinct items of each basket, as codes of the item column.
  let baskets: [[Int32]]
  /// Whether the file has order ids; else a customer's day is a basket.
  let hasOrders: Bool

  /// Rows between two questions whether to go on: some milliseconds.
  private static let pauseRows = 1 << 16

  /// Nil where rows cannot be told into baskets.
  init?(_ table: Table, _ run: Run) throws {
    guard let items = Choices.itemColumn(table)?.asText() else { return nil }
    let money = RowMoney(table)
    var keys: [Int64]
    if let orders = table.column(.orderId)?.asText() {
      hasOrders = true
      keys = orders.codes.map { Int64($0) }
    } else if let people = table.column(.customerId)?.asText(),
      let dates = table.column(.date)?.date
    {
      hasOrders = false
      keys = people.codes.indices.map { row in
        let isMissing = !dates.missing.isEmpty && dates.missing[row]
        let (person, day) = (people.codes[row], dates.days[row])
        return person < 0 || isMissing
          ? -1 : Int64(person) << 32 | Int64(UInt32(bitPattern: day) ^ 0x8000_0000)
      }
    } else {
      return nil
    }
    // Baskets stand in the order in which they begin.
    var basketOf: [Int64: Int] = [:]
    var basketRows: [[Int32]] = []
    for row in keys.indices {
      if row % Self.pauseRows == 0 { try run.checkpoint() }
      guard keys[row] >= 0, items.codes[row] >= 0, !(money.value(row)?.isReturn ?? false) else {
        continue
      }
      let place = basketOf[keys[row]] ?? basketRows.count
      if place == basketRows.count {
        basketOf[keys[row]] = place
        basketRows.append([])
      }
      basketRows[place].append(items.codes[row])
    }
    baskets = basketRows
  }

  func rows(_ itemCount: Int) -> BasketRows { BasketRows(itemCount: itemCount, baskets: baskets) }
}
