/// Boosted trees: against a plain search over all splits, and what each setting promises.
import Learning
import Numerics
import Support
import Testing

@Suite struct BoostingTests {
  private func sample(_ count: Int, seed: UInt64, width: Int = 4) -> (Matrix, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: width,
      values: (0..<(count * width)).map { _ in (random.normal() * 8).rounded() / 4 })
    let y = (0..<count).map { row -> Double in
      let odds = 0.4 + x[row, 0] - 1.5 * x[row, 1] * x[row, 2]
      return random.unit() < Math.sigmoid(odds) ? 1 : 0
    }
    return (x, y)
  }

  private func fit(
    _ wish: HistogramBoosting, _ x: Matrix, _ y: [Double], weights: [Double]? = nil,
    validation: [Int] = [], _ run: Run = Run()
  ) throws -> BoostedTrees {
    try wish.fit(
      BinnedFeatures(TreeFeatures(x), run), targets: y, weights: weights, validation: validation,
      run)
  }

  private func predictions(_ model: BoostedTrees, _ x: Matrix) throws -> [Double] {
    try model.predictions(TreeFeatures(x), Run())
  }

  @Test(arguments: [3, 8, 40])
  func `trees are those of a search over every split`(leaves: Int) throws {
    var random = SeededRandom(seed: 2)
    // So few values that each has a bin of its own.
    let x = Matrix(
      rowCount: 300, columnCount: 4, values: (0..<1_200).map { _ in Double(random.below(9)) / 2 })
    let y = (0..<300).map { x[$0, 0] * 3 + x[$0, 1] * x[$0, 3] + random.normal() }
    var wish = HistogramBoosting(objective: .squaredError)
    wish.treeCount = 6
    wish.leafCount = leaves
    wish.leastRows = 5
    wish.learningRate = 0.3
    wish.l2 = 0.7
    let found = try fit(wish, x, y).scores(TreeFeatures(x), Run())
    let plain = PlainBoosting(leaves: leaves, leastRows: 5, rate: 0.3, l2: 0.7)
    let expected = plain.scores(x, y, rounds: 6)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func `log-odds of one tree are a Newton step from the rate`() throws {
    let (x, y) = sample(500, seed: 4)
    var wish = HistogramBoosting()
    wish.treeCount = 1
    wish.leafCount = 2
    let model = try fit(wish, x, y)
    let scores = try model.scores(TreeFeatures(x), Run())
    let rate = y.reduce(0, +) / 500
    for value in Set(scores) {
      let own = y.indices.filter { scores[$0] == value }
      let share = own.reduce(0.0) { $0 + y[$1] } / Double(own.count)
      let step = 0.1 * (share - rate) / (rate * (1 - rate))
      #expect(abs(value - Math.logit(rate) - step) < 1e-12)
    }
    #expect(Set(scores).count == 2)
  }

  @Test func `what training saw in bins is what raw rows are told`() throws {
    let (x, y) = sample(3_000, seed: 6)
    var wish = HistogramBoosting()
    wish.treeCount = 30
    wish.rowShare = 0.6
    let watched = (0..<3_000).filter { $0 % 3 == 0 }
    let model = try fit(wish, x, y, validation: watched)
    let loss = BinaryMetrics(
      labels: watched.map { y[$0] }, probabilities: try predictions(model, x.rows(watched))
    ).logLoss
    #expect(abs(loss - (model.validationLosses.last ?? 0)) < 1e-12)
    #expect(model.roundCount == 30)
  }

  @Test func `no leaf has fewer rows than asked for`() throws {
    let (x, y) = sample(2_000, seed: 9)
    for least in [1, 7, 20, 150] {
      var wish = HistogramBoosting()
      wish.treeCount = 40
      wish.leastRows = least
      let model = try fit(wish, x, y)
      let leaves = model.trees.covers.indices.filter { model.trees.isLeaf($0) }
      #expect(leaves.allSatisfy { model.trees.covers[$0] >= Double(least) })
      #expect(leaves.count > 80)
    }
  }

  @Test func `a depth bounds the leaves`() throws {
    let (x, y) = sample(2_000, seed: 10)
    var wish = HistogramBoosting()
    wish.treeCount = 5
    wish.maxDepth = 2
    let model = try fit(wish, x, y)
    #expect(model.trees.nodes.count <= 5 * 7)
  }

  @Test(arguments: [1, -1])
  func `a feature with a direction moves the score that way only`(direction: Int) throws {
    let (x, y) = sample(3_000, seed: 12)
    var wish = HistogramBoosting()
    wish.directions = [direction, 0, -direction, 0]
    let model = try fit(wish, x, y)
    let free = try fit(HistogramBoosting(), x, y)
    var broken = 0
    for row in 0..<200 {
      for (feature, sign) in [(0, Double(direction)), (2, -Double(direction))] {
        var rows = x.rows([Int](repeating: row, count: 25))
        for step in 0..<25 { rows[step, feature] = Double(step) / 4 - 3 }
        let scores = try predictions(model, rows)
        for step in 1..<25 { #expect(sign * (scores[step] - scores[step - 1]) >= 0) }
        let other = try predictions(free, rows)
        broken += (1..<25).filter { sign * (other[$0] - other[$0 - 1]) < 0 }.count
      }
    }
    #expect(broken > 100)
  }

  @Test func `a weight of two is a row twice`() throws {
    let (x, y) = sample(400, seed: 13)
    let weights = (0..<400).map { $0 % 3 == 0 ? 2.0 : 1.0 }
    let twice = (0..<400).flatMap { $0 % 3 == 0 ? [$0, $0] : [$0] }
    var wish = HistogramBoosting(objective: .squaredError)
    wish.leastRows = 1
    wish.leastHessian = 10
    wish.treeCount = 20
    wish.leafCount = 6
    let one = try predictions(fit(wish, x, y, weights: weights), x)
    let other = try predictions(fit(wish, x.rows(twice), twice.map { y[$0] }), x)
    #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func `the weight of a class is a weight of its rows`() throws {
    let (x, y) = sample(500, seed: 31)
    var wish = HistogramBoosting()
    wish.treeCount = 20
    let rows = try predictions(fit(wish, x, y, weights: y.map { $0 == 1 ? 6 : 0.5 }), x)
    let plain = try predictions(fit(wish, x, y), x)
    wish.classWeights = [0.5, 6]
    #expect(try predictions(fit(wish, x, y), x) == rows)
    #expect(rows.reduce(0, +) > 1.2 * plain.reduce(0, +))
    for bad in [[1.0], [1, 0], [1, .nan], [1, 1, 1]] {
      wish.classWeights = bad
      #expect(throws: FitError.badSetting(name: "classWeights")) { try fit(wish, x, y) }
    }
    var means = HistogramBoosting(objective: .squaredError)
    means.classWeights = [1, 2]
    #expect(throws: FitError.badSetting(name: "classWeights")) { try fit(means, x, y) }
  }

  @Test func `trees after the best round are dropped`() throws {
    let (x, y) = sample(1_200, seed: 14)
    var wish = HistogramBoosting()
    wish.patience = 10
    wish.treeCount = 500
    wish.learningRate = 0.3
    let rows = Array(0..<1_200)
    let bins = try BinnedFeatures(TreeFeatures(x), Run())
    let watched = rows.filter { $0 % 4 == 0 }
    let model = try wish.fit(
      bins, targets: y, rows: rows.filter { $0 % 4 != 0 }, validation: watched, Run())
    let losses = model.validationLosses
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    #expect(model.roundCount == best + 1)
    #expect(losses.count == best + 11)
    let found = BinaryMetrics(
      labels: watched.map { y[$0] }, probabilities: try predictions(model, x.rows(watched)))
    #expect(abs(found.logLoss - losses[best]) < 1e-12)
    #expect(try predictions(model.rounds(3), x) == predictions(model.rounds(3), x))
    #expect(model.rounds(3).trees.treeCount == 3)
  }

  @Test func `three groups are told apart, and chances sum to one`() throws {
    let x = ClusterData.blobs(600, 3, 3, seed: 15)
    let y = (0..<600).map { Double($0 % 3) }
    let model = try fit(HistogramBoosting(objective: .softmax(classCount: 3)), x, y)
    let shares = try predictions(model, x)
    #expect(shares.count == 1_800)
    var right = 0
    for row in 0..<600 {
      let own = Array(shares[row * 3..<row * 3 + 3])
      #expect(abs(own.reduce(0, +) - 1) < 1e-12)
      if own.indices.max(by: { own[$0] < own[$1] }) == Int(y[row]) { right += 1 }
    }
    #expect(right > 540)
  }

  @Test func `seeds matter where rows or features are drawn, and only there`() throws {
    let (x, y) = sample(1_000, seed: 16)
    for share in [1.0, 0.5] {
      var wish = HistogramBoosting()
      wish.treeCount = 10
      wish.rowShare = share
      wish.featureShare = share
      let first = try predictions(fit(wish, x, y), x)
      #expect(try predictions(fit(wish, x, y), x) == first)
      wish.seed = 43
      let other = try predictions(fit(wish, x, y), x)
      let gap = zip(first, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
      // Without draws only the last digits may differ, by how small parts are rounded.
      if share == 1 { #expect(gap < 1e-6) } else { #expect(gap > 1e-3) }
    }
  }

  @Test func `enough rows for several tasks give the same bits beside others`() throws {
    let (x, y) = sample(40_000, seed: 17, width: 20)
    var wish = HistogramBoosting()
    wish.treeCount = 3
    let same = wish
    let alone = try fit(same, x, y).trees
    let others = try Parallel.map(count: 3, chunk: 1) { _ in try fit(same, x, y).trees }
    for other in others { #expect(other == alone) }
  }

  @Test func `features that matter have gain`() throws {
    let (x, y) = sample(4_000, seed: 18)
    var wish = HistogramBoosting()
    wish.treeCount = 20
    let found = try fit(wish, x, y).importances
    #expect(found.count == 4)
    #expect(found[3].gain * 4 < min(found[0].gain, found[1].gain, found[2].gain))
    #expect(found.reduce(0) { $0 + $1.splitCount } > 100)
  }

  @Test func `models are averaged score by score`() throws {
    let (x, y) = sample(800, seed: 19)
    var wish = HistogramBoosting()
    wish.treeCount = 10
    wish.rowShare = 0.7
    let models = try [UInt64(1), 2, 3].map { seed in
      wish.seed = seed
      return try fit(wish, x, y)
    }
    let together = try BoostedTrees.average(models).scores(TreeFeatures(x), Run())
    let each = try models.map { try $0.scores(TreeFeatures(x), Run()) }
    for row in 0..<800 {
      let mean = each.reduce(0) { $0 + $1[row] } / 3
      #expect(abs(together[row] - mean) < 1e-12)
    }
  }

  @Test func `settings without meaning are refused by their name`() throws {
    let (x, y) = sample(60, seed: 21)
    let refusals: [(String, (inout HistogramBoosting) -> Void)] = [
      ("treeCount", { $0.treeCount = -1 }), ("treeCount", { $0.treeCount = Limits.trees + 1 }),
      ("learningRate", { $0.learningRate = 0 }), ("learningRate", { $0.learningRate = .nan }),
      ("leafCount", { $0.leafCount = 1 }), ("leafCount", { $0.leafCount = Limits.treeLeaves + 1 }),
      ("maxDepth", { $0.maxDepth = 0 }), ("maxDepth", { $0.maxDepth = Limits.treeDepth + 1 }),
      ("leastRows", { $0.leastRows = 0 }), ("leastHessian", { $0.leastHessian = -1 }),
      ("l2", { $0.l2 = .infinity }), ("leastGain", { $0.leastGain = -0.1 }),
      ("featureShare", { $0.featureShare = 0 }), ("rowShare", { $0.rowShare = 1.1 }),
      ("directions", { $0.directions = [1] }), ("patience", { $0.patience = 0 }),
      ("objective", { $0.objective = .softmax(classCount: Limits.treeClasses + 1) }),
    ]
    for (name, change) in refusals {
      var wish = HistogramBoosting()
      change(&wish)
      #expect(throws: FitError.badSetting(name: name)) { try fit(wish, x, y) }
    }
    #expect(throws: FitError.singleClass) {
      try fit(HistogramBoosting(), x, [Double](repeating: 1, count: 60))
    }
    #expect(throws: FitError.badSetting(name: "targets")) {
      try fit(HistogramBoosting(), x, y.map { $0 * 2 })
    }
    #expect(throws: FitError.badSetting(name: "weights")) {
      try fit(HistogramBoosting(), x, y, weights: y.map { $0 - 1 })
    }
    #expect(throws: FitError.tooLarge) {
      try fit(HistogramBoosting(objective: .squaredError), x, y.map { $0 * 1e70 })
    }
  }

  @Test func `as many nodes as the limit says are taken, and no more`() throws {
    let (x, y) = sample(3_000, seed: 24)
    var wish = HistogramBoosting()
    wish.leastRows = 1
    wish.treeCount = Limits.trees
    wish.patience = 1
    wish.learningRate = 1
    wish.leafCount = Limits.forestNodes / Limits.trees / 2
    let watched = Array(0..<500)
    #expect(try fit(wish, x, y, validation: watched).roundCount < 20)
    wish.leafCount += 1
    #expect(throws: FitError.badSetting(name: "treeCount")) {
      try fit(wish, x, y, validation: watched)
    }
  }

  @Test func `targets and weights of any size give finite scores`() throws {
    let (x, y) = sample(300, seed: 23)
    for size in [0, Double.leastNonzeroMagnitude, 1e-300, 1e-160, 1e-20, 1, 1e30, 1e60] {
      var wish = HistogramBoosting(objective: .squaredError)
      wish.treeCount = 5
      let scores = try predictions(fit(wish, x, y.map { $0 * size }), x)
      #expect(scores.allSatisfy { $0.isFinite && $0 >= 0 && $0 <= size })
      guard size > 0 else { continue }
      let weights = (0..<300).map { $0 % 7 == 0 ? size : 1 }
      wish.leastHessian = size
      #expect(try predictions(fit(wish, x, y, weights: weights), x).allSatisfy { $0.isFinite })
      let chances = try predictions(fit(HistogramBoosting(), x, y, weights: weights), x)
      #expect(chances.allSatisfy { 0 <= $0 && $0 <= 1 })
    }
  }

  @Test func `labels told by one feature end in chances near 0 and 1`() throws {
    let x = Matrix(rows: (0..<200).map { [Double($0 / 4)] })
    let y = (0..<200).map { $0 < 100 ? 0.0 : 1 }
    var wish = HistogramBoosting()
    wish.treeCount = 2_000
    wish.learningRate = 1
    let chances = try predictions(fit(wish, x, y), x)
    #expect(zip(chances, y).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func `the bounds of leaves, levels, trees and classes are taken`() throws {
    let (x, y) = sample(400, seed: 22)
    var wish = HistogramBoosting()
    wish.leafCount = Limits.treeLeaves
    wish.maxDepth = Limits.treeDepth
    wish.treeCount = Limits.trees
    wish.patience = 3
    let model = try wish.fit(
      BinnedFeatures(TreeFeatures(x), Run()), targets: y, validation: Array(0..<100), Run())
    #expect(model.roundCount < 100)
    var many = HistogramBoosting(objective: .softmax(classCount: Limits.treeClasses))
    many.treeCount = 1
    #expect(try fit(many, x, y).trees.treeCount == Limits.treeClasses)
  }

  @Test func `a cancel between trees ends the fit`() throws {
    let (x, y) = sample(500, seed: 20)
    let runs = Box()
    let run = Run { fraction, _ in if fraction > 0.5 { runs.run?.cancel() } }
    runs.run = run
    #expect(throws: Cancelled()) { try fit(HistogramBoosting(), x, y, run) }
  }

  private final class Box: @unchecked Sendable { var run: Run? }
}
