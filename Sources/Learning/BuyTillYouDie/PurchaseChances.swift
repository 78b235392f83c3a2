/// The chance of exactly so many purchases in a time to come, given the history.
///
/// Whoever is still a customer has a rate and a chance of leaving that are distributed as the model
/// says of the history, so what holds for known ones is averaged over these: in closed form for
/// BG/NBD and MBG/NBD, by Gauss and Legendre over the time of leaving for Pareto/NBD. Fader,
/// Hardie, Lee 2005, equation 8; Fader, Hardie 2006, "Deriving an expression for P(X(t) = x) under
/// the Pareto/NBD model", without its differences of large terms.
import Numerics
import Support

extension PurchaseModel {
  /// The chances of 0, 1, ... `most` purchases in the next `horizon`, and last that of more.
  package func purchaseChances(
    in horizon: Double, upTo most: Int, _ x: Int, _ recency: Double, _ age: Double
  ) -> [Double] {
    let alive = probabilityAlive(x, recency, age)
    var chances: [Double]
    switch self {
    case .betaGeometric(let model):
      chances = model.purchaseChances(in: horizon, x, age, most: most)
    case .pareto(let model): chances = model.purchaseChances(in: horizon, x, age, most: most)
    case .betaBernoulli(let model):
      chances = model.purchaseChances(
        in: BetaBernoulli.rounds(horizon), x, after: Int(age), most: most)
    }
    for count in chances.indices { chances[count] *= alive }
    chances[0] += 1 - alive
    return chances + [max(0, 1 - chances.reduce(0, +))]
  }
}

/// Purchases in a time `t`, of a rate from Gamma(shape, scale): the negative binomial distribution.
struct RatePurchases {
  let shape: Double
  let scale: Double

  /// The logarithm of the chance of none by `t`.
  func logNone(_ t: Double) -> Double { -shape * Math.log1p(t / scale) }

  /// What the chance of `count` purchases is to that of one less.
  func quotient(_ count: Int, _ t: Double) -> Double {
    (shape + Double(count) - 1) / Double(count) * (t / (scale + t))
  }
}

extension BetaGeometric {
  /// Of a customer who has not left.
  func purchaseChances(in horizon: Double, _ x: Int, _ age: Double, most: Int) -> [Double] {
    let future = RatePurchases(shape: r + Double(x), scale: alpha + age)
    // The chance of leaving at a purchase is from Beta(a, stay), given the history.
    let stay = b + exits(x)
    var stays = 1.0
    var count = Math.exp(future.logNone(horizon))
    // That of having bought at least so often, had nobody left.
    var rest = 1 - count
    var chances = [count]
    for k in 1..<max(1, most + 1) {
      let leaves = stays * a / (a + stay + Double(k) - 1)
      stays *= (stay + Double(k) - 1) / (a + stay + Double(k) - 1)
      count *= future.quotient(k, horizon)
      chances.append(stays * count + leaves * max(0, rest))
      rest -= count
    }
    return chances
  }
}

extension ParetoNBD {
  /// Of a customer who has not left: who stays for the whole time, and who leaves within it.
  func purchaseChances(in horizon: Double, _ x: Int, _ age: Double, most: Int) -> [Double] {
    let future = RatePurchases(shape: r + Double(x), scale: alpha + age)
    let last = beta + age
    var chances = [Double](repeating: 0, count: most + 1)
    func add(_ weight: Double, by time: Double) {
      // In logarithms: of a heavy buyer none is out of reach, and many are not.
      var log = future.logNone(time)
      for k in 0...most {
        if k > 0 { log += Math.log(future.quotient(k, time)) }
        chances[k] += weight * Math.exp(log)
      }
    }
    guard horizon > 0 else { return [1] + [Double](repeating: 0, count: most) }
    add(Math.exp(-s * Math.log1p(horizon / last)), by: horizon)
    // In v = log(1 + u / low) the integrand is smooth on either side of both scales.
    let low = min(last, future.scale)
    let end = Math.log1p(leaving(before: horizon, future, most) / low)
    let fall =
      (future.shape + Double(most)) * Math.log1p(low * Math.expm1(end) / future.scale)
      + (s + 1) * Math.log1p(low * Math.expm1(end) / last)
    let rule = QuadratureRule.long
    let panels = Int((fall / 20 + end / 3).rounded(.up))
    let half = end / Double(max(1, panels)) / 2
    for panel in 0..<max(1, panels) {
      for place in rule.nodes.indices {
        let v = (Double(2 * panel + 1) + rule.nodes[place]) * half
        let time = low * Math.expm1(v)
        let density =
          s / (last + time) * Math.exp(-s * Math.log1p(time / last)) * (low + time)
        add(rule.weights[place] * half * density, by: time)
      }
    }
    return chances
  }

  /// Who leaves later than this has bought more often than `most`, to all digits.
  private func leaving(before horizon: Double, _ future: RatePurchases, _ most: Int) -> Double {
    let terms = 42 + Double(most) * Math.log(future.shape + Double(most) + 1)
    return min(horizon, future.scale * Math.expm1(min(700, terms / future.shape)))
  }
}
