/// Lets a kept model learn from new rows.
import Analytics
import Contract
import Support
import Tables
import Wire

enum UpdateModel: Method {
  static let name = "updateModel"
  static let group = Group.models
  static let summary =
    "Let a kept model learn from new rows, or take in new choices, and say whether it got better."
  static let effect = Effect.changes
  static let errors =
    DataErrors.codes + [
      .modelNotFound, .modelIncompatible, .notEnoughData, .singleClass, .memoryLimit,
    ]

  struct Params: Parameters {
    var model = ""
    var saveAs: String?
    var data = DataParams()

    static let fields: [Field<Self>] =
      [
        Field("model", \.model, "The name it was given as saveAs.", .required),
        Field(
          "saveAs", \.saveAs, "Keep the new one under this name; the old one's when not given."),
      ] + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let model: String
    let newRows: Int
    var rememberedRows: Int?
    var before: FiguresAnswer?
    var after: FiguresAnswer?
    var choices: FoldedAnswer?
    var labels: LabelUpdateAnswer?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The name the new one is kept under."),
        Member("newRows", \.newRows, "Rows it has learnt from now, or choices it has taken in."),
        Member(
          "rememberedRows", ifAny: \.rememberedRows,
          "Rows of before that stood for all it was made of, each with its weight; of a model of"
            + " texts all that it had learnt from."),
        Member("before", ifAny: \.before, "The old one on the new rows."),
        Member(
          "after", ifAny: \.after,
          "The new one on the new rows: each half was told by a model that learnt from the other."),
        Member(
          "choices", ifAny: \.choices, "Of a model that recommends: what came in, and what it did."),
        Member(
          "labels", ifAny: \.labels, "Of a model of texts: what came in, and what it did."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let saved = try workspace.model(params.model)
    switch saved.kind {
    case .prediction(let trained): return try learn(params, saved, trained, workspace, run)
    case .recommender(let old): return try fold(params, saved, old, workspace, run)
    case .feedback(let old): return try read(params, saved, old, workspace, run)
    case .segments:
      throw ParameterError(
        path: "params.model",
        expected: "a model of trainModel, predictChurn, recommend or trainFeedbackModel",
        found: saved.purpose)
    }
  }

  /// Rows with an outcome: the model is fitted on what it remembers and them.
  private static func learn(
    _ params: Params, _ saved: SavedModel, _ trained: TrainedPrediction, _ workspace: Workspace,
    _ run: Run
  ) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let update = try ModelUpdate(trained, opened.table, run)
    let name = params.saveAs ?? saved.name
    let kept = try workspace.keeping(
      SavedModel(name, update.trained, opened.table, seed: saved.seed))
    let say = Speaker(params.data.lang, of: opened.table)
    let (before, after) = (Words.short(update.before.score), Words.short(update.after.score))
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(name) has learnt from \(update.newRows) more rows: loss \(before) before, \(after)"
            + " after.",
          zh: "\(name) 又学习了 \(update.newRows) 行：损失由 \(before) 变为 \(after)。")),
      grade: GradeAnswer(update.after.grade, say),
      definition: say(
        Phrase(
          en: "the kind and settings stay; rows of before count by a sample that the model keeps,"
            + " without ids",
          zh: "模型类型和参数不变；旧数据以模型保留的无编号样本参与")),
      warnings: opened.table.notices.map { say($0) },
      meta: Meta(opened.table, method: saved.method, customers: update.newRows, run))
    return Outcome(
      Output(
        envelope: envelope, model: name, newRows: update.newRows,
        rememberedRows: update.rememberedRows, before: FiguresAnswer(update.before, say),
        after: FiguresAnswer(update.after, say)),
      changes: opened.changes + [kept])
  }

  /// Choices that came later: nothing is learnt again.
  private static func fold(
    _ params: Params, _ saved: SavedModel, _ old: Recommendation, _ workspace: Workspace,
    _ run: Run
  ) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let update = try RecommenderUpdate(old, opened.table, run)
    let name = params.saveAs ?? saved.name
    let kept = try workspace.keeping(
      SavedModel(name, update.recommendation, opened.table, seed: saved.seed))
    let say = Speaker(params.data.lang, of: opened.table)
    let answer = FoldedAnswer(update)
    let envelope = Envelope(
      summary: say(answer.summary(name, newRows: update.newRows)),
      grade: GradeAnswer(update.recommendation.grade, say),
      definition: say(
        Phrase(
          en: "nothing is learnt again: people are recommended to by all they chose, and a new item"
            + " gets the mean score of the items it is chosen with, as much as they go together",
          zh: "不重新训练：按客户的全部选择推荐；新商品取与其一同被选商品的加权平均分")),
      warnings: (opened.table.notices + update.recommendation.notices).map { say($0) },
      meta: Meta(
        opened.table, method: saved.method, customers: update.recommendation.choices.people.count,
        run))
    return Outcome(
      Output(envelope: envelope, model: name, newRows: update.newRows, choices: answer),
      changes: opened.changes + [kept])
  }
}

/// What new choices brought to a model that recommends.
struct FoldedAnswer: Answer {
  let update: RecommenderUpdate
  private let old: RankingRow?
  private let new: RankingRow?

  init(_ update: RecommenderUpdate) {
    self.update = update
    old = update.before.flatMap { RankingRow($0, label: $0.method, 10) }
    new = update.after.flatMap { RankingRow($0, label: $0.method, 10) }
  }

  static let members: [Member<Self>] = [
    Member("newCustomers", \.update.newCustomers, "Customers that were not known."),
    Member("newItems", \.update.newItems, "Items that were not known."),
    Member("tested", \.update.testedPeople, "Customers whose last new choice was hidden."),
    Member("before", ifAny: \.old, "The model as it was, at ten, on the hidden choices."),
    Member("after", ifAny: \.new, "The model with all new choices but the hidden ones."),
    Member(
      "rmseBefore", ifAny: \.update.ratingErrors?.before, "Its error on the new ratings, as it was."
    ),
    Member(
      "rmseAfter", ifAny: \.update.ratingErrors?.after,
      "Its error on each half of the new ratings, with the other half taken in."),
  ]

  func summary(_ name: String, newRows: Int) -> Phrase {
    let (people, items) = (update.newCustomers, update.newItems)
    var (en, zh) = ("", "")
    if let errors = update.ratingErrors {
      let (before, after) = (Words.short(errors.before), Words.short(errors.after))
      en = "; error \(before) before, \(after) after"
      zh = "：误差由 \(before) 变为 \(after)"
    } else if let old, let new {
      let (before, after) = (Words.percent(old.hitRate), Words.percent(new.hitRate))
      en = "; \(before) of the last choices found before, \(after) after"
      zh = "：最后选择的命中率由 \(before) 变为 \(after)"
    }
    return Phrase(
      en: "\(name) has taken in new choices: \(newRows); new customers: \(people), new items:"
        + " \(items)\(en).",
      zh: "\(name) 已并入 \(newRows) 条选择、\(people) 位新客户、\(items) 件新商品\(zh)。")
  }
}
