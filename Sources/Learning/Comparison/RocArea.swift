/// The area under a ROC curve with its uncertainty, alone and against another's on the same rows.
///
/// DeLong, DeLong, Clarke-Pearson 1988 by ranks (Sun and Xu 2014): for each row the share of the
/// rows of the other label that it is on the right side of; these shares vary as the area does.
import Numerics
package import Support

package struct RocArea: Sendable, Equatable {
  package let area: Double
  package let variance: Double
  package let positives: Int
  package let negatives: Int
  /// For each positive the share of negatives below it, a tie one half.
  private let above: [Double]
  /// For each negative the share of positives above it.
  private let below: [Double]

  /// Nil with one label only.
  /// - Parameter labels: 0 or 1.
  package init?(labels: [Double], scores: [Double]) {
    try? self.init(labels: labels, scores: scores, Run())
  }

  /// The same for many rows: the run may end it between the sorts.
  package init?(labels: [Double], scores: [Double], _ run: Run) throws {
    let ones = labels.indices.filter { labels[$0] == 1 }
    let zeros = labels.indices.filter { labels[$0] != 1 }
    guard !ones.isEmpty, !zeros.isEmpty, labels.count == scores.count,
      scores.allSatisfy({ !$0.isNaN })
    else { return nil }
    let ranks = Correlation.midRanks(scores)
    try run.checkpoint()
    let own = Correlation.midRanks(ones.map { scores[$0] })
    try run.checkpoint()
    let others = Correlation.midRanks(zeros.map { scores[$0] })
    let (m, n) = (Double(ones.count), Double(zeros.count))
    above = ones.enumerated().map { (ranks[$1] - own[$0]) / n }
    below = zeros.enumerated().map { 1 - (ranks[$1] - others[$0]) / m }
    area = above.pairwiseSum / m
    positives = ones.count
    negatives = zeros.count
    variance = Self.variance(above) / m + Self.variance(below) / n
  }

  /// Of a sample, divided by the count less one; 0 for one value.
  private static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    return Moments(of: values).variance * Double(values.count) / Double(values.count - 1)
  }

  /// On the scale of log-odds, so that the bounds stay inside 0 to 1. Where the labels are parted
  /// without exception the bounds are those of half a pair the wrong way round (Hanley and McNeil
  /// 1982).
  package func interval(confidence: Double = 0.95) -> Bounded {
    let (m, n) = (Double(positives), Double(negatives))
    let nearest = 0.5 / (m * n)
    let inside = min(1 - nearest, max(nearest, area))
    var spread = variance
    if spread <= 0 {
      let (first, second) = (inside / (2 - inside), 2 * inside * inside / (1 + inside))
      let square = inside * inside
      let sums = (m - 1) * (first - square) + (n - 1) * (second - square)
      spread = (inside * (1 - inside) + sums) / (m * n)
    }
    let z = Special.normalQuantile((1 + confidence) / 2)
    let reach = z * spread.squareRoot() / (inside * (1 - inside))
    let middle = Math.logit(inside)
    return Bounded(
      area, lower: min(area, Math.sigmoid(middle - reach)),
      upper: max(area, Math.sigmoid(middle + reach)))
  }

  /// How much larger this area is than another over the same rows; nil over others.
  package func difference(from other: RocArea, confidence: Double = 0.95) -> PairedDifference? {
    guard positives == other.positives, negatives == other.negatives else { return nil }
    let ones = zip(above, other.above).map { $0 - $1 }
    let zeros = zip(below, other.below).map { $0 - $1 }
    let spread =
      Self.variance(ones) / Double(positives) + Self.variance(zeros) / Double(negatives)
    return PairedDifference(
      area - other.area, standardError: spread.squareRoot(), degrees: .infinity,
      confidence: confidence)
  }
}

/// What two models differ by on the same rows.
package struct PairedDifference: Sendable, Equatable {
  package let difference: Double
  package let standardError: Double
  package let lower: Double
  package let upper: Double
  /// How often chance alone goes as far from 0.
  package let pValue: Double

  init(_ difference: Double, standardError: Double, degrees: Double, confidence: Double) {
    self.difference = difference
    self.standardError = standardError
    let quantile =
      degrees.isFinite
      ? StudentT.quantile((1 + confidence) / 2, degrees: max(1, degrees))
      : Special.normalQuantile((1 + confidence) / 2)
    lower = difference - quantile * standardError
    upper = difference + quantile * standardError
    guard standardError > 0 else {
      pValue = difference == 0 ? 1 : 0
      return
    }
    let t = abs(difference / standardError)
    pValue =
      degrees.isFinite
      ? min(1, 2 * StudentT.below(-t, degrees: max(1, degrees))) : Special.normalBeyond(t)
  }

  /// The mean of one number for each row less that of another, such as of log-losses. For a mean
  /// the jackknife's error is the standard error of the differences.
  /// - Returns: nil for fewer than two rows.
  package static func ofMeans(
    _ first: [Double], _ second: [Double], confidence: Double = 0.95
  ) -> PairedDifference? {
    guard first.count == second.count, first.count > 1 else { return nil }
    let moments = Moments(of: zip(first, second).map { $0 - $1 })
    let degrees = Double(first.count - 1)
    return PairedDifference(
      moments.mean, standardError: (moments.variance / degrees).squareRoot(), degrees: degrees,
      confidence: confidence)
  }
}
