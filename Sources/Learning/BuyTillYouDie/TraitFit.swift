/// The fit of Pareto/NBD with traits of customers, and what it is worth.
///
/// The coefficients have a weak normal prior, so that a trait that few have stays within reason.
/// The likelihood that is told is without it, and so no higher than at its own maximum: what traits
/// gain over a fit without them is never overstated.
import Numerics
package import Support

package struct TraitFit: Sendable {
  package let traits: TraitModel
  package let rung: PurchaseRung
  /// Of r, alpha, s, beta, then of the coefficients of buying and of leaving; nil where the
  /// information is singular.
  package let standardErrors: [Double]?
  /// The prior left out.
  package let logLikelihood: Double
  let spread: ParameterSpread

  /// One more of a trait hardly ever makes rates more than e^4 times as high.
  private static let deviation = 2.0
  /// Histories that the search begins on.
  private static let startGroups = 5_000

  /// Nothing where there are no repeat purchases, or where the search ran out of steps.
  ///
  /// - Parameters:
  ///   - groups: one for each customer.
  ///   - traits: of each trait one value for each customer, of mean 0 and deviation 1 or about so.
  ///   - plain: the same histories without traits: where the search begins.
  package init?(
    _ groups: PurchaseGroups, traits: [[Double]], plain: ParetoNBD,
    steps: Int = PurchaseSteps().pareto, _ run: Run
  ) throws {
    precondition(
      traits.allSatisfy { $0.count == groups.counts.count }, "each customer has every trait")
    let meanAge = groups.ageTotal / max(1, groups.customerCount)
    guard groups.repeatTotal > 0, meanAge > 0 else { return nil }
    let scaled = groups.scaled(by: 1 / meanAge)
    let step = scaled.counts.count / Self.startGroups + 1
    let part = scaled.sampled(every: step)
    let some = traits.map { values in
      stride(from: 0, to: values.count, by: step).map { values[$0] }
    }
    let begin =
      [plain.r, plain.alpha / meanAge, plain.s, plain.beta / meanAge].map(Math.log)
      + [Double](repeating: 0, count: 2 * traits.count)
    guard let found = try Self.problem(part, some, steps, run).best(from: [begin]) else {
      return nil
    }
    let share = part.customerCount / scaled.customerCount
    let best =
      step == 1
      ? found : try Self.problem(scaled, traits, steps, run).refined(found, share: share)
    let own = Self.model(best.point.map(Math.exp), traits.count)
    let value = try own.value(scaled, traits, run).value
    guard value.isFinite, PurchaseModel.pareto(own.model).isUsable else { return nil }
    // In another unit of time the density of every repeat purchase is another.
    logLikelihood = value - groups.repeatTotal * Math.log(meanAge)
    self.traits = TraitModel(
      model: ParetoNBD(
        r: own.model.r, alpha: own.model.alpha * meanAge, s: own.model.s,
        beta: own.model.beta * meanAge),
      buying: own.buying, leaving: own.leaving)
    rung = .ofRates(logShape: best.point[2], logScale: best.point[3])
    let units =
      PurchaseModel.pareto(self.traits.model).parameters
      + [Double](repeating: 1, count: 2 * traits.count)
    standardErrors = Curvature.standardErrors(Cholesky(best.information)).map { errors in
      zip(errors, units).map { $0 * $1 }
    }
    spread = ParameterSpread(count: best.point.count, information: best.information)
  }

  /// Models that may as well be the right one, the same for the same seed. The model alone where
  /// nothing is known of its errors.
  package func draws(_ count: Int, seed: UInt64) -> [TraitModel] {
    var random = SeededRandom(seed: seed)
    return (0..<count).compactMap { index in
      guard let factors = spread.factors(&random) else { return index == 0 ? traits : nil }
      return traits.multiplied(by: factors)
    }
  }

  /// From the positive numbers that are searched: the parameters, and what one more of each trait
  /// multiplies the rates by.
  private static func model(_ theta: [Double], _ count: Int) -> TraitModel {
    let coefficients = theta[4...].map(Math.log)
    return TraitModel(
      model: ParetoNBD(r: theta[0], alpha: theta[1], s: theta[2], beta: theta[3]),
      buying: Array(coefficients.prefix(count)), leaving: Array(coefficients.suffix(count)))
  }

  private static func problem(
    _ groups: PurchaseGroups, _ traits: [[Double]], _ steps: Int, _ run: Run
  ) -> PositiveProblem {
    PositiveProblem(steps: steps) { theta in
      let own = model(theta, traits.count)
      var (value, slope) = try own.value(groups, traits, run)
      guard value.isFinite else {
        return (-.infinity, [Double](repeating: 0, count: theta.count))
      }
      for (place, coefficient) in (own.buying + own.leaving).enumerated() {
        value -= coefficient * coefficient / (2 * deviation * deviation)
        slope[4 + place] -= coefficient / (deviation * deviation)
        slope[4 + place] /= theta[4 + place]
      }
      return (value, slope)
    }
  }
}
