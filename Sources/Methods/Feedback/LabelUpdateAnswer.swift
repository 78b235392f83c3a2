/// `updateModel` for a model of texts: what new labelled texts brought.
import Analytics
import Contract
import Learning
import Support
import Tables

extension UpdateModel {
  /// Texts with labels: learnt again from the texts it keeps and them.
  static func read(
    _ params: Params, _ saved: SavedModel, _ old: TrainedFeedback, _ workspace: Workspace,
    _ run: Run
  ) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let update = try FeedbackUpdate(old, opened.table, run)
    let name = params.saveAs ?? saved.name
    let kept = try workspace.keeping(
      SavedModel(name, update.trained, opened.table, seed: saved.seed))
    let say = update.trained.speaker(params.data.lang, opened.table)
    let envelope = Envelope(
      summary: say(LabelUpdateAnswer.summary(update, name)),
      grade: GradeAnswer(update.trained.grade, say),
      definition: say(
        Phrase(
          en: "it is learnt again from all texts that it keeps and the new ones, as if trained on"
            + " them at once; before and after are on new texts that neither had seen, of the new"
            + " model by folds",
          zh: "用其保留的全部文本与新文本重新训练，等同于一次训练；前后指标均在双方未见过的新文本上，新模型按折检验")),
      warnings: (opened.table.notices + update.notices + update.trained.notices).map { say($0) },
      meta: Meta(opened.table, method: saved.method, seed: saved.seed, run))
    return Outcome(
      Output(
        envelope: envelope, model: name, newRows: update.newRows,
        rememberedRows: update.rememberedRows, labels: LabelUpdateAnswer(update)),
      changes: opened.changes + [kept])
  }
}

/// What new labelled texts brought to a model of texts.
struct LabelUpdateAnswer: Answer {
  private let newLabels: [String]
  private let tested: Int
  private let repeated: Int
  private let before: LabelBaselineAnswer?
  private let after: LabelBaselineAnswer?

  init(_ update: FeedbackUpdate) {
    newLabels = update.newLabels
    tested = update.testedRows
    repeated = update.repeatedRows
    before = update.before.map(LabelBaselineAnswer.init)
    after = update.after.map(LabelBaselineAnswer.init)
  }

  static let members: [Member<Self>] = [
    Member("newLabels", \.newLabels, "Labels that it did not know."),
    Member("tested", \.tested, "New texts that it had not learnt from: they test both."),
    Member("repeated", \.repeated, "New rows with a text that it had learnt from."),
    Member("before", ifAny: \.before, "The old one on the tested texts."),
    Member(
      "after", ifAny: \.after, "The new one on them, each by a model that had not seen it."),
  ]

  static func summary(_ update: FeedbackUpdate, _ name: String) -> Phrase {
    let (rows, all) = (update.newRows, update.trained.labelledCount)
    guard let before = update.before, let after = update.after else {
      return Phrase(
        en: "\(name) has learnt from \(all) texts now; "
          + (rows == 1 ? "the new row is of a text" : "all \(rows) new rows are of texts")
          + " it knew.",
        zh: "\(name) 现已学习 \(all) 条文本；新的 \(rows) 行均为其已知文本。")
    }
    let (old, new) = (
      Words.percent(before.accuracy, digits: 1), Words.percent(after.accuracy, digits: 1)
    )
    return Phrase(
      en:
        "\(name) has learnt from \(rows) more \(rows == 1 ? "text" : "texts"), \(all) in all: of those it had not seen"
        + " \(old) were right before, \(new) after.",
      zh: "\(name) 又学习了 \(rows) 条文本，共 \(all) 条：未见文本的正确率由 \(old) 变为 \(new)。")
  }
}
