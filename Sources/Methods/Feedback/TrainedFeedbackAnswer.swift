/// The answer of `trainFeedbackModel`: what was learnt, how good it is, what to label next.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

struct TrainedFeedbackAnswer: Answer {
  var envelope: Envelope
  let model: String?
  let kind: String
  let labels: [String]
  let isMulti: Bool
  let bounds: [LabelBoundAnswer]?
  let texts: Int
  let labelled: Int
  let features: Int
  let parameters: Int?
  let learners: [LearnerAnswer]
  let trials: [TextTrialAnswer]
  let evaluation: FeedbackEvaluationAnswer
  let abstention: AbstentionAnswer
  let toLabel: [LabelWishAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("model", \.model, "The name it is kept under; null when it is not."),
      Member("kind", \.kind, "The kind of model that was asked for."),
      Member("labels", \.labels, "The labels, in code-point order."),
      Member("multiLabel", \.isMulti, "Whether a text may have any number of them."),
      Member(
        "bounds", ifAny: \.bounds, "Of such labels: the chance from which each is given."),
      Member("texts", \.texts, "Texts that were read."),
      Member("labelled", \.labelled, "Those that have a label."),
      Member("features", \.features, "Words and runs of words or characters that have weights."),
      Member("parameters", ifAny: \.parameters, "Parameters of the published network."),
      Member("learners", \.learners, "The models that have a say."),
      Member("trials", \.trials, "What was tried on the first fold, and how good it was there."),
      Member("evaluation", \.evaluation, "How well labels were predicted for unseen texts."),
      Member("abstention", \.abstention, "What withholding doubtful answers brings."),
      Member("toLabel", \.toLabel, "Texts worth a person's look: a label there teaches most."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ trained: TrainedFeedback, _ table: Table?, _ params: TrainFeedbackModel.Params, _ run: Run
  ) {
    let say = trained.speaker(params.data.lang, table)
    model = params.saveAs
    kind = trained.kind.rawValue
    labels = trained.classes
    isMulti = trained.isMulti
    bounds = trained.model.rule.map { rule in
      zip(trained.classes, rule.bounds).map { LabelBoundAnswer(label: $0, bound: $1) }
    }
    texts = trained.textCount
    labelled = trained.labelledCount
    features = trained.model.featureCount
    parameters =
      trained.kind == .text000
      ? PublishedPool.parameterCount(labelCount: trained.classes.count, isSingle: !trained.isMulti)
      : nil
    learners = trained.model.learners.map { LearnerAnswer(learner: $0.learner, weight: $0.weight) }
    trials = trained.trials.map(TextTrialAnswer.init)
    evaluation = FeedbackEvaluationAnswer(trained.evaluation, say)
    abstention = AbstentionAnswer(trained, params.minConfidence)
    toLabel = trained.toLabel.map { LabelWishAnswer($0, trained.texts, say) }
    envelope = Envelope(
      summary: say(Self.summary(trained, params.saveAs)), grade: GradeAnswer(trained.grade, say),
      definition: say(trained.definition),
      warnings: ((table?.notices ?? []) + trained.notices).map { say($0) },
      meta: Meta(table, method: kind, seed: params.data.seed, run))
  }

  private static func summary(_ trained: TrainedFeedback, _ name: String?) -> Phrase {
    let metrics = trained.evaluation.metrics
    let (count, labels) = (trained.labelledCount, trained.classes.count)
    let accuracy = Words.percent(metrics.accuracy, digits: 1)
    let base = Words.percent(trained.evaluation.baseline.accuracy, digits: 1)
    let kept = name.map { ("; kept as \($0)", "；已保存为 \($0)") } ?? ("", "")
    if let micro = metrics.microF1 {
      let (own, simple) = (
        Words.fixed(micro, 3), Words.fixed(trained.evaluation.baseline.microF1 ?? 0, 3)
      )
      return Phrase(
        en: "\(labels) labels, any number per text, learnt from \(count) texts: on unseen texts"
          + " micro-F1 is \(own) and \(accuracy) of the lists are wholly right; the labels' shares"
          + " alone give \(simple)\(kept.0).",
        zh: "从 \(count) 条文本学习 \(labels) 种标签（每条可有多个）：未见文本上微平均 F1 为 \(own)，\(accuracy)"
          + " 的标签组完全正确；仅按标签占比为 \(simple)\(kept.1)。")
    }
    return Phrase(
      en: "\(labels) labels learnt from \(count) texts: \(accuracy) of unseen texts get the right"
        + " one, \(base) by always saying the most common\(kept.0).",
      zh: "从 \(count) 条文本学习 \(labels) 种标签：未见文本中 \(accuracy) 判断正确，一律取最常见标签为 \(base)"
        + "\(kept.1)。")
  }
}

extension TrainedFeedback {
  var definition: Phrase {
    let names = classes.prefix(8).joined(separator: ", ")
    if isMulti {
      return Phrase(
        en: "labels = any number of \(names)\(classes.count > 8 ? ", ..." : ""), each given from a"
          + " chance on that was chosen on folds; probabilities are calibrated on folds the models"
          + " had not seen",
        zh: "标签 = \(names)\(classes.count > 8 ? "……" : "") 中任意多个，各有在折上选定的概率下限；概率已在模型未见过的折上校准")
    }
    return Phrase(
      en: "label = one of \(names)\(classes.count > 8 ? ", ..." : ""); probabilities are calibrated"
        + " on folds the models had not seen",
      zh: "标签 = \(names)\(classes.count > 8 ? "……" : "") 之一；概率已在模型未见过的折上校准")
  }

