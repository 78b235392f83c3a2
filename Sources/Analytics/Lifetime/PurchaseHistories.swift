/// Purchase histories up to a day, as buy-till-you-die models take them.
import Learning
import Numerics
import Support
import Tables

struct PurchaseHistories: Sendable {
  let end: Int32
  /// Places in the ledger.
  let members: [Int]
  /// Repeat purchase days.
  let counts: [Int]
  /// In units of time.
  let recencies: [Double]
  let ages: [Double]
  /// Mean money of the repeat purchase days; 0 where there are none.
  let means: [Double]
  let groups: PurchaseGroups

  init(_ ledger: PurchaseLedger, end: Int32, clock: PurchaseClock) {
    self.end = end
    var members: [Int] = []
    var counts: [Int] = []
    var recencies: [Double] = []
    var ages: [Double] = []
    var means: [Double] = []
    members.reserveCapacity(ledger.customerCount)
    counts.reserveCapacity(ledger.customerCount)
    recencies.reserveCapacity(ledger.customerCount)
    ages.reserveCapacity(ledger.customerCount)
    means.reserveCapacity(ledger.customerCount)
    for customer in 0..<ledger.customerCount {
      let range = ledger.purchases(of: customer)
      let first = ledger.days[range.lowerBound]
      guard first <= end else { continue }
      var last = range.lowerBound
      var repeats = 0.0
      for place in range.dropFirst() where ledger.days[place] <= end {
        last = place
        repeats += ledger.amounts[place]
      }
      let count = last - range.lowerBound
      members.append(customer)
      counts.append(count)
      recencies.append(clock.time(from: first, to: ledger.days[last]))
      ages.append(clock.time(from: first, to: end))
      means.append(count > 0 ? repeats / Double(count) : 0)
    }
    self.members = members
    self.counts = counts
    self.recencies = recencies
    self.ages = ages
    self.means = means
    groups = PurchaseGroups(counts: counts, recencies: recencies, ages: ages)
  }

  private init(apart whole: PurchaseHistories) {
    (end, members, counts) = (whole.end, whole.members, whole.counts)
    (recencies, ages, means) = (whole.recencies, whole.ages, whole.means)
    groups = PurchaseGroups(
      counts: counts, recencies: recencies, ages: ages,
      weights: [Double](repeating: 1, count: counts.count))
  }

  /// The same with a group for each customer, in their order.
  var apart: PurchaseHistories { PurchaseHistories(apart: self) }

  /// The histories that a spend model can learn from.
  var spenders: (counts: [Int], means: [Double]) {
    let rows = counts.indices.filter { counts[$0] > 0 && means[$0] > 0 }
    return (rows.map { counts[$0] }, rows.map { means[$0] })
  }

  /// What is expected of a group of equal histories.
  struct Expected: Sendable {
    /// Purchases up to the last horizon.
    var purchases = 0.0
    /// The same, those between one horizon and the next times the factor of that step.
    var weighed = 0.0
  }

  /// What is expected of each group of equal histories within some rising horizons.
  func expected(
    _ horizons: [Double], factors: [Double], _ run: Run,
    model: @Sendable (_ group: Int) -> PurchaseModel
  ) throws -> [Expected] {
    let groups = self.groups
    return try Parallel.fill(count: groups.counts.count, chunk: 1024, initial: Expected()) {
      range, slots in
      try run.checkpoint()
      for (slot, group) in range.enumerated() {
        let upTo = model(group).expectedPurchases(
          in: horizons, groups.counts[group], groups.recencies[group], groups.ages[group])
        var expected = Expected()
        for (count, factor) in zip(upTo, factors) {
          expected.weighed += (count - expected.purchases) * factor
          expected.purchases = count
        }
        slots[slot] = expected
      }
    }
  }
}
