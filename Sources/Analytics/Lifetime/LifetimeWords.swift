/// Sentences about values: what was assumed, why a customer is worth what it is.
import Learning
import Support
import Tables

extension LifetimeBuilder {
  static func reasons(
    _ model: LifetimeModel, _ alive: [Double], _ orderValues: [Double],
    _ options: LifetimeOptions, _ index: Int
  ) -> [Phrase] {
    let histories = model.histories
    let value = Words.short((orderValues[index] * 100).rounded() / 100)
    let worth = Phrase(
      en: "an order of about \(value) is to be expected", zh: "预计每单约 \(value)")
    if case .rounds = model.clock {
      return roundReasons(histories, Words.percent(alive[index]), index) + [worth]
    }
    let count = histories.counts[index] + 1
    let silence = (histories.ages[index] - histories.recencies[index]) * options.timeUnit.days
    let (days, chance) = (Words.fixed(silence, 0), Words.percent(alive[index]))
    let years = Words.fixed(histories.ages[index] * options.timeUnit.days, 0)
    return [
      Phrase(
        en: "silent for \(days) days, so still a customer with a chance of \(chance)",
        zh: "沉默 \(days) 天，仍为客户的概率 \(chance)"),
      Phrase(
        en:
          "bought on \(count) \(count == 1 ? "day" : "days") in the \(years) days since the first purchase",
        zh: "自首次购买 \(years) 天内购买 \(count) 次"),
      worth,
    ]
  }

  /// The same on rounds.
  private static func roundReasons(
    _ histories: PurchaseHistories, _ chance: String, _ index: Int
  ) -> [Phrase] {
    let (bought, all) = (histories.counts[index], Int(histories.ages[index]))
    let silence = all - Int(histories.recencies[index])
    return [
      silence == 0
        ? Phrase(
          en: "bought on the last round, so still a customer with a chance of \(chance)",
          zh: "最近一轮有购买，仍为客户的概率 \(chance)")
        : Phrase(
          en:
            "absent from the last \(silence) rounds, so still a customer with a chance of \(chance)",
          zh: "最近 \(silence) 轮未购买，仍为客户的概率 \(chance)"),
      Phrase(
        en: "bought on \(bought) of \(all) rounds since the first purchase",
        zh: "首次购买后的 \(all) 轮中有 \(bought) 轮购买"),
    ]
  }

  var definition: Phrase {
    let day = CivilDate.text(days: model.histories.end)
    let months = options.horizonMonths
    let rate = Words.percent(options.discountRate, digits: 1)
    let name = Self.name(of: model.purchases.family)
    let timing = timing
    let isOwn = model.study?.used != nil
    let traits = Phrase(
      en: isOwn ? " with rates that differ by the covariates" : "",
      zh: isOwn ? "（速率随协变量而异）" : "")
    return Phrase(
      en:
        "value = margin of the orders expected in the \(months) months after \(day), discounted at "
        + "\(rate) a year (\(options.timing.rawValue) of month); purchases by \(name)\(traits.en), order values by "
        + "Gamma-Gamma; \(timing.en)",
      zh:
        "价值 = \(day) 之后 \(months) 个月预期订单的毛利，按年 \(rate) 折现；购买用 \(name)\(traits.zh)，单值用 Gamma-Gamma；\(timing.zh)"
    )
  }

  /// Which purchases are one.
  private var timing: Phrase {
    guard case .rounds(let rounds) = model.clock else {
      return Phrase(en: "purchases of one day are one", zh: "同日购买合并")
    }
    let length = rounds.length
    let source =
      rounds.isNamed
      ? Phrase(en: "as asked for", zh: "按要求") : Phrase(en: "found in the dates", zh: "由日期识别")
    return Phrase(
      en: "purchases of one round are one, rounds are a \(length.rawValue) long (\(source.en))",
      zh: "同一轮购买合并，每轮为一\(length.chinese)（\(source.zh)）")
  }

