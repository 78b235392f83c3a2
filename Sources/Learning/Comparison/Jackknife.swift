/// The delete-a-group jackknife: how far a figure is off, from the figure without each group of
/// rows in turn (Kott 2001, "The delete-a-group jackknife").
import Numerics

package enum Jackknife {
  package static let groups = 10

  /// The standard deviation of a figure.
  ///
  /// - Parameter figures: the figure without each group.
  package static func deviation(_ figures: [Double]) -> Double {
    let moments = Moments(of: figures)
    return (max(0, Double(figures.count - 1)) * moments.variance).squareRoot()
  }
}

/// Where a probability may lie, symmetric in log-odds.
package enum ProbabilityInterval {
  /// How often the interval is meant to hold the truth.
  package static let share = 0.8

  /// - Parameters:
  ///   - deviation: of the log-odds.
  ///   - degrees: of the deviation, when it was estimated from few values; nil when not.
  package static func around(
    _ probability: Double, deviation: Double, degrees: Double? = nil
  ) -> ClosedRange<Double> {
    let middle = Math.logit(min(1 - 1e-9, max(1e-9, probability)))
    let tail = (1 + share) / 2
    let reach = deviation * (degrees.map { StudentT.quantile(tail, degrees: $0) } ?? normal)
    let (low, high) = (Math.sigmoid(middle - reach), Math.sigmoid(middle + reach))
    return rounded(min(low, probability)...max(high, probability))
  }

  /// Ends with four digits, outward: more would be a show of what is not known.
  package static func rounded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let low = max(0, (range.lowerBound * 10_000).rounded(.down) / 10_000)
    let high = min(1, (range.upperBound * 10_000).rounded(.up) / 10_000)
    return min(low, range.lowerBound)...max(high, range.upperBound)
  }

  /// The quantile of a normal distribution that leaves a tenth above.
  package static let normal = 1.2815515655446004
}
