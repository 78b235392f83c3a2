/// The intercepts of a logistic model that are best beside its weights.
///
/// While rows take their turns an intercept, which every row moves, is restless; afterwards the
/// scores are known and a handful of numbers is sought alone: the mean cross-entropy is least.
import Numerics
import Support

struct BestIntercepts: Sendable {
  /// Row after row, without intercepts.
  let scores: [Double]
  let labels: [Int]
  /// Scores per row: 1 for two classes, else one per class.
  let width: Int

  func found(from start: [Double], _ run: Run) throws -> [Double] {
    var search = LBFGS()
    search.gradientTolerance = 1e-10
    search.maxIterations = 100
    return try search.minimize(from: start) { point in
      let parts = try Parallel.map(count: labels.count, chunk: 4_096) { range in
        try run.checkpoint()
        return width == 1 ? one(range, point[0]) : all(range, point)
      }
      var total = [Double](repeating: 0, count: width + 1)
      for part in parts {
        for k in total.indices { total[k] += part[k] / Double(labels.count) }
      }
      return (total[width], Array(total[..<width]))
    }.point
  }

  /// Sums over some rows: how much chance is too much, and the cross-entropy.
  private func one(_ range: Range<Int>, _ intercept: Double) -> [Double] {
    var (excess, loss) = (0.0, 0.0)
    for row in range {
      let score = scores[row] + intercept
      loss += Math.softplus(labels[row] == 1 ? -score : score)
      excess += Math.sigmoid(score) - Double(labels[row])
    }
    return [excess, loss]
  }

  /// The same for each class.
  private func all(_ range: Range<Int>, _ intercepts: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: width + 1)
    var own = [Double](repeating: 0, count: width)
    for row in range {
      for k in 0..<width { own[k] = scores[row * width + k] + intercepts[k] }
      let score = own[labels[row]]
      sums[width] += Scores.softmax(&own) - score
      for k in 0..<width { sums[k] += own[k] }
      sums[labels[row]] -= 1
    }
    return sums
  }
}
