/// Segments by k-means: the number of groups chosen or given, the groups described.
import Learning
import Numerics
import Support
import Tables

extension Segmentation {
  /// Below this many customers groups are not tried: see `rfm` for less.
  package static let leastForClusters = 12

  static func kMeans(
    _ table: FeatureTable, options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    let scaled = try ScaledFeatures(table, options: options, run)
    try check(options, table)
    let choice = try chosen(scaled, options, run)
    let model = choice.model
    let quality = try ClusterQuality(
      scaled.points, labels: model.labels, clusterCount: model.clusterCount, seed: options.seed,
      run)
    let builder = SegmentBuilder(
      features: table.headers, values: table.values, revenue: table.revenue)
    let (segments, places) = try builder.build(labels: model.labels, groupCount: model.clusterCount)
    {
      _, facts in ClusterNames.describe(table.headers, facts)
    }
    let grade = try ClusterGrade.grade(
      scaled.points, silhouette: quality.silhouette, clusterCount: model.clusterCount, options, run)
    let isSampled = quality.sampledRows.count < table.ids.count
    var result = Segmentation(
      method: .kmeans, features: table.headers, segments: ClusterNames.distinct(segments),
      ids: table.ids, segmentOfCustomer: places, values: table.values,
      scores: .silhouettes(isSampled ? nil : quality.silhouettes.map { $0 }),
      quality: Quality(
        figures: quality, inertia: model.inertia, kCurve: choice.curve,
        stability: try steadiness(scaled.points, choice, options, run), isSampled: isSampled,
        rowCount: table.ids.count),
      trace: model.trace, definition: definition(table, scaled, options, model), grade: grade,
      notices: table.notices + notices(scaled, table, options, model, isSampled), asOf: table.asOf)
    result.batches = model.batches
    result.keepClusters(
      .centres(model.centres), scaled.scale, table, labels: model.labels, count: model.clusterCount)
    return result
  }

  /// The stability of the groups that were chosen, known from the curve where there is one.
  private static func steadiness(
    _ points: Matrix, _ choice: (model: KMeansModel, curve: [CurvePoint]),
    _ options: SegmentOptions, _ run: Run
  ) throws -> Double? {
    let k = choice.model.clusterCount
    if let known = choice.curve.first(where: { $0.k == k }) { return known.stability }
    guard k > 1, points.rowCount >= leastForClusters else { return nil }
    let few = points.rows(ClusterQuality.sampledRows(points.rowCount, stabilityRows, options.seed))
    return try stability(few, k, options, run)
  }

  private static func check(_ options: SegmentOptions, _ table: FeatureTable) throws {
    guard case .centres(let centres) = options.start else { return }
    for centre in centres where centre.count != table.headers.count {
      throw AnalyticsError.badCentres(expectedColumns: table.headers.count, found: centre.count)
    }
  }

  private static func fit(
    _ points: Matrix, _ k: Int, _ options: SegmentOptions, triesSwaps: Bool = true, _ run: Run
  ) throws -> KMeansModel {
    var spec = KMeans(clusterCount: k)
    spec.triesSwaps = triesSwaps
    spec.restarts = options.restarts
    spec.maxIterations = options.maxIterations
    spec.tolerance = options.tolerance
    spec.seed = options.seed
    spec.keepsTrace = options.keepsTrace
    if options.start == .random { spec.start = .random }
    return try spec.fit(points, run)
  }

  /// The k asked for, or the one with the best silhouette times stability among
  /// 2 ... min(10, n / 5).
  private static func chosen(
    _ scaled: ScaledFeatures, _ options: SegmentOptions, _ run: Run
  ) throws -> (model: KMeansModel, curve: [CurvePoint]) {
    let points = scaled.points
    do {
      if case .centres(let centres) = options.start {
        var spec = KMeans(clusterCount: centres.count)
        spec.start = .centres(scaled.scale.scaled(centres))
        spec.maxIterations = options.maxIterations
        spec.keepsTrace = options.keepsTrace
        return (try spec.fit(points, run), [])
      }
      if let k = options.clusterCount { return (try fit(points, k, options, run), []) }
      return try byCurve(points, options, run)
    } catch FitError.tooManyClusters(let asked, let distinct) {
      throw AnalyticsError.tooManyClusters(asked: asked, distinct: distinct)
    }
  }

  /// Customers that the number of groups is chosen on; more change nothing but the time.
  private static let curveRows = 2_000

  /// Customers that two samples are drawn of, and how often, to see whether groups come back.
  private static let stabilityRows = 1_000
  private static let resamples = 4

  private static func stability(
    _ points: Matrix, _ k: Int, _ options: SegmentOptions, _ run: Run
  ) throws -> Double {
    try ClusterStability.of(points, k, resamples: resamples, seed: options.seed, run)
  }

  private static func byCurve(
    _ points: Matrix, _ options: SegmentOptions, _ run: Run
  ) throws -> (model: KMeansModel, curve: [CurvePoint]) {
    let rows = ClusterQuality.sampledRows(points.rowCount, curveRows, options.seed)
    let sample = rows.count == points.rowCount ? points : points.rows(rows)
    let most = min(10, sample.rowCount / 5, sample.distinctRowCount(upTo: 10))
    var curve: [CurvePoint] = []
    var best = (k: 2, score: -Double.infinity)
    let few = sample.rows(ClusterQuality.sampledRows(sample.rowCount, stabilityRows, options.seed))
    var quick = options
    quick.restarts = min(4, options.restarts)
    for k in 2...max(2, most) {
      run.report(
        Double(k - 2) / Double(max(1, most)), Phrase(en: "trying \(k) groups", zh: "尝试 \(k) 组"))
      let model = try fit(sample, k, quick, triesSwaps: false, run)
      let quality = try ClusterQuality(
        sample, labels: model.labels, clusterCount: k, seed: options.seed, run)
      let tried = CurvePoint(
        k: k, silhouette: quality.silhouette ?? -1, inertia: model.inertia,
        stability: try stability(few, k, options, run))
      curve.append(tried)
      if tried.score > best.score + 1e-9 { best = (k, tried.score) }
    }
    return (try fit(points, best.k, options, run), curve)
  }

