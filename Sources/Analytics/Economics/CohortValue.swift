/// What a new customer brings, month after month since their first purchase: the mean over those
/// who have been there long enough to be seen in that month.
///
/// Nothing is assumed of how people buy. The variance of the sum counts that the months of a
/// customer go together: it is the sum of squared influences of customers.
import Numerics
import Support

package struct CohortValue: Sendable {
  package struct Month: Sendable {
    /// From 1: the first month after the first purchase, that purchase included.
    package let month: Int
    /// Customers who have been seen for all of it.
    package let customers: Int
    package let revenue: Double
    package let cumulative: Double
    /// Of the cumulative revenue.
    package let standardError: Double
  }

  package let months: [Month]

  /// Customers of whom a month needs to be seen.
  package static let leastCustomers = 5

  /// - Parameters:
  ///   - members: places in the ledger.
  ///   - end: the last day that is known.
  init(
    _ ledger: PurchaseLedger, _ members: [Int], end: Int32, months wanted: Int, _ run: Run
  ) throws {
    let length = LifetimeOptions.daysPerMonth
    var sums = [Double](repeating: 0, count: wanted)
    var counts = [Int](repeating: 0, count: wanted)
    func each(_ visit: (_ member: Int, _ seen: Int, _ revenue: [Double]) -> Void) throws {
      var revenue = [Double](repeating: 0, count: wanted)
      for (place, member) in members.enumerated() {
        if place % 8_192 == 0 { try run.checkpoint() }
        let range = ledger.purchases(of: member)
        let first = ledger.days[range.lowerBound]
        let seen = min(wanted, Int((Double(end - first) + 1) / length))
        guard seen > 0 else { continue }
        for month in 0..<seen { revenue[month] = 0 }
        var gross = 0.0
        for purchase in range { gross += ledger.amounts[purchase] }
        // Returns have no day: they are taken off in proportion.
        let net = gross > 0 ? max(0, 1 - ledger.refunds[member] / gross) : 1
        for purchase in range {
          let month = Int(Double(ledger.days[purchase] - first) / length)
          if month < seen { revenue[month] += net * ledger.amounts[purchase] }
        }
        visit(member, seen, revenue)
      }
    }
    try each { _, seen, revenue in
      for month in 0..<seen {
        sums[month] += revenue[month]
        counts[month] += 1
      }
    }
    let shown = counts.prefix { $0 >= Self.leastCustomers }.count
    let means = (0..<shown).map { sums[$0] / Double(counts[$0]) }
    var squares = [Double](repeating: 0, count: shown)
    let (sizes, averages) = (counts, means)
    try each { _, seen, revenue in
      var influence = 0.0
      for month in 0..<min(seen, shown) {
        influence += (revenue[month] - averages[month]) / Double(sizes[month])
        squares[month] += influence * influence
      }
      for month in min(seen, shown)..<max(shown, min(seen, shown)) {
        squares[month] += influence * influence
      }
    }
    var total = 0.0
    months = means.indices.map { month in
      total += means[month]
      return Month(
        month: month + 1, customers: counts[month], revenue: means[month], cumulative: total,
        standardError: squares[month].squareRoot())
    }
  }

  /// The first month by whose end a customer has brought so much; nil when that was not seen.
  package func paybackMonth(_ cost: Double, margin: Double) -> Int? {
    months.first { $0.cumulative * margin >= cost }?.month
  }
}
