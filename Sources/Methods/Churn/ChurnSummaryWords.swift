/// Sentences about how many customers leave.
import Analytics
import Learning
import Support
import Tables

enum ChurnSummaryWords {
  static func summary(_ found: ChurnSummary) -> Phrase {
    let word = found.by.word
    let count = found.customerCount
    guard let rate = found.churn.value else {
      return Phrase(
        en: "\(count) customers; no \(word.en) is whole, so there is no rate yet.",
        zh: "\(count) 位客户；尚无完整的\(word.zh)，暂无流失率。")
    }
    let (share, whole) = (Words.percent(rate, digits: 1), found.whole)
    var en = "of \(count) customers \(share) of those there are lost in a \(word.en)"
    var zh = "\(count) 位客户，每\(word.zh)流失率平均 \(share)"
    if let last = whole.last, let own = last.churn.value {
      let (name, latest) = (found.by.name(last.index), Words.percent(own, digits: 1))
      en += "; in \(name) \(latest): \(last.lost) lost, \(last.new) new, \(last.wonBack) won back"
      zh += "；\(name) 为 \(latest)：流失 \(last.lost)，新增 \(last.new)，召回 \(last.wonBack)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  static func definition(_ found: ChurnSummary) -> Phrase {
    let days = found.windowDays
    let why =
      found.isWindowAutomatic
      ? (" (the 90th percentile of the gaps between orders, rounded)", "（订单间隔的 90 分位，取整）")
      : ("", "")
    let told =
      found.driverDay.map { day -> (String, String) in
        let text = CivilDate.text(days: day)
        let (lost, others) = (found.driverCounts.lost, found.driverCounts.others)
        return (
          "; drivers compare, as they stood on \(text), the \(lost) who then left with the"
            + " \(others) who stayed",
          "；特征比较以 \(text) 为准：其后流失的 \(lost) 位与留存的 \(others) 位"
        )
      } ?? ("", "")
    return Phrase(
      en: "lost = at the end of the day on which nothing was bought for \(days) days\(why.0); won "
        + "back = an order after that; a customer's money = what was spent within the \(days) days "
        + "that end with the last order\(told.0)",
      zh: "流失 = 连续 \(days) 天\(why.1)无购买的当日结束时；召回 = 其后再次购买；"
        + "客户金额 = 截至末单的 \(days) 天内消费\(told.1)")
  }

  static func summary(_ found: ChurnLabelSummary) -> Phrase {
    let share = found.churn
    let rate = share.value.map { Words.percent($0, digits: 1) } ?? "-"
    let (lower, upper) = (
      Words.percent(share.lower, digits: 1), Words.percent(share.upper, digits: 1)
    )
    var en = "\(share.part) of \(share.whole) left: \(rate) (95 % interval \(lower) to \(upper))"
    var zh = "\(share.whole) 位中 \(share.part) 位流失：\(rate)（95 % 区间 \(lower) 至 \(upper)）"
    if let money = found.revenueShare {
      let text = Words.percent(money)
      en += ", with \(text) of the money"
      zh += "，占金额 \(text)"
    }
    if let split = found.splits.first, split.pValue < 0.001,
      let most = split.parts.max(by: { ($0.churn.value ?? 0) < ($1.churn.value ?? 0) }),
      let own = most.churn.value
    {
      let (value, text) = (most.value ?? "-", Words.percent(own))
      en += "; most where \(split.header) is \(value): \(text)"
      zh += "；\(split.header) 为 \(value) 时最高：\(text)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  static func definition(_ found: ChurnLabelSummary) -> Phrase {
    Phrase(
      en: "left = \(found.header) is \(found.positive); differences between those who left and the "
        + "others are no proof of a cause",
      zh: "流失 = \(found.header) 为 \(found.positive)；流失者与其他客户的差异并不证明因果")
  }

  static func driver(_ found: SegmentComparison.Difference) -> Phrase {
    let (lost, others) = (Words.short(found.meanA), Words.short(found.meanB))
    let isClear = found.isClear
    return Phrase(
      en: "\(found.feature) is \(lost) on average of those who left, \(others) of the others"
        + (isClear ? "" : ", which may be chance"),
      zh: "\(found.feature)：流失者平均 \(lost)，其他客户 \(others)" + (isClear ? "" : "，可能为偶然"))
  }
}
