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
  package let coefficients: [Coefficient]
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

  package struct Coefficient: Sendable {
    package let feature: String
    /// Log-odds per unit of the file.
    package let value: Double
    package let standardError: Double?

    /// The odds are multiplied by this per unit.
    package var oddsRatio: Double { Math.exp(value) }
  }

  /// A feature that knows the answer too well.
  package struct Leak: Sendable {
    package let feature: String
    package let rocAuc: Double
  }

  package func tier(_ customer: Int) -> Tier {
    let p = probabilities[customer]
    return p >= highTier ? .high : p >= mediumTier ? .medium : .low
  }

  /// Customers by falling probability, equal ones in the order of the file.
  package var ranking: [Int] { probabilities.descendingOrder() }

  package var expectedChurners: Double { probabilities.pairwiseSum }
}

/// Why a probability is what it is: log-odds = base + the sum of the effects, exactly.
package struct Explanation: Sendable {
  package struct Effect: Sendable {
    package let feature: String
    /// What the file says, or what was computed from it.
    package let value: String
    /// Added to the log-odds.
    package let effect: Double
    package let text: Phrase
  }

  /// The log-odds of the average customer.
  package let base: Double
  /// The effects of one customer, the largest first.
  package let effects: @Sendable (_ customer: Int) -> [Effect]

  static func sorted(_ effects: [Effect]) -> [Effect] {
    effects.enumerated().sorted {
      (-abs($0.element.effect), $0.offset) < (-abs($1.element.effect), $1.offset)
    }.map(\.element)
  }
}
