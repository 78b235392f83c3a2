/// The model that a picture shows: a kept one, or one learnt on the spot as trainModel would.
import Analytics
import Contract
import Support
import Tables
import Wire

struct PlotModel: Sendable {
  var name: String?
  var target: String?
  var kind: LearnerKind?
  var positive: String?
  var test: TestInput?

  private static let whose = "roc, pr, lift, calibration, predictedVsActual"

  static let fields: [Field<Self>] = [
    Field(
      "model", \.name,
      "\(whose): a kept model; without data it is drawn by the rows it had not seen, with data by"
        + " theirs. Without a model one is learnt from the data, as trainModel does."),
    Field("target", \.target, "\(whose): the column to learn, where no model is named."),
    Field("modelKind", \.kind, "\(whose): the kind of model to learn, as in trainModel; auto."),
    Field("positive", \.positive, "\(whose): the value of a label that counts as yes."),
    Field("test", \.test, "\(whose): which rows test the model that is learnt."),
  ]

  /// Refuses what the kind of picture has no use for, and settings of a model that is there.
  func check(_ kind: Plot.Kind) throws(ParameterError) {
    let training: [(name: String, isGiven: Bool)] = [
      ("target", target != nil), ("modelKind", self.kind != nil), ("positive", positive != nil),
      ("test", test != nil),
    ]
    let isOfModel = Plot.Kind.ofModels.contains(kind)
    for entry in training + [("model", name != nil)] where entry.isGiven && !isOfModel {
      throw ParameterError(
        path: "params.\(entry.name)", expected: "nothing with kind \"\(kind.rawValue)\"",
        found: "a value")
    }
    guard name != nil else { return }
    for entry in training where entry.isGiven {
      throw ParameterError(
        path: "params.\(entry.name)", expected: "nothing beside model, which is learnt already",
        found: "a value")
    }
  }

  /// - Parameter table: nil where a kept model stands alone.
  func figure(
    _ params: Plot.Params, _ table: Table?, in workspace: Workspace, _ run: Run
  ) throws -> Figure {
    let (judged, notices) = try judged(params, table, in: workspace, run)
    if !judged.model.isLabel, params.kind != .predictedVsActual {
      throw ParameterError(
        path: "params.kind",
        expected: "predictedVsActual, as \(judged.model.target.quotedShort) is a number",
        found: "\"\(params.kind.rawValue)\", which shows yes and no")
    }
    run.report(0.9, Phrase(en: "drawing", zh: "绘图"))
    var figure =
      switch params.kind {
      case .roc: try Figure.roc(judged, run)
      case .pr: try Figure.precisionRecall(judged, run)
      case .lift: try Figure.lift(judged, run)
      case .calibration: try Figure.calibration(judged, run)
      case .predictedVsActual:
        try Figure.predictedVsActual(judged, seed: UInt64(params.data.seed), run)
      case .clusters, .kCurve, .rfmHeatmap, .cohorts, .histogram:
        throw Failure(.internalError, "a picture of a table was asked of a model")
      }
    figure.notices += notices
    return figure
  }

  /// The model, the rows it is judged by, and what was said when it was made.
  private func judged(
    _ params: Plot.Params, _ table: Table?, in workspace: Workspace, _ run: Run
  ) throws -> (JudgedModel, [Notice]) {
    if let name {
      if params.wish.features != nil {
        throw ParameterError(
          path: "params.features", expected: "nothing beside model, which is learnt already",
          found: "a value")
      }
      let trained = try workspace.prediction(name).trained
      guard let table else { return (JudgedModel(trained), []) }
      return (try JudgedModel(trained.model, table, run), [])
    }
    guard let table else {
      throw ParameterError(
        path: "params", expected: "model, or one of path, dataset, rows", found: "none of them")
    }
    let trained = try PredictionTraining(table, options(params), run).train(run)
    return (JudgedModel(trained), trained.notices)
  }

  private func options(_ params: Plot.Params) -> PredictionOptions {
    var input = TrainingInput()
    input.target = target
    input.kind = kind ?? .auto
    input.positive = positive
    if let features = params.wish.features { input.features = .value(features) }
    if let test { input.test = test }
    // Folds are not drawn; the rest is that of trainModel.
    input.folds = 0
    return input.options(params.data)
  }
}
