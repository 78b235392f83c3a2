/// What the caller of `ltv` wants.
package import Learning
import Support

package struct LifetimeOptions: Sendable {
  package typealias Method = PurchaseFit.Family
  package enum TimeUnit: String, Sendable, CaseIterable {
    case day, week, month

    package var days: Double {
      switch self {
      case .day: 1
      case .week: 7
      case .month: LifetimeOptions.daysPerMonth
      }
    }
  }

  package static let daysPerMonth = 30.4375

  package var method = Method.mbgNbd
  package var horizonMonths = 12
  /// Per year, effective.
  package var discountRate = 0.10
  package var timing = Cashflow.Timing.end
  package var margin = 1.0
  package var acquisitionCost = 0.0
  /// The share of futures that intervals hold.
  package var interval = 0.8
  package var timeUnit = TimeUnit.day
  /// For `bgBeta`, one chance to buy in each of these of the calendar; nil to find rounds in the
  /// dates.
  package var rounds: PurchaseRounds.Length?
  /// Headers of what rates of buying and leaving differ by; for `paretoNbd`.
  package var covariates: [String]?
  /// Later orders are held out.
  package var calibrationEnd: Int32?
  package var asOf: Int32?
  package var seed: UInt64 = 42
  /// Steps that searches for a maximum may take.
  package var steps = PurchaseSteps()
  package var isStrict = false

  package init() {}
}
