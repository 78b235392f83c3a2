/// Gives a kept model of texts more labels, and says which text to label next.
import Analytics
import Contract
import Support
import Tables
import Wire

enum LabelFeedback: Method {
  static let name = "labelFeedback"
  static let group = Group.feedback
  static let summary = "Teach a kept model of texts with new labels; it says what to label next."
  static let effect = Effect.changes
  static let errors =
    DataErrors.codes + [
      .modelNotFound, .notEnoughData, .singleClass, .memoryLimit,
    ]
  static let tool: ToolWords? = nil

  struct Params: Parameters {
    var model = ""
    var texts: [String] = []
    var labels: [TextLabel] = []
    var saveAs: String?
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] = [
      Field("model", \.model, "The name it was given as saveAs.", .required),
      Field("texts", \.texts, "The texts; one it knows already gets the new label.", .required),
      Field(
        "labels", \.labels,
        "The label of each text; one it does not know is new. For a model of several labels per text"
          + " a list of all, which may be empty.", .required),
      Field(
        "saveAs", \.saveAs, "Keep the new one under this name; the old one's when not given."),
      Field("lang", \.lang, "The language of texts; auto is that of the texts.", default: "auto"),
    ]
  }

  struct Output: Answer {
    let summary: Said
    let grade: GradeAnswer
    let model: String
    let labelled: Int
    let labels: [String]
    let before: AgreementAnswer
    let evaluation: FeedbackEvaluationAnswer
    let toLabel: [LabelWishAnswer]
    let warnings: [Warning]

    static let members: [Member<Self>] = [
      Member("summary", \.summary, "The answer in a sentence or two."),
      Member("grade", \.grade, "How far the new model is to be trusted."),
      Member("model", \.model, "The name the new model is kept under."),
      Member("labelled", \.labelled, "Texts it has learnt from, all told."),
      Member("labels", \.labels, "Its labels now."),
      Member("before", \.before, "What the old model said of the new texts."),
      Member("evaluation", \.evaluation, "How well labels were predicted for unseen texts."),
      Member("toLabel", \.toLabel, "Texts worth a person's look next."),
      Member("warnings", \.warnings, "What to know before relying on it."),
    ]
  }

  struct AgreementAnswer: Answer {
    let right: Int
    let count: Int

    static let members: [Member<Self>] = [
      Member("right", \.right, "New texts whose label, or whose whole list, the old model said."),
      Member("texts", \.count, "New texts whose labels it knew."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let (saved, old) = try workspace.feedbackModel(params.model, at: "params.model")
    guard let pairs = try LabelledTexts.pairs(params.texts, params.labels) else {
      throw TableError.emptyTable(name: "texts")
    }
    if let place = pairs.firstIndex(where: { $0.text.isEmpty || $0.label.isNone }) {
      throw ParameterError(
        path: "params.labels[\(place)]", expected: "a text with a label", found: "an empty one")
    }
    if !old.isMulti { try LabelledTexts.single(pairs) }
    let before = try old.agreement(pairs, run)
    let trained = try old.learning(pairs, run)
    let name = params.saveAs ?? saved.name
    let kept = try workspace.keeping(
      SavedModel(
        name: name, kind: .feedback(trained), dataset: saved.dataset, rows: trained.labelledCount,
        customers: saved.customers, method: saved.method, seed: saved.seed, grade: trained.grade))
    let say = trained.speaker(params.lang, nil)
    let accuracy = Words.percent(trained.evaluation.metrics.accuracy, digits: 1)
    let old1 = Words.percent(old.evaluation.metrics.accuracy, digits: 1)
    let output = Output(
      summary: say(
        Phrase(
          en:
            "\(pairs.count) \(pairs.count == 1 ? "label" : "labels") learnt, \(trained.labelledCount) in all; the old model said"
            + " \(before.right) of \(before.count); on unseen texts \(accuracy) are right, before"
            + " \(old1).",
          zh: "新学 \(pairs.count) 条标注，共 \(trained.labelledCount) 条；旧模型说对 \(before.count) 条中的"
            + " \(before.right) 条；未见文本正确率 \(accuracy)，此前为 \(old1)。")),
      grade: GradeAnswer(trained.grade, say), model: name, labelled: trained.labelledCount,
      labels: trained.classes,
      before: AgreementAnswer(right: before.right, count: before.count),
      evaluation: FeedbackEvaluationAnswer(trained.evaluation, say),
      toLabel: trained.toLabel.map { LabelWishAnswer($0, trained.texts, say) },
      warnings: trained.notices.map { say($0) })
    return Outcome(output, changes: [kept])
  }
}
