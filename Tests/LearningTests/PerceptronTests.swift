/// The small network: its slope against differences, what it can learn, and what is refused.
import Learning
import Numerics
import Support
import Testing

@Suite struct PerceptronTests {
  @Test(
    arguments: [[4, 5, 1], [3, 4, 3, 1]], [Perceptron.Target.label, .number])
  func `the slope is that of differences`(sizes: [Int], target: Perceptron.Target) {
    var random = SeededRandom(seed: 6)
    let shape = PerceptronShape(sizes: sizes, target: target)
    let point = shape.start(&random).map { $0 + 0.1 * random.normal() }
    #expect(point.count == shape.parameterCount)
    let x = Matrix(
      rowCount: 12, columnCount: sizes[0],
      values: (0..<(12 * sizes[0])).map { _ in random.normal() })
    let targets = (0..<12).map { target == .label ? Double($0 % 2) : Double($0) / 5 }
    let data = PerceptronData(
      features: x, targets: targets, weights: (0..<12).map { 0.5 + Double($0 % 3) })
    let rows = [0, 3, 4, 7, 11]
    let slope = shape.lossAndGradient(point, data, rows, l2: 0.3).gradient
    for k in point.indices {
      var (up, down) = (point, point)
      up[k] += 1e-5
      down[k] -= 1e-5
      let above = shape.lossAndGradient(up, data, rows, l2: 0.3).loss
      let below = shape.lossAndGradient(down, data, rows, l2: 0.3).loss
      #expect(abs((above - below) / 2e-5 - slope[k]) < 1e-7)
    }
  }

  @Test(arguments: [[16], [12, 6]])
  func `what no line can part is learned`(hidden: [Int]) throws {
    var random = SeededRandom(seed: 1)
    let x = Matrix(
      rowCount: 1_500, columnCount: 2, values: (0..<3_000).map { _ in 100 * random.normal() })
    let labels = (0..<1_500).map { x[$0, 0] * x[$0, 1] > 0 ? 1.0 : 0 }
    var wish = Perceptron()
    wish.hidden = hidden
    wish.learningRate = 0.01
    wish.seed = 3
    let model = try wish.fit(x, targets: labels, Run())
    let p = try model.predictions(x, Run())
    let auc = try #require(BinaryMetrics(labels: labels, probabilities: p).rocAuc)
    let line = try LogisticRegression(l2: 1).fit(x, labels: labels, Run())
    let other = BinaryMetrics(labels: labels, probabilities: line.probabilities(x)).rocAuc ?? 1
    #expect(auc > 0.97 && other < 0.6)
    #expect(model.heldOutLoss ?? 1 < 0.3)
    let again = try wish.fit(x, targets: labels, Run())
    #expect(again == model)
    wish.seed = 4
    #expect(try wish.fit(x, targets: labels, Run()).parameters != model.parameters)
  }

  @Test func `numbers of any unit are learned, and rounds end when nothing is gained`() throws {
    var random = SeededRandom(seed: 2)
    let x = Matrix(
      rowCount: 1_200, columnCount: 1, values: (0..<1_200).map { _ in 4 * random.unit() - 2 })
    let targets = (0..<1_200).map { 1e6 + 3_000 * abs(x[$0, 0]) }
    var wish = Perceptron()
    wish.target = .number
    wish.hidden = [16]
    wish.learningRate = 0.01
    let model = try wish.fit(x, targets: targets, Run())
    let metrics = RegressionMetrics(targets: targets, predictions: try model.predictions(x, Run()))
    #expect((metrics.r2 ?? 0) > 0.98)
    // Noise cannot be learned: the held-out rows end it early.
    let noise = (0..<1_200).map { _ in random.unit() < 0.5 ? 1.0 : 0 }
    var short = Perceptron()
    short.patience = 3
    let nothing = try short.fit(x, targets: noise, Run())
    #expect(nothing.epochs < 60)
    #expect(abs((nothing.heldOutLoss ?? 0) - Math.log(2)) < 0.05)
  }

  @Test func `few rows are all learned from, and wishes have bounds`() throws {
    let x = Matrix(rows: (0..<20).map { [Double($0)] })
    let y = (0..<20).map { $0 < 9 ? 0.0 : 1 }
    var wish = Perceptron()
    wish.maxEpochs = 5
    let model = try wish.fit(x, targets: y, Run())
    #expect(model.heldOutLoss == nil && model.epochs == 5)
    #expect(try model.predictions(x, Run()).allSatisfy { 0 <= $0 && $0 <= 1 })
    let far = try model.predictions(Matrix(rows: [[1e300], [-1e300]]), Run())
    #expect(far.allSatisfy { 0 <= $0 && $0 <= 1 })
    func check(_ name: String, _ change: (inout Perceptron) -> Void) {
      var wish = Perceptron()
      change(&wish)
      #expect(throws: FitError.badSetting(name: name)) { try wish.fit(x, targets: y, Run()) }
    }
    check("hidden") { $0.hidden = [] }
    check("hidden") { $0.hidden = [1, 1, 1] }
    check("hidden") { $0.hidden = [0] }
    check("hidden") { $0.hidden = [Limits.hiddenUnits + 1] }
    check("learningRate") { $0.learningRate = 0 }
    check("batchRows") { $0.batchRows = 0 }
    check("l2") { $0.l2 = -1 }
    check("maxEpochs") { $0.maxEpochs = 0 }
    var wide = Perceptron()
    wide.hidden = [Limits.hiddenUnits]
    wide.maxEpochs = 1
    #expect(try wide.fit(x, targets: y, Run()).epochs == 1)
    #expect(throws: FitError.singleClass) { try wish.fit(x, targets: y.map { _ in 1 }, Run()) }
  }
}
