/// Naive Bayes and nearest neighbours: by hand, by brute force, with holes, refusals.
import Learning
import Numerics
import Support
import Testing

@Suite struct BayesTests {
  @Test func `chances are those computed by hand`() throws {
    // Class 0: numbers 1 and 3, categories a a; class 1: numbers 5, 7 and a hole, categories a b b.
    let features = try TreeFeatures([
      .numbers([1, 3, 5, 7, .nan]), .categories([0, 0, 0, 1, 1], count: 2),
    ])
    var wish = NaiveBayes()
    wish.leastVariance = 1e-12
    let model = try wish.fit(features, labels: [0, 0, 1, 1, 1], classCount: 2, Run())
    let asked = try TreeFeatures([.numbers([4, .nan, .nan]), .categories([1, 0, -1], count: 2)])
    let p = try model.probabilities(asked, Run())
    // Normal with variance 1 around 2 and 6: 4 is equally far. Shares of b: 1/4 and 3/5.
    let odds = [3.0 / 5 / (1.0 / 4) * 3 / 2, 2.0 / 5 / (3.0 / 4) * 3 / 2, 3.0 / 2]
    for row in 0..<3 {
      #expect(abs(p[2 * row + 1] - odds[row] / (1 + odds[row])) < 1e-9)
      #expect(abs(p[2 * row] + p[2 * row + 1] - 1) < 1e-15)
    }
    let parts = try model.contributions(asked, Run())
    let prior = model.logPriors[1] - model.logPriors[0]
    for row in 0..<3 {
      let sum = parts[row].reduce(prior, +)
      #expect(abs(sum - Math.log(p[2 * row + 1] / p[2 * row])) < 1e-9)
    }
    #expect(parts[1][0] == 0 && parts[2] == [0, 0])
  }

  @Test func `a weight of two is a row twice, three classes are told apart`() throws {
    var random = SeededRandom(seed: 2)
    let labels = (0..<300).map { _ in random.below(3) }
    let numbers = labels.map { 2 * Double($0) + random.normal() }
    let codes = labels.map { random.unit() < 0.7 ? Int32($0) : Int32(random.below(3)) }
    let weights = labels.indices.map { Double($0 % 3) }
    let rows = labels.indices.flatMap { Array(repeating: $0, count: $0 % 3) }
    let features = try TreeFeatures([.numbers(numbers), .categories(codes, count: 3)])
    let one = try NaiveBayes().fit(
      features, labels: labels, classCount: 3, weights: weights, Run())
    let other = try NaiveBayes().fit(
      features.rows(rows), labels: rows.map { labels[$0] }, classCount: 3, Run())
    let (p, q) = (try one.probabilities(features, Run()), try other.probabilities(features, Run()))
    #expect(gap(p, q) < 1e-12)
    let right = labels.indices.filter { row in
      let own = p[(3 * row)..<(3 * row + 3)]
      return own.max() == p[3 * row + labels[row]]
    }
    #expect(right.count > 240)
  }

  @Test func `columns that tell nothing and values far out are no traps`() throws {
    let features = try TreeFeatures([
      .numbers([.nan, .nan, .nan]), .numbers([5, 5, 5]), .categories([-1, -1, 9], count: 2),
      .numbers([0, 1, 2]), .categories([], count: 0).filled(3),
    ])
    let model = try NaiveBayes().fit(features, labels: [0, 0, 1], classCount: 3, Run())
    let far = try TreeFeatures([
      .numbers([0, 0]), .numbers([6, 6]), .categories([0, 1], count: 2), .numbers([1e200, -1e200]),
      .categories([0, 0], count: 0),
    ])
    let p = try model.probabilities(far, Run())
    #expect(p.allSatisfy { $0.isFinite } && p[2] == 0 && p[5] == 0)
    #expect(throws: FitError.singleClass) {
      try NaiveBayes().fit(features, labels: [1, 1, 1], classCount: 2, Run())
    }
    #expect(throws: FitError.badSetting(name: "labels")) {
      try NaiveBayes().fit(features, labels: [0, 1, 2], classCount: 2, Run())
    }
    var wish = NaiveBayes()
    wish.smoothing = 0
    #expect(throws: FitError.badSetting(name: "smoothing")) {
      try wish.fit(features, labels: [0, 0, 1], classCount: 2, Run())
    }
  }
}

