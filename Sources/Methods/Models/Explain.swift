/// Why a model says what it says of one customer: contributions that sum to its score.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Explain: Method {
  static let name = "explain"
  static let group = Group.models
  static let summary = "Say why a kept model predicts what it does for one customer."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [.modelNotFound, .modelIncompatible, .customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Explain a prediction", zh: "解释预测",
    "Use it when somebody asks why a customer got this prediction. Give model, path and customerId"
      + " (or row). Gives what every feature adds or takes away; together they are the score,"
      + " which is checked, and what is usual stands beside each value.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()
    var one = OneRow()

    static let fields: [Field<Self>] =
      [
        Field("model", \.model, "The name it was given as saveAs.", .required)
      ] + OneRow.fields.lifted(\.one)
      + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let customerId: String
    let prediction: Double
    let scale: String
    let base: Double
    let score: Double
    let sum: Double
    let contributions: [ContributionAnswer]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The model that was asked, and the data it was made of."),
        Member("customerId", \.customerId, "The customer, or the number of the row."),
        Member("prediction", \.prediction, "The probability of a yes, or the number."),
        Member(
          "scale", \.scale,
          "What the score is: logOdds of the probability, the probability itself, or the value."),
        Member("base", \.base, "The score of the average row the model was made of."),
        Member("score", \.score, "The score of this one."),
        Member("sum", \.sum, "base and all contributions added up: the score."),
        Member("contributions", \.contributions, "What each feature adds, the largest first."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try params.one.check()
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let scored = try ScoredRows(trained.model, opened.table, run)
    let place = try params.one.place(scored, opened.table, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let effects = scored.explanation.effects(place)
    let score = try scored.score(place, run)
    let contributions = effects.map { effect in
      ContributionAnswer(effect, typical: scored.typical(effect.feature), say)
    }
    let envelope = Envelope(
      summary: say(summary(scored, place, effects)), grade: GradeAnswer(saved.grade, say),
      definition: say(
        Phrase(
          en: "contributions are exact: base and they together are the score; they say what the"
            + " model does, not what causes what",
          zh: "贡献值精确相加：基准值与各项之和即得分；说明模型如何判断，并非因果")),
      warnings: (opened.table.notices + scored.notices).map { say($0) },
      meta: Meta(opened.table, method: saved.method, run))
    return Outcome(
      Output(
        envelope: envelope, model: "\(saved.name), made of \(saved.dataset)",
        customerId: scored.ids[place], prediction: scored.predictions[place],
        scale: scored.explanation.scale.rawValue, base: scored.explanation.base, score: score,
        sum: effects.reduce(scored.explanation.base) { $0 + $1.effect },
        contributions: contributions),
      changes: opened.changes)
  }

  private static func summary(
    _ scored: ScoredRows, _ place: Int, _ effects: [Explanation.Effect]
  ) -> Phrase {
    let value = scored.predictions[place]
    let shown = scored.model.isLabel ? Words.percent(value, digits: 1) : Words.short(value)
    let target = scored.model.label.map { "\(scored.model.target) = \($0.positive)" }
    let first = effects.first?.text ?? Phrase(verbatim: "")
    return Phrase(
      en:
        "\(scored.ids[place]): \(target ?? scored.model.target) \(shown); first of all, \(first.en).",
      zh: "\(scored.ids[place])：\(target ?? scored.model.target) \(shown)；首要原因：\(first.zh)。")
  }
}

struct ContributionAnswer: Answer {
  let feature: String
  let value: String
  let typical: String
  let effect: Double
  let text: Said

  init(_ effect: Explanation.Effect, typical: String, _ say: Speaker) {
    feature = effect.feature
    value = effect.value
    self.typical = typical
    self.effect = effect.effect
    text = say(effect.text)
  }

  static let members: [Member<Self>] = [
    Member("feature", \.feature, "The feature."),
    Member("value", \.value, "Its value for this customer."),
    Member("typical", \.typical, "What is usual: the median, or the most frequent word."),
    Member("effect", \.effect, "What it adds to the score."),
    Member("text", \.text, "The same in words."),
  ]
}
