/// Platt's curve, isotonic steps and the choice between them; margins with probabilities.
import Learning
import Numerics
import Support
import Testing

@Suite struct CalibrationTests {
  /// The isotonic fit by its formula: the largest over starts of the smallest over ends of means.
  private func minmax(_ values: [Double], _ weights: [Double]) -> [Double] {
    values.indices.map { i in
      (0...i).map { first in
        (i..<values.count).map { last in
          let rows = first...last
          let sum = rows.reduce(0.0) { $0 + weights[$1] * values[$1] }
          return sum / rows.reduce(0.0) { $0 + weights[$1] }
        }.min() ?? 0
      }.max() ?? 0
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `steps are those of the min-max formula`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let scores = (0..<40).map { Double($0) + random.unit() }
    let values = scores.map { $0 / 40 + random.normal() * 0.4 }
    let weights = scores.map { _ in 0.5 + random.unit() }
    var order = Array(0..<40)
    random.shuffle(&order)
    let model = try IsotonicModel(
      scores: order.map { scores[$0] }, labels: order.map { values[$0] },
      weights: order.map { weights[$0] }, Run())
    #expect(gap(model.values(scores), minmax(values, weights)) < 1e-12)
  }

  @Test func `equal scores are one point, and between steps the line is straight`() throws {
    // scikit-learn 1.9.1: IsotonicRegression(out_of_bounds="clip").fit(
    //   [1, 2, 2, 3, 4, 5], [0, 1, 0, 0, 1, 1]).predict([0, 1.5, 2, 2.5, 3.5, 9])
    let model = try IsotonicModel(
      scores: [1, 2, 2, 3, 4, 5], labels: [0, 1, 0, 0, 1, 1], Run())
    let third = 1.0 / 3
    let expected = [0, third / 2, third, third, (1 + third) / 2, 1]
    #expect(gap(model.values([0, 1.5, 2, 2.5, 3.5, 9]), expected) < 1e-14)
    #expect(model.values([]).isEmpty)
  }

  @Test func `Platt's curve has no slope left against his targets`() throws {
    var random = SeededRandom(seed: 4)
    let scores = (0..<200).map { _ in 1_000 + 30 * random.normal() }
    let labels = scores.map { random.unit() < Math.sigmoid(($0 - 1_000) / 15) ? 1.0 : 0 }
    let model = try PlattModel(scores: scores, labels: labels, Run())
    let ones = labels.reduce(0, +)
    let targets = labels.map { $0 == 1 ? (ones + 1) / (ones + 2) : 1 / (200 - ones + 2) }
    let left = zip(model.probabilities(scores), targets).map { $0 - $1 }
    #expect(abs(left.reduce(0, +)) < 1e-8)
    #expect(abs(zip(left, scores).reduce(0) { $0 + $1.0 * ($1.1 - 1_000) }) < 1e-6)
    // Scores that part the labels make no cliff: the highest target is (10 + 1) / (10 + 2).
    let parted = try PlattModel(
      scores: (0..<20).map(Double.init), labels: (0..<20).map { $0 < 10 ? 0 : 1 }, Run())
    #expect(parted.slope > 0 && parted.slope < 2)
    #expect(throws: FitError.singleClass) {
      try PlattModel(scores: [1, 2], labels: [1, 1], Run())
    }
  }

  @Test func `a curve that is logistic is told by Platt, one with a jump by steps`() throws {
    var random = SeededRandom(seed: 6)
    let scores = (0..<3_000).map { _ in random.normal() }
    let smooth = scores.map { random.unit() < Math.sigmoid(2 * $0) ? 1.0 : 0 }
    let first = try CalibrationChoice(scores: scores, labels: smooth, Run())
    guard case .platt(let curve) = first.best else { throw FitError.singleClass }
    #expect(abs(curve.slope - 2) < 0.3 && first.plattLogLoss < first.isotonicLogLoss)
    let jump = scores.map { random.unit() < ($0 > 1 ? 0.9 : 0.3) ? 1.0 : 0 }
    let second = try CalibrationChoice(scores: scores, labels: jump, Run())
    guard case .isotonic = second.best else { throw FitError.singleClass }
    let p = second.best.probabilities([-100, 0, 1.5, 100])
    #expect(p.allSatisfy { 0 < $0 && $0 < 1 } && abs(p[1] - 0.3) < 0.1 && abs(p[2] - 0.9) < 0.1)
  }

  @Test func `margins become probabilities that are neither too bold nor too timid`() throws {
    var random = SeededRandom(seed: 8)
    let x = Matrix(
      rowCount: 2_000, columnCount: 3, values: (0..<6_000).map { _ in random.normal() })
    let truth = (0..<2_000).map { Math.sigmoid(1.5 * x[$0, 0] - x[$0, 1] - 0.5) }
    let labels = truth.map { random.unit() < $0 ? 1.0 : 0 }
    let model = try LinearMargin(c: 1).fitCalibrated(x, labels: labels, Run())
    let p = try model.probabilities(x, Run())
    let off = zip(p, truth).reduce(0) { $0 + abs($1.0 - $1.1) } / 2_000
    #expect(off < 0.04)
    #expect(BinaryMetrics(labels: labels, probabilities: p).ece < 0.05)
  }

  @Test(arguments: [0.1, 10.0])
  func `the slope vanishes where the margin is widest`(c: Double) throws {
    var random = SeededRandom(seed: 12)
    let x = Matrix(
      rowCount: 300, columnCount: 2, values: (0..<600).map { _ in random.normal() })
    let labels = (0..<300).map { x[$0, 0] + random.normal() > 0.3 ? 1.0 : 0 }
    let weights = (0..<300).map { 0.5 + Double($0 % 2) }
    let model = try LinearMargin(c: c).fit(x, labels: labels, weights: weights, Run())
    var slope = [0.0] + model.coefficients
    var value = model.coefficients.reduce(0) { $0 + $1 * $1 / 2 }
    for (row, score) in try model.scores(x, Run()).enumerated() {
      let side = labels[row] == 1 ? 1.0 : -1
      let inside = max(0, 1 - side * score)
      value += c * weights[row] * inside * inside
      for j in 0..<3 {
        slope[j] -= 2 * c * weights[row] * side * inside * (j == 0 ? 1 : x[row, j - 1])
      }
    }
    #expect(slope.allSatisfy { abs($0) < 1e-6 })
    #expect(abs(value - model.objective) < 1e-9 * value && model.hasConverged)
  }
}
