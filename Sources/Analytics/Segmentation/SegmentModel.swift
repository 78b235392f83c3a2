/// Groups kept for later: what is needed to say of other customers which of them they belong to.
///
/// Ids of groups are those of the answer in which they were made. A group that nobody was in then
/// comes after the others.
import Learning
import Numerics
package import Support
import Tables

package struct SegmentModel: Sendable {
  package struct Group: Sendable {
    package let name: Phrase
    package let rule: Phrase
    package let action: Phrase
    /// Its share of the customers it was made of.
    package let share: Double
  }

  package let method: SegmentOptions.Method
  package let features: [String]
  package let groups: [Group]
  package let grade: Grade
  package let customerCount: Int
  /// The lowest and highest value of each feature among those customers.
  let ranges: [ClosedRange<Double>]
  let rule: SegmentModelRule

  /// Memory that it takes, about: core points, where there are any, outweigh all else.
  package var memoryBytes: Int {
    guard case .clusters(let rule) = rule, case .cores(let points, let labels, _) = rule.shape
    else { return 16_384 }
    return points.values.count * 8 + labels.count * 8
  }

  /// - Parameters:
  ///   - names: all groups there can be; nil for one that is never empty.
  ///   - labels: the place in `names` of each customer.
  init(
    _ result: Segmentation, names: [NamedSegment?], labels: [Int],
    rule: (_ placeOfGroup: [Int]) -> SegmentModelRule
  ) {
    method = result.method
    features = result.features
    grade = result.grade
    customerCount = result.ids.count
    ranges = result.values.map { ($0.min() ?? 0)...($0.max() ?? 0) }
    var places = [Int](repeating: -1, count: names.count)
    for (customer, label) in labels.enumerated() where label >= 0 {
      places[label] = result.segmentOfCustomer[customer]
    }
    var groups = result.segments.map { segment in
      Group(
        name: segment.name, rule: segment.rule, action: segment.action,
        share: result.share(of: segment))
    }
    for (group, words) in names.enumerated() where places[group] < 0 {
      guard let words else { continue }
      places[group] = groups.count
      groups.append(Group(name: words.name, rule: words.rule, action: words.action, share: 0))
    }
    self.groups = groups
    self.rule = rule(places)
  }
}

/// How the group of a customer is found.
enum SegmentModelRule: Sendable {
  case scores(ScoreRule)
  case clusters(ClusterRule)
  /// The least money of each class, falling, and the places of the classes.
  case money([Double], places: [Int])
}

/// Groups by scores for recency, frequency and money.
struct ScoreRule: Sendable {
  let isEight: Bool
  let recency: [Double]
  let frequency: [Double]
  let monetary: [Double]?
  /// What is good of recency, frequency and money in the eight groups.
  let middles: [Double]
  let places: [Int]

  func places(_ rfm: RFMTable) -> [Int] {
    let labels =
      isEight
      ? Segmentation.eightLabels(rfm, middles)
      : Segmentation.elevenLabels(
        RFMScore(rfm.recency, bins: 5, isReversed: true, cuts: recency),
        RFMScore(rfm.frequency, bins: 5, isReversed: false, cuts: frequency),
        rfm.monetary.flatMap { money in
          monetary.map { RFMScore(money, bins: 5, isReversed: false, cuts: $0) }
        })
    return labels.map { places[$0] }
  }
}

/// Groups that were found among points.
struct ClusterRule: Sendable {
  enum Shape: Sendable {
    case centres(Matrix)
    case mixture(GaussianMixtureModel)
    /// Core points with their groups, and the radius within which a customer belongs to one.
    case cores(Matrix, labels: [Int], radius: Double)
    case prototypes(KPrototypesModel, [CategoryColumn])
  }

  let scale: FeatureScale
  /// What stands in for a missing value of each feature.
  let medians: [Double]
  /// Whether features are made of orders.
  let isOfOrders: Bool
  let shape: Shape
  let places: [Int]
}
