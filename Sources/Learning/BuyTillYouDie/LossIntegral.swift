/// The integral that models with a Pareto time of loss need.
///
/// It is over all moments at which a customer may have left:
/// ∫ ((alpha + u) / (alpha + from))^-n ((beta + u) / (beta + from))^-(s + 1) / (beta + from) du.
///
/// The literature writes it as a difference of two hypergeometric functions (Fader, Hardie 2005, "A
/// note on deriving the Pareto/NBD model"), which loses all digits where they are equal. Here it is
/// summed by Gauss and Legendre in v = log((c + u) / (c + from)), c the smaller of alpha and beta:
/// nothing is subtracted, nothing underflows, and the derivatives are sums over the same nodes.
import Numerics

struct LossIntegral {
  let value: Double
  /// Means under the integrand: log((alpha + u) / (alpha + from)), 1 / (alpha + u), and the same of
  /// beta.
  let alphaLog: Double
  let alphaInverse: Double
  let betaLog: Double
  let betaInverse: Double

  /// - Parameters:
  ///   - n: the power of alpha + u, positive.
  ///   - s: one less than the power of beta + u, positive.
  init(
    n: Double, alpha: Double, s: Double, beta: Double, from: Double, to: Double
  ) {
    let isAlphaLow = alpha <= beta
    let low = (isAlphaLow ? alpha : beta) + from
    let high = (isAlphaLow ? beta : alpha) + from
    let shape = Shape(
      lowPower: isAlphaLow ? n : s + 1, highPower: isAlphaLow ? s + 1 : n, ratio: low / high)
    let whole = Math.log1p(max(0, to - from) / low)
    let end = shape.end(whole)
    let rule = QuadratureRule.fitting(fall: shape.fall(end), length: end)
    let panels = max(1, Int((end / rule.longest).rounded(.up)))
    var sums = SIMD4<Double>(repeating: 0)
    var total = 0.0
    let half = end / Double(panels) / 2
    for panel in 0..<panels {
      let centre = Double(2 * panel + 1) * half
      for place in rule.nodes.indices {
        let v = centre + half * rule.nodes[place]
        let weight = rule.weights[place]
        let growth = Math.expm1(v)
        let highLog = Math.log1p(shape.ratio * growth)
        let density =
          weight * half * Math.exp(-(shape.lowPower - 1) * v - shape.highPower * highLog)
        total += density
        sums[0] += density * v
        sums[1] += density / (low * (1 + growth))
        sums[2] += density * highLog
        sums[3] += density / (high + low * growth)
      }
    }
    let scale = total > 0 ? 1 / total : 0
    value = total * low / (isAlphaLow ? high : low)
    let (own, other) = (sums[0] * scale, sums[2] * scale)
    let (ownInverse, otherInverse) = (sums[1] * scale, sums[3] * scale)
    alphaLog = isAlphaLow ? own : other
    alphaInverse = isAlphaLow ? ownInverse : otherInverse
    betaLog = isAlphaLow ? other : own
    betaInverse = isAlphaLow ? otherInverse : ownInverse
  }

  /// The integrand as it falls: (1 + growth)^-(lowPower - 1) (1 + ratio * growth)^-highPower.
  private struct Shape {
    let lowPower: Double
    let highPower: Double
    let ratio: Double

    /// Beyond a fall by e^-42 nothing is left to add.
    static let deepest = 42.0

    func fall(_ v: Double) -> Double {
      (lowPower - 1) * v + highPower * Math.log1p(ratio * Math.expm1(v))
    }

    private func slope(_ v: Double) -> Double {
      let part = ratio * Math.exp(v)
      return lowPower - 1 + highPower * part / (1 - ratio + part)
    }

    /// The fall is convex, so Newton's steps from beyond never pass the place.
    func end(_ whole: Double) -> Double {
      var v = whole
      for _ in 0..<200 {
        let beyond = fall(v) - Self.deepest
        guard beyond > 1e-3 * Self.deepest else { return v }
        let slope = slope(v)
        guard slope > 0 else { return v }
        v = max(0, v - beyond / slope)
      }
      return v
    }
  }
}

/// Nodes and weights of Gauss and Legendre on [-1, 1].
struct QuadratureRule: Sendable {
  let nodes: [Double]
  let weights: [Double]
  /// Panels are no longer than this.
  let longest: Double

  private static let short = QuadratureRule(count: 12, longest: 2)
  private static let middle = QuadratureRule(count: 20, longest: 3)
  static let long = QuadratureRule(count: 32, longest: 4)

  /// The rule whose error is in the last digits for a fall by e^-fall over `length`.
  static func fitting(fall: Double, length: Double) -> QuadratureRule {
    if fall <= 6, length <= short.longest { return short }
    if fall <= 16, length <= middle.longest { return middle }
    return long
  }

  /// Zeros of the Legendre polynomials, those of each between those of the one before, found by
  /// halving (Abramowitz and Stegun 25.4.29).
  private init(count: Int, longest: Double) {
    var nodes: [Double] = [0]
    for degree in 2...count {
      let bounds = [-1] + nodes + [1]
      nodes = (0..<degree).map { Self.zero(degree, between: bounds[$0], bounds[$0 + 1]) }
    }
    self.nodes = nodes
    weights = nodes.map { node in
      let slope = Self.legendre(count, node).slope
      return 2 / ((1 - node * node) * slope * slope)
    }
    self.longest = longest
  }

  private static func zero(_ degree: Int, between left: Double, _ right: Double) -> Double {
    var (low, high) = (left, right)
    let isRising = legendre(degree, right).value > 0
    while true {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { return middle }
      if (legendre(degree, middle).value > 0) == isRising { high = middle } else { low = middle }
    }
  }

  private static func legendre(_ degree: Int, _ x: Double) -> (value: Double, slope: Double) {
    var (before, value) = (1.0, x)
    for k in 2...max(2, degree) where k <= degree {
      let n = Double(k)
      (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n)
    }
    return (value, Double(degree) * (x * value - before) / (x * x - 1))
  }
}
