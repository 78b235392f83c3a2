/// Gradient boosting: trees one after another, each lowering the loss of those before it.
///
/// Friedman 2001; second-order steps after Chen and Guestrin 2016; histograms, leaf-wise growth and
/// categories after LightGBM (Ke and others 2017), whose defaults these are.
package import Support

package struct HistogramBoosting: Sendable, Equatable {
  package var objective = BoostingObjective.logLoss
  /// Rounds; each adds a tree for every output.
  package var treeCount = 100
  package var learningRate = 0.1
  package var leafCount = 31
  /// Levels below the root; nil for as many as there may be.
  package var maxDepth: Int?
  /// Rows of a leaf.
  package var leastRows = 20
  /// Curvature of a leaf: the weight of its rows, by how undecided they are.
  package var leastHessian = 1e-3
  package var l2 = 0.0
  package var leastGain = 0.0
  /// The share of the features that a tree may use.
  package var featureShare = 1.0
  /// The share of the rows that a tree is grown on.
  package var rowShare = 1.0
  /// For each feature 1 where more may only raise the score, -1 where it may only lower it, else 0.
  package var directions: [Int] = []
  package var categories = CategoryRule()
  /// Rounds without a better loss on the validation rows after which no tree is added; the trees
  /// after the best round are dropped. Nil keeps all.
  package var patience: Int?
  /// What rows of each class count, beside their own weights; empty for 1 each.
  package var classWeights: [Double] = []
  package var seed: UInt64 = 42

  package init() {}

  package init(objective: BoostingObjective) { self.objective = objective }

  /// - Parameters:
  ///   - targets: one a row; 0 or 1, or the class, where the objective wants that.
  ///   - weights: not negative; nil for 1 each.
  ///   - rows: those that train, ascending; nil for all but those of `validation`.
  ///   - validation: other rows, whose loss is written down after every round.
  ///   - progress: the part of the run's progress that this is; nil to say nothing.
  package func fit(
    _ features: BinnedFeatures, targets: [Double], weights: [Double]? = nil, rows: [Int]? = nil,
    validation: [Int] = [], progress: ClosedRange<Double>? = 0...1, _ run: Run
  ) throws -> BoostedTrees {
    try run.checkpoint()
    let rows = rows ?? Self.rest(of: features.rowCount, without: validation)
    try check(features, targets, weights, rows)
    var fit = BoostingFit(self, features, targets, weighed(targets, weights), rows, validation)
    return try fit.run(progress, run)
  }

  /// The weights of rows, times those of their classes.
  private func weighed(_ targets: [Double], _ weights: [Double]?) -> [Double]? {
    guard !classWeights.isEmpty else { return weights }
    return targets.indices.map { classWeights[Int(targets[$0])] * (weights?[$0] ?? 1) }
  }

  private static func rest(of count: Int, without left: [Int]) -> [Int] {
    guard !left.isEmpty else { return Array(0..<count) }
    var isLeft = [Bool](repeating: false, count: count)
    for row in left { isLeft[row] = true }
    return (0..<count).filter { !isLeft[$0] }
  }

  private func check(
    _ features: BinnedFeatures, _ targets: [Double], _ weights: [Double]?, _ rows: [Int]
  ) throws(FitError) {
    precondition(targets.count == features.rowCount, "a target a row")
    precondition(weights.map { $0.count == targets.count } ?? true, "a weight a row")
    try checkSettings(features)
    guard !rows.isEmpty else { throw .tooFewRows(have: 0, need: 1) }
    let leaves = min(leafCount, max(1, rows.count / leastRows))
    guard 2 * leaves * treeCount * objective.outputCount <= Limits.forestNodes else {
      throw .badSetting(name: "treeCount")
    }
    if let weights {
      let isUsed = rows.contains { weights[$0] > 0 }
      guard isUsed, weights.allSatisfy({ $0 >= 0 && $0 <= Limits.cellMagnitude }) else {
        throw .badSetting(name: "weights")
      }
    }
    switch objective {
    case .squaredError:
      guard targets.allSatisfy({ abs($0) <= Limits.cellMagnitude }) else { throw .tooLarge }
    case .logLoss: try checkClasses(targets, rows, 2)
    case .softmax(let count): try checkClasses(targets, rows, count)
    }
  }

  private func checkClasses(_ targets: [Double], _ rows: [Int], _ count: Int) throws(FitError) {
    let isClass = { (target: Double) in
      0 <= target && target < Double(count) && target == target.rounded()
    }
    guard targets.allSatisfy(isClass) else { throw .badSetting(name: "targets") }
    guard let first = rows.first, rows.contains(where: { targets[$0] != targets[first] }) else {
      throw .singleClass
    }
  }

  private func checkSettings(_ features: BinnedFeatures) throws(FitError) {
    let checks: [(String, Bool)] = [
      ("treeCount", 0 <= treeCount && treeCount <= Limits.trees),
      ("learningRate", learningRate > 0 && learningRate <= 1),
      ("leafCount", 2 <= leafCount && leafCount <= Limits.treeLeaves),
      ("maxDepth", maxDepth.map { 1 <= $0 && $0 <= Limits.treeDepth } ?? true),
      ("leastRows", leastRows >= 1),
      ("leastHessian", leastHessian >= 0 && leastHessian.isFinite),
      ("l2", l2 >= 0 && l2.isFinite),
      ("leastGain", leastGain >= 0 && leastGain.isFinite),
      ("featureShare", featureShare > 0 && featureShare <= 1),
      ("rowShare", rowShare > 0 && rowShare <= 1),
      ("directions", directions.isEmpty || directions.count == features.featureCount),
      ("classWeights", classWeights.isEmpty || isClassWeights),
      ("patience", patience.map { $0 >= 1 } ?? true),
      ("objective", objective.outputCount >= 1 && objective.outputCount <= Limits.treeClasses),
    ]
    if let bad = checks.first(where: { !$0.1 }) { throw .badSetting(name: bad.0) }
  }

  /// A positive weight for every class.
  private var isClassWeights: Bool {
    guard objective != .squaredError else { return false }
    let classes = max(2, objective.outputCount)
    return classWeights.count == classes
      && classWeights.allSatisfy { $0 > 0 && $0 <= Limits.cellMagnitude }
  }

  var growth: GrowthSettings {
    GrowthSettings(
      leafCount: leafCount, maxDepth: maxDepth ?? Limits.treeDepth, leastRows: leastRows,
      leastHessian: leastHessian,
      l2: l2, leastGain: leastGain, directions: directions, categories: categories)
  }
}

import Numerics
