/// Two models in one: a ridge regression, which knows slopes, and boosted trees, which know steps
/// and pairs. Their scores are averaged, so their effects are too.
import Learning
import Numerics
import Support

struct BlendLearner: FittedLearner {
  let kind = LearnerKind.blend
  private let linear: any FittedLearner
  private let trees: any FittedLearner
  /// The weight of the trees, from 0 to 1.
  private let share: Double

  init(_ linear: any FittedLearner, _ trees: any FittedLearner, share: Double) {
    self.linear = linear
    self.trees = trees
    self.share = share
  }

  var scale: ScoreScale { linear.scale }
  var base: Double { (1 - share) * linear.base + share * trees.base }
  var memoryBytes: Int { linear.memoryBytes + trees.memoryBytes }

  var settings: [(name: String, value: Double)] {
    [("gbdtShare", share)] + linear.settings.map { ("linear.\($0.name)", $0.value) }
      + trees.settings.map { ("gbdt.\($0.name)", $0.value) }
  }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    let (one, other) = (try linear.scores(rows, run), try trees.scores(rows, run))
    return zip(one, other).map { (1 - share) * $0 + share * $1 }
  }

  func disagreement(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    let (one, other) = (try linear.scores(rows, run), try trees.scores(rows, run))
    return zip(one, other).map { max(share, 1 - share) * abs($0 - $1) }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    let one = try linear.effects(rows, at: place, run)
    let other = try trees.effects(rows, at: place, run)
    return zip(one, other).map { (1 - share) * $0 + share * $1 }
  }
}

/// Finds the penalty, the trees and the weight of each on the training rows.
struct BlendSearch: Sendable {
  let settings: LearnerSettings

  /// Rows, and rows of the rarer label, below which trees are not tried.
  static let leastRows = 500
  static let leastOfEach = 40
  /// Rows of the rarer label below which nothing is searched for.
  static let leastToSearch = 10
  /// About how many cells the search for trees looks at: some seconds, or one candidate.
  static let work: [LearnerSettings.Effort: Double] = [.thorough: 6e9, .quick: 1]
  private static let folds = 5
  private static let shares = [0, 0.25, 0.5, 0.75, 1]

  /// The settings with everything found.
  ///
  /// - Parameter linear: those of the ridge regression, its penalty found.
  func closed(
    _ linear: LearnerSettings, _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> LearnerSettings {
    let ones = Int(targets.positives)
    let rarest = targets.isLabel ? min(ones, rows.count - ones) : rows.count
    guard settings.kind == .blend || (rows.count >= Self.leastRows && rarest >= Self.leastOfEach)
    else { return linear }
    guard rarest >= Self.leastToSearch else {
      var half = linear
      (half.kind, half.gbdtShare) = (.blend, 0.5)
      return half
    }
    let wish = try boosting(rows, targets, run)
    var trees = settings
    trees.kind = .gbdt
    trees.boosting = wish
    let turns = Folds(rows, targets, count: Self.folds)
    func unseen(_ settings: LearnerSettings) throws -> [Double] {
      try turns.unseen(run) { part, known in
        let learner = try LearnerFitting(settings).fit(part, known, run)
        return { try learner.scores($0, run) }
      }
    }
    var plain = (linear, trees)
    (plain.0.calibration, plain.1.calibration) = (.none, .none)
    let (one, other) = (try unseen(plain.0), try unseen(plain.1))
    let open = settings.kind == .blend ? Self.shares.filter { 0 < $0 && $0 < 1 } : Self.shares
    let losses = open.map { share -> Double in
      let scores = zip(one, other).map { (1 - share) * $0 + share * $1 }
      return targets.losses(targets.isLabel ? scores.map(Math.sigmoid) : scores).pairwiseSum
    }
    let best = open[losses.indices.min { losses[$0] < losses[$1] } ?? 0]
    if best == 0 { return linear }
    if best == 1 { return trees }
    var both = trees
    both.kind = .blend
    both.l2 = linear.l2
    both.gbdtShare = best
    return both
  }

  private func boosting(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> HistogramBoosting {
    var tuner = BoostingTuner()
    tuner.start = try LearnerFitting(settings).boosting(
      rows.features.encoder, isLabel: targets.isLabel)
    tuner.work = Self.work[settings.effort] ?? 1
    tuner.foldCount = Self.folds - 1
    let found = try tuner.search(
      BinnedFeatures(rows.trees(), seed: settings.seed, run), targets: targets.values,
      weights: targets.weights, run)
    return found.first?.wish ?? tuner.start
  }
}
