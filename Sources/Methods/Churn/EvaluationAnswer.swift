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
    Member(
      "positives", \.evaluation.metrics.positives,
      "How many of them were positive: left, bought, said yes."),
    Member("rocAuc", \.evaluation.metrics.rocAuc, "Area under the ROC curve."),
    Member("prAuc", \.evaluation.metrics.prAuc, "Average precision."),
    Member("logLoss", \.evaluation.metrics.logLoss, "Mean log-loss, natural logarithm."),
    Member("brier", \.evaluation.metrics.brier, "Mean squared error of the probability."),
    Member("ece", \.evaluation.metrics.ece, "Expected calibration error, ten bins."),
    Member(
      "liftTop10", \.evaluation.metrics.liftTop10,
      "Rate in the likeliest tenth over the rate of all."),
    Member("accuracy", \.evaluation.confusion.accuracy, "Share of right decisions."),
    Member("precision", \.evaluation.confusion.precision, "Of those named, the share that was."),
    Member(
      "recall", \.evaluation.confusion.recall, "Of those that were, the share that was named."),
    Member("f1", \.evaluation.confusion.f1, "Harmonic mean of precision and recall."),
    Member("confusion", \.confusion, "Right and wrong decisions at the threshold."),
    Member("baseline", \.baseline, "The same for: everybody has the average risk."),
    Member("liftQuality", \.liftQuality, "none, weak, fair, good or strong, by liftTop10."),
    Member("threshold", \.evaluation.threshold, "The probability from which the answer is yes."),
    Member("report", \.report, "Precision, recall and F1 of each answer, and how many it had."),
    Member("reliability", \.reliability, "Promised and seen rates by bins of probability."),
    Member("plain", \.plain, "What the figures mean."),
  ]

  private var liftQuality: String? { evaluation.liftQuality?.rawValue }
  private var report: [ClassReport] { ClassReport.both(evaluation.confusion) }
  private var confusion: ConfusionAnswer { ConfusionAnswer(counts: evaluation.confusion) }
  private var baseline: BaselineAnswer { BaselineAnswer(evaluation: evaluation) }
  private var reliability: [BinAnswer] { evaluation.reliability.map(BinAnswer.init) }
}

/// A line of the classification report.
struct ClassReport: Answer {
  let label: Int
  let precision: Double?
  let recall: Double?
  let f1: Double?
  let support: Int

  /// Of 1 and of 0.
  static func both(_ counts: Confusion) -> [ClassReport] {
    let turned = counts.turned
    return [(1, counts), (0, turned)].map { label, counts in
      ClassReport(
        label: label, precision: counts.precision, recall: counts.recall, f1: counts.f1,
        support: counts.truePositives + counts.falseNegatives)
    }
  }

  static let members: [Member<Self>] = [
    Member("label", \.label, "1 for yes, 0 for no."),
    Member("precision", \.precision, "Of those named so, the share that was."),
    Member("recall", \.recall, "Of those that were, the share that was named so."),
    Member("f1", \.f1, "Harmonic mean of the two."),
    Member("support", \.support, "How many there were."),
  ]
}

struct ConfusionAnswer: Answer {
  let counts: Confusion

  static let members: [Member<Self>] = [
    Member("truePositives", \.counts.truePositives, "Named, and was."),
    Member("falsePositives", \.counts.falsePositives, "Named, and was not."),
    Member("falseNegatives", \.counts.falseNegatives, "Not named, and was."),
    Member("trueNegatives", \.counts.trueNegatives, "Not named, and was not."),
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
