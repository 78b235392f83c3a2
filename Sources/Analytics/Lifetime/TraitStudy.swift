/// Whether traits of customers are worth having: Pareto/NBD with and without them.
///
/// Akaike's criterion decides which of the two is used, so that columns that tell nothing cost
/// nothing; the likelihood ratio says how likely chance alone would tell as much.
import Learning
import Numerics
package import Support

/// What the traits tell, and whether they were used.
package struct TraitComparison: Sendable {
  package let isUsed: Bool
  package let logLikelihood: Double
  package let plainLogLikelihood: Double
  package let aic: Double
  package let plainAic: Double
  /// Twice the gain in log-likelihood.
  package let statistic: Double
  package let degreesOfFreedom: Int
  /// How often chance alone would gain as much.
  package let pValue: Double
  package let effects: [TraitEffect]
}

/// What one trait does to one rate.
package struct TraitEffect: Sendable {
  package enum Rate: String, Sendable, CaseIterable { case buying, leaving }

  package let header: String
  /// Of words: the value, and that which it is compared with.
  package let value: String?
  package let reference: String?
  /// Of numbers: how much one more is.
  package let deviation: Double?
  package let rate: Rate
  /// Of the logarithm of the rate.
  package let coefficient: Double
  package let standardError: Double?
  package let meaning: Phrase

  /// What the rate is multiplied by.
  package var ratio: Double { Math.exp(coefficient) }

  /// Standard errors either way that hold 95 %.
  private static let reach = 1.959964

  init(_ trait: CustomerTraits.Trait, _ rate: Rate, _ coefficient: Double, _ error: Double?) {
    header = trait.header
    value = trait.words?.value
    reference = trait.words?.reference
    deviation = trait.words == nil ? trait.deviation : nil
    self.rate = rate
    self.coefficient = coefficient
    standardError = error
    meaning = Self.meaning(trait, rate, coefficient, error)
  }

  private static func meaning(
    _ trait: CustomerTraits.Trait, _ rate: Rate, _ coefficient: Double, _ error: Double?
  ) -> Phrase {
    let times = Words.fixed(Math.exp(coefficient), 2)
    let ends = error.map { error in
      [-reach, reach].map { Words.fixed(Math.exp(coefficient + $0 * error), 2) }
    }
    let isChance = error.map { abs(coefficient) < reach * $0 } ?? true
    let verb = trait.words == nil ? "变为" : "为其"
    let does =
      rate == .buying
      ? Phrase(en: "buy \(times) times as often", zh: "购买频率\(verb) \(times) 倍")
      : Phrase(en: "leave \(times) times as fast", zh: "流失速度\(verb) \(times) 倍")
    let range =
      ends.map {
        Phrase(en: " (95 %: \($0[0]) to \($0[1]))", zh: "（95 % 区间 \($0[0]) 至 \($0[1])）")
      } ?? Phrase(en: "", zh: "")
    let chance =
      isChance ? Phrase(en: ", which may be chance", zh: "，可能出于偶然") : Phrase(en: "", zh: "")
    let who: Phrase
    if let words = trait.words {
      who = Phrase(
        en: "customers with \(trait.header) \(words.value) \(does.en) as those with"
          + " \(words.reference)",
        zh: "\(trait.header)为 \(words.value) 的客户与 \(words.reference) 相比，\(does.zh)")
    } else {
      let more = Words.short(trait.deviation)
      who = Phrase(
        en: "customers with \(more) more of \(trait.header) (one standard deviation) \(does.en)",
        zh: "\(trait.header)每高 \(more)（一个标准差），\(does.zh)")
    }
    return Phrase(en: who.en + range.en + chance.en, zh: who.zh + range.zh + chance.zh)
  }
}

/// The fit with traits beside that without.
struct TraitStudy: Sendable {
  struct Used: Sendable {
    let fit: TraitFit
    /// Of each trait one value for each customer of the histories.
    let values: [[Double]]
  }

  /// Nil where no fit with traits was found.
  let comparison: TraitComparison?
  /// Nil where the plain model is used.
  let used: Used?
  let missing: [(header: String, count: Int)]

  init(
    _ traits: CustomerTraits, _ histories: PurchaseHistories, _ plain: PurchaseFit,
    _ options: LifetimeOptions, _ run: Run
  ) throws {
    missing = traits.missing
    let values = traits.values.map { all in histories.members.map { all[$0] } }
    guard case .pareto(let model) = plain.model, plain.rung != .prior,
      let fit = try TraitFit(
        histories.apart.groups, traits: values, plain: model, steps: options.steps.pareto, run)
    else {
      (comparison, used) = (nil, nil)
      return
    }
    let count = values.count
    let aic = 2 * (Double(4 + 2 * count) - fit.logLikelihood)
    let plainAic = 2 * (4 - plain.logLikelihood)
    let statistic = max(0, 2 * (fit.logLikelihood - plain.logLikelihood))
    let isUsed = aic < plainAic
    let effects = TraitEffect.Rate.allCases.enumerated().flatMap { place, rate in
      let coefficients = rate == .buying ? fit.traits.buying : fit.traits.leaving
      return traits.traits.indices.map { trait in
        TraitEffect(
          traits.traits[trait], rate, coefficients[trait],
          fit.standardErrors?[4 + place * count + trait])
      }
    }
    comparison = TraitComparison(
      isUsed: isUsed, logLikelihood: fit.logLikelihood, plainLogLikelihood: plain.logLikelihood,
      aic: aic, plainAic: plainAic, statistic: statistic, degreesOfFreedom: 2 * count,
      pValue: ChiSquare.above(statistic, degrees: Double(2 * count)), effects: effects)
    used = isUsed ? Used(fit: fit, values: values) : nil
  }

  var notices: [Notice] {
    let unknown = missing.map { header, count in
      Notice(
        "covariateMissing", en: "\(count) customers have no \(header): they count as average",
        zh: "\(count) 位客户没有\(header)：按平均计", path: "covariates")
    }
    guard let comparison else {
      return unknown + [
        Notice(
          "covariatesNotFitted",
          en: "these orders do not carry a fit with covariates: the plain model was used",
          zh: "这些订单不足以拟合协变量：使用不含协变量的模型", path: "covariates")
      ]
    }
    guard !comparison.isUsed else { return unknown }
    let (own, plain) = (Words.fixed(comparison.aic, 1), Words.fixed(comparison.plainAic, 1))
    return unknown + [
      Notice(
        "covariatesNotUsed",
        en: "the covariates explain too little (AIC \(own), \(plain) without them): the plain model"
          + " was used",
        zh: "协变量解释力不足（AIC \(own)，不含协变量为 \(plain)）：使用不含协变量的模型", path: "covariates")
    ]
  }
}
