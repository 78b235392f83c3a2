/// How decisions fall on groups: rates with their intervals, and how far apart they are.
///
/// Groups with too few rows, or too few cases for a rate, keep their figures and are marked; what
/// is judged leaves them out.
import Numerics

package struct GroupFairness: Sendable, Equatable {
  /// A group with fewer rows is too small for any rate.
  package static let leastRows = 30
  /// A group with fewer rows of a kind is too small for a rate over them.
  package static let leastCases = 5

  package enum Rate: Sendable, CaseIterable {
    /// Of all, who is chosen.
    case selection
    /// Of those with label 1, who is chosen.
    case truePositive
    /// Of those with label 0, who is chosen.
    case falsePositive
    /// Of the chosen, who has label 1.
    case precision
    /// Of all, for whom the decision is right.
    case accuracy
  }

  package struct Group: Sendable, Equatable {
    package let rowCount: Int
    /// Rows with label 1, over all.
    package let base: Share
    package let selection: Share
    package let truePositive: Share
    package let falsePositive: Share
    package let precision: Share
    package let accuracy: Share
    /// The mean of what was predicted.
    package let meanProbability: Double?
    /// How much more was predicted than came: the mean prediction less the share of label 1, with
    /// the bounds that the share leaves open.
    package let excess: Bounded?
  }

  package let groups: [Group]
  package let accuracy: Double

  /// - Parameters:
  ///   - labels: 0 or 1.
  ///   - thresholds: for each group; who has at least this probability is chosen.
  ///   - groups: the group of each row, from 0.
  package init(
    labels: [Double], probabilities: [Double], thresholds: [Double], groups: [Int],
    confidence: Double = 0.95
  ) throws(FitError) {
    try Self.check(labels, probabilities, groups, groupCount: thresholds.count)
    guard 0 < confidence, confidence < 1 else { throw .badSetting(name: "confidence") }
    var counts = [Counts](repeating: Counts(), count: thresholds.count)
    for row in labels.indices {
      let group = groups[row]
      counts[group].add(
        isPositive: labels[row] == 1, isChosen: probabilities[row] >= thresholds[group],
        probabilities[row])
    }
    self.groups = counts.map { $0.group(confidence) }
    let right = counts.reduce(0) { $0 + $1.truePositives + $1.trueNegatives }
    accuracy = labels.isEmpty ? 0 : Double(right) / Double(labels.count)
  }

  static func check(
    _ labels: [Double], _ probabilities: [Double], _ groups: [Int], groupCount: Int
  ) throws(FitError) {
    guard groups.count == labels.count, groups.allSatisfy({ 0 <= $0 && $0 < groupCount }) else {
      throw .badSetting(name: "groups")
    }
    guard labels.allSatisfy({ $0 == 0 || $0 == 1 }) else { throw .badSetting(name: "labels") }
    guard probabilities.count == labels.count else { throw .badSetting(name: "probabilities") }
    if let row = probabilities.firstIndex(where: { !$0.isFinite }) {
      throw .notANumber(row: row, column: 0)
    }
  }

  private struct Counts {
    var truePositives = 0
    var falsePositives = 0
    var falseNegatives = 0
    var trueNegatives = 0
    var predicted = 0.0

    mutating func add(isPositive: Bool, isChosen: Bool, _ probability: Double) {
      predicted += probability
      switch (isPositive, isChosen) {
      case (true, true): truePositives += 1
      case (true, false): falseNegatives += 1
      case (false, true): falsePositives += 1
      case (false, false): trueNegatives += 1
      }
    }

    func group(_ confidence: Double) -> Group {
      let (positives, chosen) = (truePositives + falseNegatives, truePositives + falsePositives)
      let total = positives + falsePositives + trueNegatives
      func share(_ part: Int, _ whole: Int) -> Share {
        Share(part, of: whole, confidence: confidence)
      }
      let base = share(positives, total)
      let mean = total > 0 ? predicted / Double(total) : nil
      var excess: Bounded?
      if let mean, let rate = base.value {
        excess = Bounded(mean - rate, lower: mean - base.upper, upper: mean - base.lower)
      }
      return Group(
        rowCount: total, base: base, selection: share(chosen, total),
        truePositive: share(truePositives, positives),
        falsePositive: share(falsePositives, total - positives),
        precision: share(truePositives, chosen),
        accuracy: share(truePositives + trueNegatives, total), meanProbability: mean,
        excess: excess)
    }
  }
}

extension GroupFairness.Group {
  package func share(_ rate: GroupFairness.Rate) -> Share {
    switch rate {
    case .selection: selection
    case .truePositive: truePositive
    case .falsePositive: falsePositive
    case .precision: precision
    case .accuracy: accuracy
    }
  }

  /// Whether the group has too few rows, or too few of the kind the rate is over, to be judged.
  package func isTooSmall(for rate: GroupFairness.Rate) -> Bool {
    rowCount < GroupFairness.leastRows || share(rate).whole < GroupFairness.leastCases
  }
}

/// How far the groups with the highest and the lowest rate are apart.
package struct RateSpread: Sendable, Equatable {
  /// Places of groups.
  package let highest: Int
  package let lowest: Int
  /// Highest less lowest.
  package let difference: Bounded
  /// Lowest over highest; nil when the highest is 0.
  package let ratio: Bounded?
}

extension GroupFairness {
  /// - Parameter includesSmall: whether groups that are too small take part, as in figures of other
  ///   tools; a judgement leaves them out.
  /// - Returns: nil when fewer than two groups have the rate.
  package func spread(_ rate: Rate, includesSmall: Bool = false) -> RateSpread? {
    let known = groups.indices.filter { place in
      groups[place].share(rate).value != nil
        && (includesSmall || !groups[place].isTooSmall(for: rate))
    }
    guard known.count >= 2 else { return nil }
    let values = known.map { groups[$0].share(rate).value ?? 0 }
    guard let most = values.max(), let least = values.min(),
      let high = values.firstIndex(of: most), let low = values.lastIndex(of: least)
    else { return nil }
    let (upper, lower) = (groups[known[high]].share(rate), groups[known[low]].share(rate))
    guard let difference = upper.difference(from: lower) else { return nil }
    return RateSpread(
      highest: known[high], lowest: known[low], difference: difference,
      ratio: lower.ratio(to: upper))
  }

  /// The larger of the differences in true and in false positives, the smaller of the ratios; nil
  /// when either is not known. A ratio that is not defined counts as 0, as in other tools.
  package func equalizedOdds(
    includesSmall: Bool = false
  ) -> (difference: Double, ratio: Double)? {
    guard let hits = spread(.truePositive, includesSmall: includesSmall),
      let alarms = spread(.falsePositive, includesSmall: includesSmall)
    else { return nil }
    return (
      max(hits.difference.value, alarms.difference.value),
      min(hits.ratio?.value ?? 0, alarms.ratio?.value ?? 0)
    )
  }
}
