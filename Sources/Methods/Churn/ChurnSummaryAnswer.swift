/// The answer of `churnSummary`.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

struct ChurnSummaryAnswer: Answer {
  let envelope: Envelope
  let rate: ChurnRateAnswer
  let revenueShare: Double?
  let windowDays: Int?
  let periods: [ChurnPeriodAnswer]?
  let groups: [ChurnSplitAnswer]?
  let reasons: ChurnReasonsAnswer?
  let drivers: [ChurnDriverAnswer]
  let importance: [WeightAnswer]?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("rate", \.rate, "Of a label: who left. Of orders: lost in a period, of those there."),
      Member(
        "revenueShare", ifAny: \.revenueShare, "The money of those who left over that of all."),
      Member("churnWindowDays", ifAny: \.windowDays, "Silence that counts as leaving."),
      Member("periods", ifAny: \.periods, "Of orders: from the first to that of the last day."),
      Member("groups", ifAny: \.groups, "Of a label: by each column, the clearest first."),
      Member("reasons", ifAny: \.reasons, "Why they left, where a column says so."),
      Member("drivers", \.drivers, "What sets those who left apart, the largest effect first."),
      Member(
        "importance", ifAny: \.importance,
        "Of a label: what is lost on unseen rows when a column is shuffled."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(_ found: ChurnSummary, _ table: Table, _ say: Speaker, _ run: Run) {
    rate = ChurnRateAnswer(share: found.churn)
    (revenueShare, groups, reasons, importance) = (nil, nil, nil, nil)
    windowDays = found.windowDays
    periods = found.periods.map { ChurnPeriodAnswer($0, found) }
    drivers = found.drivers.map { ChurnDriverAnswer($0, say) }
    envelope = Envelope(
      summary: say(ChurnSummaryWords.summary(found)), grade: GradeAnswer(.ofCounts, say),
      definition: say(ChurnSummaryWords.definition(found)),
      warnings: (table.notices + found.notices).map { say($0) },
      meta: Meta(
        table, method: "orders", customers: found.customerCount, asOf: found.asOf, run))
  }

  init(_ found: ChurnLabelSummary, _ table: Table, seed: Int, _ say: Speaker, _ run: Run) {
    rate = ChurnRateAnswer(share: found.churn)
    revenueShare = found.revenueShare
    (windowDays, periods) = (nil, nil)
    groups = found.splits.map { ChurnSplitAnswer($0) }
    reasons = found.reasons.map { ChurnReasonsAnswer($0) }
    drivers = found.drivers.map { ChurnDriverAnswer($0, say) }
    importance = found.importances.map(WeightAnswer.init)
    envelope = Envelope(
      summary: say(ChurnSummaryWords.summary(found)), grade: GradeAnswer(.ofCounts, say),
      definition: say(ChurnSummaryWords.definition(found)),
      warnings: (table.notices + found.notices).map { say($0) },
      meta: Meta(table, method: "label", customers: found.churn.whole, seed: seed, run))
  }
}

struct ChurnRateAnswer: Answer {
  let share: Share

  static let members: [Member<Self>] = [
    Member("value", \.share.value, "The share; null of nobody."),
    Member("lower", \.share.lower, "Lower bound, 95 % (Wilson)."),
    Member("upper", \.share.upper, "Upper bound."),
    Member("lost", \.share.part, "How many left."),
    Member("of", \.share.whole, "Of how many; of orders in all whole periods together."),
  ]
}

struct ChurnPeriodAnswer: Answer {
  let period: ChurnSummary.Period
  let name: String
  let hasMoney: Bool

  init(_ period: ChurnSummary.Period, _ found: ChurnSummary) {
    self.period = period
    name = found.by.name(period.index)
    hasMoney = found.hasMoney
  }

  static let members: [Member<Self>] = [
    Member("period", \.name, "The period; a week by its Monday."),
    Member("start", \.period.start, "Customers when it begins."),
    Member("new", \.period.new, "Customers with their first order."),
    Member("lost", \.period.lost, "Customers lost, those too who came within it."),
    Member("wonBack", \.period.wonBack, "Customers lost before who bought again."),
    Member("end", \.period.end, "start + new + wonBack - lost."),
    Member("lostOfStart", \.period.lostOfStart, "Of those there at the start, how many were lost."),
    Member("churnRate", \.churn, "lostOfStart over start; null of nobody."),
    Member("churnLower", \.period.churn.lower, "Lower bound, 95 % (Wilson)."),
    Member("churnUpper", \.period.churn.upper, "Upper bound."),
    Member("netChurnRate", \.period.netChurn, "Lost less won back, over start."),
    Member("revenueChurnRate", \.revenue, "The money of lostOfStart over that of start."),
    Member(
      "netRevenueChurnRate", \.netRevenue,
      "What start no longer brings at the end; below 0 where those who stay bring more."),
    Member("unfinished", ifAny: \.unfinished, "The data end before the period does."),
    Member("tooEarly", ifAny: \.tooEarly, "It begins before anybody can be lost."),
  ]

