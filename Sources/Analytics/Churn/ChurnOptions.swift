/// What the caller of `predictChurn` wants.
package struct ChurnOptions: Sendable {
  package enum Mode: String, Sendable, CaseIterable {
    case auto, labelled, window, probabilistic, survival
  }
  package enum Model: String, Sendable, CaseIterable {
    case auto
    case logistic, l1Logistic, linearSvm, naiveBayes, tree, forest, gbdt
    case mbgNbd, bgNbd, cox, rule

    /// The kind of model on columns; nil of those on the rhythm of orders.
    var learner: LearnerKind? { LearnerKind(rawValue: rawValue) }
  }

  package var mode = Mode.auto
  package var model = Model.auto
  package var windowDays: Int?
  package var horizonDays: Int?
  package var snapshots: Int?
  package var split = PredictionOptions.Split.auto
  package var testFraction = 0.2
  package var groups: String?
  package var decision = DecisionRule()
  package var highTier = 0.66
  package var mediumTier = 0.33
  /// What is set of the model on columns.
  package var settings = LearnerSettings()
  package var includesLapsed = false
  package var positive: String?
  package var features: [String]?
  package var isStrict = false
  /// Whether the row of every customer is asked for, so that work on all of them pays.
  package var wantsEverybody = false
  package var asOf: Int32?
  package var seed: UInt64 = 42

  package init() {}
}
