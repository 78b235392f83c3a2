/// A small network: one or two hidden layers of rectified units, fitted by Adam.
///
/// Columns are brought to one scale. Minibatches are drawn by the seed; a tenth of the rows is held
/// out, and the weights are those of the round in which it was told best (Prechelt 1998). Sums run
/// in one fixed order, so the same seed gives the same bits.
package import Numerics
package import Support

package struct Perceptron: Sendable {
  package enum Target: Sendable {
    /// Labels of 0 and 1; the loss is the log-loss.
    case label
    /// Any numbers, brought to one scale; the loss is half the squared error.
    case number
  }

  /// Units of each hidden layer.
  package var hidden = [32]
  package var target = Target.label
  package var learningRate = 0.001
  package var batchRows = 64
  /// The penalty l2 / 2 * |weights|² on the mean loss.
  package var l2 = 1e-4
  package var maxEpochs = 200
  /// Rounds without a better held-out loss that end the fit.
  package var patience = 10
  package var seed: UInt64 = 0

  package init() {}

  /// Rows from which on some are held out.
  package static let heldOutFrom = 100

  package func fit(
    _ features: Matrix, targets: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> PerceptronModel {
    try FitError.check(features, rows: 1)
    try check(targets, weights, rows: features.rowCount)
    let scaling = try Scaling.standard(of: features, run)
    guard scaling.spreads.allSatisfy(\.isFinite), scaling.centres.allSatisfy(\.isFinite) else {
      throw FitError.tooLarge
    }
    let unit = unit(of: targets)
    guard unit.centre.isFinite, unit.spread.isFinite else { throw FitError.tooLarge }
    let data = PerceptronData(
      features: try PerceptronModel.held(scaling.apply(to: features, run), run),
      targets: targets.map { ($0 - unit.centre) / unit.spread }, weights: weights)
    let shape = PerceptronShape(sizes: [features.columnCount] + hidden + [1], target: target)
    var training = Training(self, shape, data, split(targets))
    try training.run(run)
    guard training.best.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
    return PerceptronModel(
      shape: shape, parameters: training.best, scaling: scaling, unit: unit,
      epochs: training.epochs, heldOutLoss: training.bestLoss)
  }

  private func check(_ targets: [Double], _ weights: [Double]?, rows: Int) throws(FitError) {
    guard 1...2 ~= hidden.count, hidden.allSatisfy({ 1...Limits.hiddenUnits ~= $0 }) else {
      throw .badSetting(name: "hidden")
    }
    guard learningRate > 0, learningRate <= 1 else { throw .badSetting(name: "learningRate") }
    guard batchRows >= 1 else { throw .badSetting(name: "batchRows") }
    guard l2 >= 0, l2.isFinite else { throw .badSetting(name: "l2") }
    guard maxEpochs >= 1, patience >= 1 else { throw .badSetting(name: "maxEpochs") }
    try FitError.check(weights: weights, count: targets.count)
    switch target {
    case .label: _ = try FitError.positiveShare(targets, weights, rows: rows)
    case .number:
      guard targets.count == rows else { throw .badSetting(name: "targets") }
      if let row = targets.firstIndex(where: { !$0.isFinite }) {
        throw .notANumber(row: row, column: 0)
      }
    }
  }

  private func unit(of targets: [Double]) -> PerceptronModel.Unit {
    guard target == .number else { return PerceptronModel.Unit(centre: 0, spread: 1) }
    let moments = Moments(of: targets)
    let spread = moments.variance.squareRoot()
    return PerceptronModel.Unit(centre: moments.mean, spread: spread > 0 ? spread : 1)
  }

  /// Rows to learn from and rows to judge by; few rows are all learned from.
  private func split(_ targets: [Double]) -> (train: [Int], test: [Int]) {
    guard targets.count >= Self.heldOutFrom else { return (Array(targets.indices), []) }
    switch target {
    case .label: return Split.stratified(targets, every: 10)
    case .number: return Split.systematic(count: targets.count, every: 10)
    }
  }
}

package struct PerceptronModel: Sendable, Equatable {
  let shape: PerceptronShape
  package let parameters: [Double]
  package let scaling: Scaling
  let unit: Unit
  package let epochs: Int
  /// The mean loss of the rows held out; nil where there were too few.
  package let heldOutLoss: Double?

  struct Unit: Sendable, Equatable {
    let centre: Double
    let spread: Double
  }

  /// Values are held within 10,000 spreads of the mean: beyond that nothing was ever seen.
  static func held(_ scaled: Matrix, _ run: Run) throws -> Matrix {
    try scaled.mapped(run) { _, value in min(1e4, max(-1e4, value)) }
  }

  /// For labels the chance of 1, for numbers the number.
  package func predictions(_ features: Matrix, _ run: Run) throws -> [Double] {
    guard features.columnCount == scaling.centres.count else {
      throw FitError.badSetting(name: "columns")
    }
    let scaled = try Self.held(scaling.apply(to: features, run), run)
    return try Parallel.fill(count: features.rowCount, chunk: 1_024, initial: 0.0) { range, part in
      try run.checkpoint()
      var layers = shape.layers
      for row in range {
        let z = shape.forward(parameters, scaled, row, &layers)
        part[row - range.lowerBound] =
          shape.target == .label ? Math.sigmoid(z) : unit.centre + unit.spread * z
      }
    }
  }
}

/// Scaled columns and targets.
package struct PerceptronData: Sendable {
  let features: Matrix
  let targets: [Double]
  let weights: [Double]?

  package init(features: Matrix, targets: [Double], weights: [Double]?) {
    self.features = features
    self.targets = targets
    self.weights = weights
  }
}

/// The way to the weights.
private struct Training {
  private let wish: Perceptron
  private let shape: PerceptronShape
  private let data: PerceptronData
  private var train: [Int]
  private let test: [Int]
  private var parameters: [Double]
  private var random: SeededRandom
  private(set) var best: [Double]
  private(set) var bestLoss: Double?
  private(set) var epochs = 0
  // Adam's running means of the slope and of its square (Kingma and Ba 2015).
  private var slopes: [Double]
  private var squares: [Double]
  private var steps = 0.0

  init(
    _ wish: Perceptron, _ shape: PerceptronShape, _ data: PerceptronData,
    _ rows: (train: [Int], test: [Int])
  ) {
    self.wish = wish
    self.shape = shape
    self.data = data
    (train, test) = rows
    random = SeededRandom(seed: wish.seed)
    parameters = shape.start(&random)
    best = parameters
    slopes = [Double](repeating: 0, count: parameters.count)
    squares = slopes
  }

  mutating func run(_ run: Run) throws {
    var waited = 0
    while epochs < wish.maxEpochs, waited < wish.patience {
      epochs += 1
      random.shuffle(&train)
      for first in stride(from: 0, to: train.count, by: wish.batchRows) {
        try run.checkpoint()
        step(train[first..<min(first + wish.batchRows, train.count)])
      }
      run.report(Double(epochs) / Double(wish.maxEpochs), Self.note)
      guard !test.isEmpty else {
        best = parameters
        continue
      }
      let loss = try heldOut(run)
      guard loss.isFinite else { break }
      if let least = bestLoss, loss >= least - 1e-6 * abs(least) {
        waited += 1
      } else {
        waited = 0
        bestLoss = loss
        best = parameters
      }
    }
  }

  private static let note = Phrase(en: "Training a small network", zh: "正在训练小型神经网络")

  private mutating func step(_ rows: ArraySlice<Int>) {
    let gradient = shape.lossAndGradient(parameters, data, Array(rows), l2: wish.l2).gradient
    steps += 1
    let (first, second) = (1 - Math.pow(0.9, steps), 1 - Math.pow(0.999, steps))
    let rate = wish.learningRate
    for k in gradient.indices {
      slopes[k] = 0.9 * slopes[k] + 0.1 * gradient[k]
      squares[k] = 0.999 * squares[k] + 0.001 * gradient[k] * gradient[k]
      parameters[k] -= rate * (slopes[k] / first) / ((squares[k] / second).squareRoot() + 1e-8)
    }
  }

  /// The weighted mean loss of the rows held out, without the penalty.
  private func heldOut(_ run: Run) throws -> Double {
    let parts = try Parallel.map(count: test.count, chunk: 1_024) { range in
      try run.checkpoint()
      var layers = shape.layers
      var (sum, total) = (0.0, 0.0)
      for row in test[range] {
        let weight = data.weights?[row] ?? 1
        let z = shape.forward(parameters, data.features, row, &layers)
        sum += weight * shape.loss(z, data.targets[row])
        total += weight
      }
      return (sum, total)
    }
    let total = parts.map(\.1).pairwiseSum
    return total > 0 ? parts.map(\.0).pairwiseSum / total : 0
  }
}
