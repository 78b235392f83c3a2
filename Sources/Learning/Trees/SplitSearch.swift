/// The best way to divide the rows of a node in two, from its histogram.
///
/// The gain of a split is G^2 / (H + l2) of both sides less that of the node, with G and H the sums
/// of slopes and curvatures (Chen, Guestrin 2016, equation 7). Missing values go to the side where
/// they gain more. Rows are counted by their share of the curvature, as LightGBM does, unless exact
/// counts are given.

/// A way to divide a node.
struct TreeSplit: Sendable {
  var gain: Double
  let feature: Int
  /// The bins that go left.
  let goesLeft: SIMD4<UInt64>
  /// Numbers: the last bin of values that goes left.
  let lastBin: Int
  let isCategory: Bool
  let missingLeft: Bool
  /// Sums of the rows that go left, as whole numbers.
  let left: PackedSum
  /// What is added to the curvature of both sides, for caution with many categories.
  let extraL2: Double
}

/// What the search must know of the node.
struct SearchNode: Sendable {
  let sums: PackedSum
  let rowCount: Int
  /// Between what the value of the node must lie, where features have directions.
  var lower = -Double.infinity
  var upper = Double.infinity
}

struct SplitSearch: Sendable {
  let features: BinnedFeatures
  let settings: GrowthSettings
  let units: PackedGradients.Units

  /// The best split by one of `chosen` features; nil when none gains enough. `counts` are the
  /// rows by bin of those features where they are to be exact.
  func best(
    _ histogram: Storage<Int64>, _ node: SearchNode, chosen: [Int], counts: [Int: [Int32]] = [:]
  ) -> TreeSplit? {
    guard units.slope > 0, units.curvature > 0 else { return nil }
    var best: TreeSplit?
    let least = gainOfNode(node) + settings.leastGain + roundings(node)
    for feature in chosen {
      let bins = features.bins[feature]
      let sums = UnsafePointer(histogram.base + features.offsets[feature])
      let known = counts[feature]
      let direction = settings.direction(of: feature)
      let scan = BinScan(
        sums: sums, counts: known, node: node, settings: settings, units: units,
        direction: direction, floor: max(least, best.map { $0.gain + least } ?? least))
      let found: BinScan.Found? =
        if bins.isCategory {
          bins.valueBinCount <= settings.categories.mostOneByOne
            ? scan.oneCategory(bins.valueBinCount) : scan.manyCategories(bins.valueBinCount)
        } else if direction != 0 || known != nil || node.isBounded {
          scan.careful(bins)
        } else {
          scan.numbers(bins)
        }
      guard let found else { continue }
      best = split(found, feature, bins, node, least: least)
    }
    return best
  }

  private func gainOfNode(_ node: SearchNode) -> Double {
    settings.score(
      slope: Double(node.sums.slope) * units.slope,
      curvature: Double(node.sums.curvature) * units.curvature, in: node, extraL2: 0)
  }

  /// What may be gained by roundings alone: about the square of a unit over the curvature of a row.
  private func roundings(_ node: SearchNode) -> Double {
    let curvature = Double(node.sums.curvature) * units.curvature
    guard curvature > 0 else { return 0 }
    return 16 * units.slope * units.slope * Double(node.rowCount) / curvature
      + 1e-12 * abs(gainOfNode(node))
  }

  private func split(
    _ found: BinScan.Found, _ feature: Int, _ bins: FeatureBins, _ node: SearchNode, least: Double
  ) -> TreeSplit {
    var set = found.set
    if !bins.isCategory {
      for bin in 0...max(0, found.lastBin) where found.lastBin >= 0 {
        set.insert(UInt8(truncatingIfNeeded: bin))
      }
      // Where nothing was missing, what will be goes with the many.
      if found.missingLeft, bins.hasMissing { set.insert(bins.missingBin) }
    }
    let isMany = 2 * found.left.curvature >= node.sums.curvature
    return TreeSplit(
      gain: found.gain - least, feature: feature, goesLeft: set, lastBin: found.lastBin,
      isCategory: bins.isCategory,
      missingLeft: bins.isCategory ? false : found.sawMissing ? found.missingLeft : isMany,
      left: found.left, extraL2: found.extraL2)
  }
}

extension SearchNode {
  var isBounded: Bool { lower > -.infinity || upper < .infinity }
}
