/// Who is leaving, how sure that is, and why: the same shape from every model.
import Numerics
package import Support

package struct ChurnPrediction: Sendable {
  package enum Tier: String, Sendable { case high, medium, low }

  /// How the probabilities came about: `logistic`, `mbgNbd`, `bgNbd`, `rule` or `baseRate`.
  package let method: String
  package let mode: ChurnOptions.Mode
  package let ids: [String]
  package let probabilities: [Double]
  /// Where the probability of each may lie: that of all customers with such a history, in four of
  /// five cases; nil where that is not known.
  package let interval: @Sendable (_ customer: Int) -> ClosedRange<Double>?
  /// The chance of still being a customer, where a purchase model says so.
  package let aliveProbabilities: [Double]?
  package let daysSinceLast: [Int]?
  package let expectedNextDay: [Int32?]?
  /// Money per horizon that is lost with the customer, times the probability.
  package let valuesAtRisk: [Double]?
  package let threshold: Double
  package let highTier: Double
  package let mediumTier: Double
  package let evaluation: Evaluation?
  package let coefficients: [LearnedCoefficient]
  package let explanation: Explanation
  package let definition: Phrase
  package let grade: Grade
  package let notices: [Notice]
  package let asOf: Int32?
  package let windowDays: Int?
  package let horizonDays: Int?
  package let snapshotDays: [Int32]
  /// Customers who had left already and are not in the list.
  package let lapsedCount: Int
  package let leaks: [Leak]
  /// How much each feature matters on unseen rows; of models on columns.
  package var importances: [FeatureWeight] { trained?.importances ?? [] }
  /// The test: what was said of whom, what came, and how often it came before; of models on orders.
  package var judged: (rows: JudgedRows, trainRate: Double)?
  /// What is needed to score others in the same way; of models on columns.
  package var trained: TrainedPrediction?

  package func tier(_ customer: Int) -> Tier {
    let p = probabilities[customer]
    return p >= highTier ? .high : p >= mediumTier ? .medium : .low
  }

  /// Customers by falling probability, equal ones in the order of the file.
  package func ranking(_ run: Run) throws -> [Int] {
    try probabilities.descendingOrder(pause: run.checkpoint)
  }

  package var expectedChurners: Double { probabilities.pairwiseSum }
}
