/// Several models on the same folds: which is best, and whether that is more than luck.
import Learning
import Numerics
package import Support
package import Tables

/// How one model did on rows it had not seen.
package struct ModelTrial: Sendable {
  package let settings: LearnerSettings
  /// Mean log-loss, or root mean squared error.
  package let score: Double
  /// Of labels.
  package let rocAuc: Double?
  /// The loss of each row.
  let losses: [Double]
}

/// The loss of one model less that of the best, row by row.
package struct LossGap: Sendable {
  package let mean: Double
  /// Where 95 % of such differences lie.
  package let interval: ClosedRange<Double>

  /// Whether the difference is more than luck.
  package var isClear: Bool { interval.lowerBound > 0 }

  init(_ losses: [Double], _ best: [Double]) {
    let gaps = Moments(of: zip(losses, best).map { $0 - $1 })
    let error = (gaps.variance / Double(max(1, gaps.count))).squareRoot()
    mean = gaps.mean
    interval = (gaps.mean - 1.96 * error)...(gaps.mean + 1.96 * error)
  }
}

/// Trials of models on the folds of one table.
package struct ModelTrials: Sendable {
  package let target: PredictionTarget
  package let leaks: [Leak]
  package let rowCount: Int
  package let folds: Int
  /// Log-loss, or root mean squared error, of always saying the average.
  package let baseline: Double
  private let rows: EncodedRows
  private let targets: LearnerTargets
  private let turns: Folds

  /// Most rows that are compared on: of more, every n-th.
  package static let mostRows = 20_000

  package init(_ table: Table, _ options: PredictionOptions, _ run: Run) throws {
    let training = try PredictionTraining(table, options, run)
    target = training.target
    leaks = training.leaks
    let known = training.target.known
    let step = max(1, known.count / Self.mostRows)
    let some = stride(from: 0, to: known.count, by: step).map { known[$0] }
    let y = some.map { training.target.values[$0] }
    try training.check(y)
    let encoder = try FeatureEncoder(training.columns, train: some, run)
    guard !encoder.features.isEmpty else {
      throw AnalyticsError.constantFeatures(headers: training.columns.map(\.header))
    }
    rows = try EncodedRows(encoder.bind(table), some)
    targets = LearnerTargets(values: y, isLabel: target.isLabel)
    let ones = Int(targets.positives)
    let rarest = target.isLabel ? min(ones, y.count - ones) : y.count
    guard rarest >= 2 else {
      throw AnalyticsError.tooFewRows(
        have: rarest, need: 2, what: target.isLabel ? "rows of each label" : "rows with a target")
    }
    folds = max(2, min(max(2, options.folds), rarest))
    turns = Folds(rows, targets, count: folds)
    rowCount = some.count
    let unseen = try turns.unseen(run) { _, known in
      let mean = known.values.pairwiseSum / Double(known.values.count)
      return { [Double](repeating: mean, count: $0.count) }
    }
    baseline = Self.score(targets.losses(unseen), target.isLabel)
  }

  private static func score(_ losses: [Double], _ isLabel: Bool) -> Double {
    let mean = losses.pairwiseSum / Double(max(1, losses.count))
    return isLabel ? mean : mean.squareRoot()
  }

  /// What models with these settings say of rows they have not seen. What is left open is found
  /// anew in every fold.
  package func trial(
    _ settings: LearnerSettings, _ run: Run
  ) throws -> ModelTrial {
    let unseen = try turns.unseen(run) { part, known in
      let learner = try LearnerChoice(settings).choose(part, known, run).learner
      return { try learner.predictions($0, run) }
    }
    let losses = targets.losses(unseen)
    return ModelTrial(
      settings: settings, score: Self.score(losses, target.isLabel),
      rocAuc: target.isLabel
        ? BinaryMetrics.areaUnderRoc(labels: targets.values, scores: unseen) : nil,
      losses: losses)
  }

  /// How much worse each is than the best of them, in the order given.
  package static func gaps(_ trials: [ModelTrial]) -> [LossGap] {
    guard let best = trials.min(by: { $0.score < $1.score }) else { return [] }
    return trials.map { LossGap($0.losses, best.losses) }
  }
}

extension LearnerKind {
  /// From the simplest to the most involved.
  package static let bySimplicity: [LearnerKind] = [
    .linear, .ridge, .logistic, .lasso, .l1Logistic, .naiveBayes, .tree, .linearSvm, .knn, .forest,
    .gbdt, .blend, .mlp, .auto,
  ]
}

extension LearnerSettings {
  /// Names of numbers that can be searched for.
  package static let tunable = [
    "l2", "l1", "trees", "leaves", "depth", "learningRate", "minLeaf", "neighbours", "hidden",
    "epochs",
  ]

  /// Those that count something: whole numbers from 1.
  private static let counts: Set = [
    "trees", "leaves", "depth", "minLeaf", "neighbours", "hidden", "epochs",
  ]

  /// Sets a number by its name; false when there is none of this name, or it can't be this.
  package mutating func set(_ name: String, _ value: Double) -> Bool {
    let whole = Int(exactly: value) ?? 0
    guard !Self.counts.contains(name) || (1...1_000_000).contains(whole) else { return false }
    switch name {
    case "l2": l2 = value
    case "l1": l1 = value
    case "trees": trees = whole
    case "leaves": leaves = whole
    case "depth": depth = whole
    case "learningRate": learningRate = value
    case "minLeaf": leastRows = whole
    case "neighbours": neighbours = whole
    case "hidden": hidden = whole
    case "epochs": epochs = whole
    default: return false
    }
    return true
  }

  /// What is worth trying of a kind, when the caller does not say.
  package static func grid(_ kind: LearnerKind) -> [(name: String, values: [Double])] {
    switch kind {
    case .logistic, .ridge, .linearSvm: [("l2", [0.01, 0.1, 1, 10, 100, 1000])]
    case .lasso, .l1Logistic: [("l1", [0.1, 0.3, 1, 3, 10, 30, 100])]
    case .gbdt:
      [
        ("leaves", [4, 8, 16]), ("learningRate", [0.03, 0.1]), ("trees", [50, 100, 200]),
      ]
    case .knn: [("neighbours", [5, 15, 45])]
    case .tree: [("depth", [2, 3, 4, 6, 8]), ("minLeaf", [5, 20])]
    case .forest: [("minLeaf", [1, 5, 20]), ("trees", [100])]
    case .mlp: [("hidden", [8, 32]), ("l2", [0.0001, 0.01])]
    case .linear, .naiveBayes, .blend, .auto: []
    }
  }
}
