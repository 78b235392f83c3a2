/// Churn from a column that says who has left: learnt from the other columns, tested on rows the
/// model has not seen, then fitted on all.
import Learning
import Numerics
import Support
import Tables

struct LabelledChurn {
  private let table: Table
  private let options: ChurnOptions
  private let target: PredictionTarget
  private let keys: CustomerKeys

  init(_ table: Table, _ label: Column, options: ChurnOptions) throws {
    self.table = table
    self.options = options
    target = try PredictionTarget(
      table, label.header, kind: .logistic, positive: options.positive)
    keys = CustomerKeys(table)
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    let y = target.known.map { target.values[$0] }
    let positives = Int(y.reduce(0, +))
    if positives == 0 || positives == y.count, !options.isStrict { return baseRate(y) }
    let trained = try PredictionTraining(table, wish, run).train(run)
    return try scored(trained, run)
  }

  private var wish: PredictionOptions {
    var wish = PredictionOptions()
    wish.settings = options.settings
    wish.settings.kind = options.model.learner ?? .auto
    wish.settings.seed = options.seed
    wish.target = target.header
    wish.positive = options.positive
    wish.features = options.features
    wish.split = options.split
    wish.testFraction = options.testFraction
    wish.groups = options.groups
    wish.folds = 0
    wish.decision = options.decision
    wish.isStrict = options.isStrict
    wish.asOf = options.asOf
    return wish
  }

  /// Every row of the table with the model of all labelled ones.
  private func scored(_ trained: TrainedPrediction, _ run: Run) throws -> ChurnPrediction {
    run.report(0.9, Phrase(en: "scoring all customers", zh: "为全部客户评分"))
    let model = trained.model
    let rows = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    let all = try EncodedRows(model.encoder.bind(table), rows)
    let probabilities = try model.predictions(all, run)
    let known =
      options.wantsEverybody ? try model.intervals(all, probabilities, run) : nil
    let money = table.column(.monetary)?.number ?? table.column(.amount)?.number
    guard case .label(let evaluation) = trained.figures else {
      preconditionFailure("a label is learnt as a label")
    }
    var result = ChurnPrediction(
      method: model.learner.kind.rawValue, mode: .labelled,
      ids: rows.map { keys[Int(keys.ofRow[$0])] }, probabilities: probabilities,
      interval: { customer in
        known.map { $0[customer] } ?? model.interval(all, at: customer, probabilities[customer])
      },
      aliveProbabilities: nil, daysSinceLast: nil, expectedNextDay: nil,
      valuesAtRisk: money.map { column in
        rows.indices.map { probabilities[$0] * column.values[rows[$0]] }
      },
      threshold: evaluation.threshold, highTier: options.highTier,
      mediumTier: options.mediumTier, evaluation: evaluation,
      coefficients: model.coefficients, explanation: Explanation(model, all),
      definition: definition, grade: evaluation.grade, notices: trained.notices, asOf: nil,
      windowDays: nil, horizonDays: nil, snapshotDays: [], lapsedCount: 0, leaks: trained.leaks)
    result.trained = trained
    return result
  }

  private var definition: Phrase {
    let positive = target.label?.positive ?? ""
    return Phrase(
      en: "churn = \(target.header) is \(positive); the probability is that of this label",
      zh: "流失 = \(target.header) 为 \(positive)；概率即该标签的概率")
  }

  /// The answer when all labels are equal.
  private func baseRate(_ y: [Double]) -> ChurnPrediction {
    let rate = (y.reduce(0, +) + 0.5) / Double(y.count + 1)
    let ids = target.known.map { keys[Int(max(0, keys.ofRow[$0]))] }
    let same = Phrase(en: "all \(y.count) rows have the same label", zh: "全部 \(y.count) 行标签相同")
    let share = Share(Int(y.reduce(0, +)), of: y.count, confidence: ProbabilityInterval.share)
    let range = min(share.lower, rate)...max(share.upper, rate)
    return ChurnPrediction(
      method: "baseRate", mode: .labelled, ids: ids,
      probabilities: [Double](repeating: rate, count: ids.count), interval: { _ in range },
      aliveProbabilities: nil,
      daysSinceLast: nil, expectedNextDay: nil, valuesAtRisk: nil, threshold: 0.5,
      highTier: options.highTier, mediumTier: options.mediumTier, evaluation: nil,
      coefficients: [], explanation: Explanation(base: Math.logit(rate)) { _ in [] },
      definition: definition, grade: Grade(.d, same),
      notices: [Notice("singleClass", en: same.en, zh: same.zh, path: target.header)], asOf: nil,
      windowDays: nil, horizonDays: nil, snapshotDays: [], lapsedCount: 0, leaks: [])
  }
}
