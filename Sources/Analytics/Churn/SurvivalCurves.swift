/// The curves of all cases and of groups of them, and whether the groups differ.
import Learning
import Numerics
import Support

struct SurvivalCurves {
  let groups: [SurvivalStudy.Group]
  let logRank: LogRank?
  private let groupOf: [Int]

  /// - Parameter split: what tells cases apart; nil for one curve.
  init(_ cases: SurvivalCases, _ split: SurvivalGroups?, _ run: Run) throws {
    let all = cases.durations
    let whole = try Self.group(nil, isAll: true, all, to: all.times.max() ?? 0, nil, run)
    guard let split else {
      (groups, logRank) = ([whole], nil)
      groupOf = []
      return
    }
    let members = split.values.indices.map { group in
      all.times.indices.filter { split.groupOf[$0] == group }
    }
    let shown = all.times.indices.filter { split.groupOf[$0] >= 0 }
    let test = try LogRank(
      all.rows(shown), groups: shown.map { split.groupOf[$0] }, groupCount: members.count, run)
    // Means are compared over the time that is known of every group.
    let to = members.map { rows in rows.reduce(0) { max($0, all.times[$1]) } }.min() ?? 0
    groups =
      [whole]
      + (try members.indices.map { place in
        try Self.group(
          split.values[place], isAll: false, all.rows(members[place]), to: to,
          (test.observed[place], test.expected[place]), run)
      })
    logRank = test
    groupOf = split.groupOf
  }

  private static func group(
    _ value: String?, isAll: Bool, _ durations: Durations, to horizon: Double,
    _ compared: (Double, Double)?, _ run: Run
  ) throws -> SurvivalStudy.Group {
    let curve = try SurvivalCurve(durations, run)
    let mean = curve.restrictedMean(to: horizon)
    return SurvivalStudy.Group(
      value: value, isAll: isAll, count: durations.count,
      eventCount: durations.isEvent.count { $0 }, curve: curve,
      restricted: (mean.mean, mean.standardError, horizon),
      compared: compared.map { (observed: $0.0, expected: $0.1) })
  }

  /// Each case by the curve of its group, or by that of all where it has none.
  func forecasts(_ cases: SurvivalCases) -> SurvivalForecasts {
    let places = groupOf.isEmpty ? cases.ids.map { _ in 0 } : groupOf.map { $0 + 1 }
    return SurvivalForecasts(
      model: .curves(groups.map(\.curve), groupOf: places),
      lastTime: cases.durations.times.max() ?? 0)
  }
}

extension SurvivalStudy.Group {
  /// Points of the curve, thinned to what an answer holds: the first and the last stay.
  package var points: [Int] {
    let count = curve.times.count
    guard count > Limits.survivalPoints else { return Array(curve.times.indices) }
    let last = Limits.survivalPoints - 1
    return (0...last).map { $0 * (count - 1) / last }
  }
}
