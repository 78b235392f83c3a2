/// The curves by which a number of groups is chosen, and the grid of recency and frequency.
package import Support
package import Tables

extension Figure {
  /// Silhouette, stability and inertia over the number of groups.
  package static func kCurve(
    _ table: Table, most: Int, _ options: SegmentOptions, _ run: Run
  ) throws -> Figure {
    let choice = try ClusterChoice(table, most: most, options: options, run)
    let whole = choice.steps.first?.inertia ?? 0
    let series = [
      Lines.Series(
        name: Phrase(en: "silhouette", zh: "轮廓系数"), values: choice.steps.map(\.silhouette)),
      Lines.Series(
        name: Phrase(en: "stability in new samples", zh: "重复抽样稳定性"),
        values: choice.steps.map(\.stability)),
      Lines.Series(
        name: Phrase(en: "inertia, share of one group's", zh: "簇内平方和占比"),
        values: choice.steps.map { whole > 0 ? $0.inertia / whole : nil }),
    ]
    let advised = choice.advised
    let list = choice.features.prefix(6).joined(separator: ", ")
    return Figure(
      title: Phrase(en: "How many groups?", zh: "分几组合适？"), subtitle: choice.advice,
      alt: Phrase(
        en: "Lines over 1 to \(choice.steps.count) groups of \(choice.customerCount) customers by "
          + "\(list); advice: \(choice.advice.en).",
        zh: "\(choice.customerCount) 位客户按 \(list) 分为 1 至 \(choice.steps.count) 组的曲线；建议："
          + "\(choice.advice.zh)。"),
      notes: [
        Phrase(
          en: "inertia always falls; look for where it stops falling fast",
          zh: "簇内平方和总会下降，关注下降变缓之处")
      ],
      chart: .lines(
        Lines(
          x: Axis(Phrase(en: "number of groups", zh: "分组数"), isWhole: true),
          y: Axis(Phrase(en: "score", zh: "得分")), places: choice.steps.map(\.k), series: series,
          mark: (advised, Phrase(en: "advised: \(advised)", zh: "建议 \(advised) 组")))),
      notices: choice.notices, asOf: nil, count: choice.customerCount)
  }

  /// Recency and frequency scores as a grid: how many customers, and what they brought.
  package static func rfmHeatmap(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> Figure {
    let made = try Segmentation.of(table, options: options, run)
    guard case .rfm(let recency, let frequency, let money) = made.scores else {
      throw AnalyticsError.missingRole(
        roles: ["date", "recency", "frequency"], headers: table.columns.map(\.header))
    }
    let grid = RFMGrid(made, recency, frequency, hasMoney: money != nil)
    let count = Words.short(Double(made.ids.count))
    let best = grid.largest
    return Figure(
      title: Phrase(en: "Recency and frequency", zh: "近度与频度"),
      subtitle: Phrase(
        en:
          "\(count) \(made.ids.count == 1 ? "customer" : "customers") by scores, \(recency.bins) is best"
          + (money == nil ? "" : "; in each cell: customers, and money per customer"),
        zh: "\(count) 位客户按得分分布，\(recency.bins) 为最佳"
          + (money == nil ? "" : "；格内为客户数与人均消费")),
      alt: Phrase(
        en:
          "Grid of \(count) \(made.ids.count == 1 ? "customer" : "customers") by recency score (down) and frequency score (across); most, "
          + "\(best.count), have recency \(best.recency) and frequency \(best.frequency).",
        zh: "\(count) 位客户的网格：纵向为近度得分，横向为频度得分；最多的一格为近度 \(best.recency)、频度 "
          + "\(best.frequency)，共 \(best.count) 位。"),
      notes: [], chart: .heatmap(grid.heatmap), notices: made.notices, asOf: made.asOf,
      count: made.ids.count)
  }
}

/// Customers and money by recency and frequency score.
private struct RFMGrid {
  let heatmap: Figure.Heatmap
  let largest: (recency: Int, frequency: Int, count: Int)

  init(_ made: Segmentation, _ recency: RFMScore, _ frequency: RFMScore, hasMoney: Bool) {
    let (rows, columns) = (recency.bins, frequency.bins)
    var counts = [Int](repeating: 0, count: rows * columns)
    var money = [Double](repeating: 0, count: rows * columns)
    let spent = hasMoney && made.values.count > 2 ? made.values[2] : nil
    for customer in made.ids.indices {
      let row = rows - recency.scores[customer]
      let cell = row * columns + frequency.scores[customer] - 1
      counts[cell] += 1
      money[cell] += spent?[customer] ?? 0
    }
    let cells = counts.indices.map { place -> Figure.Heatmap.Cell in
      let count = counts[place]
      let mean = count > 0 ? money[place] / Double(count) : nil
      var lines: [Phrase] = []
      if count > 0 {
        lines.append(Phrase(verbatim: Words.short(Double(count))))
        if spent != nil, let mean { lines.append(NumberStyle.brief(mean)) }
      }
      return Figure.Heatmap.Cell(
        row: place / columns, column: place % columns,
        value: count == 0 ? nil : spent == nil ? Double(count) : mean, lines: lines, count: count,
        isHatched: false)
    }
    heatmap = Figure.Heatmap(
      x: Figure.Axis(Phrase(en: "frequency score (orders)", zh: "频度得分（订单数）")),
      y: Figure.Axis(Phrase(en: "recency score (days)", zh: "近度得分（天）")),
      columns: (1...columns).map {
        "\($0) (\(Self.range(made.values[1], frequency.scores, $0)))"
      },
      rows: (1...rows).reversed().map {
        (Phrase(verbatim: String($0)), Self.range(made.values[0], recency.scores, $0))
      },
      cells: cells,
      value: spent == nil
        ? Phrase(en: "customers", zh: "客户数") : Phrase(en: "money per customer", zh: "人均消费"),
      style: .plain, hatched: nil)
    let place = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    largest = (rows - place / columns, place % columns + 1, counts[place])
  }

  /// The values that have a score, such as `3–7`.
  private static func range(_ values: [Double], _ scores: [Int], _ score: Int) -> String {
    let own = values.indices.filter { scores[$0] == score }.map { values[$0] }
    guard let low = own.min(), let high = own.max() else { return "–" }
    return low == high ? Words.short(low) : "\(Words.short(low))–\(Words.short(high))"
  }
}
