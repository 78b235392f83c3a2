/// Grows one tree after another, always at the leaf that gains most (leaf-wise, as LightGBM does).
///
/// The smaller child's histogram is counted, the larger one's is what is left of the parent's. One
/// grower serves all trees of a fit, so that its memory is taken once. It belongs to one thread;
/// the loops inside cut their work by themselves.
import Numerics
import Support

struct TreeGrower {
  private let features: BinnedFeatures
  private let gradients: PackedGradients
  private let settings: GrowthSettings
  private let partition: RowPartition
  private let builder: HistogramBuilder
  private var pool: [Storage<Int64>] = []
  private var isFree: [Bool] = []

  /// A leaf of a finished tree with its rows.
  struct Leaf: Sendable {
    let node: Int
    let rows: Range<Int>
    let bounds: SearchNode
    let extraL2: Double
  }

  private struct Open {
    let node: Int
    let rows: Range<Int>
    let depth: Int
    let search: SearchNode
    let extraL2: Double
    var histogram: Int?
    var split: TreeSplit?
    /// Exact rows by bin of some features.
    var counts: [Int: [Int32]] = [:]
  }

  init(
    _ features: BinnedFeatures, _ gradients: PackedGradients, _ settings: GrowthSettings,
    capacity: Int
  ) {
    self.features = features
    self.gradients = gradients
    self.settings = settings
    partition = RowPartition(capacity: capacity)
    builder = HistogramBuilder(features, gradients, rowCount: capacity)
  }

  /// The rows of the leaves of the last tree stand here.
  var rows: Storage<UInt32> { partition.rows }

  /// Adds a tree over the first `count` of `list`; leaves get no values yet.
  mutating func grow(
    _ ensemble: inout TreeEnsemble, _ list: Storage<UInt32>, count: Int,
    _ units: PackedGradients.Units, chosen: [Int], _ run: Run
  ) throws -> [Leaf] {
    partition.begin(list, count: count)
    for place in isFree.indices { isFree[place] = true }
    let search = SplitSearch(features: features, settings: settings, units: units)
    let root = ensemble.nodes.count
    ensemble.roots.append(root)
    add(&ensemble, cover: Double(count))
    let slot = take()
    try builder.fill(pool[slot], partition.rows.base, count: count, run)
    let node = SearchNode(sums: total(pool[slot]), rowCount: count)
    var leaves = [
      Open(
        node: root, rows: 0..<count, depth: 0, search: node, extraL2: 0, histogram: slot,
        split: search.best(pool[slot], node, chosen: chosen))
    ]
    while leaves.count < settings.leafCount {
      try run.checkpoint()
      var next: Int?
      for (place, leaf) in leaves.enumerated() {
        guard let gain = leaf.split?.gain else { continue }
        if gain > (next.flatMap { leaves[$0].split?.gain } ?? 0) { next = place }
      }
      guard let next else { break }
      let isLast = leaves.count + 1 == settings.leafCount
      guard
        let pair = try divide(
          &ensemble, &leaves[next], search, chosen, isLast: isLast, run)
      else { continue }
      leaves[next] = pair.0
      leaves.append(pair.1)
    }
    return leaves.map {
      Leaf(node: $0.node, rows: $0.rows, bounds: $0.search, extraL2: $0.extraL2)
    }
  }

  /// Divides the rows of a leaf; nil when exact counts forbid the split, then the leaf has another
  /// one or none.
  private mutating func divide(
    _ ensemble: inout TreeEnsemble, _ leaf: inout Open, _ search: SplitSearch, _ chosen: [Int],
    isLast: Bool, _ run: Run
  ) throws -> (Open, Open)? {
    guard let split = leaf.split else { return nil }
    let left = try partition.split(
      leaf.rows, by: features.column(split.feature), goesLeft: split.goesLeft, run)
    let right = leaf.rows.count - left
    if min(left, right) < settings.leastRows {
      // Of this feature the counts are looked up, and where that happens again and again, of all.
      for feature in leaf.counts.count < 4 ? [split.feature] : chosen {
        leaf.counts[feature] = try exactCounts(leaf.rows, feature, run)
      }
      leaf.split = leaf.histogram.flatMap {
        search.best(pool[$0], leaf.search, chosen: chosen, counts: leaf.counts)
      }
      return nil
    }
    let first = record(split, at: leaf.node, &ensemble, left: left, right: right)
    let (leftNode, rightNode) = children(of: leaf, split, left, search.units)
    let middle = leaf.rows.lowerBound + left
    var pair = (
      Open(
        node: first, rows: leaf.rows.lowerBound..<middle, depth: leaf.depth + 1, search: leftNode,
        extraL2: split.extraL2),
      Open(
        node: first + 1, rows: middle..<leaf.rows.upperBound, depth: leaf.depth + 1,
        search: rightNode, extraL2: split.extraL2)
    )
    let mayGrow =
      !isLast && leaf.depth + 1 < settings.maxDepth
      && max(left, right) >= 2 * settings.leastRows
    if mayGrow, let parent = leaf.histogram {
      try look(&pair, parent, search, chosen, run)
    } else if let parent = leaf.histogram {
      isFree[parent] = true
    }
    return pair
  }

