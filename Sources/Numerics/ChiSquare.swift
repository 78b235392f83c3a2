/// The chi-square distribution, for tests: how often chance alone goes so far.
///
/// A regularised incomplete gamma function: its series below the mean, the continued fraction of
/// Lentz above it (Press et al., "Numerical Recipes", 6.2). Everything is kept in logarithms, so
/// that a chance below the smallest number still has one.
package enum ChiSquare {
  /// The chance of a value above `x`.
  package static func above(_ x: Double, degrees: Double) -> Double {
    guard x > 0 else { return 1 }
    return Special.upperGamma(degrees / 2, x / 2)
  }

  /// The natural logarithm of the chance of a value above `x`.
  package static func logAbove(_ x: Double, degrees: Double) -> Double {
    guard x > 0 else { return 0 }
    return Special.logUpperGamma(degrees / 2, x / 2)
  }
}

extension Special {
  /// Q(a, x): the share of the gamma function's integral that lies above `x`; a > 0, x >= 0.
  package static func upperGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x < a + 1 { return max(0, 1 - lowerSeries(a, x)) }
    return Math.exp(logUpperGamma(a, x))
  }

  /// P(a, x): the share below `x`.
  package static func lowerGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    return x < a + 1 ? lowerSeries(a, x) : 1 - Math.exp(logUpperGamma(a, x))
  }

  /// log Q(a, x), also where Q itself is too small to be a number.
  package static func logUpperGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x < a + 1 { return Math.log1p(-min(1, lowerSeries(a, x))) }
    return a * Math.log(x) - x - logGamma(a) + Math.log(upperFraction(a, x))
  }

  private static func lowerSeries(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1 / a, 1 / a, a)
    for _ in 0..<100_000 {
      n += 1
      term *= x / n
      sum += term
      if abs(term) < abs(sum) * 1e-17 { break }
    }
    return sum * Math.exp(a * Math.log(x) - x - logGamma(a))
  }

  private static func upperFraction(_ a: Double, _ x: Double) -> Double {
    let least = 1e-300
    var b = x + 1 - a
    var c = 1 / least
    var d = 1 / b
    var result = d
    for step in 1...100_000 {
      let n = Double(step)
      let numerator = -n * (n - a)
      b += 2
      d = numerator * d + b
      d = 1 / (abs(d) < least ? least : d)
      c = b + numerator / c
      c = abs(c) < least ? least : c
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }

  /// The chance that a standard normal number is above `z`, to full precision far out.
  package static func normalAbove(_ z: Double) -> Double { 0.5 * Math.erfc(z / 2.0.squareRoot()) }

  /// The chance that a standard normal number is as far from 0 as `z` on either side.
  package static func normalBeyond(_ z: Double) -> Double { Math.erfc(abs(z) / 2.0.squareRoot()) }
}
