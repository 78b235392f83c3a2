/// Several kinds of models on the same folds, with the differences and how sure they are.
import Analytics
import Contract
import Support
import Tables
import Wire

enum CompareModels: Method {
  static let name = "compareModels"
  static let group = Group.models
  static let summary =
    "Compare kinds of models on the same folds, with paired intervals and advice."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.singleClass, .notEnoughData, .constantFeatures]
  static let tool: ToolWords? = ToolWords(
    en: "Compare models", zh: "比较模型",
    "Use it to choose a kind of model: all are tried on the same folds, each is compared with the"
      + " best row by row, and the simplest that is not clearly worse is recommended.")

  struct Params: Parameters {
    var data = DataParams()
    var kinds: AutoOr<[LearnerKind]> = .auto
    var target: String?
    var positive: String?
    var features: AutoOr<[String]> = .auto
    var folds = 5
    var classWeight = LearnerSettings.ClassWeight.none

    private static let answerFields: Set<String> = ["asOf", "seed", "lang", "strict"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "target", \.target,
          "The column to learn, by header or role; auto takes a churn or target column."),
        Field(
          "kinds", \.kinds, "Kinds to compare; auto takes all that can learn the target.",
          default: "auto"),
        Field("positive", \.positive, "The value of a label that counts as yes."),
        Field(
          "features", \.features, "Columns to learn from; auto takes all that may be.",
          default: "auto"),
        Field("cv", \.folds, "Folds.", in: 2...Limits.folds, default: 5),
        Field(
          "classWeight", \.classWeight, "balanced weighs both labels the same in all.",
          default: "none"),
      ] + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let target: String
    let metric: String
    let models: [TrialAnswer]
    let recommended: String
    let baseline: Double

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("target", \.target, "The column that was learnt."),
        Member("metric", \.metric, "logLoss, or rmse of numbers; less is better."),
        Member("models", \.models, "The models, the best first."),
        Member("recommended", \.recommended, "The simplest that is not clearly worse."),
        Member("baseline", \.baseline, "The metric of always saying the average."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    var options = PredictionOptions()
    options.settings.seed = UInt64(params.data.seed)
    options.settings.classWeight = params.classWeight
    options.settings.effort = .quick
    (options.target, options.positive) = (params.target, params.positive)
    (options.features, options.folds) = (params.features.value, params.folds)
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    if let first = params.kinds.value?.first { options.settings.kind = first }
    let trials = try ModelTrials(opened.table, options, run)
    let kinds = try self.kinds(params, isLabel: trials.target.isLabel)
    var done: [ModelTrial] = []
    for (place, kind) in kinds.enumerated() {
      run.report(
        Double(place) / Double(kinds.count), Phrase(verbatim: kind.rawValue))
      var settings = options.settings
      settings.kind = kind
      done.append(try trials.trial(settings, run))
    }
    return Outcome(
      answer(params, trials, done, opened.table, run), changes: opened.changes)
  }

  private static func kinds(
    _ params: Params, isLabel: Bool
  ) throws(ParameterError) -> [LearnerKind] {
    let able = LearnerKind.allCases.filter { isLabel ? $0.learns.labels : $0.learns.numbers }
    guard let wanted = params.kinds.value else { return able.filter { $0 != .auto } }
    for (place, kind) in wanted.enumerated() where !able.contains(kind) {
      throw ParameterError(
        path: "params.kinds[\(place)]",
        expected: "a kind that learns \(isLabel ? "labels" : "numbers"): "
          + able.map(\.rawValue).joined(separator: ", "), found: "\"\(kind.rawValue)\"")
    }
    guard !wanted.isEmpty else {
      throw ParameterError(path: "params.kinds", expected: "at least one kind", found: "none")
    }
    return wanted
  }

  private static func answer(
    _ params: Params, _ trials: ModelTrials, _ done: [ModelTrial], _ table: Table, _ run: Run
  ) -> Output {
    let gaps = ModelTrials.gaps(done)
    let order = done.map(\.score).ascendingPlaces()
    let close = done.indices.filter { !gaps[$0].isClear }.map { done[$0].settings.kind }
    let simplest = LearnerKind.bySimplicity.first(where: close.contains)
    let recommended = simplest ?? done[order[0]].settings.kind
    let say = Speaker(params.data.lang, of: table)
    let metric = trials.target.isLabel ? "logLoss" : "rmse"
    let best = done[order[0]]
    let (score, base) = (Words.short(best.score), Words.short(trials.baseline))
    let name = best.settings.kind.rawValue
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: "best is \(name) with a \(metric) of \(score) (always the average: \(base));"
            + " recommended is \(recommended.rawValue).",
          zh: "最佳为 \(name)，\(metric) 为 \(score)（取平均值为 \(base)）；推荐 \(recommended.rawValue)。")),
      grade: nil,
      definition: say(
        Phrase(
          en: "every model is fitted on all folds but one and scored on that one; differences are"
            + " those of the same rows, intervals hold 95 % of them; penalties are found anew in"
            + " every fold",
          zh: "每个模型在其余折上拟合、在留出折上评分；差值按同一行配对，区间为 95%；正则强度在每折内重新选择")),
      warnings: (table.notices + trials.leaks.map(\.notice)).map { say($0) },
      meta: Meta(
        table, method: "compareModels", customers: trials.rowCount, seed: params.data.seed, run))
    return Output(
      envelope: envelope, target: trials.target.header, metric: metric,
      models: order.map { TrialAnswer(trial: done[$0], gap: gaps[$0]) },
      recommended: recommended.rawValue, baseline: trials.baseline)
  }
}

extension [Double] {
  /// Places by rising value, equal ones in the order they stand in.
  func ascendingPlaces() -> [Int] {
    indices.sorted { (self[$0], $0) < (self[$1], $1) }
  }
}

struct TrialAnswer: Answer {
  let trial: ModelTrial
  let gap: LossGap

  static let members: [Member<Self>] = [
    Member("kind", \.kind, "The kind of model."),
    Member("score", \.trial.score, "The metric on rows it had not seen."),
    Member("rocAuc", ifAny: \.trial.rocAuc, "Area under the ROC curve; of labels."),
    Member(
      "gap", \.gap.mean, "Mean loss above that of the best, row by row; squared error of numbers."),
    Member("interval", \.interval, "Where 95 % of such gaps lie."),
    Member("clearlyWorse", \.gap.isClear, "Whether the gap is more than luck."),
  ]

  private var kind: String { trial.settings.kind.rawValue }
  private var interval: [Double] { [gap.interval.lowerBound, gap.interval.upperBound] }
}
