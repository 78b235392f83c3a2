/// What a customer costs, brings and pays back.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum UnitEconomicsMethod: Method {
  static let name = "unitEconomics"
  static let group = Group.value
  static let summary =
    "What a customer costs, brings and pays back: in all, by period and by channel."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Unit economics", zh: "单位经济",
    "Use it to see whether winning customers pays: give path to orders (customer, date, amount), what"
      + " was spent on marketing in all, by channel or by month, and the margin. Gives acquisition"
      + " cost, order value, frequency, retention, value against cost and months until it is paid"
      + " back.")

  struct Params: Parameters {
    var data = DataParams()
    var marketingSpend: AnyInput?
    var period = CalendarPeriod.month
    var margin = 1.0
    var months = 12

    private static let kept: Set<String> = ["asOf", "lang"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "marketingSpend", \.marketingSpend,
          "What was spent to win customers: a number for all, or an object of numbers by channel or"
            + " by period (2024-03, 2024-Q1, 2024, a week by its Monday)."),
        Field("period", \.period, "What customers are counted by.", default: "month"),
        Field("margin", \.margin, "The share of revenue that is profit.", in: 0...1, default: 1),
        Field(
          "months", \.months, "Months after the first purchase that a value counts.",
          in: 1...120, default: 12),
      ] + DataParams.answerFields.filter { kept.contains($0.name) }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let all: EconomicsSide
    let averageOrderValue: Double?
    let ordersPerCustomer: Double
    let retention: RateAnswer
    let activityRatio: Double
    let observedDays: Double
    let periods: [EconomicsPeriod]
    let channelColumn: String?
    let channels: [EconomicsSide]
    let cohort: [CohortMonthAnswer]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("all", \.all, "All customers together."),
        Member("averageOrderValue", \.averageOrderValue, "Money of an order; null without money."),
        Member("ordersPerCustomer", \.ordersPerCustomer, "Orders of a customer so far."),
        Member(
          "retentionRate", \.retention,
          "Of those who bought in one whole period the share that bought in the next."),
        Member("activityRatio", \.activityRatio, "The mean share of days with an order."),
        Member(
          "observedDays", \.observedDays,
          "Mean days from first to last purchase; 0 for those who bought once, and customers still"
            + " buy: no lifetime."),
        Member("periods", \.periods, "What happened in each period."),
        Member("channelColumn", ifAny: \.channelColumn, "The column that says how customers came."),
        Member("channels", \.channels, "Customers by the way they came, the most first."),
        Member("cohort", \.cohort, "What a new customer brings, month after month."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    var options = UnitEconomics.Options()
    options.spend = try spend(params.marketingSpend)
    options.period = params.period
    options.margin = params.margin
    options.months = params.months
    options.asOf = params.data.asOf?.days
    let found = try UnitEconomics(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let envelope = Envelope(
      summary: say(summary(found)), grade: nil, definition: say(found.definition),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "cohort", customers: found.all.customers, asOf: found.asOf, run))
    return Outcome(
      Output(
        envelope: envelope, all: EconomicsSide(side: found.all, margin: params.margin),
        averageOrderValue: found.averageOrderValue, ordersPerCustomer: found.ordersPerCustomer,
        retention: RateAnswer(share: found.retention), activityRatio: found.activityRatio,
        observedDays: found.observedDays,
        periods: found.periods.map { EconomicsPeriod(period: $0) },
        channelColumn: found.channelHeader,
        channels: found.channels.map { EconomicsSide(side: $0, margin: params.margin) },
        cohort: found.all.value.months.map { CohortMonthAnswer(month: $0) }),
      changes: opened.changes)
  }

  private static func spend(_ input: AnyInput?) throws -> UnitEconomics.Spend {
    guard let node = input?.node else { return .none }
    func amount(_ node: JSONNode, _ path: String) throws -> Double {
      let value = try Double(decoding: node, at: path)
      guard (0...Limits.cellMagnitude).contains(value) else {
        throw ParameterError(path: path, expected: "0 to 1e60", found: "\(value)")
      }
      return value
    }
    guard node.kind == .object else { return .total(try amount(node, "params.marketingSpend")) }
    let parts = try node.members.map { name, member in
      (name: name, amount: try amount(member, "params.marketingSpend.\(name)"))
    }
    guard !parts.isEmpty, parts.count <= Limits.formulaInputs else {
      throw ParameterError(
        path: "params.marketingSpend", expected: "1 to \(Limits.formulaInputs) amounts",
        found: "\(parts.count)")
    }
    return .parts(parts)
  }

  private static func summary(_ found: UnitEconomics) -> Phrase {
    let count = Words.fixed(Double(found.all.customers), 0)
    let value = found.all.value.months.last.map {
      Words.short($0.cumulative * found.options.margin)
    }
    let months = found.all.value.months.count
    var en = "\(count) customers"
    var zh = "\(count) 位客户"
    if let value, found.averageOrderValue != nil {
      en += ": one is worth \(value) in \(months) months"
      zh += "：每位在 \(months) 个月内价值 \(value)"
    }
    if let cost = found.all.acquisitionCost {
      en += ", and costs \(Words.short(cost)) to win"
      zh += "，获客成本 \(Words.short(cost))"
    }
    if let ratio = found.all.ratio {
      en += " (\(Words.fixed(ratio, 1)) to 1)"
      zh += "（\(Words.fixed(ratio, 1)) : 1）"
    }
    if found.all.acquisitionCost != nil, found.averageOrderValue != nil {
      en += found.all.paybackMonth.map { ", paid back in month \($0)" } ?? ", not paid back so far"
      zh += found.all.paybackMonth.map { "，第 \($0) 个月回本" } ?? "，尚未回本"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }
}

