/// How good predictions were on unseen rows, of labels or of numbers, in an answer.
import Analytics
import Contract
import Support
import Wire

struct FiguresAnswer: Answer {
  let label: EvaluationAnswer?
  let number: RegressionAnswer?

  init(_ figures: PredictionFigures, _ say: Speaker) {
    switch figures {
    case .label(let evaluation): (label, number) = (EvaluationAnswer(evaluation, say), nil)
    case .number(let evaluation): (label, number) = (nil, RegressionAnswer(evaluation, say))
    }
  }

  static let members: [Member<Self>] = [
    Member("label", ifAny: \.label, "Of yes and no: discrimination, calibration, decisions."),
    Member("number", ifAny: \.number, "Of numbers: errors."),
  ]
}

/// How good predicted numbers were.
struct RegressionAnswer: Answer {
  let split: Said
  let evaluation: RegressionEvaluation
  let plain: [Said]

  init(_ evaluation: RegressionEvaluation, _ say: Speaker) {
    self.evaluation = evaluation
    split = say(evaluation.split)
    plain = evaluation.plain.map { say($0) }
  }

  static let members: [Member<Self>] = [
    Member("split", \.split, "Which rows were unseen."),
    Member("rows", \.evaluation.count, "How many they are."),
    Member("rmse", \.evaluation.rmse, "Root of the mean squared error."),
    Member("mae", \.evaluation.mae, "Mean absolute error."),
    Member("r2", \.evaluation.rSquared, "Share of the variance that is explained."),
    Member(
      "rankCorrelation", \.evaluation.rankCorrelation,
      "Of the ranks of what was predicted and what came (Spearman)."),
    Member("baseline", \.baseline, "The same errors for: everybody has the mean."),
    Member("plain", \.plain, "What the figures mean."),
  ]

  private var baseline: RegressionBaseline { RegressionBaseline(evaluation: evaluation) }
}

struct RegressionBaseline: Answer {
  let evaluation: RegressionEvaluation

  static let members: [Member<Self>] = [
    Member("rmse", \.evaluation.baselineRmse, "Always saying the mean."),
    Member("mae", \.evaluation.baselineMae, "Always saying the mean."),
  ]
}

struct CrossValidationAnswer: Answer {
  let result: CrossValidation

  init(_ result: CrossValidation) { self.result = result }

  static let members: [Member<Self>] = [
    Member("metric", \.result.metric, "What is compared; less is better."),
    Member("mean", \.result.mean, "Over the folds."),
    Member("deviation", \.result.deviation, "Standard deviation of the folds."),
    Member("folds", \.result.folds, "Fold by fold."),
    Member("baseline", \.result.baseline, "Of always saying the average, over the folds."),
  ]
}
