/// Kinds of models, what they are told, and what each can do once it is fitted.
import Learning
import Numerics
package import Support

/// The kinds of models that learn a column from others.
package enum LearnerKind: String, Sendable, CaseIterable {
  case auto
  case linear, ridge, lasso
  case logistic, l1Logistic, linearSvm
  case naiveBayes, knn, tree, forest, gbdt, mlp
  /// A ridge regression and boosted trees, averaged.
  case blend

  /// Whether it can learn a label, a number, or both.
  package var learns: (labels: Bool, numbers: Bool) {
    switch self {
    case .linear, .ridge, .lasso: (false, true)
    case .logistic, .l1Logistic, .linearSvm, .naiveBayes: (true, false)
    case .auto, .knn, .tree, .forest, .gbdt, .mlp, .blend: (true, true)
    }
  }
}

/// What the caller may set of any kind; nil for what the kind finds or takes by itself.
package struct LearnerSettings: Sendable {
  package enum ClassWeight: String, Sendable, CaseIterable { case none, balanced }
  /// How much is tried where the kind is left open.
  package enum Effort: String, Sendable, CaseIterable { case quick, thorough }
  package enum Calibration: String, Sendable, CaseIterable { case auto, none, platt, isotonic }

  package var kind = LearnerKind.auto
  /// Penalty on squared coefficients, in units of the loss summed over rows.
  package var l2: Double?
  /// Penalty on absolute coefficients, in the same units.
  package var l1: Double?
  package var trees: Int?
  package var leaves: Int?
  package var depth: Int?
  package var learningRate: Double?
  package var leastRows: Int?
  package var neighbours: Int?
  package var hidden: Int?
  package var epochs: Int?
  package var classWeight = ClassWeight.none
  package var calibration = Calibration.auto
  /// Features whose rise may only raise (1) or lower (-1) the prediction, by header.
  package var directions: [String: Int] = [:]
  package var effort = Effort.thorough
  package var seed: UInt64 = 42
  /// All of boosted trees, where it was searched for.
  var boosting: HistogramBoosting?
  /// The weight of the trees in a blend, where it was searched for.
  var gbdtShare: Double?

  package init() {}
}

/// What the scores of a model are.
package enum ScoreScale: String, Sendable {
  /// The logarithm of p / (1 - p).
  case logOdds
  /// A probability itself: an average of shares.
  case probability
  /// The predicted number itself.
  case value
  /// The logarithm of the hazard summed over the horizon: p is 1 - exp(-exp(score)).
  case logHazard
  /// How far beyond the boundary; a curve makes a probability of it.
  case margin
}

/// A model of any kind, fitted on encoded rows.
package protocol FittedLearner: Sendable {
  var kind: LearnerKind { get }
  var scale: ScoreScale { get }
  /// The score of an average row, to which the effects add.
  var base: Double { get }
  /// A coefficient for each column of the matrix, with its standard error; nil of other kinds.
  var coefficients: [(value: Double, standardError: Double?)]? { get }
  /// What was set or found, for the card.
  var settings: [(name: String, value: Double)] { get }
  var memoryBytes: Int { get }

  /// From a score to what is answered: a probability or a number.
  func prediction(of score: Double) -> Double

  /// One score a row.
  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double]
  /// Standard deviations of the scores as an estimate, one a row; nil of kinds that do not know
  /// them by themselves.
  func deviations(_ rows: EncodedRows, _ run: Run) throws -> [Double]?
  /// How far a model that is several is from the one of its parts that is furthest, on each row.
  func disagreement(_ rows: EncodedRows, _ run: Run) throws -> [Double]
  /// What each feature adds to the score of one row: base + the sum is the score.
  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double]
}

extension FittedLearner {
  package var coefficients: [(value: Double, standardError: Double?)]? { nil }

  package func deviations(_ rows: EncodedRows, _ run: Run) throws -> [Double]? { nil }

  package func disagreement(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    [Double](repeating: 0, count: rows.count)
  }

  package func prediction(of score: Double) -> Double {
    switch scale {
    case .logOdds: Math.sigmoid(score)
    case .probability: min(1, max(0, score))
    case .logHazard: -Math.expm1(-Math.exp(min(50, score)))
    case .value, .margin: score
    }
  }

  /// What is answered for each row: a probability or a number.
  package func predictions(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try scores(rows, run).map(prediction)
  }
}

/// What a learner learns: 0 or 1, or numbers; and how much each row counts.
struct LearnerTargets: Sendable {
  let values: [Double]
  let isLabel: Bool
  /// Nil for 1 each.
  var weights: [Double]?

  var positives: Double { values.reduce(0, +) }

  /// Those of some rows.
  func picking(_ places: [Int]) -> LearnerTargets {
    LearnerTargets(
      values: places.map { values[$0] }, isLabel: isLabel,
      weights: weights.map { all in places.map { all[$0] } })
  }

  /// What each prediction loses: the log-loss, or the square of the error.
  func losses(_ predictions: [Double]) -> [Double] {
    isLabel
      ? BinaryMetrics.logLosses(values, predictions)
      : zip(values, predictions).map { ($0 - $1) * ($0 - $1) }
  }
}
