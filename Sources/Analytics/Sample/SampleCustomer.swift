/// One customer of a sample as planted: the kind, the pace, the taste, and the day of leaving.
import Numerics
import Support

package struct SampleCustomer: Sendable {
  package let id: String
  /// The place of the kind of customer in the plan.
  package let archetype: Int
  /// The corner of the range this customer likes; 0 where there is none.
  package let taste: Int
  /// True orders in thirty days of an average season.
  package let ordersPerMonth: Double
  /// True mean packs of a line.
  let packs: Double
  /// Days from the first of the sample.
  let startDay: Int
  /// The day of leaving, whether or not it lies in the sample.
  let leaveDay: Double
  /// The true chance of the label; nil where leaving is a day and not a label.
  package let leaveProbability: Double?
  /// Where a customer of a book stands in each measure, in standard deviations.
  let stands: [Double]
  package let hasLeft: Bool

  /// The share of purchases that come from a customer's own corner, beside those that come from
  /// anywhere.
  package static let loyaltyToTaste = 0.8
  /// Log-scale spread of pace and size within a kind of customer.
  private static let paceSpread = 0.3

  /// A customer who orders.
  init(
    orderingAs archetype: Int, of plan: SamplePlan, trade: SampleTrade, id: String, days: Int,
    _ random: inout SeededRandom
  ) {
    let kind = plan.archetypes[archetype]
    self.id = id
    self.archetype = archetype
    taste = random.below(max(1, trade.corners.count))
    ordersPerMonth = kind.ordersPerMonth * Self.factor(Self.paceSpread, &random)
    packs = 1 + (kind.packs - 1) * Self.factor(Self.paceSpread, &random)
    startDay = random.below(max(1, days * 17 / 20))
    let monthsToLeave = -Math.log(1 - random.unit()) / kind.leavePerMonth
    leaveDay = Double(startDay) + min(1e6, 30 * monthsToLeave)
    hasLeft = leaveDay < Double(days)
    leaveProbability = nil
    stands = []
  }

  /// A customer of whom measures are kept.
  init(
    measuredAs archetype: Int, of plan: SamplePlan, book: SampleBookPlan, id: String, days: Int,
    _ random: inout SeededRandom
  ) {
    let kind = plan.archetypes[archetype]
    self.id = id
    self.archetype = archetype
    taste = 0
    ordersPerMonth = 0
    packs = 1
    startDay = random.below(max(1, days - min(days / 2, book.leaveDays)))
    stands = book.measures.indices.map { place in
      (kind.stand.indices.contains(place) ? kind.stand[place] : 0) + 0.5 * random.normal()
    }
    let odds = zip(book.measures, stands).reduce(book.intercept) { $0 + $1.0.weight * $1.1 }
    let probability = Math.sigmoid(odds)
    leaveProbability = probability
    hasLeft = random.unit() < probability
    let back = Double(random.below(max(1, min(days / 2, book.leaveDays))))
    leaveDay = hasLeft ? Double(days) - 1 - back : Double(days) + 1
  }

  /// A positive number around 1 whose mean is 1.
  private static func factor(_ spread: Double, _ random: inout SeededRandom) -> Double {
    Math.exp(spread * random.normal() - spread * spread / 2)
  }

  /// The kind of a customer by the shares of all kinds.
  static func archetype(of plan: SamplePlan, _ random: inout SeededRandom) -> Int {
    var left = random.unit() * plan.archetypes.reduce(0) { $0 + $1.share }
    for (place, kind) in plan.archetypes.enumerated() {
      left -= kind.share
      if left < 0 { return place }
    }
    return max(0, plan.archetypes.count - 1)
  }
}
