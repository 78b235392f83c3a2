/// Named groups of customers by RFM: eleven for the West, eight for China.
///
/// Both maps are total and disjoint: every combination of scores has exactly one name.
import Support

/// A name, what it means, and what to do.
struct NamedSegment: Sendable {
  let name: Phrase
  let rule: Phrase
  let action: Phrase

  /// The rule with what it comes to among these customers: recency, orders, money; under the
  /// headers of the file where it has them.
  func measured(_ facts: SegmentFacts, _ headers: [String]?) -> NamedSegment {
    if let headers {
      let parts = headers.indices.map { (headers[$0], facts.span($0)) }
      let en = parts.map { "\($0.0) mostly \($0.1.en)" }.joined(separator: ", ")
      let zh = parts.map { "\($0.0) 多为 \($0.1.zh)" }.joined(separator: "，")
      return NamedSegment(
        name: name, rule: Phrase(en: "\(rule.en): \(en)", zh: "\(rule.zh)：\(zh)"), action: action)
    }
    let (days, orders) = (facts.span(0), facts.span(1))
    let money = facts.sorted.count > 2 ? facts.span(2) : nil
    let once = orders.en == "1"
    let en =
      "mostly \(once ? "one order" : "\(orders.en) orders"), the last \(days.en) days before"
      + (money.map { ", \($0.en) in all" } ?? "")
    let zh =
      "多为 \(orders.zh) 单，末单距今 \(days.zh) 天" + (money.map { "，累计 \($0.zh)" } ?? "")
    return NamedSegment(
      name: name, rule: Phrase(en: "\(rule.en): \(en)", zh: "\(rule.zh)：\(zh)"), action: action)
  }
}

enum RFMSegments {
  /// The eleven groups on a scale of five for recency and for frequency with money.
  static func eleven(recency r: Int, frequency f: Int, monetary m: Int) -> Int {
    let value = (f + m + 1) / 2
    let row = [
      [10, 9, 7, 8, 8],
      [9, 9, 7, 7, 7],
      [6, 6, 5, 1, 1],
      [4, 2, 2, 1, 0],
      [3, 2, 2, 0, 0],
    ]
    return row[min(5, max(1, r)) - 1][min(5, max(1, value)) - 1]
  }

  static let elevenNames: [NamedSegment] = [
    NamedSegment(
      name: Phrase(en: "Champions", zh: "冠军客户"),
      rule: Phrase(en: "bought recently, often, and for much", zh: "近期购买、频繁且金额高"),
      action: Phrase(
        en: "reward them, show new things first, ask for a recommendation",
        zh: "给予回馈，优先体验新品，邀请推荐")),
    NamedSegment(
      name: Phrase(en: "Loyal", zh: "忠诚客户"),
      rule: Phrase(en: "buy often and for much", zh: "购买频繁且金额高"),
      action: Phrase(en: "offer a membership and better versions", zh: "推荐会员权益和升级产品")),
    NamedSegment(
      name: Phrase(en: "Potential loyalists", zh: "潜力客户"),
      rule: Phrase(en: "bought recently, more than once", zh: "近期购买，已有复购"),
      action: Phrase(en: "suggest the next product that fits", zh: "推荐合适的下一件商品")),
    NamedSegment(
      name: Phrase(en: "New", zh: "新客户"),
      rule: Phrase(en: "first bought only lately", zh: "最近首次购买"),
      action: Phrase(en: "welcome them, help with the first use", zh: "欢迎引导，帮助首次使用")),
    NamedSegment(
      name: Phrase(en: "Promising", zh: "有望客户"),
      rule: Phrase(en: "fairly new, little bought yet", zh: "较新，购买尚少"),
      action: Phrase(en: "a small offer for the second order", zh: "用小优惠促成第二单")),
    NamedSegment(
      name: Phrase(en: "Need attention", zh: "需要关注"),
      rule: Phrase(en: "average in everything, slowing down", zh: "各项居中，开始放缓"),
      action: Phrase(en: "a limited offer on what they bought before", zh: "就买过的商品给限时优惠")),
    NamedSegment(
      name: Phrase(en: "About to sleep", zh: "即将沉睡"),
      rule: Phrase(en: "some time ago, rarely, for little", zh: "有一段时间未买，频次和金额低"),
      action: Phrase(en: "remind them of what is popular now", zh: "用热销商品唤醒")),
    NamedSegment(
      name: Phrase(en: "At risk", zh: "流失风险"),
      rule: Phrase(en: "good customers who have not come for long", zh: "曾经优质，久未购买"),
      action: Phrase(en: "write personally, offer to come back", zh: "个性化联系，给予回归优惠")),
    NamedSegment(
      name: Phrase(en: "Can't lose them", zh: "不可失去"),
      rule: Phrase(en: "the best of the past, gone longest", zh: "过去最好的客户，流失最久"),
      action: Phrase(en: "call them, ask what went wrong", zh: "电话沟通，了解原因")),
    NamedSegment(
      name: Phrase(en: "Hibernating", zh: "沉睡客户"),
      rule: Phrase(en: "long ago, few orders, little money", zh: "很久以前，订单少，金额低"),
      action: Phrase(en: "a cheap reminder, no more", zh: "仅做低成本提醒")),
    NamedSegment(
      name: Phrase(en: "Lost", zh: "已流失"),
      rule: Phrase(en: "longest ago, once, for least", zh: "最久以前，仅一次，金额最低"),
      action: Phrase(en: "spend nothing on them", zh: "不再投入")),
  ]

  /// The eight groups: is each of recency, frequency and money good or not?
  static func eight(recency r: Bool, frequency f: Bool, monetary m: Bool) -> Int {
    (m ? 0 : 4) + (f ? 0 : 2) + (r ? 0 : 1)
  }

  /// In the order money, frequency, recency, good before poor; the usual Chinese names.
  static let eightNames: [NamedSegment] = [
    eight(
      "Important value", "重要价值客户", "recent, frequent, high spend", "近期、高频、高额",
      "serve them personally and reward them", "专属服务与回馈"),
    eight(
      "Important to keep", "重要保持客户", "frequent, high spend, not recent", "高频、高额、非近期",
      "contact them first, before they are gone", "主动联系，防止流失"),
    eight(
      "Important to develop", "重要发展客户", "recent, high spend, not frequent", "近期、高额、低频",
      "give a reason for the next order", "促进复购"),
    eight(
      "Important to win back", "重要挽留客户", "high spend only", "仅高额",
      "win back with a personal offer", "个性化优惠挽回"),
    eight(
      "General value", "一般价值客户", "recent, frequent, low spend", "近期、高频、低额",
      "raise the basket: bundles, thresholds", "提升客单价：组合与满减"),
    eight(
      "General to keep", "一般保持客户", "frequent only", "仅高频",
      "remind them at their usual interval", "按其周期提醒"),
    eight(
      "General to develop", "一般发展客户", "recent only", "仅近期",
      "welcome, show the range", "欢迎引导，展示品类"),
    eight(
      "General to win back", "一般挽留客户", "none of the three", "三项均低",
      "a cheap reminder, no more", "仅做低成本提醒"),
  ]

  private static func eight(
    _ en: String, _ zh: String, _ ruleEn: String, _ ruleZh: String, _ actionEn: String,
    _ actionZh: String
  ) -> NamedSegment {
    NamedSegment(
      name: Phrase(en: en, zh: zh), rule: Phrase(en: ruleEn, zh: ruleZh),
      action: Phrase(en: actionEn, zh: actionZh))
  }
}
