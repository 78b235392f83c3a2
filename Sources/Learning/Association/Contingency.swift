/// Counts of two coded columns together, and how much one tells about the other.
///
/// Mutual information is the sum of p log(p / (row p · column p)) in nats, less the bias that small
/// samples add to it (Miller 1955: cells less rows less columns plus one, over twice the count).
/// For two normal columns of correlation r it is -log(1 - r²) / 2; turned round, that makes of any
/// mutual information a number from 0 to 1 to be held beside a correlation (Linfoot 1957).
/// Cramér's V has its bias taken away after Bergsma 2013.
import Numerics

package struct Contingency: Sendable {
  private let counts: [Double]
  private let rowSums: [Double]
  private let columnSums: [Double]
  /// Rows in which both columns have a value.
  package let total: Int

  /// - Parameter rows: the rows that count, each as often as it stands there; nil for all once.
  package init(_ x: Codes, _ y: Codes, rows: [Int]? = nil) {
    let width = max(1, y.count)
    var counts = [Double](repeating: 0, count: max(1, x.count) * width)
    func add(_ row: Int) {
      let (a, b) = (x.ofRow[row], y.ofRow[row])
      if a >= 0, b >= 0 { counts[Int(a) * width + Int(b)] += 1 }
    }
    if let rows {
      for row in rows { add(row) }
    } else {
      for row in 0..<min(x.ofRow.count, y.ofRow.count) { add(row) }
    }
    var (rowSums, columnSums) = (
      [Double](repeating: 0, count: max(1, x.count)), [Double](repeating: 0, count: width)
    )
    for (place, count) in counts.enumerated() {
      rowSums[place / width] += count
      columnSums[place % width] += count
    }
    self.counts = counts
    self.rowSums = rowSums
    self.columnSums = columnSums
    total = Int(rowSums.reduce(0, +))
  }

  /// In nats; never below 0. 0 of an empty table.
  package var mutualInformation: Double {
    guard total > 0 else { return 0 }
    let n = Double(total)
    var (sum, cells) = (0.0, 0.0)
    for (place, count) in counts.enumerated() where count > 0 {
      let expected = rowSums[place / columnSums.count] * columnSums[place % columnSums.count]
      sum += count * Math.log(count * n / expected)
      cells += 1
    }
    let used = Double(rowSums.count { $0 > 0 } + columnSums.count { $0 > 0 })
    return max(0, sum / n - max(0, cells - used + 1) / (2 * n))
  }

  /// The size of the correlation that two normal columns with this mutual information have.
  package static func correlation(ofInformation nats: Double) -> Double {
    (1 - Math.exp(-2 * max(0, nats))).squareRoot()
  }

  /// From 0 to 1; 0 where either side has one value only.
  package var cramersV: Double {
    let n = Double(total)
    let (rows, columns) = (
      Double(rowSums.count { $0 > 0 }), Double(columnSums.count { $0 > 0 })
    )
    guard n > 1, rows > 1, columns > 1 else { return 0 }
    var square = 0.0
    for (place, count) in counts.enumerated() {
      let expected = rowSums[place / columnSums.count] * columnSums[place % columnSums.count] / n
      guard expected > 0 else { continue }
      square += (count - expected) * (count - expected) / expected
    }
    let phi = max(0, square / n - (rows - 1) * (columns - 1) / (n - 1))
    let (r, c) = (
      rows - (rows - 1) * (rows - 1) / (n - 1), columns - (columns - 1) * (columns - 1) / (n - 1)
    )
    let least = min(r, c) - 1
    return least > 0 ? min(1, (phi / least).squareRoot()) : 0
  }
}

/// How far numbers differ between groups.
package enum CorrelationRatio {
  /// The root of the share of the variance that lies between groups, its bias taken away (Kelley
  /// 1935); from 0 to 1, 0 of constant numbers.
  ///
  /// - Parameters:
  ///   - values: one for each row; those of rows without a group do not count.
  ///   - present: empty when every row has a value.
  package static func eta(
    _ values: [Double], present: [Bool] = [], groups: Codes, rows: [Int]? = nil
  ) -> Double {
    var sums = [Double](repeating: 0, count: max(1, groups.count))
    var counts = sums
    var (squares, all) = (0.0, 0.0)
    func add(_ row: Int) {
      let group = groups.ofRow[row]
      guard group >= 0, present.isEmpty || present[row] else { return }
      sums[Int(group)] += values[row]
      counts[Int(group)] += 1
      squares += values[row] * values[row]
      all += values[row]
    }
    if let rows {
      for row in rows { add(row) }
    } else {
      for row in values.indices { add(row) }
    }
    let n = counts.reduce(0, +)
    let used = Double(counts.count { $0 > 0 })
    guard n > used, used > 1 else { return 0 }
    let spread = squares - all * all / n
    guard spread > 1e-12 * max(1, squares) else { return 0 }
    let between =
      zip(sums, counts).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.0 / $1.1 : $0 } - all * all / n
    let within = 1 - between / spread
    return max(0, 1 - within * (n - 1) / (n - used)).squareRoot()
  }
}
