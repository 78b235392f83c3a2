/// Sentences about values: what was assumed, why a customer is worth what it is.
import Learning
import Support
import Tables

extension LifetimeBuilder {
  static func reasons(
    _ histories: PurchaseHistories, _ alive: [Double], _ orderValues: [Double],
    _ options: LifetimeOptions, _ index: Int
  ) -> [Phrase] {
    let count = histories.counts[index] + 1
    let silence = (histories.ages[index] - histories.recencies[index]) * options.timeUnit.days
    let (days, chance) = (Words.fixed(silence, 0), Words.percent(alive[index]))
    let value = Words.short((orderValues[index] * 100).rounded() / 100)
    let years = Words.fixed(histories.ages[index] * options.timeUnit.days, 0)
    return [
      Phrase(
        en: "silent for \(days) days, so still a customer with a chance of \(chance)",
        zh: "沉默 \(days) 天，仍为客户的概率 \(chance)"),
      Phrase(
        en:
          "bought on \(count) \(count == 1 ? "day" : "days") in the \(years) days since the first purchase",
        zh: "自首次购买 \(years) 天内购买 \(count) 次"),
      Phrase(
        en: "an order of about \(value) is to be expected", zh: "预计每单约 \(value)"),
    ]
  }

  var definition: Phrase {
    let day = CivilDate.text(days: model.histories.end)
    let months = options.horizonMonths
    let rate = Words.percent(options.discountRate, digits: 1)
    let name = Self.name(of: model.purchases.family)
    return Phrase(
      en:
        "value = margin of the orders expected in the \(months) months after \(day), discounted at "
        + "\(rate) a year (\(options.timing.rawValue) of month); purchases by \(name), order values by "
        + "Gamma-Gamma; purchases of one day are one",
      zh: "价值 = \(day) 之后 \(months) 个月预期订单的毛利，按年 \(rate) 折现；购买用 \(name)，单值用 Gamma-Gamma；同日购买合并")
  }

  /// As the literature calls it.
  private static func name(of family: PurchaseFit.Family) -> String {
    switch family {
    case .mbgNbd: "MBG/NBD"
    case .bgNbd: "BG/NBD"
    case .paretoNbd: "Pareto/NBD"
    }
  }

  private var fallback: Notice? {
    let (wished, used) = (options.method, model.purchases.family)
    guard wished != used else { return nil }
    let names = (Self.name(of: wished), Self.name(of: used))
    return Notice(
      "modelFallback",
      en: "\(names.0) gave no usable numbers on these orders, so \(names.1) was used",
      zh: "\(names.0) 在这些订单上得不到可用结果，改用 \(names.1)", path: "method")
  }

  var notices: [Notice] {
    var notices: [Notice] = []
    if let fallback { notices.append(fallback) }
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
    case .noDropout:
      notices.append(
        Notice(
          "noDropout",
          en: "the orders show nobody leaving: \(model.purchases.model.names[2]) and "
            + "\(model.purchases.model.names[3]) mean nothing, and everybody counts as alive",
          zh: "数据未见流失：\(model.purchases.model.names[2])、\(model.purchases.model.names[3]) 无意义，"
            + "所有客户视为活跃"))
    case .prior:
      notices.append(
        Notice(
          "prior", en: "no repeat purchases to learn from: cautious defaults were used",
          zh: "没有复购可供学习：使用保守先验"))
    }
    if let r = correlationNotice { notices.append(r) }
    return notices
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
