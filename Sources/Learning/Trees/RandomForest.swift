/// Many trees on rows drawn with replacement, each node looking at some features; their mean.
///
/// Breiman 2001. Rows that a tree has not seen judge it: out of bag every row is told the mean of
/// the trees that did not train on it.
import Numerics
package import Support

package struct RandomForest: Sendable, Equatable {
  /// Labels 0 and 1 for `gini` and `entropy`, numbers for `squaredError`.
  package var impurity = Impurity.gini
  package var treeCount = 200
  package var maxDepth: Int?
  /// Rows of a leaf; more where the trees would take more than `Limits.forestNodes` nodes.
  package var leastRows = 1
  /// Features a node may look at; nil for the square root of all, of numbers a third.
  package var featuresPerNode: Int?
  package var seed: UInt64 = 42

  package init() {}

  package func fit(
    _ features: BinnedFeatures, targets: [Double], weights: [Double]? = nil, rows: [Int]? = nil,
    progress: ClosedRange<Double>? = 0...1, _ run: Run
  ) throws -> TreeMeans {
    guard 1 <= treeCount, treeCount <= Limits.trees else {
      throw FitError.badSetting(name: "treeCount")
    }
    guard leastRows >= 1 else { throw FitError.badSetting(name: "leastRows") }
    let rows = rows ?? Array(0..<features.rowCount)
    let settings = try CartRows.settings(
      impurity, maxDepth: maxDepth, leastRows: leastRows(for: rows.count),
      perNode: try perNode(features.featureCount))
    let cart = try CartRows(targets, weights, rows, impurity)
    if let progress {
      run.report(
        progress.lowerBound, Phrase(en: "growing \(treeCount) trees", zh: "正在生长\(treeCount)棵树"))
    }
    let grown = try Parallel.map(count: treeCount, chunk: 1) { part in
      try tree(part.lowerBound, features, settings, cart, rows, run)
    }
    var trees = TreeEnsemble(features)
    let share = 1 / Double(treeCount)
    for one in grown {
      try run.checkpoint()
      trees.append(one.trees, share: share)
    }
    let outOfBag = try Parallel.map(count: rows.count, chunk: 1 << 12) { part in
      try run.checkpoint()
      return part.map { rowOutOfBag(rows[$0], $0, grown, features) }
    }.flatMap { $0 }
    return TreeMeans(trees: trees, range: cart.range, outOfBag: outOfBag)
  }

  private func perNode(_ featureCount: Int) throws(FitError) -> Int {
    guard let featuresPerNode else {
      let count = Double(featureCount)
      return max(1, Int(impurity == .squaredError ? count / 3 : count.squareRoot()))
    }
    guard 1 <= featuresPerNode, featuresPerNode <= featureCount else {
      throw .badSetting(name: "featuresPerNode")
    }
    return featuresPerNode
  }

  /// So many that all trees together stay within the limit: of a sample with replacement about 63 %
  /// of the rows are in it.
  private func leastRows(for count: Int) -> Int {
    let nodes = 2 * 0.64 * Double(count) * Double(treeCount)
    return max(leastRows, Int((nodes / Double(Limits.forestNodes)).rounded(.up)))
  }

  private struct Grown: Sendable {
    let trees: TreeEnsemble
    /// A bit for each place in the list of rows: whether the tree has seen it.
    let seen: [UInt64]
  }

  private func tree(
    _ place: Int, _ features: BinnedFeatures, _ settings: CartSettings, _ cart: CartRows,
    _ rows: [Int], _ run: Run
  ) throws -> Grown {
    try run.checkpoint()
    var random = SeededRandom(seed: seed, stream: place)
    var times = [Int32](repeating: 0, count: rows.count)
    for _ in rows { times[random.below(rows.count)] += 1 }
    try run.checkpoint()
    var seen = [UInt64](repeating: 0, count: rows.count / 64 + 1)
    let list = Storage<UInt32>(count: rows.count, repeating: 0)
    var drawn: [(row: Int, times: Double)] = []
    for (place, row) in rows.enumerated() where times[place] > 0 {
      seen[place >> 6] |= 1 << UInt64(place & 63)
      list.base[drawn.count] = UInt32(truncatingIfNeeded: row)
      drawn.append((row, Double(times[place])))
    }
    var grower = CartGrower(
      features, settings, cart.sums(drawn), capacity: drawn.count, random: random)
    var trees = TreeEnsemble(features)
    _ = try grower.grow(&trees, list, count: drawn.count, run)
    cart.restore(&trees)
    return Grown(trees: trees, seen: seen)
  }

  private func rowOutOfBag(
    _ row: Int, _ place: Int, _ grown: [Grown], _ features: BinnedFeatures
  ) -> Double? {
    var sum = 0.0
    var count = 0
    for one in grown where one.seen[place >> 6] >> UInt64(place & 63) & 1 == 0 {
      sum += one.trees.values[one.trees.leaf(of: row, root: 0, features)]
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }
}
