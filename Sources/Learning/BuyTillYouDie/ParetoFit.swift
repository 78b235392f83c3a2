/// The maximum likelihood fit of Pareto/NBD, and what it is worth.
///
/// Parameters are fitted as logarithms, time is brought to a mean of 1 first. A fit never fails:
/// data without repeat purchases, or without a maximum inside, get a lower rung, and `rung` says
/// which.
import Numerics
package import Support

package struct ParetoFit: Sendable {
  package let model: ParetoNBD
  package let rung: PurchaseRung
  package let logLikelihood: Double
  /// Of r, alpha, s, beta; nil where the information is singular.
  package let standardErrors: [Double]?
  /// Of the logarithms of r, alpha, s, beta.
  package let spread: ParameterSpread

  /// Histories that starts are tried on.
  private static let startGroups = 5_000

  /// - Parameters:
  ///   - groups: histories in any unit of time; `alpha` and `beta` are in the same.
  ///   - leastAge: what a prior takes the mean age for where it is less.
  package init(
    _ groups: PurchaseGroups, leastAge: Double = 1, steps: Int = PurchaseSteps().pareto, _ run: Run
  ) throws {
    let meanAge = groups.ageTotal / max(1, groups.customerCount)
    guard groups.repeatTotal > 0, meanAge > 0 else {
      self = try .prior(groups, meanAge: max(meanAge, leastAge), run)
      return
    }
    let scaled = groups.scaled(by: 1 / meanAge)
    let part = scaled.sampled(every: scaled.counts.count / Self.startGroups + 1)
    guard let start = try Self.problem(part, steps, run).best(from: Self.starts(part)) else {
      self = try .prior(groups, meanAge: max(meanAge, leastAge), run)
      return
    }
    // Where there are many histories the starts are tried on some, and the best goes on to all.
    let problem = Self.problem(scaled, steps, run)
    let isWhole = part.counts.count == scaled.counts.count
    let share = part.customerCount / scaled.customerCount
    let best = isWhole ? start : try problem.refined(start, share: share)
    let (polished, information) = (best.point, best.information)
    let point = polished.map(Math.exp)
    let units = [1, meanAge, 1, meanAge]
    model = ParetoNBD(
      r: point[0], alpha: point[1] * meanAge, s: point[2], beta: point[3] * meanAge)
    rung = .ofRates(logShape: polished[2], logScale: polished[3])
    logLikelihood = try model.logLikelihood(groups, run)
    standardErrors = Curvature.standardErrors(Cholesky(information)).map { errors in
      errors.indices.map { errors[$0] * point[$0] * units[$0] }
    }
    spread = ParameterSpread(count: 4, information: information)
  }

  private init(prior model: ParetoNBD, logLikelihood: Double) {
    self.model = model
    rung = .prior
    self.logLikelihood = logLikelihood
    standardErrors = nil
    spread = ParameterSpread(count: 4)
  }

  private static func problem(
    _ groups: PurchaseGroups, _ steps: Int, _ run: Run
  ) -> PositiveProblem {
    PositiveProblem(steps: steps) { p in
      try ParetoNBD(r: p[0], alpha: p[1], s: p[2], beta: p[3]).value(groups, run)
    }
  }

  /// One repeat purchase per two customers' age, and half of all gone after three times the age.
  private static func prior(
    _ groups: PurchaseGroups, meanAge: Double, _ run: Run
  ) throws -> ParetoFit {
    let customers = max(1, groups.customerCount)
    let rate = (groups.repeatTotal + 0.5) / (customers + 1)
    let age = meanAge
    let model = ParetoNBD(r: 1, alpha: age / max(rate, 1e-3), s: 1, beta: 3 * age)
    return try ParetoFit(prior: model, logLikelihood: model.logLikelihood(groups, run))
  }

  private static func starts(_ groups: PurchaseGroups) -> [[Double]] {
    let rate = groups.repeatTotal / groups.customerCount
    return [(0.5, 0.5, 0.5), (1.0, 2.0, 8.0)].map { r, s, beta in
      [r, max(0.02, r / max(rate, 1e-3)), s, beta].map(Math.log)
    }
  }
}
