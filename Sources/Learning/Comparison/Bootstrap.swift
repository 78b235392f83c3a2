/// Intervals of any figure by drawing the rows again.
package import Support
import Numerics

package enum Bootstrap {
  /// The bounds between which the figure lies in that share of samples drawn with replacement
  /// (Efron 1979, percentiles). A sample for which there is no figure is left out.
  /// - Parameters:
  ///   - rowCount: how many rows there are to draw from.
  ///   - figure: of the rows drawn, the same row perhaps more than once.
  /// - Returns: nil when fewer than half of the samples have a figure.
  package static func interval(
    rowCount: Int, samples: Int, confidence: Double = 0.95, seed: UInt64, _ run: Run,
    _ figure: @Sendable ([Int]) throws -> Double?
  ) throws -> (lower: Double, upper: Double)? {
    guard rowCount > 0, samples > 0 else { return nil }
    let figures = try Parallel.map(count: samples, chunk: 1) { range -> Double? in
      try run.checkpoint()
      // A stream of its own for each sample: any number of threads draws the same.
      var random = SeededRandom(seed: seed, stream: range.lowerBound)
      let drawn = (0..<rowCount).map { _ in random.below(rowCount) }
      return try figure(drawn).flatMap { $0.isFinite ? $0 : nil }
    }
    let known = figures.compactMap { $0 }.ascending()
    guard known.count * 2 >= samples else { return nil }
    return (
      Quantile.of(sorted: known, (1 - confidence) / 2),
      Quantile.of(sorted: known, (1 + confidence) / 2)
    )
  }
}

/// Whether one of two models is right more often, on the rows where only one of them is
/// (McNemar 1947), by the exact binomial distribution.
package struct McNemar: Sendable, Equatable {
  package let onlyFirst: Int
  package let onlySecond: Int
  package let pValue: Double

  package init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let (few, total) = (min(onlyFirst, onlySecond), onlyFirst + onlySecond)
    guard total > 0 else {
      pValue = 1
      return
    }
    // At most `few` of so many tosses of a coin.
    let tail = StudentT.incompleteBeta(0.5, Double(total - few), Double(few + 1))
    pValue = min(1, 2 * tail)
  }

  /// - Parameters: whether each model is right on each row.
  package init(_ first: [Bool], _ second: [Bool]) {
    var counts = (0, 0)
    for (own, other) in zip(first, second) where own != other {
      if own { counts.0 += 1 } else { counts.1 += 1 }
    }
    self.init(onlyFirst: counts.0, onlySecond: counts.1)
  }
}
