/// Accelerated failure times after Weibull: who lasts how many times as long.
///
/// log T = intercept + coefficients * x + sigma * W with W of the smallest extreme value. The
/// likelihood is maximised by Newton's method in the form with 1 / sigma and coefficients / sigma,
/// where it is concave (Burridge 1981), so there is one maximum and halved steps reach it.
package import Numerics
package import Support

package struct WeibullRegression: Sendable {
  package var maxIterations = 100
  package var tolerance = 1e-11

  package init() {}

  /// - Parameter features: may have no column; then all rows are alike.
  package func fit(
    _ features: Matrix, _ durations: Durations, _ run: Run
  ) throws -> WeibullModel {
    if features.columnCount > 0 { try FitError.checkLinear(features) }
    guard features.rowCount == durations.count else { throw FitError.badSetting(name: "durations") }
    guard durations.times.allSatisfy({ $0 > 0 }) else { throw FitError.badSetting(name: "times") }
    let problem = try Problem(features, durations, run)
    guard problem.isEvent.contains(true) else { throw FitError.singleClass }
    var point = problem.start
    var state = try problem.state(at: point, run)
    var (iterations, hasConverged) = (0, false)
    while iterations < maxIterations, !hasConverged {
      iterations += 1
      guard let step = try Cholesky.solution(of: state.information, state.slope, run) else {
        break
      }
      let gain = zip(step, state.slope).reduce(0) { $0 + $1.0 * $1.1 }
      hasConverged = step.allSatisfy { abs($0) < tolerance } || gain < 1e-15 * abs(state.value)
      guard let next = try problem.climb(from: point, state, step, run) else {
        hasConverged = true
        break
      }
      (point, state) = next
    }
    return try problem.model(point, state, iterations, hasConverged, run)
  }
}

package struct WeibullModel: Sendable, Equatable {
  package let intercept: Double
  /// What one unit of each column adds to the logarithm of the time.
  package let coefficients: [Double]
  /// The spread of the logarithms; its inverse is Weibull's shape.
  package let sigma: Double
  /// Of intercept, coefficients and log sigma; nil when columns repeat each other.
  package let covariance: Matrix?
  package let logLikelihood: Double
  package let rowCount: Int
  package let eventCount: Int
  package let iterations: Int
  package let hasConverged: Bool

  package var shape: Double { 1 / sigma }

  /// Of the intercept, then of each coefficient, then of log sigma.
  package var standardErrors: [Double]? {
    covariance.map { matrix in (0..<matrix.rowCount).map { matrix[$0, $0].squareRoot() } }
  }

  /// Two for each parameter less twice the likelihood.
  package var aic: Double { 2 * Double(coefficients.count + 2) - 2 * logLikelihood }

  /// The logarithm of each row's scale: the time by which 63 % have ended.
  package func logScales(_ features: Matrix, _ run: Run) throws -> [Double] {
    try features.times(coefficients, plus: intercept, run)
  }

  /// The share of rows of that scale that lasts longer than `time`.
  package func survival(logScale: Double, at time: Double) -> Double {
    time <= 0 ? 1 : Math.exp(-hazard(logScale, time))
  }

  /// The share that lasts `further` beyond `from`, of those that lasted until then.
  package func survival(logScale: Double, from: Double, further: Double) -> Double {
    Math.exp(min(0, hazard(logScale, from) - hazard(logScale, from + further)))
  }

  /// The time at which a share is still there, given that it lasted until `from`.
  package func time(logScale: Double, untilShare share: Double, from: Double = 0) -> Double {
    let needed = hazard(logScale, from) - Math.log(share)
    return min(1e300, Math.exp(min(690, logScale + sigma * Math.log(needed))))
  }

  private func hazard(_ logScale: Double, _ time: Double) -> Double {
    time <= 0 ? 0 : Math.exp(min(700, (Math.log(time) - logScale) / sigma))
  }
}

/// The likelihood in alpha = 1 / sigma and gamma = coefficients / sigma, over scaled columns.
private struct Problem {
  /// -1, minus the scaled columns, and the centred logarithm of the time.
  private let rows: Matrix
  let isEvent: [Bool]
  private let weights: [Double]
  private let logTimes: [Double]
  private let scaling: Scaling
  private let middle: Double
  private let width: Int

  struct State: Sendable {
    var value: Double
    var slope: [Double]
    var information: Matrix
  }

  init(_ features: Matrix, _ durations: Durations, _ run: Run) throws {
    let counted = durations.counted
    let used = durations.rows(counted)
    width = features.columnCount
    scaling = try Scaling.standard(of: features, run)
    guard scaling.spreads.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
    let scaled = try scaling.apply(to: features.gathered(counted, run), run)
    isEvent = used.isEvent
    weights = (0..<used.count).map { used.weight($0) }
    logTimes = used.times.map { Math.log($0) }
    middle = logTimes.pairwiseSum / Double(logTimes.count)
    var values: [Double] = []
    values.reserveCapacity(scaled.rowCount * (width + 2))
    for row in 0..<scaled.rowCount {
      values.append(-1)
      for value in scaled.row(row) { values.append(-value) }
      values.append(logTimes[row] - middle)
    }
    rows = Matrix(rowCount: scaled.rowCount, columnCount: width + 2, values: values)
  }

