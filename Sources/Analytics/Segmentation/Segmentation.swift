/// Customers in groups: what was asked, and what came out. Both methods give the same shape.
package import Learning
package import Support

/// What the caller wants; `nil` and `auto` are decided by the data.
package struct SegmentOptions: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case auto, rfm, rfm8, kmeans, kprototypes, gmm, hierarchical, dbscan, lifecycle, value, rules
  }
  package enum Scale: String, Sendable, CaseIterable { case standard, robust, minmax, none }
  package enum Metric: String, Sendable, CaseIterable { case euclidean, cosine }
  package enum Missing: String, Sendable, CaseIterable { case median, drop, error }
  package enum Scheme: String, Sendable, CaseIterable { case auto, en11, zh8, cn8mean }
  package enum Log: Sendable, Equatable { case auto, none, features([String]) }
  package enum Start: Sendable, Equatable { case plusPlus, random, centres([[Double]]) }

  package var method = Method.auto
  package var clusterCount: Int?
  package var features: [String]?
  package var scale = Scale.standard
  package var metric = Metric.euclidean
  package var log = Log.auto
  package var missing = Missing.median
  package var start = Start.plusPlus
  package var restarts = 10
  package var maxIterations = 300
  package var tolerance = 1e-4
  package var linkage = Hierarchical.Linkage.ward
  package var covariance = GaussianMixture.Covariance.full
  /// The radius and the least neighbours of DBSCAN.
  package var radius: Double?
  package var leastNeighbours: Int?
  /// A column of true groups to compare with; it is no feature.
  package var truthColumn: String?
  package var bins = 5
  package var cuts: RFMCuts?
  package var scheme = Scheme.auto
  /// Groups of the caller's own: of each customer the first that holds.
  package var rules: [SegmentRule] = []
  package var keepsTrace = false
  package var seed: UInt64 = 42
  package var asOf: Int32?

  package init() {}
}

/// A group of the caller's own.
package struct SegmentRule: Sendable {
  package let name: String
  package let filter: RowFilter

  package init(name: String, filter: RowFilter) {
    self.name = name
    self.filter = filter
  }
}

/// Cut points of the caller's own; nil for the quantiles of the data.
package struct RFMCuts: Sendable, Equatable {
  package var recency: [Double]?
  package var frequency: [Double]?
  package var monetary: [Double]?

  package init(
    recency: [Double]? = nil, frequency: [Double]? = nil, monetary: [Double]? = nil
  ) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }
}

package struct Segmentation: Sendable {
  package let method: SegmentOptions.Method
  /// Names of the features, in the order of profiles and centres.
  package let features: [String]
  /// Groups by falling share of revenue, or of customers where there is no money.
  package let segments: [Segment]
  package let ids: [String]
  /// The place in `segments` of each customer.
  package let segmentOfCustomer: [Int]
  /// The features of each customer, in original units: one array per feature.
  package let values: [[Double]]
  package let scores: Scores
  package let quality: Quality?
  package let trace: [KMeansModel.Step]
  package let definition: Phrase
  package let grade: Grade
  package let notices: [Notice]
  package let asOf: Int32?
  /// Random batches that k-means followed instead of looking at all rows each time; 0 for none.
  package var batches = 0
  /// The headers of the features in the file, where they are not their names.
  package var headers: [String]?
  /// What is needed to group others in the same way; nil where there is nothing to keep.
  package var model: SegmentModel?
  /// How far the groups agree with the labels of `truthColumn`.
  package var truth: Truth?

  package struct Segment: Sendable {
    package var name: Phrase
    package var size: Int
    package var revenue: Double?
    package var rule: Phrase
    package var action: Phrase
    /// Mean of each feature in its original unit.
    package var means: [Double]
    package var medians: [Double]
    /// Mean less the mean of all, in standard deviations of all.
    package var versusAll: [Double]
    /// Customers nearest to the middle of the group.
    package var examples: [Int]
  }

  /// What each customer was given beside the group.
  package enum Scores: Sendable {
    /// Scores for recency, frequency and (where there is money) monetary value.
    case rfm(recency: RFMScore, frequency: RFMScore, monetary: RFMScore?)
    /// The silhouette of each customer, where it was computed.
    case silhouettes([Double?]?)
    /// How surely each customer belongs to the group, 0 to 1.
    case shares([Double])
  }

  /// A number of groups that was tried.
  package struct CurvePoint: Sendable, Equatable {
    package let k: Int
    package let silhouette: Double
    package let inertia: Double
    package var stability: Double?

    /// What numbers of groups are chosen by.
    var score: Double { silhouette * max(0, stability ?? 1) }
  }

  package struct Quality: Sendable {
    package let figures: ClusterQuality
    package let inertia: Double
    package let kCurve: [CurvePoint]
    /// How far the groups of two bootstrap samples agree, 1 for wholly; of k-means only.
    package var stability: Double?
    /// Whether the pairwise figures come from a sample.
    package let isSampled: Bool
    package let rowCount: Int
  }

  package func share(of segment: Segment) -> Double {
    Double(segment.size) / Double(max(1, ids.count))
  }

  package var totalRevenue: Double? {
    let parts = segments.compactMap(\.revenue)
    return parts.count == segments.count ? parts.reduce(0, +) : nil
  }

  package func revenueShare(of segment: Segment) -> Double? {
    guard let revenue = segment.revenue, let total = totalRevenue, total > 0 else { return nil }
    return revenue / total
  }
}
