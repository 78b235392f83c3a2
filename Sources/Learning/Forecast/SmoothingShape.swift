/// Which exponential smoothing: how errors, trend and season enter.
///
/// Hyndman, Koehler, Ord, Snyder 2008, "Forecasting with Exponential Smoothing", chapter 2. Simple
/// smoothing is (A,N,N), Holt's method (A,A,N), Holt-Winters (A,A,A) and (A,A,M).
package struct SmoothingShape: Sendable, Hashable {
  package enum Errors: Sendable, CaseIterable { case additive, multiplicative }
  package enum Trend: Sendable, CaseIterable { case none, additive, damped }
  package enum Season: Sendable, CaseIterable { case none, additive, multiplicative }

  package let errors: Errors
  package let trend: Trend
  package let season: Season

  package init(_ errors: Errors, _ trend: Trend, _ season: Season) {
    self.errors = errors
    self.trend = trend
    self.season = season
  }

  /// Such as `ETS(A,Ad,M)`.
  package var name: String {
    let first = errors == .additive ? "A" : "M"
    let second =
      switch trend {
      case .none: "N"
      case .additive: "A"
      case .damped: "Ad"
      }
    let third =
      switch season {
      case .none: "N"
      case .additive: "A"
      case .multiplicative: "M"
      }
    return "ETS(\(first),\(second),\(third))"
  }

  /// Whether spread grows by a closed formula (class 1 of the book); else paths are drawn.
  var isLinear: Bool { errors == .additive && season != .multiplicative }

  /// Whether it has a meaning for positive values only.
  package var needsPositive: Bool { errors == .multiplicative || season == .multiplicative }

  /// What is estimated: smoothing, starting states of which the season's have a fixed sum, and the
  /// size of errors.
  package func parameterCount(season length: Int) -> Int {
    var count = 3
    if trend != .none { count += 2 }
    if trend == .damped { count += 1 }
    if season != .none { count += length }
    return count
  }

  /// All that make sense for a series.
  package static func all(isPositive: Bool, isSeasonal: Bool) -> [SmoothingShape] {
    var shapes: [SmoothingShape] = []
    for season in Season.allCases where season == .none || isSeasonal {
      for trend in Trend.allCases {
        for errors in Errors.allCases {
          let shape = SmoothingShape(errors, trend, season)
          // A multiplied error upon an added season is unstable near zero, as the book says.
          if errors == .multiplicative, season == .additive { continue }
          if isPositive || !shape.needsPositive { shapes.append(shape) }
        }
      }
    }
    return shapes
  }
}

/// Smoothing parameters and states. `beta` is that of the error: Holt's own is `beta / alpha`.
package struct SmoothingState: Sendable, Equatable {
  package var alpha: Double
  package var beta = 0.0
  package var gamma = 0.0
  package var phi = 1.0
  package var level: Double
  package var trend = 0.0
  /// The season of the next value first; empty without a season.
  package var seasons: [Double] = []

  package init(alpha: Double, level: Double) {
    self.alpha = alpha
    self.level = level
  }

  /// What the next value is taken to be, and the level below the season.
  @inline(__always)
  func next(_ season: SmoothingShape.Season, at place: Int) -> (base: Double, value: Double) {
    let base = level + phi * trend
    switch season {
    case .none: return (base, base)
    case .additive: return (base, base + seasons[place])
    case .multiplicative: return (base, base * seasons[place])
    }
  }

  /// Learns from how far a value lay from what it was taken to be.
  @inline(__always)
  mutating func learn(
    _ error: Double, base: Double, _ season: SmoothingShape.Season, at place: Int
  ) {
    var share = error
    switch season {
    case .none: break
    case .additive: seasons[place] += gamma * error
    case .multiplicative:
      share = error / seasons[place]
      seasons[place] += gamma * error / base
    }
    level = base + alpha * share
    trend = phi * trend + beta * share
  }
}
