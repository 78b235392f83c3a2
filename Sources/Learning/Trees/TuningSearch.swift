/// One search of `BoostingTuner` over its data.
import Numerics
import Support

struct TuningSearch: Sendable {
  let tuner: BoostingTuner
  let features: BinnedFeatures
  let targets: [Double]
  let weights: [Double]?
  let folds: [Int]
  let progress: ClosedRange<Double>?

  func run(_ run: Run) throws -> [BoostingTuner.Trial] {
    let first = coarse()
    // Many small steps are most often better: the work for one such trial is set aside.
    var work = tuner.work - cost(slow(first[0], draws: false))
    var trials = try tried(affordable(first, &work, isFirst: true), run, from: 0)
    trials += try tried(affordable(neighbours(of: ranked(trials)[0]), &work), run, from: 0.4)
    work += cost(slow(first[0], draws: false))
    trials += try tried(affordable(finalists(trials), &work), run, from: 0.7)
    return ranked(trials)
  }

  private func ranked(_ trials: [BoostingTuner.Trial]) -> [BoostingTuner.Trial] {
    trials.indices.sorted { (trials[$0].loss, $0) < (trials[$1].loss, $1) }.map { trials[$0] }
  }

  /// Those candidates there is work for, in their order; the very first is always tried.
  private func affordable(
    _ wishes: [HistogramBoosting], _ work: inout Double, isFirst: Bool = false
  ) -> [HistogramBoosting] {
    var taken: [HistogramBoosting] = []
    for wish in wishes {
      let cost = cost(wish)
      guard cost <= work || (isFirst && taken.isEmpty) else { break }
      work -= cost
      taken.append(wish)
    }
    return taken
  }

  /// About how many values a candidate looks at on all folds: each row once a level, and trees are
  /// about a third as many as there may be.
  private func cost(_ wish: HistogramBoosting) -> Double {
    let levels = Double(Int.bitWidth - wish.leafCount.leadingZeroBitCount)
    let values = Double(targets.count) * Double(tuner.foldCount - 1) * Double(features.featureCount)
    return values * levels * Double(wish.treeCount) / 3
  }

  /// The best ones with many small steps, as they are and with draws.
  private func finalists(_ trials: [BoostingTuner.Trial]) -> [HistogramBoosting] {
    var found: [HistogramBoosting] = []
    for trial in ranked(trials).prefix(3) {
      for draws in [false, true] {
        let wish = slow(trial.wish, draws: draws)
        if !found.contains(wish) { found.append(wish) }
      }
    }
    return found
  }

  /// Small trees and large ones, with and without draws; those that are most often good come first.
  private func coarse() -> [HistogramBoosting] {
    let sizes = [
      (8, 1.0), (4, 0.6), (31, 1.0), (16, 1.0), (8, 0.6), (4, 1.0), (16, 0.6), (31, 0.6),
    ]
    return sizes.map { leaves, share in
      var wish = tuner.start
      wish.learningRate = 0.1
      wish.treeCount = 400
      wish.patience = 25
      wish.leafCount = leaves
      wish.featureShare = share
      wish.rowShare = share < 1 ? 0.8 : 1
      return wish
    }
  }

  /// One setting at a time is moved away from the best.
  private func neighbours(of best: BoostingTuner.Trial) -> [HistogramBoosting] {
    var base = best.wish
    base.treeCount = 400
    base.patience = 25
    let changes: [(inout HistogramBoosting) -> Void] = [
      { $0.leafCount = max(3, 3 * $0.leafCount / 4) }, { $0.leafCount = 3 * $0.leafCount / 2 },
      { $0.leastRows = 60 }, { $0.leastRows = 5 }, { $0.l2 = 5 },
      { $0.featureShare = max(0.3, $0.featureShare / 2) },
    ]
    return changes.map { change in
      var wish = base
      change(&wish)
      return wish
    }
  }

  private func slow(_ wish: HistogramBoosting, draws: Bool) -> HistogramBoosting {
    var wish = wish
    wish.learningRate = 0.03
    wish.treeCount = 1_500
    wish.patience = 80
    if draws { (wish.featureShare, wish.rowShare) = (0.6, 0.8) }
    return wish
  }

  /// The trials of some candidates; all their folds side by side.
  private func tried(
    _ wishes: [HistogramBoosting], _ run: Run, from: Double
  ) throws -> [BoostingTuner.Trial] {
    let count = tuner.foldCount
    guard !wishes.isEmpty else { return [] }
    if let progress {
      run.report(
        progress.lowerBound + from * (progress.upperBound - progress.lowerBound),
        Phrase(en: "trying \(wishes.count) settings", zh: "正在尝试\(wishes.count)组设置"))
    }
    let curves = try Parallel.map(count: wishes.count * count, chunk: 1) { part in
      let (place, fold) = part.lowerBound.quotientAndRemainder(dividingBy: count)
      return try wishes[place].fit(
        features, targets: targets, weights: weights,
        validation: targets.indices.filter { folds[$0] == fold }, progress: nil, run
      ).validationLosses
    }
    return wishes.indices.map { place in
      trial(wishes[place], Array(curves[place * count..<(place + 1) * count]))
    }
  }

  private func trial(
    _ wish: HistogramBoosting, _ curves: [[Double]]
  ) -> BoostingTuner.Trial {
    let length = curves.map(\.count).min() ?? 0
    let means = (0..<length).map { round in
      curves.reduce(0) { $0 + $1[round] } / Double(curves.count)
    }
    let best = means.indices.min { means[$0] < means[$1] } ?? 0
    var found = wish
    found.treeCount = best + 1
    found.patience = nil
    return BoostingTuner.Trial(wish: found, loss: means.isEmpty ? .infinity : means[best])
  }
}
