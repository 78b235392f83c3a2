/// Sentences about how long customers stay.
import Analytics
import Learning
import Support
import Tables

enum SurvivalWords {
  static func name(_ group: SurvivalStudy.Group) -> Phrase {
    if group.isAll { return Phrase(en: "all", zh: "全部") }
    return group.value.map { Phrase(verbatim: $0) } ?? Phrase(en: "without a value", zh: "无取值")
  }

  /// When half are gone, with how sure that is.
  static func median(_ group: SurvivalStudy.Group, _ unit: Phrase) -> Phrase {
    let curve = group.curve
    let zh = unit.zh.hasSuffix("的单位") ? "（\(unit.zh)）" : " \(unit.zh)"
    guard let median = curve.median else {
      let last = curve.times.last ?? 0
      let (end, share) = (Words.short(last), Words.percent(curve.survival(at: last)))
      return Phrase(
        en: "no median: \(share) are still there after \(end) \(unit.en)",
        zh: "无中位数：\(end)\(zh)后仍有 \(share) 留存")
    }
    let shown = Words.short(median)
    let bounds = curve.medianInterval
    let lower = bounds.lower.map(Words.short) ?? "0"
    guard let upper = bounds.upper.map(Words.short) else {
      return Phrase(
        en: "half are gone after \(shown) \(unit.en) (95 % interval from \(lower) on)",
        zh: "\(shown)\(zh)后一半流失（95 % 区间自 \(lower) 起）")
    }
    return Phrase(
      en: "half are gone after \(shown) \(unit.en) (95 % interval \(lower) to \(upper))",
      zh: "\(shown)\(zh)后一半流失（95 % 区间 \(lower) 至 \(upper)）")
  }

  static func summary(_ study: SurvivalStudy) -> Phrase {
    let (count, ended) = (study.cases.count, study.cases.eventCount)
    var (en, zh) = (
      "\(count) customers, \(ended) of whom left", "\(count) 位客户，其中 \(ended) 位流失"
    )
    if let all = study.groups.first {
      let words = median(all, study.cases.unit)
      en += "; \(words.en)"
      zh += "；\(words.zh)"
    }
    let clear = study.effects.filter { ($0.pValue ?? 1) < 0.001 }
    if let most = clear.max(by: { abs($0.z) < abs($1.z) }) {
      let words = effect(most)
      en += ". Most telling: \(words.en)"
      zh += "。影响最显著：\(words.zh)"
    }
    if let test = study.logRank {
      let isClear = test.pValue < 0.05
      en += ". The groups \(isClear ? "differ" : "do not differ beyond chance")"
      zh += isClear ? "。各组差异显著" : "。各组差异不超出偶然"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  static func effect(_ effect: SurvivalStudy.Effect) -> Phrase {
    let ratio = effect.hazardRatio
    let times = Words.short(ratio)
    let bounds = effect.interval.map { "\(Words.short($0.lower)) – \(Words.short($0.upper))" }
    let (en, zh) = bounds.map { (" (\($0))", "（\($0)）") } ?? ("", "")
    return Phrase(
      en: "\(effect.feature) multiplies the hazard of leaving by \(times)\(en)",
      zh: "\(effect.feature) 使流失风险变为 \(times) 倍\(zh)")
  }

  static func definition(_ study: SurvivalStudy) -> Phrase {
    let what: Phrase
    switch study.cases.source {
    case .columns(let duration, let event, let ended):
      what = Phrase(
        en: "duration = \(duration); ended = \(event) is \(ended); the others were last seen then "
          + "and had not ended",
        zh: "持续时间 = \(duration)；结束 = \(event) 为 \(ended)；其余为截尾（当时尚未结束）")
    case .orders(let days, let isAutomatic):
      let why =
        isAutomatic
        ? (" (90th percentile of the gaps between orders, rounded)", "（订单间隔的 90 分位，取整）") : ("", "")
      let day = CivilDate.text(days: study.cases.asOf ?? 0)
      what = Phrase(
        en: "a customer's time begins with the first order and has ended when nothing was bought "
          + "for more than \(days) days\(why.0) up to \(day): it then ended \(days) days after the "
          + "last order; columns say what the first order was like",
        zh: "客户时间自首单起算；截至 \(day) 超过 \(days) 天\(why.1)无购买视为流失，流失日为末单后 \(days) 天；"
          + "各列取首单所在行")
    }
    let hazard = Phrase(
      en: "; a hazard ratio above 1 means leaving sooner, all other columns being equal, and is no "
        + "proof of a cause", zh: "；风险比大于 1 表示在其他列相同时更早流失，并不证明因果")
    let isModel = study.method != .km
    return Phrase(
      en: what.en + (isModel ? hazard.en : ""), zh: what.zh + (isModel ? hazard.zh : ""))
  }
}

extension SurvivalStudy.Effect {
  fileprivate var z: Double { standardError.map { $0 > 0 ? value / $0 : 0 } ?? 0 }
}
