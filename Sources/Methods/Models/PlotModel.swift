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

  var asPublished: Bool?

  private static let whose = "of a model"

  static let fields: [Field<Self>] = [
    Field(
      "model", \.name,
      "roc, pr, lift, calibration, predictedVsActual, importance, fit: a kept model; without data it"
        + " is drawn by the rows it had not seen (fit: by those it remembers), with data by theirs."
        + " Without a model one is learnt from the data, as trainModel does."),
    Field("target", \.target, "\(whose): the column to learn, where none is named."),
    Field(
      "modelKind", \.kind,
      "\(whose): the kind of model to learn, as in trainModel; auto, and with asPublished linear, or"
        + " logistic for yes and no."),
    Field(
      "positive", \.positive,
      "\(whose), survival: the value of the label or event that counts as yes."),
    Field("test", \.test, "\(whose): which rows test the model that is learnt."),
    Field(
      "asPublished", \.asPublished,
      "fit: true joins the predictions in the order of the file, as a published example does, and"
        + " says what is wrong with that; false."),
  ]

  /// Refuses what the kind of picture has no use for, and settings of a model that is there.
  func check(_ kind: Plot.Kind) throws(ParameterError) {
    let training: [(name: String, isGiven: Bool)] = [
      ("target", target != nil), ("modelKind", self.kind != nil), ("positive", positive != nil),
      ("test", test != nil),
    ]
    let others = [("model", name != nil), ("asPublished", asPublished != nil)]
    for (name, isGiven) in training + others where isGiven {
      let kinds: Set<Plot.Kind> =
        switch name {
        case "asPublished": [.fit]
        case "positive": Plot.Kind.ofModels.union([.survival])
        default: Plot.Kind.ofModels
        }
      guard kinds.contains(kind) else {
        throw ParameterError(
          path: "params.\(name)", expected: "nothing with kind \"\(kind.rawValue)\"",
          found: "a value")
      }
    }
    guard name != nil else { return }
    for entry in training where entry.isGiven { throw Self.learnt(entry.name) }
  }

  /// What is said of a setting beside a model that needs none any more.
  private static func learnt(_ name: String) -> ParameterError {
    ParameterError(
      path: "params.\(name)", expected: "nothing beside model, which is learnt already",
      found: "a value")
  }

  /// - Parameter table: nil where a kept model stands alone.
  func figure(
    _ params: Plot.Params, _ table: Table?, in workspace: Workspace, _ run: Run
  ) throws -> Figure {
    let trained = try trained(params, table, in: workspace, run)
    run.report(0.9, Phrase(en: "drawing", zh: "绘图"))
    if !trained.model.isLabel, Plot.Kind.ofLabels.contains(params.kind) {
      throw ParameterError(
        path: "params.kind",
        expected: "predictedVsActual, importance or fit, as"
          + " \(trained.model.target.quotedShort) is a number",
        found: "\"\(params.kind.rawValue)\", which shows yes and no")
    }
    var figure =
      params.kind == .fit
      ? try fit(trained, params, table, run)
      : try judgement(trained, params, table, run)
    // A kept model said its own when it was made.
    if name == nil { figure.notices += trained.notices }
    return figure
  }

  /// One feature and what the model makes of it.
  private func fit(
    _ trained: TrainedPrediction, _ params: Plot.Params, _ table: Table?, _ run: Run
  ) throws -> Figure {
    let isPublished = asPublished ?? false
    let fitted = try FittedFeature(
      trained, table, feature: params.wish.x, numbersOnly: isPublished, run)
    var figure =
      isPublished
      ? try Figure.publishedFit(fitted, run)
      : try Figure.fit(fitted, seed: UInt64(params.data.seed), run)
    if let notice = fitted.labelNotice { figure.notices.append(notice) }
    return figure
  }

  /// The model held against rows it had not seen, or those that are given beside it.
  private func judgement(
    _ trained: TrainedPrediction, _ params: Plot.Params, _ table: Table?, _ run: Run
  ) throws -> Figure {
    let seed = UInt64(params.data.seed)
    let others = name == nil ? nil : table
    let judged = try others.map { try JudgedModel(trained.model, $0, run) } ?? JudgedModel(trained)
    switch params.kind {
    case .roc: return try .roc(judged, run)
    case .pr: return try .precisionRecall(judged, run)
    case .lift: return try .lift(judged, run)
    case .calibration: return try .calibration(judged, run)
    case .predictedVsActual: return try .predictedVsActual(judged, seed: seed, run)
    case .importance:
      let weights = try others.map { try trained.model.importances($0, seed: seed, run) }
      return try .importance(judged, weights ?? trained.importances)
    case .clusters, .kCurve, .rfmHeatmap, .cohorts, .histogram, .survival, .fit, .forecast,
      .concentration, .alive:
      throw Failure(.internalError, "a picture of a table was asked of a model")
    }
  }

  /// The kept model, or one that is learnt as trainModel would.
  private func trained(
    _ params: Plot.Params, _ table: Table?, in workspace: Workspace, _ run: Run
  ) throws -> TrainedPrediction {
    if let name {
      if params.wish.features != nil { throw Self.learnt("features") }
      return try workspace.prediction(name).trained
    }
    guard let table else {
      throw ParameterError(
        path: "params", expected: "model, or one of path, dataset, rows", found: "none of them")
    }
    var input = TrainingInput()
    input.target = target
    input.kind = kind ?? .auto
    input.positive = positive
    if let features = params.wish.features { input.features = .value(features) }
    if let test { input.test = test }
    // Folds are not drawn; the rest is that of trainModel.
    input.folds = 0
    if asPublished ?? false, kind == nil {
      let isLabel = try PredictionTarget(table, target, kind: .auto, positive: positive).isLabel
      input.kind = isLabel ? .logistic : .linear
    }
    return try PredictionTraining(table, input.options(params.data), run).train(run)
  }
}
