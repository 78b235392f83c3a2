/// Logistic regression: conditions of the optimum, the penalty, refusals, and hand-made metrics.
import Learning
import Numerics
import Support
import Testing

@Suite struct LogisticTests {
  private func sample(_ count: Int, seed: UInt64) -> (Matrix, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: 3, values: (0..<(count * 3)).map { _ in random.normal() })
    let y = (0..<count).map { row in
      random.unit() < Math.sigmoid(0.5 + x[row, 0] - 2 * x[row, 1]) ? 1.0 : 0.0
    }
    return (x, y)
  }

  @Test(arguments: [0.0, 1.0, 50.0])
  func `the gradient vanishes at the optimum`(l2: Double) throws {
    let (x, y) = sample(400, seed: 3)
    let model = try LogisticRegression(l2: l2).fit(x, labels: y, Run())
    let residuals = zip(model.probabilities(x), y).map { $0 - $1 }
    #expect(abs(residuals.reduce(0, +)) < 1e-7)
    for j in 0..<3 {
      let slope = (0..<400).reduce(0.0) { $0 + residuals[$1] * x[$1, j] }
      #expect(abs(slope + l2 * model.coefficients[j]) < 1e-7)
    }
    #expect(model.hasConverged)
  }

  @Test func `a gradient method with other steps finds the same optimum`() throws {
    let (x, y) = sample(300, seed: 8)
    let model = try LogisticRegression(l2: 2).fit(x, labels: y, Run())
    let found = LBFGS().minimize(from: [0, 0, 0, 0]) { beta in
      var value = 0.0
      var slope = [0.0, 0, 0, 0]
      for row in 0..<300 {
        let z = beta[0] + (0..<3).reduce(0.0) { $0 + beta[$1 + 1] * x[row, $1] }
        value += Math.softplus(z) - y[row] * z
        let r = Math.sigmoid(z) - y[row]
        slope[0] += r
        for j in 0..<3 { slope[j + 1] += r * x[row, j] }
      }
      for j in 1..<4 {
        value += beta[j] * beta[j]
        slope[j] += 2 * beta[j]
      }
      return (value, slope)
    }
    #expect(abs(found.value - model.objective) < 1e-8)
    for j in 0..<3 { #expect(abs(found.point[j + 1] - model.coefficients[j]) < 1e-5) }
  }

  @Test func `separable data and doubled columns give finite coefficients`() throws {
    let x = Matrix(rows: (0..<20).map { [Double($0), Double($0)] })
    let y = (0..<20).map { $0 < 10 ? 0.0 : 1.0 }
    let model = try LogisticRegression(l2: 0.1).fit(x, labels: y, Run())
    #expect(model.coefficients.allSatisfy { $0.isFinite })
    #expect(abs(model.coefficients[0] - model.coefficients[1]) < 1e-9)
    let bare = try LogisticRegression(l2: 0).fit(x, labels: y, Run())
    #expect(bare.coefficients.allSatisfy { $0.isFinite })
  }

  @Test(arguments: [0.0, 1.0])
  func `labels of one class are refused`(label: Double) {
    let x = Matrix(rows: [[1], [2]])
    #expect(throws: FitError.singleClass) {
      try LogisticRegression(l2: 1).fit(x, labels: [label, label], Run())
    }
  }

  @Test func `a weight of two is a row twice, and rare labels can be made to count`() throws {
    let (x, y) = sample(200, seed: 21)
    let weights = (0..<200).map { Double($0 % 3) }
    let rows = (0..<200).flatMap { Array(repeating: $0, count: $0 % 3) }
    let one = try LogisticRegression(l2: 2).fit(x, labels: y, weights: weights, Run())
    let other = try LogisticRegression(l2: 2).fit(
      x.rows(rows), labels: rows.map { y[$0] }, Run())
    #expect(gap(one.coefficients, other.coefficients) < 1e-9)
    #expect(abs(one.objective - other.objective) < 1e-9)
    #expect(gap(try #require(one.standardErrors), try #require(other.standardErrors)) < 1e-9)
    let third = 2.0 / 3
    #expect(ClassWeights.balanced([1, 0, 0, 0]) == [2, third, third, third])
    #expect(throws: FitError.singleClass) {
      try LogisticRegression(l2: 1).fit(x, labels: y, weights: y.map { 1 - $0 }, Run())
    }
  }

  @Test func `columns of any unit and long data give the same model`() throws {
    let (x, y) = sample(120_000, seed: 22)
    let model = try LogisticRegression(l2: 0).fit(x, labels: y, Run())
    var moved = x
    for row in 0..<x.rowCount { moved[row, 1] = 1e7 + 3_000 * x[row, 1] }
    let other = try LogisticRegression(l2: 0).fit(moved, labels: y, Run())
    #expect(abs(other.coefficients[1] * 3_000 - model.coefficients[1]) < 1e-7)
    #expect(abs(other.objective - model.objective) < 1e-8 * model.objective)
    let start = [other.intercept] + other.coefficients
    let again = try LogisticRegression(l2: 0).fit(moved, labels: y, from: start, Run())
    #expect(again.iterations <= 1 && gap(again.coefficients, other.coefficients) < 1e-9)
    let residuals = zip(try model.probabilities(x, Run()), y).map { $0 - $1 }
    #expect(abs(residuals.reduce(0, +)) < 1e-5)
    let parts = model.contributions(Array(x.row(7)), centres: [0.5, 0, -1])
    let base = model.logOdds(Matrix(rows: [[0.5, 0, -1]]))[0]
    #expect(abs(parts.reduce(base, +) - model.logOdds(x.rows([7]))[0]) < 1e-12)
  }

  @Test func `metrics are those computed by hand`() {
    let labels = [1.0, 0, 1, 0]
    let scores = [0.8, 0.8, 0.6, 0.2]
    let metrics = BinaryMetrics(labels: labels, probabilities: scores)
    // Pairs (1, 0): 0.8 = 0.8 one half, 0.8 > 0.2, 0.6 < 0.8, 0.6 > 0.2: 2.5 of 4.
    #expect(metrics.rocAuc == 0.625)
    #expect(abs((metrics.prAuc ?? 0) - (0.5 * 0.5 + 0.5 * 2 / 3)) < 1e-12)
    #expect(abs(metrics.brier - (0.04 + 0.64 + 0.16 + 0.04) / 4) < 1e-12)
    let none = BinaryMetrics(labels: [0, 0], probabilities: [0.1, 0.2])
    #expect(none.rocAuc == nil && none.prAuc == nil && none.liftTop10 == nil)
    let confusion = Confusion(labels: labels, probabilities: scores, threshold: 0.7)
    #expect(confusion.truePositives == 1 && confusion.falsePositives == 1)
    #expect(confusion.precision == 0.5 && confusion.recall == 0.5 && confusion.f1 == 0.5)
    #expect(Confusion(labels: [0], probabilities: [0], threshold: 0.5).precision == nil)
  }

  @Test func `the cheapest threshold weighs misses against false alarms`() {
    let labels = [0.0, 0, 1, 0, 1]
    let scores = [0.1, 0.2, 0.3, 0.4, 0.9]
    let cautious = Threshold.minimizingCost(
      labels: labels, probabilities: scores, miss: 10, falseAlarm: 1)
    let bold = Threshold.minimizingCost(
      labels: labels, probabilities: scores, miss: 1, falseAlarm: 10)
    #expect(abs(cautious - 0.25) < 1e-12 && abs(bold - 0.65) < 1e-12)
  }
}
