/// Whether a kept model still fits its customers.
import Analytics
import Contract
import Support
import Tables
import Wire

enum MonitorModel: Method {
  static let name = "monitorModel"
  static let group = Group.models
  static let summary =
    "See whether a kept model still fits: drift of features and predictions, outcomes, advice."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.modelNotFound, .modelIncompatible]
  static let tool: ToolWords? = ToolWords(
    en: "Monitor a model", zh: "监控模型",
    "Use it now and then on new data: it says how far the customers have moved from those the model"
      + " was made of, how good its promises were where the outcome is known, and whether to keep,"
      + " watch, recalibrate or retrain it.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()

    static let fields: [Field<Self>] =
      [Field("model", \.model, "The name it was given as saveAs.", .required)]
      + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let advice: String
    let scores: DriftAnswer
    let features: [DriftAnswer]
    let backtest: BacktestAnswer?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The model, and the data it was made of."),
        Member("advice", \.advice, "keep, watch, recalibrate or retrain."),
        Member("predictions", \.scores, "How far the predictions have moved."),
        Member("features", \.features, "How far each feature has moved, the farthest first."),
        Member(
          "backtest", ifAny: \.backtest, "What was promised and what came, where that is known."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let monitor = try ModelMonitor(trained, opened.table, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let name = saved.name
    let summary = Phrase(
      en: "\(name): \(monitor.advice.rawValue); \(monitor.reason.en).",
      zh: "\(name)：\(advice(monitor.advice))；\(monitor.reason.zh)。")
    let envelope = Envelope(
      summary: say(summary),
      grade: GradeAnswer(monitor.backtest?.figures.grade ?? saved.grade, say),
      definition: say(
        Phrase(
          en: "the population stability index compares shares of the same bins now and then: under"
            + " 0.1 steady, from 0.25 another population; more for few rows, which differ by chance",
          zh: "群体稳定性指标比较相同分箱当前与当时的占比：低于 0.1 为稳定，0.25 以上为不同客群；行数少时阈值放宽")),
      warnings: opened.table.notices.map { say($0) },
      meta: Meta(opened.table, method: saved.method, customers: monitor.rowCount, run))
    return Outcome(
      Output(
        envelope: envelope, model: "\(name), made of \(saved.dataset)",
        advice: monitor.advice.rawValue, scores: DriftAnswer(drift: monitor.scores),
        features: monitor.features.map { DriftAnswer(drift: $0) },
        backtest: monitor.backtest.map { BacktestAnswer($0, say) }),
      changes: opened.changes)
  }

  private static func advice(_ advice: ModelMonitor.Advice) -> String {
    switch advice {
    case .keep: "继续使用"
    case .watch: "持续观察"
    case .recalibrate: "重新校准"
    case .retrain: "重新训练"
    }
  }
}

struct DriftAnswer: Answer {
  let drift: ModelMonitor.Drift

  static let members: [Member<Self>] = [
    Member("feature", \.drift.feature, "The feature, or prediction."),
    Member("shift", \.drift.shift, "Population stability index."),
    Member("state", \.state, "steady, moved or otherPopulation."),
    Member("missingThen", \.drift.missingThen, "Share without a value when it was made."),
    Member("missingNow", \.drift.missingNow, "Share without a value, or with an unseen word, now."),
  ]

  private var state: String { drift.state.rawValue }
}

struct BacktestAnswer: Answer {
  let backtest: ModelMonitor.Backtest
  let figures: FiguresAnswer

  init(_ backtest: ModelMonitor.Backtest, _ say: Speaker) {
    self.backtest = backtest
    figures = FiguresAnswer(backtest.figures, say)
  }

  static let members: [Member<Self>] = [
    Member("predicted", \.backtest.predicted, "The mean of what was predicted."),
    Member("observed", \.backtest.observed, "The mean of what came."),
    Member("gap", \.backtest.gap, "Standard errors between the two; beyond 3 it is no chance."),
    Member("lossThen", \.backtest.lossThen, "Loss on unseen rows when it was made."),
    Member("lossNow", \.now, "The same now."),
    Member("evaluation", \.figures, "All figures now."),
  ]

  private var now: Double { backtest.figures.score }
}
