/// One fit of boosted trees: the state that goes from round to round.
import Numerics
import Support

struct BoostingFit {
  private let wish: HistogramBoosting
  private let features: BinnedFeatures
  private let loss: BoostingLoss
  /// The rows that train, ascending, and those only watched.
  private let training: [Int]
  private let validation: [Int]
  private let validationWeights: [Double]?
  private let gradients: PackedGradients
  private let scores: Storage<Double>
  private let bag: Storage<UInt32>
  private let first: [Double]
  private var grower: TreeGrower
  private var trees: TreeEnsemble
  private var random: SeededRandom
  /// Training rows the last tree did not see.
  private var left: [Int] = []

  init(
    _ wish: HistogramBoosting, _ features: BinnedFeatures, _ targets: [Double],
    _ weights: [Double]?, _ rows: [Int], _ validation: [Int]
  ) {
    let count = features.rowCount
    self.wish = wish
    self.features = features
    self.validation = validation
    validationWeights = weights
    training = rows
    var own = [Double](repeating: 0, count: count)
    for row in rows { own[row] = weights?[row] ?? 1 }
    loss = BoostingLoss(objective: wish.objective, targets: targets, weights: own)
    let first = loss.firstScores()
    self.first = first
    gradients = PackedGradients(rowCount: count)
    let scores = Storage<Double>(count: count * first.count, repeating: first[0])
    if first.count > 1 {
      for place in 0..<scores.count { scores.base[place] = first[place % first.count] }
    }
    self.scores = scores
    bag = Storage(count: training.count, repeating: 0)
    grower = TreeGrower(features, gradients, wish.growth, capacity: training.count)
    trees = TreeEnsemble(features)
    random = SeededRandom(seed: wish.seed)
  }

  mutating func run(_ progress: ClosedRange<Double>?, _ run: Run) throws -> BoostedTrees {
    var losses: [Double] = []
    var best = (round: 0, loss: loss.mean(scores, of: validation, weights: validationWeights))
    for round in 0..<wish.treeCount {
      if let progress {
        let share = Double(round) / Double(wish.treeCount)
        run.report(
          progress.lowerBound + share * (progress.upperBound - progress.lowerBound),
          Phrase(en: "growing tree \(round + 1)", zh: "正在生长第\(round + 1)棵树"))
      }
      let size = drawRows()
      for output in 0..<loss.outputs { try addTree(output, size, run) }
      guard !validation.isEmpty else { continue }
      try run.checkpoint()
      let value = loss.mean(scores, of: validation, weights: validationWeights)
      losses.append(value)
      if value < best.loss { best = (round + 1, value) }
      if let patience = wish.patience, round + 1 - best.round >= patience { break }
    }
    if wish.patience != nil, !validation.isEmpty {
      trees.truncate(toTrees: best.round * loss.outputs)
    }
    return BoostedTrees(
      objective: wish.objective, firstScores: first, trees: trees, validationLosses: losses)
  }

  /// Chooses the rows of the next trees and says how many they are.
  private mutating func drawRows() -> Int {
    guard wish.rowShare < 1 else {
      for (place, row) in training.enumerated() {
        bag.base[place] = UInt32(truncatingIfNeeded: row)
      }
      return training.count
    }
    let wanted = max(1, Int((Double(training.count) * wish.rowShare).rounded()))
    left.removeAll(keepingCapacity: true)
    var taken = 0
    for (place, row) in training.enumerated() {
      let rest = training.count - place
      if random.below(rest) < wanted - taken {
        bag.base[taken] = UInt32(truncatingIfNeeded: row)
        taken += 1
      } else {
        left.append(row)
      }
    }
    return taken
  }

  private mutating func addTree(_ output: Int, _ size: Int, _ run: Run) throws {
    let totals = try loss.fill(gradients, scores, output: output, run)
    let units = try gradients.pack(totals, seed: random.next(), run)
    let root = trees.nodes.count
    let leaves = try grower.grow(
      &trees, bag, count: size, units, chosen: chosenFeatures(), run)
    let values = try leafValues(leaves, size, run)
    for (leaf, value) in zip(leaves, values) { trees.values[leaf.node] = value }
    try raise(leaves, values, output, size, run)
    try raise(left, root, output, run)
    try raise(validation, root, output, run)
    trees.fillInner(from: root)
  }

  private mutating func chosenFeatures() -> [Int] {
    let count = features.featureCount
    guard wish.featureShare < 1 else { return Array(0..<count) }
    let wanted = max(1, Int((Double(count) * wish.featureShare).rounded()))
    var order = Array(0..<count)
    random.shuffle(&order)
    return order.prefix(wanted).sorted()
  }

  /// The value of each leaf from the unrounded slopes and curvatures of its rows, in their order.
  private func leafValues(
    _ leaves: [TreeGrower.Leaf], _ size: Int, _ run: Run
  ) throws -> [Double] {
    let growth = wish.growth
    let rows = grower.rows
    let rate = wish.learningRate
    return try Parallel.map(count: leaves.count, chunk: size < 1 << 15 ? leaves.count : 1) { part in
      try part.map { place in
        let leaf = leaves[place]
        var (slope, curvature) = (0.0, 0.0)
        for start in stride(from: leaf.rows.lowerBound, to: leaf.rows.upperBound, by: 1 << 16) {
          try run.checkpoint()
          for index in start..<min(leaf.rows.upperBound, start + 1 << 16) {
            let row = Int(rows.base[index])
            slope += gradients.slopes.base[row]
            curvature += gradients.curvatures.base[row]
          }
        }
        return rate
          * growth.value(
            slope: slope, curvature: curvature, in: leaf.bounds, extraL2: leaf.extraL2)
      }
    }.flatMap { $0 }
  }

  /// Adds the values of leaves to the scores of the rows that stand in them.
  private func raise(
    _ leaves: [TreeGrower.Leaf], _ values: [Double], _ output: Int, _ size: Int, _ run: Run
  ) throws {
    let rows = grower.rows
    let outputs = loss.outputs
    _ = try Parallel.map(count: leaves.count, chunk: size < 1 << 15 ? leaves.count : 1) { part in
      for place in part {
        try run.checkpoint()
        let value = values[place]
        for index in leaves[place].rows {
          scores.base[Int(rows.base[index]) &* outputs &+ output] += value
        }
      }
    }
  }

  /// The same for rows the tree has not seen.
  private func raise(_ rows: [Int], _ root: Int, _ output: Int, _ run: Run) throws {
    guard !rows.isEmpty else { return }
    let outputs = loss.outputs
    _ = try Parallel.map(count: rows.count, chunk: 1 << 14) { part in
      try run.checkpoint()
      for place in part {
        let row = rows[place]
        scores.base[row * outputs + output] +=
          trees.values[trees.leaf(of: row, root: root, features)]
      }
    }
  }
}
