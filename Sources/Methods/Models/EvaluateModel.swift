/// A kept model held against rows whose outcome is known.
import Analytics
import Contract
import Support
import Tables
import Wire

enum EvaluateModel: Method {
  static let name = "evaluateModel"
  static let group = Group.models
  static let summary = "Hold a kept model against rows whose outcome is known."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.modelNotFound, .modelIncompatible, .singleClass]
  static let tool: ToolWords? = ToolWords(
    en: "Evaluate a model", zh: "评估模型",
    "Use it to see whether a kept model is any good on new rows whose outcome is known by now. Give"
      + " model and path to a table with the same columns and the target. Says discrimination,"
      + " calibration, lift and the cost of its decisions, beside a simple baseline.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()

    private static let answerFields: Set<String> = ["lang", "strict"]

    static let fields: [Field<Self>] =
      [Field("model", \.model, "The name it was given as saveAs.", .required)]
      + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let target: String
    let figures: FiguresAnswer
    let then: Double
    let now: Double

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The model that was asked, and the data it was made of."),
        Member("target", \.target, "The column that is predicted."),
        Member("evaluation", \.figures, "How good it is on these rows."),
        Member(
          "lossThen", \.then,
          "Log-loss or root mean squared error on unseen rows when it was made."),
        Member("lossNow", \.now, "The same on these rows."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let (model, table) = (trained.model, opened.table)
    let (rows, outcomes) = try model.outcomes(of: table)
    if params.data.strict, let label = model.label, Set(outcomes).count < 2 {
      throw AnalyticsError.singleClass(
        label: outcomes[0] == 1 ? label.positive : label.negative, count: rows.count)
    }
    let encoded = try EncodedRows(model.encoder.bind(table), rows)
    let words = Phrase(
      en: "all \(rows.count) rows with a known outcome", zh: "全部 \(rows.count) 行结果已知的数据")
    let figures = try model.figures(encoded, outcomes, split: words, run)
    let say = Speaker(params.data.lang, of: table)
    let then = trained.figures.score
    let envelope = Envelope(
      summary: say(summary(saved, figures, then)), grade: GradeAnswer(figures.grade, say),
      definition: say(
        Phrase(
          en:
            "the model is the one made of \(saved.dataset); nothing was fitted again, the baseline"
            + " is its average of then",
          zh: "使用在 \(saved.dataset) 上建立的模型，不重新拟合；基线为当时的平均值")),
      warnings: table.notices.map { say($0) },
      meta: Meta(table, method: saved.method, customers: rows.count, run))
    return Outcome(
      Output(
        envelope: envelope, model: "\(saved.name), made of \(saved.dataset)", target: model.target,
        figures: FiguresAnswer(figures, say), then: then, now: figures.score),
      changes: opened.changes)
  }

  private static func summary(
    _ saved: SavedModel, _ figures: PredictionFigures, _ then: Double
  ) -> Phrase {
    let (now, before) = (Words.short(figures.score), Words.short(then))
    let base = Words.short(figures.baseline)
    return Phrase(
      en: "\(saved.name): loss \(now) on these rows, \(before) when it was made; the baseline has"
        + " \(base).",
      zh: "\(saved.name)：本次损失 \(now)，建模时 \(before)；基线 \(base)。")
  }
}
