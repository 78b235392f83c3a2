/// A negative log-likelihood of positive parameters, searched in their logarithms, with soft walls
/// far out: what all fits of purchase models share.
import Numerics
import Support

struct PositiveProblem {
  /// Beyond this logarithm a parameter counts as run away.
  static let wall = 9.0

  /// The log-likelihood at parameters, and its derivatives by them.
  let likelihood: ([Double]) throws -> (value: Double, gradient: [Double])

  func minimum(from start: [Double]) throws -> LBFGS.Minimum {
    try LBFGS().minimize(from: start) { try negative(at: $0) }
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