/// Some customers: what they cost, bring and pay back.
struct EconomicsSide: Answer {
  let side: UnitEconomics.Side
  let margin: Double

  static let members: [Member<Self>] = [
    Member("name", \.side.name, "The channel; all for all."),
    Member("customers", \.side.customers, "Customers who came."),
    Member("revenue", \.side.revenue, "What they brought so far, returns taken off."),
    Member("spend", ifAny: \.side.spend, "What was spent to win them."),
    Member("cac", \.side.acquisitionCost, "Spend per customer; null without spend or customers."),
    Member("value", \.value, "Margin times what one brought in the months; null of too few."),
    Member("interval", ifAny: \.interval, "Where that lies with 95 %."),
    Member("monthsSeen", \.months, "Months that were seen of enough customers."),
    Member("valueToCac", \.side.ratio, "Value over cost."),
    Member(
      "paybackMonth", \.side.paybackMonth,
      "The month after the first purchase by whose end the cost was back; null when it was not."),
  ]

  private var months: Int { side.value.months.count }
  private var value: Double? { side.value.months.last.map { $0.cumulative * margin } }
  private var interval: [Double]? {
    side.value.months.last.map { last in
      [-1.96, 1.96].map { margin * (last.cumulative + $0 * last.standardError) }
    }
  }
}

struct EconomicsPeriod: Answer {
  let period: UnitEconomics.Period

  static let members: [Member<Self>] = [
    Member("period", \.period.name, "The period."),
    Member("partial", \.period.isPartial, "Whether the data begin or end within it."),
    Member("newCustomers", \.period.newCustomers, "First purchases."),
    Member("activeCustomers", \.period.activeCustomers, "Customers who bought."),
    Member("orders", \.period.orders, "Orders."),
    Member("revenue", \.period.revenue, "Money of orders."),
    Member("averageOrderValue", \.orderValue, "Money of an order."),
    Member("frequency", \.frequency, "Orders of an active customer."),
    Member("retentionRate", \.retention, "Of those active the period before, the share active."),
    Member("spend", ifAny: \.period.spend, "What was spent."),
    Member("cac", ifAny: \.period.acquisitionCost, "Spend per new customer."),
  ]

  private var orderValue: Double? {
    period.orders > 0 ? period.revenue / Double(period.orders) : nil
  }
  private var frequency: Double? {
    period.activeCustomers > 0 ? Double(period.orders) / Double(period.activeCustomers) : nil
  }
  private var retention: Double? { period.retention?.value }
}

struct CohortMonthAnswer: Answer {
  let month: CohortValue.Month

  static let members: [Member<Self>] = [
    Member("month", \.month.month, "From 1: the first month after the first purchase."),
    Member("customers", \.month.customers, "Customers seen for all of it."),
    Member("revenue", \.month.revenue, "What one brought in it, on average."),
    Member("cumulative", \.month.cumulative, "What one has brought by its end."),
  ]
}
