/// Who buys within the next days, and for how much: anything, one item, or one category.
import Learning
import Numerics
package import Support
package import Tables

package struct PropensityOptions: Sendable {
  package enum Model: String, Sendable, CaseIterable { case auto, logistic, gbdt, mbgNbd, linear }

  package var model = Model.auto
  package var horizonDays = 30
  /// One item, by name or id.
  package var item: String?
  package var category: String?
  package var decision = DecisionRule()
  package var asOf: Int32?
  package var isStrict = false
  package var seed: UInt64 = 42

  package init() {}
}

package struct PurchasePropensity: Sendable {
  package let method: String
  package let ids: [String]
  package let probabilities: [Double]
  package let interval: @Sendable (_ customer: Int) -> ClosedRange<Double>?
  /// Money within the horizon of those who buy; nil without money.
  package let spendIfBought: [Double]?
  package let spendTest: (buyers: Int, error: Double, baseline: Double)?
  package let explanation: Explanation
  package let evaluation: Evaluation?
  package let coefficients: [LearnedCoefficient]
  package let threshold: Double
  package let grade: Grade
  package let definition: Phrase
  package let notices: [Notice]
  package let asOf: Int32
  package let horizonDays: Int
  package let snapshotDays: [Int32]

  /// What those with the outcome did.
  static let bought = Phrase(en: "bought", zh: "购买")

  /// Money to be expected: the chance times the spend.
  package func expectedSpend(_ customer: Int) -> Double? {
    spendIfBought.map { probabilities[customer] * $0[customer] }
  }

  package var expectedBuyers: Double { probabilities.pairwiseSum }

  package var ranking: [Int] { probabilities.descendingOrder() }

  package static func of(
    _ table: Table, _ options: PropensityOptions, _ run: Run
  ) throws -> PurchasePropensity {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let item = try ItemPurchases(
      table, ledger, item: options.item, category: options.category, run)
    let work = try PropensityWork(ledger, item, options, run)
    return try work.predicted(run)
  }
}
