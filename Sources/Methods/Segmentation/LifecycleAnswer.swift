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

/// What a stage is called, what makes it, and what to do.
struct StageWords {
  let name: Phrase
  let rule: Phrase
  let nextStep: Phrase

  static func of(_ stage: LifecycleStages.Stage) -> StageWords {
    switch stage {
    case .prospect:
      StageWords(
        "Prospects", "潜在客户", "known, but without a purchase", "已知但尚未购买",
        "make the first order easy: one product, one reason, one small offer",
        "降低首单门槛：一件商品、一个理由、一份小优惠")
    case .new:
      StageWords(
        "New", "新客户", "first and only purchase, not long ago", "近期首次且仅一次购买",
        "welcome them and help with the first use; ask for nothing yet", "欢迎并帮助首次使用，暂不推销")
    case .active:
      StageWords(
        "Active", "活跃客户", "buying at their own pace", "按自身节奏购买",
        "suggest the next product that fits, at their usual interval", "按其周期推荐合适的下一件商品")
    case .loyal:
      StageWords(
        "Loyal", "忠诚客户", "buying at their own pace, and often", "按自身节奏且频繁购买",
        "thank them, show new things first, ask for a recommendation", "答谢，优先体验新品，邀请推荐")
    case .atRisk:
      StageWords(
        "At risk", "流失风险", "silent for longer than their pace allows", "沉默超过自身节奏",
        "write personally now, before it is a habit not to come", "趁尚未形成习惯，尽快个性化联系")
    case .dormant:
      StageWords(
        "Dormant", "沉睡客户", "silent for several times their pace", "沉默达自身节奏数倍",
        "one good reason to come back, with a date on it", "给出一个有期限的回归理由")
    case .lost:
      StageWords(
        "Lost", "已流失", "silent for many times their pace", "沉默远超自身节奏",
        "spend little; ask a few of them why", "少投入，抽样了解原因")
    case .wonBack:
      StageWords(
        "Won back", "回归客户", "back after a silence that looked final", "长期沉默后再次购买",
        "treat them as new: make the second order after the return easy", "视同新客户，促成回归后的第二单")
    }
  }

  private init(
    _ en: String, _ zh: String, _ ruleEn: String, _ ruleZh: String, _ stepEn: String,
    _ stepZh: String
  ) {
    name = Phrase(en: en, zh: zh)
    rule = Phrase(en: ruleEn, zh: ruleZh)
    nextStep = Phrase(en: stepEn, zh: stepZh)
  }
}
