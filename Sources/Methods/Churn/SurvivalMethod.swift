/// How long customers stay, for whom that differs, and how long those who are there will.
import Analytics
import Contract
import Support
import Tables
import Wire

enum SurvivalMethod: Method {
  static let name = "survival"
  static let group = Group.churn
  static let summary =
    "Say how long customers stay, what makes it longer or shorter, and how long those still there will."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [.notEnoughData, .singleClass, .constantFeatures, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Survival analysis", zh: "生存分析",
    "Use it to find out how long customers last: give path to a table with how long each has been a"
      + " customer and whether it ended, or to orders alone. Gives the curve with its median and"
      + " intervals, hazard ratios of what makes it shorter, groups compared with by, and for each"
      + " customer still there the remaining time with reasons.")

  struct Params: Parameters {
    var data = DataParams()
    var duration: String?
    var event: String?
    var positive: String?
    var covariates: AutoOr<[String]> = .auto
    var method = SurvivalOptions.Method.auto
    var by: String?
    var horizons: AutoOr<[Double]> = .auto
    var windowDays: AutoOr<Int> = .auto

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "duration", \.duration,
          "The column of how long each lasted, by header or role; tenureDays when not given."),
        Field(
          "event", \.event,
          "The column of whether it ended, by header or role; churn when not given."),
        Field("positive", \.positive, "The value of event that means ended."),
        Field(
          "covariates", \.covariates,
          "Columns that may make it longer or shorter; auto takes all that may be.",
          default: "auto"),
        Field(
          "method", \.method,
          "km gives curves alone, cox hazard ratios, weibull also goes on beyond what was seen; auto "
            + "is cox where ten have ended.", default: "auto"),
        Field("by", \.by, "Also each value of this column apart, with a log-rank test."),
        Field(
          "horizons", \.horizons, "How much further to look, in the unit of durations.",
          default: "auto"),
        Field(
          "churnWindowDays", \.windowDays,
          "Of orders: silence that counts as leaving; auto is the 90th percentile of gaps.",
          in: 1...3650),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<SurvivalAnswer> {
    let options = try options(params)
    let opened = try workspace.open(params.data, run)
    let study = try SurvivalStudy(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: study.stillThere) { study.cases.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> SurvivalRow = { SurvivalRow(study, $0, explain: explain, say) }
    var answer = SurvivalAnswer(study, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }

  private static func options(_ params: Params) throws -> SurvivalOptions {
    var options = SurvivalOptions()
    options.source.duration = params.duration
    options.source.event = params.event
    options.source.positive = params.positive
    options.source.windowDays = params.windowDays.value
    options.source.asOf = params.data.asOf?.days
    options.method = params.method
    options.covariates = params.covariates.value
    options.by = params.by
    if let horizons = params.horizons.value {
      guard 1 <= horizons.count, horizons.count <= Limits.survivalHorizons else {
        throw ParameterError(
          path: "params.horizons", expected: "1 to \(Limits.survivalHorizons) times",
          found: "\(horizons.count)")
      }
      guard let wrong = horizons.first(where: { !(0 < $0 && $0 <= 1e9) }) else {
        options.horizons = Set(horizons).sorted()
        return options.finished(params)
      }
      throw ParameterError(
        path: "params.horizons", expected: "times above 0, at most 1e9", found: "\(wrong)")
    }
    return options.finished(params)
  }
}

extension SurvivalOptions {
  fileprivate func finished(_ params: SurvivalMethod.Params) -> SurvivalOptions {
    var options = self
    options.isStrict = params.data.strict
    options.seed = UInt64(params.data.seed)
    return options
  }
}

extension SurvivalOptions.Method: Choice {}