  private var churn: Double? { period.churn.value }
  private var revenue: Double? { hasMoney ? period.revenueChurn : nil }
  private var netRevenue: Double? { hasMoney ? period.netRevenueChurn : nil }
  private var unfinished: Bool? { period.isUnfinished ? true : nil }
  private var tooEarly: Bool? { period.isTooEarly ? true : nil }
}

struct ChurnSplitAnswer: Answer {
  let split: ChurnLabelSummary.Split
  let values: [ChurnPartAnswer]

  init(_ split: ChurnLabelSummary.Split) {
    self.split = split
    values = split.parts.map { ChurnPartAnswer(part: $0) }
  }

  static let members: [Member<Self>] = [
    Member("column", \.split.header, "The column."),
    Member("pValue", \.split.pValue, "How often chance alone gives such differences."),
    Member("values", \.values, "Its values, the most common first."),
  ]
}

struct ChurnPartAnswer: Answer {
  let part: ChurnLabelSummary.Part

  static let members: [Member<Self>] = [
    Member("value", \.part.value, "The value; null for rows without one."),
    Member("customers", \.part.churn.whole, "Rows with it."),
    Member("lost", \.part.churn.part, "How many of them left."),
    Member("rate", \.part.churn.value, "Their share."),
    Member("lower", \.part.churn.lower, "Lower bound, 95 % (Wilson)."),
    Member("upper", \.part.churn.upper, "Upper bound."),
  ]
}

struct ChurnReasonsAnswer: Answer {
  let column: String
  let counts: OutputMap<Int>
  let reasons: [ChurnReasonAnswer]

  init(_ reasons: ChurnReasons) {
    column = reasons.header
    counts = OutputMap(reasons.counts.map { (key: $0.kind.rawValue, value: $0.count) })
    self.reasons = reasons.reasons.map {
      ChurnReasonAnswer(reason: $0.reason, kind: $0.kind.rawValue, count: $0.count)
    }
  }

  static let members: [Member<Self>] = [
    Member("column", \.column, "The column of reasons."),
    Member(
      "counts", \.counts,
      "voluntary, involuntary (a failed payment and the like), other, and unknown where it is empty."
    ),
    Member("reasons", \.reasons, "The most common, as the file has them."),
  ]
}

struct ChurnReasonAnswer: Answer {
  let reason: String
  let kind: String
  let count: Int

  static let members: [Member<Self>] = [
    Member("reason", \.reason, "The text."),
    Member("kind", \.kind, "What it was taken for, by its words."),
    Member("customers", \.count, "How many left for it."),
  ]
}

struct ChurnDriverAnswer: Answer {
  let difference: SegmentComparison.Difference
  let text: Said

  init(_ difference: SegmentComparison.Difference, _ say: Speaker) {
    self.difference = difference
    text = say(ChurnSummaryWords.driver(difference))
  }

  static let members: [Member<Self>] = [
    Member("feature", \.difference.feature, "The column or figure."),
    Member("meanLost", \.difference.meanA, "Its mean over those who left."),
    Member("meanOthers", \.difference.meanB, "Its mean over the others."),
    Member("difference", \.difference.difference, "The first less the second."),
    Member("lower", \.lower, "Lower bound of the difference, 95 % (Welch)."),
    Member("upper", \.upper, "Upper bound."),
    Member(
      "effect", \.difference.effect, "The difference in standard deviations (Hedges' g)."),
    Member("effectLower", \.effectLower, "Lower bound of the effect, 95 %."),
    Member("effectUpper", \.effectUpper, "Upper bound."),
    Member("text", \.text, "The same in words."),
  ]

  private var lower: Double? { difference.interval?.lowerBound }
  private var upper: Double? { difference.interval?.upperBound }
  private var effectLower: Double? { difference.effectInterval?.lowerBound }
  private var effectUpper: Double? { difference.effectInterval?.upperBound }
}
