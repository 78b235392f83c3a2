/// Whether a kept model treats groups of people alike.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum AuditFairness: Method {
  static let name = "auditFairness"
  static let group = Group.governance
  static let summary =
    "Compare how a kept model treats groups of people: rates, errors, intervals, a verdict."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.modelNotFound, .modelIncompatible, .noTrueLabels]
  static let tool: ToolWords? = ToolWords(
    en: "Audit fairness", zh: "公平性审计",
    "Use it before a model decides about people: give model, path to rows with the outcome, and"
      + " groups (columns such as gender, age or region; they need not be features). Says how often"
      + " each group is named and how often wrongly, with intervals; small groups are flagged and"
      + " never judged.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()
    var groups: AutoOr<[String]> = .auto
    var threshold: AutoOr<Double> = .auto

    static let fields: [Field<Self>] =
      [
        Field("model", \.model, "The name it was given as saveAs.", .required),
        Field(
          "groups", \.groups, "Columns that part people; auto takes gender, age and region.",
          default: "auto"),
        Field(
          "threshold", \.threshold, "Where yes begins; auto is the model's own.", in: 0...1),
      ] + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let threshold: Double
    let audits: [AuditPart]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The model, and the data it was made of."),
        Member("threshold", \.threshold, "The probability from which the answer was yes."),
        Member("audits", \.audits, "Each column that parts people."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let audit = try FairnessAudit(
      trained.model, opened.table, groups: params.groups.value,
      threshold: params.threshold.value, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let lines = audit.parts.map(\.words)
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: lines.map(\.en).joined(separator: "; ") + ".",
          zh: lines.map(\.zh).joined(separator: "；") + "。")),
      grade: GradeAnswer(saved.grade, say),
      definition: say(
        Phrase(
          en:
            "yes means: they \(audit.yes.en); rates have 95 % intervals, verdicts allow for the number"
            + " of pairs of groups; groups under"
            + " \(GroupFairness.leastRows) rows, or with under \(GroupFairness.leastCases) cases"
            + " of a kind, are flagged and not judged",
          zh: "“是”指\(audit.yes.zh)；比例附 95% 区间，判断已按群体对数校正；少于 \(GroupFairness.leastRows) 行或某类少于"
            + " \(GroupFairness.leastCases) 例的群体仅标注，不作判断")),
      warnings: opened.table.notices.map { say($0) },
      meta: Meta(opened.table, method: saved.method, customers: audit.rowCount, run))
    return Outcome(
      Output(
        envelope: envelope, model: "\(saved.name), made of \(saved.dataset)",
        threshold: audit.threshold, audits: audit.parts.map { AuditPart($0, say) }),
      changes: opened.changes)
  }
}

/// The groups of one column.
struct AuditPart: Answer {
  let part: FairnessAudit.Part
  let verdict: Said

  init(_ part: FairnessAudit.Part, _ say: Speaker) {
    self.part = part
    verdict = say(part.words)
  }

  static let members: [Member<Self>] = [
    Member("column", \.part.groups.header, "The column."),
    Member("groups", \.groups, "Its groups."),
    Member("selection", ifAny: \.selection, "How often groups are named: highest and lowest."),
    Member("truePositive", ifAny: \.hits, "Of those that were, how many are named."),
    Member("falsePositive", ifAny: \.alarms, "Of those that were not, how many are named."),
    Member(
      "equalizedOddsDifference", ifAny: \.part.equalizedOdds, "The larger of the last two gaps."),
    Member(
      "verdict", \.state,
      "noClearDifference, smallDifference, largeDifference or tooSmall."),
    Member("text", \.verdict, "The same in words."),
  ]

  private var groups: [AuditGroup] {
    part.groups.names.indices.map {
      AuditGroup(name: part.groups.names[$0], own: part.figures.groups[$0])
    }
  }
  private func spread(_ spread: RateSpread?) -> SpreadAnswer? {
    spread.map { SpreadAnswer(spread: $0, names: part.groups.names) }
  }
  private var selection: SpreadAnswer? { spread(part.selection) }
  private var hits: SpreadAnswer? { spread(part.truePositive) }
  private var alarms: SpreadAnswer? { spread(part.falsePositive) }
  private var state: String { part.verdict.rawValue }
}

struct AuditGroup: Answer {
  let name: String
  let own: GroupFairness.Group

  static let members: [Member<Self>] = [
    Member("group", \.name, "The group."),
    Member("rows", \.own.rowCount, "Its rows."),
    Member("tooSmall", \.isTooSmall, "Whether it is too small to be judged."),
    Member("baseRate", \.base, "The share of yes in it."),
    Member("selectionRate", \.selection, "The share that is named."),
    Member("truePositiveRate", \.hits, "Of those that were, the share that is named."),
    Member("falsePositiveRate", \.alarms, "Of those that were not, the share that is named."),
    Member("precision", \.precision, "Of the named, the share that was."),
    Member("accuracy", \.accuracy, "The share of right decisions."),
    Member("meanProbability", \.own.meanProbability, "What was promised on average."),
    Member(
      "excess", ifAny: \.excess, "What was promised beyond what came, with its interval."),
  ]

  private var isTooSmall: Bool { own.isTooSmall(for: .selection) }
  private var base: RateAnswer { RateAnswer(share: own.base) }
  private var selection: RateAnswer { RateAnswer(share: own.selection) }
  private var hits: RateAnswer { RateAnswer(share: own.truePositive) }
  private var alarms: RateAnswer { RateAnswer(share: own.falsePositive) }
  private var precision: RateAnswer { RateAnswer(share: own.precision) }
  private var accuracy: RateAnswer { RateAnswer(share: own.accuracy) }
  private var excess: BoundedAnswer? { own.excess.map { BoundedAnswer(bounded: $0) } }
}

/// A share with its interval.
struct RateAnswer: Answer {
  let share: Share

  static let members: [Member<Self>] = [
    Member("value", \.share.value, "The share; null of none."),
    Member("of", \.share.whole, "Of how many."),
    Member("interval", \.interval, "Where it lies with 95 % (Wilson)."),
  ]

  private var interval: [Double] { [share.lower, share.upper] }
}

/// A number with its bounds.
struct BoundedAnswer: Answer {
  let bounded: Bounded

  static let members: [Member<Self>] = [
    Member("value", \.bounded.value, "The number."),
    Member("lower", \.bounded.lower, "Where it begins with 95 %."),
    Member("upper", \.bounded.upper, "Where it ends."),
  ]
}

/// The groups farthest apart.
struct SpreadAnswer: Answer {
  let spread: RateSpread
  let names: [String]

  static let members: [Member<Self>] = [
    Member("highest", \.highest, "The group with the highest rate."),
    Member("lowest", \.lowest, "The group with the lowest rate."),
    Member("difference", \.difference, "Highest less lowest."),
    Member("ratio", ifAny: \.ratio, "Lowest over highest."),
  ]

  private var highest: String { names[spread.highest] }
  private var lowest: String { names[spread.lowest] }
  private var difference: BoundedAnswer { BoundedAnswer(bounded: spread.difference) }
  private var ratio: BoundedAnswer? { spread.ratio.map { BoundedAnswer(bounded: $0) } }
}
