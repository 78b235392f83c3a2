/// Groups by other methods than k-means, before they are described.
import Learning
import Numerics
import Support
import Tables

struct Grouping {
  /// From 0; `DBSCAN.noise` for customers outside any group.
  var labels: [Int]
  var clusterCount: Int
  /// The points that distances were taken between.
  var points: Matrix
  var shares: [Double]?
  var curve: [Segmentation.CurvePoint] = []
  var words: Phrase
  /// How other customers are given to these groups.
  var shape: ClusterRule.Shape
  var hasConverged = true
  /// The columns of words that were looked at.
  var categories: [CategoryColumn] = []

  static func by(
    _ method: SegmentOptions.Method, _ table: FeatureTable, _ source: Table,
    _ scaled: ScaledFeatures, _ options: SegmentOptions, _ run: Run
  ) throws -> Grouping {
    switch method {
    case .hierarchical: return try hierarchical(scaled.points, options, run)
    case .dbscan: return try dbscan(scaled.points, options, run)
    case .gmm: return try mixture(scaled.points, options, run)
    case .kprototypes, .auto, .rfm, .rfm8, .kmeans, .lifecycle, .value, .rules:
      let found = FeatureTable.categories(source, rows: table.rows, options)
      return try prototypes(scaled.points, found, options, run)
    }
  }

  /// Customers that the number of groups is chosen on.
  private static let curveRows = 2_000

  /// Numbers of groups that are tried: 2 ... min(10, n / 5).
  private static func tried(_ points: Matrix) -> ClosedRange<Int> {
    2...max(2, min(10, points.rowCount / 5, points.distinctRowCount(upTo: 10)))
  }

  /// The mean of each group; of an empty one, zeros.
  private static func means(_ points: Matrix, _ labels: [Int], _ count: Int) -> Matrix {
    let width = points.columnCount
    var sums = Matrix(rowCount: count, columnCount: width)
    var sizes = [Double](repeating: 0, count: count)
    for (row, label) in labels.enumerated() where label >= 0 {
      sizes[label] += 1
      for j in 0..<width { sums.values[label * width + j] += points.values[row * width + j] }
    }
    for group in 0..<count { for j in 0..<width { sums[group, j] /= max(1, sizes[group]) } }
    return sums
  }

  /// The points that make groups of DBSCAN.
  private static func cores(_ points: Matrix, _ model: DBSCANModel) -> ClusterRule.Shape {
    let rows = model.isCore.indices.filter { model.isCore[$0] }
    return .cores(
      points.rows(rows), labels: rows.map { model.labels[$0] }, radius: model.radius)
  }

  static func inertia(_ points: Matrix, _ labels: [Int], _ count: Int) -> Double {
    let width = points.columnCount
    let centres = means(points, labels, count)
    var squares: [Double] = []
    for (row, label) in labels.enumerated() where label >= 0 {
      for j in 0..<width {
        let d = points.values[row * width + j] - centres.values[label * width + j]
        squares.append(d * d)
      }
    }
    return squares.pairwiseSum
  }

  private static func point(
    _ points: Matrix, _ labels: [Int], _ count: Int, _ options: SegmentOptions, _ run: Run
  ) throws -> Segmentation.CurvePoint {
    let quality = try ClusterQuality(
      points, labels: labels, clusterCount: count, seed: options.seed, rows: 2_000, run)
    return Segmentation.CurvePoint(
      k: count, silhouette: quality.silhouette ?? -1, inertia: inertia(points, labels, count))
  }

  private static func hierarchical(
    _ points: Matrix, _ options: SegmentOptions, _ run: Run
  ) throws -> Grouping {
    let tree = try Hierarchical(options.linkage).fit(points, run)
    var curve: [Segmentation.CurvePoint] = []
    if options.clusterCount == nil {
      for k in tried(points) {
        curve.append(try point(points, try tree.cut(into: k), k, options, run))
      }
    }
    let best = curve.reduce((k: 2, silhouette: -2.0)) {
      $1.silhouette > $0.silhouette + 1e-9 ? ($1.k, $1.silhouette) : $0
    }
    let count = options.clusterCount ?? best.k
    let labels = try tree.cut(into: count)
    return Grouping(
      labels: labels, clusterCount: count, points: points, curve: curve,
      words: Phrase(
        en: "hierarchical (\(options.linkage.rawValue)) with \(count) groups",
        zh: "层次聚类（\(options.linkage.rawValue)），共 \(count) 组"),
      shape: .centres(means(points, labels, count)))
  }

  private static func dbscan(
    _ points: Matrix, _ options: SegmentOptions, _ run: Run
  ) throws -> Grouping {
    var wish = DBSCAN(
      radius: options.radius ?? 1,
      leastNeighbours: options.leastNeighbours ?? max(3, 2 * points.columnCount))
    let model =
      options.radius == nil
      ? try proposed(points, wish.leastNeighbours, options, run) : try wish.fit(points, run)
    wish.radius = model.radius
    let (radius, least) = (Words.short(wish.radius), wish.leastNeighbours)
    return Grouping(
      labels: model.labels, clusterCount: model.clusterCount, points: points,
      words: Phrase(
        en: "dbscan, \(model.clusterCount) groups, radius \(radius), at least \(least) near",
        zh: "DBSCAN，共 \(model.clusterCount) 组，半径 \(radius)，邻近至少 \(least)"),
      shape: cores(points, model))
  }