  /// Histograms and best splits of two new leaves; the larger one takes its parent's place.
  private mutating func look(
    _ pair: inout (Open, Open), _ parent: Int, _ search: SplitSearch, _ chosen: [Int], _ run: Run
  ) throws {
    let slot = take()
    let leftIsSmall = pair.0.rows.count <= pair.1.rows.count
    let small = leftIsSmall ? pair.0 : pair.1
    let large = leftIsSmall ? pair.1 : pair.0
    try builder.fill(
      pool[slot], partition.rows.base + small.rows.lowerBound, count: small.rows.count, run)
    let (ownHistogram, rest) = (pool[slot], pool[parent])
    let (smallNode, largeNode) = (small.search, large.search)
    let least = 2 * settings.leastRows
    let work: @Sendable (Int) -> TreeSplit? = { side in
      if side == 1 {
        HistogramBuilder.subtract(ownHistogram, from: rest)
        return search.best(rest, largeNode, chosen: chosen)
      }
      return smallNode.rowCount < least ? nil : search.best(ownHistogram, smallNode, chosen: chosen)
    }
    let isWorthTasks = features.totalBins >= 2_048
    let found =
      try isWorthTasks
      ? Parallel.map(count: 2, chunk: 1) { work($0.lowerBound) } : [work(0), work(1)]
    if leftIsSmall {
      (pair.0.histogram, pair.1.histogram) = (slot, parent)
      (pair.0.split, pair.1.split) = (found[0], found[1])
    } else {
      (pair.0.histogram, pair.1.histogram) = (parent, slot)
      (pair.0.split, pair.1.split) = (found[1], found[0])
    }
  }

  /// Writes the split into the tree and gives the place of the left child.
  private func record(
    _ split: TreeSplit, at node: Int, _ ensemble: inout TreeEnsemble, left: Int, right: Int
  ) -> Int {
    let first = ensemble.nodes.count
    let bins = features.bins[split.feature]
    var set = Int32(-1)
    if split.isCategory {
      set = Int32(truncatingIfNeeded: ensemble.sets.count)
      ensemble.sets.append(split.goesLeft)
    }
    let isInside = 0 <= split.lastBin && split.lastBin < bins.bounds.count
    ensemble.nodes[node] = TreeNode(
      threshold: isInside ? bins.bounds[split.lastBin] : .infinity,
      feature: Int32(truncatingIfNeeded: split.feature), left: Int32(truncatingIfNeeded: first),
      set: set, lastBin: UInt8(clamping: split.lastBin), missingLeft: split.missingLeft)
    ensemble.gains[node] = split.gain
    add(&ensemble, cover: Double(left))
    add(&ensemble, cover: Double(right))
    return first
  }

  private func add(_ ensemble: inout TreeEnsemble, cover: Double) {
    ensemble.nodes.append(.leaf(at: ensemble.nodes.count))
    ensemble.values.append(0)
    ensemble.covers.append(cover)
    ensemble.gains.append(0)
  }

  /// What the search must know of both children. A feature with a direction parts their values at
  /// the mean of both.
  private func children(
    of leaf: Open, _ split: TreeSplit, _ left: Int, _ units: PackedGradients.Units
  ) -> (SearchNode, SearchNode) {
    let right = PackedSum(bits: leaf.search.sums.bits &- split.left.bits)
    var first = SearchNode(
      sums: split.left, rowCount: left, lower: leaf.search.lower, upper: leaf.search.upper)
    var second = SearchNode(
      sums: right, rowCount: leaf.rows.count - left, lower: leaf.search.lower,
      upper: leaf.search.upper)
    let direction = settings.direction(of: split.feature)
    guard direction != 0, !split.isCategory else { return (first, second) }
    let parts = [split.left, right].map { sum in
      settings.value(
        slope: Double(sum.slope) * units.slope, curvature: Double(sum.curvature) * units.curvature,
        in: leaf.search, extraL2: split.extraL2)
    }
    let middle = (parts[0] + parts[1]) / 2
    if direction > 0 {
      first.upper = middle
      second.lower = middle
    } else {
      first.lower = middle
      second.upper = middle
    }
    return (first, second)
  }

  private func exactCounts(
    _ range: Range<Int>, _ feature: Int, _ run: Run
  ) throws -> [Int32] {
    try run.checkpoint()
    var counts = [Int32](repeating: 0, count: features.bins[feature].binCount)
    let column = features.column(feature)
    for place in range { counts[Int(column[Int(partition.rows.base[place])])] += 1 }
    return counts
  }

  /// The sum of all rows: every feature has each of them in one bin.
  private func total(_ histogram: Storage<Int64>) -> PackedSum {
    var sum = PackedSum()
    for bin in 0..<features.offsets[1] { sum.bits &+= histogram.base[bin] }
    return sum
  }

  private mutating func take() -> Int {
    if let place = isFree.firstIndex(of: true) {
      isFree[place] = false
      return place
    }
    pool.append(Storage(count: features.totalBins, repeating: 0))
    isFree.append(false)
    return pool.count - 1
  }
}
