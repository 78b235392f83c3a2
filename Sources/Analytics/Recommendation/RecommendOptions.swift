/// What a caller of recommendations may wish for.
import Support

package struct RecommendOptions: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case auto, popularity, itemCosine, userCosine, tfidf, bm25, rp3beta, ease, als, bpr, pureSvd
    case graphFilter, rules, content, hybrid, svd, mfSgd
  }
  package enum Repeats: String, Sendable, CaseIterable { case auto, yes, no }
  /// Whether choices carry ratings that are to be predicted.
  package enum RatingUse: String, Sendable, CaseIterable { case auto, explicit, implicit }
  package enum ZeroRatings: String, Sendable, CaseIterable { case unrated, rating }
  package enum ColdStart: String, Sendable, CaseIterable {
    case segmentPopularity, popularity, none
  }
  package enum Effort: String, Sendable, CaseIterable { case quick, thorough }

  package var method = Method.auto
  package var count = 10
  package var factors = 16
  package var regularization = 0.1
  package var iterations = 20
  package var alpha = 40.0
  package var learningRate = 0.01
  package var ratingUse = RatingUse.auto
  package var zeros = ZeroRatings.unrated
  package var repeats = Repeats.auto
  package var lookbackDays: Int?
  /// Nil: found by validation.
  package var halfLifeDays: Double?
  package var eventWeights: [String: Double] = [:]
  package var exclude: [String] = []
  package var include: [String]?
  /// Headers and the values of them that an item may have.
  package var itemFilter: [(header: String, values: [String])] = []
  /// 0 takes the best, 1 the most varied.
  package var diversity = 0.0
  package var minSupport = 2
  package var coldStart = ColdStart.segmentPopularity
  package var effort = Effort.quick
  package var seed: UInt64 = 42
  package var asOf: Int32?
  package var isStrict = false

  package init() {}
}
