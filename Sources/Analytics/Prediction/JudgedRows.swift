/// What a model said of rows beside what came: all that a picture of its quality is made of.
import Learning
import Numerics
package import Support
package import Tables

/// Predictions and outcomes of the same rows. No ids are kept.
package struct JudgedRows: Sendable, Equatable {
  package let targets: [Double]
  package let predictions: [Double]

  package init(targets: [Double], predictions: [Double]) {
    precondition(targets.count == predictions.count, "a prediction for each outcome")
    self.targets = targets
    self.predictions = predictions
  }

  package var count: Int { targets.count }
  var memoryBytes: Int { count * 16 }
}

extension TrainedPrediction {
  package var memoryBytes: Int { model.memoryBytes + judged.memoryBytes }
}

/// A model and the rows it is judged by: those it had not seen when it was made, or others.
package struct JudgedModel: Sendable {
  package let model: PredictionModel
  package let figures: PredictionFigures
  package let rows: JudgedRows

  /// By the rows that were held back when it was made.
  package init(_ trained: TrainedPrediction) {
    model = trained.model
    figures = trained.figures
    rows = trained.judged
  }

  /// By the rows of a table whose outcome is known.
  package init(_ model: PredictionModel, _ table: Table, _ run: Run) throws {
    let (places, outcomes) = try model.outcomes(of: table)
    try run.checkpoint()
    let encoded = try EncodedRows(model.encoder.bind(table), places)
    let words = Phrase(
      en: "all \(places.count) rows with a known outcome", zh: "全部 \(places.count) 行结果已知的数据")
    let predictions = try model.predictions(encoded, run)
    self.model = model
    rows = JudgedRows(targets: outcomes, predictions: predictions)
    figures = try PredictionFigures(
      targets: outcomes, predictions: predictions, yes: model.yes, trainMean: model.mean,
      threshold: model.threshold, split: words, pause: run.checkpoint)
  }
}
