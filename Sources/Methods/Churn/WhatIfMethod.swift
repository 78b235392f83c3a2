/// What would have to be otherwise for another prediction.
import Analytics
import Contract
import Support
import Tables
import Wire

enum WhatIfMethod: Method {
  static let name = "whatIf"
  static let group = Group.churn
  static let summary =
    "Ask a kept model what it would say if, or for the smallest change that reaches a goal."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [.modelNotFound, .modelIncompatible, .customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "What if", zh: "假设分析",
    "Use it to see what would change a customer's prediction. Give model, path and customerId, and"
      + " either changes (features and new values) or goal (a probability or number, or the tier"
      + " low or medium): then it looks for the smallest change of features that can be acted on."
      + " It says what the model would say, not what would happen.")

  struct Params: Parameters {
    var model = ""
    var one = OneRow()
    var data = DataParams()
    var changes: InputMap<CellInput>?
    var goal: GoalInput?
    var actionable: AutoOr<[String]> = .auto

    static let fields: [Field<Self>] =
      [Field("model", \.model, "The name it was given as saveAs.", .required)]
      + OneRow.fields.lifted(\.one) + [
        Field("changes", \.changes, "Features and their new values; or give goal."),
        Field(
          "goal", \.goal,
          "The prediction to reach: a number, or low or medium for the tiers of predictChurn."),
        Field(
          "actionable", \.actionable,
          "Features that may be changed; auto leaves out age, gender, region, income and what is"
            + " past.", default: "auto"),
      ] + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let customerId: String
    let before: Double
    let after: Double
    let isReached: Bool?
    let goal: Double?
    let changes: [ChangeAnswer]
    let actionable: [String]?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The model that was asked, and the data it was made of."),
        Member("customerId", \.customerId, "The customer, or the number of the row."),
        Member("before", \.before, "The prediction as things are."),
        Member("after", \.after, "The prediction with the changes."),
        Member("goal", ifAny: \.goal, "The prediction that was to be reached."),
        Member(
          "goalReached", ifAny: \.isReached,
          "Whether it is; if not, after is the best that up to three changes come to."),
        Member("changes", \.changes, "What is otherwise."),
        Member("actionable", ifAny: \.actionable, "Features the search could change."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try params.one.check()
    guard (params.changes == nil) != (params.goal == nil) else {
      throw ParameterError(
        path: "params.goal", expected: "either changes or goal",
        found: params.goal == nil ? "neither" : "both")
    }
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let scored = try ScoredRows(trained.model, opened.table, run)
    let place = try params.one.place(scored, opened.table, run)
    let found =
      try params.changes.map { changes in
        try WhatIf(
          scored, at: place, changes: changes.pairs.map { ($0.key, $0.value.text) }, run)
      }
      ?? WhatIf(
        scored, at: place, goal: params.goal?.value ?? 0, actionable: params.actionable.value, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let envelope = Envelope(
      summary: say(summary(scored, place, found)), grade: GradeAnswer(saved.grade, say),
      definition: say(
        Phrase(
          en: "this is what the model would say, learnt from what goes together; it does not say"
            + " that a change causes another outcome",
          zh: "这是模型会给出的预测，来自数据中的相关性，并不说明改变会导致不同结果")),
      warnings: (opened.table.notices + scored.notices).map { say($0) },
      meta: Meta(opened.table, method: saved.method, run))
    return Outcome(
      Output(
        envelope: envelope, model: "\(saved.name), made of \(saved.dataset)",
        customerId: scored.ids[place], before: found.before, after: found.after,
        isReached: found.isReached, goal: params.goal?.value,
        changes: found.changes.map { ChangeAnswer(change: $0) },
        actionable: params.goal == nil ? nil : found.actionable),
      changes: opened.changes)
  }

  private static func summary(_ scored: ScoredRows, _ place: Int, _ found: WhatIf) -> Phrase {
    func shown(_ value: Double) -> String {
      scored.model.isLabel ? Words.percent(value, digits: 1) : Words.short(value)
    }
    let (id, before, after) = (scored.ids[place], shown(found.before), shown(found.after))
    let en = found.changes.map { "\($0.feature) \($0.to) instead of \($0.from)" }
    let zh = found.changes.map { "\($0.feature) 由 \($0.from) 变为 \($0.to)" }
    let (list, changed) = (en.joined(separator: ", "), zh.joined(separator: "，"))
    if found.changes.isEmpty {
      return found.isReached == true
        ? Phrase(en: "\(id) is there already: \(before).", zh: "\(id) 已达到目标：\(before)。")
        : Phrase(
          en: "no change of these features brings \(id) nearer: \(before).",
          zh: "这些特征的任何变化都不能使 \(id) 更接近目标：\(before)。")
    }
    let missed =
      found.isReached == false ? (" The goal is out of reach.", "目标无法达到。") : ("", "")
    return Phrase(
      en: "\(id): \(before) would be \(after) with \(list).\(missed.0)",
      zh: "\(id)：若\(changed)，预测由 \(before) 变为 \(after)。\(missed.1)")
  }
}

struct ChangeAnswer: Answer {
  let change: WhatIf.Change

  static let members: [Member<Self>] = [
    Member("feature", \.change.feature, "The feature."),
    Member("from", \.change.from, "Its value now."),
    Member("to", \.change.to, "The value it would have."),
  ]
}

/// A number or a word, as a cell of a file would hold it.
struct CellInput: InputValue {
  let text: String

  static var schema: Schema { .either([.string, .number]) }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    if let text = node.string {
      self.text = text
    } else if let number = node.double {
      text = "\(number)"
    } else {
      throw node.refused(path, expected: "a number or a string")
    }
  }
}

/// A prediction to reach, or the tier below whose edge it is to be.
struct GoalInput: InputValue {
  let value: Double

  static var schema: Schema { .either([.number, .choice(["low", "medium"])]) }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    let tiers = TiersInput()
    switch (node.string, node.double) {
    case ("low", _): value = tiers.medium
    case ("medium", _): value = tiers.high
    case (_, let number?): value = number
    default: throw node.refused(path, expected: "a number, \"low\" or \"medium\"")
    }
  }
}
