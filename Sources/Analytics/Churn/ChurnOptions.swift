/// What the caller of `predictChurn` wants.
import Learning

package struct ChurnOptions: Sendable {
  package enum Mode: String, Sendable, CaseIterable { case auto, labelled, window, probabilistic }
  package enum Model: String, Sendable, CaseIterable { case auto, logistic, mbgNbd, bgNbd, rule }
  package enum Split: String, Sendable, CaseIterable { case auto, stratified, systematic, time }

  package var mode = Mode.auto
  package var model = Model.auto
  package var windowDays: Int?
  package var horizonDays: Int?
  package var snapshots: Int?
  package var split = Split.auto
  package var testFraction = 0.2
  /// Nil for the one with the largest F1, or the least cost.
  package var threshold: Double?
  package var costs: (miss: Double, falseAlarm: Double)?
  package var highTier = 0.66
  package var mediumTier = 0.33
  /// Nil for cross-validation.
  package var l2: Double?
  package var includesLapsed = false
  package var positive: String?
  package var features: [String]?
  package var isStrict = false
  package var asOf: Int32?
  package var seed: UInt64 = 42

  package init() {}

  /// The cut that the caller, the costs, or the largest F1 ask for.
  func cut(labels: [Double], probabilities: [Double]) -> Double {
    if let threshold { return threshold }
    if let costs {
      return Threshold.minimizingCost(
        labels: labels, probabilities: probabilities, miss: costs.miss,
        falseAlarm: costs.falseAlarm)
    }
    return Threshold.maximizingF1(labels: labels, probabilities: probabilities)
  }
}
