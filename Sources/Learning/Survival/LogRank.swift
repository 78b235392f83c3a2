/// Whether groups last equally long: the log-rank test of Mantel 1966 for any number of groups.
import Numerics
package import Support

package struct LogRank: Sendable, Equatable {
  /// Ends seen in each group.
  package let observed: [Double]
  /// Ends expected in each group if all were alike.
  package let expected: [Double]
  package let chiSquare: Double
  /// Groups that differ from each other at all, less one.
  package let degrees: Int
  package let pValue: Double
  /// The natural logarithm of the p-value, also where that is too small to be a number.
  package let logPValue: Double

  /// - Parameter groups: the group of each row, from 0.
  package init(
    _ durations: Durations, groups: [Int], groupCount: Int, _ run: Run
  ) throws {
    guard groups.count == durations.count, groups.allSatisfy({ 0 <= $0 && $0 < groupCount }) else {
      throw FitError.badSetting(name: "groups")
    }
    var sums = Sums(groupCount)
    let (order, times) = try durations.grouped(run)
    for row in order { sums.atRisk[groups[row]] += durations.weight(row) }
    for (index, time) in times.enumerated() {
      if index % 4_096 == 0 { try run.checkpoint() }
      sums.add(time.places.map { order[$0] }, durations, groups)
    }
    observed = sums.observed
    expected = sums.expected
    (chiSquare, degrees) = sums.statistic()
    pValue = degrees == 0 ? 1 : ChiSquare.above(chiSquare, degrees: Double(degrees))
    logPValue = degrees == 0 ? 0 : ChiSquare.logAbove(chiSquare, degrees: Double(degrees))
  }
}

/// Observed and expected ends, and the covariance of their differences.
private struct Sums {
  var atRisk: [Double]
  var observed: [Double]
  var expected: [Double]
  private var covariance: Matrix
  /// How often each group was at risk when somebody else of another group was too.
  private var isCompared: [Bool]

  init(_ groupCount: Int) {
    atRisk = [Double](repeating: 0, count: groupCount)
    observed = atRisk
    expected = atRisk
    covariance = Matrix(rowCount: groupCount, columnCount: groupCount)
    isCompared = [Bool](repeating: false, count: groupCount)
  }

  /// The rows of one time, which leave afterwards.
  mutating func add(_ rows: [Int], _ durations: Durations, _ groups: [Int]) {
    let events = rows.filter { durations.isEvent[$0] }
    if !events.isEmpty {
      for row in events { observed[groups[row]] += durations.weight(row) }
      spread(events.reduce(0) { $0 + durations.weight($1) })
    }
    for row in rows { atRisk[groups[row]] = max(0, atRisk[groups[row]] - durations.weight(row)) }
  }

  /// So many ends, dealt to those at risk by chance.
  private mutating func spread(_ ended: Double) {
    let total = atRisk.reduce(0, +)
    guard total > 0 else { return }
    let shares = atRisk.map { $0 / total }
    for g in shares.indices { expected[g] += ended * shares[g] }
    let scale = total > 1 ? ended * max(0, total - ended) / (total - 1) : 0
    guard scale > 0 else { return }
    for a in shares.indices where shares[a] > 0 {
      if shares[a] < 1 { isCompared[a] = true }
      for b in shares.indices {
        covariance[a, b] += scale * shares[a] * ((a == b ? 1 : 0) - shares[b])
      }
    }
  }

  func statistic() -> (chiSquare: Double, degrees: Int) {
    let used = independentGroups()
    guard !used.isEmpty, let factor = Cholesky(part(used)) else { return (0, 0) }
    let apart = used.map { observed[$0] - expected[$0] }
    let solution = factor.solve(apart)
    return (max(0, zip(apart, solution).reduce(0) { $0 + $1.0 * $1.1 }), used.count)
  }

  /// Groups of which none follows from the others: the last of those compared always does.
  private func independentGroups() -> [Int] {
    var used: [Int] = []
    var determinant = 0.0
    for group in isCompared.indices where isCompared[group] {
      guard let wider = Cholesky(part(used + [group]))?.logDeterminant else { continue }
      guard wider - determinant > Math.log(covariance[group, group] * 1e-9) else { continue }
      used.append(group)
      determinant = wider
    }
    return used
  }

  private func part(_ groups: [Int]) -> Matrix {
    var part = Matrix(rowCount: groups.count, columnCount: groups.count)
    for (a, row) in groups.enumerated() {
      for (b, column) in groups.enumerated() { part[a, b] = covariance[row, column] }
    }
    return part
  }
}
