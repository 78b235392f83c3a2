/// What the caller of a supervised method wants.
import Learning
import Support

package struct PredictionOptions: Sendable {
  package enum Split: String, Sendable, CaseIterable { case auto, stratified, systematic, time }

  package var settings = LearnerSettings()
  /// A header or a role; nil for the column that was recognised.
  package var target: String?
  /// The value of the target that counts as 1.
  package var positive: String?
  package var features: [String]?
  package var split = Split.auto
  package var testFraction = 0.2
  /// Folds of the cross-validation; 0 for none.
  package var folds = 5
  package var decision = DecisionRule()
  package var isStrict = false
  package var asOf: Int32?

  package init() {}
}

/// Where to cut probabilities into yes and no.
package struct DecisionRule: Sendable {
  /// Nil for the one with the largest F1, or the least cost.
  package var threshold: Double?
  package var costs: (miss: Double, falseAlarm: Double)?

  package init() {}

  /// The cut that the caller, the costs, or the largest F1 ask for.
  package func cut(labels: [Double], probabilities: [Double]) -> Double {
    if let threshold { return threshold }
    if let costs {
      return Threshold.minimizingCost(
        labels: labels, probabilities: probabilities, miss: costs.miss,
        falseAlarm: costs.falseAlarm)
    }
    return Threshold.maximizingF1(labels: labels, probabilities: probabilities)
  }
}

/// Which rows train and which test, and how that is said.
struct TestSplit {
  let train: [Int]
  let test: [Int]
  let words: Phrase

  /// - Parameters:
  ///   - y: what is learnt, for turns within each label.
  ///   - days: the date of each row; needed to split by time.
  init(_ options: PredictionOptions, _ y: [Double], isLabel: Bool, days: [Int32]?) {
    let every = max(2, Int((1 / options.testFraction).rounded()))
    let share = Words.percent(1 / Double(every))
    if options.split == .time, let days {
      let order = y.indices.sorted { (days[$0], $0) < (days[$1], $1) }
      let cut = y.count - y.count / every
      train = order[..<cut].sorted()
      test = order[cut...].sorted()
      words = Phrase(en: "the latest \(share) of rows by date", zh: "按日期最晚的 \(share) 行")
    } else if options.split == .systematic || !isLabel {
      (train, test) = Split.systematic(count: y.count, every: every)
      words = Phrase(
        en: "every \(every)th row, from the first", zh: "从首行起每 \(every) 行取一行")
    } else {
      (train, test) = Split.stratified(y, every: every)
      words = Phrase(
        en: "every \(every)th row of each label", zh: "两类标签各每 \(every) 行取一行")
    }
  }
}
