/// What covariates tell, in the answer of `ltv`; and when they may be given.
import Analytics
import Contract
import Support
import Wire

extension Ltv.Params {
  /// The method, where covariates choose it; refused where they go with no other.
  func chosenMethod() throws(ParameterError) -> Ltv.Way {
    guard let covariates else { return method }
    guard !covariates.isEmpty else {
      throw ParameterError(
        path: "params.covariates", expected: "headers of columns", found: "an empty array")
    }
    let isCashflow = method == .auto && cashflows != nil
    guard method == .auto || method == .paretoNbd, !isCashflow else {
      throw ParameterError(
        path: "params.method", expected: "paretoNbd or auto, which take covariates",
        found: isCashflow ? "cashflows" : method.rawValue)
    }
    return .paretoNbd
  }
}

struct TraitAnswer: Answer {
  let comparison: TraitComparison
  let effects: [TraitEffectAnswer]

  init(_ comparison: TraitComparison, _ say: Speaker) {
    self.comparison = comparison
    effects = comparison.effects.map { TraitEffectAnswer(effect: $0, meaning: say($0.meaning)) }
  }

  static let members: [Member<Self>] = [
    Member(
      "isUsed", \.comparison.isUsed,
      "Whether customers have rates of their own: where aic is below plainAic."),
    Member("effects", \.effects, "What each trait does to each rate, all others the same."),
    Member(
      "likelihoodRatio", \.test, "Against the same model without covariates."),
    Member("logLikelihood", \.comparison.logLikelihood, "With covariates."),
    Member("plainLogLikelihood", \.comparison.plainLogLikelihood, "Without them."),
    Member("aic", \.comparison.aic, "Akaike's criterion with covariates; less is better."),
    Member("plainAic", \.comparison.plainAic, "Without them."),
  ]

  private var test: TraitTestAnswer { TraitTestAnswer(comparison: comparison) }
}

struct TraitTestAnswer: Answer {
  let comparison: TraitComparison

  static let members: [Member<Self>] = [
    Member("statistic", \.comparison.statistic, "Twice the gain in log-likelihood."),
    Member(
      "degreesOfFreedom", \.comparison.degreesOfFreedom, "Coefficients: one of each rate a trait."),
    Member("pValue", \.comparison.pValue, "How often chance alone would gain as much."),
  ]
}

struct TraitEffectAnswer: Answer {
  let effect: TraitEffect
  let meaning: Said

  static let members: [Member<Self>] = [
    Member("covariate", \.effect.header, "The column."),
    Member("value", ifAny: \.effect.value, "Of words: which customers."),
    Member("reference", ifAny: \.effect.reference, "The most common word: whom they differ from."),
    Member(
      "deviation", ifAny: \.effect.deviation,
      "Of numbers: one standard deviation, by which the coefficient is told."),
    Member("rate", \.rate, "buying or leaving."),
    Member("coefficient", \.effect.coefficient, "Added to the logarithm of the rate."),
    Member("standardError", \.effect.standardError, "Its standard error."),
    Member("ratio", \.effect.ratio, "What the rate is multiplied by."),
    Member("meaning", \.meaning, "The same as a sentence."),
  ]

  private var rate: String { effect.rate.rawValue }
}
