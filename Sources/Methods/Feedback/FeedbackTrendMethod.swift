/// How feedback goes over time, and what people have begun to speak of.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum FeedbackTrendMethod: Method {
  static let name = "feedbackTrend"
  static let group = Group.feedback
  static let summary =
    "Follow feedback over time: how bad, when it changed, and which words are new."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Feedback trend", zh: "反馈趋势",
    "Use it to see whether feedback gets better or worse and why: give path to a file with a text"
      + " column and dates (ratings help). Gives counts and share of bad texts per week or month,"
      + " the periods where a level changed, and words said more or less than before.")

  struct Params: Parameters {
    var data = DataParams()
    var by: AutoOr<CalendarPeriod> = .auto
    var redact = true

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "by", \.by, "The length of a period; auto is weeks, months beyond a year and a half.",
          default: "auto"),
        Field("redact", \.redact, "Hide personal data in examples.", default: true),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let periods: [FeedbackPeriodAnswer]
    let changes: [FeedbackChangeAnswer]
    let emerging: [EmergingTermAnswer]
    let fading: [EmergingTermAnswer]
    let nowFrom: String

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("periods", \.periods, "The earliest first; periods without texts too."),
        Member("changePoints", \.changes, "Where a level changed beyond chance."),
        Member("emerging", \.emerging, "Words said more now than before, the surest first."),
        Member("fading", \.fading, "Words said less."),
        Member("nowFrom", \.nowFrom, "The first day of now; all before it is before."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let table = opened.table
    let texts = try FeedbackTexts(table, redacts: params.redact, run)
    guard let days = table.dayOfRow else {
      throw AnalyticsError.missingRole(
        roles: [Role.date.rawValue], headers: table.columns.map(\.header))
    }
    let ratings = (table.column(.rating) ?? table.column(.satisfaction) ?? table.column(.npsScore))
      .flatMap { column in
        column.number.map { number in
          number.values.indices.map { column.isMissing($0) ? nil : number.values[$0] }
        }
      }
    let found = try FeedbackTrendStudy(
      texts, days: days, ratings: ratings, period: params.by.value, run)
    let say = Speaker(params.data.lang, of: table)
    let envelope = Envelope(
      summary: say(summary(found)), grade: GradeAnswer(found.grade, say),
      definition: say(definition(found)),
      warnings: (table.notices + found.notices).map { say($0) },
      meta: Meta(table, method: found.period.rawValue, run))
    return Outcome(
      Output(
        envelope: envelope, periods: found.periods.map { FeedbackPeriodAnswer(period: $0) },
        changes: found.changes.map { FeedbackChangeAnswer(change: $0) },
        emerging: found.emerging.map { EmergingTermAnswer($0, found.texts) },
        fading: found.fading.map { EmergingTermAnswer($0, found.texts) },
        nowFrom: CivilDate.text(days: found.nowFrom)), changes: opened.changes)
  }

  private static func summary(_ found: FeedbackTrendStudy) -> Phrase {
    let count = found.periods.reduce(0) { $0 + $1.texts }
    var (en, zh) = (
      "\(count) texts in \(found.periods.count) periods", "\(found.periods.count) 个时段共 \(count) 条文本"
    )
    if let last = found.changes.last(where: { $0.what == .negativeShare }) {
      let (before, after) = (Words.percent(last.before), Words.percent(last.after))
      en += "; bad ones went from \(before) to \(after) in \(last.period)"
      zh += "；负面占比在 \(last.period) 由 \(before) 变为 \(after)"
    } else {
      en += "; the share of bad ones has not clearly changed"
      zh += "；负面占比无明显变化"
    }
    if !found.emerging.isEmpty {
      let words = found.emerging.prefix(3).map(\.term).joined(separator: ", ")
      en += "; new words: \(words)"
      zh += "；新近多见：\(words)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static func definition(_ found: FeedbackTrendStudy) -> Phrase {
    Phrase(
      en:
        "bad \(found.negativeSource.en); change points: the parting into levels of least cost, each"
        + " level at 3 ln(periods); words: log-odds with a prior of 50 texts, corrected by Holm",
      zh: "负面\(found.negativeSource.zh)判断；变点为总代价最小的分段，每段代价 3 ln(时段数)；用词按带 50 条先验的对数优势比，Holm 校正")
  }
}

struct FeedbackPeriodAnswer: Answer {
  let period: FeedbackTrendStudy.Period

  static let members: [Member<Self>] = [
    Member("period", \.period.name, "The period."),
    Member("texts", \.period.texts, "Texts in it."),
    Member("negative", \.period.negative.part, "Bad ones."),
    Member("positive", \.period.positive, "Good ones."),
    Member("negativeShare", ifAny: \.period.negative.value, "Their share; nothing without texts."),
    Member("lower", \.period.negative.lower, "Lower bound of the share, 95 % (Wilson)."),
    Member("upper", \.period.negative.upper, "Upper bound of the share, 95 % (Wilson)."),
  ]
}

struct FeedbackChangeAnswer: Answer {
  let change: FeedbackTrendStudy.Change

  static let members: [Member<Self>] = [
    Member("what", \.change.what.rawValue, "negativeShare or volume."),
    Member("period", \.change.period, "The first period of the new level."),
    Member("before", \.change.before, "The level before: a share, or texts per period."),
    Member("after", \.change.after, "The level from then on."),
    Member("lower", ifAny: \.change.difference?.lower, "Of a share: lower bound of the change."),
    Member("upper", ifAny: \.change.difference?.upper, "Of a share: upper bound of the change."),
  ]
}

struct EmergingTermAnswer: Answer {
  let term: EmergingTerm
  let example: String

  init(_ term: EmergingTerm, _ texts: FeedbackTexts) {
    self.term = term
    example = String(decoding: texts.texts[term.example], as: UTF8.self)
  }

  static let members: [Member<Self>] = [
    Member("term", \.term.term, "The word."),
    Member("textsNow", \.term.now, "Texts with it now."),
    Member("textsBefore", \.term.before, "Texts with it before."),
    Member("shareNow", \.term.shareNow, "Of the texts of now."),
    Member("shareBefore", \.term.shareBefore, "Of the texts before."),
    Member("z", \.term.z, "Standard deviations from no change."),
    Member("pValue", \.term.pValue, "Chance of it without a change, corrected by Holm."),
    Member("example", \.example, "A text that says it; what identifies a person is hidden."),
  ]
}
