/// The ridge penalty that predicts best on held-out folds.
package import Numerics
package import Support

package enum RidgePath {
  /// Penalties tried, from strong to weak, in units of the objective's log-loss.
  package static let grid = [100.0, 30, 10, 3, 1, 0.3, 0.1]

  package struct Choice: Sendable {
    package let l2: Double
    /// Mean held-out log-loss for each penalty of the grid.
    package let curve: [(l2: Double, logLoss: Double)]
  }

  /// Folds are row index modulo `folds`, by turns within each class, so every fold has both.
  package static func choose(
    _ features: Matrix, labels: [Double], folds: Int = 5, _ run: Run
  ) throws -> Choice {
    let assignment = Split.stratifiedFolds(labels, folds: folds)
    let lost = try Parallel.map(count: folds, chunk: 1) { range in
      try losses(fold: range.lowerBound, assignment, features, labels, run)
    }
    var curve: [(l2: Double, logLoss: Double)] = []
    for (index, l2) in grid.enumerated() {
      let total = lost.reduce(0.0) { $0 + $1[index] }
      curve.append((l2, total / Double(labels.count)))
    }
    let best = curve.min { ($0.logLoss, -$0.l2) < ($1.logLoss, -$1.l2) }
    return Choice(l2: best?.l2 ?? 1, curve: curve)
  }

  /// Summed log-loss on one fold, for each penalty; each fit begins where the last one ended.
  private static func losses(
    fold: Int, _ assignment: [Int], _ features: Matrix, _ labels: [Double], _ run: Run
  ) throws -> [Double] {
    let train = assignment.indices.filter { assignment[$0] != fold }
    let test = assignment.indices.filter { assignment[$0] == fold }
    let (x, y) = (features.rows(train), train.map { labels[$0] })
    let (xTest, yTest) = (features.rows(test), test.map { labels[$0] })
    guard Set(y).count == 2 else { return grid.map { _ in 0 } }
    var start: [Double]?
    return try grid.map { l2 in
      var spec = LogisticRegression(l2: l2)
      spec.tolerance = 1e-6
      let model = try spec.fit(x, labels: y, from: start, run)
      start = [model.intercept] + model.coefficients
      return zip(model.logOdds(xTest), yTest).reduce(0.0) { total, pair in
        total + Math.softplus(pair.0) - pair.1 * pair.0
      }
    }
  }
}
