/// Surveys in words.
import Analytics
import Learning
import Support

enum SurveyWords {
  static func summary(_ found: SurveyMetrics) -> Phrase {
    let question = found.questions[0]
    let (figure, name) = (question.figure, question.scale.kind.name)
    let (value, lower, upper) = (
      text(figure.value, question), text(figure.lower, question), text(figure.upper, question)
    )
    var (en, zh) = (
      "\(name.en) \(value) (95 %: \(lower) to \(upper)) of \(figure.count) answers",
      "\(name.zh) \(value)（95 %：\(lower) 至 \(upper)），共 \(figure.count) 份评分"
    )
    if let way = way(found.trend?.slope) {
      en += "; \(way.en)"
      zh += "；\(way.zh)"
    }
    if let first = found.drivers.first(where: \.isClear) {
      let said = driver(first, question)
      en += "; \(said.en)"
      zh += "；\(said.zh)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static func way(_ slope: Bounded?) -> Phrase? {
    guard let lower = slope?.lower, let upper = slope?.upper else { return nil }
    if lower > 0 { return Phrase(en: "rising", zh: "呈上升趋势") }
    if upper < 0 { return Phrase(en: "falling", zh: "呈下降趋势") }
    return Phrase(en: "no clear trend", zh: "无明显趋势")
  }

  static func definition(_ question: SurveyMetrics.Question) -> Phrase {
    let scale = question.scale
    let (good, bad) = (Words.short(scale.goodFrom), Words.short(scale.badTo))
    let (low, high) = (Words.short(scale.lowest), Words.short(scale.highest))
    guard scale.kind == .nps else {
      return Phrase(
        en:
          "share of answers of \(good) or more on \(low) to \(high), with Wilson's interval; groups"
          + " are compared with all others by Welch's t",
        zh: "\(low) 至 \(high) 分中评分不低于 \(good) 的比例，Wilson 区间；各组与其余人按 Welch t 比较")
    }
    return Phrase(
      en:
        "share of \(good) and 10 less share of 0 to \(bad), times 100; the interval joins Wilson's"
        + " intervals of both; groups are compared with all others by Welch's t",
      zh: "\(good)–10 分占比减 0–\(bad) 分占比，乘 100；区间由两者的 Wilson 区间合成；各组与其余人按 Welch t 比较")
  }

  static func driver(_ driver: SurveyDriver, _ question: SurveyMetrics.Question) -> Phrase {
    guard let level = driver.level, let figure = driver.figure else {
      let r = Words.fixed(driver.effect.value, 2)
      return Phrase(
        en: "\(driver.header) goes with it (rank correlation \(r))",
        zh: "与 \(driver.header) 同升降（秩相关 \(r)）")
    }
    let (value, apart) = (text(figure.value, question), text(abs(driver.effect.value), question))
    let (en, zh) = driver.effect.value < 0 ? ("below", "低于") : ("above", "高于")
    return Phrase(
      en: "\(driver.header) \(level) has \(value), \(apart) \(en) the rest",
      zh: "\(driver.header) 为 \(level) 者为 \(value)，\(zh)其余人 \(apart)")
  }

  private static func text(_ value: Double, _ question: SurveyMetrics.Question) -> String {
    question.scale.kind == .nps ? Words.fixed(value, 1) : Words.percent(value)
  }
}
