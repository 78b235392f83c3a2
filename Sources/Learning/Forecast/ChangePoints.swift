/// Where a series of counts changes its level: the parting of it into stretches of one level each
/// that is cheapest, found exactly.
///
/// A stretch costs -2 times its log-likelihood, over the spread of neighbours in units of what
/// chance alone gives, where that is more; every further stretch costs 3 ln(n) of n periods
/// (optimal partitioning: Jackson and others 2005; price: Killick, Fearnhead and Eckley 2012).
import Numerics

package struct ChangePoints: Sendable, Equatable {
  /// The first period of each stretch but the first.
  package let starts: [Int]

  /// Shares: `parts` of `wholes` in each period; periods of nothing belong to their neighbours.
  package init(parts: [Int], wholes: [Int]) {
    let (p, w) = (parts.map(Double.init), wholes.map(Double.init))
    let spread = Self.spread(p, w) { value, size in
      value * (1 - value) / size
    }
    starts = Self.partition(count: parts.count, spread: spread, Self.sums(p), Self.sums(w)) {
      part, whole in
      guard whole > 0, part > 0, part < whole else { return 0 }
      return -2
        * (part * Math.log(part / whole) + (whole - part) * Math.log((whole - part) / whole))
    }
  }

  /// Counts of events in periods of one length.
  package init(counts: [Int]) {
    let (c, ones) = (counts.map(Double.init), counts.map { _ in 1.0 })
    let spread = Self.spread(c, ones) { value, size in value / size }
    starts = Self.partition(count: counts.count, spread: spread, Self.sums(c), Self.sums(ones)) {
      part, whole in
      guard part > 0 else { return 0 }
      // Up to what no level changes: 2 (mean n - sum ln mean).
      return 2 * (part - part * Math.log(part / whole))
    }
  }

  private static func sums(_ values: [Double]) -> [Double] {
    values.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  }

  /// How far neighbours lie apart over what chance gives, at least 1.
  private static func spread(
    _ parts: [Double], _ wholes: [Double], variance: (Double, Double) -> Double
  ) -> Double {
    let known = parts.indices.filter { wholes[$0] > 0 }
    let squares = zip(known, known.dropFirst()).compactMap { one, two -> Double? in
      let mean = (parts[one] + parts[two]) / (wholes[one] + wholes[two])
      let expected = variance(mean, wholes[one]) + variance(mean, wholes[two])
      guard expected > 0 else { return nil }
      let apart = parts[one] / wholes[one] - parts[two] / wholes[two]
      return apart * apart / expected
    }.sorted()
    guard squares.count >= 4 else { return 1 }
    // A jump makes one square large: the largest fifth is left out. The other four fifths of the
    // squares of normal numbers have a mean of 0.440.
    let kept = squares.prefix(squares.count * 4 / 5)
    return max(1, kept.reduce(0, +) / Double(kept.count) / 0.440)
  }

  private static func partition(
    count: Int, spread: Double, _ parts: [Double], _ wholes: [Double],
    cost: (Double, Double) -> Double
  ) -> [Int] {
    guard count > 1 else { return [] }
    let price = 3 * Math.log(Double(count))
    var best = [-price] + [Double](repeating: 0, count: count)
    var from = [Int](repeating: 0, count: count + 1)
    for end in 1...count {
      var least = Double.infinity
      for start in 0..<end {
        let own = cost(parts[end] - parts[start], wholes[end] - wholes[start]) / spread
        let total = best[start] + own + price
        if total < least { (least, from[end]) = (total, start) }
      }
      best[end] = least
    }
    var (starts, end): ([Int], Int) = ([], count)
    while from[end] > 0 {
      end = from[end]
      starts.append(end)
    }
    return starts.reversed()
  }
}
