/// How well labels were predicted, in the answer of `classifyFeedback`.
import Analytics
import Contract
import Learning
import Support
import Wire

struct FeedbackEvaluationAnswer: Answer {
  let split: Said
  let classes: [String]
  let metrics: LabelMetrics
  let baseline: LabelBaselineAnswer
  let lexicon: LabelBaselineAnswer?

  /// Of the model; or of the word list where that could be tested.
  init?(_ feedback: Feedback, _ say: Speaker) {
    let test = feedback.lexiconTest
    if let evaluation = feedback.model?.evaluation {
      self.init(evaluation, lexicon: test?.metrics, say)
      return
    }
    guard let test else { return nil }
    self.init(
      split: say(
        Phrase(
          en: "all labelled texts; the word list was not fitted to any of them",
          zh: "全部有标签文本；词表未用其中任何一条拟合")),
      classes: feedback.texts.classes, metrics: test.metrics,
      baseline: LabelBaselineAnswer(metrics: test.baseline), lexicon: nil)
  }

  /// Of a model.
  init(_ evaluation: FeedbackEvaluation, lexicon: LabelMetrics? = nil, _ say: Speaker) {
    self.init(
      split: say(evaluation.split), classes: evaluation.classes, metrics: evaluation.metrics,
      baseline: LabelBaselineAnswer(metrics: evaluation.baseline),
      lexicon: lexicon.map { LabelBaselineAnswer(metrics: $0) })
  }

  private init(
    split: Said, classes: [String], metrics: LabelMetrics, baseline: LabelBaselineAnswer,
    lexicon: LabelBaselineAnswer?
  ) {
    self.split = split
    self.classes = classes
    self.metrics = metrics
    self.baseline = baseline
    self.lexicon = lexicon
  }

  static let members: [Member<Self>] = [
    Member("split", \.split, "Which texts were unseen."),
    Member("texts", \.metrics.count, "How many they are."),
    Member(
      "accuracy", \.metrics.accuracy,
      "Share of right labels; of several per text, of texts whose labels are all right."),
    Member("macroF1", \.metrics.macroF1, "F1, every label counting the same."),
    Member(
      "microF1", ifAny: \.metrics.microF1, "Of several labels per text: F1 over all of them."),
    Member("rocAuc", \.metrics.rocAuc, "Area under the ROC curve of the second of two labels."),
    Member(
      "logLoss", \.metrics.logLoss,
      "Mean log-loss, natural logarithm; that of several labels of a text is added up."),
    Member("perClass", \.perClass, "The same for each label."),
    Member(
      "confusion", ifAny: \.confusion,
      "For each label that excludes the others, how often which was predicted."),
    Member(
      "baseline", \.baseline,
      "The same for: always the most common label; of several, what their shares alone lead to."),
    Member("lexicon", ifAny: \.lexicon, "The same for the word list, where labels are feelings."),
  ]

  private var perClass: [ClassAnswer] {
    zip(classes, metrics.classes).map { ClassAnswer(label: $0, figures: $1) }
  }

  private var confusion: OutputMap<OutputMap<Int>>? {
    guard metrics.microF1 == nil else { return nil }
    return OutputMap(
      zip(classes, metrics.confusion).map { label, row in
        (key: label, value: OutputMap(zip(classes, row).map { (key: $0, value: $1) }))
      })
  }
}

struct LabelBaselineAnswer: Answer {
  let metrics: LabelMetrics

  static let members: [Member<Self>] = [
    Member("accuracy", \.metrics.accuracy, "Share of right labels, or of wholly right lists."),
    Member("macroF1", \.metrics.macroF1, "F1, every label counting the same."),
    Member("microF1", ifAny: \.metrics.microF1, "F1 over all labels of all texts."),
    Member("logLoss", \.metrics.logLoss, "Mean log-loss of its probabilities."),
  ]
}

struct ClassAnswer: Answer {
  let label: String
  let figures: LabelMetrics.Class

  static let members: [Member<Self>] = [
    Member("label", \.label, "The label."),
    Member("texts", \.figures.support, "Texts that have it."),
    Member("precision", \.figures.precision, "Of those given the label, who have it."),
    Member("recall", \.figures.recall, "Of those that have it, who were given it."),
    Member("f1", \.figures.f1, "Harmonic mean of both."),
  ]
}
