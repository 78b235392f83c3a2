/// From settings and rows to a fitted model of a kind.
import Learning
import Numerics
import Support

struct LearnerFitting: Sendable {
  let settings: LearnerSettings

  /// Folds whose scores a calibration is learnt from.
  static let calibrationFolds = 5

  init(_ settings: LearnerSettings) { self.settings = settings }

  /// - Precondition: the kind is not auto.
  func fit(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let learner = try uncalibrated(rows, weighted(targets), run)
    let ones = Int(targets.positives)
    guard targets.isLabel, min(ones, rows.count - ones) >= 2,
      let wish = calibration(of: learner)
    else { return learner }
    let unseen = try unseenScores(rows, targets, run)
    // Weights made the classes count the same; probabilities are to be those of the rows.
    let curve: Calibration =
      switch wish {
      case .isotonic:
        .isotonic(try IsotonicModel(scores: unseen, labels: targets.values, run))
      default: .platt(try PlattModel(scores: unseen, labels: targets.values, run))
      }
    return CalibratedLearner(learner, curve)
  }

  private func uncalibrated(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    do {
      switch settings.kind {
      case .gbdt: return try boosted(rows, targets, run)
      case .blend:
        return BlendLearner(
          try linear(rows, targets, run), try boosted(rows, targets, run),
          share: settings.gbdtShare ?? 0.5)
      case .naiveBayes: return try bayes(rows, targets, run)
      case .tree, .forest: return try means(rows, targets, run)
      case .knn: return try neighbours(rows, targets, run)
      case .mlp: return try network(rows, targets, run)
      case .auto, .linear, .ridge, .lasso, .logistic, .l1Logistic, .linearSvm:
        return try linear(rows, targets, run)
      }
    } catch let error as FitError {
      throw Self.told(error, rows)
    }
  }

  /// What settings of estimators are called where the caller gives them.
  private static let names = [
    "c": "l2", "treeCount": "trees", "leafCount": "leaves", "maxDepth": "depth",
    "leastRows": "minLeaf", "neighbourCount": "neighbours", "maxEpochs": "epochs",
  ]

  /// Why numbers could not be fitted, in words about columns.
  static func told(_ error: FitError, _ rows: EncodedRows) -> any Error {
    let headers = rows.features.encoder.features.map(\.header)
    switch error {
    case .singleClass, .tooFewRows:
      return AnalyticsError.tooFewRows(
        have: rows.count, need: rows.count + 1, what: "rows of each label")
    case .noColumns, .constantFeatures: return AnalyticsError.constantFeatures(headers: headers)
    case .tooManyRows(let have, let most):
      return AnalyticsError.tooMuch(method: "this kind", what: "rows", have: have, most: most)
    case .tooManyColumns(let have, let most):
      return AnalyticsError.tooMuch(method: "this kind", what: "columns", have: have, most: most)
    case .badSetting(let name): return AnalyticsError.badSetting(name: names[name] ?? name)
    case .notANumber(_, let column):
      let names = rows.features.encoder.names
      return AnalyticsError.unusableFeature(
        header: names.indices.contains(column) ? names[column] : "-",
        why: "it holds no finite number", headers: headers)
    case .tooLarge:
      return AnalyticsError.unusableFeature(
        header: headers.first ?? "-", why: "its numbers are too large to be squared",
        headers: headers)
    case .tooManyClusters, .badCentres: return error
    }
  }

  /// Which curve scores go through: what was asked for, or Platt's where scores are no
  /// probabilities.
  private func calibration(of learner: any FittedLearner) -> LearnerSettings.Calibration? {
    switch settings.calibration {
    case .none: return learner.scale == .margin ? .platt : nil
    case .platt, .isotonic: return settings.calibration
    case .auto:
      return learner.scale == .margin || settings.classWeight == .balanced ? .platt : nil
    }
  }

