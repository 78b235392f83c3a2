/// Grows one tree by the impurity of its nodes, as single trees and forests want it.
///
/// Breiman and others 1984. Targets are 0 and 1, or numbers. A node is divided where the impurity
/// of both sides together falls most; of bounds that part the same rows the middle one is taken.
/// Each node may look at some features only, drawn anew. One grower serves one tree on one thread.
import Numerics
import Support

/// What makes a node impure.
package enum Impurity: Sendable, Equatable {
  /// The chance that two rows have different labels.
  case gini
  /// The information in a label, in bits.
  case entropy
  /// The variance of the target.
  case squaredError
}

struct CartSettings: Sendable {
  var impurity = Impurity.gini
  var maxDepth = Limits.treeDepth
  /// Rows of a leaf.
  var leastRows = 1
  /// Features a node may look at.
  var featuresPerNode = Int.max
}

struct CartGrower {
  /// Rows, weight, weight times target, weight times its square.
  typealias Sums = SIMD4<Double>

  let features: BinnedFeatures
  let settings: CartSettings
  /// Rows, weight and so on of each row; zero for rows that do not train.
  let rowSums: Storage<Sums>
  private let partition: RowPartition
  private let histogram: Storage<Sums>
  private var order: [Int]
  private var random: SeededRandom

  private struct Open {
    let node: Int
    let rows: Range<Int>
    let depth: Int
    let sums: Sums
  }

  struct Cut {
    var fall: Double
    var feature = 0
    var set = SIMD4<UInt64>()
    var lastBin = -1
    var missingLeft = false
    var left: Sums
  }

  init(
    _ features: BinnedFeatures, _ settings: CartSettings, _ rowSums: Storage<Sums>, capacity: Int,
    random: SeededRandom
  ) {
    self.features = features
    self.settings = settings
    self.rowSums = rowSums
    self.random = random
    partition = RowPartition(capacity: capacity)
    histogram = Storage(count: 256, repeating: Sums())
    order = Array(0..<features.featureCount)
  }

  /// Adds a tree over the first `count` of `list`, with the mean target in every node. Gives the
  /// impurity of each node, times its weight.
  mutating func grow(
    _ ensemble: inout TreeEnsemble, _ list: Storage<UInt32>, count: Int, _ run: Run
  ) throws -> [Double] {
    partition.begin(list, count: count)
    var impurities: [Double] = []
    ensemble.roots.append(ensemble.nodes.count)
    let all = try sums(0..<count, run)
    var open = [add(&ensemble, &impurities, 0..<count, depth: 0, all)]
    while let node = open.popLast() {
      try run.checkpoint()
      guard node.depth < settings.maxDepth, node.rows.count >= 2 * settings.leastRows,
        impurities[node.node - (ensemble.roots.last ?? 0)] > 1e-12 * (node.sums[3] + 1e-300),
        let cut = try bestCut(node.rows, node.sums, run)
      else { continue }
      let left = try partition.split(
        node.rows, by: features.column(cut.feature), goesLeft: cut.set, run)
      guard 0 < left, left < node.rows.count else { continue }
      record(cut, at: node.node, &ensemble)
      let middle = node.rows.lowerBound + left
      let first = add(
        &ensemble, &impurities, node.rows.lowerBound..<middle, depth: node.depth + 1, cut.left)
      let second = add(
        &ensemble, &impurities, middle..<node.rows.upperBound, depth: node.depth + 1,
        node.sums - cut.left)
      open += [second, first]
    }
    return impurities
  }

  private func sums(_ range: Range<Int>, _ run: Run) throws -> Sums {
    var all = Sums()
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 16) {
      try run.checkpoint()
      for place in start..<min(range.upperBound, start + 1 << 16) {
        all += rowSums.base[Int(partition.rows.base[place])]
      }
    }
    return all
  }

  private func add(
    _ ensemble: inout TreeEnsemble, _ impurities: inout [Double], _ rows: Range<Int>, depth: Int,
    _ sums: Sums
  ) -> Open {
    let node = ensemble.nodes.count
    ensemble.nodes.append(.leaf(at: node))
    ensemble.values.append(sums[1] > 0 ? sums[2] / sums[1] : 0)
    ensemble.covers.append(sums[1])
    ensemble.gains.append(0)
    impurities.append(impurity(sums))
    return Open(node: node, rows: rows, depth: depth, sums: sums)
  }

  private func record(_ cut: Cut, at node: Int, _ ensemble: inout TreeEnsemble) {
    let bins = features.bins[cut.feature]
    var set = Int32(-1)
    if bins.isCategory {
      set = Int32(truncatingIfNeeded: ensemble.sets.count)
      ensemble.sets.append(cut.set)
    }
    let isInside = 0 <= cut.lastBin && cut.lastBin < bins.bounds.count
    ensemble.nodes[node] = TreeNode(
      threshold: isInside ? bins.bounds[cut.lastBin] : .infinity,
      feature: Int32(truncatingIfNeeded: cut.feature),
      left: Int32(truncatingIfNeeded: ensemble.nodes.count), set: set,
      lastBin: UInt8(clamping: cut.lastBin), missingLeft: cut.missingLeft)
    ensemble.gains[node] = cut.fall
  }

  /// The impurity of a node times its weight.
  func impurity(_ sums: Sums) -> Double {
    let weight = sums[1]
    guard weight > 0 else { return 0 }
    switch settings.impurity {
    case .gini: return 2 * max(0, sums[2] * (1 - sums[2] / weight))
    case .squaredError: return max(0, sums[3] - sums[2] * sums[2] / weight)
    case .entropy:
      let share = min(1, max(0, sums[2] / weight))
      guard 0 < share, share < 1 else { return 0 }
      let nats = share * Math.log(share) + (1 - share) * Math.log1p(-share)
      return -weight * nats / 0.6931471805599453
    }
  }

  // MARK: - Where to cut

  private mutating func bestCut(_ rows: Range<Int>, _ sums: Sums, _ run: Run) throws -> Cut? {
    var best: Cut?
    var visited = 0
    var varied = 0
    let whole = impurity(sums)
    let isDrawn = settings.featuresPerNode < order.count
    while visited < order.count, visited < settings.featuresPerNode || varied == 0 {
      if isDrawn { order.swapAt(visited, visited + random.below(order.count - visited)) }
      let feature = order[visited]
      visited += 1
      if rows.count > 1 << 14 { try run.checkpoint() }
      let bins = features.bins[feature]
      let used = fill(feature, bins, rows)
      if used.count < 2 { continue }
      varied += 1
      let scan = CutScan(
        grower: self, histogram: histogram.base, node: sums, whole: whole, bins: bins)
      guard var cut = bins.isCategory ? scan.categories(used) : scan.numbers(used) else { continue }
      // Of equal falls the feature that stands first, whatever the order they are drawn in.
      if cut.fall > best?.fall ?? 0 || (cut.fall == best?.fall && feature < best?.feature ?? 0) {
        cut.feature = feature
        best = cut
      }
    }
    return best
  }

  /// Sums up the rows by bin and gives the bins that have some, ascending.
  private func fill(_ feature: Int, _ bins: FeatureBins, _ rows: Range<Int>) -> [Int] {
    let sums = histogram.base
    sums.update(repeating: Sums(), count: bins.binCount)
    let column = features.column(feature)
    for place in rows {
      let row = Int(partition.rows.base[place])
      sums[Int(column[row])] += rowSums.base[row]
    }
    return (0..<bins.binCount).filter { sums[$0][0] > 0 }
  }
}
