/// The search for settings: the same every time, never worse than what it began with.
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct TunerTests {
  private func sample(_ count: Int, seed: UInt64) throws -> (BinnedFeatures, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: 5, values: (0..<count * 5).map { _ in random.normal() })
    let y = (0..<count).map { row -> Double in
      random.unit() < Math.sigmoid(x[row, 0] + x[row, 1] - 0.5) ? 1 : 0
    }
    return (try BinnedFeatures(TreeFeatures(x), Run()), y)
  }

  @Test func `the same data give the same search and the same model`() throws {
    let (bins, y) = try sample(400, seed: 1)
    let tuner = BoostingTuner()
    let first = try tuner.search(bins, targets: y, Run())
    #expect(try tuner.search(bins, targets: y, Run()) == first)
    #expect(first.count > 8)
    #expect(zip(first, first.dropFirst()).allSatisfy { $0.loss <= $1.loss })
    let best = try #require(first.first)
    let model = try tuner.fit(best, bins, targets: y, Run())
    #expect(try tuner.fit(best, bins, targets: y, Run()) == model)
  }

  @Test func `where effects simply add up, small trees are chosen`() throws {
    let (bins, y) = try sample(2_000, seed: 2)
    let best = try #require(BoostingTuner().search(bins, targets: y, Run()).first)
    #expect(best.wish.leafCount <= 6)
    let plain = HistogramBoosting()
    let folds = (0..<4).map { fold in (0..<2_000).filter { $0 % 4 == fold } }
    let losses = try folds.map { fold in
      try plain.fit(bins, targets: y, validation: fold, Run()).validationLosses.last ?? 0
    }
    #expect(best.loss < losses.reduce(0, +) / 4)
  }

  @Test func `the loss of a trial is that of rows it has not seen`() throws {
    let (bins, y) = try sample(600, seed: 3)
    let best = try #require(BoostingTuner().search(bins, targets: y, Run()).first)
    let folds = Split.stratifiedFolds(y, folds: 4)
    let losses = try (0..<4).map { fold in
      let watched = (0..<600).filter { folds[$0] == fold }
      return try best.wish.fit(bins, targets: y, validation: watched, Run()).validationLosses
        .last ?? 0
    }
    #expect(abs(losses.reduce(0, +) / 4 - best.loss) < 1e-12)
  }

  @Test func `folds can be given, so that rows of one group stay together`() throws {
    // Every label stands in ten rows; only folds by group show that nothing can be learned.
    var random = SeededRandom(seed: 4)
    let groups = (0..<60).map { _ in (random.normal(), random.unit() < 0.5 ? 1.0 : 0) }
    let x = Matrix(rows: (0..<600).map { [groups[$0 / 10].0] })
    let y = (0..<600).map { groups[$0 / 10].1 }
    let bins = try BinnedFeatures(TreeFeatures(x), Run())
    let blind = try #require(BoostingTuner().search(bins, targets: y, Run()).first)
    let honest = try #require(
      BoostingTuner().search(bins, targets: y, folds: (0..<600).map { $0 / 10 % 4 }, Run()).first)
    #expect(blind.loss < 0.3)
    #expect(honest.loss > 0.6)
  }

  @Test func `little work means fewer trials, and the first is always tried`() throws {
    let (bins, y) = try sample(400, seed: 5)
    var tuner = BoostingTuner()
    let many = try tuner.search(bins, targets: y, Run()).count
    tuner.work = 1
    #expect(try tuner.search(bins, targets: y, Run()).count == 1)
    tuner.work = 2e7
    let some = try tuner.search(bins, targets: y, Run()).count
    #expect(1 < some && some < many)
  }

  @Test func `of many rows the search takes some, the model all`() throws {
    let (bins, y) = try sample(3_000, seed: 8)
    var tuner = BoostingTuner()
    tuner.rowLimit = 1_000
    let best = try #require(tuner.search(bins, targets: y, Run()).first)
    let third = (0..<1_000).map { $0 * 3 }
    let other = try BoostingTuner().search(
      bins.rows(third, Run()), targets: third.map { y[$0] }, Run())
    #expect(other.first == best)
    #expect(try BoostingTuner().search(bins, targets: y, rows: third, Run()).first == best)
    let model = try tuner.fit(best, bins, targets: y, Run())
    #expect(model.trees.roots.allSatisfy { model.trees.covers[$0] > 2_000 })
    tuner.rowLimit = 7
    #expect(throws: FitError.badSetting(name: "rowLimit")) {
      try tuner.search(bins, targets: y, Run())
    }
  }

  @Test func `too few rows, one class and strange folds are refused`() throws {
    let (bins, y) = try sample(40, seed: 6)
    #expect(throws: FitError.tooFewRows(have: 7, need: 8)) {
      try BoostingTuner().search(bins, targets: y, rows: Array(0..<7), Run())
    }
    #expect(throws: FitError.singleClass) {
      try BoostingTuner().search(bins, targets: y.map { _ in 1 }, Run())
    }
    var tuner = BoostingTuner()
    tuner.foldCount = 1
    #expect(throws: FitError.badSetting(name: "foldCount")) {
      try tuner.search(bins, targets: y, Run())
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try BoostingTuner().search(bins, targets: y, run) }
  }

  /// `tuned.json`: LightGBM 4.7.0 after a search over 64 settings (22 on large sets).
  @Test(
    .enabled(if: Repository.hasShared, "needs the data sets beside the repository"),
    arguments: ["telco", "bank_churn"])
  func `after the search boosting is as good as LightGBM after its own`(name: String) throws {
    var (auc, logLoss) = (0.0, 0.0)
    for remainder in 0..<5 {
      let set = try ChurnSet.oneHot(name, remainder: remainder)
      let bins = try BinnedFeatures(set.trainFeatures, Run())
      let tuner = BoostingTuner()
      let best = try #require(tuner.search(bins, targets: set.trainLabels, Run()).first)
      let model = try tuner.fit(best, bins, targets: set.trainLabels, Run())
      let metrics = set.metrics(try model.predictions(set.testFeatures, Run()))
      auc += try #require(metrics.rocAuc) / 5
      logLoss += metrics.logLoss / 5
    }
    let peers = try Repository.reference("churn.json")
    let place = "results.\(name).rotations.lightgbm_tuned"
    #expect(auc >= (number(peers, "\(place).mean_auc") ?? 1) - 0.002)
    #expect(logLoss <= (number(peers, "\(place).mean_log_loss") ?? 0) * 1.01)
  }
}