  /// Rows that are all alike and end at the rate they do.
  var start: [Double] {
    let total = zip(weights, logTimes).reduce(0) { $0 + $1.0 * Math.exp($1.1 - middle) }
    let ended = zip(weights, isEvent).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    var point = [Double](repeating: 0, count: width + 2)
    point[0] = Math.log(total / ended)
    point[width + 1] = 1
    return point
  }

  func state(at point: [Double], _ run: Run) throws -> State {
    let alpha = point[width + 1]
    let z = try rows.times(point, run)
    var (values, residuals, curves) = ([Double](), [Double](), [Double]())
    var ended = 0.0
    values.reserveCapacity(z.count)
    residuals.reserveCapacity(z.count)
    curves.reserveCapacity(z.count)
    for row in z.indices {
      if row % 8_192 == 0 { try run.checkpoint() }
      let (weight, hazard) = (weights[row], Math.exp(min(700, z[row])))
      if isEvent[row] { ended += weight }
      let base = isEvent[row] ? Math.log(alpha) + z[row] - logTimes[row] : 0
      values.append(weight * (base - hazard))
      residuals.append(weight * ((isEvent[row] ? 1 : 0) - hazard))
      curves.append(weight * hazard)
    }
    var slope = try rows.transposedTimes(residuals, run)
    slope[width + 1] += ended / alpha
    let centre = [Double](repeating: 0, count: width + 2)
    var information = try rows.crossProducts(centre: centre, weights: curves, run)
    information[width + 1, width + 1] += ended / (alpha * alpha)
    return State(value: values.pairwiseSum, slope: slope, information: information)
  }

  /// The point after a step, or after as much of it as raises the likelihood.
  func climb(
    from point: [Double], _ state: State, _ step: [Double], _ run: Run
  ) throws -> (point: [Double], state: State)? {
    var share = 1.0
    while share > 1e-10 {
      let trial = zip(point, step).map { $0 + share * $1 }
      if trial[width + 1] > 0 {
        let next = try self.state(at: trial, run)
        if next.value.isFinite, next.value >= state.value - 1e-14 * abs(state.value) {
          return (trial, next)
        }
      }
      share /= 2
    }
    return nil
  }

  func model(
    _ point: [Double], _ state: State, _ iterations: Int, _ hasConverged: Bool, _ run: Run
  ) throws -> WeibullModel {
    let sigma = 1 / point[width + 1]
    let scaled = (0..<width).map { point[$0 + 1] * sigma }
    let coefficients = zip(scaled, scaling.spreads).map { $0 / $1 }
    let shift = zip(coefficients, scaling.centres).reduce(0) { $0 + $1.0 * $1.1 }
    let numbers = coefficients + [sigma, shift, state.value]
    guard numbers.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
    return WeibullModel(
      intercept: point[0] * sigma + middle - shift, coefficients: coefficients, sigma: sigma,
      covariance: try covariance(point, state.information, run), logLikelihood: state.value,
      rowCount: isEvent.count, eventCount: isEvent.filter { $0 }.count, iterations: iterations,
      hasConverged: hasConverged)
  }

  /// By the delta method from (gamma, alpha) to (intercept, coefficients, log sigma).
  private func covariance(
    _ point: [Double], _ information: Matrix, _ run: Run
  ) throws -> Matrix? {
    guard let inverse = try Cholesky(information, run)?.inverse(run) else { return nil }
    let (last, alpha) = (width + 1, point[width + 1])
    var jacobian = Matrix(rowCount: width + 2, columnCount: width + 2)
    // With centres c and spreads s: beta_j = gamma_j / (alpha s_j) and
    // intercept = (gamma_0 - the sum of gamma_j c_j / s_j) / alpha.
    var constant = point[0]
    jacobian[0, 0] = 1 / alpha
    for j in 0..<width {
      let ratio = scaling.centres[j] / scaling.spreads[j]
      constant -= point[j + 1] * ratio
      jacobian[0, j + 1] = -ratio / alpha
      jacobian[j + 1, j + 1] = 1 / (alpha * scaling.spreads[j])
      jacobian[j + 1, last] = -point[j + 1] / (alpha * alpha * scaling.spreads[j])
    }
    jacobian[0, last] = -constant / (alpha * alpha)
    jacobian[last, last] = -1 / alpha
    // The jacobian is mostly zeros, so it always stands first.
    let half = jacobian.multiplied(by: inverse)
    let result = jacobian.multiplied(by: half.transposed)
    let isSound = (0...last).allSatisfy { result[$0, $0].isFinite && result[$0, $0] >= 0 }
    return isSound ? result : nil
  }
}
