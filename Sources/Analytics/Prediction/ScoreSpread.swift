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
    return interval(probability, deviation: try deviations(learner, row, run)[0])
  }

  func interval(_ probability: Double, deviation: Double) -> ClosedRange<Double> {
    ProbabilityInterval.around(
      probability, deviation: deviation,
      degrees: replicas.isEmpty ? nil : Double(Jackknife.groups - 1))
  }

  /// Standard deviations of the log-odds of many rows: in one go a tenth of the time that one by
  /// one takes.
  func deviations(
    _ learner: any FittedLearner, _ rows: EncodedRows, _ run: Run
  ) throws -> [Double] {
    if replicas.isEmpty {
      return try learner.deviations(rows, run) ?? [Double](repeating: 0, count: rows.count)
    }
    let said = try replicas.map { try $0.predictions(rows, run) }
    let between = try learner.disagreement(rows, run)
    return rows.rows.indices.map { place in
      let odds = said.map { min(limit, max(-limit, Math.logit($0[place]))) }
      let own = scale * Jackknife.deviation(odds)
      return (own * own + between[place] * between[place]).squareRoot()
    }
  }
}
