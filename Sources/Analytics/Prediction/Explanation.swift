/// Why a prediction is what it is: score = base + the sum of the effects, exactly.
package import Support

package struct Explanation: Sendable {
  package struct Effect: Sendable {
    package let feature: String
    /// What the file says, or what was computed from it.
    package let value: String
    /// Added to the score.
    package let effect: Double
    package let text: Phrase
  }

  /// The score of the average customer.
  package let base: Double
  /// What scores are: log-odds, but for models that average shares.
  package let scale: ScoreScale
  /// The effects of one customer, the largest first.
  package let effects: @Sendable (_ customer: Int) -> [Effect]

  init(
    base: Double, scale: ScoreScale = .logOdds,
    effects: @escaping @Sendable (_ customer: Int) -> [Effect]
  ) {
    self.base = base
    self.scale = scale
    self.effects = effects
  }

  /// Of rows that a model has scored.
  package init(_ model: PredictionModel, _ rows: EncodedRows) {
    let features = model.encoder.features
    let learner = model.learner
    let words = ReasonWords(model)
    self.init(base: learner.base, scale: learner.scale) { place in
      // Only a cancelled run is refused, and this one is not.
      guard let effects = try? learner.effects(rows, at: place, Run()) else { return [] }
      return Self.sorted(
        effects.indices.map { index in
          let value = rows.features.text(index, row: rows.rows[place])
          return Effect(
            feature: features[index].header, value: value, effect: effects[index],
            text: words.phrase(Phrase(verbatim: features[index].header), value, effects[index]))
        })
    }
  }

  static func sorted(_ effects: [Effect]) -> [Effect] {
    effects.enumerated().sorted {
      (-abs($0.element.effect), $0.offset) < (-abs($1.element.effect), $1.offset)
    }.map(\.element)
  }
}

/// Sentences about effects.
package struct ReasonWords: Sendable {
  /// What goes up and down.
  private let subject: Phrase
  /// Effects from which one is strong, and below which one is slight.
  private let strong: Double
  private let slight: Double

  /// Of the risk of leaving, in log-odds.
  static let risk = ReasonWords(
    subject: Phrase(en: "the risk", zh: "流失风险"), strong: 1, slight: 0.25)

  /// Of the chance of buying, in log-odds.
  static let purchase = ReasonWords(
    subject: Phrase(en: "the chance of buying", zh: "购买概率"), strong: 1, slight: 0.25)

  private init(subject: Phrase, strong: Double, slight: Double) {
    self.subject = subject
    self.strong = strong
    self.slight = slight
  }

  /// Of what a model predicts.
  package init(_ model: PredictionModel) {
    guard let label = model.label else {
      let unit = model.spread
      self.init(
        subject: Phrase(en: "the prediction", zh: "预测值"), strong: unit, slight: unit / 4)
      return
    }
    let isShare = model.learner.scale == .probability
    let subject =
      model.isChurn
      ? Phrase(en: "the risk", zh: "流失风险")
      : Phrase(
        en: "the chance of \(model.target) = \(label.positive)",
        zh: "\(model.target) 为 \(label.positive) 的概率")
    self.init(subject: subject, strong: isShare ? 0.2 : 1, slight: isShare ? 0.05 : 0.25)
  }

  /// A sentence about one effect.
  func phrase(_ name: Phrase, _ value: String, _ effect: Double) -> Phrase {
    let size = abs(effect)
    let degree =
      size >= strong ? ("strongly ", "明显") : size >= slight ? ("", "") : ("slightly ", "略微")
    let en = effect >= 0 ? "raises" : "lowers"
    let zh = effect >= 0 ? "提高" : "降低"
    return Phrase(
      en: "\(name.en) \(value) \(degree.0)\(en) \(subject.en)",
      zh: "\(name.zh) \(value)，\(degree.1)\(zh)\(subject.zh)")
  }
}
