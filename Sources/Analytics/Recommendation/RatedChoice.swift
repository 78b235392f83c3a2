/// Ratings that are predicted, as something that ranks: the blend of three ways, or the published
/// update.
import Learning
import Numerics
import Support

struct RatedChoice: Sendable {
  let method: RecommendOptions.Method
  let scorer: RatedScorer
  let figures: Recommendation.RatingFigures

  /// A tenth of the ratings is held out to say how well unseen ones are predicted.
  static func chosen(
    _ ratings: Ratings, _ options: RecommendOptions, _ run: Run
  ) throws -> RatedChoice {
    guard options.method == .mfSgd else {
      var spec = RatingBlend()
      spec.seed = options.seed
      let model = try spec.fit(ratings, run)
      return RatedChoice(
        method: .svd, scorer: RatedScorer(ratings, model, neighbours: model.neighbours),
        figures: Recommendation.RatingFigures(
          error: model.heldError, baseline: model.heldBaseline, count: model.heldCount))
    }
    var spec = GradientFactors()
    (spec.factors, spec.learningRate) = (options.factors, options.learningRate)
    (spec.penalty, spec.steps, spec.seed) = (
      options.regularization, options.iterations, options.seed
    )
    let (learnt, held) = ratings.tenthHeld(seed: options.seed)
    let trial = try spec.fit(learnt, run)
    let model = try spec.fit(ratings, run)
    if let step = model.divergedAt {
      throw AnalyticsError.diverged(parameter: "learningRate", step: step)
    }
    return RatedChoice(
      method: .mfSgd, scorer: RatedScorer(ratings, model, neighbours: nil),
      figures: Recommendation.RatingFigures(
        error: trial.error(on: held, scale: learnt),
        baseline: try RatingBaseline(learnt, run).error(on: held, scale: learnt),
        count: held.count))
  }
}

/// Items by the rating that somebody would give.
struct RatedScorer: ItemScorer {
  let model: any RatingModel
  let neighbours: RatingNeighbours?
  private let ratings: Ratings

  init(_ ratings: Ratings, _ model: any RatingModel, neighbours: RatingNeighbours?) {
    self.ratings = ratings
    self.model = model
    self.neighbours = neighbours
  }

  var itemCount: Int { ratings.itemCount }

  func clipped(_ rating: Double) -> Double { ratings.clipped(rating) }

  func coldRating(_ item: Int) -> Double { ratings.clipped(model.rating(nil, item)) }

  /// The same model for more people and items.
  func folded(_ ratings: Ratings, learntItems: Int, _ isChanged: [Bool]) -> RatedScorer {
    let base = (model as? FoldedRatings)?.base ?? model
    return RatedScorer(
      ratings,
      FoldedRatings(base, ratings, learntItems: learntItems, isChanged: isChanged),
      neighbours: neighbours)
  }

  /// The rated items that speak most for a prediction, with what each adds; none where the model
  /// does not say.
  func evidence(_ person: Int, _ item: Int) -> [(item: Int, share: Double)] {
    guard let neighbours else { return [] }
    guard let folded = model as? FoldedRatings else { return neighbours.evidence(person, item) }
    guard item < folded.learntItems else { return [] }
    return folded.isChanged[person]
      ? neighbours.evidence(folded: folded.own(person), item)
      : neighbours.evidence(person, item)
  }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    if let person {
      for (item, rating) in model.ratings(of: person).enumerated() { scores[item] = Float(rating) }
      return
    }
    // Of somebody whose ratings are not known, what they chose says what is like it.
    for item in 0..<itemCount { scores[item] = Float(model.rating(nil, item)) }
    guard let neighbours else { return }
    let learnt = (model as? FoldedRatings)?.learntItems ?? itemCount
    for item in history.items where item < Int32(learnt) {
      neighbours.forEachNeighbour(of: Int(item)) { other, similarity in
        scores[other] += Float(similarity)
      }
    }
  }

  func contributions(_ history: ItemHistory, to item: Int) -> [Double] { [] }
}
