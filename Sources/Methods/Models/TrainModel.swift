/// Learns any column from the others, says how well, and keeps the model.
import Analytics
import Contract
import Support
import Tables
import Wire

enum TrainModel: Method {
  static let name = "trainModel"
  static let group = Group.models
  static let summary = "Learn a column from the others: tested on unseen rows, explained, kept."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [
      .singleClass, .notEnoughData, .leakageSuspected, .constantFeatures, .memoryLimit,
    ]
  static let tool: ToolWords? = ToolWords(
    en: "Train a model", zh: "训练模型",
    "Use it to learn any column of a table from the others: whether customers leave, buy or pay, or"
      + " how much. Give path, target and, to use the model later, saveAs. Says how good it is on"
      + " rows it had not seen beside a simple baseline, what matters, and which columns know the"
      + " answer too well.")

  struct Params: Parameters {
    var data = DataParams()
    var training = TrainingInput()
    var saveAs: String?

    private static let answerFields: Set<String> = ["asOf", "seed", "lang", "strict"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + TrainingInput.fields.lifted(\.training) + [
        Field(
          "saveAs", \.saveAs,
          "Keep the model under this name, for predict, explain and others; one of the same name is"
            + " replaced.")
      ] + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<TrainingAnswer> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let opened = try workspace.open(params.data, run)
    let training = try PredictionTraining(
      opened.table, params.training.options(params.data), run)
    let trained = try training.train(run)
    let kept = try params.saveAs.map { name in
      try workspace.keeping(
        SavedModel(name, trained, opened.table, seed: params.data.seed))
    }
    let answer = TrainingAnswer(trained, opened.table, params, run)
    return Outcome(answer, changes: opened.changes + (kept.map { [$0] } ?? []))
  }
}

extension SavedModel {
  init(_ name: String, _ trained: TrainedPrediction, _ table: Table, seed: Int) {
    self.init(
      name: name, kind: .prediction(trained), dataset: "\(table.name)@\(table.version)",
      rows: trained.model.rowCount, customers: trained.model.rowCount,
      method: trained.model.learner.kind.rawValue, seed: seed, grade: trained.model.grade)
  }
}

struct TrainingAnswer: Answer {
  var envelope: Envelope
  let model: String?
  let kind: String
  let target: String
  let positive: String?
  let figures: FiguresAnswer
  let crossValidation: CrossValidationAnswer?
  let features: [String]
  let coefficients: [CoefficientAnswer]?
  let importance: [WeightAnswer]
  let leakageReport: [LeakAnswer]
  let settings: OutputMap<Double>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("model", \.model, "The name it is kept under; null when it is not."),
      Member("kind", \.kind, "The kind of model; of auto the one that was chosen."),
      Member("target", \.target, "The column that was learnt."),
      Member("positive", ifAny: \.positive, "The value of the label that counts as yes."),
      Member("evaluation", \.figures, "How good it was on rows it had not seen."),
      Member(
        "crossValidation", ifAny: \.crossValidation, "The same settings on folds of the rows."),
      Member("features", \.features, "The columns it learnt from."),
      Member("coefficients", ifAny: \.coefficients, "What it learnt, in units of the file."),
      Member(
        "importance", \.importance, "What is lost on unseen rows when a feature is shuffled."),
      Member("leakageReport", \.leakageReport, "Columns that know the answer too well."),
      Member("settings", \.settings, "What was set or found."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ trained: TrainedPrediction, _ table: Table, _ params: TrainModel.Params, _ run: Run
  ) {
    let say = Speaker(params.data.lang, of: table)
    let fitted = trained.model
    model = params.saveAs
    kind = fitted.learner.kind.rawValue
    target = fitted.target
    positive = fitted.label?.positive
    figures = FiguresAnswer(trained.figures, say)
    crossValidation = trained.crossValidation.map(CrossValidationAnswer.init)
    features = fitted.encoder.features.map(\.header)
    let isLogOdds = fitted.learner.scale == .logOdds
    let learned = fitted.coefficients.map { CoefficientAnswer($0, isLogOdds: isLogOdds) }
    coefficients = learned.isEmpty ? nil : learned
    importance = trained.importances.map(WeightAnswer.init)
    leakageReport = trained.leaks.map(LeakAnswer.init)
    settings = OutputMap(fitted.learner.settings.map { (key: $0.name, value: $0.value) })
    envelope = Envelope(
      summary: say(Self.summary(trained)), grade: GradeAnswer(fitted.grade, say),
      definition: say(Self.definition(fitted)),
      warnings: (table.notices + trained.notices).map { say($0) },
      meta: Meta(table, method: kind, seed: params.data.seed, run))
  }

  private static func definition(_ model: PredictionModel) -> Phrase {
    guard let label = model.label else {
      return Phrase(
        en: "\(model.target) is predicted as a number, in its own unit",
        zh: "\(model.target) 按原单位预测为数值")
    }
    return Phrase(
      en: "the probability that \(model.target) is \(label.positive)",
      zh: "\(model.target) 为 \(label.positive) 的概率")
  }

  private static func summary(_ trained: TrainedPrediction) -> Phrase {
    let model = trained.model
    let (kind, rows) = (model.learner.kind.rawValue, Words.fixed(Double(model.rowCount), 0))
    let top = trained.importances.prefix(3).filter { $0.value > 0 }.map(\.feature)
    let list = top.joined(separator: ", ")
    let matters = top.isEmpty ? ("", "") : ("; what matters most: \(list)", "；最重要的是 \(list)")
    switch trained.figures {
    case .label(let evaluation):
      let auc = evaluation.metrics.rocAuc.map { Words.fixed($0, 3) } ?? "-"
      return Phrase(
        en: "\(kind) on \(rows) rows tells \(model.target) with an AUC of \(auc)\(matters.0).",
        zh: "\(kind) 用 \(rows) 行学习 \(model.target)，AUC \(auc)\(matters.1)。")
    case .number(let evaluation):
      let (own, other) = (Words.short(evaluation.rmse), Words.short(evaluation.baselineRmse))
      return Phrase(
        en:
          "\(kind) on \(rows) rows predicts \(model.target) with an error of \(own), the mean with"
          + " \(other)\(matters.0).",
        zh: "\(kind) 用 \(rows) 行预测 \(model.target)，误差 \(own)，取均值为 \(other)\(matters.1)。")
    }
  }
}
