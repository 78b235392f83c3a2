/// The share that is still there after each time, with nothing assumed about its shape.
///
/// Survival is the product-limit estimate of Kaplan and Meier 1958 with Greenwood's variance and
/// intervals on the scale log(-log S), which never leave 0 to 1; the cumulative hazard is that of
/// Nelson 1969 and Aalen 1978. The first point is time 0 with a survival of 1.
import Numerics
package import Support

package struct SurvivalCurve: Sendable, Equatable {
  /// Rising, each once; the first is 0.
  package let times: [Double]
  /// The weight of those under observation just before each time.
  package let atRisk: [Double]
  package let events: [Double]
  package let censored: [Double]
  package let survival: [Double]
  /// Greenwood's standard error of the survival.
  package let standardErrors: [Double]
  /// Bounds of the survival. Where nobody is left the lower one is 0 and the upper one that of the
  /// last time at which somebody was.
  package let lower: [Double]
  package let upper: [Double]
  package let cumulativeHazard: [Double]
  package let hazardStandardErrors: [Double]
  package let confidence: Double

  package init(_ durations: Durations, confidence: Double = 0.95, _ run: Run) throws {
    guard 0 < confidence, confidence < 1 else { throw FitError.badSetting(name: "confidence") }
    let counts = try Self.counts(durations, run)
    self.times = counts.times
    self.atRisk = counts.atRisk
    self.events = counts.events
    self.censored = counts.censored
    self.confidence = confidence
    let steps = Self.steps(counts.atRisk, counts.events)
    survival = steps.survival
    standardErrors = zip(steps.survival, steps.sums).map { $1.isFinite ? $0 * $1.squareRoot() : 0 }
    cumulativeHazard = steps.hazard
    hazardStandardErrors = steps.hazardVariance.map { $0.squareRoot() }
    let z = Special.normalQuantile((1 + confidence) / 2)
    (lower, upper) = Self.bounds(steps.survival, steps.sums, z)
  }

  private static func counts(
    _ durations: Durations, _ run: Run
  ) throws -> (times: [Double], atRisk: [Double], events: [Double], censored: [Double]) {
    let (order, groups) = try durations.grouped(run)
    var (times, atRisk) = ([Double](), [Double]())
    var (events, censored) = ([Double](), [Double]())
    if let first = groups.first, first.time > 0 {
      times.append(0)
      events.append(0)
      censored.append(0)
    }
    for group in groups {
      var (ended, left) = (0.0, 0.0)
      for place in group.places {
        let row = order[place]
        if durations.isEvent[row] {
          ended += durations.weight(row)
        } else {
          left += durations.weight(row)
        }
      }
      times.append(group.time)
      events.append(ended)
      censored.append(left)
    }
    // From the end, so that the last ones are not what roundings leave over.
    var under = 0.0
    for place in times.indices.reversed() {
      under += events[place] + censored[place]
      atRisk.append(under)
    }
    return (times, atRisk.reversed(), events, censored)
  }

  private static func steps(
    _ atRisk: [Double], _ events: [Double]
  ) -> (survival: [Double], sums: [Double], hazard: [Double], hazardVariance: [Double]) {
    var (share, sum, hazard, variance) = (1.0, 0.0, 0.0, 0.0)
    var result = ([Double](), [Double](), [Double](), [Double]())
    for (n, d) in zip(atRisk, events) {
      if d > 0 {
        share = d < n ? share * (1 - d / n) : 0
        sum += d < n ? d / (n * (n - d)) : .infinity
        hazard += d / n
        variance += d / (n * n)
      }
      result.0.append(share)
      result.1.append(sum)
      result.2.append(hazard)
      result.3.append(variance)
    }
    return result
  }

  private static func bounds(
    _ survival: [Double], _ sums: [Double], _ z: Double
  ) -> (lower: [Double], upper: [Double]) {
    var (lower, upper) = ([Double](), [Double]())
    for (share, sum) in zip(survival, sums) {
      if share >= 1 {
        lower.append(1)
        upper.append(1)
      } else if share <= 0 || !sum.isFinite {
        lower.append(0)
        upper.append(upper.last ?? 1)
      } else {
        let width = z * sum.squareRoot() / Math.log(share)
        lower.append(Math.pow(share, Math.exp(-width)))
        upper.append(Math.pow(share, Math.exp(width)))
      }
    }
    return (lower, upper)
  }
}

extension SurvivalCurve {
  /// The place of the last time not after `time`; nil before 0.
  private func place(of time: Double) -> Int? {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The share still there after `time`; beyond the last time that of the last time.
  package func survival(at time: Double) -> Double { place(of: time).map { survival[$0] } ?? 1 }

  /// The summed hazard up to and including `time`.
  package func cumulativeHazard(at time: Double) -> Double {
    place(of: time).map { cumulativeHazard[$0] } ?? 0
  }

  /// The share with its bounds.
  package func interval(at time: Double) -> (value: Double, lower: Double, upper: Double) {
    guard let place = place(of: time) else { return (1, 1, 1) }
    return (survival[place], lower[place], upper[place])
  }

  /// The first time at which no more than `share` are still there; nil when more are to the end.
  package func time(untilShare share: Double) -> Double? {
    survival.firstIndex { $0 <= share }.map { times[$0] }
  }

  /// The first time at which no more than a half are still there.
  package var median: Double? { time(untilShare: 0.5) }

  /// The times at which the bounds of the survival reach a half (Brookmeyer and Crowley 1982).
  package var medianInterval: (lower: Double?, upper: Double?) {
    (
      lower.firstIndex { $0 <= 0.5 }.map { times[$0] },
      upper.firstIndex { $0 <= 0.5 }.map { times[$0] }
    )
  }

  /// The mean time within the first `horizon`: the area under the curve, and its standard error.
  package func restrictedMean(to horizon: Double) -> (mean: Double, standardError: Double) {
    guard horizon > 0 else { return (0, 0) }
    var (area, variance) = (0.0, 0.0)
    // From the end, so that the area right of each time is at hand.
    for place in times.indices.reversed() where times[place] < horizon {
      let next = place + 1 < times.count ? min(times[place + 1], horizon) : horizon
      area += survival[place] * (next - times[place])
      let (n, d) = (atRisk[place], events[place])
      if d > 0, d < n { variance += area * area * d / (n * (n - d)) }
    }
    return (area, variance.squareRoot())
  }
}
