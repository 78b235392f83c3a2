/// How much each feature of a row adds to what trees say of it: exact Shapley values.
///
/// Lundberg, Erion, Lee 2018, "Consistent individualized feature attribution for tree ensembles",
/// algorithm 2: a feature that is not known sends a row down both sides, as many as training rows
/// went there. The contributions of a row and the base sum up to its score. Time grows with leaves
/// times the square of the depth.
package import Numerics
package import Support

/// What rows were told, feature by feature.
package struct TreeExplanation: Sendable, Equatable {
  /// The score of a row of which nothing is known.
  package let base: Double
  /// A line a row, a column a feature.
  package let contributions: Matrix
}

extension BoostedTrees {
  /// Contributions to one output, in the unit of its scores.
  ///
  /// - Parameter rows: the rows that are wanted; nil for all.
  package func explanation(
    _ features: TreeFeatures, rows: [Int]? = nil, output: Int = 0, _ run: Run
  ) throws -> TreeExplanation {
    precondition(output < firstScores.count, "an output of the model")
    let wanted = rows.map(features.rows) ?? features
    var values = [Double](repeating: 0, count: wanted.rowCount * trees.featureCount)
    try trees.addContributions(
      wanted, output: output, of: firstScores.count, into: &values, run)
    return TreeExplanation(
      base: firstScores[output] + trees.base(output: output, of: firstScores.count),
      contributions: Matrix(
        rowCount: wanted.rowCount, columnCount: trees.featureCount, values: values))
  }
}

extension TreeEnsemble {
  /// What the trees of an output say of a row of which nothing is known.
  package func base(output: Int = 0, of outputs: Int = 1) -> Double {
    roots.indices.filter { $0 % outputs == output }.reduce(0) { $0 + values[roots[$1]] }
  }

  /// Adds contributions to `values`, which has a place for every feature of every row.
  package func addContributions(
    _ features: TreeFeatures, output: Int = 0, of outputs: Int = 1, into values: inout [Double],
    _ run: Run
  ) throws {
    precondition(features.columns.count == featureCount, "the features of the fit")
    precondition(values.count == features.rowCount * featureCount, "a place for each")
    let depth = roots.indices.reduce(0) { max($0, self.depth(of: $1)) }
    let parts = try Parallel.map(count: features.rowCount, chunk: 64) { rows in
      try run.checkpoint()
      let block = Storage<Double>(count: rows.count * featureCount, repeating: 0)
      let sums = Storage<Double>(count: rows.count * featureCount, repeating: 0)
      fill(block.base, features, rows)
      var walk = ShapWalk(self, depth: depth)
      for row in 0..<rows.count {
        for (tree, root) in roots.enumerated() where tree % outputs == output {
          if tree & 15 == 0 { try run.checkpoint() }
          walk.add(root, block.base + row * featureCount, to: sums.base + row * featureCount)
        }
      }
      return sums
    }
    var place = 0
    for part in parts {
      for index in 0..<part.count { values[place + index] += part.base[index] }
      place += part.count
    }
  }

  /// Levels below the root of a tree.
  func depth(of tree: Int) -> Int {
    var deepest = 0
    var open = [(node: roots[tree], depth: 0)]
    while let (node, depth) = open.popLast() {
      deepest = max(deepest, depth)
      guard !isLeaf(node) else { continue }
      open.append((Int(nodes[node].left), depth + 1))
      open.append((Int(nodes[node].left) + 1, depth + 1))
    }
    return deepest
  }
}

/// One walk down all branches of a tree at once.
///
/// A path is a list of the features on the way, each once, with the share of training rows that go
/// on where the feature is not known (`zero`) and whether this row does where it is (`one`, 1 or
/// 0). The weights count the orders in which features can become known.
private struct ShapWalk {
  private struct Step {
    var feature: Int32 = -1
    var zero = 1.0
    var one = 1.0
    var weight = 1.0
  }

  private let trees: TreeEnsemble
  /// The paths of all levels one behind the other.
  private let paths: Storage<Step>
  /// One over each number: divisions were most of the time.
  private let inverse: Storage<Double>

