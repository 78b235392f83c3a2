/// Forecasts from earlier days beside what then happened: the same method is fitted to the values
/// up to each of some origins and looks as far ahead as is asked.
import Numerics
package import Support

package struct BackTest: Sendable {
  /// Counts of values that were known at each origin, the earliest first.
  package let origins: [Int]
  package let horizon: Int
  /// The mean absolute error over that of the plain forecast within the known values.
  package let mase: Double
  package let meanAbsoluteError: Double
  /// The share of values within the bounds; nil where they were not asked for.
  package let coverage80: Double?
  package let coverage95: Double?
  /// Forecasts that were compared.
  package let count: Int
  /// How far values lay from their mean, in widths of the 80 % bounds on their side, rising; empty
  /// where bounds were not asked for.
  let reaches: [Double]

  /// Origins over the later part of a series, so that every one leaves enough to learn from.
  ///
  /// - Parameter least: values the first origin must have.
  package static func origins(_ count: Int, horizon: Int, least: Int) -> (at: [Int], horizon: Int) {
    let reach = min(horizon, max(1, count / 4))
    let first = max(least, count / 2, 3)
    let last = count - reach
    guard first <= last else { return ([], reach) }
    let wanted = min(Self.originsMost, last - first + 1)
    guard wanted > 1 else { return ([last], reach) }
    return ((0..<wanted).map { first + (last - first) * $0 / (wanted - 1) }, reach)
  }

  /// Origins up to the very last value, the newest of them within a horizon of it: what judges
  /// methods beside each other, for what happened last says most of what comes next.
  static func lateOrigins(_ count: Int, horizon: Int, least: Int, most: Int) -> [Int] {
    let first = max(min(least, count - 2), count / 2, count - horizon - 3, 2)
    guard first < count else { return [] }
    let wanted = min(most, count - first)
    guard wanted > 1 else { return [first] }
    return (0..<wanted).map { first + (count - 1 - first) * $0 / (wanted - 1) }
  }

  package static let originsMost = 8

  /// Nil where the method cannot be fitted at one of the origins.
  ///
  /// - Parameter intervals: whether bounds are compared too.
  package init?(
    _ method: ForecastMethod, _ values: [Double], season length: Int, origins: [Int],
    horizon: Int, intervals: Bool, seed: UInt64, _ run: Run
  ) throws {
    guard !origins.isEmpty else { return nil }
    var (scaled, absolute, inner, outer, seen) = (0.0, 0.0, 0, 0, 0)
    var reaches: [Double] = []
    for origin in origins {
      try run.checkpoint()
      let known = Array(values[..<origin])
      guard let model = try Self.fitted(method, known, length, run) else { return nil }
      let scale = Self.scale(known, season: length)
      let means = model.means(horizon)
      let fan = intervals ? try model.fan(horizon, seed: seed, run) : nil
      var total = 0.0
      for step in 0..<min(horizon, values.count - origin) {
        let actual = values[origin + step]
        total += abs(actual - means[step])
        seen += 1
        if let fan {
          if fan.lower80[step] <= actual, actual <= fan.upper80[step] { inner += 1 }
          if fan.lower95[step] <= actual, actual <= fan.upper95[step] { outer += 1 }
          let bound = actual > means[step] ? fan.upper80[step] : fan.lower80[step]
          let width = abs(bound - means[step])
          if width > 0 { reaches.append(abs(actual - means[step]) / width) }
        }
      }
      absolute += total
      scaled += scale > 0 ? total / scale : 0
    }
    guard seen > 0, scaled.isFinite else { return nil }
    self.origins = origins
    self.horizon = horizon
    mase = scaled / Double(seen)
    meanAbsoluteError = absolute / Double(seen)
    coverage80 = intervals ? Double(inner) / Double(seen) : nil
    coverage95 = intervals ? Double(outer) / Double(seen) : nil
    count = seen
    self.reaches = reaches.ascending()
  }

  /// The mean absolute error of the value of a season ago, one step ahead.
  package static func scale(_ values: [Double], season length: Int) -> Double {
    let back = length < values.count ? length : 1
    guard back < values.count else { return 0 }
    let errors = (back..<values.count).map { abs(values[$0] - values[$0 - back]) }
    return errors.pairwiseSum / Double(errors.count)
  }

  private static func fitted(
    _ method: ForecastMethod, _ values: [Double], _ length: Int, _ run: Run
  ) throws -> ForecastModel? {
    do {
      return try method.fit(values, season: length, searches: 1, run)
    } catch is FitError {
      return nil
    }
  }
}
