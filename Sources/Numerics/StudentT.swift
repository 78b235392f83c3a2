/// Student's t distribution, for intervals around means of few values.
///
/// The distribution function is a regularised incomplete beta function, by the continued fraction
/// of Lentz as in Press et al., "Numerical Recipes", 6.4; the quantile by halving. Beyond ten
/// million degrees it is the normal distribution to all digits that are left.
package enum StudentT {
  /// The chance of a value below `t` with so many degrees of freedom, which may be a fraction.
  package static func below(_ t: Double, degrees: Double) -> Double {
    if degrees > 1e7 { return Special.normalBelow(t) }
    let tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    return t < 0 ? tail : 1 - tail
  }

  /// The value that is not exceeded with probability `p`; 0 < p < 1.
  package static func quantile(_ p: Double, degrees: Double) -> Double {
    if p == 0.5 { return 0 }
    if p < 0.5 { return -quantile(1 - p, degrees: degrees) }
    var (low, high) = (0.0, 1.0)
    while below(high, degrees: degrees) < p, high < 1e12 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-14 * high {
      let middle = (low + high) / 2
      if below(middle, degrees: degrees) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function I_x(a, b).
  package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - Special.logBeta(a, b))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let least = 1e-300
    func held(_ value: Double) -> Double { abs(value) < least ? least : value }
    var c = 1.0
    var d = 1 / held(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / held(1 + even * d)
      c = held(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / held(1 + odd * d)
      c = held(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}