  /// The knee of the distances, or the multiple of it whose groups stand apart best: numbers that
  /// come in steps, as ages do, make a knee that is less than a step. Judged by the silhouette
  /// times the share of customers in groups.
  private static func proposed(
    _ points: Matrix, _ least: Int, _ options: SegmentOptions, _ run: Run
  ) throws -> DBSCANModel {
    var wish = try DBSCAN.proposal(
      for: points, leastNeighbours: least, seed: options.seed, run)
    let knee = wish.radius
    var best = (model: try wish.fit(points, run), score: -Double.infinity)
    for multiple in [1, 1.5, 2, 3, 4, 6] {
      wish.radius = knee * multiple
      let model = try wish.fit(points, run)
      guard model.clusterCount > 1 else { continue }
      let inside = model.labels.indices.filter { model.labels[$0] >= 0 }
      let quality = try ClusterQuality(
        points.rows(inside), labels: inside.map { model.labels[$0] },
        clusterCount: model.clusterCount, seed: options.seed, rows: 1_000, run)
      let share = Double(inside.count) / Double(points.rowCount)
      let score = (quality.silhouette ?? -1) * share
      if score > best.score { best = (model, score) }
    }
    return best.model
  }

  private static func mixture(
    _ points: Matrix, _ options: SegmentOptions, _ run: Run
  ) throws -> Grouping {
    func wish(_ count: Int) -> GaussianMixture {
      var wish = GaussianMixture(clusterCount: count)
      wish.covariance = options.covariance
      wish.restarts = min(4, options.restarts)
      wish.maxIterations = options.maxIterations
      wish.seed = options.seed
      return wish
    }
    var curve: [Segmentation.CurvePoint] = []
    var best = (k: 2, bic: Double.infinity)
    if options.clusterCount == nil {
      let rows = ClusterQuality.sampledRows(points.rowCount, 2_000, options.seed)
      let sample = rows.count == points.rowCount ? points : points.rows(rows)
      for k in tried(sample) {
        let model = try wish(k).fit(sample, run)
        if model.bic < best.bic { best = (k, model.bic) }
        curve.append(try point(sample, try model.labels(sample, run), k, options, run))
      }
    }
    let count = options.clusterCount ?? best.k
    let model = try wish(count).fit(points, run)
    let shares = try model.responsibilities(points, run)
    let labels = try model.labels(points, run)
    return Grouping(
      labels: labels, clusterCount: count, points: points,
      shares: labels.indices.map { shares[$0, labels[$0]] }, curve: curve,
      words: Phrase(
        en: "gmm with \(count) groups (\(options.covariance.rawValue) covariance)",
        zh: "高斯混合，共 \(count) 组（\(options.covariance.rawValue) 协方差）"),
      shape: .mixture(model), hasConverged: model.hasConverged)
  }

  private static func prototypes(
    _ numbers: Matrix, _ found: [CategoryColumn], _ options: SegmentOptions,
    _ run: Run
  ) throws -> Grouping {
    let rows = MixedRows(numbers: numbers, categories: found.map(\.codes))
    let gamma = KPrototypes.huang(numbers)
    let points = spread(rows, gamma)
    func fit(_ rows: MixedRows, _ count: Int, restarts: Int) throws -> KPrototypesModel {
      var wish = KPrototypes(clusterCount: count)
      wish.gamma = gamma
      wish.restarts = restarts
      wish.maxIterations = options.maxIterations
      wish.seed = options.seed
      return try wish.fit(rows, run)
    }
    var curve: [Segmentation.CurvePoint] = []
    if options.clusterCount == nil {
      let places = ClusterQuality.sampledRows(points.rowCount, curveRows, options.seed)
      let (few, near) = (rows.rows(places), points.rows(places))
      for k in tried(near) {
        let model = try fit(few, k, restarts: min(3, options.restarts))
        curve.append(try point(near, model.labels, k, options, run))
      }
    }
    let best = curve.reduce((k: 2, silhouette: -2.0)) {
      $1.silhouette > $0.silhouette + 1e-9 ? ($1.k, $1.silhouette) : $0
    }
    let count = options.clusterCount ?? best.k
    let chosen = try fit(rows, count, restarts: min(10, options.restarts))
    let list = found.map(\.header).joined(separator: ", ")
    return Grouping(
      labels: chosen.labels, clusterCount: count, points: points, curve: curve,
      words: Phrase(
        en: "k-prototypes with \(count) groups, words of \(list.isEmpty ? "no column" : list)",
        zh: "k-prototypes，共 \(count) 组，类别列：\(list.isEmpty ? "无" : list)"),
      shape: .prototypes(chosen, found), hasConverged: chosen.hasConverged, categories: found)
  }

  /// Points between which squared distances are those of k-prototypes: a column for each word, at
  /// the root of half of gamma.
  private static func spread(_ rows: MixedRows, _ gamma: Double) -> Matrix {
    let side = (gamma / 2).squareRoot()
    var columns = (0..<rows.numbers.columnCount).map { rows.numbers.column($0) }
    for codes in rows.categories {
      for kind in 0...(codes.max() ?? 0) { columns.append(codes.map { $0 == kind ? side : 0 }) }
    }
    return Matrix(columns: columns)
  }
}
