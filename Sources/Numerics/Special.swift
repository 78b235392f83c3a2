/// Special functions that likelihoods need: log gamma, digamma, beta, 2F1.
///
/// Each is held against values of another tool in the tests.
package enum Special {
  /// log |Gamma(x)| for x > 0: the recurrence up to 10, then Stirling's series (Abramowitz and
  /// Stegun 6.1.41). Unlike the C library's it has no global state.
  package static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .infinity }
    var product = 1.0
    var z = x
    var shift = 0.0
    while z < 10 {
      product *= z
      z += 1
      if product > 1e200 {
        shift += Math.log(product)
        product = 1
      }
    }
    let i = 1 / z
    let i2 = i * i
    let tail = 1.0 / 1680 - i2 * (1.0 / 1188 - i2 * 691 / 360_360)
    let series = i * (1.0 / 12 - i2 * (1.0 / 360 - i2 * (1.0 / 1260 - i2 * tail)))
    let stirling = (z - 0.5) * Math.log(z) - z + 0.918938533204672741780329736406 + series
    return stirling - shift - Math.log(product)
  }

  /// The derivative of log Gamma for x > 0 (Abramowitz and Stegun 6.3.18 after the recurrence).
  package static func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var z = x
    var sum = 0.0
    while z < 10 {
      sum -= 1 / z
      z += 1
    }
    let i2 = 1 / (z * z)
    let series =
      i2
      * (1.0 / 12
        - i2
        * (1.0 / 120 - i2 * (1.0 / 252 - i2 * (1.0 / 240 - i2 * (1.0 / 132 - i2 * 691 / 32760)))))
    return sum + Math.log(z) - 0.5 / z - series
  }

  /// log B(a, b).
  package static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// Gauss's 2F1(a, b; c; z) for 0 <= z < 1 and c > 0, by its series.
  ///
  /// The caller is to have turned it, by Euler's transformation, into the form whose parameters are
  /// small; then some hundred terms are enough. Nil when it does not settle.
  package static func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double?
  {
    guard 0 <= z, z < 1, c > 0 else { return nil }
    var term = 1.0
    var sum = 1.0
    var n = 0.0
    while n < 200_000 {
      term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
      sum += term
      n += 1
      if term == 0 { return sum }
      // Once a + n and b + n are positive, both quotients go to 1 from one side, so the rest is
      // below a geometric series with this ratio.
      guard n > -a, n > -b, abs(term) <= 1e-15 * abs(sum) else { continue }
      let ratio = max(1, (a + n) / (c + n)) * max(1, (b + n) / (n + 1)) * z
      if abs(term) <= 1e-16 * abs(sum) * (1 - ratio) { return sum }
    }
    return nil
  }

  /// The chance that a standard normal number is below `z`.
  package static func normalBelow(_ z: Double) -> Double { 0.5 * Math.erfc(-z / 2.0.squareRoot()) }

  /// The z below which a standard normal number lies with chance `p`, by halving.
  package static func normalQuantile(_ p: Double) -> Double {
    var (low, high) = (-10.0, 10.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if normalBelow(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
