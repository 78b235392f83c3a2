/// Fitted boosted trees.
import Numerics
package import Support

package struct BoostedTrees: Sendable, Equatable {
  package let objective: BoostingObjective
  /// The scores of a row before there are trees, one an output.
  package let firstScores: [Double]
  package internal(set) var trees: TreeEnsemble
  /// The loss of the validation rows after each round.
  package let validationLosses: [Double]

  package var roundCount: Int { trees.treeCount / firstScores.count }
  package var importances: [FeatureImportance] { trees.importances }

  /// The same with the first rounds only.
  package func rounds(_ count: Int) -> BoostedTrees {
    var shorter = self
    shorter.trees.truncate(toTrees: max(0, count) * firstScores.count)
    return shorter
  }

  /// Scores of rows, output after output in each: log-odds, means, or a score for each class.
  package func scores(_ features: TreeFeatures, _ run: Run) throws -> [Double] {
    try trees.scores(features, start: firstScores, run)
  }

  /// What the scores mean: the chance of a 1, the mean, or the chance of each class of each row.
  package func predictions(_ features: TreeFeatures, _ run: Run) throws -> [Double] {
    let scores = try scores(features, run)
    switch objective {
    case .squaredError: return scores
    case .logLoss:
      return try Parallel.fill(count: scores.count, chunk: 1 << 14, initial: 0.0) { range, part in
        try run.checkpoint()
        for index in range { part[index - range.lowerBound] = Math.sigmoid(scores[index]) }
      }
    case .softmax(let count):
      var shares = scores
      for start in stride(from: 0, to: shares.count, by: count) {
        if start & 0xffff < count { try run.checkpoint() }
        let most = shares[start..<start + count].max() ?? 0
        for place in start..<start + count { shares[place] = Math.exp(shares[place] - most) }
        let sum = shares[start..<start + count].reduce(0, +)
        for place in start..<start + count { shares[place] /= sum }
      }
      return shares
    }
  }

  /// Models whose scores are averaged, as of several seeds or folds.
  ///
  /// - Precondition: all are of one objective over the same features, and there is one at least.
  package static func average(_ models: [BoostedTrees]) -> BoostedTrees {
    precondition(!models.isEmpty, "there is a model to average")
    let share = 1 / Double(models.count)
    var trees = models[0].trees
    trees.values = trees.values.map { $0 * share }
    for model in models.dropFirst() { trees.append(model.trees, share: share) }
    let first = models[0].firstScores.indices.map { place in
      models.reduce(0) { $0 + $1.firstScores[place] } * share
    }
    return BoostedTrees(
      objective: models[0].objective, firstScores: first, trees: trees, validationLosses: [])
  }
}
