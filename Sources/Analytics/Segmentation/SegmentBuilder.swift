/// From groups of customers to described segments: means, differences, examples, order.
import Numerics
import Support

/// What a group can be described by.
struct SegmentFacts: Sendable {
  /// The members' values in rising order, one array per feature.
  let sorted: [[Double]]
  /// Mean of the group less the mean of all, in standard deviations of all.
  let versusAll: [Double]
  /// Means of all customers.
  let means: [Double]

  /// From where to where four fifths of the members lie, in words.
  func span(_ feature: Int) -> Phrase {
    let sorted = sorted[feature]
    guard let last = sorted.indices.last else { return Phrase(verbatim: "-") }
    let low = Words.short(sorted[Int(Double(last) * 0.1)])
    let high = Words.short(sorted[Int((Double(last) * 0.9).rounded(.up))])
    return low == high
      ? Phrase(verbatim: low) : Phrase(en: "\(low) to \(high)", zh: "\(low) 至 \(high)")
  }
}

struct SegmentBuilder: Sendable {
  let features: [String]
  /// One array per feature, in original units.
  let values: [[Double]]
  let revenue: [Double]?
  private let overall: [Moments]

  init(features: [String], values: [[Double]], revenue: [Double]?) {
    self.features = features
    self.values = values
    self.revenue = revenue
    overall = values.map { Moments(of: $0) }
  }

  /// Segments by falling revenue (else size), and the new place of each customer.
  func build(
    labels: [Int], groupCount: Int,
    describe: @Sendable (_ group: Int, _ facts: SegmentFacts) -> NamedSegment
  ) throws -> (segments: [Segmentation.Segment], places: [Int]) {
    var members = [[Int]](repeating: [], count: groupCount)
    for (customer, label) in labels.enumerated() { members[label].append(customer) }
    let live = (0..<groupCount).filter { !members[$0].isEmpty }
    let rows = members
    let described = try Parallel.map(count: live.count, chunk: 1) { range in
      let group = live[range.lowerBound]
      return segment(rows[group]) { describe(group, $0) }
    }
    let order = described.indices.sorted { left, right in
      let (a, b) = (described[left], described[right])
      return (-(a.revenue ?? 0), -a.size, live[left]) < (-(b.revenue ?? 0), -b.size, live[right])
    }
    var placeOfGroup = [Int](repeating: 0, count: groupCount)
    for (place, index) in order.enumerated() { placeOfGroup[live[index]] = place }
    return (order.map { described[$0] }, labels.map { placeOfGroup[$0] })
  }

  private func segment(
    _ members: [Int], _ describe: (SegmentFacts) -> NamedSegment
  ) -> Segmentation.Segment {
    let columns = values.map { column in members.map { column[$0] } }
    let means = columns.map { $0.pairwiseSum / Double(members.count) }
    let versusAll = means.indices.map { index -> Double in
      let spread = overall[index].variance.squareRoot()
      return spread > 0 ? (means[index] - overall[index].mean) / spread : 0
    }
    let sorted = columns.map { $0.ascending() }
    let words = describe(
      SegmentFacts(sorted: sorted, versusAll: versusAll, means: overall.map(\.mean)))
    return Segmentation.Segment(
      name: words.name, size: members.count,
      revenue: revenue.map { money in members.map { money[$0] }.pairwiseSum },
      rule: words.rule, action: words.action, means: means,
      medians: sorted.map { Quantile.of(sorted: $0, 0.5) }, versusAll: versusAll,
      examples: examples(members, means))
  }

  /// The three customers nearest to the mean, in standard deviations.
  private func examples(_ members: [Int], _ means: [Double]) -> [Int] {
    let candidates = members.prefix(2_000)
    let distances = candidates.map { customer in
      values.indices.reduce(0.0) { sum, index in
        let spread = max(1e-300, overall[index].variance.squareRoot())
        let d = (values[index][customer] - means[index]) / spread
        return sum + d * d
      }
    }
    return distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      .prefix(3).map { candidates[$0] }
  }
}
