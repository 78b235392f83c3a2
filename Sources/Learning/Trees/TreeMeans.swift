/// A fitted tree, or a forest: what rows are told is the mean target of those like them.
import Numerics
package import Support

package struct TreeMeans: Sendable, Equatable {
  package let trees: TreeEnsemble
  /// The least and the largest target; no mean lies outside.
  package let range: ClosedRange<Double>
  /// For each training row, in the order they were given, the mean of the trees that have not seen
  /// it; nil where every tree has. Empty for a single tree.
  package let outOfBag: [Double?]

  package var importances: [FeatureImportance] { trees.importances }

  /// Chances of a 1, or means.
  package func predictions(_ features: TreeFeatures, _ run: Run) throws -> [Double] {
    var means = try trees.scores(features, start: [0], run)
    // A sum of many shares may be off by a rounding.
    for row in means.indices {
      means[row] = min(range.upperBound, max(range.lowerBound, means[row]))
    }
    return means
  }

  /// Contributions to what rows are told.
  ///
  /// - Parameter rows: the rows that are wanted; nil for all.
  package func explanation(
    _ features: TreeFeatures, rows: [Int]? = nil, _ run: Run
  ) throws -> TreeExplanation {
    let wanted = rows.map(features.rows) ?? features
    var values = [Double](repeating: 0, count: wanted.rowCount * trees.featureCount)
    try trees.addContributions(wanted, into: &values, run)
    return TreeExplanation(
      base: trees.base(),
      contributions: Matrix(
        rowCount: wanted.rowCount, columnCount: trees.featureCount, values: values))
  }
}
