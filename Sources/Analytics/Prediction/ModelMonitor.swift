/// Whether a model still fits its customers: how far features and predictions have moved, and how
/// good it is where the outcome is known by now.
import Learning
import Numerics
package import Support
package import Tables

package struct ModelMonitor: Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// Under 0.1.
    case steady
    /// From 0.1.
    case moved
    /// From 0.25.
    case otherPopulation
  }

  package enum Advice: String, Sendable, CaseIterable { case keep, watch, recalibrate, retrain }

  package struct Drift: Sendable {
    package let feature: String
    /// The population stability index.
    package let shift: Double
    package let state: State
    /// The share of cells without a value, or with a word the model has not seen.
    package let missingThen: Double
    package let missingNow: Double
  }

  /// What came, beside what was promised.
  package struct Backtest: Sendable {
    package let figures: PredictionFigures
    /// The same loss on unseen rows when the model was made.
    package let lossThen: Double
    /// Means of what was predicted and of what came.
    package let predicted: Double
    package let observed: Double
    /// Standard errors between the two.
    package let gap: Double
  }

  /// Features by how far they have moved.
  package let features: [Drift]
  package let scores: Drift
  /// Nil where no outcome is known.
  package let backtest: Backtest?
  package let rowCount: Int
  package let advice: Advice
  package let reason: Phrase

  /// Fewer rows move by chance.
  static let leastRows = 30
  /// Standard errors from which promised and seen rates differ.
  static let clearGap = 3.0

  package init(_ trained: TrainedPrediction, _ table: Table, _ run: Run) throws {
    let model = trained.model
    let scored = try ScoredRows(model, table, run)
    let count = scored.ids.count
    rowCount = count
    features = try model.encoder.features.indices.map { feature in
      try run.checkpoint()
      let then = model.reference.features[feature]
      let now = DriftReference.Cells(scored.rows, feature).shares(then.cuts)
      return Self.drift(
        model.encoder.features[feature].header, then.shares, model.rowCount, now, count)
    }.sorted { ($1.shift, $0.feature) < ($0.shift, $1.feature) }
    let shares = DriftReference.Cells(scored.predictions).shares(model.reference.scores.cuts)
    scores = Self.drift("prediction", model.reference.scores.shares, model.rowCount, shares, count)
    backtest = try Self.backtest(trained, table, run)
    (advice, reason) = Self.advice(features, scores, backtest, count)
  }

  private static func drift(
    _ name: String, _ then: [Double], _ thenCount: Int, _ now: [Double], _ nowCount: Int
  ) -> Drift {
    let shift = DriftReference.shift(from: then, of: thenCount, to: now, of: nowCount)
    // Samples of one population differ too: about (bins - 1) (1/n + 1/m).
    let chance =
      Double(then.count - 1) * (1 / Double(max(1, thenCount)) + 1 / Double(max(1, nowCount)))
    let state: State =
      shift < max(0.1, 2 * chance)
      ? .steady
      : shift < max(0.25, 3 * chance)
        ? .moved
        : .otherPopulation
    return Drift(
      feature: name, shift: shift, state: state, missingThen: then.last ?? 0,
      missingNow: now.last ?? 0)
  }

  /// Nil where the target is not in the table, or no row has it.
  private static func backtest(
    _ trained: TrainedPrediction, _ table: Table, _ run: Run
  ) throws -> Backtest? {
    let model = trained.model
    guard let column = table.column(named: model.target), column.missingCount < table.rowCount
    else { return nil }
    let (rows, outcomes) = try model.outcomes(of: table)
    let encoded = try EncodedRows(model.encoder.bind(table), rows)
    let predictions = try model.predictions(encoded, run)
    let figures = try model.figures(
      encoded, outcomes,
      split: Phrase(
        en: "all \(rows.count) rows with a known outcome", zh: "全部 \(rows.count) 行结果已知的数据"),
      run)
    let errors = Moments(of: zip(outcomes, predictions).map { $0 - $1 })
    let spread = (errors.variance / Double(max(1, errors.count))).squareRoot()
    return Backtest(
      figures: figures, lossThen: trained.figures.score,
      predicted: predictions.pairwiseSum / Double(predictions.count),
      observed: outcomes.pairwiseSum / Double(outcomes.count),
      gap: spread > 0 ? errors.mean / spread : 0)
  }

  private static func advice(
    _ features: [Drift], _ scores: Drift, _ backtest: Backtest?, _ count: Int
  ) -> (Advice, Phrase) {
    let moved = features.filter { $0.state != .steady }.map(\.feature)
    let list = moved.prefix(3).joined(separator: ", ")
    if count < leastRows {
      return (
        .watch,
        Phrase(en: "\(count) rows are too few to tell", zh: "仅 \(count) 行，无法判断")
      )
    }
    if let backtest {
      if backtest.figures.score > backtest.figures.baseline {
        return (
          .retrain,
          Phrase(
            en: "the model is now worse than always saying the average", zh: "模型已不如直接取平均值")
        )
      }
      if abs(backtest.gap) > clearGap {
        let (seen, said) = (Words.short(backtest.observed), Words.short(backtest.predicted))
        return (
          .recalibrate,
          Phrase(
            en:
              "it promised \(said) on average, \(seen) came: train it again on newer rows, or shift"
              + " it", zh: "预测均值 \(said)，实际 \(seen)：请用新数据重新训练或校准")
        )
      }
    }
    if features.contains(where: { $0.state == .otherPopulation })
      || scores.state == .otherPopulation
    {
      return (
        backtest == nil ? .retrain : .watch,
        Phrase(
          en: "these are other customers than those it was made of (\(list))",
          zh: "客户群已与建模时不同（\(list)）")
      )
    }
    if !moved.isEmpty {
      return (.watch, Phrase(en: "some features have moved (\(list))", zh: "部分特征已变化（\(list)）"))
    }
    return (.keep, Phrase(en: "nothing has moved", zh: "没有明显变化"))
  }
}
