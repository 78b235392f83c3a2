/// The maximum likelihood fit of BG/NBD and MBG/NBD, and what it is worth.
///
/// Parameters are fitted as logarithms, time is brought to a mean of 1 first. A fit never fails:
/// data without repeat purchases, or without a maximum inside, get a lower rung, and `rung` says
/// which.
import Numerics
package import Support

package struct BetaGeometricFit: Sendable {
  package enum Rung: String, Sendable {
    /// A maximum inside the parameter space.
    case maximum
    /// The likelihood grows towards "nobody leaves"; the parameters of leaving mean nothing.
    case noDropout
    /// No repeat purchases: a cautious prior stands in for a fit.
    case prior
  }

  package let model: BetaGeometric
  package let rung: Rung
  package let logLikelihood: Double
  /// Of r, alpha, a, b; nil where the information is singular.
  package let standardErrors: [Double]?
  /// Models that the data leave possible.
  package let spread: BetaGeometricSpread
  package let evaluations: Int

  /// - Parameter groups: histories in any unit of time; `alpha` is in the same.
  package init(
    _ groups: PurchaseGroups, dropout: BetaGeometric.Dropout, _ run: Run
  ) throws {
    let meanAge = groups.ageTotal / max(1, groups.customerCount)
    guard groups.repeatTotal > 0, meanAge > 0 else {
      self = try .prior(groups, dropout, meanAge: meanAge, run)
      return
    }
    let scaled = groups.scaled(by: 1 / meanAge)
    let problem = Problem(groups: scaled, dropout: dropout)
    let part = Problem(
      groups: scaled.sampled(every: scaled.counts.count / Self.startGroups + 1), dropout: dropout)
    var start: LBFGS.Minimum?
    for point in Self.starts(part.groups) {
      let found = try part.minimum(from: point, run)
      if start.map({ found.value < $0.value - 1e-7 }) ?? true { start = found }
    }
    // Where there are many histories the starts are tried on some, and the best goes on to all.
    let isWhole = part.groups.counts.count == scaled.counts.count
    guard let start else {
      self = try .prior(groups, dropout, meanAge: meanAge, run)
      return
    }
    let best = isWhole ? start : try problem.minimum(from: start.point, run)
    try self.init(best, problem, groups, meanAge, run)
  }

  /// Histories that starts are tried on.
  private static let startGroups = 20_000

  private init(
    _ best: LBFGS.Minimum, _ problem: Problem, _ groups: PurchaseGroups, _ meanAge: Double,
    _ run: Run
  ) throws {
    let (polished, information) = try problem.polished(best.point, run)
    let errors = Curvature.standardErrors(Cholesky(information))
    let point = polished.map(Math.exp)
    let leaves = point[2] / (point[2] + point[3])
    rung =
      abs(polished[2]) > Problem.wall || abs(polished[3]) > Problem.wall || leaves < 1e-5
      ? .noDropout : .maximum
    model = BetaGeometric(
      dropout: problem.dropout, r: point[0], alpha: point[1] * meanAge, a: point[2], b: point[3])
    logLikelihood = try model.logLikelihood(groups, run)
    standardErrors = errors.map { errors in
      let units = [1, meanAge, 1, 1]
      return errors.indices.map { errors[$0] * point[$0] * units[$0] }
    }
    evaluations = best.iterations
    spread = BetaGeometricSpread(model, information: information)
  }

  private init(model: BetaGeometric, rung: Rung, logLikelihood: Double) {
    self.model = model
    self.rung = rung
    self.logLikelihood = logLikelihood
    standardErrors = nil
    spread = BetaGeometricSpread(model)
    evaluations = 0
  }

  /// One repeat purchase per two customers' age, and a chance of one in four to leave each time.
  private static func prior(
    _ groups: PurchaseGroups, _ dropout: BetaGeometric.Dropout, meanAge: Double, _ run: Run
  ) throws -> BetaGeometricFit {
    let customers = max(1, groups.customerCount)
    let rate = (groups.repeatTotal + 0.5) / (customers + 1)
    let model = BetaGeometric(
      dropout: dropout, r: 1, alpha: max(meanAge, 1) / max(rate, 1e-3), a: 1, b: 3)
    return try BetaGeometricFit(
      model: model, rung: .prior, logLikelihood: model.logLikelihood(groups, run))
  }

  private static func starts(_ groups: PurchaseGroups) -> [[Double]] {
    let rate = groups.repeatTotal / groups.customerCount
    return [(0.5, 1.0, 2.0), (1.0, 0.5, 5.0)].map { r, a, b in
      [r, max(0.02, r / max(rate, 1e-3)), a, b].map(Math.log)
    }
  }
}

/// The negative log-likelihood in logarithms of the parameters, with soft walls far out.
private struct Problem {
  /// Beyond this logarithm a parameter counts as run away.
  static let wall = 9.0

  let groups: PurchaseGroups
  let dropout: BetaGeometric.Dropout

  func minimum(from start: [Double], _ run: Run) throws -> LBFGS.Minimum {
    try LBFGS().minimize(from: start) { try negative(at: $0, run) }
  }

  func negative(at point: [Double], _ run: Run) throws -> (value: Double, gradient: [Double]) {
    guard point.allSatisfy({ abs($0) < 40 }) else { return (.infinity, point) }
    let theta = point.map(Math.exp)
    let model = BetaGeometric(
      dropout: dropout, r: theta[0], alpha: theta[1], a: theta[2], b: theta[3])
    let (value, slope) = try LikelihoodTables(groups, dropout).value(model, groups, run)
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
  func polished(
    _ start: [Double], _ run: Run
  ) throws -> (point: [Double], information: Matrix) {
    var point = start
    var (value, gradient) = try negative(at: point, run)
    var information = try hessian(at: point, run)
    for _ in 0..<4 {
      guard let step = Cholesky(information)?.solve(gradient) else { break }
      let next = zip(point, step).map { $0 - $1 }
      let found = try negative(at: next, run)
      guard found.value <= value + 1e-9 else { break }
      (point, value, gradient) = (next, found.value, found.gradient)
      if step.allSatisfy({ abs($0) < 1e-9 }) { break }
      // A long step has left the place the Hessian was taken at.
      if step.contains(where: { abs($0) > 1e-4 }) { information = try hessian(at: point, run) }
    }
    return (point, information)
  }

  private func hessian(at point: [Double], _ run: Run) throws -> Matrix {
    try Curvature.hessian(at: point) { try negative(at: $0, run).gradient }
  }
}
