/// Groups as points: on two features as they are, or on the first two principal components of the
/// features as the groups were made of them.
import Learning
import Numerics
package import Support
package import Tables

extension Figure {
  /// - Parameters:
  ///   - x, y: features to draw by their own values; nil for the components.
  package static func clusters(
    _ table: Table, _ options: SegmentOptions, x: String?, y: String?, _ run: Run
  ) throws -> Figure {
    let made = try Segmentation.of(table, options: options, run)
    run.report(0.8, Phrase(en: "drawing", zh: "绘图"))
    let map = try ClusterMap(made, options, x: x, y: y, run)
    let drawn = Self.drawn(made.ids.count, options.seed)
    let points = drawn.map {
      Scatter.Point(x: map.x[$0], y: map.y[$0], group: made.segmentOfCustomer[$0])
    }
    let groups = try Self.groups(made, map, run)
    try run.checkpoint()
    let frame = (x: Self.frame(map.x), y: Self.frame(map.y))
    try run.checkpoint()
    let outside = drawn.count { !frame.x.contains(map.x[$0]) || !frame.y.contains(map.y[$0]) }
    var notes = map.notes
    if outside > 0 {
      notes.append(
        Phrase(
          en:
            "\(outside) \(outside == 1 ? "customer lies" : "customers lie") far beyond the frame and"
            + " \(outside == 1 ? "is" : "are") drawn at its edge",
          zh: "\(outside) 位客户远在图外，绘于边缘"))
    }
    if drawn.count < made.ids.count {
      let (few, all) = (Words.short(Double(drawn.count)), Words.short(Double(made.ids.count)))
      notes.append(
        Phrase(
          en: "\(few) of \(all) customers are drawn, chosen by the seed",
          zh: "按种子随机绘出 \(all) 位客户中的 \(few) 位"))
    }
    if made.segments.count > 1 {
      notes.append(
        Phrase(
          en: "numbers stand at the median of each group", zh: "编号标在各组的中位处"))
    }
    return Figure(
      title: Phrase(en: "Customer groups", zh: "客户细分"), subtitle: subtitle(made),
      alt: alt(made, map), notes: notes,
      chart: .scatter(
        Scatter(x: map.xAxis, y: map.yAxis, points: points, frame: frame, groups: groups)),
      notices: made.notices, asOf: made.asOf, count: made.ids.count)
  }

  /// The groups with the middle of each.
  private static func groups(
    _ made: Segmentation, _ map: ClusterMap, _ run: Run
  ) throws -> [Scatter.Group] {
    var across = [[Double]](repeating: [], count: made.segments.count)
    var up = across
    for (customer, place) in made.segmentOfCustomer.enumerated() {
      if customer % 65_536 == 0 { try run.checkpoint() }
      guard across.indices.contains(place) else { continue }
      across[place].append(map.x[customer])
      up[place].append(map.y[customer])
    }
    return try made.segments.enumerated().map { place, segment in
      try run.checkpoint()
      return Scatter.Group(
        name: segment.name, size: segment.size,
        middle: (Quantities.median(across[place]), Quantities.median(up[place])))
    }
  }

  /// The range of all values, or that of nearly all where a few lie much further out.
  static func frame(_ values: [Double]) -> ClosedRange<Double> {
    let all = (low: values.min() ?? 0, high: values.max() ?? 1)
    guard values.count >= 200 else { return Drawing.padded(all.low, all.high) }
    let sorted = values.ascending()
    let (low, high) = (Quantile.of(sorted: sorted, 0.005), Quantile.of(sorted: sorted, 0.995))
    let room = 0.5 * (high - low)
    guard room > 0 else { return Drawing.padded(all.low, all.high) }
    return Drawing.padded(max(all.low, low - room), min(all.high, high + room))
  }

  /// Places of the points that are drawn: all, or as many as the bound has, in order.
  static func drawn(_ count: Int, _ seed: UInt64) -> [Int] {
    guard count > Limits.plotPoints else { return Array(0..<count) }
    return ClusterQuality.sampledRows(count, Limits.plotPoints, seed).sorted()
  }

  /// Columns are called as in the file; the three of RFM have words in both languages.
  fileprivate static func words(_ feature: String) -> Phrase {
    switch feature {
    case "recency": Phrase(en: "days since last order", zh: "距上次购买天数")
    case "frequency": Phrase(en: "orders", zh: "订单数")
    case "monetary": Phrase(en: "money spent", zh: "消费金额")
    default: Phrase(verbatim: feature)
    }
  }

  private static func subtitle(_ made: Segmentation) -> Phrase {
    let (count, groups) = (Words.short(Double(made.ids.count)), made.segments.count)
    let features = made.features.prefix(6).map(words)
    let list = features.map(\.en).joined(separator: ", ")
    let listZh = features.map(\.zh).joined(separator: "、")
    let more = made.features.count > 6 ? ", …" : ""
    return Phrase(
      en: "\(count) \(made.ids.count == 1 ? "customer" : "customers") in \(groups) "
        + "\(groups == 1 ? "group" : "groups") by \(made.method.rawValue): \(list)\(more)",
      zh: "\(count) 位客户分为 \(groups) 组（\(made.method.rawValue)）：\(listZh)\(more)")
  }

