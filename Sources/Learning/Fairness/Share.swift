/// Some of many, with Wilson's interval, and what two such shares differ by.
import Numerics

package struct Share: Sendable, Equatable {
  package let part: Int
  package let whole: Int
  /// Nil of nothing.
  package let value: Double?
  /// Bounds after Wilson 1927: never outside 0 to 1, right also for few and for none.
  package let lower: Double
  package let upper: Double

  package init(_ part: Int, of whole: Int, confidence: Double = 0.95) {
    self.part = part
    self.whole = whole
    guard whole > 0 else {
      (value, lower, upper) = (nil, 0, 1)
      return
    }
    let (x, n) = (Double(part), Double(whole))
    let share = x / n
    let z2 = Special.normalQuantile((1 + confidence) / 2)
    let square = z2 * z2
    let middle = (share + square / (2 * n)) / (1 + square / n)
    let reach =
      z2 / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
    value = share
    lower = part == 0 ? 0 : max(0, middle - reach)
    upper = part == whole ? 1 : min(1, middle + reach)
  }
}

/// A figure with its bounds.
package struct Bounded: Sendable, Equatable {
  package let value: Double
  /// Nil where there is no bound.
  package let lower: Double?
  package let upper: Double?

  package init(_ value: Double, lower: Double?, upper: Double?) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }
}

extension Share {
  /// How much larger this share is than another, with the bounds of Newcombe 1998 (method 10).
  package func difference(from other: Share) -> Bounded? {
    guard let a = value, let b = other.value else { return nil }
    let below = ((a - lower) * (a - lower) + (other.upper - b) * (other.upper - b)).squareRoot()
    let above = ((upper - a) * (upper - a) + (b - other.lower) * (b - other.lower)).squareRoot()
    return Bounded(a - b, lower: a - b - below, upper: a - b + above)
  }

  /// This share over another, with bounds from those of both (Donner and Zou 2012); nil when the
  /// other is 0.
  package func ratio(to other: Share) -> Bounded? {
    guard let a = value, let b = other.value, b > 0 else { return nil }
    func bound(_ own: Double, _ others: Double, _ sign: Double) -> Double? {
      let scale = others * (2 * b - others)
      guard scale > 0 else { return nil }
      let rest = a * b * a * b - own * (2 * a - own) * scale
      return (a * b + sign * max(0, rest).squareRoot()) / scale
    }
    return Bounded(a / b, lower: bound(lower, other.upper, -1), upper: bound(upper, other.lower, 1))
  }
}
