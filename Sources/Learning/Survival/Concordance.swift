/// How often the one of two that was thought to end sooner did (Harrell's c).
///
/// A pair counts when it is known who ended first: one ended, and the other was still there after
/// that time, or was last seen at the very same time. Equal risks count one half.
import Numerics
package import Support

package enum Concordance {
  /// Nil when no pair can be compared. Weights multiply.
  package static func of(
    _ durations: Durations, risks: [Double], _ run: Run
  ) throws -> Double? {
    guard risks.count == durations.count, risks.allSatisfy({ !$0.isNaN }) else {
      throw FitError.badSetting(name: "risks")
    }
    let (order, groups) = try durations.grouped(run)
    let places = ranks(risks)
    var seen = RankedWeights(count: (places.max() ?? 0) + 1)
    var (good, equal, pairs) = (0.0, 0.0, 0.0)
    for group in groups.reversed() {
      try run.checkpoint()
      let rows = order[group.places]
      for row in rows where !durations.isEvent[row] {
        seen.add(durations.weight(row), at: places[row])
      }
      for (index, row) in rows.enumerated() where durations.isEvent[row] {
        if index % 4_096 == 4_095 { try run.checkpoint() }
        let weight = durations.weight(row)
        let below = seen.below(places[row])
        let same = seen.below(places[row] + 1) - below
        good += weight * below
        equal += weight * same
        pairs += weight * seen.total
      }
      for row in rows where durations.isEvent[row] {
        seen.add(durations.weight(row), at: places[row])
      }
    }
    return pairs > 0 ? (good + equal / 2) / pairs : nil
  }

  /// The place of each value among the different ones.
  private static func ranks(_ values: [Double]) -> [Int] {
    let order = values.ascendingOrder()
    var ranks = [Int](repeating: 0, count: values.count)
    var rank = 0
    for (place, row) in order.enumerated() {
      if place > 0, values[order[place - 1]] != values[row] { rank += 1 }
      ranks[row] = rank
    }
    return ranks
  }
}

/// Sums of weights up to a rank, while weights come in (Fenwick 1994).
private struct RankedWeights {
  private var sums: [Double]
  private(set) var total = 0.0

  init(count: Int) { sums = [Double](repeating: 0, count: count + 1) }

  mutating func add(_ weight: Double, at rank: Int) {
    total += weight
    var place = rank + 1
    while place < sums.count {
      sums[place] += weight
      place += place & -place
    }
  }

  func below(_ rank: Int) -> Double {
    var sum = 0.0
    var place = min(rank, sums.count - 1)
    while place > 0 {
      sum += sums[place]
      place -= place & -place
    }
    return sum
  }
}
