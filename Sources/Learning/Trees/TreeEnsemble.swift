/// Trees side by side in flat arrays, as boosting, forests and single trees all end.
///
/// Raw values are scored without bins: a node holds the bound itself. A leaf points to itself with
/// a bound that nothing exceeds, so that several rows can walk in step without asking who has
/// arrived.
package struct TreeNode: Sendable, Equatable {
  /// The value above which a row goes right; of a leaf infinite.
  package let threshold: Double
  package let feature: Int32
  /// The child on the left; the one on the right stands next to it. A leaf names itself.
  package let left: Int32
  /// Categories: the place of the set of bins that go left; -1 for numbers.
  package let set: Int32
  /// Numbers: the last bin that goes left.
  package let lastBin: UInt8
  package let missingLeft: Bool

  /// A node over a number; `left` is the place of its first child.
  package init(feature: Int, threshold: Double, left: Int, missingLeft: Bool = false) {
    self.init(
      threshold: threshold, feature: Int32(truncatingIfNeeded: feature),
      left: Int32(truncatingIfNeeded: left), set: -1, lastBin: .max, missingLeft: missingLeft)
  }

  init(
    threshold: Double, feature: Int32, left: Int32, set: Int32, lastBin: UInt8, missingLeft: Bool
  ) {
    self.threshold = threshold
    self.feature = feature
    self.left = left
    self.set = set
    self.lastBin = lastBin
    self.missingLeft = missingLeft
  }

  /// A leaf that stands at `place`.
  package static func leaf(at place: Int) -> TreeNode {
    TreeNode(
      threshold: .infinity, feature: 0, left: Int32(truncatingIfNeeded: place), set: -1,
      lastBin: .max, missingLeft: true)
  }
}

package struct TreeEnsemble: Sendable, Equatable {
  package internal(set) var nodes: [TreeNode] = []
  /// What a row that ends in a node is told; of inner nodes what it would be told there.
  package internal(set) var values: [Double] = []
  /// How many training rows came by, by their weight in the growth of the tree.
  package internal(set) var covers: [Double] = []
  /// What the split of each inner node gained.
  package internal(set) var gains: [Double] = []
  /// The first node of each tree.
  package internal(set) var roots: [Int] = []
  var sets: [SIMD4<UInt64>] = []
  /// For features of categories the bin of each code, and that of the missing.
  let codes: [FeatureBins?]

  package let featureCount: Int

  init(_ features: BinnedFeatures) {
    featureCount = features.featureCount
    codes = features.bins.map { $0.isCategory ? $0 : nil }
  }

  /// Trees over numbers that were grown elsewhere.
  ///
  /// - Precondition: every list has an entry a node, and children come after their parents, the one
  ///   on the right next to the one on the left.
  package init(
    featureCount: Int, nodes: [TreeNode], values: [Double], covers: [Double], roots: [Int]
  ) {
    precondition(
      nodes.count == values.count && nodes.count == covers.count, "an entry for each node")
    self.featureCount = featureCount
    self.nodes = nodes
    self.values = values
    self.covers = covers
    self.roots = roots
    gains = [Double](repeating: 0, count: nodes.count)
    codes = [FeatureBins?](repeating: nil, count: featureCount)
    fillInner(from: 0)
  }

  package var treeCount: Int { roots.count }

  /// Inner nodes from `first` on are told what their children are told, by how many rows went
  /// there.
  mutating func fillInner(from first: Int) {
    for node in (first..<nodes.count).reversed() where !isLeaf(node) {
      let left = Int(nodes[node].left)
      let (a, b) = (covers[left], covers[left + 1])
      values[node] = (a * values[left] + b * values[left + 1]) / (a + b)
    }
  }

  package func isLeaf(_ node: Int) -> Bool { Int(nodes[node].left) == node }

  /// Keeps the first trees only.
  mutating func truncate(toTrees count: Int) {
    guard count < roots.count else { return }
    let end = roots[count]
    nodes.removeSubrange(end...)
    values.removeSubrange(end...)
    covers.removeSubrange(end...)
    gains.removeSubrange(end...)
    roots.removeSubrange(count...)
  }

  /// Adds trees of another ensemble over the same features, all their values times `share`.
  mutating func append(_ other: TreeEnsemble, share: Double) {
    let first = nodes.count
    let firstSet = sets.count
    for node in other.nodes {
      nodes.append(
        TreeNode(
          threshold: node.threshold, feature: node.feature,
          left: node.left + Int32(truncatingIfNeeded: first),
          set: node.set < 0 ? -1 : node.set + Int32(truncatingIfNeeded: firstSet),
          lastBin: node.lastBin, missingLeft: node.missingLeft))
    }
    values += other.values.map { $0 * share }
    covers += other.covers
    gains += other.gains
    roots += other.roots.map { $0 + first }
    sets += other.sets
  }

  /// What the splits of each feature gained, and how many there are.
  package var importances: [FeatureImportance] {
    var found = [FeatureImportance](repeating: FeatureImportance(), count: featureCount)
    for (place, node) in nodes.enumerated() where Int(node.left) != place {
      found[Int(node.feature)].gain += gains[place]
      found[Int(node.feature)].splitCount += 1
    }
    return found
  }

  /// The leaf a binned row ends in.
  func leaf(of row: Int, root: Int, _ features: BinnedFeatures) -> Int {
    var place = root
    while true {
      let node = nodes[place]
      let left = Int(node.left)
      if left == place { return place }
      let feature = Int(node.feature)
      let bin = features.columns.base[feature * features.rowCount + row]
      let goesLeft: Bool
      if node.set >= 0 {
        goesLeft = sets[Int(node.set)].holds(bin)
      } else if features.bins[feature].hasMissing, bin == features.bins[feature].missingBin {
        goesLeft = node.missingLeft
      } else {
        goesLeft = bin <= node.lastBin
      }
      place = goesLeft ? left : left + 1
    }
  }

  /// Whether a row goes left at a node.
  package func goesLeft(_ node: TreeNode, ofRow row: Int, in features: TreeFeatures) -> Bool {
    var values = [Double](repeating: 0, count: featureCount)
    return values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return true }
      fill(base, features, row..<row + 1)
      return goesLeft(node, base)
    }
  }

  /// Whether a row goes left at a node, by the row's values with categories as bins.
  func goesLeft(_ node: TreeNode, _ row: UnsafePointer<Double>) -> Bool {
    let value = row[Int(node.feature)]
    if node.set >= 0 { return sets[Int(node.set)].holds(UInt8(value)) }
    return node.missingLeft ? !(value > node.threshold) : value <= node.threshold
  }
}

/// How much a feature was used.
package struct FeatureImportance: Sendable, Equatable {
  package var gain = 0.0
  package var splitCount = 0
}
