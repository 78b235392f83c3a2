/// Learns a column from the others: tested on rows it has not seen, then fitted on all.
import Learning
import Numerics
package import Support
package import Tables

package struct PredictionTraining: Sendable {
  package let table: Table
  package let target: PredictionTarget
  package let options: PredictionOptions
  /// Columns that may be features.
  let columns: [Column]
  package let leaks: [Leak]

  package init(_ table: Table, _ options: PredictionOptions, _ run: Run) throws {
    self.table = table
    self.options = options
    let target = try PredictionTarget(
      table, options.target, kind: options.settings.kind, positive: options.positive)
    self.target = target
    let candidates = try FeatureChoice.columns(
      table, wanted: options.features, without: [target.index])
    let linter = LeakageLinter(table: table, target: target, asOf: options.asOf)
    let found = try linter.leaks(candidates, isForced: options.features != nil, run)
    let excluded = Set(found.filter(\.isExcluded).map(\.feature))
    let kept = candidates.filter { !excluded.contains($0.header) }
    // A table of nothing but suspects is learnt from all the same, and that is said.
    (columns, leaks) =
      kept.isEmpty ? (candidates, found.map { $0.included }) : (kept, found)
    if options.isStrict, let leak = leaks.first {
      throw AnalyticsError.leakageSuspected(
        features: leaks.map(\.feature), kind: leak.kind.rawValue)
    }
  }

  /// What was learnt, and how good it was.
  package func train(_ run: Run) throws -> TrainedPrediction {
    let y = target.known.map { target.values[$0] }
    try check(y)
    let order = try RowOrder(table, target.known, options)
    let split = TestSplit(options, y, isLabel: target.isLabel, order)
    let tested = try test(split, y, run)
    run.report(0.6, Phrase(en: "fitting on all rows", zh: "用全部数据拟合"))
    let encoder = try FeatureEncoder(columns, train: target.known, run)
    let rows = try EncodedRows(encoder.bind(table), target.known)
    let targets = LearnerTargets(values: y, isLabel: target.isLabel)
    let learner = try LearnerFitting(tested.settings).fit(rows, targets, run)
    run.report(0.8, Phrase(en: "cross-validation", zh: "交叉验证"))
    return TrainedPrediction(
      model: try PredictionModel(
        training: self, encoder: encoder, learner: learner, settings: tested.settings,
        rows: rows, y,
        figures: tested.figures, run),
      figures: tested.figures, crossValidation: try crossValidation(tested.settings, y, order, run),
      importances: tested.importances, notices: tested.notices + notices(encoder, rows),
      leaks: leaks,
      judged: tested.judged)
  }

  func check(_ y: [Double]) throws {
    if target.isLabel {
      let ones = Int(y.reduce(0, +))
      guard ones > 0, ones < y.count else {
        let label = target.label.map { ones == 0 ? $0.negative : $0.positive } ?? ""
        throw AnalyticsError.singleClass(label: label, count: y.count)
      }
      if options.isStrict, y.count < 30 || min(ones, y.count - ones) < 5 {
        throw AnalyticsError.notEnoughData(have: y.count, need: 30, what: "labelled rows")
      }
      return
    }
    guard let first = y.first, y.contains(where: { $0 != first }) else {
      throw AnalyticsError.singleClass(label: Words.short(y.first ?? 0), count: y.count)
    }
    if options.isStrict, y.count < 30 {
      throw AnalyticsError.notEnoughData(have: y.count, need: 30, what: "rows with a target")
    }
  }

  private struct Tested {
    let settings: LearnerSettings
    let figures: PredictionFigures
    let importances: [FeatureWeight]
    let judged: JudgedRows
    let notices: [Notice]
  }

  /// Fits on the training rows alone and scores the others.
  private func test(_ split: TestSplit, _ y: [Double], _ run: Run) throws -> Tested {
    let (train, test) = (split.train.map { target.known[$0] }, split.test.map { target.known[$0] })
    let encoder = try FeatureEncoder(columns, train: train, run)
    guard !encoder.features.isEmpty else {
      throw AnalyticsError.constantFeatures(headers: columns.map(\.header))
    }
    let bound = try encoder.bind(table)
    let (seen, unseen) = (EncodedRows(bound, train), EncodedRows(bound, test))
    let targets = LearnerTargets(values: split.train.map { y[$0] }, isLabel: target.isLabel)
    run.report(0.1, Phrase(en: "choosing the model", zh: "选择模型"))
    let chosen = try LearnerChoice(options.settings).choose(seen, targets, run)
    let learner = chosen.learner
    let yTest = split.test.map { y[$0] }
    let predictions = try learner.predictions(unseen, run)
    let fitted = try learner.predictions(seen, run)
    let threshold =
      target.isLabel
      ? try options.decision.cut(labels: targets.values, probabilities: fitted, run) : 0
    let figures = try PredictionFigures(
      targets: yTest, predictions: predictions, yes: target.yes,
      trainMean: targets.values.pairwiseSum / Double(targets.values.count), threshold: threshold,
      split: split.words, pause: run.checkpoint)
    run.report(0.4, Phrase(en: "what matters", zh: "特征重要性"))
    let importances = try FeatureWeight.byShuffling(
      learner, unseen, yTest, isLabel: target.isLabel, seed: options.settings.seed, run)
    return Tested(
      settings: chosen.settings, figures: figures, importances: importances,
      judged: JudgedRows(targets: yTest, predictions: predictions),
      notices: PracticeNotices(target: target, options: options).notices(targets.values, fitted))
  }

  /// The same settings on folds of the rows; of very many, on every n-th.
  private func crossValidation(
    _ settings: LearnerSettings, _ y: [Double], _ whole: RowOrder, _ run: Run
  ) throws -> CrossValidation? {
    let step = max(1, y.count / CrossValidation.mostRows)
    let places = Array(stride(from: 0, to: y.count, by: step))
    let values = places.map { y[$0] }
    let ones = Int(values.reduce(0, +))
    let rarest = min(ones, values.count - ones)
    let folds = min(options.folds, (target.isLabel ? rarest : values.count) / 2)
    guard folds >= 2 else { return nil }
    let turns = Turns(
      values, isLabel: target.isLabel, whole.picking(places), byTime: options.split == .time,
      folds: folds)
    let scores = try (0..<folds).compactMap { held -> (score: Double, baseline: Double)? in
      try run.checkpoint()
      let (train, test) = turns.parts(held)
      // Of few groups or days a turn may have nobody, or one label only.
      guard !test.isEmpty, Set(train.map { values[$0] }).count > 1 else { return nil }
      let rows = train.map { target.known[places[$0]] }
      let encoder = try FeatureEncoder(columns, train: rows, run)
      let bound = try encoder.bind(table)
      let known = train.map { values[$0] }
      let learner = try LearnerFitting(settings).fit(
        EncodedRows(bound, rows), LearnerTargets(values: known, isLabel: target.isLabel), run)
      let predicted = try learner.predictions(
        EncodedRows(bound, test.map { target.known[places[$0]] }), run)
      let figures = PredictionFigures(
        targets: test.map { values[$0] }, predictions: predicted, yes: target.yes,
        trainMean: known.pairwiseSum / Double(known.count), threshold: 0.5,
        split: Phrase(verbatim: ""))
      return (figures.score, figures.baseline)
    }
    guard scores.count >= 2 else { return nil }
    return CrossValidation(
      metric: target.isLabel ? "logLoss" : "rmse", folds: scores.map(\.score),
      baselines: scores.map(\.baseline))
  }

  private func notices(_ encoder: FeatureEncoder, _ rows: EncodedRows) -> [Notice] {
    var notices = leaks.map(\.notice)
    let incomplete = rows.features.incompleteRows(rows.rows)
    if incomplete > 0 {
      notices.append(
        Notice(
          "missingFilled",
          en: "\(incomplete) rows lack a value; the median, or \"(missing)\" for words, stands in",
          zh: "\(incomplete) 行缺少数值，数值取中位数，文字记为 (missing)"))
    }
    let unlabelled = table.rowCount - target.known.count
    if unlabelled > 0 {
      notices.append(
        Notice(
          "rowsWithoutLabel", en: "\(unlabelled) rows have no label: scored, not learnt from",
          zh: "\(unlabelled) 行无标签：仅评分，不参与训练", path: target.header))
    }
    let left = encoder.leftOut.map(\.header)
    if !left.isEmpty {
      let list = left.joined(separator: ", ")
      notices.append(
        Notice("columnsLeftOut", en: "not used as features: \(list)", zh: "未作为特征：\(list)"))
    }
    return notices
  }
}

/// What training gives.
package struct TrainedPrediction: Sendable {
  package let model: PredictionModel
  package let figures: PredictionFigures
  package let crossValidation: CrossValidation?
  /// How much worse the model is on unseen rows without each feature, the most important first.
  package let importances: [FeatureWeight]
  package let notices: [Notice]
  package let leaks: [Leak]
  /// The unseen rows that the figures are about.
  package let judged: JudgedRows
}
