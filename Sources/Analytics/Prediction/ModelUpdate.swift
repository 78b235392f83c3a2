/// A model that goes on learning: new rows with a known outcome beside those it remembers.
import Learning
import Numerics
package import Support
package import Tables

package struct ModelUpdate: Sendable {
  package let trained: TrainedPrediction
  package let newRows: Int
  package let rememberedRows: Int
  /// Of the model as it was, on all new rows.
  package let before: PredictionFigures
  /// Of models that have learnt from the other half of the new rows, on all of them.
  package let after: PredictionFigures

  /// New rows that are needed: two of each half and label.
  package static let leastRows = 8

  package init(_ old: TrainedPrediction, _ table: Table, _ run: Run) throws {
    let model = old.model
    let (rows, outcomes) = try model.outcomes(of: table)
    guard rows.count >= Self.leastRows else {
      throw AnalyticsError.tooFewRows(
        have: rows.count, need: Self.leastRows, what: "new rows with a known outcome")
    }
    let bound = try model.encoder.bind(table)
    let words = Phrase(en: "the \(rows.count) new rows", zh: "新增的 \(rows.count) 行")
    before = try model.figures(EncodedRows(bound, rows), outcomes, split: words, run)
    var unseen = [Double](repeating: 0, count: rows.count)
    for half in 0..<2 {
      let train = rows.indices.filter { $0 % 2 != half }
      let test = rows.indices.filter { $0 % 2 == half }
      let part = try Refit(model, bound, train.map { rows[$0] }, train.map { outcomes[$0] }, run)
      let asked = try EncodedRows(part.encoder.bind(table), test.map { rows[$0] })
      for (place, value) in zip(test, try part.learner.predictions(asked, run)) {
        unseen[place] = value
      }
    }
    after = PredictionFigures(
      targets: outcomes, predictions: unseen, yes: model.yes, trainMean: model.mean,
      threshold: model.threshold, split: words)
    let whole = try Refit(model, bound, rows, outcomes, run)
    newRows = rows.count
    rememberedRows = model.memory.targets.count
    trained = TrainedPrediction(
      model: try PredictionModel(model, updated: whole, added: rows.count, figures: after, run),
      figures: after, crossValidation: nil, importances: old.importances, notices: old.notices,
      leaks: old.leaks, judged: JudgedRows(targets: outcomes, predictions: unseen))
  }
}

/// The kind and settings of a model, fitted on what it remembers and new rows.
struct Refit {
  let encoder: FeatureEncoder
  let learner: any FittedLearner
  let rows: EncodedRows
  let targets: LearnerTargets

  init(
    encoder: FeatureEncoder, learner: any FittedLearner, rows: EncodedRows,
    targets: LearnerTargets
  ) {
    self.encoder = encoder
    self.learner = learner
    self.rows = rows
    self.targets = targets
  }

  init(
    _ model: PredictionModel, _ bound: BoundFeatures, _ new: [Int], _ outcomes: [Double], _ run: Run
  ) throws {
    let (columns, count) = bound.rows(after: model.memory, new)
    encoder = try FeatureEncoder(columns, train: Array(0..<count), run)
    guard !encoder.features.isEmpty else {
      throw AnalyticsError.constantFeatures(headers: columns.map(\.header))
    }
    let kept = encoder.features.map { feature in
      columns.first { $0.header == feature.header } ?? columns[0]
    }
    rows = EncodedRows(BoundFeatures(encoder, kept), Array(0..<count))
    targets = LearnerTargets(
      values: model.memory.targets + outcomes, isLabel: model.isLabel,
      weights: model.memory.weights + outcomes.map { _ in 1 })
    learner = try LearnerFitting(model.settings).fit(rows, targets, run)
  }
}
