/// A customer in a sentence, and what to do next.
import Analytics
import Support
import Tables

enum ProfileWords {
  static func summary(_ profile: CustomerProfile) -> Phrase {
    guard let purchases = profile.purchases, let tier = profile.tier else {
      return Phrase(
        en: "known, without purchases by this day.", zh: "已知客户，截至该日没有购买记录。")
    }
    let stage = StageWords.of(tier.stage).name
    let money = purchases.revenue.map { Words.short(($0 * 100).rounded() / 100) }
    let first = CivilDate.text(days: purchases.firstDay)
    var en =
      "\(tier.segment.en) (\(stage.en)): \(purchases.orders) orders since \(first)"
      + (money.map { ", \($0) spent" } ?? "") + ", last \(purchases.silenceDays) days ago"
    var zh =
      "\(tier.segment.zh)（\(stage.zh)）：自 \(first) 起 \(purchases.orders) 单"
      + (money.map { "，消费 \($0)" } ?? "") + "，最近一次在 \(purchases.silenceDays) 天前"
    if let churn = profile.churn {
      let share = Words.percent(churn.probability)
      en += "; \(share) likely to leave"
      zh += "；流失概率 \(share)"
    }
    if let value = profile.value, profile.hasMoney {
      let worth = Words.short((value.ltv * 100).rounded() / 100)
      en += "; worth about \(worth) in \(value.horizonMonths) months"
      zh += "；未来 \(value.horizonMonths) 个月价值约 \(worth)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  /// Who does not want to be written to is not; who is cross is heard first; else by the stage.
  static func action(_ profile: CustomerProfile) -> Phrase? {
    if profile.consent == false {
      return Phrase(
        en: "do not write to them: they have not agreed to it", zh: "请勿联系：客户未同意接收信息")
    }
    if profile.mood?.last == .negative {
      return Phrase(
        en: "answer what they complained about first, by a person", zh: "先由专人回应其不满")
    }
    return profile.tier.map { StageWords.of($0.stage).nextStep }
  }
}
