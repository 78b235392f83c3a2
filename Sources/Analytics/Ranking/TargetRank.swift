/// How much each feature tells of the target, and how sure the order is.
import Learning
import Numerics
import Support

/// What a score is made of.
package enum ScoreDetail: Sendable, Equatable {
  /// Numbers beside numbers or a label. The area is that of a label.
  case correlation(pearson: Double, spearman: Double, rocAuc: Double?)
  /// Numbers between words.
  case ratio(eta: Double)
  /// Words beside words.
  case association(cramersV: Double)
  case information(nats: Double)
  /// Squared loadings weighted by what each component explains.
  case loading

  /// Above this a feature is not believed.
  private static let tooGood = 0.98

  var isTooGood: Bool {
    switch self {
    case .correlation(let pearson, let spearman, let area):
      let size = max(abs(pearson), abs(spearman))
      return size > Self.tooGood || area.map { max($0, 1 - $0) > Self.tooGood } ?? false
    case .ratio(let value), .association(let value): return value > Self.tooGood
    // A ceiling of bins: two equal columns of sixteen bins share log 16 nats and no more.
    case .information, .loading: return false
    }
  }
}

/// The scores of one method.
struct MethodRanking: Sendable {
  let method: RankOptions.Method
  let scores: [FeatureRanking.Score?]
  let stability: Double?
  let chance: Double?
  var components: [LoadingRank.Component]?
}

/// Sums over the rows in which two columns have a value.
struct PairSums {
  private var n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0

  /// - Parameter rows: each as often as it stands there; nil for all once.
  init(_ a: [Double], _ b: [Double], _ hasA: [Bool], _ hasB: [Bool], _ rows: [Int]?) {
    for place in 0..<(rows?.count ?? a.count) {
      let row = rows?[place] ?? place
      guard hasA.isEmpty || hasA[row], hasB.isEmpty || hasB[row] else { continue }
      let (u, v) = (a[row], b[row])
      n += 1
      x += u
      y += v
      xx += u * u
      yy += v * v
      xy += u * v
    }
  }

  /// Pearson's r; nil where either side does not vary. The columns are standardised, so the sums
  /// lose no digits.
  var correlation: Double? {
    guard n > 1 else { return nil }
    let (vx, vy) = (xx - x * x / n, yy - y * y / n)
    guard vx > 1e-9, vy > 1e-9 else { return nil }
    return min(1, max(-1, (xy - x * y / n) / (vx * vy).squareRoot()))
  }
}

struct TargetRank: Sendable {
  let method: RankOptions.Method
  let features: [RankedColumn]
  let target: RankTarget
  /// The share of shuffled targets whose best feature may pass for knowledge.
  let alarms: Double

  func ranking(_ rowCount: Int, _ options: RankOptions, _ run: Run) throws -> MethodRanking {
    let details = try features.map { feature in
      try run.checkpoint()
      return withArea(feature, Self.detail(method, feature, target.column, nil))
    }
    let values = details.map(Self.value)
    let samples = try resampled(rowCount, options, run)
    let chance = try chance(rowCount, options, run)
    let order = RankOrder(values)
    let ranges = RankOrder.ranges(samples)
    return MethodRanking(
      method: method,
      scores: details.indices.map { place in
        FeatureRanking.Score(
          value: values[place], rank: order.ranks[place],
          rankRange: ranges.isEmpty ? nil : ranges[place],
          isAboveChance: chance.map { values[place] > $0 }, detail: details[place])
      },
      stability: RankOrder.stability(samples, values), chance: chance)
  }

  /// The scores of samples as large as the data, drawn with replacement.
  private func resampled(
    _ rowCount: Int, _ options: RankOptions, _ run: Run
  ) throws -> [[Double]] {
    try (0..<options.resamples).map { turn in
      var random = SeededRandom(seed: options.seed, stream: 5_000 + turn)
      let rows = (0..<rowCount).map { _ in random.below(rowCount) }
      return try features.map { feature in
        try run.checkpoint()
        return Self.value(Self.detail(method, feature, target.column, rows))
      }
    }
  }

