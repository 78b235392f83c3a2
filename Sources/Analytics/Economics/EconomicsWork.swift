/// The computations behind unit economics.
import Learning
import Numerics
import Support
import Tables

struct EconomicsWork {
  private let ledger: PurchaseLedger
  private let options: UnitEconomics.Options
  private let end: Int32

  init(_ ledger: PurchaseLedger, _ options: UnitEconomics.Options, end: Int32) {
    self.ledger = ledger
    self.options = options
    self.end = end
  }

  private var first: Int { options.period.index(of: ledger.firstDay) }
  private var last: Int { options.period.index(of: end) }

  /// What was spent in all, on channels, in periods.
  struct Spends {
    var total: Double?
    var byChannel: [String: Double]?
    var byPeriod: [String: Double]?
  }

  /// Reads names as channels or as periods; refused when they are neither.
  func spends(_ groups: ChannelGroups?) throws(AnalyticsError) -> Spends {
    switch options.spend {
    case .none: return Spends()
    case .total(let amount): return Spends(total: amount)
    case .parts(let parts):
      let amounts = Dictionary(parts.map { ($0.name, $0.amount) }) { $0 + $1 }
      let total = parts.reduce(0) { $0 + $1.amount }
      let periods = (first...last).map(options.period.name)
      if parts.allSatisfy({ periods.contains($0.name) }) {
        return Spends(total: total, byPeriod: amounts)
      }
      let channels = groups?.known ?? []
      if let odd = parts.first(where: { !channels.contains($0.name) }) {
        throw .unknownName(
          parameter: "marketingSpend", found: odd.name,
          known: Array((channels + periods).prefix(24)))
      }
      return Spends(total: total, byChannel: amounts)
    }
  }

  /// Some customers together.
  func side(
    _ name: String, _ members: [Int], _ spend: Double?, _ run: Run
  ) throws -> UnitEconomics.Side {
    let value = try CohortValue(
      ledger, members, end: end, months: options.months, run)
    let cost = spend.flatMap { members.isEmpty ? nil : $0 / Double(members.count) }
    let worth = value.months.last.map { $0.cumulative * options.margin }
    return UnitEconomics.Side(
      name: name, customers: members.count,
      revenue: ledger.hasMoney ? members.reduce(0) { $0 + ledger.revenue(of: $1) } : 0,
      spend: spend, acquisitionCost: cost, value: value,
      ratio: cost.flatMap { cost in
        ledger.hasMoney && cost > 0 ? worth.map { $0 / cost } : nil
      },
      paybackMonth: cost.flatMap {
        ledger.hasMoney ? value.paybackMonth($0, margin: options.margin) : nil
      })
  }

