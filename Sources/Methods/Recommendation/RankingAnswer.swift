/// How good recommendations are, as answers say it.
import Analytics
import Contract
import Support
import Wire

struct RankingAnswer: Answer {
  let count: Int
  let tested: Int
  let own: RankingRow?
  let popularity: RankingRow?
  let lengths: [LengthRow]
  let warm: ActivityRow?
  let cold: ActivityRow?
  let rating: Recommendation.RatingFigures?
  let all: [RankingRow]

  init?(_ result: Recommendation, count: Int) {
    guard result.ratingFigures != nil || !result.evaluation.isEmpty else { return nil }
    let best = result.evaluation.last
    // A kept model was judged at the lengths of the request that made it.
    let count = best.map { $0.at(count) == nil ? 10 : count } ?? count
    self.count = count
    tested = result.testedPeople
    own = best.flatMap { RankingRow($0, label: result.method, count) }
    popularity = result.evaluation.first.flatMap { RankingRow($0, label: "popularity", count) }
    lengths = best?.figures.map(LengthRow.init) ?? []
    warm = best?.warm.map(ActivityRow.init)
    cold = best?.cold.map(ActivityRow.init)
    rating = result.ratingFigures
    all = result.tried.compactMap { RankingRow($0.metrics, label: $0.label, 10) }
  }

  static let members: [Member<Self>] = [
    Member("n", \.count, "Items in a list."),
    Member("tested", \.tested, "Customers whose choices were hidden."),
    Member("hitRate", ifAny: \.own?.hitRate, "Share of them with a hidden choice in the list."),
    Member("recall", ifAny: \.own?.recall, "Hidden choices found, over those of the customer."),
    Member("precision", ifAny: \.own?.precision, "Hidden choices over items shown."),
    Member("ndcg", ifAny: \.own?.ndcg, "Normalised discounted gain."),
    Member("map", ifAny: \.own?.map, "Mean average precision."),
    Member("coverage", ifAny: \.own?.coverage, "Share of items that are ever shown, ten each."),
    Member("novelty", ifAny: \.own?.novelty, "How far from obvious, in bits."),
    Member("rmse", ifAny: \.rating?.error, "Error of predicted ratings, a tenth held out."),
    Member("baselineRmse", ifAny: \.rating?.baseline, "The same of averages alone."),
    Member("ratingsTested", ifAny: \.rating?.count, "Ratings that were held out."),
    Member("baselinePopularity", ifAny: \.popularity, "The same for: what most people choose."),
    Member("atK", \.lengths, "The same for lists of other lengths."),
    Member("warm", ifAny: \.warm, "Those with five or more other choices, at ten."),
    Member("cold", ifAny: \.cold, "Those with fewer, at ten."),
    Member(
      "compared", \.all,
      "Every model that was tried, at ten, on choices that were hidden before those."),
  ]
}

/// One model at one length of list.
struct RankingRow: Answer {
  let method: String
  let hitRate: Double
  let recall: Double
  let precision: Double
  let ndcg: Double
  let map: Double
  let coverage: Double
  let novelty: Double

  init?(_ metrics: RankingMetrics, label: String, _ length: Int) {
    guard let figures = metrics.at(length) else { return nil }
    method = label
    (hitRate, recall) = (figures.hitRate, figures.recall)
    precision = figures.precision
    ndcg = figures.ndcg
    map = figures.map
    coverage = metrics.coverage
    novelty = metrics.novelty
  }

  static let members: [Member<Self>] = [
    Member("method", \.method, "The model."),
    Member("hitRate", \.hitRate, "Share of customers with a hidden choice in the list."),
    Member("recall", \.recall, "Hidden choices found, over those of the customer."),
    Member("ndcg", \.ndcg, "Normalised discounted gain."),
    Member("map", \.map, "Mean average precision."),
    Member("coverage", \.coverage, "Share of items that are ever shown."),
    Member("novelty", \.novelty, "How far from obvious, in bits."),
  ]
}

/// The model at another length of list.
struct LengthRow: Answer {
  let figures: RankingFigures

  init(_ figures: RankingFigures) { self.figures = figures }

  static let members: [Member<Self>] = [
    Member("k", \.figures.length, "Items in a list."),
    Member("hitRate", \.figures.hitRate, "Share of customers with a hidden choice in the list."),
    Member("recall", \.figures.recall, "Hidden choices found, over those of the customer."),
    Member("precision", \.figures.precision, "Hidden choices over items shown."),
    Member("ndcg", \.figures.ndcg, "Normalised discounted gain."),
    Member("map", \.figures.map, "Mean average precision."),
  ]
}

/// The model on some of the customers.
struct ActivityRow: Answer {
  let figures: RankingFigures

  init(_ figures: RankingFigures) { self.figures = figures }

  static let members: [Member<Self>] = [
    Member("hitRate", \.figures.hitRate, "Share of customers with a hidden choice in the list."),
    Member("ndcg", \.figures.ndcg, "Normalised discounted gain."),
  ]
}
