/// Finds smoothing parameters and starting states of the greatest likelihood.
///
/// Parameters lie in intervals that include their ends, `alpha` from 0 to 1, `beta` up to `alpha`,
/// `gamma` up to `1 - alpha`; they are written as smooth waves of free numbers, so that an end is a
/// place like any other. States start as Hyndman, Koehler, Snyder, Grose 2002 have it.
import Numerics
package import Support

/// A wish: which smoothing. `fit` gives the model.
package struct ExponentialSmoothing: Sendable {
  package enum Start: Sendable {
    /// Estimated with the rest.
    case estimated
    /// As textbooks begin, and held: the first value; with a trend the first step; with a season
    /// the mean of the first season, its growth to the second, and how values lie about it. The
    /// parameters may then be anything from 0 to 1, Holt's own `beta` included.
    case textbook
  }

  package let shape: SmoothingShape
  package let seasonLength: Int
  package let start: Start
  /// From how many places the search begins; one is enough where many fits are compared.
  package var searches = 3

  package init(_ shape: SmoothingShape, season length: Int = 1, start: Start = .estimated) {
    self.shape = shape
    seasonLength = length
    self.start = start
  }

  /// The fewest values it can be fitted to: more than parameters, and two seasons.
  package var valuesLeast: Int {
    let states = start == .textbook ? 6 : shape.parameterCount(season: seasonLength) + 2
    return max(4, states, shape.season == .none ? 0 : 2 * seasonLength)
  }

  package func fit(_ values: [Double], _ run: Run) throws -> SmoothingModel {
    guard valuesLeast <= values.count else {
      throw FitError.tooFewRows(have: values.count, need: valuesLeast)
    }
    guard shape.season == .none || seasonLength >= 2 else {
      throw FitError.badSetting(name: "season")
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw FitError.notANumber(row: row, column: 0)
    }
    if shape.needsPositive, let row = values.firstIndex(where: { !($0 > 0) }) {
      throw FitError.notANumber(row: row, column: 0)
    }
    let size = values.map(abs).pairwiseSum / Double(values.count)
    let unit = size > 0 ? size : 1
    guard unit.isFinite, unit < 1e100 else { throw FitError.tooLarge }
    let path = SmoothingPath(
      shape: shape, seasonLength: seasonLength, values: values.map { $0 / unit })
    let begin = start == .textbook ? Self.textbook(path) : Self.heuristic(path)
    var search = SmoothingSearch(path: path, start: begin, wish: start)
    try search.minimize(from: searches, run)
    return SmoothingModel(
      self, path: path, start: search.best, unit: unit, values: values)
  }

  /// Level, trend and season as textbooks begin.
  static func textbook(_ path: SmoothingPath) -> SmoothingState {
    let (values, length) = (path.values, path.seasonLength)
    var state = SmoothingState(alpha: 0.3, level: values[0])
    if path.shape.season != .none {
      let first = values[..<length].reduce(0, +) / Double(length)
      let second = values[length..<(2 * length)].reduce(0, +) / Double(length)
      state.level = first
      if path.shape.trend != .none { state.trend = (second - first) / Double(length) }
      let isMultiplied = path.shape.season == .multiplicative
      state.seasons = values[..<length].map { isMultiplied ? $0 / first : $0 - first }
    } else if path.shape.trend != .none {
      state.trend = values[1] - values[0]
    }
    return state
  }

  /// Seasons about a moving average of the first years, then a line through the first ten values.
  private static func heuristic(_ path: SmoothingPath) -> SmoothingState {
    let shape = path.shape
    var state = SmoothingState(alpha: 0.3, level: 0)
    var values = path.values
    if shape.season != .none {
      state.seasons = seasons(path)
      for index in values.indices {
        let season = state.seasons[index % path.seasonLength]
        if shape.season == .additive { values[index] -= season } else { values[index] /= season }
      }
    }
    let some = values.prefix(max(10, min(2 * path.seasonLength, values.count)))
    let count = Double(some.count)
    let middle = (count + 1) / 2
    let mean = some.reduce(0, +) / count
    var (products, squares) = (0.0, 0.0)
    for (index, value) in some.enumerated() {
      let x = Double(index + 1) - middle
      products += x * (value - mean)
      squares += x * x
    }
    let slope = squares > 0 ? products / squares : 0
    guard shape.trend != .none else {
      state.level = mean
      return state
    }
    state.level = mean - slope * middle
    state.trend = slope
    if shape.needsPositive, !(state.level > 0.05) { (state.level, state.trend) = (mean, 0) }
    return state
  }

  /// How the values of each season lie about the moving average over one.
  private static func seasons(_ path: SmoothingPath) -> [Double] {
    let (values, length) = (path.values, path.seasonLength)
    let isMultiplied = path.shape.season == .multiplicative
    let end = min(values.count, max(3 * length, 24))
    let half = length / 2
    var sums = [Double](repeating: 0, count: length)
    var counts = [Double](repeating: 0, count: length)
    for index in half..<max(half, end - half) {
      var total = values[(index - half + 1)..<(index + half)].reduce(0, +)
      if length % 2 == 0 {
        total += (values[index - half] + values[index + half]) / 2
      } else {
        total += values[index - half] + values[index + half]
      }
      let around = total / Double(length)
      if isMultiplied, !(around > 0) { continue }
      sums[index % length] += isMultiplied ? values[index] / around : values[index] - around
      counts[index % length] += 1
    }
    let none = isMultiplied ? 1.0 : 0
    var seasons = zip(sums, counts).map { $1 > 0 ? $0 / $1 : none }
    let mean = seasons.reduce(0, +) / Double(length)
    for place in seasons.indices {
      if isMultiplied {
        seasons[place] = mean > 0 ? max(0.01, seasons[place] / mean) : 1
      } else {
        seasons[place] -= mean
      }
    }
    return seasons
  }
}
