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

  package init(counts: [Int], recencies: [Double], ages: [Double]) {
    let order = counts.indices.sorted {
      (counts[$0], recencies[$0], ages[$0], $0) < (counts[$1], recencies[$1], ages[$1], $1)
    }
    var groups: (x: [Int], tx: [Double], age: [Double], weight: [Double]) = ([], [], [], [])
    var membership = [Int32](repeating: 0, count: counts.count)
    for index in order {
      let last = groups.x.count - 1
      if last >= 0, groups.x[last] == counts[index], groups.tx[last] == recencies[index],
        groups.age[last] == ages[index]
      {
        groups.weight[last] += 1
      } else {
        groups.x.append(counts[index])
        groups.tx.append(recencies[index])
        groups.age.append(ages[index])
        groups.weight.append(1)
      }
      membership[index] = Int32(groups.x.count - 1)
    }
    self.counts = groups.x
    self.recencies = groups.tx
    self.ages = groups.age
    self.weights = groups.weight
    self.groupOfCustomer = membership
  }

  package var customerCount: Double { weights.reduce(0, +) }

  /// All repeat purchases of all customers.
  package var repeatTotal: Double {
    zip(counts, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The time all customers were observed.
  package var ageTotal: Double { zip(ages, weights).reduce(0) { $0 + $1.0 * $1.1 } }
}
