/// Trees as the laws see them.
import Learning
import Numerics
import Support

extension Subject {
  private static let rateAlone = [Law.constantColumns: "the rate alone is a model"]

  static let trees = [
    Subject(name: "HistogramBoosting", fit: boosting, exceptions: rateAlone),
    Subject(name: "RandomForest", fit: forest, exceptions: rateAlone),
    Subject(name: "DecisionTree", fit: decisionTree, exceptions: rateAlone),
  ]

  private static func boosting(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let labels = (0..<points.rowCount).map { row -> Double in
      points.row(row).reduce(0, +) > 40 ? 1 : 0
    }
    var wish = HistogramBoosting()
    wish.treeCount = 20
    wish.rowShare = 0.8
    wish.featureShare = 0.7
    wish.seed = seed
    let bins = try BinnedFeatures(TreeFeatures(points), run)
    let model = try wish.fit(bins, targets: labels, run)
    return Fitted(
      numbers: model.trees.values + model.trees.covers,
      says: { try model.predictions(TreeFeatures($0), Run()).map { [$0] } })
  }

  private static func forest(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    var wish = RandomForest()
    wish.treeCount = 12
    wish.seed = seed
    return try means(points, run) { try wish.fit($0, targets: $1, run) }
  }

  private static func decisionTree(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    var wish = DecisionTree()
    wish.alpha = 0.001
    return try means(points, run) { try wish.fit($0, targets: $1, run) }
  }

  private static func means(
    _ points: Matrix, _ run: Run, _ fit: (BinnedFeatures, [Double]) throws -> TreeMeans
  ) throws -> Fitted {
    let labels = (0..<points.rowCount).map { row -> Double in
      points.row(row).reduce(0, +) > 40 ? 1 : 0
    }
    let model = try fit(BinnedFeatures(TreeFeatures(points), run), labels)
    return Fitted(
      numbers: model.trees.values + model.trees.covers + model.outOfBag.map { $0 ?? -1 },
      says: { try model.predictions(TreeFeatures($0), Run()).map { [$0] } })
  }
}
