/// How good predictions were on unseen rows, of labels or of numbers.
import Learning
import Numerics
import Support

package enum PredictionFigures: Sendable {
  case label(Evaluation)
  case number(RegressionEvaluation)

  /// - Parameter yes: what those with the label 1 did; nil of numbers.
  init(
    targets: [Double], predictions: [Double], yes: Phrase?, trainMean: Double, threshold: Double,
    split: Phrase
  ) {
    self.init(
      targets: targets, predictions: predictions, yes: yes, trainMean: trainMean,
      threshold: threshold, split: split, pause: {})
  }

  /// - Parameter pause: called between the figures, where the work may be ended.
  init(
    targets: [Double], predictions: [Double], yes: Phrase?, trainMean: Double, threshold: Double,
    split: Phrase, pause: () throws -> Void
  ) rethrows {
    self =
      yes != nil
      ? .label(
        try Evaluation(
          labels: targets, probabilities: predictions, trainRate: trainMean, threshold: threshold,
          split: split, yes: yes ?? Evaluation.left, pause: pause))
      : .number(
        try RegressionEvaluation(
          targets: targets, predictions: predictions, trainMean: trainMean, split: split,
          pause: pause))
  }

  /// Log-loss or root mean squared error: less is better.
  package var score: Double {
    switch self {
    case .label(let evaluation): evaluation.metrics.logLoss
    case .number(let evaluation): evaluation.rmse
    }
  }

  package var baseline: Double {
    switch self {
    case .label(let evaluation): evaluation.baseline.logLoss
    case .number(let evaluation): evaluation.baselineRmse
    }
  }

  package var threshold: Double {
    if case .label(let evaluation) = self { evaluation.threshold } else { 0 }
  }

  package var grade: Grade {
    switch self {
    case .label(let evaluation): evaluation.grade
    case .number(let evaluation): evaluation.grade
    }
  }
}

/// The same settings fitted on all folds but one, and scored on that one.
package struct CrossValidation: Sendable {
  package let metric: String
  package let folds: [Double]
  /// Of "everybody has the average", fold by fold.
  package let baselines: [Double]

  /// Most rows that take part.
  static let mostRows = 20_000

  package var mean: Double { folds.pairwiseSum / Double(max(1, folds.count)) }
  package var baseline: Double { baselines.pairwiseSum / Double(max(1, baselines.count)) }
  /// Of the folds, with one fewer in the divisor.
  package var deviation: Double {
    guard folds.count > 1 else { return 0 }
    let moments = Moments(of: folds)
    return (moments.variance * Double(folds.count) / Double(folds.count - 1)).squareRoot()
  }
}

/// Which rows train and which test in each turn of a cross-validation.
struct Turns {
  private let place: [Int]
  private let isForward: Bool

  init(_ values: [Double], isLabel: Bool, _ order: RowOrder, byTime: Bool, folds: Int) {
    isForward = byTime && order.days != nil
    if isForward, let days = order.days {
      place = Split.timeBlocks(days, folds: folds)
    } else if let groups = order.groups {
      place = Split.groupedFolds(
        isLabel ? values : values.map { _ in 0 }, groups, folds: folds)
    } else if isLabel {
      place = Split.stratifiedFolds(values, folds: folds)
    } else {
      place = values.indices.map { $0 % folds }
    }
  }

  /// By time only earlier rows train.
  func parts(_ turn: Int) -> (train: [Int], test: [Int]) {
    isForward
      ? (place.indices.filter { place[$0] <= turn }, place.indices.filter { place[$0] == turn + 1 })
      : (place.indices.filter { place[$0] != turn }, place.indices.filter { place[$0] == turn })
  }
}

/// How much a feature matters.
package struct FeatureWeight: Sendable {
  package let feature: String
  /// The rise of log-loss, or of mean squared error, when its values are shuffled.
  package let value: Double
  /// Of that rise, over the shuffles.
  package let deviation: Double

  /// Most rows, and shuffles of each feature.
  static let mostRows = 2_000
  static let shuffles = 3

  /// By what is lost when the values of a feature change places among the rows.
  static func byShuffling(
    _ learner: any FittedLearner, _ rows: EncodedRows, _ y: [Double], isLabel: Bool, seed: UInt64,
    _ run: Run
  ) throws -> [FeatureWeight] {
    let step = max(1, rows.count / mostRows)
    let places = Array(stride(from: 0, to: rows.count, by: step))
    let some = EncodedRows(rows.features, places.map { rows.rows[$0] })
    let targets = LearnerTargets(values: places.map { y[$0] }, isLabel: isLabel)
    guard places.count > 1 else { return [] }
    func loss(_ rows: EncodedRows) throws -> Double {
      targets.losses(try learner.predictions(rows, run)).pairwiseSum / Double(places.count)
    }
    let whole = try loss(some)
    var random = SeededRandom(seed: seed)
    let shuffled = (0..<shuffles).map { _ in
      var order = Array(0..<some.count)
      random.shuffle(&order)
      return order
    }
    let names = rows.features.encoder.features.map(\.header)
    var weights: [FeatureWeight] = []
    for (feature, name) in names.enumerated() {
      try run.checkpoint()
      let rises = try shuffled.map { order in
        try loss(some.moving(feature, to: order.map { some.rows[$0] })) - whole
      }
      let moments = Moments(of: rises)
      weights.append(
        FeatureWeight(feature: name, value: moments.mean, deviation: moments.variance.squareRoot()))
    }
    return weights.map(\.value).descendingOrder().map { weights[$0] }
  }
}
