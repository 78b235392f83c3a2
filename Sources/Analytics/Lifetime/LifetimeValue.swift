/// What customers are worth from here on: the answer, customer by customer.
package import Learning
import Numerics
package import Support

package struct LifetimeValue: Sendable {
  package struct Parameter: Sendable {
    package let name: String
    package let value: Double
    package let standardError: Double?
  }

  package struct Holdout: Sendable {
    package let from: Int32
    package let to: Int32
    /// Mean absolute error of the purchases of a customer.
    package let mae: Double
    /// The same for "as often as before".
    package let baselineMae: Double
    package let totalPredicted: Double
    package let totalActual: Double
    package let rankCorrelation: Double?
    /// The share of held-out money that the best tenth by prediction brought.
    package let topDecileCapture: Double?
    package let byFrequency: [(repeats: String, customers: Int, actual: Double, predicted: Double)]
    package let gain: (mean: Double, standardError: Double)
  }

  package let options: LifetimeOptions
  /// The model that was fitted.
  package let family: PurchaseFit.Family
  package let ids: [String]
  package let historical: [Double]
  package let aliveProbabilities: [Double]
  package let expectedPurchases: [Double]
  package let expectedOrderValues: [Double]
  /// Discounted margin over the horizon, the cost of winning subtracted.
  package let values: [Double]
  /// 0 to 100: the share of customers worth less.
  package let percentiles: [Double]
  package let tiers: [String]
  package let purchaseParameters: [Parameter]
  package let spendParameters: [Parameter]
  /// What the covariates tell; nil where none were asked for, or none could be fitted.
  package let traits: TraitComparison?
  package let logLikelihood: Double
  package let rung: String
  package let isSpendFitted: Bool
  package let holdout: Holdout?
  package let portfolioTotal: Double
  package let portfolioInterval: (low: Double, high: Double)
  /// Value if everybody went on as on average so far.
  package let baselineTotal: Double
  package let frequencyValueCorrelation: Double?
  package let repeatCustomers: Int
  package let asOf: Int32
  package let definition: Phrase
  package let grade: Grade
  package let notices: [Notice]
  /// The interval of one customer's value: by simulation, so only made for rows that are shown.
  package let interval: @Sendable (_ customer: Int) -> (low: Double, high: Double)
  /// The chances of 0, 1, 2 and of more purchases of one customer in the horizon.
  package let purchaseChances: @Sendable (_ customer: Int) -> [Double]
  package let reasons: @Sendable (_ customer: Int) -> [Phrase]

  /// Customers by falling value, equal ones in the order of the file.
  package var ranking: [Int] { values.descendingOrder() }

  /// The share of all value that the best tenth of customers brings.
  package var topShare: Double? {
    let positive = values.map { max(0, $0) }.sorted(by: >)
    let total = positive.pairwiseSum
    guard total > 0 else { return nil }
    return Array(positive.prefix(max(1, (positive.count + 9) / 10))).pairwiseSum / total
  }

  /// The Gini coefficient of values: 0 when all are equal, near 1 when one has everything.
  package var concentration: Double? {
    let sorted = values.map { max(0, $0) }.ascending()
    let total = sorted.pairwiseSum
    guard total > 0, sorted.count > 1 else { return nil }
    let weighted = sorted.enumerated().map { Double($0.offset + 1) * $0.element }.pairwiseSum
    let n = Double(sorted.count)
    return 2 * weighted / (n * total) - (n + 1) / n
  }
}
