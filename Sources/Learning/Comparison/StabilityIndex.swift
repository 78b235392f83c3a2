/// How far the distribution of a column has moved: the population stability index.
///
/// The sum over bins of (new share - old share) * log(new share / old share). Bins are tenths of
/// the reference; numbers that are missing have a bin of their own. Half a row is added to every
/// bin, so that an empty one has a logarithm. By chance alone the index is about (bins - 1) times
/// (1 / old rows + 1 / new rows); times the harmonic size it follows a chi-square distribution.
import Numerics

package struct StabilityIndex: Sendable, Equatable {
  package let value: Double
  /// What two samples of the same distribution differ by on average.
  package let expectedByChance: Double
  /// How often chance alone goes so far.
  package let pValue: Double
  /// The shares of each bin, before and now.
  package let before: [Double]
  package let now: [Double]

  /// - Parameters: rows in each bin; nil without rows on either side.
  package init?(before: [Int], now: [Int]) {
    let (old, new) = (before.reduce(0, +), now.reduce(0, +))
    guard before.count == now.count, old > 0, new > 0 else { return nil }
    let used = before.indices.filter { before[$0] + now[$0] > 0 }
    func shares(_ counts: [Int], _ total: Int) -> [Double] {
      let whole = Double(total) + 0.5 * Double(used.count)
      return counts.map { Double($0) / whole }
    }
    func smooth(_ counts: [Int], _ total: Int, _ bin: Int) -> Double {
      (Double(counts[bin]) + 0.5) / (Double(total) + 0.5 * Double(used.count))
    }
    var sum = 0.0
    for bin in used {
      let (a, b) = (smooth(before, old, bin), smooth(now, new, bin))
      sum += (b - a) * Math.log(b / a)
    }
    value = max(0, sum)
    self.before = before.map { Double($0) / Double(old) }
    self.now = now.map { Double($0) / Double(new) }
    let degrees = Double(max(0, used.count - 1))
    let size = 1 / Double(old) + 1 / Double(new)
    expectedByChance = degrees * size
    pValue = degrees > 0 ? ChiSquare.above(value / size, degrees: degrees) : 1
  }
}

/// Bins of a column, cut at the quantiles of a reference sample.
package struct ReferenceBins: Sendable, Equatable {
  /// Rising, each once. A number belongs to the bin after all edges that are not above it.
  package let edges: [Double]
  /// Rows of the reference in each bin; the last bin is that of missing numbers.
  package let counts: [Int]

  /// - Parameter values: NaN where missing.
  package init(_ values: [Double], binCount: Int = 10) {
    let known = values.filter { !$0.isNaN }.ascending()
    var edges: [Double] = []
    for bin in 1..<max(2, binCount) where !known.isEmpty {
      let edge = Quantile.of(sorted: known, Double(bin) / Double(binCount))
      if let last = edges.last, edge <= last { continue }
      // An edge at the smallest number would leave a bin for nothing.
      if let first = known.first, edge > first { edges.append(edge) }
    }
    self.edges = edges
    counts = Self.count(values, edges)
  }

  private static func count(_ values: [Double], _ edges: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count + 2)
    for value in values {
      if value.isNaN {
        counts[edges.count + 1] += 1
        continue
      }
      var (low, high) = (0, edges.count)
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] <= value { low = middle + 1 } else { high = middle }
      }
      counts[low] += 1
    }
    return counts
  }

  /// How far other values have moved from the reference; nil without rows on either side.
  package func index(of values: [Double]) -> StabilityIndex? {
    StabilityIndex(before: counts, now: Self.count(values, edges))
  }
}
