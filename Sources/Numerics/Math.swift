/// Elementary functions from the C library of the platform, under plain names.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum Math {
  package static func exp(_ x: Double) -> Double { _math_exp(x) }
  package static func log(_ x: Double) -> Double { _math_log(x) }
  package static func log1p(_ x: Double) -> Double { _math_log1p(x) }
  package static func expm1(_ x: Double) -> Double { _math_expm1(x) }
  package static func pow(_ x: Double, _ y: Double) -> Double { _math_pow(x, y) }
  package static func erfc(_ x: Double) -> Double { _math_erfc(x) }

  /// The logistic function, without overflow on either side.
  package static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let e = exp(x)
    return e / (1 + e)
  }

  /// log(1 + exp(x)), without overflow.
  package static func softplus(_ x: Double) -> Double {
    x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
  }

  /// log(exp(a) + exp(b)), without overflow.
  package static func logAdd(_ a: Double, _ b: Double) -> Double {
    if a == -.infinity { return b }
    if b == -.infinity { return a }
    return a > b ? a + log1p(exp(b - a)) : b + log1p(exp(a - b))
  }

  /// The inverse of `sigmoid`, for probabilities strictly between 0 and 1.
  package static func logit(_ p: Double) -> Double { log(p) - log1p(-p) }
}

private func _math_exp(_ x: Double) -> Double { exp(x) }
private func _math_log(_ x: Double) -> Double { log(x) }
private func _math_log1p(_ x: Double) -> Double { log1p(x) }
private func _math_expm1(_ x: Double) -> Double { expm1(x) }
private func _math_pow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
private func _math_erfc(_ x: Double) -> Double { erfc(x) }
