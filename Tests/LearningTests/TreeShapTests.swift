/// Contributions of trees: against every subset of features, and the peers' fixture.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct TreeShapTests {
  /// Numbers with missing cells, and a column of categories.
  private func sample(
    _ count: Int, seed: UInt64
  ) throws -> (features: TreeFeatures, labels: [Double]) {
    var random = SeededRandom(seed: seed)
    var columns = (0..<4).map { _ in [Double](repeating: 0, count: count) }
    var codes = [Int32](repeating: 0, count: count)
    var labels = [Double](repeating: 0, count: count)
    for row in 0..<count {
      for place in 0..<4 { columns[place][row] = random.normal() }
      codes[row] = Int32(random.below(9)) - 1
      let odds =
        columns[0][row] * columns[1][row] + (codes[row] % 3 == 0 ? 1.0 : -0.5) + columns[2][row]
      labels[row] = random.unit() < Math.sigmoid(odds) ? 1 : 0
      if random.unit() < 0.2 { columns[2][row] = .nan }
    }
    let numbers = columns.map { TreeFeatures.Column.numbers($0) }
    return (try TreeFeatures(numbers + [.categories(codes, count: 8)]), labels)
  }

  private func model(
    _ features: TreeFeatures, _ labels: [Double], trees: Int, leaves: Int
  ) throws -> BoostedTrees {
    var wish = HistogramBoosting()
    wish.treeCount = trees
    wish.leafCount = leaves
    return try wish.fit(BinnedFeatures(features, Run()), targets: labels, Run())
  }

  /// What a tree says of a row of which only some features are known.
  private func known(
    _ trees: TreeEnsemble, _ node: Int, _ row: TreeFeatures, _ features: Set<Int>
  ) throws -> Double {
    if trees.isLeaf(node) { return trees.values[node] }
    let split = trees.nodes[node]
    let left = Int(split.left)
    if features.contains(Int(split.feature)) {
      let side = trees.goesLeft(split, ofRow: 0, in: row) ? left : left + 1
      return try known(trees, side, row, features)
    }
    let sides = try [left, left + 1].map { try known(trees, $0, row, features) * trees.covers[$0] }
    return (sides[0] + sides[1]) / (trees.covers[left] + trees.covers[left + 1])
  }

  @Test func `contributions are those of all subsets of features`() throws {
    let (features, labels) = try sample(1_500, seed: 3)
    let model = try model(features, labels, trees: 4, leaves: 12)
    let found = try model.explanation(features, rows: Array(0..<40), Run())
    let width = 5
    let factorials = [1.0, 1, 2, 6, 24, 120]
    for row in 0..<40 {
      let own = features.rows([row])
      let values = try (0..<1 << width).map { subset -> Double in
        let names = Set((0..<width).filter { subset >> $0 & 1 == 1 })
        return try model.trees.roots.reduce(0) { try $0 + known(model.trees, $1, own, names) }
      }
      for feature in 0..<width {
        var sum = 0.0
        for subset in 0..<1 << width where subset >> feature & 1 == 0 {
          let size = subset.nonzeroBitCount
          let weight = factorials[size] * factorials[width - size - 1] / factorials[width]
          sum += weight * (values[subset | 1 << feature] - values[subset])
        }
        #expect(abs(found.contributions[row, feature] - sum) < 1e-9)
      }
      #expect(abs(found.base - model.firstScores[0] - values[0]) < 1e-9)
    }
    let used = Set(
      model.trees.nodes.indices.filter { !model.trees.isLeaf($0) }.map {
        model.trees.nodes[$0].feature
      })
    #expect(used.isSuperset(of: [0, 1, 2, 4]))
  }

  @Test func `contributions and base are the score`() throws {
    let (features, labels) = try sample(3_000, seed: 5)
    let model = try model(features, labels, trees: 60, leaves: 31)
    let found = try model.explanation(features, Run())
    let scores = try model.scores(features, Run())
    for row in 0..<3_000 {
      let sum = found.contributions.row(row).reduce(found.base, +)
      #expect(abs(sum - scores[row]) < 1e-9)
    }
    let one = try model.explanation(features, rows: [1_234], Run())
    #expect(Array(one.contributions.values) == Array(found.contributions.row(1_234)))
  }

  @Test func `each class has its own contributions`() throws {
    let x = ClusterData.blobs(300, 3, 3, seed: 6)
    let features = try TreeFeatures(x)
    var wish = HistogramBoosting(objective: .softmax(classCount: 3))
    wish.treeCount = 8
    let labels = (0..<300).map { Double($0 % 3) }
    let model = try wish.fit(BinnedFeatures(features, Run()), targets: labels, Run())
    let scores = try model.scores(features, Run())
    for output in 0..<3 {
      let found = try model.explanation(features, output: output, Run())
      for row in 0..<300 {
        let sum = found.contributions.row(row).reduce(found.base, +)
        #expect(abs(sum - scores[row * 3 + output]) < 1e-9)
      }
    }
  }

  @Test func `a chain as deep as trees may be is explained`() throws {
    let depth = Limits.treeDepth
    var nodes: [TreeNode] = []
    var covers: [Double] = []
    for level in 0..<depth {
      nodes.append(TreeNode(feature: level % 3, threshold: Double(level), left: 2 * level + 1))
      covers.append(Double(depth - level + 1))
      nodes.append(.leaf(at: 2 * level + 1))
      covers.append(1)
    }
    // The leaf of each level stands before the next level's node.
    nodes.append(.leaf(at: 2 * depth))
    covers.append(1)
    let trees = TreeEnsemble(
      featureCount: 3, nodes: nodes, values: nodes.indices.map { Double($0) }, covers: covers,
      roots: [0])
    let row = try TreeFeatures([.numbers([300]), .numbers([40]), .numbers([300])])
    var values = [0.0, 0, 0]
    try trees.addContributions(row, into: &values, Run())
    // Only the second feature sends the row left, at the first level whose number it is below.
    let level = (0..<depth).first { $0 % 3 == 1 && 40 <= $0 } ?? 0
    #expect(abs(values.reduce(trees.base(), +) - Double(2 * level + 1)) < 1e-6)
  }

  @Test(.enabled(if: Repository.hasShared, "needs the data sets beside the repository"))
  func `LightGBM's own five trees get LightGBM's own contributions`() throws {
    let fixture = try value(Repository.reference("churn.json"), "results.telco.tree_shap_fixture")
    let names = try PeerDesign.churn("telco").names
    let (nodes, leaves, covers, roots) = grow(value(fixture, "trees") as? [Any] ?? [], names)
    let trees = TreeEnsemble(
      featureCount: names.count, nodes: nodes, values: leaves, covers: covers, roots: roots)
    #expect(trees.treeCount == 5)
    let rows = value(fixture, "rows") as? [Any] ?? []
    #expect(rows.count == 5)
    for row in rows {
      let shap = value(row, "shap") as? [String: Any] ?? [:]
      let x = value(row, "x") as? [String: Any] ?? [:]
      let numbers = names.map { (x[$0] as? NSNumber)?.doubleValue ?? 0 }
      let features = try TreeFeatures(numbers.map { .numbers([$0]) })
      var found = [Double](repeating: 0, count: names.count)
      try trees.addContributions(features, into: &found, Run())
      for (place, name) in names.enumerated() {
        let expected = (shap[name] as? NSNumber)?.doubleValue ?? 0
        #expect(abs(found[place] - expected) < 1e-9, "\(name)")
      }
      #expect(abs(trees.base() - (number(row, "base") ?? 0)) < 1e-9)
    }
  }

  /// The fixture's trees as flat lists, each node before its children.
  private func grow(
    _ trees: [Any], _ names: [String]
  ) -> (nodes: [TreeNode], values: [Double], covers: [Double], roots: [Int]) {
    var nodes: [TreeNode] = []
    var (values, covers): ([Double], [Double]) = ([], [])
    var roots: [Int] = []
    func add(_ tree: Any?) {
      nodes.append(.leaf(at: nodes.count))
      values.append(number(tree, "leaf") ?? 0)
      covers.append(number(tree, "cover") ?? 0)
    }
    for tree in trees {
      roots.append(nodes.count)
      add(tree)
      var open = [(tree as Any?, nodes.count - 1)]
      while !open.isEmpty {
        let (node, place) = open.removeFirst()
        guard let name = value(node, "feature") as? String, let feature = names.firstIndex(of: name)
        else { continue }
        let first = nodes.count
        nodes[place] = TreeNode(
          feature: feature, threshold: number(node, "threshold") ?? 0, left: first)
        for side in ["left", "right"] {
          add(value(node, side))
          open.append((value(node, side), nodes.count - 1))
        }
      }
    }
    return (nodes, values, covers, roots)
  }
}
