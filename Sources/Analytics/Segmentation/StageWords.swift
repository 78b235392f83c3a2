/// The stages of a life with the shop in words, in both languages.
package import Support

/// What a stage is called, what makes it, and what to do.
package struct StageWords: Sendable {
  package let name: Phrase
  package let rule: Phrase
  package let nextStep: Phrase

  package static func of(_ stage: LifecycleStages.Stage) -> StageWords {
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
