/// The search behind `ExponentialSmoothing`: free numbers to parameters and back.
import Numerics
import Support

struct SmoothingSearch: Sendable {
  private let path: SmoothingPath
  private let start: SmoothingState
  private let wish: ExponentialSmoothing.Start
  /// The best state to begin with so far.
  private(set) var best: SmoothingState
  private var bestLoss = Double.infinity

  init(path: SmoothingPath, start: SmoothingState, wish: ExponentialSmoothing.Start) {
    self.path = path
    self.start = start
    self.wish = wish
    best = start
  }

  /// Where smoothing parameters begin: alpha, and the shares of beta and gamma.
  private static let corners = [(0.3, 0.1, 0.2), (0.1, 0.05, 0.5), (0.8, 0.2, 0.1)]

  mutating func minimize(from count: Int, _ run: Run) throws {
    var descent = LBFGS()
    descent.maxIterations = 400
    for corner in Self.corners.prefix(max(1, count)) {
      try run.checkpoint()
      let free = freed(corner)
      // Many states: a search of many steps still answers to a cancel.
      var calls = 0
      let minimum = try descent.minimize(from: free) { point in
        calls += 1
        if calls % 64 == 0 { try run.checkpoint() }
        return value(at: point)
      }
      if minimum.value < bestLoss {
        bestLoss = minimum.value
        best = state(at: minimum.point)
      }
    }
    // Where every start was a wall, the start itself with little smoothing is what is left.
    if !bestLoss.isFinite { best.alpha = 0.1 }
  }

  private var hasTrend: Bool { path.shape.trend != .none }
  private var hasSeason: Bool { path.shape.season != .none }
  private var isDamped: Bool { path.shape.trend == .damped }

  private func freed(_ corner: (Double, Double, Double)) -> [Double] {
    var free = [Wave.inverse(corner.0)]
    if hasTrend { free.append(Wave.inverse(corner.1)) }
    if hasSeason { free.append(Wave.inverse(corner.2)) }
    if isDamped { free.append(Wave.inverse(0.7)) }
    guard wish == .estimated else { return free }
    free.append(start.level)
    if hasTrend { free.append(start.trend * Self.trendUnit) }
    return free + start.seasons
  }

  /// Trends are small beside levels; steps of the search should not be.
  private static let trendUnit = 10.0

  private func state(at point: [Double]) -> SmoothingState { unfolded(point).state }

  /// The parameters, and the shares they are made of.
  private func unfolded(
    _ point: [Double]
  ) -> (state: SmoothingState, shares: [(value: Double, slope: Double)]) {
    var state = start
    var shares: [(value: Double, slope: Double)] = []
    var next = 0
    func take() -> (value: Double, slope: Double) {
      defer { next += 1 }
      return Wave.value(point[next])
    }
    shares.append(take())
    state.alpha = shares[0].value
    if hasTrend {
      shares.append(take())
      state.beta = state.alpha * (shares.last?.value ?? 0)
    }
    if hasSeason {
      shares.append(take())
      let share = shares.last?.value ?? 0
      state.gamma = wish == .textbook ? share : (1 - state.alpha) * share
    }
    if isDamped {
      shares.append(take())
      state.phi = 0.8 + 0.18 * (shares.last?.value ?? 0)
    }
    guard wish == .estimated else { return (state, shares) }
    state.level = point[next]
    next += 1
    if hasTrend {
      state.trend = point[next] / Self.trendUnit
      next += 1
    }
    if hasSeason { state.seasons = Array(point[next...]) }
    return (state, shares)
  }

  private func value(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let (state, shares) = unfolded(point)
    let (end, slopes) = path.endAndSlopes(from: state)
    var byAlpha = slopes.alpha
    var gradient = [0.0]
    var next = 1
    if hasTrend {
      byAlpha += slopes.beta * shares[next].value
      gradient.append(slopes.beta * state.alpha * shares[next].slope)
      next += 1
    }
    if hasSeason {
      let isFree = wish == .textbook
      if !isFree { byAlpha -= slopes.gamma * shares[next].value }
      gradient.append(slopes.gamma * (isFree ? 1 : 1 - state.alpha) * shares[next].slope)
      next += 1
    }
    if isDamped { gradient.append(slopes.phi * 0.18 * shares[next].slope) }
    gradient[0] = byAlpha * shares[0].slope
    if wish == .estimated {
      gradient.append(slopes.level)
      if hasTrend { gradient.append(slopes.trend / Self.trendUnit) }
      gradient += slopes.seasons
    }
    return (end.loss, gradient)
  }
}

/// A smooth wave between 0 and 1 over the free numbers: `3 t^2 - 2 t^3` up, and the same down.
private enum Wave {
  static func value(_ free: Double) -> (value: Double, slope: Double) {
    guard free.isFinite, abs(free) < 1e12 else { return (0, 0) }
    let turn = free - 2 * (free / 2).rounded(.down)
    let isDown = turn > 1
    let t = isDown ? 2 - turn : turn
    return (t * t * (3 - 2 * t), (isDown ? -6 : 6) * t * (1 - t))
  }

  static func inverse(_ value: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if self.value(middle).value < value { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
