/// The answer of `predictChurn`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ChurnAnswer: Answer {
  var envelope: Envelope
  let customers: RowList<ChurnRow>
  let evaluation: EvaluationAnswer?
  let threshold: Double
  let tierCounts: OutputMap<Int>
  let coefficients: [CoefficientAnswer]
  let base: Double
  let scale: String
  let importance: [WeightAnswer]
  let leakageReport: [LeakAnswer]
  let windows: WindowsAnswer?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("customers", \.customers, "Customers by falling probability of leaving."),
      Member("evaluation", \.evaluation, "How good the model was on rows it had not seen."),
      Member("threshold", \.threshold, "The probability from which a customer counts as leaving."),
      Member("tierCounts", \.tierCounts, "Customers of each risk."),
      Member("coefficients", \.coefficients, "What the model learnt, in units of the file."),
      Member("base", \.base, "The score of the average customer; reasons add to it."),
      Member(
        "scale", \.scale,
        "What scores are: logOdds, probability for averages of shares, or logHazard, where the "
          + "probability is 1 - exp(-exp(score))."),
      Member(
        "importance", \.importance, "What is lost on unseen rows when a feature is shuffled."),
      Member("leakageReport", \.leakageReport, "Features that know the answer too well."),
      Member("windows", ifAny: \.windows, "The days that were looked at."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: ChurnPrediction, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> ChurnRow
  ) {
    customers = page.list(params, rows)
    evaluation = result.evaluation.map { EvaluationAnswer($0, say) }
    threshold = result.threshold
    let tiers = result.ids.indices.map { result.tier($0) }
    tierCounts = OutputMap(
      [ChurnPrediction.Tier.high, .medium, .low].map { tier in
        (key: tier.rawValue, value: tiers.filter { $0 == tier }.count)
      })
    coefficients = result.coefficients.map {
      CoefficientAnswer($0, isLogOdds: result.mode != .survival)
    }
    base = result.explanation.base
    scale = result.explanation.scale.rawValue
    importance = result.importances.map(WeightAnswer.init)
    leakageReport = result.leaks.map(LeakAnswer.init)
    windows = WindowsAnswer(result)
    let notices = table.notices + result.notices
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition), warnings: notices.map { say($0) },
      meta: Meta(
        table, method: result.method, customers: result.ids.count, asOf: result.asOf,
        seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ result: ChurnPrediction) -> Phrase {
    let high = result.ids.indices.filter { result.tier($0) == .high }.count
    let expected = Words.fixed(result.expectedChurners, 0)
    let count = result.ids.count
    var en = "\(count) customers: about \(expected) are expected to leave, \(high) are at high risk"
    var zh = "\(count) 位客户：预计约 \(expected) 位流失，高风险 \(high) 位"
    if let values = result.valuesAtRisk {
      let money = Words.short(values.reduce(0, +).rounded())
      en += "; \(money) of revenue is at risk"
      zh += "，风险收入约 \(money)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }
}

struct WindowsAnswer: Answer {
  let windowDays: Int
  let horizonDays: Int
  let snapshots: [String]
  let lapsed: Int

  init?(_ result: ChurnPrediction) {
    guard let window = result.windowDays, let horizon = result.horizonDays else { return nil }
    windowDays = window
    horizonDays = horizon
    snapshots = result.snapshotDays.map { CivilDate.text(days: $0) }
    lapsed = result.lapsedCount
  }

  static let members: [Member<Self>] = [
    Member("churnWindowDays", \.windowDays, "Silence that counts as leaving."),
    Member("horizonDays", \.horizonDays, "How far ahead the probability looks."),
    Member("snapshots", \.snapshots, "The days that were learnt from and tested on, latest first."),
    Member("lapsed", \.lapsed, "Customers who had left already."),
  ]
}
