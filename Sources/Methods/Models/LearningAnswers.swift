/// What a model learnt, in an answer: coefficients, weights of features, suspects.
import Analytics
import Contract
import Support
import Wire

struct CoefficientAnswer: Answer {
  let feature: String
  let value: Double
  let oddsRatio: Double?
  let standardError: Double?

  init(_ coefficient: LearnedCoefficient, isLogOdds: Bool = true) {
    feature = coefficient.feature
    value = coefficient.value
    oddsRatio = isLogOdds ? coefficient.oddsRatio : nil
    standardError = coefficient.standardError
  }

  static let members: [Member<Self>] = [
    Member("feature", \.feature, "The feature, or feature=word."),
    Member("value", \.value, "Log-odds, or the predicted number, per unit of the file."),
    Member("oddsRatio", ifAny: \.oddsRatio, "Odds are multiplied by this per unit."),
    Member("standardError", \.standardError, "Of the value."),
  ]
}

/// How much a feature matters.
struct WeightAnswer: Answer {
  let weight: FeatureWeight

  init(_ weight: FeatureWeight) { self.weight = weight }

  static let members: [Member<Self>] = [
    Member("feature", \.weight.feature, "The feature."),
    Member(
      "value", \.weight.value,
      "The rise of the log-loss, or of the mean squared error, when it is shuffled."),
    Member("deviation", \.weight.deviation, "Of that rise, over the shuffles."),
  ]
}

/// A feature that knows the answer too well.
struct LeakAnswer: Answer {
  let leak: Leak

  init(_ leak: Leak) { self.leak = leak }

  static let members: [Member<Self>] = [
    Member("feature", \.leak.feature, "The column."),
    Member(
      "kind", \.kind,
      "tooGood, targetInDisguise, missingTells, namedLikeTarget or afterLabel."),
    Member(
      "score", \.leak.score,
      "How well it tells the target by itself: area under the ROC curve, or share of variance."),
    Member("excluded", \.leak.isExcluded, "Whether the model was kept from seeing it."),
  ]

  private var kind: String { leak.kind.rawValue }
}