  private static func alt(_ made: Segmentation, _ map: ClusterMap) -> Phrase {
    let parts = made.segments.prefix(12).map { segment -> (String, String) in
      let share = Words.percent(made.share(of: segment))
      return ("\(segment.name.en) \(share)", "\(segment.name.zh) \(share)")
    }
    let count = Words.short(Double(made.ids.count))
    return Phrase(
      en:
        "Points of \(count) \(made.ids.count == 1 ? "customer" : "customers") by \(map.xAxis.title.en)"
        + (map.yAxis.title.en.isEmpty ? "" : " and \(map.yAxis.title.en)")
        + "; groups: \(parts.map(\.0).joined(separator: ", ")).",
      zh: "\(count) 位客户的散点图，横轴 \(map.xAxis.title.zh)"
        + (map.yAxis.title.zh.isEmpty ? "" : "，纵轴 \(map.yAxis.title.zh)")
        + "；分组：\(parts.map(\.1).joined(separator: "、"))。")
  }
}

/// Where each customer is drawn, and what the axes are.
private struct ClusterMap {
  let x: [Double]
  let y: [Double]
  let xAxis: Figure.Axis
  let yAxis: Figure.Axis
  var notes: [Phrase] = []

  init(
    _ made: Segmentation, _ options: SegmentOptions, x: String?, y: String?, _ run: Run
  ) throws {
    let map = try Self.components(made, options, run)
    if x != nil || y != nil || (map == nil && made.features.count > 1) {
      let across = try Self.place(x, made, else: y == made.features.first ? 1 : 0, "params.x")
      let up = try Self.place(
        y, made, else: made.features.indices.first { $0 != across } ?? 0, "params.y")
      (self.x, self.y) = (made.values[across], made.values[up])
      xAxis = Figure.Axis(Figure.words(made.features[across]))
      yAxis = Figure.Axis(Figure.words(made.features[up]))
      return
    }
    guard let map else {
      // One feature: side by side, spread so that each is seen.
      var random = SeededRandom(seed: options.seed, stream: 31)
      self.x = made.values.first ?? made.ids.map { _ in 0 }
      self.y = made.ids.map { _ in random.unit() }
      xAxis = Figure.Axis(Figure.words(made.features.first ?? ""))
      yAxis = Figure.Axis(Phrase(verbatim: ""))
      notes = [Phrase(en: "height has no meaning", zh: "高度没有含义")]
      return
    }
    self = map
  }

  private init(x: [Double], y: [Double], xAxis: Figure.Axis, yAxis: Figure.Axis) {
    (self.x, self.y, self.xAxis, self.yAxis) = (x, y, xAxis, yAxis)
  }

  private static func place(
    _ wanted: String?, _ made: Segmentation, else other: Int, _ parameter: String
  ) throws -> Int {
    guard let wanted else { return other }
    guard let place = made.features.firstIndex(of: wanted) else {
      throw AnalyticsError.unknownName(
        parameter: parameter, found: wanted, known: made.features)
    }
    return place
  }

  /// The first two components; nil where two features or fewer need none, or nothing varies.
  private static func components(
    _ made: Segmentation, _ options: SegmentOptions, _ run: Run
  ) throws -> ClusterMap? {
    guard made.features.count > 2 else { return nil }
    let points = FeatureScale(made.features, made.values, options: options).points(made.values)
    guard points.rowCount > 1, points.distinctRowCount(upTo: 2) > 1 else { return nil }
    let model = try PCA(componentCount: 2).fit(points, run)
    // Points on a line have no second component.
    guard model.explainedShares.count > 1, model.explainedShares[1] > 1e-6 else { return nil }
    let scores = try model.scores(points, run)
    let axes = (0..<2).map { axis(model, $0, made.features) }
    return ClusterMap(x: scores.column(0), y: scores.column(1), xAxis: axes[0], yAxis: axes[1])
  }

  /// What a component explains, and the two features that weigh most in it.
  private static func axis(_ model: PCAModel, _ place: Int, _ features: [String]) -> Figure.Axis {
    let share = Words.percent(model.explainedShares[place])
    let weights = features.indices.map { model.components[place, $0] }
    let order = weights.indices.sorted { (-abs(weights[$0]), $0) < (-abs(weights[$1]), $1) }
    let leading = order.prefix(2).filter { abs(weights[$0]) > 0.3 }.map {
      index -> (String, String) in
      let name = TextWidth.fitted(features[index], to: 150, size: Style.textSize)
      let phrase = Figure.words(name)
      let sign = weights[index] > 0 ? "↑" : "↓"
      return ("\(phrase.en) \(sign)", "\(phrase.zh) \(sign)")
    }
    let number = place + 1
    let (en, zh) = (
      leading.map(\.0).joined(separator: ", "), leading.map(\.1).joined(separator: "、")
    )
    return Figure.Axis(
      Phrase(
        en: "Component \(number), \(share) of the variance" + (en.isEmpty ? "" : ": \(en)"),
        zh: "主成分 \(number)，解释方差 \(share)" + (zh.isEmpty ? "" : "：\(zh)")))
  }
}
