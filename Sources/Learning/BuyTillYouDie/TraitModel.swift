/// Pareto/NBD of customers who differ by what is known of them.
///
/// Fader, Hardie 2007, "Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD
/// models": the rate of buying of a customer with traits z is that of others times exp(g'z), that of
/// leaving times exp(h'z), so `alpha` becomes alpha exp(-g'z) and `beta` becomes beta exp(-h'z).
import Numerics
import Support

package struct TraitModel: Sendable, Equatable {
  /// Of customers whose traits are all 0.
  package let model: ParetoNBD
  /// What one more of each trait adds to the logarithm of the rate of buying, and of leaving.
  package let buying: [Double]
  package let leaving: [Double]

  package init(model: ParetoNBD, buying: [Double], leaving: [Double]) {
    self.model = model
    self.buying = buying
    self.leaving = leaving
  }

  /// That of one customer: place `customer` of each trait.
  package func own(_ traits: [[Double]], _ customer: Int) -> ParetoNBD {
    let (buys, leaves) = shifts(traits, customer)
    return ParetoNBD(
      r: model.r, alpha: model.alpha * Math.exp(-buys), s: model.s,
      beta: model.beta * Math.exp(-leaves))
  }

  /// What the traits of a customer add to the logarithms of the rates.
  @inline(__always)
  func shifts(_ traits: [[Double]], _ customer: Int) -> (buys: Double, leaves: Double) {
    var (buys, leaves) = (0.0, 0.0)
    for trait in traits.indices {
      buys += buying[trait] * traits[trait][customer]
      leaves += leaving[trait] * traits[trait][customer]
    }
    return (buys, leaves)
  }

  /// By a factor each of r, alpha, s, beta and of what one more of each trait multiplies rates by.
  func multiplied(by factors: [Double]) -> TraitModel {
    let more = factors[4...].map(Math.log)
    return TraitModel(
      model: ParetoNBD(
        r: model.r * factors[0], alpha: model.alpha * factors[1], s: model.s * factors[2],
        beta: model.beta * factors[3]),
      buying: zip(buying, more).map { $0 + $1 },
      leaving: zip(leaving, more[buying.count...]).map { $0 + $1 })
  }

  /// The log-likelihood, and its derivatives by the parameters and then the coefficients; summed in
  /// fixed chunks, in their order.
  func value(
    _ groups: PurchaseGroups, _ traits: [[Double]], _ run: Run
  ) throws -> (value: Double, gradient: [Double]) {
    let gammas = Ladder(model.r, groups.counts.max() ?? 0)
    let parts = try Parallel.map(count: groups.counts.count, chunk: 1_024) { range in
      try run.checkpoint()
      return part(range, groups, traits, gammas)
    }
    var total = [Double](repeating: 0, count: 5 + 2 * traits.count)
    for part in parts { for place in total.indices { total[place] += part[place] } }
    return (total[0], Array(total[1...]))
  }

  /// The value first, then the derivatives.
  private func part(
    _ range: Range<Int>, _ groups: PurchaseGroups, _ traits: [[Double]], _ gammas: Ladder
  ) -> [Double] {
    let logs = (alpha: Math.log(model.alpha), beta: Math.log(model.beta), s: Math.log(model.s))
    var sums = [Double](repeating: 0, count: 5 + 2 * traits.count)
    for i in range {
      let (buys, leaves) = shifts(traits, i)
      let own = (alpha: logs.alpha - buys, beta: logs.beta - leaves, s: logs.s)
      let (alpha, beta) = (Math.exp(own.alpha), Math.exp(own.beta))
      let (value, slope) = ParetoNBD(r: model.r, alpha: alpha, s: model.s, beta: beta).term(
        groups.counts[i], groups.recencies[i], groups.ages[i], own, gammas)
      let weight = groups.weights[i]
      let (byAlpha, byBeta) = (weight * slope[1] * alpha, weight * slope[3] * beta)
      sums[0] += weight * value
      sums[1] += weight * slope[0]
      sums[2] += byAlpha / model.alpha
      sums[3] += weight * slope[2]
      sums[4] += byBeta / model.beta
      for trait in traits.indices {
        sums[5 + trait] -= byAlpha * traits[trait][i]
        sums[5 + traits.count + trait] -= byBeta * traits[trait][i]
      }
    }
    return sums
  }
}
