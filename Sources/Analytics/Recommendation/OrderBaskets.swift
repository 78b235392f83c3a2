/// What came together: the items of an order, or what a customer chose on one day.
import Learning
import Support
import Tables

struct OrderBaskets: Sendable {
  /// Distinct items of each basket, as codes of the item column.
  let baskets: [[Int32]]
  /// Whether the file has order ids; else a customer's day is a basket.
  let hasOrders: Bool

  /// Nil where rows cannot be told into baskets.
  init?(_ table: Table) {
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
    for row in keys.indices where items.codes[row] < 0 || money.value(row)?.isReturn ?? false {
      keys[row] = -1
    }
    let order = keys.indices.filter { keys[$0] >= 0 }.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var baskets: [[Int32]] = []
    var last: Int64 = -1
    for row in order {
      if keys[row] != last {
        baskets.append([])
        last = keys[row]
      }
      baskets[baskets.count - 1].append(items.codes[row])
    }
    self.baskets = baskets
  }

  func rows(_ itemCount: Int) -> BasketRows { BasketRows(itemCount: itemCount, baskets: baskets) }
}
