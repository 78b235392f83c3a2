/// Forests: beside scikit-learn's, and out of bag.
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct ForestTests {
  private func sample(_ count: Int, seed: UInt64) -> (Matrix, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: 5, values: (0..<count * 5).map { _ in random.normal() })
    let y = (0..<count).map { row -> Double in
      random.unit() < Math.sigmoid(2 * x[row, 0] * x[row, 1] + x[row, 2]) ? 1 : 0
    }
    return (x, y)
  }

  private func forest(_ trees: Int, seed: UInt64 = 42) -> RandomForest {
    var wish = RandomForest()
    wish.treeCount = trees
    wish.seed = seed
    return wish
  }

  @Test func `out of bag a forest is judged as on new rows`() throws {
    let (x, y) = sample(2_000, seed: 1)
    let (other, truth) = sample(2_000, seed: 2)
    let model = try forest(100).fit(
      BinnedFeatures(TreeFeatures(x), Run()), targets: y, Run())
    let known = y.indices.filter { model.outOfBag[$0] != nil }
    #expect(known.count == 2_000)
    let own = BinaryMetrics(
      labels: known.map { y[$0] }, probabilities: known.map { model.outOfBag[$0] ?? 0 })
    let new = BinaryMetrics(
      labels: truth, probabilities: try model.predictions(TreeFeatures(other), Run()))
    #expect(abs((own.rocAuc ?? 0) - (new.rocAuc ?? 1)) < 0.02)
    #expect(new.rocAuc ?? 0 > 0.78)
    // On the rows it was grown on it looks far better than it is.
    let seen = BinaryMetrics(
      labels: y, probabilities: try model.predictions(TreeFeatures(x), Run()))
    #expect(seen.rocAuc ?? 0 > 0.99)
  }

  @Test func `one tree leaves about a third of the rows out of its bag`() throws {
    let (x, y) = sample(3_000, seed: 3)
    let model = try forest(1).fit(BinnedFeatures(TreeFeatures(x), Run()), targets: y, Run())
    let left = model.outOfBag.filter { $0 != nil }.count
    #expect((1_000...1_210).contains(left))
  }

  @Test func `a forest is the mean of its trees, which seeds draw`() throws {
    let (x, y) = sample(500, seed: 4)
    let bins = try BinnedFeatures(TreeFeatures(x), Run())
    let first = try forest(20).fit(bins, targets: y, Run())
    #expect(try forest(20).fit(bins, targets: y, Run()) == first)
    #expect(try forest(20, seed: 1).fit(bins, targets: y, Run()) != first)
    let found = try first.predictions(TreeFeatures(x), Run())
    #expect(found.allSatisfy { 0 <= $0 && $0 <= 1 })
    let explained = try first.explanation(TreeFeatures(x), rows: Array(0..<50), Run())
    for row in 0..<50 {
      let sum = explained.contributions.row(row).reduce(explained.base, +)
      #expect(abs(sum - found[row]) < 1e-9)
    }
    #expect(first.importances[0].gain > first.importances[4].gain)
  }

  @Test func `numbers are told by a forest too`() throws {
    let (x, _) = sample(1_500, seed: 5)
    let y = (0..<1_500).map { 100 + 10 * x[$0, 0] + 5 * abs(x[$0, 1]) }
    var wish = forest(60)
    wish.impurity = .squaredError
    let model = try wish.fit(BinnedFeatures(TreeFeatures(x), Run()), targets: y, Run())
    let errors = y.indices.map { ((model.outOfBag[$0] ?? 0) - y[$0]) }
    let mean = y.reduce(0, +) / 1_500
    let rest = errors.reduce(0) { $0 + $1 * $1 }
    let whole = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(rest < 0.15 * whole)
  }

  @Test func `a cancelled run stops`() throws {
    let (x, y) = sample(100, seed: 6)
    let bins = try BinnedFeatures(TreeFeatures(x), Run())
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try forest(5).fit(bins, targets: y, run) }
    #expect(throws: Cancelled()) { try DecisionTree().fit(bins, targets: y, run) }
  }

  /// Mean AUC over the five rotations of scikit-learn 1.9.1,
  /// `RandomForestClassifier(n_estimators=200, random_state=0)` on the 0/1 columns.
  @Test(
    .enabled(if: Repository.hasShared, "needs the data sets beside the repository"),
    arguments: [("telco", 0.8264914), ("bank_churn", 0.8556690)])
  func `a forest is as good as scikit-learn's`(name: String, auc: Double) throws {
    var mean = 0.0
    for remainder in 0..<5 {
      let set = try ChurnSet.oneHot(name, remainder: remainder)
      let bins = try BinnedFeatures(set.trainFeatures, Run())
      let model = try RandomForest().fit(bins, targets: set.trainLabels, Run())
      mean += try #require(set.metrics(model.predictions(set.testFeatures, Run())).rocAuc) / 5
    }
    #expect(mean >= auc - 0.005)
  }
}
