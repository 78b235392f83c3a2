/// Centred and scaled columns, targets, and the sums of their products.
import Numerics
import Support

struct LinearData: Sendable {
  private let features: Matrix
  private let weights: [Double]?
  /// Less their mean.
  let targets: [Double]
  let scaling: Scaling
  /// The weighted products of the scaled columns.
  let products: Matrix
  let middle: Double
  let totalWeight: Double
  /// Rows with a weight.
  let rowCount: Int

  var width: Int { features.columnCount }

  init(_ features: Matrix, _ targets: [Double], _ weights: [Double]?, _ run: Run) throws {
    try FitError.checkLinear(features)
    guard targets.count == features.rowCount else { throw FitError.badSetting(name: "targets") }
    if let row = targets.firstIndex(where: { !$0.isFinite }) {
      throw FitError.notANumber(row: row, column: features.columnCount)
    }
    try FitError.check(weights: weights, count: targets.count)
    self.features = features
    self.weights = weights
    totalWeight = weights?.pairwiseSum ?? Double(targets.count)
    rowCount = weights?.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } ?? targets.count
    let centres = try features.means(weights: weights, run)
    let raw = try features.crossProducts(centre: centres, weights: weights, run)
    let total = totalWeight
    let spreads = (0..<features.columnCount).map { j in
      let spread = (raw[j, j] / total).squareRoot()
      return spread > 1e-12 * max(1, abs(centres[j])) ? spread : 1
    }
    scaling = Scaling(centres: centres, spreads: spreads)
    var scaled = raw
    for i in spreads.indices {
      for j in spreads.indices { scaled[i, j] /= spreads[i] * spreads[j] }
    }
    products = scaled
    let weighted = weights.map { all in zip(all, targets).map { $0 * $1 } } ?? targets
    let centre = weighted.pairwiseSum / total
    middle = centre
    self.targets = targets.map { $0 - centre }
    let numbers = scaled.values + centres + [centre]
    guard numbers.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
  }

  /// The weighted products of the scaled columns with some numbers.
  func slope(_ numbers: [Double], _ run: Run) throws -> [Double] {
    let weighted = weights.map { all in zip(all, numbers).map { $0 * $1 } } ?? numbers
    let sums = try features.transposedTimes(weighted, run)
    let total = weighted.pairwiseSum
    return sums.enumerated().map { j, sum in
      (sum - total * scaling.centres[j]) / scaling.spreads[j]
    }
  }

  /// What is left of the centred targets by coefficients of the scaled columns.
  func residuals(_ beta: [Double], _ run: Run) throws -> [Double] {
    let factors = zip(beta, scaling.spreads).map { $0 / $1 }
    let shift = zip(factors, scaling.centres).reduce(0) { $0 - $1.0 * $1.1 }
    let fitted = try features.times(factors, plus: shift, run)
    return zip(targets, fitted).map { $0 - $1 }
  }

  func squares(_ numbers: [Double]) -> Double {
    numbers.indices.map { (weights?[$0] ?? 1) * numbers[$0] * numbers[$0] }.pairwiseSum
  }

  /// Intercept and coefficients of the columns as they were given.
  func unscaled(_ beta: [Double]) throws(FitError) -> (intercept: Double, coefficients: [Double]) {
    let coefficients = zip(beta, scaling.spreads).map { $0 / $1 }
    let shift = zip(coefficients, scaling.centres).reduce(0) { $0 + $1.0 * $1.1 }
    guard coefficients.allSatisfy(\.isFinite), shift.isFinite else { throw .tooLarge }
    return (middle - shift, coefficients)
  }

  func model(
    _ beta: [Double], _ residuals: [Double], _ factor: ColumnFactor, l2: Double, _ run: Run
  ) throws -> LinearModel {
    let (intercept, coefficients) = try unscaled(beta)
    let degrees = rowCount - factor.used.count - 1
    let (left, spread) = (squares(residuals), squares(targets))
    guard left.isFinite, spread.isFinite else { throw FitError.tooLarge }
    let variance = degrees > 0 ? left / Double(degrees) : nil
    var errors: [Double]?
    if l2 == 0, let variance { errors = try standardErrors(factor, variance, run) }
    return LinearModel(
      intercept: intercept, coefficients: coefficients, aliased: factor.aliased,
      standardErrors: errors, degrees: max(0, degrees), residualVariance: variance,
      r2: spread > 0 ? 1 - left / spread : nil)
  }

  private func standardErrors(
    _ factor: ColumnFactor, _ variance: Double, _ run: Run
  ) throws -> [Double] {
    let inverse = try factor.inverse(run)
    var errors = [Double](repeating: 0, count: width)
    var ofCentre = 1 / totalWeight
    for (a, i) in factor.used.enumerated() {
      errors[i] = (variance * inverse[a, a]).squareRoot() / scaling.spreads[i]
      for (b, j) in factor.used.enumerated() {
        let shift = scaling.centres[i] / scaling.spreads[i] * scaling.centres[j]
        ofCentre += inverse[a, b] * shift / scaling.spreads[j]
      }
    }
    return [(variance * ofCentre).squareRoot()] + errors
  }
}

/// The Cholesky factor of products of columns, without those that follow from earlier ones.
struct ColumnFactor: Sendable {
  private(set) var used: [Int] = []
  private(set) var aliased: [Int] = []
  private let width: Int
  private let factor: Cholesky?

  /// A column counts as new when more than this share of it is not told by those before it.
  private static let newShare = 1e-10

  init(_ products: Matrix, _ penalties: [Double], _ run: Run) throws {
    width = products.rowCount
    var rows: [[Double]] = []
    for j in 0..<products.rowCount {
      try run.checkpoint()
      let diagonal = products[j, j] + penalties[j]
      var row: [Double] = []
      for (place, i) in used.enumerated() {
        let known = zip(rows[place], row).reduce(0) { $0 + $1.0 * $1.1 }
        row.append((products[j, i] - known) / rows[place][place])
      }
      let rest = diagonal - row.reduce(0) { $0 + $1 * $1 }
      guard rest > Self.newShare * diagonal, diagonal > 0, rest.isFinite else {
        aliased.append(j)
        continue
      }
      rows.append(row + [rest.squareRoot()])
      used.append(j)
    }
    var part = Matrix(rowCount: used.count, columnCount: used.count)
    for (a, i) in used.enumerated() {
      for (b, j) in used.enumerated() { part[a, b] = products[i, j] + (a == b ? penalties[i] : 0) }
    }
    factor = try Cholesky(part, run)
  }

  func solve(_ right: [Double]) -> [Double] {
    var all = [Double](repeating: 0, count: width)
    guard let factor else { return all }
    for (place, value) in factor.solve(used.map { right[$0] }).enumerated() {
      all[used[place]] = value
    }
    return all
  }

  /// Of the columns in use.
  func inverse(_ run: Run) throws -> Matrix {
    try factor?.inverse(run) ?? Matrix(rowCount: used.count, columnCount: used.count)
  }
}
