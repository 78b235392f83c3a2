/// When each customer of a ledger bought one item, or anything of one category.
import Numerics
import Support
import Tables

struct ItemPurchases: Sendable {
  /// What it is, as the file has it.
  let name: String
  /// Where the days of customer `i` of the ledger begin and end.
  private let starts: [Int]
  /// Ascending for each customer.
  private let days: [Int32]
  private let amounts: [Double]

  /// Nil when all purchases are meant.
  ///
  /// - Parameters:
  ///   - item: a name or an id of an item.
  ///   - category: a value of the category column.
  init?(
    _ table: Table, _ ledger: PurchaseLedger, item: String?, category: String?, _ run: Run
  ) throws {
    guard let wanted = item ?? category else { return nil }
    let roles: [Role] = item == nil ? [.category] : [.itemId, .itemName]
    let parameter = item == nil ? "category" : "item"
    let columns = roles.compactMap { table.column($0) }
    guard !columns.isEmpty else {
      throw AnalyticsError.missingRole(
        roles: roles.map(\.rawValue), headers: table.columns.map(\.header))
    }
    var found: (column: TextColumn, code: Int32)?
    for column in columns where found == nil {
      let text = column.asText()
      if let code = text.dictionary.code(of: wanted) {
        found = (text, Int32(truncatingIfNeeded: code))
      }
    }
    guard let found else {
      let known = columns[columns.count - 1].asText().dictionary
      throw AnalyticsError.unknownName(
        parameter: parameter, found: wanted, known: (0..<min(12, known.count)).map { known[$0] })
    }
    name = wanted
    var place = [Int32](repeating: -1, count: ledger.keys.count)
    for (index, key) in ledger.customers.enumerated() {
      place[Int(key)] = Int32(truncatingIfNeeded: index)
    }
    let dates = table.column(.date)?.date
    let money = RowMoney(table)
    var entries: [(customer: Int32, day: Int32, amount: Double)] = []
    for row in found.column.codes.indices {
      if row % 65_536 == 0 { try run.checkpoint() }
      guard found.column.codes[row] == found.code, ledger.keys.ofRow[row] >= 0, let dates,
        dates.missing.isEmpty || !dates.missing[row], let value = money.value(row),
        !value.isReturn
      else { continue }
      let customer = place[Int(ledger.keys.ofRow[row])]
      if customer >= 0 { entries.append((customer, dates.days[row], value.amount)) }
    }
    entries.sort { ($0.customer, $0.day) < ($1.customer, $1.day) }
    var starts = [Int](repeating: 0, count: ledger.customerCount + 1)
    for entry in entries { starts[Int(entry.customer) + 1] += 1 }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    self.starts = starts
    days = entries.map(\.day)
    amounts = entries.map(\.amount)
  }

  static let names = ["itemOrders", "boughtItem", "daysSinceItem"]
  static let phrases = [
    Phrase(en: "orders of the item so far:", zh: "购买该商品的次数"),
    Phrase(en: "has bought the item:", zh: "是否买过该商品"),
    Phrase(en: "days since the item was bought:", zh: "距上次购买该商品天数"),
  ]

  /// How often, whether, and how long ago by a day.
  func features(_ customer: Int, _ cut: Int32) -> [Double] {
    var (count, last) = (0.0, Int32.min)
    for place in starts[customer]..<starts[customer + 1] where days[place] <= cut {
      count += 1
      last = days[place]
    }
    return [count, count > 0 ? 1 : 0, count > 0 ? Double(cut - last) : 0]
  }

  /// For how much it was bought after `cut`, up to and with `end`; nil when it was not.
  func spent(_ customer: Int, after cut: Int32, to end: Int32) -> Double? {
    var spend: Double?
    for place in starts[customer]..<starts[customer + 1]
    where days[place] > cut && days[place] <= end {
      spend = (spend ?? 0) + amounts[place]
    }
    return spend
  }
}
