/// A shop in a few figures: who bought, how often, for how much, and how long until the next time.
import Numerics
package import Support
package import Tables

package struct ShopFigures: Sendable {
  /// Gaps between the purchases of a customer, in days.
  package struct GapBin: Sendable, Equatable {
    package let from: Int
    /// Nil for all longer ones.
    package let to: Int?
    package let count: Int
  }

  package let customers: Int
  /// Purchases; those of one day count once.
  package let purchases: Int
  package let orders: Int
  /// Returns subtracted; nil where the file has no money.
  package let revenue: Double?
  /// Money that went back.
  package let returns: Double?
  package let firstDay: Int32
  package let lastDay: Int32
  /// Customers who bought on one day only.
  package let oneTimers: Int
  package let medianGap: Double?
  package let gaps: [GapBin]

  private static let edges = [1, 8, 15, 31, 61, 91, 181, 366]

  /// Nil for a table that holds no orders.
  package init?(_ table: Table, _ run: Run) throws {
    guard table.column(.date)?.date != nil, table.column(.customerId) != nil else { return nil }
    // That the rows are no purchases is no failure of a description.
    guard let ledger = try? PurchaseLedger(table, asOf: nil, run) else {
      try run.checkpoint()
      return nil
    }
    var (orders, once, revenue) = (0, 0, 0.0)
    var gaps: [Double] = []
    for index in 0..<ledger.customerCount {
      if index % 8_192 == 0 { try run.checkpoint() }
      let own = ledger.purchases(of: index)
      orders += ledger.orderCount(of: index)
      revenue += ledger.revenue(of: index)
      if own.count == 1 { once += 1 }
      for place in own.dropFirst() {
        gaps.append(Double(ledger.days[place] - ledger.days[place - 1]))
      }
    }
    try run.checkpoint()
    customers = ledger.customerCount
    purchases = ledger.days.count
    self.orders = orders
    self.revenue = ledger.hasMoney ? revenue : nil
    returns = ledger.hasMoney ? ledger.refunds.pairwiseSum : nil
    (firstDay, lastDay) = (ledger.firstDay, ledger.lastDay)
    oneTimers = once
    medianGap = gaps.isEmpty ? nil : Quantities.median(gaps)
    self.gaps = Self.bins(gaps)
  }

  private static func bins(_ gaps: [Double]) -> [GapBin] {
    var counts = [Int](repeating: 0, count: edges.count)
    for gap in gaps { counts[(edges.lastIndex { Double($0) <= gap }) ?? 0] += 1 }
    return edges.indices.map { index in
      GapBin(
        from: edges[index], to: index + 1 < edges.count ? edges[index + 1] - 1 : nil,
        count: counts[index])
    }
  }
}
