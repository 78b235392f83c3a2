/// What brings groups nearer to each other: weights before the fit, thresholds after it.
import Numerics

/// Weights that make group and label independent (Kamiran and Calders 2012).
package enum Reweighing {
  /// For each row: rows of its group times rows of its label, over all rows times rows of both.
  package static func weights(
    labels: [Double], groups: [Int], groupCount: Int
  ) throws(FitError) -> [Double] {
    try GroupFairness.check(labels, labels, groups, groupCount: groupCount)
    var counts = [[Double]](repeating: [0, 0], count: groupCount)
    for row in labels.indices { counts[groups[row]][labels[row] == 1 ? 1 : 0] += 1 }
    let total = Double(labels.count)
    let ofLabel = [0, 1].map { label in counts.reduce(0) { $0 + $1[label] } }
    return labels.indices.map { row in
      let (group, label) = (counts[groups[row]], labels[row] == 1 ? 1 : 0)
      return (group[0] + group[1]) * ofLabel[label] / (total * group[label])
    }
  }
}

/// A threshold for each group, found on rows whose labels are known.
package struct GroupThresholds: Sendable, Equatable {
  package enum Aim: Sendable {
    /// The same share of each group is chosen.
    case demographicParity
    /// The same share of those with label 1 is chosen in each group.
    case equalOpportunity
  }

  package let thresholds: [Double]
  /// The share that each group is brought to: that of all rows at the common threshold.
  package let target: Double

  /// - Parameter threshold: what is chosen by now, for all groups alike.
  package init(
    _ aim: Aim, labels: [Double], probabilities: [Double], groups: [Int], groupCount: Int,
    threshold: Double = 0.5
  ) throws(FitError) {
    try GroupFairness.check(labels, probabilities, groups, groupCount: groupCount)
    let rows = labels.indices.filter { aim == .demographicParity || labels[$0] == 1 }
    guard !rows.isEmpty else { throw .singleClass }
    let chosen = rows.filter { probabilities[$0] >= threshold }.count
    let share = Double(chosen) / Double(rows.count)
    target = share
    var own = [[Double]](repeating: [], count: groupCount)
    for row in rows { own[groups[row]].append(probabilities[row]) }
    thresholds = own.map { Self.cut($0, share, otherwise: threshold) }
  }

  /// Between the last that is chosen and the first that is not.
  private static func cut(
    _ values: [Double], _ share: Double, otherwise threshold: Double
  ) -> Double {
    let rising = values.ascending()
    guard let least = rising.first, let most = rising.last else { return threshold }
    let count = Int((share * Double(rising.count)).rounded(.toNearestOrEven))
    if count == 0 { return most.nextUp }
    if count >= rising.count { return least }
    return (rising[rising.count - count] + rising[rising.count - count - 1]) / 2
  }
}