  /// Texts without a table are answered in the language most of their labels are in.
  func speaker(_ choice: LanguageChoice, _ table: Table?) -> Speaker {
    guard table == nil, choice == .auto else { return Speaker(choice, of: table) }
    let chinese = texts.texts.prefix(1000).filter { text in text.contains { $0 >= 0xe3 } }.count
    return Speaker(2 * chinese > min(1000, texts.texts.count) ? .zh : .en)
  }
}

struct LabelBoundAnswer: Answer {
  let label: String
  let bound: Double

  static let members: [Member<Self>] = [
    Member("label", \.label, "The label."),
    Member("bound", \.bound, "The chance from which it is given."),
  ]
}

struct LearnerAnswer: Answer {
  let learner: TextLearner
  let weight: Double

  static let members: [Member<Self>] = [
    Member(
      "name", \.learner.name,
      "naiveBayes, complementBayes, nbLogistic, logistic, linearSvm, embedPool or text000."),
    Member("settings", \.settings, "Its settings."),
    Member("weight", \.weight, "What its scores are multiplied with before they are added."),
  ]

  private var settings: OutputMap<Double> { OutputMap(learner.settings) }
}

struct TextTrialAnswer: Answer {
  let trial: TextClassifier.Trial

  init(_ trial: TextClassifier.Trial) { self.trial = trial }

  static let members: [Member<Self>] = [
    Member("name", \.trial.learner.name, "The model."),
    Member("settings", \.settings, "Its settings."),
    Member(
      "score", \.trial.score,
      "Mean of accuracy, of several labels per text micro-F1, and macro-F1 on the first fold."),
    Member(
      "logLoss", \.trial.loss,
      "Mean log-loss there, scores scaled and shifted at their best; the settings with the least"
        + " are taken."),
  ]

  private var settings: OutputMap<Double> { OutputMap(trial.learner.settings) }
}

struct AbstentionAnswer: Answer {
  let minConfidence: Double
  let answered: Int
  let coverage: Double?
  let accuracy: Double?

  init(_ trained: TrainedFeedback, _ minConfidence: Double) {
    let found = trained.answered(from: minConfidence)
    self.minConfidence = minConfidence
    answered = found.count
    coverage = Double(found.count) / Double(max(1, trained.labelledCount))
    accuracy = found.count == 0 ? nil : Double(found.right) / Double(found.count)
  }

  static let members: [Member<Self>] = [
    Member("minConfidence", \.minConfidence, "The chance from which an answer is given."),
    Member("answered", \.answered, "Unseen texts that get one."),
    Member("coverage", \.coverage, "Their share."),
    Member(
      "accuracy", \.accuracy,
      "Share of right ones, or of wholly right lists, among them; null when there are none."),
  ]
}
