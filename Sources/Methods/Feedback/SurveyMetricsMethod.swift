/// What surveys say: net promoter score, satisfaction, effort, and what goes with them.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum SurveyMetricsMethod: Method {
  static let name = "surveyMetrics"
  static let group = Group.feedback
  static let summary =
    "Net promoter score, satisfaction or effort, with intervals, trend and what goes with it."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Survey metrics", zh: "问卷指标",
    "Use it for answers to surveys: give path to a file with a column of scores (0 to 10 for NPS, 1"
      + " to 5 for satisfaction, 1 to 5 or 7 for effort, or words such as 非常满意). Gives the figure"
      + " with its interval, by period and by group, and what goes with good and bad answers.")

  struct Params: Parameters {
    var data = DataParams()
    var scores: [String]?
    var kind: AutoOr<SurveyKind> = .auto
    var by: AutoOr<CalendarPeriod> = .auto
    var groupBy: [String]?

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "scores", \.scores,
          "Headers of the columns of answers, the main one first; found by name when not given."),
        Field(
          "kind", \.kind, "nps, csat or ces; auto goes by the header and the highest answer.",
          default: "auto"),
        Field(
          "by", \.by, "The periods of the trend; auto is weeks, months where there are many.",
          default: "auto"),
        Field(
          "groupBy", \.groupBy,
          "Headers of groups to compare; every column of few values when not given."),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let questions: [SurveyQuestionAnswer]
    let trend: SurveyTrendAnswer?
    let drivers: [SurveyDriverAnswer]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("questions", \.questions, "Each column of answers, the main one first."),
        Member("trend", ifAny: \.trend, "The main one over time, where the file has dates."),
        Member("drivers", \.drivers, "What goes with its answers, the surest first."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    var options = SurveyOptions()
    (options.scores, options.kind) = (params.scores, params.kind.value)
    (options.period, options.groupBy) = (params.by.value, params.groupBy)
    if let scores = params.scores, scores.isEmpty {
      throw ParameterError(path: "params.scores", expected: "one header or more", found: "none")
    }
    let found = try SurveyMetrics(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let envelope = Envelope(
      summary: say(SurveyWords.summary(found)), grade: GradeAnswer(found.grade, say),
      definition: say(SurveyWords.definition(found.questions[0])),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(opened.table, method: found.questions[0].scale.kind.rawValue, run))
    return Outcome(
      Output(
        envelope: envelope, questions: found.questions.map { SurveyQuestionAnswer(question: $0) },
        trend: found.trend.map { SurveyTrendAnswer($0) },
        drivers: found.drivers.map { SurveyDriverAnswer($0, found.questions[0], say) }),
      changes: opened.changes)
  }
}

extension SurveyKind: Choice {}

/// One question of a survey.
struct SurveyQuestionAnswer: Answer {
  let question: SurveyMetrics.Question
  private var figure: SurveyFigure { question.figure }

  static let members: [Member<Self>] = [
    Member("column", \.question.header, "The column."),
    Member("kind", \.question.scale.kind.rawValue, "nps, csat or ces."),
    Member("lowest", \.question.scale.lowest, "The lowest answer of the scale."),
    Member("highest", \.question.scale.highest, "The highest."),
    Member("answers", \.figure.count, "Answers given."),
    Member("unanswered", \.question.unanswered, "Rows without one."),
    Member(
      "value", \.figure.value,
      "nps: share of promoters less detractors, -100 to 100; else the share of good answers."),
    Member("lower", \.figure.lower, "Lower bound, 95 %."),
    Member("upper", \.figure.upper, "Upper bound, 95 %."),
    Member("mean", \.figure.mean, "The mean answer."),
    Member("good", \.figure.good.part, "Good answers: promoters, satisfied, easy."),
    Member("bad", \.figure.bad.part, "Bad answers: detractors, dissatisfied, hard."),
    Member("goodShare", ifAny: \.figure.good.value, "Their share."),
    Member("badShare", ifAny: \.figure.bad.value, "The share of bad answers."),
    Member("counts", \.counts, "How often each answer was given."),
  ]

  private var counts: [SurveyCountAnswer] {
    question.counts.map { SurveyCountAnswer(answer: $0.answer, count: $0.count) }
  }
}

struct SurveyCountAnswer: Answer {
  let answer: Double
  let count: Int

  static let members: [Member<Self>] = [
    Member("answer", \.answer, "The answer."),
    Member("count", \.count, "How often it was given."),
  ]
}

/// The figure over time.
struct SurveyTrendAnswer: Answer {
  let trend: SurveyMetrics.Trend
  private let periods: [SurveyPeriodAnswer]

  init(_ trend: SurveyMetrics.Trend) {
    self.trend = trend
    periods = trend.periods.map { SurveyPeriodAnswer(period: $0) }
  }

  static let members: [Member<Self>] = [
    Member("by", \.trend.period.rawValue, "The length of a period."),
    Member("slope", ifAny: \.trend.slope?.value, "Change per period."),
    Member("slopeLower", ifAny: \.trend.slope?.lower, "Lower bound, 95 %."),
    Member("slopeUpper", ifAny: \.trend.slope?.upper, "Upper bound, 95 %."),
    Member("lastChange", ifAny: \.trend.last?.value, "The last period less the one before."),
    Member("lastChangeLower", ifAny: \.trend.last?.lower, "Lower bound, 95 %."),
    Member("lastChangeUpper", ifAny: \.trend.last?.upper, "Upper bound, 95 %."),
    Member("periods", \.periods, "Periods with answers, the earliest first."),
  ]
}

struct SurveyPeriodAnswer: Answer {
  let period: SurveyMetrics.Period

  static let members: [Member<Self>] = [
    Member("period", \.period.name, "The period."),
    Member("answers", \.period.figure.count, "Answers in it."),
    Member("value", \.period.figure.value, "The figure."),
    Member("lower", \.period.figure.lower, "Lower bound, 95 %."),
    Member("upper", \.period.figure.upper, "Upper bound, 95 %."),
  ]
}

/// What goes with good and bad answers.
struct SurveyDriverAnswer: Answer {
  let driver: SurveyDriver
  let text: Said

  init(_ driver: SurveyDriver, _ question: SurveyMetrics.Question, _ say: Speaker) {
    self.driver = driver
    text = say(SurveyWords.driver(driver, question))
  }

  static let members: [Member<Self>] = [
    Member("column", \.driver.header, "The column."),
    Member("level", ifAny: \.driver.level, "The group; nothing for another question."),
    Member("answers", \.driver.count, "Answers of the group, or rows with both answers."),
    Member("value", ifAny: \.driver.figure?.value, "The figure of the group."),
    Member("mean", ifAny: \.driver.mean, "The mean answer to the other question."),
    Member(
      "effect", \.driver.effect.value,
      "Of a group: its figure less that of the rest; of a question: the correlation by ranks."),
    Member("lower", ifAny: \.driver.effect.lower, "Lower bound, 95 %."),
    Member("upper", ifAny: \.driver.effect.upper, "Upper bound, 95 %."),
    Member("pValue", \.driver.pValue, "Chance of it without a difference, corrected by Holm."),
    Member("clear", \.driver.isClear, "Whether that is below 0.05."),
    Member("text", \.text, "The same in words."),
  ]
}
