/// Groups by other methods than k-means, described in the same shape.
import Learning
import Numerics
import Support
import Tables

extension Segmentation {
  static func grouped(
    _ table: FeatureTable, _ source: Table, options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    let scaled = try ScaledFeatures(table, options: options, run)
    let grouping = try Grouping.by(options.method, table, source, scaled, options, run)
    let inside = grouping.labels.indices.filter { grouping.labels[$0] >= 0 }
    let isWhole = inside.count == grouping.labels.count
    let points = isWhole ? grouping.points : grouping.points.rows(inside)
    let labels = isWhole ? grouping.labels : inside.map { grouping.labels[$0] }
    // Columns of words make points wide, and all pairs of them slow.
    let pairRows = points.columnCount > 16 ? 2_000 : ClusterQuality.pairwiseRows
    let quality = try ClusterQuality(
      points, labels: labels, clusterCount: max(1, grouping.clusterCount), seed: options.seed,
      rows: pairRows, run)
    let isSampled = quality.sampledRows.count < labels.count
    let outside = grouping.clusterCount
    let builder = SegmentBuilder(
      features: table.headers, values: table.values, revenue: table.revenue)
    let marks = WordMarks(grouping)
    let (segments, places) = try builder.build(
      labels: grouping.labels.map { $0 < 0 ? outside : $0 }, groupCount: outside + 1
    ) { group, facts in
      group == outside
        ? Self.outsiders : ClusterNames.describe(table.headers, facts, marks.of(group))
    }
    var silhouettes = [Double?](repeating: nil, count: grouping.labels.count)
    for (place, row) in inside.enumerated() where !isSampled {
      silhouettes[row] = quality.silhouettes[place]
    }
    var result = Segmentation(
      method: options.method, features: table.headers, segments: ClusterNames.distinct(segments),
      ids: table.ids, segmentOfCustomer: places, values: table.values,
      scores: grouping.shares.map { .shares($0) } ?? .silhouettes(isSampled ? nil : silhouettes),
      quality: Quality(
        figures: quality,
        inertia: Grouping.inertia(points, labels, max(1, grouping.clusterCount)),
        kCurve: grouping.curve, isSampled: isSampled, rowCount: labels.count),
      trace: [], definition: definition(table, grouping, options),
      grade: try grade(points, quality, grouping, options, run),
      notices: table.notices + scalingNotices(scaled, table, options)
        + notices(
          grouping, outsideCount: grouping.labels.count - inside.count,
          sampled: isSampled ? quality.sampledRows.count : nil),
      asOf: table.asOf)
    result.keepClusters(
      grouping.shape, scaled.scale, table, labels: grouping.labels, count: grouping.clusterCount)
    return result
  }

  /// Keeps what is needed to group other customers in the same way.
  mutating func keepClusters(
    _ shape: ClusterRule.Shape, _ scale: FeatureScale, _ table: FeatureTable, labels: [Int],
    count: Int
  ) {
    let medians = table.values.map(Quantities.median)
    let isOfOrders = table.rows.isEmpty
    let names = [NamedSegment?](repeating: nil, count: count)
    model = SegmentModel(self, names: names, labels: labels) { places in
      .clusters(
        ClusterRule(
          scale: scale, medians: medians, isOfOrders: isOfOrders, shape: shape, places: places))
    }
  }

  private static let outsiders = NamedSegment(
    name: Phrase(en: "Outside any group", zh: "离群客户"),
    rule: Phrase(
      en: "too few other customers are near them", zh: "附近的客户太少"),
    action: Phrase(
      en: "look at them one by one: mistakes in the data, or customers like no other",
      zh: "逐个查看：可能是数据错误，也可能是特殊客户"))

  private static func grade(
    _ points: Matrix, _ quality: ClusterQuality, _ grouping: Grouping, _ options: SegmentOptions,
    _ run: Run
  ) throws -> Grade {
    guard grouping.clusterCount > 1 else {
      return Grade(
        .c,
        Phrase(
          en: "the customers do not fall into groups: \(grouping.clusterCount) found",
          zh: "客户未形成多个分组：找到 \(grouping.clusterCount) 个"))
    }
    return try ClusterGrade.grade(
      points, silhouette: quality.silhouette, clusterCount: grouping.clusterCount, options, run)
  }

  private static func definition(
    _ table: FeatureTable, _ grouping: Grouping, _ options: SegmentOptions
  ) -> Phrase {
    let list = table.headers.joined(separator: ", ")
    let isPlain = options.scale == .none
    let isAngle = options.metric == .cosine
    let (en, zh) =
      isPlain
      ? ("as they are", "原始尺度")
      : ("on one scale (\(options.scale.rawValue))", "统一尺度（\(options.scale.rawValue)）")
    return Phrase(
      en: "\(grouping.words.en), on \(list)\(isAngle ? " by cosine distance" : ""), \(en); "
        + "seed \(options.seed)",
      zh: "\(grouping.words.zh)；特征 \(list)\(isAngle ? "（余弦距离）" : "")，\(zh)；"
        + "种子 \(options.seed)")
  }

  private static func notices(
    _ grouping: Grouping, outsideCount: Int, sampled: Int?
  ) -> [Notice] {
    var notices: [Notice] = []
    if outsideCount > 0 {
      notices.append(
        Notice(
          "outsideGroups",
          en:
            "\(outsideCount == 1 ? "one customer is" : "\(outsideCount) customers are") outside any"
            + " group; the quality is that of the others",
          zh: "\(outsideCount) 位客户不属于任何分组，质量指标只计其余客户", path: "eps"))
    }
    if let sampled { notices.append(sampledNotice(sampled)) }
    if !grouping.hasConverged {
      notices.append(
        Notice(
          "notConverged", en: "the groups were still moving when the iterations were used up",
          zh: "迭代次数用尽时分组仍在变动", path: "maxIter"))
    }
    return notices
  }
}
