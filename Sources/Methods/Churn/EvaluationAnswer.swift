/// How good predicted probabilities were, in an answer.
import Analytics
import Contract
import Learning
import Support
import Wire

struct EvaluationAnswer: Answer {
  let split: Said
  let evaluation: Evaluation
  let plain: [Said]

  init(_ evaluation: Evaluation, _ say: Speaker) {
    self.evaluation = evaluation
    split = say(evaluation.split)
    plain = evaluation.plain.map { say($0) }
  }

  static let members: [Member<Self>] = [
    Member("split", \.split, "Which rows were unseen."),
    Member("rows", \.evaluation.metrics.count, "How many they are."),
    Member("positives", \.evaluation.metrics.positives, "How many of them left."),
    Member("rocAuc", \.evaluation.metrics.rocAuc, "Area under the ROC curve."),
    Member("prAuc", \.evaluation.metrics.prAuc, "Average precision."),
    Member("logLoss", \.evaluation.metrics.logLoss, "Mean log-loss, natural logarithm."),
    Member("brier", \.evaluation.metrics.brier, "Mean squared error of the probability."),
    Member("ece", \.evaluation.metrics.ece, "Expected calibration error, ten bins."),
    Member(
      "liftTop10", \.evaluation.metrics.liftTop10,
      "Rate in the riskiest tenth over the rate of all."),
    Member("accuracy", \.evaluation.confusion.accuracy, "Share of right decisions."),
    Member("precision", \.evaluation.confusion.precision, "Of those named, who left."),
    Member("recall", \.evaluation.confusion.recall, "Of those who left, who was named."),
    Member("f1", \.evaluation.confusion.f1, "Harmonic mean of precision and recall."),
    Member("confusion", \.confusion, "Right and wrong decisions at the threshold."),
    Member("baseline", \.baseline, "The same for: everybody has the average risk."),
    Member("reliability", \.reliability, "Promised and seen rates by bins of probability."),
    Member("plain", \.plain, "What the figures mean."),
  ]

  private var confusion: ConfusionAnswer { ConfusionAnswer(counts: evaluation.confusion) }
  private var baseline: BaselineAnswer { BaselineAnswer(evaluation: evaluation) }
  private var reliability: [BinAnswer] { evaluation.reliability.map(BinAnswer.init) }
}

struct ConfusionAnswer: Answer {
  let counts: Confusion

  static let members: [Member<Self>] = [
    Member("truePositives", \.counts.truePositives, "Named, and left."),
    Member("falsePositives", \.counts.falsePositives, "Named, and stayed."),
    Member("falseNegatives", \.counts.falseNegatives, "Not named, and left."),
    Member("trueNegatives", \.counts.trueNegatives, "Not named, and stayed."),
  ]
}

struct BaselineAnswer: Answer {
  let evaluation: Evaluation

  static let members: [Member<Self>] = [
    Member("accuracy", \.evaluation.majorityAccuracy, "Always saying the more common answer."),
    Member("logLoss", \.evaluation.baseline.logLoss, "Always saying the average rate."),
    Member("brier", \.evaluation.baseline.brier, "Always saying the average rate."),
    Member("rocAuc", \.evaluation.baseline.rocAuc, "One half: it tells nobody apart."),
  ]
}

struct BinAnswer: Answer {
  let bin: ReliabilityBin

  init(_ bin: ReliabilityBin) { self.bin = bin }

  static let members: [Member<Self>] = [
    Member("from", \.bin.lower, "Where the bin begins."),
    Member("rows", \.bin.count, "Rows in it."),
    Member("meanProbability", \.bin.meanProbability, "What was promised."),
    Member("rate", \.bin.rate, "What happened."),
  ]
}