  /// As the literature calls it.
  private static func name(of family: PurchaseFit.Family) -> String {
    switch family {
    case .mbgNbd: "MBG/NBD"
    case .bgNbd: "BG/NBD"
    case .paretoNbd: "Pareto/NBD"
    case .bgBeta: "BG/BB"
    }
  }

  /// What to say where another model was fitted than was wished for.
  static func fallback(_ wished: PurchaseFit.Family, _ used: PurchaseFit.Family) -> Notice? {
    guard wished != used else { return nil }
    let names = (name(of: wished), name(of: used))
    return Notice(
      "modelFallback",
      en: "\(names.0) gave no usable numbers on these orders, so \(names.1) was used",
      zh: "\(names.0) 在这些订单上得不到可用结果，改用 \(names.1)", path: "method")
  }

  var notices: [Notice] {
    var notices: [Notice] = []
    if let notice = Self.fallback(options.method, model.purchases.family) { notices.append(notice) }
    notices += model.study?.notices ?? []
    if case .rounds(let rounds) = model.clock, rounds.unfinished > 0 {
      let (count, length) = (rounds.unfinished, rounds.length)
      notices.append(
        Notice(
          "unfinishedRound",
          en: "\(count) purchases of the last \(length.rawValue), which is not over, were left out",
          zh: "最后一\(length.chinese)尚未结束，其中 \(count) 次购买未计入", path: "rounds"))
    }
    if options.margin == 1, model.spend != nil {
      notices.append(
        Notice(
          "revenueNotProfit", en: "margin is 1, so values are revenue, not profit",
          zh: "margin 为 1，价值为收入而非利润", path: "margin"))
    }
    if model.spend == nil {
      notices.append(
        Notice(
          "noMoney", en: "the file has no amounts, so a value of 1 per order is used",
          zh: "文件没有金额，按每单 1 计"))
    } else if model.spend?.isFitted == false {
      notices.append(
        Notice(
          "spendNotFitted",
          en: "too few repeat customers to fit order values; averages stand in",
          zh: "复购客户太少，单值用平均值代替"))
    }
    switch model.purchases.rung {
    case .maximum: break
    case .noDropout: notices.append(Self.noDropout(model.purchases.model.names))
    case .oneRate: notices.append(Self.oneRate(model.purchases.model.names))
    case .prior where model.histories.groups.repeatTotal > 0:
      notices.append(
        Notice(
          "prior", en: "the search for a fit reached no maximum: cautious defaults were used",
          zh: "拟合未收敛：使用保守先验"))
    case .prior:
      notices.append(
        Notice(
          "prior", en: "no repeat purchases to learn from: cautious defaults were used",
          zh: "没有复购可供学习：使用保守先验"))
    }
    if let r = correlationNotice { notices.append(r) }
    return notices
  }

  private static func noDropout(_ names: [String]) -> Notice {
    Notice(
      "noDropout",
      en: "the orders show nobody leaving: \(names[2]) and \(names[3]) mean nothing, and everybody"
        + " counts as alive",
      zh: "数据未见流失：\(names[2])、\(names[3]) 无意义，所有客户视为活跃")
  }

  private static func oneRate(_ names: [String]) -> Notice {
    Notice(
      "oneRate",
      en: "the orders show everybody leaving at one rate: only the quotient of \(names[2]) and"
        + " \(names[3]) means something, each alone does not",
      zh: "数据显示所有客户以同一速率流失：仅 \(names[2]) 与 \(names[3]) 之比有意义，单个数值无意义")
  }

  private var correlationNotice: Notice? {
    guard let r = correlation, abs(r) > 0.3 else { return nil }
    let shown = Words.fixed(r, 2)
    return Notice(
      "frequencyValueCorrelated",
      en:
        "order values go with how often customers buy (r = \(shown)); the model assumes they do not, so "
        + "values of the most frequent are \(r > 0 ? "too low" : "too high")",
      zh: "订单金额与购买频率相关（r = \(shown)），模型假设独立，高频客户价值可能\(r > 0 ? "偏低" : "偏高")")
  }
}
