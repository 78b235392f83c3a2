/// Published formulas by name: the number they print, and what is wrong with it.
import Numerics
package import Support

package struct NamedFormula: Sendable {
  package let name: String
  package let value: Double
  /// Such as `CNY` or `CNY^2`.
  package let unit: String
  package let steps: [String]
  package let contributions: [(name: String, value: Double)]
  package let standard: Standard?
  package let notices: [Notice]

  /// What the field uses instead.
  package struct Standard: Sendable {
    package let value: Double
    package let unit: String
    package let formula: Phrase
  }

  package static let names = ["ltv000", "cltv004", "cv003"]

  /// The inputs a formula needs, in the order of its text.
  package static func inputs(of name: String) -> [String] {
    switch name {
    case "ltv000": ["averageAmount", "acquisitionCost", "retention", "lifetimeDays"]
    case "cv003": ["amount", "frequency", "lifetimeValue"]
    default: []
    }
  }

  /// LTV = C_avg * FCR * CR * CL / 365, which multiplies by the cost of winning the customer.
  package static func ltv000(
    amount: Double, cost: Double, retention: Double, lifetimeDays: Double, currency: String
  ) -> NamedFormula {
    let value = amount * cost * retention * lifetimeDays / 365
    let years = lifetimeDays / 365
    let right = amount * retention * years - cost
    let shown = [amount, cost, retention, lifetimeDays].map(Words.short)
    let result = Words.short(value)
    return NamedFormula(
      name: "ltv000", value: value, unit: "\(currency)^2",
      steps: [
        "LTV = averageAmount * acquisitionCost * retention * lifetimeDays / 365",
        "LTV = \(shown[0]) \(currency) * \(shown[1]) \(currency) * \(shown[2]) * \(shown[3]) d / 365 d",
        "LTV = \(result) \(currency)^2",
      ], contributions: [],
      standard: Standard(
        value: right, unit: currency,
        formula: Phrase(
          en: "averageAmount * retention * years - acquisitionCost, with one order a year",
          zh: "平均金额 × 留存率 × 年数 − 获客成本（每年一单）")),
      notices: [
        Notice(
          "formulaMultipliesCost",
          en:
            "the formula multiplies by the acquisition cost, so a customer is worth more the more it "
            + "cost to win; the cost is to be subtracted, and \(Words.short(right)) \(currency) is left",
          zh: "公式乘以获客成本，成本越高价值越大；应当减去成本，结果为 \(Words.short(right)) \(currency)",
          path: "inputs.acquisitionCost"),
        Notice(
          "unitNotMoney", en: "the unit is \(currency)^2: money times money is not money",
          zh: "单位为 \(currency)^2：金额乘以金额不是金额"),
      ])
  }

  /// CV = alpha * P + beta * F + gamma * L.
  package static func cv003(
    amount: Double, frequency: Double, lifetimeValue: Double, weights: [Double], currency: String
  ) -> NamedFormula {
    let parts = [weights[0] * amount, weights[1] * frequency, weights[2] * lifetimeValue]
    let value = parts.reduce(0, +)
    let shares = parts.map { Words.percent(value == 0 ? 0 : $0 / value, digits: 2) }
    let w = weights.map(Words.short)
    let inputs = [amount, frequency, lifetimeValue].map(Words.short)
    let shown = parts.map(Words.short)
    return NamedFormula(
      name: "cv003", value: value, unit: "\(currency) + count",
      steps: [
        "CV = \(w[0]) * amount + \(w[1]) * frequency + \(w[2]) * lifetimeValue",
        "CV = \(w[0]) * \(inputs[0]) + \(w[1]) * \(inputs[1]) + \(w[2]) * \(inputs[2])",
        "CV = \(shown[0]) + \(shown[1]) + \(shown[2]) = \(Words.short(value))",
      ],
      contributions: [("amount", parts[0]), ("frequency", parts[1]), ("lifetimeValue", parts[2])],
      standard: nil,
      notices: [
        Notice(
          "mixedUnits",
          en:
            "money and counts are added, so the weights do not say what they seem to: the parts are "
            + "\(shares[0]), \(shares[1]) and \(shares[2]) of the sum; bring each to one scale first",
          zh: "金额与次数直接相加，权重并不反映真实影响：三项占比 \(shares[0])、\(shares[1])、\(shares[2])；应先统一尺度"),
        Notice(
          "countedTwice",
          en: "lifetimeValue already holds amount and frequency, which count twice here",
          zh: "生命周期价值已包含金额与频次，此处重复计算"),
      ])
  }

  /// CLTV = sum of R_t / (1 + r)^t.
  package static func cltv004(
    _ flows: [Double], rate: Double, timing: Cashflow.Timing, currency: String
  ) -> NamedFormula {
    let valuation = Cashflow.value(flows, rate: rate, timing: timing)
    let terms = valuation.steps.map {
      "\(Words.short($0.amount)) / (1 + \(Words.short(rate)))^\(Words.short(timing.delay($0.period)))"
        + " = \(Words.fixed($0.present, 6))"
    }
    return NamedFormula(
      name: "cltv004", value: valuation.value, unit: currency,
      steps: ["CLTV = sum of R_t / (1 + r)^t"] + terms
        + ["CLTV = \(Words.fixed(valuation.value, 6)) \(currency)"],
      contributions: valuation.steps.map { ("period \($0.period)", $0.present) }, standard: nil,
      notices: valuation.notices)
  }

  /// LTV = order value * orders a year * years - cost.
  package static func simple(
    orderValue: Double, ordersPerYear: Double, years: Double, cost: Double, currency: String
  ) -> NamedFormula {
    let value = orderValue * ordersPerYear * years - cost
    let shown = [orderValue, ordersPerYear, years, cost].map(Words.short)
    return NamedFormula(
      name: "simple", value: value, unit: currency,
      steps: [
        "LTV = averageAmount * frequency * lifetimeDays / 365 - acquisitionCost",
        "LTV = \(shown[0]) \(currency) * \(shown[1]) / year * \(shown[2]) year - \(shown[3])"
          + " \(currency)", "LTV = \(Words.short(value)) \(currency)",
      ], contributions: [], standard: nil,
      notices: [
        Notice(
          "revenueNotProfit", en: "there is no margin, so this is revenue, not profit",
          zh: "未计毛利率，结果是收入而非利润")
      ])
  }

  /// LTV = payment * sum of retention^t / (1 + rate)^t, endless; the first payment now, in the
  /// middle or at the end of the first period.
  ///
  /// A payment at the end comes only from those who stay the period.
  package static func geometric(
    payment: Double, retention: Double, rate: Double, timing: Cashflow.Timing, cost: Double,
    currency: String
  ) -> NamedFormula {
    let sum = (1 + rate) / (1 + rate - retention)
    let factor: Double
    let text: String
    switch timing {
    case .begin: (factor, text) = (sum, "(1 + r) / (1 + r - p)")
    case .end: (factor, text) = (retention / (1 + rate - retention), "p / (1 + r - p)")
    case .mid:
      (factor, text) = (
        sum * Math.pow(retention / (1 + rate), 0.5), "(1 + r) / (1 + r - p) * (p / (1 + r))^0.5"
      )
    }
    let value = payment * factor - cost
    let shown = [payment, factor, cost].map(Words.short)
    return NamedFormula(
      name: "geometric", value: value, unit: currency,
      steps: [
        "LTV = payment * \(text) - acquisitionCost, p = retention, r = rate",
        "LTV = \(shown[0]) \(currency) * \(shown[1]) - \(shown[2]) \(currency)",
        "LTV = \(Words.short(value)) \(currency)",
      ], contributions: [], standard: nil,
      notices: [
        Notice(
          "oneRetention",
          en:
            "one retention for all and for ever: those who have stayed long stay longer, so this is"
            + " too low for them",
          zh: "假定人人且永远同一留存率：老客户实际更忠诚，此值对其偏低", path: "inputs.retention")
      ])
  }
}
