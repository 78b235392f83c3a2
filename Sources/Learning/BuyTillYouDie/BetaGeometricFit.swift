/// The maximum likelihood fit of BG/NBD and MBG/NBD, and what it is worth.
///
/// Parameters are fitted as logarithms, time is brought to a mean of 1 first. A fit never fails:
/// data without repeat purchases, or without a maximum inside, get a lower rung, and `rung` says
/// which.
import Numerics
package import Support

package struct BetaGeometricFit: Sendable {
  package typealias Rung = PurchaseRung

  package let model: BetaGeometric
  package let rung: Rung
  package let logLikelihood: Double
  /// Of r, alpha, a, b; nil where the information is singular.
  package let standardErrors: [Double]?
  /// Models that the data leave possible.
  package let spread: BetaGeometricSpread
  package let evaluations: Int

  /// - Parameters:
  ///   - groups: histories in any unit of time; `alpha` is in the same.
  ///   - leastAge: what a prior takes the mean age for where it is less.
  package init(
    _ groups: PurchaseGroups, dropout: BetaGeometric.Dropout, leastAge: Double = 1,
    steps: Int = PurchaseSteps().betaGeometric, _ run: Run
  ) throws {
    let meanAge = groups.ageTotal / max(1, groups.customerCount)
    guard groups.repeatTotal > 0, meanAge > 0 else {
      self = try .prior(groups, dropout, meanAge: max(meanAge, leastAge), run)
      return
    }
    let scaled = groups.scaled(by: 1 / meanAge)
    let problem = Self.problem(scaled, dropout, steps, run)
    let part = scaled.sampled(every: scaled.counts.count / Self.startGroups + 1)
    let search = Self.problem(part, dropout, steps, run)
    guard let start = try search.best(from: Self.starts(part)) else {
      self = try .prior(groups, dropout, meanAge: max(meanAge, leastAge), run)
      return
    }
    // Where there are many histories the starts are tried on some, and the best goes on to all.
    let isWhole = part.counts.count == scaled.counts.count
    let share = part.customerCount / scaled.customerCount
    let best = isWhole ? start : try problem.refined(start, share: share)
    try self.init(best, dropout, groups, meanAge, run)
  }

  /// Histories that starts are tried on.
  private static let startGroups = 20_000

  private init(
    _ best: PositiveProblem.Found, _ dropout: BetaGeometric.Dropout, _ groups: PurchaseGroups,
    _ meanAge: Double, _ run: Run
  ) throws {
    let (polished, information) = (best.point, best.information)
    let errors = Curvature.standardErrors(Cholesky(information))
    let point = polished.map(Math.exp)
    rung = .ofChances(logA: polished[2], logB: polished[3])
    model = BetaGeometric(
      dropout: dropout, r: point[0], alpha: point[1] * meanAge, a: point[2], b: point[3])
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
      dropout: dropout, r: 1, alpha: meanAge / max(rate, 1e-3), a: 1, b: 3)
    return try BetaGeometricFit(
      model: model, rung: .prior, logLikelihood: model.logLikelihood(groups, run))
  }

  private static func problem(
    _ groups: PurchaseGroups, _ dropout: BetaGeometric.Dropout, _ steps: Int, _ run: Run
  ) -> PositiveProblem {
    let tables = LikelihoodTables(groups, dropout)
    return PositiveProblem(steps: steps) { p in
      let model = BetaGeometric(dropout: dropout, r: p[0], alpha: p[1], a: p[2], b: p[3])
      return try tables.value(model, groups, run)
    }
  }

  private static func starts(_ groups: PurchaseGroups) -> [[Double]] {
    let rate = groups.repeatTotal / groups.customerCount
    return [(0.5, 1.0, 2.0), (1.0, 0.5, 5.0)].map { r, a, b in
      [r, max(0.02, r / max(rate, 1e-3)), a, b].map(Math.log)
    }
  }
}
