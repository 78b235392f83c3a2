/// How likely it is that customers are still customers, now and on earlier days, by a purchase
/// model: who buys rarely may be silent for long, who buys often may not.
package import Learning
import Numerics
package import Support
package import Tables

package struct AliveProbabilities: Sendable {
  package struct Point: Sendable {
    package let day: Int32
    package let alive: Double
    /// Whether something was bought on this day.
    package let isPurchase: Bool
  }

  package let ids: [String]
  package let asOf: Int32
  /// The days asked for, rising.
  package let days: [Int32]
  /// One line a customer, one place a day; nil before the first purchase.
  package let alive: [[Double?]]
  package let daysSinceLast: [Int]
  /// What was fitted: another one than was wished for where that gave no numbers.
  package let family: PurchaseFit.Family
  package let rung: PurchaseRung
  package let notices: [Notice]
  private let model: PurchaseModel
  private let ledger: PurchaseLedger

  /// Points of a path at most; of longer times every n-th day.
  package static let mostPoints = 400

  /// - Parameters:
  ///   - wanted: days, rising; none for `asOf` alone.
  ///   - customers: places of these ids only; nil for all.
  package init(
    _ table: Table, at wanted: [Int32], by wished: PurchaseFit.Family, asOf: Int32?, _ run: Run
  ) throws {
    let ledger = try PurchaseLedger(table, asOf: asOf, run)
    let end = asOf ?? ledger.lastDay
    for day in wanted where day < ledger.firstDay || day > end {
      throw AnalyticsError.dateOutside(
        name: "at", value: CivilDate.text(days: day), first: CivilDate.text(days: ledger.firstDay),
        last: CivilDate.text(days: end))
    }
    let days = wanted.isEmpty ? [end] : Array(Set(wanted)).sorted()
    let histories = PurchaseHistories(ledger, end: end, clock: .days(unit: 1))
    let fit = try PurchaseFit(histories.groups, wished, run)
    let model = fit.model
    let members = histories.members
    alive = try Parallel.map(count: members.count, chunk: 4_096) { range in
      try run.checkpoint()
      return range.map { place in
        days.map { Self.alive(model, ledger, members[place], $0) }
      }
    }.flatMap { $0 }
    ids = members.map(ledger.id)
    daysSinceLast = members.map { member in
      Int(end - ledger.days[ledger.purchases(of: member).upperBound - 1])
    }
    self.asOf = end
    self.days = days
    self.model = model
    (family, rung) = (fit.family, fit.rung)
    self.ledger = ledger
    notices = ledger.notices + [LifetimeBuilder.fallback(wished, fit.family)].compactMap { $0 }
  }

  /// Of a customer as known by the end of a day.
  private static func alive(
    _ model: PurchaseModel, _ ledger: PurchaseLedger, _ customer: Int, _ day: Int32
  ) -> Double? {
    let range = ledger.purchases(of: customer)
    let known = range.prefix { ledger.days[$0] <= day }
    guard let last = known.last else { return nil }
    let first = ledger.days[range.lowerBound]
    return model.probabilityAlive(
      known.count - 1, Double(ledger.days[last] - first), Double(day - first))
  }

  /// Expected customers on each day, of those who had bought by then, and how many these are.
  package var expected: [(alive: Double, known: Int)] {
    days.indices.map { place in
      let values = alive.compactMap { $0[place] }
      return (values.pairwiseSum, values.count)
    }
  }

  /// Customers by what they lost since the first day, else by what they have now.
  package var ranking: [Int] {
    guard days.count > 1 else {
      return alive.map { $0[0] ?? 0 }.ascendingOrder()
    }
    return alive.map { line in (line[line.count - 1] ?? 0) - (line[0] ?? 1) }.ascendingOrder()
  }

  /// From the first purchase of a customer to the last day known.
  package func path(of customer: Int) -> [Point] {
    guard let member = ledger.customers.indices.first(where: { ledger.id($0) == ids[customer] })
    else { return [] }
    let range = ledger.purchases(of: member)
    let bought = Set(ledger.days[range])
    let first = ledger.days[range.lowerBound]
    let step = max(1, (Int(asOf - first) + 1) / Self.mostPoints)
    var days = Set(stride(from: Int(first), through: Int(asOf), by: step).map { Int32($0) })
    days.formUnion(bought)
    days.insert(asOf)
    return days.sorted().prefix(Self.mostPoints * 4).compactMap { day in
      Self.alive(model, ledger, member, day).map {
        Point(day: day, alive: $0, isPurchase: bought.contains(day))
      }
    }
  }
}
