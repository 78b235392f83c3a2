/// What ratings say of the words of feeling, in the answer of `classifyFeedback`.
import Analytics
import Contract
import Support
import Wire

struct CalibrationAnswer: Answer {
  let calibration: RatingCalibration

  init(_ calibration: RatingCalibration) { self.calibration = calibration }

  static let members: [Member<Self>] = [
    Member(
      "used", \.calibration.isUsed,
      "Whether it does better than the words as they are, on texts it was not taken from."),
    Member("texts", \.calibration.texts, "Rated texts it was taken from."),
    Member(
      "slope", \.calibration.slope, "What a unit of the words' log-odds counts; 1 as they are."),
    Member(
      "neutralFrom", \.calibration.neutral.lowerBound,
      "The words' score below which a text is negative; -0.25 as they are."),
    Member(
      "neutralTo", \.calibration.neutral.upperBound,
      "The words' score from which a text is positive; 0.25 as they are."),
    Member("before", \.before, "How the words alone find the ratings' feelings."),
    Member("after", \.after, "The same with the calibration, on texts it was not taken from."),
  ]

  private var before: CalibrationFigures { CalibrationFigures(figures: calibration.before) }
  private var after: CalibrationFigures { CalibrationFigures(figures: calibration.after) }
}

struct CalibrationFigures: Answer {
  let figures: RatingCalibration.Figures

  static let members: [Member<Self>] = [
    Member("accuracy", \.figures.accuracy, "Share of right feelings."),
    Member("macroF1", \.figures.macroF1, "F1, every feeling counting the same."),
    Member("logLoss", \.figures.logLoss, "Mean log-loss, natural logarithm."),
  ]
}