  private static func definition(
    _ table: FeatureTable, _ scaled: ScaledFeatures, _ options: SegmentOptions,
    _ model: KMeansModel
  ) -> Phrase {
    let list = table.headers.joined(separator: ", ")
    let angle = options.metric == .cosine ? (" by cosine distance", "（余弦距离）") : ("", "")
    let scale =
      options.scale == .none
      ? ("as they are", "原始尺度")
      : ("on one scale (\(options.scale.rawValue))", "统一尺度（\(options.scale.rawValue)）")
    return Phrase(
      en: "k-means with \(model.clusterCount) groups on \(list)\(angle.0), \(scale.0); the best of "
        + "\(options.restarts) starts, seed \(options.seed)",
      zh:
        "对 \(list) 做 k-means\(angle.1)，共 \(model.clusterCount) 组，\(scale.1)；\(options.restarts) 次起始取最优，种子 \(options.seed)"
    )
  }

  private static func notices(
    _ scaled: ScaledFeatures, _ table: FeatureTable, _ options: SegmentOptions,
    _ model: KMeansModel, _ isSampled: Bool
  ) -> [Notice] {
    var notices = scalingNotices(scaled, table, options)
    if isSampled { notices.append(sampledNotice(ClusterQuality.pairwiseRows)) }
    if model.batches > 0 {
      let rows = Words.fixed(Double(KMeans.wholeRows), 0)
      notices.append(
        Notice(
          "miniBatch",
          en: "more than \(rows) customers: the centres followed \(model.batches) random batches",
          zh: "客户超过 \(rows) 位：中心由 \(model.batches) 个随机小批量更新得到"))
    }
    if !model.hasConverged {
      notices.append(
        Notice(
          "notConverged", en: "the groups were still moving after \(model.iterations) iterations",
          zh: "迭代 \(model.iterations) 次后分组仍在变动", path: "maxIter"))
    }
    return notices
  }

  static func sampledNotice(_ rows: Int) -> Notice {
    Notice(
      "qualitySampled",
      en: "silhouette and Dunn index are computed on \(rows) customers",
      zh: "轮廓系数与 Dunn 指数基于 \(rows) 位客户抽样计算")
  }

  /// What was done to the features, and what was not.
  static func scalingNotices(
    _ scaled: ScaledFeatures, _ table: FeatureTable, _ options: SegmentOptions
  ) -> [Notice] {
    var notices: [Notice] = []
    let logs = table.headers.indices.filter { scaled.scale.isLogarithmic[$0] }.map {
      table.headers[$0]
    }
    if !logs.isEmpty, options.log == .auto {
      let list = logs.joined(separator: ", ")
      notices.append(
        Notice(
          "logTaken", en: "\(list): strongly skewed, so the logarithm is used",
          zh: "\(list) 偏度大，取对数", path: "log"))
    }
    if options.scale == .none, table.headers.count > 1 {
      notices.append(
        Notice(
          "unscaledFeatures",
          en:
            "features keep their own units, so the one with the largest numbers decides the groups",
          zh: "特征未统一尺度，数值最大的特征将主导分组", path: "scale"))
    }
    return notices
  }
}

/// Whether groups are real: the silhouette against that of the same columns shuffled on their own.
enum ClusterGrade {
  static func grade(
    _ points: Matrix, silhouette: Double?, clusterCount: Int, _ options: SegmentOptions, _ run: Run
  ) throws -> Grade {
    guard let silhouette, points.rowCount >= Segmentation.leastForClusters else {
      return Grade(
        .d,
        Phrase(
          en: "\(points.rowCount) customers are too few to tell groups from chance",
          zh: "仅 \(points.rowCount) 位客户，无法区分真实分组与偶然"))
    }
    let rows = ClusterQuality.sampledRows(points.rowCount, 1_500, options.seed)
    var random = SeededRandom(seed: options.seed)
    let columns = (0..<points.columnCount).map { index -> [Double] in
      var column = rows.map { points[$0, index] }
      random.shuffle(&column)
      return column
    }
    let shuffled = Matrix(columns: columns)
    var spec = KMeans(
      clusterCount: min(clusterCount, shuffled.distinctRowCount(upTo: clusterCount)))
    spec.restarts = 3
    spec.triesSwaps = false
    spec.seed = options.seed
    let model = try spec.fit(shuffled, run)
    let chance =
      try ClusterQuality(
        shuffled, labels: model.labels, clusterCount: model.clusterCount, seed: options.seed,
        rows: 1_500, run
      ).silhouette ?? 0
    let letter: Grade.Letter =
      silhouette > chance + 0.1 && silhouette > 0.4 ? .a : silhouette > chance + 0.03 ? .b : .c
    let (own, other) = (Words.fixed(silhouette, 2), Words.fixed(chance, 2))
    return Grade(
      letter,
      Phrase(
        en: "silhouette \(own); the same columns shuffled, so without any groups, give \(other)",
        zh: "轮廓系数 \(own)；打乱各列（无真实分组）后为 \(other)"),
      metric: "silhouette", score: silhouette, baseline: chance)
  }
}