extension TreeFeatures.Column {
  /// A category column of so many missing values.
  fileprivate func filled(_ count: Int) -> Self {
    .categories([Int32](repeating: -1, count: count), count: 0)
  }
}

@Suite struct NeighbourTests {
  private func sample(_ count: Int, _ width: Int, seed: UInt64) -> Matrix {
    var random = SeededRandom(seed: seed)
    // Few different values: many points are equally far.
    return Matrix(
      rowCount: count, columnCount: width,
      values: (0..<(count * width)).map { _ in Double(random.below(6)) })
  }

  @Test(arguments: [1, 3, 7], [1, 5, 40])
  func `the nearest are those of a look at all, the first of equal ones`(
    width: Int, count: Int
  ) throws {
    let (points, asked) = (sample(300, width, seed: 4), sample(40, width, seed: 5))
    let tree = try NeighbourTree(points, Run())
    let found = try tree.nearest(to: asked, count: count, Run())
    for row in 0..<40 {
      let distances = (0..<300).map { other in
        (0..<width).reduce(0.0) {
          $0 + (points[other, $1] - asked[row, $1]) * (points[other, $1] - asked[row, $1])
        }
      }
      let order = (0..<300).sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(count)
      #expect(found[row].map(\.row) == Array(order))
      #expect(gap(found[row].map(\.distance), order.map { distances[$0].squareRoot() }) < 1e-12)
    }
  }

  @Test func `predictions are means of neighbours, near ones first where wished`() throws {
    let x = Matrix(rows: [[0], [1], [2], [10]])
    var wish = NearestNeighbours(neighbourCount: 3)
    wish.scales = false
    let plain = try wish.fit(x, targets: [0, 1, 1, 0], Run())
    #expect(try plain.predictions(Matrix(rows: [[0.5], [9]]), Run()) == [2.0 / 3, 2.0 / 3])
    wish.weighting = .distance
    let near = try wish.fit(x, targets: [0, 1, 1, 0], Run())
    // Distances 0.5, 0.5, 1.5: weights 1, 1, 1/3.
    let p = try near.predictions(Matrix(rows: [[0.5], [10]]), Run())
    #expect(abs(p[0] - (1 + 1.0 / 3) / (2 + 1.0 / 3)) < 1e-15 && p[1] == 0)
    let weighed = try wish.fit(x, targets: [0, 1, 1, 0], weights: [3, 1, 0, 1], Run())
    // Of the rows 0, 1 and 10, half as far, half as far and 9.5 away.
    let q = try weighed.predictions(Matrix(rows: [[0.5]]), Run())
    #expect(abs(q[0] - 1 / (4 + 0.5 / 9.5)) < 1e-15)
    wish.neighbourCount = 100
    #expect(try wish.fit(x, targets: [0, 1, 1, 0], Run()).neighbourCount == 4)
    #expect(throws: FitError.badSetting(name: "neighbourCount")) {
      try NearestNeighbours(neighbourCount: 0).fit(x, targets: [0, 1, 1, 0], Run())
    }
    #expect(throws: FitError.badSetting(name: "columns")) {
      try near.predictions(Matrix(rows: [[1, 2]]), Run())
    }
    #expect(try near.predictions(Matrix(rows: [[1e300], [-1e300]]), Run()).allSatisfy(\.isFinite))
    #expect(throws: FitError.notANumber(row: 0, column: 0)) {
      try near.predictions(Matrix(rows: [[.nan]]), Run())
    }
  }
}
