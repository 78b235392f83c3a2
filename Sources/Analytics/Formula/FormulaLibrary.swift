/// Formulas of the field by name: what they compute, from what, in which units.
package import Support

package struct LibraryFormula: Sendable {
  package struct Input: Sendable {
    package let name: String
    /// Taken when the caller gives a bare number; `$` stands for the currency.
    package let unit: String
    /// Nil when it is needed.
    package let standard: Double?
  }

  package let name: String
  package let expression: String
  package let inputs: [Input]
  package let meaning: Phrase

  private init(
    _ name: String, _ expression: String, _ inputs: [(String, String, Double?)], _ en: String,
    _ zh: String
  ) {
    self.name = name
    self.expression = expression
    self.inputs = inputs.map { Input(name: $0.0, unit: $0.1, standard: $0.2) }
    meaning = Phrase(en: en, zh: zh)
  }

  package static func named(_ name: String) -> LibraryFormula? { all.first { $0.name == name } }

  package static let all: [LibraryFormula] = [
    LibraryFormula(
      "simple",
      "averageOrderValue * ordersPerYear * years * margin - acquisitionCost",
      [
        ("averageOrderValue", "$/order", nil), ("ordersPerYear", "order/year", nil),
        ("years", "year", nil), ("margin", "1", 1), ("acquisitionCost", "$", 0),
      ], "value of a customer over the years they stay, not discounted", "客户在留存年限内的价值（不折现）"),
    LibraryFormula(
      "geometric", "payment * margin * retention / (1 + rate - retention) - acquisitionCost",
      [
        ("payment", "$", nil), ("retention", "1", nil), ("rate", "1", 0), ("margin", "1", 1),
        ("acquisitionCost", "$", 0),
      ], "endless payments with a constant retention, the first after one period",
      "留存率恒定的持续付款，首笔在一期之后"),
    LibraryFormula(
      "geometricBegin", "payment * margin * (1 + rate) / (1 + rate - retention) - acquisitionCost",
      [
        ("payment", "$", nil), ("retention", "1", nil), ("rate", "1", 0), ("margin", "1", 1),
        ("acquisitionCost", "$", 0),
      ], "endless payments with a constant retention, the first now", "留存率恒定的持续付款，首笔在当下"),
    LibraryFormula(
      "cac", "marketingSpend / newCustomers",
      [("marketingSpend", "$", nil), ("newCustomers", "customer", nil)],
      "what it cost to win a customer", "获客成本"),
    LibraryFormula(
      "ltvToCac", "lifetimeValue / acquisitionCost",
      [("lifetimeValue", "$", nil), ("acquisitionCost", "$", nil)],
      "value of a customer over the cost of winning them", "客户价值与获客成本之比"),
    LibraryFormula(
      "payback", "acquisitionCost / (monthlyRevenue * margin)",
      [("acquisitionCost", "$", nil), ("monthlyRevenue", "$/month", nil), ("margin", "1", 1)],
      "months until a customer has paid back what it cost to win them", "获客成本回收期"),
    LibraryFormula(
      "averageOrderValue", "revenue / orders", [("revenue", "$", nil), ("orders", "order", nil)],
      "mean value of an order", "平均订单金额"),
    LibraryFormula(
      "purchaseFrequency", "orders / customers",
      [("orders", "order", nil), ("customers", "customer", nil)], "orders of a customer", "人均订单数"),
    LibraryFormula(
      "retentionRate", "(customersAtEnd - newCustomers) / customersAtStart",
      [
        ("customersAtEnd", "customer", nil), ("newCustomers", "customer", nil),
        ("customersAtStart", "customer", nil),
      ], "the share of customers who stayed over a period", "一个周期内的客户留存率"),
    LibraryFormula(
      "churnRate", "lostCustomers / customersAtStart",
      [("lostCustomers", "customer", nil), ("customersAtStart", "customer", nil)],
      "the share of customers who left over a period", "一个周期内的客户流失率"),
    LibraryFormula(
      "customerLifetime", "period / churnRate", [("churnRate", "1", nil), ("period", "year", 1)],
      "how long customers stay on average when churn is constant", "流失率恒定时的平均客户寿命"),
    LibraryFormula(
      "activityRatio", "activeDays / totalDays",
      [("activeDays", "d", nil), ("totalDays", "d", nil)],
      "the share of days on which a customer was active", "活跃天数占比"),
    LibraryFormula(
      "nps", "100 * (promoters - detractors) / responses",
      [
        ("promoters", "answer", nil), ("detractors", "answer", nil), ("responses", "answer", nil),
      ], "net promoter score", "净推荐值"),
  ]

  /// What is to be said of the numbers of some formulas.
  package func notices(_ inputs: [(name: String, value: Quantity)]) -> [Notice] {
    let known = Dictionary(inputs.map { ($0.name, $0.value.value) }) { _, last in last }
    var notices: [Notice] = []
    if name == "activityRatio" {
      notices.append(
        Notice(
          "activityNotRetention",
          en: "this is a share of days, not of customers: retention compares the customers of two"
            + " periods (retentionRate)",
          zh: "这是天数占比而非客户占比：留存率应比较前后两期的客户（retentionRate）"))
    }
    if known["margin"] == 1 {
      notices.append(
        Notice(
          "revenueNotProfit", en: "margin is 1, so this is revenue, not profit",
          zh: "margin 为 1，结果是收入而非利润", path: "inputs.margin"))
    }
    for rate in ["retention", "churnRate", "margin"] {
      guard let value = known[rate], !(0...1).contains(value) else { continue }
      let shown = Words.short(value)
      notices.append(
        Notice(
          "notAShare", en: "\(rate) is a share from 0 to 1, found \(shown)",
          zh: "\(rate) 应为 0 到 1 的比例，实际为 \(shown)", path: "inputs.\(rate)"))
    }
    return notices
  }
}
