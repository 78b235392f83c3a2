/// The answer of `survival`.
import Analytics
import Learning
import Contract
import Support
import Tables
import Wire

struct SurvivalAnswer: Answer {
  var envelope: Envelope
  let unit: Said
  let curves: [SurvivalCurveAnswer]
  let logRank: LogRankAnswer?
  let hazardRatios: [HazardRatioAnswer]
  let evaluation: SurvivalEvaluationAnswer?
  let horizons: [Double]
  let customers: RowList<SurvivalRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("unit", \.unit, "What durations are counted in."),
      Member("curves", \.curves, "All customers, then each value of by."),
      Member("logRank", ifAny: \.logRank, "Whether the groups last equally long."),
      Member("hazardRatios", \.hazardRatios, "What makes it longer or shorter."),
      Member("evaluation", \.evaluation, "How good the forecasts were on unseen rows."),
      Member("horizons", \.horizons, "How much further was looked."),
      Member("customers", \.customers, "Customers still there, the soonest to leave first."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ study: SurvivalStudy, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> SurvivalRow
  ) {
    let unit = study.cases.unit
    self.unit = say(unit)
    curves = study.groups.map { SurvivalCurveAnswer($0, unit, say) }
    logRank = study.logRank.map { LogRankAnswer(test: $0) }
    hazardRatios = study.effects.map { HazardRatioAnswer($0, say) }
    evaluation = study.evaluation.map { SurvivalEvaluationAnswer($0, say) }
    horizons = study.horizons
    customers = page.list(params, rows)
    envelope = Envelope(
      summary: say(SurvivalWords.summary(study)), grade: GradeAnswer(study.grade, say),
      definition: say(SurvivalWords.definition(study)),
      warnings: (table.notices + study.notices).map { say($0) },
      meta: Meta(
        table, method: study.method.rawValue, customers: study.cases.count,
        asOf: study.cases.asOf, seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }
}

struct SurvivalCurveAnswer: Answer {
  let group: SurvivalStudy.Group
  let name: Said
  let medianText: Said
  let points: [SurvivalPoint]

  init(_ group: SurvivalStudy.Group, _ unit: Phrase, _ say: Speaker) {
    self.group = group
    name = say(SurvivalWords.name(group))
    medianText = say(SurvivalWords.median(group, unit))
    points = group.points.map { SurvivalPoint(curve: group.curve, place: $0) }
  }

  static let members: [Member<Self>] = [
    Member("group", \.name, "Whose curve it is."),
    Member("value", \.group.value, "The value of by; null for all, and for rows without one."),
    Member("customers", \.group.count, "Customers in it."),
    Member("ended", \.group.eventCount, "How many of them ended."),
    Member("median", \.median, "The time after which half are gone; null when more stay."),
    Member("medianLower", \.medianLower, "Lower bound of the median, 95 %."),
    Member("medianUpper", \.medianUpper, "Upper bound; null when it is beyond what was seen."),
    Member("medianText", \.medianText, "The median in words."),
    Member("restrictedMean", \.group.restricted.mean, "Mean time within the first meanTo."),
    Member("meanStandardError", \.group.restricted.standardError, "Of the mean."),
    Member("meanTo", \.group.restricted.to, "How far the mean looks: the same for all groups."),
    Member("expected", ifAny: \.expected, "How many would have ended if all groups were alike."),
    Member("points", \.points, "The curve; of many times as many as an answer holds."),
  ]

  private var median: Double? { group.curve.median }
  private var medianLower: Double? { group.curve.medianInterval.lower }
  private var medianUpper: Double? { group.curve.medianInterval.upper }
  private var expected: Double? { group.compared?.expected }
}

struct SurvivalPoint: Answer {
  let time: Double
  let survival: Double
  let lower: Double
  let upper: Double
  let atRisk: Double
  let ended: Double
  let censored: Double

  init(curve: SurvivalCurve, place: Int) {
    time = curve.times[place]
    survival = curve.survival[place]
    lower = curve.lower[place]
    upper = curve.upper[place]
    atRisk = curve.atRisk[place]
    ended = curve.events[place]
    censored = curve.censored[place]
  }

  static let members: [Member<Self>] = [
    Member("time", \.time, "The time."),
    Member("survival", \.survival, "The share still there after it."),
    Member("lower", \.lower, "Lower bound of the share, 95 %."),
    Member("upper", \.upper, "Upper bound."),
    Member("atRisk", \.atRisk, "Customers under observation just before it."),
    Member("ended", \.ended, "How many ended then."),
    Member("censored", \.censored, "How many were last seen then and had not ended."),
  ]
}

struct LogRankAnswer: Answer {
  let test: LogRank

  static let members: [Member<Self>] = [
    Member("chiSquare", \.test.chiSquare, "The statistic."),
    Member("degrees", \.test.degrees, "Its degrees of freedom."),
    Member("pValue", \.test.pValue, "How often chance alone gives as much."),
    Member("logPValue", \.test.logPValue, "Its natural logarithm, also where it is too small."),
  ]
}

struct HazardRatioAnswer: Answer {
  let effect: SurvivalStudy.Effect
  let text: Said

  init(_ effect: SurvivalStudy.Effect, _ say: Speaker) {
    self.effect = effect
    text = say(SurvivalWords.effect(effect))
  }

  static let members: [Member<Self>] = [
    Member("feature", \.effect.feature, "The column, or column=word."),
    Member("hazardRatio", \.effect.hazardRatio, "The hazard is multiplied by this per unit."),
    Member("lower", \.lower, "Lower bound, 95 %; null when columns repeat each other."),
    Member("upper", \.upper, "Upper bound."),
    Member("logHazard", \.effect.value, "The logarithm of the ratio."),
    Member("standardError", \.effect.standardError, "Of the logarithm."),
    Member("pValue", \.effect.pValue, "How often chance alone gives as much."),
    Member("timeRatio", ifAny: \.effect.timeRatio, "How many times as long they last; of weibull."),
    Member(
      "proportionalPValue", ifAny: \.effect.changePValue,
      "Small where the effect changes over time; of cox."),
    Member("text", \.text, "The same in words."),
  ]

  private var lower: Double? { effect.interval?.lower }
  private var upper: Double? { effect.interval?.upper }
}

struct SurvivalEvaluationAnswer: Answer {
  let evaluation: SurvivalEvaluation
  let split: Said
  let plain: [Said]

  init(_ evaluation: SurvivalEvaluation, _ say: Speaker) {
    self.evaluation = evaluation
    split = say(evaluation.split)
    plain = evaluation.plain.map { say($0) }
  }

  static let members: [Member<Self>] = [
    Member("split", \.split, "Which rows were unseen."),
    Member("rows", \.evaluation.count, "How many they are."),
    Member("ended", \.evaluation.eventCount, "How many of them ended."),
    Member(
      "concordance", \.evaluation.concordance,
      "Of two of whom one ended first, how often the right one was named (Harrell's c)."),
    Member(
      "integratedBrier", \.evaluation.integratedBrier,
      "Mean squared error of the share still there, over the times from and to."),
    Member("baselineConcordance", \.half, "One half: one curve for all tells nobody apart."),
    Member("baselineBrier", \.evaluation.baselineBrier, "The same error of one curve for all."),
    Member("from", \.evaluation.from, "Where the error begins to be taken."),
    Member("to", \.evaluation.to, "Where it ends."),
    Member("plain", \.plain, "What the figures mean."),
  ]

  private var half: Double { 0.5 }
}

/// One customer still there.
struct SurvivalRow: Answer {
  let customerId: String
  let outlook: SurvivalStudy.Outlook
  let reasons: [ReasonAnswer]
  let otherEffects: Double

  init(_ study: SurvivalStudy, _ place: Int, explain: Int, _ say: Speaker) {
    customerId = study.cases.ids[place]
    outlook = study.outlook(place)
    reasons = outlook.reasons.prefix(explain).map { ReasonAnswer($0, say) }
    otherEffects = outlook.reasons.dropFirst(explain).reduce(0) { $0 + $1.effect }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("lasted", \.outlook.lasted, "How long already."),
    Member(
      "medianRemaining", \.outlook.medianRemaining,
      "How much longer until half of those like this one are gone; null beyond what was seen."),
    Member(
      "survival", \.outlook.survival,
      "The chance of being there after each horizon, given lasted; null beyond what was seen."),
    Member(
      "relativeHazard", ifAny: \.outlook.relativeHazard, "The hazard beside the average customer."),
    Member("reasons", \.reasons, "What adds most to the logarithm of relativeHazard."),
    Member(
      "otherEffects", \.otherEffects,
      "The sum of the effects not listed: reasons + this = the logarithm of relativeHazard."),
  ]
}
