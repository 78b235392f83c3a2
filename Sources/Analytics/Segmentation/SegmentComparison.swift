/// What sets two groups of customers apart: differences of means with intervals, and how large they
/// are beside the spread within the groups.
///
/// Intervals of differences after Welch 1947; the effect is Hedges' g (Hedges 1981) with the usual
/// approximation of its standard error.
import Numerics
package import Support
import Tables

package struct SegmentComparison: Sendable {
  package struct Difference: Sendable, Equatable {
    package let feature: String
    package let meanA: Double
    package let meanB: Double
    /// Mean of a less mean of b, with its 95 % interval; nil of groups of one.
    package let interval: ClosedRange<Double>?
    /// In standard deviations within the groups; nil where there is no spread.
    package let effect: Double?
    package let effectInterval: ClosedRange<Double>?

    package var difference: Double { meanA - meanB }

    /// Whether the interval leaves zero out.
    package var isClear: Bool { interval.map { !$0.contains(0) } ?? false }
  }

  package struct Group: Sendable {
    /// The number of the group, from 1.
    package let id: Int
    package let name: Phrase
    package let size: Int
    package let revenueShare: Double?
  }

  package let a: Group
  package let b: Group
  /// The largest effect first.
  package let differences: [Difference]

  /// - Parameters:
  ///   - a, b: places of groups in the segmentation.
  package init(_ segmentation: Segmentation, _ a: Int, _ b: Int) {
    self.a = Self.group(segmentation, a)
    self.b = Self.group(segmentation, b)
    let places = segmentation.segmentOfCustomer
    let found = segmentation.features.indices.map { feature -> Difference in
      let values = segmentation.values[feature]
      func of(_ place: Int) -> [Double] {
        values.indices.filter { places[$0] == place }.map { values[$0] }
      }
      return Self.difference(segmentation.features[feature], of(a), of(b))
    }
    let order = found.indices.sorted { left, right in
      (-abs(found[left].effect ?? 0), left) < (-abs(found[right].effect ?? 0), right)
    }
    differences = order.map { found[$0] }
  }

  private static func group(_ segmentation: Segmentation, _ place: Int) -> Group {
    let segment = segmentation.segments[place]
    return Group(
      id: place + 1, name: segment.name, size: segment.size,
      revenueShare: segmentation.revenueShare(of: segment))
  }

  package static func difference(_ feature: String, _ a: [Double], _ b: [Double]) -> Difference {
    let (one, two) = (Moments(of: a), Moments(of: b))
    let (n, m) = (Double(a.count), Double(b.count))
    guard a.count > 1, b.count > 1 else {
      return Difference(
        feature: feature, meanA: one.mean, meanB: two.mean, interval: nil, effect: nil,
        effectInterval: nil)
    }
    // Variances of the sample.
    let (v, w) = (one.variance * n / (n - 1), two.variance * m / (m - 1))
    let gap = one.mean - two.mean
    let (partA, partB) = (v / n, w / m)
    let error = (partA + partB).squareRoot()
    let degrees =
      error > 0
      ? (partA + partB) * (partA + partB)
        / (partA * partA / (n - 1) + partB * partB / (m - 1)) : n + m - 2
    let reach = error > 0 ? StudentT.quantile(0.975, degrees: degrees) * error : 0
    let within = (((n - 1) * v + (m - 1) * w) / (n + m - 2)).squareRoot()
    guard within > 0 else {
      return Difference(
        feature: feature, meanA: one.mean, meanB: two.mean,
        interval: gap - reach...gap + reach, effect: nil, effectInterval: nil)
    }
    let effect = (1 - 3 / (4 * (n + m - 2) - 1)) * gap / within
    let spread = ((n + m) / (n * m) + effect * effect / (2 * (n + m))).squareRoot()
    let half = Special.normalQuantile(0.975) * spread
    return Difference(
      feature: feature, meanA: one.mean, meanB: two.mean, interval: gap - reach...gap + reach,
      effect: effect, effectInterval: effect - half...effect + half)
  }
}
