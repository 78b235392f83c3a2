/// Recency, frequency and monetary value of every customer, from orders or from columns.
import Numerics
package import Support
package import Tables

package struct RFMTable: Sendable {
  /// Ids in the order of the other arrays.
  package let ids: [String]
  /// Days since the last purchase.
  package let recency: [Double]
  /// Orders.
  package let frequency: [Double]
  /// Money spent, returns subtracted; nil where the file has no money.
  package let monetary: [Double]?
  /// The headers of the columns they were taken from; nil where they were counted from orders.
  package let headers: [String]?
  package let asOf: Int32?
  package let notices: [Notice]

  package var count: Int { ids.count }

  package init(_ ledger: PurchaseLedger, asOf: Int32?, _ run: Run) throws {
    let end = asOf ?? ledger.lastDay
    self.asOf = end
    func column(_ value: @Sendable (_ customer: Int) -> Double) throws -> [Double] {
      try Parallel.fill(count: ledger.customerCount, chunk: 16_384, initial: 0.0) { range, part in
        try run.checkpoint()
        for customer in range { part[customer - range.lowerBound] = value(customer) }
      }
    }
    recency = try column { customer in
      Double(end - ledger.days[ledger.purchases(of: customer).upperBound - 1])
    }
    frequency = try column { Double(ledger.orderCount(of: $0)) }
    monetary = ledger.hasMoney ? try column { ledger.revenue(of: $0) } : nil
    ids = try Parallel.fill(count: ledger.customerCount, chunk: 16_384, initial: "") {
      range, part in
      try run.checkpoint()
      for customer in range { part[customer - range.lowerBound] = ledger.id(customer) }
    }
    headers = nil
    notices = ledger.notices
  }

  /// From a table with one row per customer; nil when it lacks recency or frequency.
  package init?(columnsOf table: Table, asOf: Int32?) {
    guard let frequency = table.column(.frequency)?.number,
      let recency = Self.recency(table, asOf: asOf)
    else { return nil }
    let money = table.column(.monetary)?.number ?? table.column(.amount)?.number
    let keys = CustomerKeys(table)
    let rows = (0..<table.rowCount).filter { row in
      keys.ofRow[row] >= 0 && recency.values[row] != nil
        && (frequency.missing.isEmpty || !frequency.missing[row])
        && (money.map { $0.missing.isEmpty || !$0.missing[row] } ?? true)
    }
    ids = rows.map { keys[Int(keys.ofRow[$0])] }
    self.recency = rows.map { recency.values[$0] ?? 0 }
    self.frequency = rows.map { frequency.values[$0] }
    monetary = money.map { column in rows.map { column.values[$0] } }
    let moneyColumn = table.column(.monetary) ?? table.column(.amount)
    headers =
      [
        table.column(.recency)?.header ?? "recency",
        table.column(.frequency)?.header ?? "frequency",
      ]
      + (money == nil ? [] : [moneyColumn?.header ?? "monetary"])
    self.asOf = recency.asOf
    let left = table.rowCount - rows.count
    notices =
      left == 0
      ? []
      : [
        Notice(
          "rowsIncomplete", en: "\(left) rows lack a value and are left out",
          zh: "\(left) 行缺少数值，未计入")
      ]
  }

  private static func recency(_ table: Table, asOf: Int32?) -> (values: [Double?], asOf: Int32?)? {
    if let column = table.column(.recency)?.number {
      let values = column.values.indices.map { row in
        column.missing.isEmpty || !column.missing[row] ? column.values[row] : nil
      }
      return (values, asOf)
    }
    guard let dates = (table.column(.lastDate) ?? table.column(.date))?.date else { return nil }
    let present = dates.days.indices.filter { dates.missing.isEmpty || !dates.missing[$0] }
    guard let last = present.map({ dates.days[$0] }).max() else { return nil }
    let end = asOf ?? last
    let kept = Set(present)
    let values = dates.days.indices.map { row in
      kept.contains(row) ? Double(end - dates.days[row]) : nil
    }
    return (values, end)
  }
}
