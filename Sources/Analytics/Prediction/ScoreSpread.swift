/// How far the probabilities of a model may be from those it would give if it had seen everybody.
///
/// Of a ridge logistic regression by the posterior of its coefficients, the penalty taken as their
/// prior, which counts the pull towards zero too (Nychka 1988, "Bayesian confidence intervals for
/// smoothing splines"). Of other kinds by making the model again without each tenth of the rows; a
/// model tuned to foretell best is pulled about as far as it wavers, so the variance counts twice.
import Learning
import Numerics
import Support

package struct ScoreSpread: Sendable {
  /// The model without each group of rows; empty where it knows its errors by itself.
  private let replicas: [any FittedLearner]
  /// From the deviation over the rows that were used to that over all.
  private let scale: Double
  /// Log-odds further out than this are not told from certainty.
  private let limit: Double

  /// Most rows that models are made again of.
  static let mostRows = 2_000

  /// Nil for numbers, whose interval comes from the errors on unseen rows, and where a label is too
  /// rare to leave rows out.
  init?(
    _ learner: any FittedLearner, _ settings: LearnerSettings, _ rows: EncodedRows,
    _ targets: LearnerTargets, _ run: Run
  ) throws {
    guard targets.isLabel else { return nil }
    limit = Math.log(Double(max(2, rows.count)))
    guard try learner.deviations(rows.slice(0..<1), run) == nil else {
      (replicas, scale) = ([], 1)
      return
    }
    let step = max(1, rows.count / Self.mostRows)
    let places = Array(stride(from: 0, to: rows.count, by: step))
    let (some, known) = (rows.picking(places), targets.picking(places))
    let ones = Int(known.positives)
    guard min(ones, places.count - ones) >= 2 else { return nil }
    let fold = Split.stratifiedFolds(known.values, folds: Jackknife.groups)
    replicas = try (0..<Jackknife.groups).map { group in
      try run.checkpoint()
      let kept = fold.indices.filter { fold[$0] != group }
      return try LearnerFitting(settings).fit(some.picking(kept), known.picking(kept), run)
    }
    scale = (2 * Double(places.count) / Double(rows.count)).squareRoot()
  }

  var memoryBytes: Int { replicas.reduce(64) { $0 + $1.memoryBytes } }

  /// Where the probability of one row may lie.
  func interval(
    _ learner: any FittedLearner, _ rows: EncodedRows, at place: Int, _ probability: Double,
    _ run: Run
  ) throws -> ClosedRange<Double> {
    let row = rows.slice(place..<(place + 1))
    if replicas.isEmpty {
      let deviation = try learner.deviations(row, run)?.first ?? 0
      return ProbabilityInterval.around(probability, deviation: deviation)
    }
    let odds = try replicas.map { replica -> Double in
      let odds = Math.logit(try replica.predictions(row, run)[0])
      return min(limit, max(-limit, odds))
    }
    let own = scale * Jackknife.deviation(odds)
    let between = try learner.disagreement(row, run)[0]
    return ProbabilityInterval.around(
      probability, deviation: (own * own + between * between).squareRoot(),
      degrees: Double(Jackknife.groups - 1))
  }
}
