/// What is said of forecasts: how far to trust them, what was left out, and what the words mean.
package import Support

extension Forecast {
  /// By the errors of forecasts from earlier days beside those of the plain ones, over all series.
  static func grade(_ series: [Series], _ frequency: ForecastOptions.Frequency) -> Grade {
    let tested = series.filter { !$0.isFallback && $0.test?.baseline != nil }
    guard !tested.isEmpty else {
      return Grade(
        .d,
        Phrase(
          en: "too short for anything but the last value, or for a test",
          zh: "数据太短，只能沿用最近一期的值，或无法回测"))
    }
    let count = Double(tested.count)
    let own = tested.reduce(0) { $0 + ($1.test?.mase ?? 0) } / count
    let plain = tested.reduce(0) { $0 + ($1.test?.baseline ?? 0) } / count
    let origins = tested.compactMap(\.test?.origins).min() ?? 0
    let letter: Grade.Letter =
      origins >= 4 && own < 0.8 * plain ? .a : own < 0.95 * plain ? .b : .c
    let (mine, theirs) = (Words.fixed(own, 2), Words.fixed(plain, 2))
    return Grade(
      letter,
      Phrase(
        en: "forecasts from \(origins) earlier \(frequency.word.en)s were off by \(mine) (MASE);"
          + " taking the last value or last season for the next by \(theirs)",
        zh: "从 \(origins) 个较早时点回测，误差 MASE 为 \(mine)；直接沿用最近一期或上一季为 \(theirs)"),
      metric: "mase", score: own, baseline: plain)
  }

  static func notices(
    _ frame: ForecastFrame, _ series: [Series], left: Int, _ rows: ForecastRows,
    _ options: ForecastOptions
  ) -> [Notice] {
    edges(frame) + seasons(frame, series, options) + gaps(frame, series, rows) + extremes(series)
      + parts(series, left: left, options)
  }

  private static func edges(_ frame: ForecastFrame) -> [Notice] {
    let calendar = frame.calendar
    var notices: [Notice] = []
    if !frame.cut.isEmpty {
      let names = frame.cut.joined(separator: ", ")
      notices.append(
        Notice(
          "unfinishedPeriod",
          en: "the data begin or end within \(names), which is left out: only whole"
            + " \(calendar.frequency.word.en)s are compared",
          zh: "数据在 \(names) 中途开始或结束，该期已排除：只比较完整的周期"))
    }
    if frame.olderCount > 0 {
      notices.append(
        Notice(
          "olderLeftOut",
          en: "the newest \(Limits.forecastPeriods) \(calendar.frequency.word.en)s are learnt from;"
            + " \(frame.olderCount) older ones are left out",
          zh: "只使用最近 \(Limits.forecastPeriods) 期，更早的 \(frame.olderCount) 期已排除"))
    }
    if calendar.frequency == .day, calendar.openWeekdays.count < 7 {
      let closed = (0..<7).filter { !calendar.openWeekdays.contains($0) }
      let en = closed.map { weekdays[$0].en }.joined(separator: ", ")
      let zh = closed.map { weekdays[$0].zh }.joined(separator: "、")
      notices.append(
        Notice(
          "closedWeekdays", en: "nothing was ever sold on \(en): these days are left out",
          zh: "\(zh)从无销售，已排除这些日子"))
    }
    return notices
  }

  private static let weekdays = [
    Phrase(en: "Mondays", zh: "周一"), Phrase(en: "Tuesdays", zh: "周二"),
    Phrase(en: "Wednesdays", zh: "周三"), Phrase(en: "Thursdays", zh: "周四"),
    Phrase(en: "Fridays", zh: "周五"), Phrase(en: "Saturdays", zh: "周六"),
    Phrase(en: "Sundays", zh: "周日"),
  ]

  private static func seasons(
    _ frame: ForecastFrame, _ series: [Series], _ options: ForecastOptions
  ) -> [Notice] {
    let word = frame.calendar.frequency.word
    let (have, want) = (frame.periods.count, frame.wantedSeason)
    var notices: [Notice] = []
    if frame.isPlain {
      notices.append(
        Notice(
          "seasonTooShort",
          en:
            "\(have) \(word.en)s hold fewer than two seasons of \(want): the last value stands for"
            + " what comes",
          zh: "共 \(have) \(word.zh)，不足两个长度为 \(want) 的季节：沿用最近一期的值", path: "season"))
    } else if frame.season < want {
      notices.append(
        Notice(
          "noSeason",
          en: "\(have) \(word.en)s hold fewer than two seasons of \(want): none is looked for, and"
            + " what recurs every season is not foreseen",
          zh: "共 \(have) \(word.zh)，不足两个长度为 \(want) 的季节：未考虑季节性，季节性涨落无法预见",
          path: "season"))
    }
    let short = series.filter { $0.isFallback }.count
    if short > 0, !frame.isPlain {
      notices.append(
        Notice(
          "tooShort",
          en:
            "\(short) of \(series.count) series have too few \(word.en)s: the last value stands for"
            + " what comes",
          zh: "\(series.count) 个序列中有 \(short) 个过短：沿用最近一期的值"))
    }
    return notices
  }

  private static func gaps(
    _ frame: ForecastFrame, _ series: [Series], _ rows: ForecastRows
  ) -> [Notice] {
    guard let first = series.first else { return [] }
    let empty = first.values.filter { $0 == 0 }.count
    guard empty > 0 else { return [] }
    let word = frame.calendar.frequency.word
    let whose = first.name.map { " of \($0)" } ?? ""
    let whoseChinese = first.name.map { "\($0)的 " } ?? "共 "
    return [
      Notice(
        "emptyPeriods",
        en: "\(empty) of \(first.values.count) \(word.en)s\(whose) have nothing and count as 0"
          + (rows.isPlain ? "; if they are unknown, leave them out with where" : ""),
        zh: "\(whoseChinese)\(first.values.count) 期中有 \(empty) 期没有数据，按 0 计"
          + (rows.isPlain ? "；若为未知，请用 where 排除" : ""))
    ]
  }