  /// Scores of rows by models that have not seen them.
  private func unseenScores(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> [Double] {
    let ones = Int(targets.positives)
    let folds = max(2, min(Self.calibrationFolds, min(ones, rows.count - ones)))
    return try Folds(rows, targets, count: folds).unseen(run) { part, known in
      let learner = try uncalibrated(part, weighted(known), run)
      return { try learner.scores($0, run) }
    }
  }

  /// Labels of each kind weigh the same together when that was asked for.
  private func weighted(_ targets: LearnerTargets) -> LearnerTargets {
    guard settings.classWeight == .balanced, targets.isLabel else { return targets }
    let (count, ones) = (Double(targets.values.count), targets.positives)
    guard ones > 0, ones < count else { return targets }
    var copy = targets
    copy.weights = targets.values.enumerated().map { place, value in
      (targets.weights?[place] ?? 1)
        * (value == 1 ? count / (2 * ones) : count / (2 * (count - ones)))
    }
    return copy
  }
}

/// Rows in folds: every row is told by a model that has not seen it.
struct Folds: Sendable {
  private let rows: EncodedRows
  private let targets: LearnerTargets
  private let fold: [Int]
  private let count: Int

  init(_ rows: EncodedRows, _ targets: LearnerTargets, count: Int) {
    self.rows = rows
    self.targets = targets
    self.count = count
    fold =
      targets.isLabel
      ? Split.stratifiedFolds(targets.values, folds: count)
      : targets.values.indices.map { $0 % count }
  }

  /// What the models of the other folds say of each row.
  ///
  /// - Parameter fit: makes a model of rows and gives what says something of others.
  func unseen(
    _ run: Run,
    _ fit: (EncodedRows, LearnerTargets) throws -> (EncodedRows) throws -> [Double]
  ) throws -> [Double] {
    var all = [Double](repeating: 0, count: rows.count)
    for held in 0..<count {
      try run.checkpoint()
      let train = fold.indices.filter { fold[$0] != held }
      let test = fold.indices.filter { fold[$0] == held }
      if test.isEmpty { continue }
      let say = try fit(rows.picking(train), targets.picking(train))
      for (place, value) in zip(test, try say(rows.picking(test))) { all[place] = value }
    }
    return all
  }
}

/// Scores through a curve that makes probabilities of them.
struct CalibratedLearner: FittedLearner {
  private let learner: any FittedLearner
  private let curve: Calibration

  init(_ learner: any FittedLearner, _ curve: Calibration) {
    self.learner = learner
    self.curve = curve
  }

  var kind: LearnerKind { learner.kind }
  var memoryBytes: Int { learner.memoryBytes + 4_096 }

  /// Platt's curve is a line in log-odds: effects stay effects.
  private var line: (slope: Double, intercept: Double)? {
    if case .platt(let model) = curve { (model.slope, model.intercept) } else { nil }
  }

  var scale: ScoreScale { line == nil ? .margin : .logOdds }

  var base: Double {
    line.map { $0.slope * learner.base + $0.intercept } ?? learner.base
  }

  var coefficients: [(value: Double, standardError: Double?)]? {
    let slope = line?.slope ?? 1
    return learner.coefficients?.map {
      ($0.value * slope, $0.standardError.map { $0 * abs(slope) })
    }
  }

  var settings: [(name: String, value: Double)] {
    guard let line else { return learner.settings + [("isotonic", 1)] }
    return learner.settings + [("plattSlope", line.slope), ("plattIntercept", line.intercept)]
  }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    let scores = try learner.scores(rows, run)
    guard let line else { return scores }
    return scores.map { line.slope * $0 + line.intercept }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    let effects = try learner.effects(rows, at: place, run)
    guard let line else { return effects }
    return effects.map { line.slope * $0 }
  }

  func prediction(of score: Double) -> Double {
    line == nil ? curve.probabilities([score])[0] : Math.sigmoid(score)
  }
}
