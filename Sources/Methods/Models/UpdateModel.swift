/// Lets a kept model learn from new rows.
import Analytics
import Contract
import Support
import Tables
import Wire

enum UpdateModel: Method {
  static let name = "updateModel"
  static let group = Group.models
  static let summary = "Let a kept model learn from new rows, and say whether that made it better."
  static let effect = Effect.changes
  static let errors =
    DataErrors.codes + [.modelNotFound, .modelIncompatible, .notEnoughData, .memoryLimit]

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
    let rememberedRows: Int
    let before: FiguresAnswer
    let after: FiguresAnswer

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("model", \.model, "The name the new one is kept under."),
        Member("newRows", \.newRows, "Rows it has learnt from now."),
        Member(
          "rememberedRows", \.rememberedRows,
          "Rows of before that stood for all it was made of, each with its weight."),
        Member("before", \.before, "The old one on the new rows."),
        Member(
          "after", \.after,
          "The new one on the new rows: each half was told by a model that learnt from the other."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let (saved, trained) = try workspace.prediction(params.model)
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
}