  /// A single period many times as large as all others widens bounds and safety stock.
  private static func extremes(_ series: [Series]) -> [Notice] {
    let found = series.compactMap { own -> (name: String, period: String, times: Double)? in
      let sorted = own.values.sorted()
      guard let largest = sorted.last, sorted.count >= 8 else { return nil }
      let (next, middle) = (sorted[sorted.count - 2], sorted[sorted.count / 2])
      guard next > 0, largest > 5 * next, largest > 10 * middle,
        let place = own.values.firstIndex(of: largest)
      else { return nil }
      return (own.name ?? "", own.periods[place], largest / next)
    }
    guard let first = found.first else { return [] }
    let times = Words.short(first.times.rounded())
    let more =
      found.count > 1 ? (" (and \(found.count - 1) more)", "（另有 \(found.count - 1) 个）") : ("", "")
    let whose = first.name.isEmpty ? "" : " of \(first.name)"
    return [
      Notice(
        "extremePeriod",
        en:
          "\(first.period)\(whose) holds \(times) times the next largest period\(more.0): bounds and"
          + " safety stock are wide for it; leave it out with where if it will not come again",
        zh: "\(first.name) \(first.period) 是第二大一期的 \(times) 倍\(more.1)，区间与安全库存因此偏宽；若不会再现，"
          + "可用 where 排除")
    ]
  }

  private static func parts(
    _ series: [Series], left: Int, _ options: ForecastOptions
  ) -> [Notice] {
    guard left > 0 else { return [] }
    return [
      Notice(
        "partsLeftOut", en: "the \(options.top) largest are forecast; \(left) more are left out",
        zh: "仅预测最大的 \(options.top) 个，另有 \(left) 个未列出", path: "top")
    ]
  }

  /// What the figures mean and how they are made.
  package var definition: Phrase {
    let what: Phrase =
      switch options.target {
      case .revenue where isPlain: Phrase(en: "values", zh: "数值")
      case .revenue: Phrase(en: "money of purchases", zh: "销售额")
      case .orders: Phrase(en: "orders", zh: "订单数")
      case .demand: Phrase(en: "pieces sold", zh: "销售件数")
      }
    let word = Phrase(en: frequency.word.en, zh: frequency == .month ? "月" : frequency.word.zh)
    var en =
      "\(what.en) added up by \(word.en); the method is the one whose forecasts from the latest"
      + " earlier days came nearest to what happened; MASE is the mean absolute error over that of"
      + " repeating the last season (or value) within the data before; bounds hold a value in 80 and"
      + " 95 of 100 cases if errors go on as before, the method's own widened by boundsFactor where"
      + " they had held fewer; total is the sum of the means"
    var zh =
      "按\(word.zh)汇总的\(what.zh)；所用方法为在最近的较早时点上预测最接近实际者；MASE 为平均绝对误差除以在此前数据中重复上一季（或上一期）"
      + "的误差；若误差规律不变，区间在 100 次中有 80、95 次包含实际值（回测不足时已按 boundsFactor 放宽）；合计为均值之和"
    if let days = options.leadTimeDays {
      let lead = Words.short(days)
      let level = Words.percent(Reorder.serviceLevel)
      en +=
        "; reorderPoint = demand of \(lead) days + safetyStock, with which it is not sold out before"
        + " new goods arrive in \(level) of cases"
      zh += "；再订货点 = \(lead) 天需求 + 安全库存，到货前不缺货的概率为 \(level)"
    }
    return Phrase(en: en, zh: zh)
  }

  package var summary: Phrase {
    guard let first = series.first else { return Phrase(en: "Nothing.", zh: "无。") }
    let horizon = options.horizon
    let word = frequency.word
    let plural = horizon == 1 ? word.en : word.en + "s"
    let recent = first.values.suffix(horizon)
    let mean = recent.reduce(0, +) / Double(max(1, recent.count))
    let next = first.total.mean / Double(horizon)
    let (amount, low, high) = (
      Words.short(first.total.mean.rounded()), Words.short(first.total.lower80.rounded()),
      Words.short(first.total.upper80.rounded())
    )
    let what: Phrase =
      switch options.target {
      case .revenue where isPlain: Phrase(en: "", zh: "数值")
      case .revenue: Phrase(en: " of revenue", zh: "销售额")
      case .orders: Phrase(en: " orders", zh: "订单")
      case .demand: Phrase(en: " pieces", zh: "件数")
      }
    let whose = first.name ?? ""
    var en =
      "\(whose.isEmpty ? "" : "\(whose): ")about \(amount)\(what.en) in the next \(horizon)"
      + " \(plural) (80 %: \(low) to \(high)), \(Words.short(Self.rounded(next))) a \(word.en) after"
      + " \(Words.short(Self.rounded(mean))) in the last \(recent.count)"
    var zh =
      "\(whose.isEmpty ? "" : "\(whose)：")未来 \(horizon) \(word.zh)\(what.zh)约 \(amount)"
      + "（80 %：\(low) 至 \(high)），平均每期 \(Words.short(Self.rounded(next)))，最近"
      + " \(recent.count) 期为 \(Words.short(Self.rounded(mean)))"
    en += "; method \(first.method)"
    zh += "；方法 \(first.method)"
    if series.count > 1 {
      en += "; \(series.count) series in all"
      zh += "；共 \(series.count) 个序列"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static func rounded(_ value: Double) -> Double {
    abs(value) >= 100 ? value.rounded() : value
  }
}
