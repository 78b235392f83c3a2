/// Sums in a fixed order, and what follows from them.
extension Collection where Element == Double, Index == Int {
  /// The sum by halves: the same bits every time, and errors that grow with the logarithm only.
  package var pairwiseSum: Double {
    if count <= 64 {
      var total = 0.0
      for value in self { total += value }
      return total
    }
    return sumOfHalves()
  }

  private func sumOfHalves() -> Double {
    withContiguousStorageIfAvailable { Self.sum($0, 0, $0.count) } ?? reduce(0, +)
  }

  private static func sum(_ values: UnsafeBufferPointer<Double>, _ from: Int, _ to: Int) -> Double {
    if to - from <= 64 {
      var total = 0.0
      for index in from..<to { total += values[index] }
      return total
    }
    let middle = from + (to - from) / 2
    return sum(values, from, middle) + sum(values, middle, to)
  }
}

/// Mean and population variance of some numbers.
package struct Moments: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Divided by the count, not by the count less one.
  package let variance: Double

  package init(of values: [Double]) {
    count = values.count
    let n = Double(Swift.max(1, values.count))
    let centre = values.pairwiseSum / n
    mean = centre
    variance = values.map { ($0 - centre) * ($0 - centre) }.pairwiseSum / n
  }
}

/// Order statistics of numbers that are already sorted.
package enum Quantile {
  /// The value below which a share `q` lies, by linear interpolation (type 7 of Hyndman and Fan).
  package static func of(sorted values: [Double], _ q: Double) -> Double {
    guard let last = values.last else { return 0 }
    let place = q * Double(values.count - 1)
    let low = Int(place)
    guard low + 1 < values.count else { return last }
    return values[low] + (place - Double(low)) * (values[low + 1] - values[low])
  }
}

/// Ranks and correlation.
package enum Correlation {
  /// Pearson's r; nil when either side is constant.
  package static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    let mx = Moments(of: x)
    let my = Moments(of: y)
    guard mx.variance > 0, my.variance > 0, x.count == y.count else { return nil }
    let products = x.indices.map { (x[$0] - mx.mean) * (y[$0] - my.mean) }
    let r = products.pairwiseSum / Double(x.count) / (mx.variance * my.variance).squareRoot()
    return min(1, max(-1, r))
  }

  /// Spearman's rank correlation, ties by their mean rank.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    pearson(midRanks(x), midRanks(y))
  }

  /// Ranks from 1, equal values sharing the mean of their places.
  package static func midRanks(_ values: [Double]) -> [Double] {
    let order = values.ascendingOrder()
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
