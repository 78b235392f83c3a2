/// Finds settings of boosted trees for the data at hand: a fixed list from coarse to fine.
///
/// Each candidate is fitted on all folds but one and watched on that one; its trees are as many as
/// are best for all folds together. First the size of the trees and draws of rows and features are
/// tried at a quick learning rate, then one setting at a time is moved away from the best, at last
/// the three best take many small steps, also with draws. What is tried depends on the number of
/// rows and features only, never on a clock, so the same data give the same model.
import Numerics
package import Support

package struct BoostingTuner: Sendable {
  /// What is not searched for: objective, directions, categories, l2, seed.
  package var start = HistogramBoosting()
  package var foldCount = 4
  /// Models over different seeds whose scores are averaged, where rows or features are drawn.
  package var modelCount = 5
  /// Rows that are looked at, taken evenly from all; the model is fitted on all of them.
  package var rowLimit = 60_000
  /// About how many visits of a value, over all fits: fewer candidates are tried when it is small.
  /// A core of today does some 5e9 a second.
  package var work = 5e10

  package init() {}

  /// What was tried, and how it did on the folds.
  package struct Trial: Sendable, Equatable {
    /// With the best number of trees.
    package let wish: HistogramBoosting
    /// The mean loss of rows that did not train.
    package let loss: Double

    package init(wish: HistogramBoosting, loss: Double) {
      self.wish = wish
      self.loss = loss
    }
  }

  /// - Parameters:
  ///   - rows: those that may be used; nil for all.
  ///   - folds: the fold of each row of the table, from 0 to below `foldCount`; nil for turns.
  ///   - progress: the part of the run's progress that this is; nil to say nothing.
  package func search(
    _ features: BinnedFeatures, targets: [Double], weights: [Double]? = nil, rows: [Int]? = nil,
    folds: [Int]? = nil, progress: ClosedRange<Double>? = 0...1, _ run: Run
  ) throws -> [Trial] {
    guard foldCount >= 2 else {
      throw FitError.badSetting(name: "foldCount")
    }
    guard rowLimit >= 2 * foldCount else { throw FitError.badSetting(name: "rowLimit") }
    let all = rows ?? Array(0..<features.rowCount)
    guard all.count >= 2 * foldCount else {
      throw FitError.tooFewRows(have: all.count, need: 2 * foldCount)
    }
    let used = min(all.count, rowLimit)
    let rows = (0..<used).map { all[$0 * all.count / used] }
    let own = rows.map { targets[$0] }
    // Without folds of the caller rows take turns, those of each class by themselves.
    let turns = Split.stratifiedFolds(
      start.objective == .squaredError ? own.map { _ in 0 } : own, folds: foldCount)
    let search = TuningSearch(
      tuner: self, features: used < features.rowCount ? try features.rows(rows, run) : features,
      targets: own, weights: weights.map { given in rows.map { given[$0] } },
      folds: folds.map { given in rows.map { given[$0] } } ?? turns, progress: progress)
    return try search.run(run)
  }

  /// The best of a search, fitted on all rows.
  package func fit(
    _ best: Trial, _ features: BinnedFeatures, targets: [Double], weights: [Double]? = nil,
    rows: [Int]? = nil, _ run: Run
  ) throws -> BoostedTrees {
    let isDrawn = best.wish.rowShare < 1 || best.wish.featureShare < 1
    let count = isDrawn ? max(1, modelCount) : 1
    let models = try Parallel.map(count: count, chunk: 1) { part in
      var wish = best.wish
      wish.seed = start.seed &+ UInt64(part.lowerBound)
      return try wish.fit(
        features, targets: targets, weights: weights, rows: rows, progress: nil, run)
    }
    return models.count == 1 ? models[0] : BoostedTrees.average(models)
  }
}
