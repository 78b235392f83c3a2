/// The card of a kept model: what it is for, what it was made of, how good it is, what it must not
/// be used for.
import Analytics
import Contract
import Support
import Tables
import Wire

enum DescribeModel: Method {
  static let name = "describeModel"
  static let group = Group.models
  static let summary = "Show the card of a kept model: data, features, figures, limits, lineage."
  static let effect = Effect.computes
  static let errors: [ErrorCode] = [.modelNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Describe a model", zh: "模型说明",
    "Use it before relying on a kept model, or to tell others how it works: what it was made of,"
      + " how good it is on unseen rows, which features matter, and its limits.")

  struct Params: Parameters {
    var model = ""
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] = [
      Field("model", \.model, "The name of the model, or an alias.", .required),
      Field("lang", \.lang, "The language of texts.", default: "auto"),
    ]
  }

  struct Output: Answer {
    let brief: ModelAnswer
    let aliases: [String]
    let target: String?
    let positive: String?
    let threshold: Double?
    let period: [String]?
    let features: [String]
    let figures: FiguresAnswer?
    let crossValidation: CrossValidationAnswer?
    let coefficients: [CoefficientAnswer]?
    let importance: [WeightAnswer]?
    let settings: OutputMap<Double>
    let leakageReport: [LeakAnswer]?
    let limits: [Said]
    let lineage: String

    static let members: [Member<Self>] =
      ModelAnswer.members.map { $0.lifted(\.brief) } + [
        Member("aliases", \.aliases, "Other names that stand for it."),
        Member("target", ifAny: \.target, "The column it predicts."),
        Member("positive", ifAny: \.positive, "The value of the label that counts as yes."),
        Member("threshold", ifAny: \.threshold, "The probability from which the answer is yes."),
        Member("period", ifAny: \.period, "First and last date of its data."),
        Member("features", \.features, "The columns it looks at."),
        Member("evaluation", ifAny: \.figures, "How good it was on rows it had not seen."),
        Member(
          "crossValidation", ifAny: \.crossValidation, "The same settings on folds of the rows."),
        Member("coefficients", ifAny: \.coefficients, "What it learnt, in units of the file."),
        Member("importance", ifAny: \.importance, "What is lost when a feature is shuffled."),
        Member("settings", \.settings, "What was set or found."),
        Member("leakageReport", ifAny: \.leakageReport, "Columns that know the answer too well."),
        Member("limits", \.limits, "What it must not be taken for."),
        Member("lineage", \.lineage, "Where it comes from, as a Mermaid diagram."),
      ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let saved = try workspace.model(params.model)
    let say = Speaker(params.lang, of: nil)
    let aliases = workspace.aliases.filter { $0.value == saved.name }.keys.sorted()
    return Outcome(Output(saved, aliases, say))
  }
}

extension DescribeModel.Output {
  init(_ saved: SavedModel, _ aliases: [String], _ say: Speaker) {
    brief = ModelAnswer(saved, say)
    self.aliases = aliases
    limits = Self.limits(saved).map { say($0) }
    lineage = Self.lineage(saved, aliases)
    guard case .prediction(let trained) = saved.kind else {
      switch saved.kind {
      case .segments(let model): features = model.features
      case .prediction, .recommender, .feedback: features = []
      }
      (target, positive, threshold, period) = (nil, nil, nil, nil)
      (figures, crossValidation, coefficients) = (nil, nil, nil)
      (importance, leakageReport, settings) = (nil, nil, OutputMap())
      return
    }
    let model = trained.model
    target = model.target
    positive = model.label?.positive
    threshold = model.isLabel ? model.threshold : nil
    period = model.period.map {
      [CivilDate.text(days: $0.lowerBound), CivilDate.text(days: $0.upperBound)]
    }
    features = model.encoder.features.map(\.header)
    figures = FiguresAnswer(trained.figures, say)
    crossValidation = trained.crossValidation.map(CrossValidationAnswer.init)
    let isLogOdds = model.learner.scale == .logOdds
    let learned = model.coefficients.map { CoefficientAnswer($0, isLogOdds: isLogOdds) }
    coefficients = learned.isEmpty ? nil : learned
    importance = trained.importances.map(WeightAnswer.init)
    leakageReport = trained.leaks.map(LeakAnswer.init)
    settings = OutputMap(model.learner.settings.map { (key: $0.name, value: $0.value) })
  }

  private static func limits(_ saved: SavedModel) -> [Phrase] {
    var limits = [
      Phrase(
        en: "made of \(saved.rows) rows of \(saved.dataset); customers unlike these are guesses",
        zh: "基于 \(saved.dataset) 的 \(saved.rows) 行；对差异较大的客户仅为猜测"),
      saved.grade.reason,
    ]
    guard case .prediction(let trained) = saved.kind else { return limits }
    limits.append(
      Phrase(
        en: "it says what goes together, not what causes what; check groups with auditFairness and"
          + " new data with monitorModel",
        zh: "仅反映相关而非因果；请用 auditFairness 检查各群体，用 monitorModel 检查新数据"))
    limits += trained.notices.map(\.phrase)
    return limits
  }

  private static func lineage(_ saved: SavedModel, _ aliases: [String]) -> String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\"", with: "'") + "\""
    }
    var lines = [
      "flowchart LR", "  data[\(quoted("\(saved.dataset), \(saved.rows) rows"))]",
      "  fit[\(quoted("\(saved.method), seed \(saved.seed)"))]", "  model[\(quoted(saved.name))]",
      "  data --> fit --> model",
    ]
    for (place, alias) in aliases.enumerated() {
      lines.append("  alias\(place)([\(quoted(alias))]) --> model")
    }
    return lines.joined(separator: "\n")
  }
}
