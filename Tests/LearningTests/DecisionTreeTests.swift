/// Single trees and forests: against plain searches, scikit-learn, and what they promise.
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct DecisionTreeTests {
  private func sample(_ count: Int, seed: UInt64) -> (Matrix, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: 4, values: (0..<count * 4).map { _ in Double(random.below(7)) })
    let y = (0..<count).map { row -> Double in
      let odds = x[row, 0] - 3 + (x[row, 1] > 2 ? 1.5 : -1.5)
      return random.unit() < Math.sigmoid(odds) ? 1 : 0
    }
    return (x, y)
  }

  private func fit(
    _ wish: DecisionTree, _ x: Matrix, _ y: [Double], weights: [Double]? = nil
  ) throws -> TreeMeans {
    try wish.fit(BinnedFeatures(TreeFeatures(x), Run()), targets: y, weights: weights, Run())
  }

  private func leaves(_ model: TreeMeans) -> [Int] {
    model.trees.nodes.indices.filter { model.trees.isLeaf($0) }
  }

  /// The impurity a tree leaves, a row.
  private func rest(_ predictions: [Double], _ impurity: Impurity) -> Double {
    predictions.reduce(0) { sum, p in
      switch impurity {
      case .entropy where 0 < p && p < 1:
        return sum - (p * Math.log(p) + (1 - p) * Math.log1p(-p)) / Math.log(2)
      case .entropy: return sum
      case .gini, .squaredError: return sum + 2 * p * (1 - p)
      }
    } / Double(predictions.count)
  }

  @Test(arguments: [Impurity.gini, .entropy])
  func `the first cut is the best of all`(impurity: Impurity) throws {
    let (x, y) = sample(300, seed: 1)
    var wish = DecisionTree()
    wish.impurity = impurity
    wish.maxDepth = 1
    let found = try fit(wish, x, y).predictions(TreeFeatures(x), Run())
    var best = Double.infinity
    for feature in 0..<4 {
      for bound in 0..<6 {
        let isLeft = (0..<300).map { x[$0, feature] <= Double(bound) }
        let means = [true, false].map { side -> Double in
          let rows = (0..<300).filter { isLeft[$0] == side }
          return rows.reduce(0.0) { $0 + y[$1] } / Double(max(1, rows.count))
        }
        best = min(best, rest(isLeft.map { $0 ? means[0] : means[1] }, impurity))
      }
    }
    #expect(abs(rest(found, impurity) - best) < 1e-12)
  }

  @Test func `a tree without bounds knows every row that can be known`() throws {
    let (x, y) = sample(500, seed: 2)
    let model = try fit(DecisionTree(), x, y)
    let found = try model.predictions(TreeFeatures(x), Run())
    for row in 0..<500 {
      let same = (0..<500).filter { Array(x.row($0)) == Array(x.row(row)) }
      let mean = same.reduce(0.0) { $0 + y[$1] } / Double(same.count)
      #expect(abs(found[row] - mean) < 1e-12)
    }
    #expect(model.outOfBag.isEmpty)
  }

  @Test func `numbers far from zero are told apart as well as near it`() throws {
    let (x, _) = sample(400, seed: 3)
    let y = (0..<400).map { x[$0, 2] * 1e-3 }
    var wish = DecisionTree()
    wish.impurity = .squaredError
    for shift in [0, 1e9] {
      let found = try fit(wish, x, y.map { $0 + shift }).predictions(TreeFeatures(x), Run())
      #expect(zip(found, y).allSatisfy { abs($0 - shift - $1) < 1e-6 })
    }
  }

  @Test func `rows of leaves and levels are as asked for`() throws {
    let (x, y) = sample(600, seed: 4)
    var wish = DecisionTree()
    wish.leastRows = 17
    wish.maxDepth = 4
    let model = try fit(wish, x, y)
    #expect(leaves(model).allSatisfy { model.trees.covers[$0] >= 17 })
    #expect(leaves(model).count <= 16)
    #expect(abs(leaves(model).reduce(0) { $0 + model.trees.covers[$1] } - 600) < 1e-9)
  }

  @Test func `pruning leaves the part of the tree that is cheapest`() throws {
    let (x, y) = sample(400, seed: 5)
    var full = DecisionTree()
    full.leastRows = 5
    let whole = try leaves(fit(full, x, y)).count
    var last = whole + 1
    for alpha in [1e-6, 0.0005, 0.002, 0.005, 0.02, 0.4] {
      var wish = full
      wish.alpha = alpha
      let model = try fit(wish, x, y)
      let cost = cost(model, x, alpha)
      #expect(leaves(model).count <= last)
      last = leaves(model).count
      for other in [0, 0.0003, 0.001, 0.003, 0.01, 0.1] {
        var beside = full
        beside.alpha = other
        #expect(try cost <= self.cost(fit(beside, x, y), x, alpha) + 1e-12)
      }
    }
    #expect(whole > 10 && last == 1)
  }

  private func cost(_ model: TreeMeans, _ x: Matrix, _ alpha: Double) -> Double {
    let found = (try? model.predictions(TreeFeatures(x), Run())) ?? []
    return rest(found, .gini) + alpha * Double(leaves(model).count)
  }

  @Test func `a weight of three is a row three times`() throws {
    let (x, y) = sample(300, seed: 6)
    let weights = (0..<300).map { $0 % 4 == 0 ? 3.0 : 1 }
    let thrice = (0..<300).flatMap { $0 % 4 == 0 ? [$0, $0, $0] : [$0] }
    var wish = DecisionTree()
    wish.maxDepth = 5
    let one = try fit(wish, x, y, weights: weights).predictions(TreeFeatures(x), Run())
    let other = try fit(wish, x.rows(thrice), thrice.map { y[$0] })
    #expect(try other.predictions(TreeFeatures(x), Run()) == one)
  }

  @Test func `missing values and categories are divided as they are`() throws {
    let values = (0..<240).map { $0 % 4 == 0 ? Double.nan : Double($0 % 5) }
    let codes = (0..<240).map { Int32($0 % 7) - 1 }
    let features = try TreeFeatures([.numbers(values), .categories(codes, count: 6)])
    let y = (0..<240).map { row -> Double in
      (values[row].isNaN || values[row] > 2) != [1, 2, 4].contains(codes[row]) ? 1 : 0
    }
    let bins = try BinnedFeatures(features, Run())
    let model = try DecisionTree().fit(bins, targets: y, Run())
    #expect(try model.predictions(features, Run()) == y)
    #expect(leaves(model).count <= 8)
    let explained = try model.explanation(features, Run())
    for row in 0..<240 {
      #expect(abs(explained.contributions.row(row).reduce(explained.base, +) - y[row]) < 1e-9)
    }
  }

  @Test func `what has no meaning is refused`() throws {
    let (x, y) = sample(50, seed: 7)
    let trees: [(String, (inout DecisionTree) -> Void)] = [
      ("alpha", { $0.alpha = -1 }), ("maxDepth", { $0.maxDepth = 0 }),
      ("maxDepth", { $0.maxDepth = Limits.treeDepth + 1 }), ("leastRows", { $0.leastRows = 0 }),
    ]
    for (name, change) in trees {
      var wish = DecisionTree()
      change(&wish)
      #expect(throws: FitError.badSetting(name: name)) { try fit(wish, x, y) }
    }
    var deep = DecisionTree()
    deep.maxDepth = Limits.treeDepth
    #expect(try !fit(deep, x, y).trees.nodes.isEmpty)
    #expect(throws: FitError.badSetting(name: "targets")) {
      try fit(DecisionTree(), x, y.map { $0 + 1 })
    }
    #expect(throws: FitError.badSetting(name: "weights")) {
      try fit(DecisionTree(), x, y, weights: [Double](repeating: 0, count: 50))
    }
    let bins = try BinnedFeatures(TreeFeatures(x), Run())
    let forests: [(String, (inout RandomForest) -> Void)] = [
      ("treeCount", { $0.treeCount = 0 }), ("treeCount", { $0.treeCount = Limits.trees + 1 }),
      ("featuresPerNode", { $0.featuresPerNode = 5 }), ("leastRows", { $0.leastRows = 0 }),
    ]
    for (name, change) in forests {
      var wish = RandomForest()
      change(&wish)
      #expect(throws: FitError.badSetting(name: name)) { try wish.fit(bins, targets: y, Run()) }
    }
  }

  /// scikit-learn 1.9.1, `DecisionTreeClassifier` on the telco training rows: 0/1 columns, `tenure`
  /// and `MonthlyCharges` in steps of three, without `TotalCharges`.
  @Test(
    .enabled(if: Repository.hasShared, "needs the data sets beside the repository"),
    arguments: PeerTree.all)
  func `trees are as pure as scikit-learn's`(peer: PeerTree) throws {
    var (table, spec, labels) = try PeerDesign.churnColumns("telco")
    spec.removeAll { $0.name == "TotalCharges" }
    table.columns["MonthlyCharges"] = table["MonthlyCharges"].map { text in
      "\(min(114, ((Double(text) ?? 0) / 3).rounded(.down) * 3))"
    }
    let design = PeerDesign(table, spec, labels: labels)
    let x = design.trainFeatures
    let model = try fit(peer.wish, x, design.trainLabels)
    let found = try rest(model.predictions(TreeFeatures(x), Run()), peer.wish.impurity)
    #expect(leaves(model).count == peer.leaves)
    #expect(abs(found - peer.impurity) < 1e-9)
  }
}

struct PeerTree: Sendable {
  var wish = DecisionTree()
  let leaves: Int
  let impurity: Double

  init(_ leaves: Int, _ impurity: Double, _ change: (inout DecisionTree) -> Void) {
    self.leaves = leaves
    self.impurity = impurity
    change(&wish)
  }

  static let all = [
    PeerTree(32, 0.26650018277244825) { ($0.maxDepth, $0.leastRows) = (5, 10) },
    PeerTree(28, 0.5907844916248548) {
      ($0.maxDepth, $0.leastRows, $0.impurity) = (5, 10, .entropy)
    },
    PeerTree(16, 0.27327315854048456) { ($0.leastRows, $0.alpha) = (20, 0.001) },
    PeerTree(65, 0.24885641939123715) { ($0.leastRows, $0.alpha) = (20, 0.0003) },
    PeerTree(175, 0.2368427233297071) { $0.leastRows = 20 },
  ]
}
