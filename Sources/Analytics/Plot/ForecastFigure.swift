/// What was sold and what is to come, as a fan: the mean and two pairs of bounds.
package import Support
package import Tables

extension Figure {
  /// Known periods drawn at most; of more, the newest.
  private static let knownPeriods = 160

  package static func forecast(
    _ table: Table, _ options: ForecastOptions, _ run: Run
  ) throws -> Figure {
    let found = try Forecast(table, options, run)
    guard let series = found.series.first else {
      throw AnalyticsError.noUsableRows(why: "no row has a date and a number to add up")
    }
    let drawn = fan(series)
    let word = found.frequency.word
    let last = series.periods.last ?? ""
    let what = Self.name(of: found)
    let bounded = drawn.dropFirst()
    let frame = Curves.range(drawn) { [$0.y, $0.low, $0.high] }
    let first = drawn.first?.points.first?.x ?? 0
    let end = bounded.first?.points.last?.x ?? 1
    let model = Phrase(en: "method \(series.method)", zh: "方法 \(series.method)")
    var notes = [
      Phrase(
        en: "bounds hold a value in 80 and 95 of 100 cases if errors go on as before",
        zh: "若误差规律不变，区间在 100 次中有 80、95 次包含实际值")
    ]
    if let test = series.test, let inner = test.coverage80, let outer = test.coverage95 {
      let (one, two) = (Words.percent(inner), Words.percent(outer))
      let factor = Words.fixed(series.boundsFactor, 2)
      let isWider = series.boundsFactor > 1
      notes.append(
        Phrase(
          en: "in forecasts from \(test.origins) earlier periods the method's own held \(one) and"
            + " \(two)" + (isWider ? "; they are widened \(factor) times" : ""),
          zh: "从 \(test.origins) 个较早时点回测，原区间实际包含 \(one) 和 \(two)"
            + (isWider ? "，已放宽至 \(factor) 倍" : "")))
    }
    return Figure(
      title: Phrase(
        en: "What is to come: \(what.en)", zh: "预测：\(what.zh)"),
      subtitle: Phrase(
        en: String(found.summary.en.dropLast()), zh: String(found.summary.zh.dropLast())),
      alt: Phrase(
        en: "A line of \(what.en) by \(word.en) up to \(last) that opens into a fan of forecasts,"
          + " \(model.en). \(found.summary.en)",
        zh: "截至 \(last) 的\(what.zh)曲线，之后展开为预测扇形，\(model.zh)。\(found.summary.zh)"),
      notes: notes,
      chart: .curves(
        Curves(
          x: Axis(
            Phrase(
              en: "\(word.en)s after \(last)",
              zh: "\(last) 之后的\(found.frequency == .month ? "月" : word.zh)数"), isWhole: true),
          y: Axis(what), frame: (first...max(end, first + 1), frame), series: drawn)),
      notices: found.notices, asOf: found.asOf, count: series.values.count)
  }

  private static func name(of found: Forecast) -> Phrase {
    switch found.options.target {
    case .revenue where found.isPlain: Phrase(en: "values", zh: "数值")
    case .revenue: Phrase(en: "revenue", zh: "销售额")
    case .orders: Phrase(en: "orders", zh: "订单数")
    case .demand:
      Phrase(
        en: "pieces of \(found.series.first?.name ?? "")",
        zh: "\(found.series.first?.name ?? "") 件数")
    }
  }

  /// Known periods end at 0; the fan opens from the last of them.
  private static func fan(_ series: Forecast.Series) -> [Curves.Series] {
    let known = series.values.suffix(knownPeriods)
    let points = known.enumerated().map { place, value in
      Curves.Point(x: Double(place - known.count + 1), y: value)
    }
    let start = series.values.last ?? 0
    func steps(
      _ bounds: (Forecast.Step) -> (low: Double, high: Double)
    ) -> [Curves.Point] {
      [Curves.Point(x: 0, y: start, low: start, high: start)]
        + series.steps.enumerated().map { place, step in
          let (low, high) = bounds(step)
          return Curves.Point(x: Double(place + 1), y: step.mean, low: low, high: high)
        }
    }
    return [
      Curves.Series(
        name: Phrase(en: "known", zh: "已知"), look: .line, colour: 0, points: points),
      Curves.Series(
        name: Phrase(en: "forecast with 80 % bounds", zh: "预测及 80 % 区间"), look: .line,
        colour: 1, points: steps { ($0.lower80, $0.upper80) }),
      Curves.Series(
        name: Phrase(en: "95 % bounds", zh: "95 % 区间"), look: .line, colour: 1,
        points: steps { ($0.lower95, $0.upper95) }),
    ]
  }
}
