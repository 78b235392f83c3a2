/// The settings of one kind of model that foretell best.
import Analytics
import Contract
import Support
import Tables
import Wire

enum TuneModel: Method {
  static let name = "tuneModel"
  static let group = Group.models
  static let summary = "Try settings of a kind of model on folds, and say which foretell best."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.singleClass, .notEnoughData, .constantFeatures]
  static let tool: ToolWords? = ToolWords(
    en: "Tune a model", zh: "调参",
    "Use it to find settings for trainModel: give kind and target, and grid to say what is to be"
      + " tried. Every combination is scored on rows it had not seen; seconds bounds the time.")

  struct Params: Parameters {
    var data = DataParams()
    var kind = LearnerKind.logistic
    var grid: InputMap<[Double]>?
    var seconds = 10.0
    var target: String?
    var positive: String?
    var features: AutoOr<[String]> = .auto
    var folds = 5

    private static let answerFields: Set<String> = ["asOf", "seed", "lang", "strict"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("kind", \.kind, "The kind of model.", .required),
        Field(
          "target", \.target,
          "The column to learn, by header or role; auto takes a churn or target column."),
        Field(
          "grid", \.grid,
          "Settings and the values to try: {\"l2\": [0.1, 1, 10]}; all combinations. A grid of the"
            + " kind's own when not given."),
        Field(
          "seconds", \.seconds, "No trial begins after this time; what was left out is said.",
          in: 0.1...3600, default: 10),
        Field("positive", \.positive, "The value of a label that counts as yes."),
        Field(
          "features", \.features, "Columns to learn from; auto takes all that may be.",
          default: "auto"),
        Field("cv", \.folds, "Folds.", in: 2...Limits.folds, default: 5),
      ] + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let kind: String
    let metric: String
    let best: OutputMap<Double>
    let score: Double
    let baseline: Double
    let curve: [SettingAnswer]
    let skipped: Int

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("kind", \.kind, "The kind of model."),
        Member("metric", \.metric, "logLoss, or rmse of numbers; less is better."),
        Member("best", \.best, "The settings that foretell best, to be given to trainModel."),
        Member("score", \.score, "Their metric on rows they had not seen."),
        Member("baseline", \.baseline, "The metric of always saying the average."),
        Member("curve", \.curve, "What was tried, in that order."),
        Member("skipped", \.skipped, "Trials the time did not reach."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let wishes = try self.wishes(params)
    let opened = try workspace.open(params.data, run)
    var options = PredictionOptions()
    options.settings.kind = params.kind
    (options.target, options.positive) = (params.target, params.positive)
    (options.features, options.folds) = (params.features.value, params.folds)
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    let trials = try ModelTrials(opened.table, options, run)
    var done: [(wish: Wish, trial: ModelTrial)] = []
    let start = run.elapsedMilliseconds
    for wish in wishes {
      if !done.isEmpty, run.elapsedMilliseconds - start > params.seconds * 1000 { break }
      run.report(Double(done.count) / Double(wishes.count), Phrase(verbatim: params.kind.rawValue))
      done.append((wish, try trials.trial(wish.settings, run)))
    }
    let answer = answer(params, trials, done, wishes.count - done.count, opened.table, run)
    return Outcome(answer, changes: opened.changes)
  }

  struct Wish {
    var settings: LearnerSettings
    var values: [(key: String, value: Double)] = []
  }

  /// All combinations of the grid.
  private static func wishes(_ params: Params) throws(ParameterError) -> [Wish] {
    var settings = LearnerSettings()
    settings.kind = params.kind
    settings.seed = UInt64(params.data.seed)
    let grid =
      params.grid.map { $0.pairs.map { (name: $0.key, values: $0.value) } }
      ?? LearnerSettings.grid(params.kind)
    var wishes = [Wish(settings: settings)]
    for (name, values) in grid {
      guard LearnerSettings.tunable.contains(name) else {
        throw ParameterError(
          path: "params.grid.\(name.prefix(60))",
          expected: "one of \(LearnerSettings.tunable.joined(separator: ", "))", found: "another")
      }
      guard !values.isEmpty, values.count * wishes.count <= Limits.tuningTrials else {
        throw ParameterError(
          path: "params.grid.\(name)", expected: "1 to \(Limits.tuningTrials) combinations in all",
          found: "\(values.count * wishes.count)")
      }
      var longer: [Wish] = []
      for wish in wishes {
        for value in values {
          var next = wish
          guard value >= 0, next.settings.set(name, value) else {
            throw ParameterError(
              path: "params.grid.\(name)",
              expected: "numbers from 0; whole ones from 1 where they count something",
              found: "\(value)")
          }
          next.values.append((name, value))
          longer.append(next)
        }
      }
      wishes = longer
    }
    return wishes
  }

  private static func answer(
    _ params: Params, _ trials: ModelTrials, _ done: [(wish: Wish, trial: ModelTrial)],
    _ skipped: Int, _ table: Table, _ run: Run
  ) -> Output {
    let best = done.map(\.trial.score).ascendingPlaces()[0]
    let say = Speaker(params.data.lang, of: table)
    let metric = trials.target.isLabel ? "logLoss" : "rmse"
    let (score, base) = (Words.short(done[best].trial.score), Words.short(trials.baseline))
    let list = done[best].wish.values.map { "\($0.key) \(Words.short($0.value))" }
      .joined(separator: ", ")
    let kind = params.kind.rawValue
    var notices = table.notices + trials.leaks.map(\.notice)
    if skipped > 0 {
      notices.append(
        Notice(
          "timeOver",
          en: "\(skipped) of \(done.count + skipped) trials were not reached in time: "
            + "another run may reach others",
          zh: "共 \(done.count + skipped) 次试验，\(skipped) 次因时间未完成",
          path: "seconds"))
    }
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(kind) foretells best with \(list.isEmpty ? "its own settings" : list): \(metric)"
            + " \(score) (always the average: \(base)).",
          zh: "\(kind) 最佳参数：\(list.isEmpty ? "默认" : list)；\(metric) \(score)（取平均值为 \(base)）。")),
      grade: nil,
      definition: say(
        Phrase(
          en: "every combination is fitted on all folds but one and scored on that one; the best of"
            + " many looks a little better than it is",
          zh: "每种组合在其余折上拟合、在留出折上评分；多次尝试中的最佳值会略偏乐观")),
      warnings: notices.map { say($0) },
      meta: Meta(table, method: kind, customers: trials.rowCount, seed: params.data.seed, run))
    return Output(
      envelope: envelope, kind: kind, metric: metric, best: OutputMap(done[best].wish.values),
      score: done[best].trial.score, baseline: trials.baseline,
      curve: done.map { SettingAnswer(values: OutputMap($0.wish.values), trial: $0.trial) },
      skipped: skipped)
  }
}

struct SettingAnswer: Answer {
  let values: OutputMap<Double>
  let trial: ModelTrial

  static let members: [Member<Self>] = [
    Member("settings", \.values, "What was set."),
    Member("score", \.trial.score, "The metric on rows they had not seen."),
    Member("rocAuc", ifAny: \.trial.rocAuc, "Area under the ROC curve; of labels."),
  ]
}
