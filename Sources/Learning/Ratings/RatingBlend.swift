/// Three ways to predict ratings, each set by held-out ratings, and blended by them.
///
/// A tenth of the ratings is held out by lot. Neighbours take the better of two settings, the two
/// factorisations as many rounds as help; the weights are those of least squares on the held-out
/// ratings, pulled a little towards equal ones. Then each learns from everything.
import Numerics
package import Support

package struct RatingBlend: Sendable {
  package var factors = 100
  package var ratedFactors = 50
  package var mostRounds = 80
  package var seed: UInt64 = 42

  /// Rounds without gain before training ends.
  private static let patience = 4
  /// A factorisation of few ratings is no better than its baseline.
  static let fewest = 50

  package init() {}

  package func fit(_ ratings: Ratings, _ run: Run) throws -> RatingBlendModel {
    let (learnt, held) = ratings.tenthHeld(seed: seed)
    run.report(0.05, Phrase(en: "trying ways to predict ratings", zh: "尝试评分预测方法"))
    let (factors, near) = try Parallel.both(
      { try self.ratedFactors(learnt, held, run) },
      {
        (
          neighbours: try self.neighbours(learnt, held, run),
          plain: try self.plainFactors(learnt, held, run)
        )
      })
    let trials: [any RatingModel] = [near.neighbours.model, near.plain.model, factors.model]
    let predictions = trials.map { Self.predictions($0, held) }
    let weights = Self.weights(predictions, held.values)
    run.report(0.6, Phrase(en: "learning from all ratings", zh: "用全部评分学习"))
    var (plain, counting) = (plainSpec, ratedSpec)
    (plain.rounds, counting.rounds) = (near.plain.rounds, factors.rounds)
    let (last, first) = try Parallel.both(
      { [counting] in try counting.fit(ratings, run) },
      { [plain] in
        (
          neighbours: try RatingNeighbours(
            ratings, options: near.neighbours.options, run),
          plain: try plain.fit(ratings, run)
        )
      })
    return RatingBlendModel(
      neighbours: first.neighbours, plain: first.plain, rated: last, weights: weights,
      heldError: Self.error(predictions, weights, held, scale: ratings),
      heldBaseline: try RatingBaseline(learnt, run).error(on: held, scale: ratings),
      heldCount: held.count)
  }

  private func neighbours(
    _ learnt: Ratings, _ held: Ratings, _ run: Run
  ) throws -> (options: RatingNeighbours.Options, model: RatingNeighbours) {
    var close = RatingNeighbours.Options()
    (close.shrinkage, close.damping) = (20, 1)
    (close.baseline.personPenalty, close.baseline.itemPenalty) = (5, 5)
    let tried = try [RatingNeighbours.Options(), close].map { options in
      let model = try RatingNeighbours(learnt, options: options, run)
      return (options, model, model.error(on: held, scale: learnt))
    }
    let best = tried[1].2 < tried[0].2 ? tried[1] : tried[0]
    return (best.0, best.1)
  }

  private var plainSpec: RatingFactors {
    var spec = RatingFactors()
    (spec.factors, spec.learningRate, spec.penalty, spec.biasPenalty) = (factors, 0.01, 0.1, 0.1)
    (spec.start, spec.rounds, spec.seed) = (0.03, mostRounds, seed)
    return spec
  }

  private var ratedSpec: RatingFactors {
    var spec = RatingFactors()
    (spec.factors, spec.learningRate, spec.decay) = (ratedFactors, 0.007, 0.98)
    (spec.penalty, spec.biasPenalty, spec.start) = (0.08, 0.01, 0.05)
    (spec.rounds, spec.seed, spec.countsRated) = (mostRounds, seed, true)
    return spec
  }

  private func plainFactors(
    _ learnt: Ratings, _ held: Ratings, _ run: Run
  ) throws -> (rounds: Int, model: RatingFactorsModel) {
    try stopped(plainSpec, learnt, held, run)
  }

  private func ratedFactors(
    _ learnt: Ratings, _ held: Ratings, _ run: Run
  ) throws -> (rounds: Int, model: RatingFactorsModel) {
    try stopped(ratedSpec, learnt, held, run)
  }

  /// Trained until held-out ratings are predicted no better.
  private func stopped(
    _ spec: RatingFactors, _ learnt: Ratings, _ held: Ratings, _ run: Run
  ) throws -> (rounds: Int, model: RatingFactorsModel) {
    var best = (error: Double.infinity, round: 0)
    var kept: RatingFactorsModel?
    let last = try spec.fit(learnt, run) { round, model in
      let error = model.error(on: held, scale: learnt)
      if error < best.error {
        best = (error, round)
        kept = model
      }
      return round - best.round < Self.patience
    }
    return (best.round + 1, kept ?? last)
  }

  private static func predictions(_ model: any RatingModel, _ held: Ratings) -> [Double] {
    (0..<held.count).map { model.rating(Int(held.people[$0]), Int(held.items[$0])) }
  }

  /// Least squares, with a small pull towards equal weights.
  private static func weights(_ predictions: [[Double]], _ actual: [Double]) -> [Double] {
    let count = predictions.count
    let even = 1 / Double(count)
    guard actual.count >= 10 else { return [Double](repeating: even, count: count) }
    let pull = 1.0
    var matrix = Matrix(rowCount: count, columnCount: count)
    var right = [Double](repeating: 0, count: count)
    for i in 0..<count {
      for j in 0..<count {
        matrix[i, j] = zip(predictions[i], predictions[j]).map { $0 * $1 }.pairwiseSum
      }
      matrix[i, i] += pull
      right[i] = zip(predictions[i], actual).map { $0 * $1 }.pairwiseSum + pull * even
    }
    guard let factor = Cholesky(matrix) else { return [Double](repeating: even, count: count) }
    return factor.solve(right)
  }

  private static func error(
    _ predictions: [[Double]], _ weights: [Double], _ held: Ratings, scale: Ratings
  ) -> Double {
    guard held.count > 0 else { return 0 }
    let squares = (0..<held.count).map { place in
      let predicted = weights.indices.reduce(0.0) { $0 + weights[$1] * predictions[$1][place] }
      let error = scale.clipped(predicted) - held.values[place]
      return error * error
    }
    return (squares.pairwiseSum / Double(held.count)).squareRoot()
  }
}

