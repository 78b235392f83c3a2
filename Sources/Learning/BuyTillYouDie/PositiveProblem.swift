/// A negative log-likelihood of positive parameters, searched in their logarithms, with soft walls
/// far out: what all fits of purchase models share.
import Numerics
import Support

/// Steps that the search for the maximum of each model may take before the next rung is taken.
package struct PurchaseSteps: Sendable {
  static let usual = 500

  package var betaGeometric = Self.usual
  package var pareto = Self.usual
  package var rounds = Self.usual

  package init() {}
}

struct PositiveProblem {
  /// Beyond this logarithm a parameter counts as run away.
  static let wall = 9.0

  /// Steps that a search may take.
  var steps = PurchaseSteps.usual
  /// A step that gains less moves no parameter by a thousandth of its standard error.
  private static let smallestGain = 1e-7
  private static let leastInformation = 0.25

  /// The log-likelihood at parameters, and its derivatives by them.
  let likelihood: ([Double]) throws -> (value: Double, gradient: [Double])

  struct Found {
    let point: [Double]
    let information: Matrix
    let iterations: Int
  }

  /// The best of what is reached from some places, and the information there. Nothing where the
  /// search for it ran out of steps.
  func best(from starts: [[Double]]) throws -> Found? {
    var best: LBFGS.Minimum?
    for start in starts {
      let found = try minimum(from: start)
      if best.map({ found.value < $0.value - 1e-7 }) ?? true { best = found }
    }
    guard let best, best.hasConverged else { return nil }
    let (point, information) = try polished(best.point)
    return Found(point: point, information: information, iterations: best.iterations)
  }

  /// The minimum near that of one `share` of the data, whose information stands in for that of all
  /// on the way: it is off by little, so a few steps are enough.
  func refined(_ part: Found, share: Double) throws -> Found {
    var point = part.point
    var (value, gradient) = try negative(at: point)
    var near = part.information
    for i in point.indices { for j in point.indices { near[i, j] /= share } }
    // Where the likelihood is flat its information is nothing but noise, of either sign.
    for i in point.indices { near[i, i] += Self.leastInformation }
    let factor = Cholesky(near)
    for iteration in 0..<20 {
      guard let step = factor?.solve(gradient) else { break }
      let next = zip(point, step).map { $0 - $1 }
      // Twice what the step gains, where the information is right: where the likelihood is flat,
      // steps may be long and gain nothing.
      let gain = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      let found = try negative(at: next)
      guard found.value <= value + 1e-12 * abs(value) else { break }
      (point, value, gradient) = (next, found.value, found.gradient)
      guard gain > Self.smallestGain else {
        let information = try Curvature.hessian(at: point, gradient: gradient) {
          try negative(at: $0).gradient
        }
        return Found(
          point: point, information: information, iterations: part.iterations + iteration)
      }
    }
    let found = try minimum(from: point)
    let (polished, information) = try polished(found.point)
    return Found(
      point: polished, information: information, iterations: part.iterations + found.iterations)
  }

  func minimum(from start: [Double]) throws -> LBFGS.Minimum {
    var search = LBFGS()
    search.maxIterations = steps
    return try search.minimize(from: start) { try negative(at: $0) }
  }

  func negative(at point: [Double]) throws -> (value: Double, gradient: [Double]) {
    guard point.allSatisfy({ abs($0) < 40 }) else { return (.infinity, point) }
    let theta = point.map(Math.exp)
    let (value, slope) = try likelihood(theta)
    var total = -value
    var gradient = zip(slope, theta).map { -$0 * $1 }
    for index in point.indices {
      let beyond = abs(point[index]) - Self.wall
      guard beyond > 0 else { continue }
      total += beyond * beyond
      gradient[index] += 2 * beyond * (point[index] < 0 ? -1 : 1)
    }
    return (total, gradient)
  }

  /// A few Newton steps with the Hessian from differences of the gradient, and the last Hessian:
  /// the information about the logarithms.
  func polished(_ start: [Double]) throws -> (point: [Double], information: Matrix) {
    var point = start
    var (value, gradient) = try negative(at: point)
    var information = try hessian(at: point)
    for _ in 0..<4 {
      guard let step = Cholesky(information)?.solve(gradient) else { break }
      let next = zip(point, step).map { $0 - $1 }
      let found = try negative(at: next)
      guard found.value <= value + 1e-9 else { break }
      (point, value, gradient) = (next, found.value, found.gradient)
      if step.allSatisfy({ abs($0) < 1e-9 }) { break }
      // A long step has left the place the Hessian was taken at.
      if step.contains(where: { abs($0) > 1e-4 }) { information = try hessian(at: point) }
    }
    return (point, information)
  }

  private func hessian(at point: [Double]) throws -> Matrix {
    try Curvature.hessian(at: point) { try negative(at: $0).gradient }
  }
}
