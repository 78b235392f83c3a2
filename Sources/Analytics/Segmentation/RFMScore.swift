/// Scores from 1 (worst) to the number of bins (best), by cut points.
///
/// A score is 1 plus the number of cut points strictly below the value, so equal values always get
/// equal scores. Recency counts the other way round: fewer days are better.
import Numerics

package struct RFMScore: Sendable {
  /// Rising cut points, one fewer than bins.
  package let cuts: [Double]
  package let scores: [Int]
  package let isReversed: Bool

  package init(_ values: [Double], bins: Int, isReversed: Bool, cuts given: [Double]?) {
    self.isReversed = isReversed
    cuts = given ?? Self.quantiles(values, bins)
    let top = cuts.count + 1
    let edges = cuts
    scores = values.map { value in
      let rank = 1 + edges.reduce(0) { $0 + ($1 < value ? 1 : 0) }
      return isReversed ? top + 1 - rank : rank
    }
  }

  package var bins: Int { cuts.count + 1 }

  /// Scores that nobody has, because too many customers share one value.
  package var emptyScores: [Int] {
    let used = Set(scores)
    return (1...bins).filter { !used.contains($0) }
  }

  /// The score on a scale of five, whatever the number of bins.
  package func onFive(_ score: Int) -> Int {
    guard bins > 1 else { return 3 }
    return 1 + Int((Double(score - 1) * 4 / Double(bins - 1)).rounded())
  }

  private static func quantiles(_ values: [Double], _ bins: Int) -> [Double] {
    let sorted = values.ascending()
    return (1..<max(2, bins)).map { Quantile.of(sorted: sorted, Double($0) / Double(bins)) }
  }
}
