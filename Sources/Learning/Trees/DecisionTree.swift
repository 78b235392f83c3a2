/// One tree that can be read: grown by impurity, and cut back where leaves do not pay.
import Numerics
package import Support

package struct DecisionTree: Sendable, Equatable {
  /// Labels 0 and 1 for `gini` and `entropy`, numbers for `squaredError`.
  package var impurity = Impurity.gini
  /// Levels below the root; nil for as many as there may be.
  package var maxDepth: Int?
  /// Rows of a leaf.
  package var leastRows = 1
  /// What a leaf must save in impurity, as a share of the weight of all rows; 0 cuts nothing back.
  package var alpha = 0.0

  package init() {}

  package func fit(
    _ features: BinnedFeatures, targets: [Double], weights: [Double]? = nil, rows: [Int]? = nil,
    _ run: Run
  ) throws -> TreeMeans {
    guard alpha >= 0, alpha.isFinite else { throw FitError.badSetting(name: "alpha") }
    let rows = rows ?? Array(0..<features.rowCount)
    let settings = try CartRows.settings(
      impurity, maxDepth: maxDepth, leastRows: leastRows, perNode: .max)
    let cart = try CartRows(targets, weights, rows, impurity)
    var grower = CartGrower(
      features, settings, cart.sums(rows.map { ($0, 1) }), capacity: rows.count,
      random: SeededRandom(seed: 0))
    var trees = TreeEnsemble(features)
    let list = Storage<UInt32>(count: rows.count, repeating: 0)
    for (place, row) in rows.enumerated() { list.base[place] = UInt32(truncatingIfNeeded: row) }
    let impurities = try grower.grow(&trees, list, count: rows.count, run)
    if alpha > 0 { trees = trees.pruned(impurities, alpha: alpha) }
    cart.restore(&trees)
    return TreeMeans(trees: trees, range: cart.range, outOfBag: [])
  }
}

/// The targets and weights of rows, checked.
struct CartRows: Sendable {
  let targets: [Double]
  let weights: [Double]?
  /// The least and the largest target.
  let range: ClosedRange<Double>
  /// Numbers are taken from their mean, so that squares do not swallow differences.
  let centre: Double

  init(
    _ targets: [Double], _ weights: [Double]?, _ rows: [Int], _ impurity: Impurity
  ) throws(FitError) {
    guard !rows.isEmpty else { throw .tooFewRows(have: 0, need: 1) }
    if let weights {
      guard weights.allSatisfy({ $0 >= 0 && $0 <= Limits.cellMagnitude }),
        rows.contains(where: { weights[$0] > 0 })
      else { throw .badSetting(name: "weights") }
    }
    if impurity == .squaredError {
      guard targets.allSatisfy({ abs($0) <= Limits.cellMagnitude }) else { throw .tooLarge }
      centre = rows.map { targets[$0] }.pairwiseSum / Double(rows.count)
    } else {
      guard targets.allSatisfy({ $0 == 0 || $0 == 1 }) else { throw .badSetting(name: "targets") }
      centre = 0
    }
    let own = rows.map { targets[$0] }
    range = (own.min() ?? 0)...(own.max() ?? 0)
    self.targets = targets
    self.weights = weights
  }

  static func settings(
    _ impurity: Impurity, maxDepth: Int?, leastRows: Int, perNode: Int
  ) throws(FitError) -> CartSettings {
    guard maxDepth.map({ 1 <= $0 && $0 <= Limits.treeDepth }) ?? true else {
      throw .badSetting(name: "maxDepth")
    }
    guard leastRows >= 1 else { throw .badSetting(name: "leastRows") }
    return CartSettings(
      impurity: impurity, maxDepth: maxDepth ?? Limits.treeDepth, leastRows: leastRows,
      featuresPerNode: perNode)
  }

  /// What each row adds to sums, by how often it was drawn.
  func sums(_ drawn: [(row: Int, times: Double)]) -> Storage<CartGrower.Sums> {
    let sums = Storage(count: targets.count, repeating: CartGrower.Sums())
    for (row, times) in drawn {
      let weight = times * (weights?[row] ?? 1)
      let target = targets[row] - centre
      sums.base[row] = [1, weight, weight * target, weight * target * target]
    }
    return sums
  }

  /// Brings the values of leaves back to where the targets were.
  func restore(_ trees: inout TreeEnsemble) {
    guard centre != 0 else { return }
    for node in trees.values.indices { trees.values[node] += centre }
  }
}

extension TreeEnsemble {
  /// The smallest part of a single tree whose impurity plus `alpha` a leaf is least.
  ///
  /// Breiman and others 1984, chapter 3. Impurities are of all nodes, times their weights.
  func pruned(_ impurities: [Double], alpha: Double) -> TreeEnsemble {
    let whole = max(1e-300, covers[0])
    var costs = impurities.map { $0 / whole + alpha }
    var isEnd = nodes.indices.map { isLeaf($0) }
    for node in nodes.indices.reversed() where !isEnd[node] {
      let left = Int(nodes[node].left)
      let below = costs[left] + costs[left + 1]
      if costs[node] <= below * (1 + 1e-12) { isEnd[node] = true } else { costs[node] = below }
    }
    var kept = self
    kept.nodes = [.leaf(at: 0)]
    kept.values = [values[0]]
    kept.covers = [covers[0]]
    kept.gains = [0]
    var open = [(old: 0, new: 0)]
    while let (old, new) = open.popLast() {
      if isEnd[old] { continue }
      let node = nodes[old]
      let first = kept.nodes.count
      kept.nodes[new] = TreeNode(
        threshold: node.threshold, feature: node.feature, left: Int32(truncatingIfNeeded: first),
        set: node.set, lastBin: node.lastBin, missingLeft: node.missingLeft)
      kept.gains[new] = gains[old]
      for side in 0..<2 {
        let child = Int(node.left) + side
        kept.nodes.append(.leaf(at: first + side))
        kept.values.append(values[child])
        kept.covers.append(covers[child])
        kept.gains.append(0)
        open.append((child, first + side))
      }
    }
    return kept
  }
}
