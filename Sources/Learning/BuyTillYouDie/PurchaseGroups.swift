/// Purchase histories as buy-till-you-die models see them: repeat count, time of the last purchase,
/// time observed. Equal histories are one group, so a likelihood costs what the different ones
/// cost.
package struct PurchaseGroups: Sendable, Equatable {
  /// Repeat purchases, the first one not counted.
  package let counts: [Int]
  /// Time from the first to the last purchase; 0 when there was one.
  package let recencies: [Double]
  /// Time from the first purchase to the end of observation.
  package let ages: [Double]
  /// How many customers have this history.
  package let weights: [Double]
  /// The group of each customer.
  package let groupOfCustomer: [Int32]

  /// Customers that are looked at to see whether histories are equal at all.
  private static let probe = 16_384

  /// Groups stand in the order in which their first customer does. Where hardly any two of the
  /// first customers are equal, each of many customers is a group.
  package init(counts: [Int], recencies: [Double], ages: [Double]) {
    if counts.count > 4 * Self.probe {
      let first = (0..<Self.probe).map {
        History(x: counts[$0], recency: recencies[$0], age: ages[$0])
      }
      if Set(first).count > Self.probe / 100 * 95 {
        self.counts = counts
        self.recencies = recencies
        self.ages = ages
        weights = [Double](repeating: 1, count: counts.count)
        groupOfCustomer = (0..<Int32(counts.count)).map { $0 }
        return
      }
    }
    var known: [History: Int32] = [:]
    known.reserveCapacity(counts.count / 4)
    var groups: (x: [Int], tx: [Double], age: [Double], weight: [Double]) = ([], [], [], [])
    var membership = [Int32](repeating: 0, count: counts.count)
    for index in counts.indices {
      let history = History(x: counts[index], recency: recencies[index], age: ages[index])
      if let group = known[history] {
        groups.weight[Int(group)] += 1
        membership[index] = group
        continue
      }
      let group = Int32(groups.x.count)
      known[history] = group
      groups.x.append(history.x)
      groups.tx.append(history.recency)
      groups.age.append(history.age)
      groups.weight.append(1)
      membership[index] = group
    }
    self.counts = groups.x
    self.recencies = groups.tx
    self.ages = groups.age
    self.weights = groups.weight
    self.groupOfCustomer = membership
  }

  private struct History: Hashable {
    let x: Int
    let recency: Double
    let age: Double
  }

  /// Every `step`-th group, each standing for as many as it did.
  func sampled(every step: Int) -> PurchaseGroups {
    let places = stride(from: 0, to: counts.count, by: max(1, step))
    return PurchaseGroups(
      counts: places.map { counts[$0] }, recencies: places.map { recencies[$0] },
      ages: places.map { ages[$0] }, weights: places.map { weights[$0] })
  }

  /// The same histories in another unit of time.
  func scaled(by factor: Double) -> PurchaseGroups {
    PurchaseGroups(
      counts: counts, recencies: recencies.map { $0 * factor }, ages: ages.map { $0 * factor },
      weights: weights)
  }

  /// Histories that are counted already: `weights` says how many customers have each.
  package init(counts: [Int], recencies: [Double], ages: [Double], weights: [Double]) {
    self.counts = counts
    self.recencies = recencies
    self.ages = ages
    self.weights = weights
    groupOfCustomer = counts.indices.map { Int32($0) }
  }

  package var customerCount: Double { weights.reduce(0, +) }

  /// All repeat purchases of all customers.
  package var repeatTotal: Double {
    zip(counts, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The time all customers were observed.
  package var ageTotal: Double { zip(ages, weights).reduce(0) { $0 + $1.0 * $1.1 } }
}