  /// What happened in each period, the first one first.
  func periods(_ spends: [String: Double]?, _ run: Run) throws -> [UnitEconomics.Period] {
    let count = last - first + 1
    var (news, actives, orders, stayed) = (
      [Int](repeating: 0, count: count), [Int](repeating: 0, count: count),
      [Int](repeating: 0, count: count), [Int](repeating: 0, count: count)
    )
    var revenue = [Double](repeating: 0, count: count)
    // A day belongs to one period: looked up, not computed for every purchase.
    let days = (ledger.firstDay...max(end, ledger.firstDay)).map {
      Int32(options.period.index(of: $0) - first)
    }
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      var before = -2
      for place in ledger.purchases(of: customer) where ledger.days[place] <= end {
        let period = Int(days[Int(ledger.days[place] - ledger.firstDay)])
        orders[period] += Int(ledger.orders[place])
        revenue[period] += ledger.amounts[place]
        guard period != before else { continue }
        actives[period] += 1
        if before == -2 { news[period] += 1 }
        if before == period - 1 { stayed[period] += 1 }
        before = period
      }
    }
    return (0..<count).map { place in
      let name = options.period.name(first + place)
      let begins = options.period.firstDay(of: first + place)
      let ends = options.period.firstDay(of: first + place + 1) - 1
      let isPartial = begins < ledger.firstDay || ends > end
      let spend = spends.map { $0[name] ?? 0 }
      return UnitEconomics.Period(
        name: name, isPartial: isPartial, newCustomers: news[place],
        activeCustomers: actives[place], orders: orders[place], revenue: revenue[place],
        retention: place == 0 ? nil : Share(stayed[place], of: actives[place - 1]), spend: spend,
        acquisitionCost: spend.flatMap { news[place] > 0 ? $0 / Double(news[place]) : nil })
    }
  }

  /// Mean shares of active days, and mean days between first and last purchase.
  func activity() -> (ratio: Double, observed: Double) {
    var (ratios, spans) = (0.0, 0.0)
    for customer in 0..<ledger.customerCount {
      let range = ledger.purchases(of: customer)
      let begin = ledger.days[range.lowerBound]
      ratios += Double(range.count) / Double(end - begin + 1)
      spans += Double(ledger.days[range.upperBound - 1] - begin)
    }
    let count = Double(max(1, ledger.customerCount))
    return (ratios / count, spans / count)
  }

  var definition: Phrase {
    let (months, margin) = (options.months, Words.short(options.margin))
    let (from, to) = (CivilDate.text(days: ledger.firstDay), CivilDate.text(days: end))
    let word = options.period.word
    return Phrase(
      en:
        "from \(from) to \(to): acquisition cost = spend / new customers; value = margin \(margin) *"
        + " what a customer brought in the \(months) months after the first purchase, month by month"
        + " over those seen so long; retention = of those who bought in one \(word.en) the share that"
        + " bought in the next",
      zh: "\(from) 至 \(to)：获客成本 = 花费 / 新客数；价值 = 毛利率 \(margin) × 首购后 \(months)"
        + " 个月内的消费（逐月取已观察满的客户均值）；留存率 = 本\(word.zh)购买者中下\(word.zh)再次购买的比例")
  }

  func notices(
    _ all: UnitEconomics.Side, _ spends: Spends, _ periods: [UnitEconomics.Period], isMoney: Bool,
    channels: [UnitEconomics.Side]
  ) -> [Notice] {
    var notices: [Notice] = []
    if isMoney, options.margin == 1 {
      notices.append(
        Notice(
          "revenueNotProfit", en: "margin is 1, so this is revenue, not profit",
          zh: "margin 为 1，结果是收入而非利润", path: "margin"))
    }
    let empty = periods.filter { $0.newCustomers == 0 && ($0.spend ?? 0) > 0 }.map(\.name)
    if !empty.isEmpty {
      let list = empty.prefix(6).joined(separator: ", ")
      notices.append(
        Notice(
          "noNewCustomers", en: "money was spent but nobody came: no acquisition cost for \(list)",
          zh: "有花费但无新客，无法计算获客成本：\(list)", path: "marketingSpend"))
    }
    notices.append(
      Notice(
        "activityNotRetention",
        en: "activityRatio is the mean share of days with an order; it is no retention rate",
        zh: "activityRatio 是有订单天数的平均占比，不是留存率"))
    if all.value.months.count < options.months {
      let seen = all.value.months.count
      notices.append(
        Notice(
          "horizonNotSeen",
          en:
            "customers are known for \(seen) months, not \(options.months): value counts those only",
          zh: "客户仅观察到 \(seen) 个月，不足 \(options.months) 个月：价值只计这段时间", path: "months"))
    }
    let head = first + 1 == last || first == last ? 0 : (periods.first?.newCustomers ?? 0)
    if head > 0 {
      notices.append(
        Notice(
          "firstPeriodOld",
          en:
            "customers of the first \(options.period.word.en) may have come before the data begin",
          zh: "首个\(options.period.word.zh)的客户可能早于数据起点就已存在"))
    }
    return notices
  }
}
