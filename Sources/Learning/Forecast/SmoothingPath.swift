/// One pass of exponential smoothing through a series: errors, likelihood, and its derivatives by
/// going back through the pass once, so that they cost as much as the pass whatever the states.
import Numerics

struct SmoothingPath: Sendable {
  let shape: SmoothingShape
  let seasonLength: Int
  let values: [Double]

  /// How the pass ended.
  struct End {
    /// Minus the logarithm of the likelihood, without its constant; infinite where there is none.
    var loss = Double.infinity
    /// The sum of squared errors in the unit of the values.
    var squares = 0.0
    /// The same of relative errors where they multiply; else equal to `squares`.
    var scaledSquares = 0.0
    var state: SmoothingState
  }

  /// Derivatives of the loss.
  struct Slopes {
    var alpha = 0.0
    var beta = 0.0
    var gamma = 0.0
    var phi = 0.0
    var level = 0.0
    var trend = 0.0
    var seasons: [Double] = []
  }

  /// What the pass back needs of each step.
  private struct Step {
    var base = 0.0
    var trend = 0.0
    var season = 0.0
    var expected = 0.0
  }

  func end(from start: SmoothingState) -> End { pass(start) { _, _ in } }

  /// The errors one step ahead, in the unit of the values.
  func errors(from start: SmoothingState) -> [Double] {
    var errors = [Double](repeating: 0, count: values.count)
    _ = pass(start) { index, step in errors[index] = values[index] - step.expected }
    return errors
  }

  func endAndSlopes(from start: SmoothingState) -> (End, Slopes) {
    let steps = UnsafeMutableBufferPointer<Step>.allocate(capacity: values.count)
    defer { steps.deallocate() }
    steps.initialize(repeating: Step())
    let end = pass(start) { steps[$0] = $1 }
    guard end.loss.isFinite else { return (end, Slopes()) }
    return (end, back(steps, start, end))
  }

  @inline(__always)
  private func pass(_ start: SmoothingState, _ note: (Int, Step) -> Void) -> End {
    var state = start
    var end = End(state: start)
    var logs = 0.0
    let isSeasonal = shape.season != .none
    let isScaled = shape.errors == .multiplicative
    var place = 0
    for (index, value) in values.enumerated() {
      let trend = state.trend
      let (base, expected) = state.next(shape.season, at: place)
      let season = isSeasonal ? state.seasons[place] : 0
      if shape.season == .multiplicative, !(base > 1e-9 && season > 1e-9) { return end }
      if isScaled, !(expected > 1e-9) { return end }
      note(index, Step(base: base, trend: trend, season: season, expected: expected))
      let error = value - expected
      end.squares += error * error
      if isScaled {
        end.scaledSquares += error * error / (expected * expected)
        logs += Math.log(expected)
      }
      state.learn(error, base: base, shape.season, at: place)
      if isSeasonal { place = place + 1 == seasonLength ? 0 : place + 1 }
    }
    if !isScaled { end.scaledSquares = end.squares }
    if isSeasonal { state.seasons = Array(state.seasons[place...] + state.seasons[..<place]) }
    end.state = state
    // A perfect fit has no likelihood; it is taken for one to the last digits.
    let count = Double(values.count)
    end.loss = count / 2 * Math.log(max(end.scaledSquares, 1e-24) / count) + logs
    if !(end.squares.isFinite && end.loss.isFinite) { end.loss = .infinity }
    return end
  }

  private func back(
    _ steps: UnsafeMutableBufferPointer<Step>, _ start: SmoothingState, _ end: End
  ) -> Slopes {
    var slopes = Slopes(seasons: [Double](repeating: 0, count: start.seasons.count))
    let scale = Double(values.count) / max(end.scaledSquares, 1e-24)
    // Derivatives by level, trend and the season's states as they stand after a step.
    var (level, trend) = (0.0, 0.0)
    let isSeasonal = shape.season != .none
    var place = isSeasonal ? values.count % seasonLength : 0
    for index in values.indices.reversed() {
      if isSeasonal { place = place == 0 ? seasonLength - 1 : place - 1 }
      let step = steps[index]
      let error = values[index] - step.expected
      var season = isSeasonal ? slopes.seasons[place] : 0
      let share = start.alpha * level + start.beta * trend
      var base = level
      var byError = share
      var kick = error
      switch shape.season {
      case .none: break
      case .additive:
        slopes.gamma += season * error
        byError += start.gamma * season
      case .multiplicative:
        kick = error / step.season
        slopes.gamma += season * error / step.base
        byError = share / step.season + start.gamma * season / step.base
        base -= start.gamma * season * error / (step.base * step.base)
        season -= share * kick / step.season
      }
      slopes.alpha += level * kick
      slopes.beta += trend * kick
      slopes.phi += trend * step.trend
      var expected = -byError
      if shape.errors == .additive {
        expected -= scale * error
      } else {
        let square = step.expected * step.expected
        expected += 1 / step.expected
        expected -= scale * (error / step.expected) * values[index] / square
      }
      switch shape.season {
      case .none: base += expected
      case .additive:
        base += expected
        season += expected
      case .multiplicative:
        base += expected * step.season
        season += expected * step.base
      }
      if isSeasonal { slopes.seasons[place] = season }
      slopes.phi += base * step.trend
      trend = start.phi * trend + start.phi * base
      level = base
    }
    (slopes.level, slopes.trend) = (level, trend)
    return slopes
  }
}
