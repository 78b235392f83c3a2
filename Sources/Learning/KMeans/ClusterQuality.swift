/// How well a grouping fits its points: the usual internal figures.
///
/// Silhouette: Rousseeuw 1987. Dunn index: smallest distance between points of different groups
/// over the largest diameter (Dunn 1974). Davies-Bouldin 1979. Calinski-Harabasz 1974. Figures that
/// need all pairs are taken on a seeded sample when there are many rows.
package import Numerics
package import Support

package struct ClusterQuality: Sendable, Equatable {
  /// The mean silhouette; nil when there is one group only.
  package let silhouette: Double?
  package let dunn: Double?
  package let daviesBouldin: Double?
  package let calinskiHarabasz: Double?
  /// The silhouette of each row used, 0 in a group of one.
  package let silhouettes: [Double]
  /// The rows the pairwise figures were computed on.
  package let sampledRows: [Int]

  package static let pairwiseRows = 5_000

  package init(
    _ points: Matrix, labels: [Int], clusterCount: Int, seed: UInt64, rows: Int = pairwiseRows,
    _ run: Run
  ) throws {
    sampledRows = Self.sampledRows(points.rowCount, rows, seed)
    let isWhole = sampledRows.count == points.rowCount
    let part = isWhole ? points : points.rows(sampledRows)
    let partLabels = isWhole ? labels : sampledRows.map { labels[$0] }
    let pairs = try PairFigures(part, partLabels, clusterCount, run)
    let groups = Set(labels).count
    silhouettes = pairs.silhouettes
    let many = groups > 1 && groups < points.rowCount
    silhouette = many ? pairs.silhouettes.pairwiseSum / Double(max(1, part.rowCount)) : nil
    dunn = many && pairs.largestDiameter > 0 ? pairs.smallestGap / pairs.largestDiameter : nil
    let spread = Spread(points, labels, clusterCount)
    daviesBouldin = many ? spread.daviesBouldin : nil
    calinskiHarabasz = many ? spread.calinskiHarabasz : nil
  }

  /// All rows when there are few, else `limit` of them without repeats, ascending.
  package static func sampledRows(_ count: Int, _ limit: Int, _ seed: UInt64) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var random = SeededRandom(seed: seed)
    var rows: [Int] = []
    var left = limit
    for row in 0..<count where random.unit() * Double(count - row) < Double(left) {
      rows.append(row)
      left -= 1
    }
    return rows
  }
}

/// What follows from all pairs of points.
private struct PairFigures {
  let silhouettes: [Double]
  let smallestGap: Double
  let largestDiameter: Double

  init(_ points: Matrix, _ labels: [Int], _ k: Int, _ run: Run) throws {
    let n = points.rowCount
    var counts = [Int](repeating: 0, count: k)
    for label in labels { counts[label] += 1 }
    let sizes = counts
    let parts = try Parallel.map(count: n, chunk: 64) { range in
      try run.checkpoint()
      return Self.rows(range, points, labels, sizes)
    }
    silhouettes = parts.flatMap(\.silhouettes)
    smallestGap = parts.map(\.gap).min() ?? .infinity
    largestDiameter = parts.map(\.diameter).max() ?? 0
  }

  private static func rows(
    _ range: Range<Int>, _ points: Matrix, _ labels: [Int], _ sizes: [Int]
  ) -> (silhouettes: [Double], gap: Double, diameter: Double) {
    var gap = Double.infinity
    var diameter = 0.0
    var silhouettes: [Double] = []
    var sums = [Double](repeating: 0, count: sizes.count)
    for i in range {
      for g in sums.indices { sums[g] = 0 }
      let distances = points.squaredDistances(to: i)
      for (j, squared) in distances.enumerated() {
        let distance = squared.squareRoot()
        sums[labels[j]] += distance
        if labels[j] == labels[i] {
          if distance > diameter { diameter = distance }
        } else if distance < gap {
          gap = distance
        }
      }
      silhouettes.append(silhouette(own: labels[i], sums, sizes))
    }
    return (silhouettes, gap, diameter)
  }

  private static func silhouette(own: Int, _ sums: [Double], _ sizes: [Int]) -> Double {
    guard sizes[own] > 1 else { return 0 }
    let within = sums[own] / Double(sizes[own] - 1)
    var nearest = Double.infinity
    for g in sums.indices where g != own && sizes[g] > 0 {
      nearest = min(nearest, sums[g] / Double(sizes[g]))
    }
    let larger = max(within, nearest)
    return larger > 0 && nearest.isFinite ? (nearest - within) / larger : 0
  }
}

/// What follows from groups and their centres.
private struct Spread {
  let daviesBouldin: Double?
  let calinskiHarabasz: Double?

  init(_ points: Matrix, _ labels: [Int], _ k: Int) {
    let width = points.columnCount
    var counts = [Double](repeating: 0, count: k)
    var centres = Matrix(rowCount: k, columnCount: width)
    var overall = [Double](repeating: 0, count: width)
    for i in 0..<points.rowCount {
      counts[labels[i]] += 1
      for j in 0..<width {
        centres[labels[i], j] += points[i, j]
        overall[j] += points[i, j] / Double(points.rowCount)
      }
    }
    for g in 0..<k where counts[g] > 0 { for j in 0..<width { centres[g, j] /= counts[g] } }
    var within = 0.0
    var scatter = [Double](repeating: 0, count: k)
    for i in 0..<points.rowCount {
      let squared = Self.squared(points.row(i), centres.row(labels[i]))
      within += squared
      scatter[labels[i]] += squared.squareRoot()
    }
    let live = (0..<k).filter { counts[$0] > 0 }
    for g in live { scatter[g] /= counts[g] }
    let between = live.reduce(0.0) { $0 + counts[$1] * Self.squared(centres.row($1), overall[...]) }
    let freedom = Double(points.rowCount - live.count) / Double(max(1, live.count - 1))
    calinskiHarabasz = within > 0 && live.count > 1 ? between / within * freedom : nil
    daviesBouldin = Self.daviesBouldin(live, centres, scatter)
  }

  private static func daviesBouldin(
    _ live: [Int], _ centres: Matrix, _ scatter: [Double]
  ) -> Double? {
    var total = 0.0
    for g in live {
      var worst = 0.0
      for h in live where h != g {
        let distance = squared(centres.row(g), centres.row(h)).squareRoot()
        guard distance > 0 else { return nil }
        worst = max(worst, (scatter[g] + scatter[h]) / distance)
      }
      total += worst
    }
    return live.count > 1 ? total / Double(live.count) : nil
  }

  private static func squared(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
