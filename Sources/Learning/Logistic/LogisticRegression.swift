/// Logistic regression with a ridge penalty, by Newton's method.
///
/// Minimises  sum of log-loss + l2 / 2 * |coefficients|^2 ; the intercept is not penalised. The
/// problem is convex; a step that would not lower the objective is halved.
package import Numerics
package import Support

package struct LogisticRegression: Sendable {
  package var l2: Double
  package var maxIterations = 50
  package var tolerance = 1e-10

  package init(l2: Double) { self.l2 = l2 }

  /// - Parameters:
  ///   - features: one row per example, without a column of ones.
  ///   - labels: 0 or 1.
  ///   - start: intercept and coefficients to begin with, as of an earlier fit.
  package func fit(
    _ features: Matrix, labels: [Double], from start: [Double]? = nil, _ run: Run
  ) throws -> LogisticModel {
    if features.columnCount > 0 { try FitError.check(features, rows: 1) }
    let positives = labels.reduce(0, +)
    guard positives > 0, positives < Double(labels.count) else { throw FitError.singleClass }
    let width = features.columnCount + 1
    var beta = start ?? [Double](repeating: 0, count: width)
    if start == nil { beta[0] = Math.logit(positives / Double(labels.count)) }
    var state = try Newton(features, labels, beta, l2: l2, run)
    var iterations = 0
    var hasConverged = false
    while iterations < maxIterations {
      try run.checkpoint()
      iterations += 1
      guard let step = state.step() else { break }
      guard let next = try descend(&state, beta, step, features, labels, run) else {
        hasConverged = true
        break
      }
      beta = next
      if step.reduce(0, { max($0, abs($1)) }) < tolerance {
        hasConverged = true
        break
      }
    }
    return LogisticModel(
      intercept: beta[0], coefficients: Array(beta.dropFirst()), l2: l2,
      standardErrors: state.standardErrors(), objective: state.objective, iterations: iterations,
      hasConverged: hasConverged)
  }

  private func descend(
    _ state: inout Newton, _ beta: [Double], _ step: [Double], _ features: Matrix,
    _ labels: [Double], _ run: Run
  ) throws -> [Double]? {
    var share = 1.0
    while share > 1e-10 {
      let trial = zip(beta, step).map { $0 - share * $1 }
      let next = try Newton(features, labels, trial, l2: l2, run)
      if next.objective <= state.objective * (1 + 1e-15) + 1e-300 {
        state = next
        return trial
      }
      share /= 2
    }
    return nil
  }
}

/// A fitted logistic regression: the log-odds are intercept + coefficients * features.
package struct LogisticModel: Sendable, Equatable {
  package let intercept: Double
  package let coefficients: [Double]
  package let l2: Double
  /// Of the intercept, then of each coefficient; nil when the information matrix is singular.
  package let standardErrors: [Double]?
  package let objective: Double
  package let iterations: Int
  package let hasConverged: Bool

  package func logOdds(_ features: Matrix) -> [Double] {
    let width = features.columnCount
    return features.values.withUnsafeBufferPointer { x in
      coefficients.withUnsafeBufferPointer { c in
        (0..<features.rowCount).map { i in
          var sum = intercept
          for j in 0..<width { sum += c[j] * x[i * width + j] }
          return sum
        }
      }
    }
  }

  package func probabilities(_ features: Matrix) -> [Double] {
    logOdds(features).map(Math.sigmoid)
  }
}

/// Objective, gradient and Hessian at one point.
private struct Newton {
  let objective: Double
  private let gradient: [Double]
  private let hessian: Matrix

  init(
    _ features: Matrix, _ labels: [Double], _ beta: [Double], l2: Double, _ run: Run
  ) throws {
    let width = beta.count
    let parts = try Parallel.map(count: features.rowCount, chunk: 4096) { range in
      try run.checkpoint()
      return Self.part(range, features, labels, beta)
    }
    var value = 0.0
    var gradient = [Double](repeating: 0, count: width)
    var hessian = Matrix(rowCount: width, columnCount: width)
    for part in parts {
      value += part.value
      for j in 0..<width { gradient[j] += part.gradient[j] }
      for j in part.hessian.indices { hessian.values[j] += part.hessian[j] }
    }
    for j in 1..<max(1, width) {
      value += 0.5 * l2 * beta[j] * beta[j]
      gradient[j] += l2 * beta[j]
      hessian[j, j] += l2
    }
    self.objective = value
    self.gradient = gradient
    self.hessian = hessian
  }

  /// The Newton step; a singular Hessian gets a little on its diagonal.
  func step() -> [Double]? {
    var ridge = 0.0
    let size = (0..<hessian.rowCount).reduce(0.0) { max($0, hessian[$1, $1]) }
    for _ in 0..<12 {
      var matrix = hessian
      for j in 0..<matrix.rowCount { matrix[j, j] += ridge }
      if let factor = Cholesky(matrix) { return factor.solve(gradient) }
      ridge = ridge == 0 ? max(1e-300, size * 1e-12) : ridge * 10
    }
    return nil
  }

  func standardErrors() -> [Double]? {
    Cholesky(hessian)?.inverseDiagonal().map { $0.squareRoot() }
  }

  private static func part(
    _ range: Range<Int>, _ features: Matrix, _ labels: [Double], _ beta: [Double]
  ) -> (value: Double, gradient: [Double], hessian: [Double]) {
    let width = beta.count
    let columns = features.columnCount
    var value = 0.0
    var gradient = [Double](repeating: 0, count: width)
    var hessian = [Double](repeating: 0, count: width * width)
    var row = [Double](repeating: 1, count: width)
    features.values.withUnsafeBufferPointer { x in
      hessian.withUnsafeMutableBufferPointer { h in
        gradient.withUnsafeMutableBufferPointer { g in
          row.withUnsafeMutableBufferPointer { a in
            for i in range {
              for j in 0..<columns { a[j + 1] = x[i * columns + j] }
              var z = 0.0
              for j in 0..<width { z += beta[j] * a[j] }
              let p = Math.sigmoid(z)
              value += Math.softplus(z) - labels[i] * z
              let residual = p - labels[i]
              let weight = p * (1 - p)
              for j in 0..<width {
                g[j] += residual * a[j]
                let scaled = weight * a[j]
                if scaled == 0 { continue }
                let base = j * width
                for k in 0...j { h[base + k] += scaled * a[k] }
              }
            }
          }
        }
      }
    }
    return (value, gradient, hessian)
  }
}
