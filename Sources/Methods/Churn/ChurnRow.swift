/// One customer in the answer of `predictChurn`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ChurnRow: Answer {
  let customerId: String
  let probability: Double
  let interval: [Double]?
  let tier: String
  let alive: Double?
  let daysSinceLast: Int?
  let expectedNextDate: String?
  let valueAtRisk: Double?
  let reasons: [ReasonAnswer]
  let otherEffects: Double
  let action: Said

  init(_ result: ChurnPrediction, _ customer: Int, explain: Int, _ say: Speaker) {
    customerId = result.ids[customer]
    probability = result.probabilities[customer]
    interval = result.interval(customer).map { [$0.lowerBound, $0.upperBound] }
    let tier = result.tier(customer)
    self.tier = tier.rawValue
    alive = result.aliveProbabilities.map { ($0[customer] * 1e6).rounded() / 1e6 }
    daysSinceLast = result.daysSinceLast?[customer]
    expectedNextDate = result.expectedNextDay?[customer].map { CivilDate.text(days: $0) }
    // Of an expectation a hundredth is as far as money goes.
    valueAtRisk = result.valuesAtRisk.map { ($0[customer] * 100).rounded() / 100 }
    let effects = result.explanation.effects(customer)
    reasons = effects.prefix(explain).map { ReasonAnswer($0, say) }
    otherEffects = effects.dropFirst(explain).reduce(0) { $0 + $1.effect }
    action = say(Self.action(tier))
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("probability", \.probability, "The chance of leaving, as defined."),
    Member(
      "interval", ifAny: \.interval,
      "Where the chance of customers like this one lies in four of five cases."),
    Member("tier", \.tier, "high, medium or low risk."),
    Member("pAlive", ifAny: \.alive, "The chance of still being a customer now."),
    Member("daysSinceLast", ifAny: \.daysSinceLast, "Days of silence."),
    Member(
      "expectedNextDate", ifAny: \.expectedNextDate, "When the next order was to be expected."),
    Member("valueAtRisk", ifAny: \.valueAtRisk, "Money per horizon times the probability."),
    Member("reasons", \.reasons, "What moves the probability most."),
    Member(
      "otherEffects", \.otherEffects,
      "The sum of the effects not listed: base + reasons + this = the score."),
    Member("action", \.action, "What to do next."),
  ]

  private static func action(_ tier: ChurnPrediction.Tier) -> Phrase {
    switch tier {
    case .high:
      return Phrase(
        en: "contact personally this week; ask what is missing before offering a discount",
        zh: "本周主动联系，先了解原因再考虑优惠")
    case .medium:
      return Phrase(
        en:
          "send a reminder that fits what they bought; keep a tenth aside to see whether it helps",
        zh: "按其购买内容发送提醒，并留一成不发以衡量效果")
    case .low:
      return Phrase(en: "nothing now; do not spend on them", zh: "暂不需要动作，不必投入")
    }
  }
}

struct ReasonAnswer: Answer {
  let feature: String
  let value: String
  let effect: Double
  let text: Said

  init(_ effect: Explanation.Effect, _ say: Speaker) {
    feature = effect.feature
    value = effect.value
    // Sums of them still agree with the score to nine digits.
    let size = effect.effect
    self.effect = abs(size) < 1_000 ? (size * 1e12).rounded() / 1e12 : size
    text = say(effect.text)
  }

  static let members: [Member<Self>] = [
    Member("feature", \.feature, "The feature."),
    Member("value", \.value, "Its value for this customer."),
    Member("effect", \.effect, "What it adds to the score."),
    Member("text", \.text, "The same in words."),
  ]
}