  /// The best score of any feature that shuffled targets hardly ever reach.
  private func chance(_ rowCount: Int, _ options: RankOptions, _ run: Run) throws -> Double? {
    let best = try (0..<RankOptions.shuffles).map { turn -> Double in
      var random = SeededRandom(seed: options.seed, stream: 7_000 + turn)
      var order = Array(0..<rowCount)
      random.shuffle(&order)
      let shuffled = target.column.moved(order)
      return try features.reduce(0.0) { most, feature in
        try run.checkpoint()
        return max(most, Self.value(Self.detail(method, feature, shuffled, nil)))
      }
    }
    return Quantile.of(sorted: best.sorted(), 1 - alarms)
  }

  private static func value(_ detail: ScoreDetail) -> Double {
    switch detail {
    case .correlation(let pearson, let spearman, _): max(abs(pearson), abs(spearman))
    case .ratio(let value), .association(let value): value
    case .information(let nats): Contingency.correlation(ofInformation: nats)
    case .loading: 0
    }
  }

  private static func detail(
    _ method: RankOptions.Method, _ feature: RankedColumn, _ target: RankedColumn, _ rows: [Int]?
  ) -> ScoreDetail {
    if method == .mutualInformation {
      let table = Contingency(feature.codes, target.codes, rows: rows)
      return .information(nats: table.mutualInformation)
    }
    switch (feature.isNumber, target.isNumber) {
    case (true, true):
      let pearson = PairSums(feature.values, target.values, feature.present, target.present, rows)
      let spearman = PairSums(feature.ranks, target.ranks, feature.present, target.present, rows)
      return .correlation(
        pearson: pearson.correlation ?? 0, spearman: spearman.correlation ?? 0, rocAuc: nil)
    case (true, false):
      return .ratio(
        eta: CorrelationRatio.eta(
          feature.values, present: feature.present, groups: target.codes, rows: rows))
    case (false, true):
      return .ratio(
        eta: CorrelationRatio.eta(
          target.values, present: target.present, groups: feature.codes, rows: rows))
    case (false, false):
      return .association(cramersV: Contingency(feature.codes, target.codes, rows: rows).cramersV)
    }
  }

  /// Beside a label, the area under the curve as well.
  private func withArea(_ feature: RankedColumn, _ detail: ScoreDetail) -> ScoreDetail {
    guard case .correlation(let pearson, let spearman, _) = detail, case .label = target.kind
    else { return detail }
    return .correlation(pearson: pearson, spearman: spearman, rocAuc: area(feature))
  }

  /// The chance that a row of the label has the higher value (Mann, Whitney 1947).
  private func area(_ feature: RankedColumn) -> Double? {
    let rows = feature.values.indices.filter {
      (feature.present.isEmpty || feature.present[$0]) && target.column.codes.ofRow[$0] >= 0
    }
    let ones = rows.map { target.column.codes.ofRow[$0] == 1 }
    let ranks = Correlation.midRanks(rows.map { feature.values[$0] })
    let positive = Double(ones.count { $0 })
    let negative = Double(ones.count) - positive
    guard positive > 0, negative > 0 else { return nil }
    let sum = zip(ranks, ones).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    return (sum - positive * (positive + 1) / 2) / (positive * negative)
  }
}

/// Ranks of scores, and how they move between samples.
struct RankOrder {
  /// From 1; equal scores in the order of the features.
  let ranks: [Int]

  init(_ values: [Double]) {
    var ranks = [Int](repeating: 0, count: values.count)
    let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    for (rank, place) in order.enumerated() { ranks[place] = rank + 1 }
    self.ranks = ranks
  }

  /// Where each rank lies in four of five samples; nothing without samples.
  static func ranges(_ samples: [[Double]]) -> [ClosedRange<Int>] {
    let ranks = samples.map { RankOrder($0).ranks }
    return (samples.first ?? []).indices.map { place in
      let own = ranks.map { Double($0[place]) }.sorted()
      let low = Int(Quantile.of(sorted: own, 0.1).rounded())
      return low...max(low, Int(Quantile.of(sorted: own, 0.9).rounded()))
    }
  }

  /// The mean rank correlation of the samples with all rows; nil of one feature or no sample.
  static func stability(_ samples: [[Double]], _ values: [Double]) -> Double? {
    let found = samples.compactMap { Correlation.spearman($0, values) }
    return found.isEmpty ? nil : found.pairwiseSum / Double(found.count)
  }
}
