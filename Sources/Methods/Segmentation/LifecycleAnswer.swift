/// The answer of `lifecycleStages`, and the words of the stages.
import Analytics
import Contract
import Support
import Tables
import Wire

struct LifecycleAnswer: Answer {
  var envelope: Envelope
  let stages: [StageAnswer]
  let customers: RowList<StageRow>
  let rules: StageRules

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("stages", \.stages, "All stages in the order of a life, also those nobody is in."),
      Member("customers", \.customers, "The stage of each customer, by stage and falling revenue."),
      Member("rules", \.rules, "The thresholds that were used."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: LifecycleStages, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> StageRow
  ) {
    let total = result.groups.reduce(0.0) { $0 + $1.revenue }
    stages = result.groups.map {
      StageAnswer($0, of: result.customers.count, revenue: result.hasMoney ? total : nil, say)
    }
    customers = page.list(params, rows)
    rules = StageRules(
      usualGapDays: (result.usualGap * 10).rounded() / 10, newDays: result.newDays,
      loyalOrders: result.loyalOrders)
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(result.grade, say),
      definition: say(Self.definition(result)),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: "lifecycleStages", customers: result.customers.count, asOf: result.asOf,
        run), total: page.total, nextCursor: page.nextCursor)
  }

  private static func definition(_ result: LifecycleStages) -> Phrase {
    let day = CivilDate.text(days: result.asOf)
    return Phrase(
      en: "Silence until \(day) is measured in the customer's own gaps between purchases, drawn "
        + "towards the usual \(Words.short(result.usualGap)) days while there are few",
      zh: "截至 \(day) 的沉默时长按客户自身购买间隔计；记录较少时向常见间隔 \(Words.short(result.usualGap)) 天靠拢")
  }

  private static func summary(_ result: LifecycleStages) -> Phrase {
    func share(_ stages: [LifecycleStages.Stage]) -> String {
      let count = result.groups.filter { stages.contains($0.stage) }.reduce(0) { $0 + $1.count }
      return Words.percent(Double(count) / Double(max(1, result.customers.count)))
    }
    let live = share([.new, .active, .loyal, .wonBack])
    let (risk, gone) = (share([.atRisk, .dormant]), share([.lost]))
    return Phrase(
      en: "\(result.customers.count) customers: \(live) are with you, \(risk) at risk or dormant, "
        + "\(gone) lost.",
      zh: "\(result.customers.count) 位客户：\(live) 活跃，\(risk) 有风险或沉睡，\(gone) 已流失。")
  }
}

struct StageAnswer: Answer {
  let stage: String
  let name: Said
  let customers: Int
  let share: Double
  let revenue: Double?
  let revenueShare: Double?
  let rule: Said
  let nextStep: Said

  init(_ group: LifecycleStages.Group, of count: Int, revenue total: Double?, _ say: Speaker) {
    let words = StageWords.of(group.stage)
    stage = group.stage.rawValue
    name = say(words.name)
    customers = group.count
    share = Double(group.count) / Double(max(1, count))
    revenue = total.map { _ in group.revenue }
    revenueShare = total.flatMap { $0 > 0 ? group.revenue / $0 : nil }
    rule = say(words.rule)
    nextStep = say(words.nextStep)
  }

  static let members: [Member<Self>] = [
    Member("stage", \.stage, "The stage, as a word that never changes."),
    Member("name", \.name, "Its name."),
    Member("customers", \.customers, "Customers in it."),
    Member("share", \.share, "Their share of all customers."),
    Member("revenue", ifAny: \.revenue, "Money they spent, returns subtracted."),
    Member("revenueShare", ifAny: \.revenueShare, "Its share of all money."),
    Member("rule", \.rule, "What makes a customer belong to it."),
    Member("nextStep", \.nextStep, "What to do next."),
  ]
}

struct StageRules: Answer {
  let usualGapDays: Double
  let newDays: Int
  let loyalOrders: Int

  static let members: [Member<Self>] = [
    Member("usualGapDays", \.usualGapDays, "The gap in the middle of all gaps between purchases."),
    Member("newDays", \.newDays, "A first and only purchase within so many days is new."),
    Member("loyalOrders", \.loyalOrders, "So many orders make an active customer loyal."),
  ]
}
