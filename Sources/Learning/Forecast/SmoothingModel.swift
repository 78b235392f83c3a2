/// A fitted exponential smoothing: where it stands after the last value, and what comes next.
import Numerics
import Support

package struct SmoothingModel: Sendable {
  package let shape: SmoothingShape
  /// Before the first value, and after the last one; in the unit of the values.
  package let start: SmoothingState
  package let end: SmoothingState
  /// The sum of squared errors one step ahead.
  package let squaredErrors: Double
  /// The usual size of an error: of the values, or relative where errors multiply.
  package let errorSize: Double
  package let logLikelihood: Double
  /// Akaike's criterion for few values; infinite where there are fewer values than it needs.
  package let aicc: Double
  private let count: Int
  /// What is not known of the one parameter of the mean and of the drift.
  private let uncertain: Uncertain

  private enum Uncertain { case nothing, mean, drift }

  init(
    _ wish: ExponentialSmoothing, path: SmoothingPath, start: SmoothingState, unit: Double,
    values: [Double]
  ) {
    let end = path.end(from: start)
    shape = wish.shape
    count = values.count
    uncertain = .nothing
    self.start = start.scaled(by: unit, shape.season)
    self.end = end.state.scaled(by: unit, shape.season)
    squaredErrors = end.squares * unit * unit
    let rows = Double(count)
    let parameters = Double(shape.parameterCount(season: wish.seasonLength))
    let spread = (end.scaledSquares / max(1, rows - parameters + 1)).squareRoot()
    errorSize = shape.errors == .additive ? spread * unit : spread
    logLikelihood =
      -rows / 2 * (Math.log(2 * Double.pi) + 1) - end.loss - rows * Math.log(unit)
    let room = rows - parameters - 1
    aicc =
      room > 0
      ? 2 * parameters - 2 * logLikelihood + 2 * parameters * (parameters + 1) / room : .infinity
  }

  /// The expected values of the next steps.
  package func means(_ steps: Int) -> [Double] {
    var state = end
    return (0..<steps).map { step in
      let place = end.seasons.isEmpty ? 0 : step % end.seasons.count
      let (base, value) = state.next(shape.season, at: place)
      (state.level, state.trend) = (base, state.phi * state.trend)
      return value
    }
  }

  /// How far the value of each next step may lie from its mean: a standard deviation.
  ///
  /// Hyndman and others 2008, table 6.1, class 1.
  func spreads(_ steps: Int) -> [Double] {
    var (variance, weight, growth) = (1.0, 0.0, 1.0)
    return (1...max(1, steps)).map { step in
      if step > 1 {
        let back = step - 1
        growth *= end.phi
        weight += growth
        var kick = end.alpha + end.beta * weight
        if !end.seasons.isEmpty, back % end.seasons.count == 0 { kick += end.gamma }
        variance += kick * kick
      }
      let far = Double(step)
      let more =
        switch uncertain {
        case .nothing: 0.0
        case .mean: 1 / Double(count)
        case .drift: far * far / Double(max(1, count - 1))
        }
      return errorSize * (variance + more).squareRoot()
    }
  }

  /// One future, drawn.
  func path(_ steps: Int, _ random: inout SeededRandom) -> [Double] {
    var state = end
    return (0..<steps).map { step in
      let place = end.seasons.isEmpty ? 0 : step % end.seasons.count
      let (base, value) = state.next(shape.season, at: place)
      var error = errorSize * random.normal()
      // Relative errors beyond -1 would turn a positive series negative.
      if shape.errors == .multiplicative { error = max(-0.99, error) * value }
      state.learn(error, base: base, shape.season, at: place)
      return value + error
    }
  }

  var isLinear: Bool { shape.isLinear }
}

extension SmoothingModel {
  /// Plain forecasts as smoothing whose parameters are given: the last value, the mean, the line
  /// through first and last, and the value of the last season.
  package enum Plain: String, Sendable, CaseIterable { case naive, mean, drift, seasonalNaive }

  /// - Parameter values: at least two, and more than a season for the last one's value.
  package init(_ plain: Plain, of values: [Double], season length: Int = 1) throws {
    let least = plain == .seasonalNaive ? length + 1 : 2
    guard length >= 1 else { throw FitError.badSetting(name: "season") }
    guard least <= values.count else {
      throw FitError.tooFewRows(have: values.count, need: least)
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw FitError.notANumber(row: row, column: 0)
    }
    count = values.count
    let (last, rows) = (values[count - 1], Double(count))
    var state = SmoothingState(alpha: 1, level: last)
    var errors: [Double]
    var used = 0.0
    var (trend, season) = (SmoothingShape.Trend.none, SmoothingShape.Season.none)
    uncertain =
      switch plain {
      case .mean: .mean
      case .drift: .drift
      case .naive, .seasonalNaive: .nothing
      }
    switch plain {
    case .naive: errors = (1..<count).map { values[$0] - values[$0 - 1] }
    case .mean:
      let mean = values.pairwiseSum / rows
      (state.alpha, state.level, used) = (0, mean, 1)
      errors = values.map { $0 - mean }
    case .drift:
      let step = (last - values[0]) / (rows - 1)
      (state.trend, used, trend) = (step, 1, .additive)
      errors = (1..<count).map { values[$0] - values[$0 - 1] - step }
    case .seasonalNaive:
      (state.alpha, state.level, state.gamma, season) = (0, 0, 1, .additive)
      state.seasons = Array(values.suffix(length))
      errors = (length..<count).map { values[$0] - values[$0 - length] }
    }
    shape = SmoothingShape(.additive, trend, season)
    (start, end) = (state, state)
    squaredErrors = errors.map { $0 * $0 }.pairwiseSum
    errorSize = (squaredErrors / max(1, Double(errors.count) - used)).squareRoot()
    guard errorSize.isFinite else { throw FitError.tooLarge }
    (logLikelihood, aicc) = (-.infinity, .infinity)
  }
}

extension SmoothingState {
  /// The same in another unit.
  fileprivate func scaled(by unit: Double, _ season: SmoothingShape.Season) -> SmoothingState {
    var state = self
    state.level *= unit
    state.trend *= unit
    if season == .additive { state.seasons = seasons.map { $0 * unit } }
    return state
  }
}