  init(_ trees: TreeEnsemble, depth: Int) {
    self.trees = trees
    paths = Storage(count: (depth + 2) * (depth + 3) / 2 + 1, repeating: Step())
    inverse = Storage(count: depth + 3, repeating: 0)
    for number in 1..<depth + 3 { inverse.base[number] = 1 / Double(number) }
  }

  mutating func add(
    _ root: Int, _ row: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) {
    guard !trees.isLeaf(root) else { return }
    descend(root, row, sums, paths.base, 0, Step(feature: -1, zero: 1, one: 1, weight: 0))
  }

  /// `count` steps stand in `above`; `last` is the one that leads here.
  private func descend(
    _ node: Int, _ row: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>,
    _ above: UnsafeMutablePointer<Step>, _ count: Int, _ last: Step
  ) {
    let path = above + count
    if count > 0 { path.update(from: above, count: count) }
    extend(path, count, last)
    var count = count
    let left = Int(trees.nodes[node].left)
    if left == node {
      share(trees.values[node], path, count, sums)
      return
    }
    let feature = trees.nodes[node].feature
    let goesLeft = trees.goesLeft(trees.nodes[node], row)
    var before = Step()
    if let place = (0...count).first(where: { path[$0].feature == feature }) {
      before = path[place]
      remove(path, count, place)
      count -= 1
    }
    for child in [left, left + 1] {
      let share = trees.covers[child] / trees.covers[node]
      let isHot = (child == left) == goesLeft
      let step = Step(
        feature: feature, zero: share * before.zero, one: isHot ? before.one : 0, weight: 0)
      descend(child, row, sums, path, count + 1, step)
    }
  }

  /// Gives each feature of a path its part of a leaf's value.
  private func share(
    _ value: Double, _ path: UnsafeMutablePointer<Step>, _ count: Int,
    _ sums: UnsafeMutablePointer<Double>
  ) {
    guard count > 0 else { return }
    // The weights without a step the row does not take differ by its own share only.
    var cold = 0.0
    for place in 0..<count { cold += path[place].weight * inverse.base[count - place] }
    for place in 1...count {
      let step = path[place]
      let weight = step.one == 0 ? cold / step.zero : weightWithout(step.zero, path, count)
      sums[Int(step.feature)] += weight * Double(count + 1) * (step.one - step.zero) * value
    }
  }

  /// Appends a step behind `count` others.
  private func extend(_ path: UnsafeMutablePointer<Step>, _ count: Int, _ step: Step) {
    path[count] = step
    path[count].weight = count == 0 ? 1 : 0
    let (one, zero) = (step.one * inverse.base[count + 1], step.zero * inverse.base[count + 1])
    for place in stride(from: count - 1, through: 0, by: -1) {
      let weight = path[place].weight
      path[place + 1].weight += one * weight * Double(place + 1)
      path[place].weight = zero * weight * Double(count - place)
    }
  }

  /// Undoes the step at `place`; `count` is the place of the last one.
  private func remove(_ path: UnsafeMutablePointer<Step>, _ count: Int, _ place: Int) {
    let (one, zero) = (path[place].one, path[place].zero)
    let whole = Double(count + 1)
    if one != 0 {
      var next = path[count].weight
      for other in stride(from: count - 1, through: 0, by: -1) {
        let weight = path[other].weight
        path[other].weight = next * whole * inverse.base[other + 1]
        next = weight - path[other].weight * zero * Double(count - other) * inverse.base[count + 1]
      }
    } else {
      let scale = whole / zero
      for other in 0..<count { path[other].weight *= scale * inverse.base[count - other] }
    }
    for other in place..<count {
      path[other].feature = path[other + 1].feature
      path[other].zero = path[other + 1].zero
      path[other].one = path[other + 1].one
    }
  }

  /// The sum of the weights without a step that the row takes, over the length of the path.
  private func weightWithout(
    _ zero: Double, _ path: UnsafeMutablePointer<Step>, _ count: Int
  ) -> Double {
    var next = path[count].weight
    var total = 0.0
    for other in stride(from: count - 1, through: 0, by: -1) {
      let weight = next * inverse.base[other + 1]
      total += weight
      next = path[other].weight - weight * zero * Double(count - other)
    }
    return total
  }
}
