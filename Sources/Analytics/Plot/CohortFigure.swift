/// Cohorts as a triangle: rows by the first purchase, columns by age.
package import Support
package import Tables

extension Figure {
  /// Rows and columns of one picture; of more cohorts the latest are drawn.
  private static let mostCohorts = 36

  package static func cohorts(
    _ table: Table, _ options: CohortOptions, _ run: Run
  ) throws -> Figure {
    let made = try Cohorts(table, options: options, run)
    let word = options.period.word
    let shown = made.cohorts.suffix(mostCohorts)
    let ages = min(mostCohorts, shown.map(\.cells.count).max() ?? 0)
    let style: NumberStyle = options.metric == .retention ? .percent : .plain
    var cells: [Heatmap.Cell] = []
    for (row, cohort) in shown.enumerated() {
      for (age, cell) in cohort.cells.prefix(ages).enumerated() {
        cells.append(self.cell(cell, row, age, options.metric))
      }
    }
    for average in made.averages where average.age < ages {
      cells.append(
        Heatmap.Cell(
          row: shown.count, column: average.age, value: nil,
          lines: [words(average.value, options.metric)], count: average.customers,
          isHatched: false))
    }
    let rows =
      shown.map {
        (Phrase(verbatim: options.period.name($0.period)), Words.short(Double($0.size)))
      } + [(Phrase(en: "mean", zh: "平均"), Words.short(Double(made.customerCount)))]
    return Figure(
      title: title(options.metric), subtitle: subtitle(made, word), alt: alt(made, word),
      notes: notes(made, shown.count, ages),
      chart: .heatmap(
        Heatmap(
          x: Axis(
            Phrase(
              en: "\(word.en)s since the first purchase", zh: "首次购买后的\(word.zh)数")),
          y: Axis(Phrase(en: "first purchase, customers", zh: "首购时间与客户数")),
          columns: (0..<ages).map(String.init), rows: rows, cells: cells,
          value: colourWords(options.metric), style: style,
          hatched: cells.contains(where: \.isHatched)
            ? Phrase(en: "\(word.en) not over", zh: "该\(word.zh)未结束") : nil)),
      notices: made.notices, asOf: made.asOf, count: made.customerCount)
  }

  private static func cell(
    _ cell: Cohorts.Cell, _ row: Int, _ age: Int, _ metric: CohortOptions.Metric
  ) -> Heatmap.Cell {
    // All of a cohort buy at age 0: that says nothing and would take the darkest colour.
    let isGiven = metric == .retention && age == 0
    return Heatmap.Cell(
      row: row, column: age, value: isGiven ? nil : cell.value, lines: [words(cell.value, metric)],
      count: cell.customers, isHatched: cell.isUnfinished)
  }

  private static func words(_ value: Double, _ metric: CohortOptions.Metric) -> Phrase {
    metric == .retention
      ? Phrase(verbatim: "\(Words.fixed(value * 100, 0))%") : NumberStyle.brief(value)
  }

  private static func title(_ metric: CohortOptions.Metric) -> Phrase {
    switch metric {
    case .retention: Phrase(en: "Retention by cohort", zh: "队列留存率")
    case .revenue: Phrase(en: "Revenue by cohort", zh: "队列收入")
    case .orders: Phrase(en: "Orders by cohort", zh: "队列订单数")
    case .ltv: Phrase(en: "Money per customer so far, by cohort", zh: "队列人均累计金额")
    }
  }

  private static func colourWords(_ metric: CohortOptions.Metric) -> Phrase {
    switch metric {
    case .retention: Phrase(en: "share that bought", zh: "购买占比")
    case .revenue: Phrase(en: "money", zh: "金额")
    case .orders: Phrase(en: "orders", zh: "订单数")
    case .ltv: Phrase(en: "money per customer", zh: "人均金额")
    }
  }

  private static func subtitle(_ made: Cohorts, _ word: Phrase) -> Phrase {
    let (count, cohorts) = (Words.short(Double(made.customerCount)), made.cohorts.count)
    let what: Phrase =
      made.options.metric != .retention
      ? Phrase(verbatim: "")
      : made.options.isBounded
        ? Phrase(en: "; share that bought in the \(word.en)", zh: "；当\(word.zh)购买的客户占比")
        : Phrase(
          en: "; share that bought in the \(word.en) or later", zh: "；当\(word.zh)或之后购买的客户占比")
    return Phrase(
      en: "\(count) customers in \(cohorts) \(cohorts == 1 ? "cohort" : "cohorts") by \(word.en) of"
        + " the first purchase" + what.en,
      zh: "\(count) 位客户按首次购买所在\(word.zh)分为 \(cohorts) 个队列" + what.zh)
  }

  private static func alt(_ made: Cohorts, _ word: Phrase) -> Phrase {
    let (name, count) = (title(made.options.metric), made.cohorts.count)
    let ages = [1, 3, 6, 12].compactMap { age in made.averages.first { $0.age == age } }
    let parts = ages.map { average -> (String, String) in
      let value = words(average.value, made.options.metric)
      return ("\(value.en) at age \(average.age)", "第 \(average.age) \(word.zh) \(value.zh)")
    }
    return Phrase(
      en: "\(name.en): a triangle of \(count) cohorts by \(word.en)"
        + (parts.isEmpty ? "" : "; on average \(parts.map(\.0).joined(separator: ", "))") + ".",
      zh: "\(name.zh)：\(count) 个队列的三角热图"
        + (parts.isEmpty ? "" : "；平均\(parts.map(\.1).joined(separator: "，"))") + "。")
  }

  private static func notes(_ made: Cohorts, _ rows: Int, _ ages: Int) -> [Phrase] {
    var notes: [Phrase] = []
    if rows < made.cohorts.count {
      let left = made.cohorts.count - rows
      notes.append(
        Phrase(en: "\(left) earlier cohorts are not drawn", zh: "未绘出更早的 \(left) 个队列"))
    }
    return notes
  }
}

extension NumberStyle {
  /// A number in as few letters as it can be told in: `1.2k`, `3.4万`, `56`.
  static func brief(_ value: Double) -> Phrase {
    let size = abs(value)
    let digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
    let en =
      size >= 1e6
      ? Words.fixed(value / 1e6, 1) + "M"
      : size >= 1e4
        ? Words.fixed(value / 1e3, size >= 1e5 ? 0 : 1) + "k" : Words.fixed(value, digits)
    let zh =
      size >= 1e8
      ? Words.fixed(value / 1e8, 1) + "亿"
      : size >= 1e4 ? Words.fixed(value / 1e4, 1) + "万" : Words.fixed(value, digits)
    return Phrase(en: en, zh: zh)
  }
}
