/// Whether groups come back: how far two bootstrap samples agree on all customers (adjusted Rand
/// index; Ben-Hur, Elisseeff, Guyon 2002).
import Learning
import Numerics
import Support

enum ClusterStability {
  /// The mean agreement of groups made from two samples with replacement, on all points.
  static func of(
    _ points: Matrix, _ k: Int, resamples: Int, seed: UInt64, _ run: Run
  ) throws -> Double {
    let scores = try Parallel.map(count: resamples, chunk: 1) { range -> Double in
      var random = SeededRandom(seed: seed, stream: 2_000 + range.lowerBound)
      let pair = try (0..<2).map { _ -> [Int] in
        let rows = (0..<points.rowCount).map { _ in random.below(points.rowCount) }
        return try fit(points.rows(rows), k, seed: seed, run).labels(points)
      }
      return try Agreement(truth: pair[0], found: pair[1], run).adjustedRand
    }
    return scores.pairwiseSum / Double(resamples)
  }

  /// Groups that are only compared.
  static func fit(
    _ points: Matrix, _ k: Int, seed: UInt64, _ run: Run
  ) throws -> KMeansModel {
    var wish = KMeans(clusterCount: min(k, points.distinctRowCount(upTo: k)))
    wish.restarts = 3
    wish.triesSwaps = false
    wish.seed = seed
    return try wish.fit(points, run)
  }
}
