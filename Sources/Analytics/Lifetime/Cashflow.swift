/// The present value of payments to come.
import Numerics
package import Support

package enum Cashflow {
  /// When in its period a payment falls.
  package enum Timing: String, Sendable, CaseIterable {
    case end, mid, begin

    /// Periods from now to payment `t`, counted from 1.
    package func delay(_ t: Int) -> Double {
      switch self {
      case .end: Double(t)
      case .mid: Double(t) - 0.5
      case .begin: Double(t - 1)
      }
    }
  }

  package struct Valuation: Sendable {
    package let value: Double
    /// Each payment: amount, chance that it comes, factor, present value.
    package let steps: [Step]
    package let notices: [Notice]

    package struct Step: Sendable {
      package let period: Int
      package let amount: Double
      package let survival: Double
      package let discount: Double
      package let present: Double
    }
  }

  /// Sum of margin * R_t * retention^(t - 1) / (1 + rate)^delay(t), less the cost of winning.
  ///
  /// The seed's formula is the case margin 1, retention 1, cost 0, timing end.
  package static func value(
    _ flows: [Double], rate: Double, timing: Timing, margin: Double = 1, retention: Double = 1,
    acquisitionCost: Double = 0
  ) -> Valuation {
    var steps: [Valuation.Step] = []
    var survival = 1.0
    for (index, amount) in flows.enumerated() {
      let discount = power(1 + rate, -timing.delay(index + 1))
      steps.append(
        Valuation.Step(
          period: index + 1, amount: amount, survival: survival, discount: discount,
          present: margin * amount * survival * discount))
      survival *= retention
    }
    let total = steps.reduce(0) { $0 + $1.present } - acquisitionCost
    return Valuation(
      value: total, steps: steps,
      notices: notices(flows, rate: rate, margin: margin, retention: retention))
  }

  private static func notices(
    _ flows: [Double], rate: Double, margin: Double, retention: Double
  ) -> [Notice] {
    var notices: [Notice] = []
    if flows.count > 1, rate > 0 {
      let sums = Timing.allCases.map { timing in
        flows.enumerated().reduce(0.0) {
          $0 + $1.element * power(1 + rate, -timing.delay($1.offset + 1))
        }
      }
      let once = Words.fixed(flows.reduce(0, +) / (1 + rate), 2)
      let (end, mid, begin) = (
        Words.fixed(sums[0], 2), Words.fixed(sums[1], 2), Words.fixed(sums[2], 2)
      )
      notices.append(
        Notice(
          "discountEachPeriod",
          en:
            "each payment is discounted by its own number of periods: \(end) at the end, \(mid) in "
            + "the middle, \(begin) at the beginning of each; dividing the whole sum by 1 + rate once "
            + "would give \(once), which discounts later payments too little",
          zh: "每笔按各自期数折现：期末 \(end)，期中 \(mid)，期初 \(begin)；把总和只除以一次 1+r 会得到 \(once)，低估了后期折现",
          path: "timing"))
    }
    if margin == 1 {
      notices.append(
        Notice(
          "revenueNotProfit", en: "margin is 1, so this is revenue, not profit",
          zh: "margin 为 1，结果是收入而非利润", path: "margin"))
    }
    return notices
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    Math.pow(base, exponent)
  }
}