package struct RatingBlendModel: RatingModel {
  /// The part that names what speaks for a prediction.
  package let neighbours: RatingNeighbours
  private let plain: RatingFactorsModel
  private let rated: RatingFactorsModel
  /// Of neighbours, factors, and factors that count what was rated.
  package let weights: [Double]
  /// Root mean squared error on the held-out tenth, and that of the biases alone.
  package let heldError: Double
  package let heldBaseline: Double
  package let heldCount: Int

  init(
    neighbours: RatingNeighbours, plain: RatingFactorsModel, rated: RatingFactorsModel,
    weights: [Double], heldError: Double, heldBaseline: Double, heldCount: Int
  ) {
    self.neighbours = neighbours
    self.plain = plain
    self.rated = rated
    self.weights = weights
    self.heldError = heldError
    self.heldBaseline = heldBaseline
    self.heldCount = heldCount
  }

  package func rating(_ person: Int?, _ item: Int?) -> Double {
    weights[0] * neighbours.rating(person, item) + weights[1] * plain.rating(person, item)
      + weights[2] * rated.rating(person, item)
  }

  package func ratings(of person: Int) -> [Double] {
    blended(neighbours.ratings(of: person), plain.ratings(of: person), rated.ratings(of: person))
  }

  package func ratings(folded own: [OwnRating]) -> [Double] {
    blended(
      neighbours.ratings(folded: own), plain.ratings(folded: own), rated.ratings(folded: own))
  }

  private func blended(_ a: [Double], _ b: [Double], _ c: [Double]) -> [Double] {
    a.indices.map { weights[0] * a[$0] + weights[1] * b[$0] + weights[2] * c[$0] }
  }
}
