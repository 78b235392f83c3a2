/// Columns as bins, looked at through what a tree of few leaves does with them.
import Learning
import Numerics
import Support
import Testing

@Suite struct BinTests {
  /// One tree that may divide as it likes, without caution.
  private func tree(
    _ columns: [TreeFeatures.Column], _ targets: [Double], leaves: Int, weights: [Double]? = nil
  ) throws -> (BoostedTrees, [Double]) {
    let features = try TreeFeatures(columns)
    var wish = HistogramBoosting(objective: .squaredError)
    wish.treeCount = 1
    wish.learningRate = 1
    wish.leafCount = leaves
    wish.leastRows = 1
    wish.leastHessian = 0
    wish.categories.smoothing = 0
    wish.categories.l2 = 0
    wish.categories.leastRowsOfGroup = 1
    let model = try wish.fit(
      BinnedFeatures(features, Run()), targets: targets, weights: weights, Run())
    return (model, try model.scores(features, Run()))
  }

  private func gap(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func `few distinct values stay apart, and the bound lies between two of them`() throws {
    let values = (0..<60).map { Double($0 % 6) }
    let targets = values.map { [3.0, -1, 4, 1, -5, 9][Int($0)] }
    let (model, scores) = try tree([.numbers(values)], targets, leaves: 6)
    #expect(gap(scores, targets) < 1e-9)
    let between = try TreeFeatures([.numbers([-7, 0.49, 0.51, 4.4, 4.6, 99])])
    let found = try model.scores(between, Run())
    #expect(gap(found, [3, 3, -1, -5, 9, 9]) < 1e-9)
  }

  @Test func `many values are cut where about as many rows lie on both sides`() throws {
    var random = SeededRandom(seed: 5)
    let values = (0..<30_000).map { _ in Math.exp(3 * random.normal()) }
    let cut = values.sorted()[11_764]
    let targets = values.map { $0 < cut ? 0.0 : 1.0 }
    let (_, scores) = try tree([.numbers(values)], targets, leaves: 2)
    // A bin holds 30,000 / 255 rows; the cut is found to within one.
    let wrong = zip(scores, targets).filter { ($0 < 0.5) != ($1 < 0.5) }.count
    #expect(wrong <= 118)
  }

  @Test func `a value that most rows have keeps a bin of its own`() throws {
    var random = SeededRandom(seed: 8)
    let values = (0..<20_000).map { $0 % 3 == 0 ? random.normal() : 0.125 }
    let targets = values.map { $0 == 0.125 ? 1.0 : 0.0 }
    let (_, scores) = try tree([.numbers(values)], targets, leaves: 3)
    // The few rows below it, less than half a bin, may stand with it.
    let wrong = zip(scores, targets).filter { abs($0 - $1) > 0.5 }.count
    #expect(wrong <= 13)
  }

  @Test(arguments: [1.0, -1.0])
  func `missing values go to the side where they gain more`(side: Double) throws {
    let values = (0..<90).map { $0 % 3 == 0 ? Double.nan : Double($0 % 7) }
    let targets = values.map { $0.isNaN ? side : $0 < 3 ? -1.0 : 1.0 }
    let (model, scores) = try tree([.numbers(values)], targets, leaves: 2)
    #expect(gap(scores, targets) < 1e-9)
    #expect(model.trees.treeCount == 1)
  }

  @Test func `missing alone can be a side`() throws {
    let values = (0..<50).map { $0 % 5 == 0 ? Double.nan : Double($0) }
    let targets = values.map { $0.isNaN ? 10.0 : 2.0 }
    let (_, scores) = try tree([.numbers(values)], targets, leaves: 2)
    #expect(gap(scores, targets) < 1e-9)
  }

  @Test func `what was never missing in training goes with the many`() throws {
    let values = (0..<300).map { Double($0 % 100) }
    let targets = values.map { $0 < 80 ? 1.0 : 5.0 }
    let (model, _) = try tree([.numbers(values)], targets, leaves: 2)
    let found = try model.scores(try TreeFeatures([.numbers([.nan])]), Run())
    #expect(abs(found[0] - 1) < 1e-9)
  }

  @Test(arguments: [3, 4, 5, 40, 255])
  func `one split parts any set of categories`(count: Int) throws {
    var random = SeededRandom(seed: UInt64(count))
    let codes = (0..<count * 20).map { Int32($0 % count) }
    var high = [Bool](repeating: false, count: count)
    high[0] = true
    if count > 4 { for code in 2..<min(60, count) { high[code] = random.unit() < 0.3 } }
    let targets = codes.map { high[Int($0)] ? 4.0 : -1.0 }
    let (model, scores) = try tree([.categories(codes, count: count)], targets, leaves: 2)
    #expect(gap(scores, targets) < 1e-9)
    // Codes that never occurred are missing, and so are impossible ones.
    let strange = try TreeFeatures([.categories([-1, Int32(count), .max, .min], count: count)])
    #expect(try model.scores(strange, Run()).allSatisfy { $0.isFinite })
  }

  @Test func `of more than 255 categories the rarest stand together`() throws {
    var codes = [Int32](repeating: 0, count: 40_000)
    for row in codes.indices {
      let turn = row / 2
      codes[row] = row % 2 == 0 ? Int32(turn % 200) : Int32(200 + turn % 1_000)
    }
    let targets = codes.map { $0 < 30 ? 1.0 : 0.0 }
    let (_, scores) = try tree([.categories(codes, count: 1_200)], targets, leaves: 2)
    #expect(gap(scores, targets) < 1e-9)
  }

  @Test func `infinite numbers and no columns are refused, by their place`() throws {
    #expect(throws: FitError.notANumber(row: 1, column: 0)) {
      try TreeFeatures([.numbers([1, .infinity])])
    }
    #expect(throws: FitError.noColumns) { try TreeFeatures([]) }
    #expect(throws: FitError.tooFewRows(have: 0, need: 1)) {
      try BinnedFeatures(try TreeFeatures([.numbers([])]), Run())
    }
  }

  @Test func `as many columns as the limit says are taken, and no more`() throws {
    let most = Limits.treeColumns
    let column = TreeFeatures.Column.numbers([1, 2])
    #expect(try TreeFeatures(Array(repeating: column, count: most)).columns.count == most)
    #expect(throws: FitError.tooManyColumns(have: most + 1, most: most)) {
      try TreeFeatures(Array(repeating: column, count: most + 1))
    }
  }
}
