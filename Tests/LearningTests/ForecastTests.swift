/// Forecasts against recursions written out, drawn futures, and numbers that can be recomputed.
import Numerics
import Support
import Testing

@testable import Learning

struct ForecastTests {
  /// Months with a trend and a season of four.
  private static let sales: [Double] = [
    20, 31, 42, 25, 24, 36, 47, 30, 27, 41, 55, 33, 33, 47, 61, 39, 36, 52, 70, 43, 41, 58, 75, 48,
  ]

  /// Textbook form: Holt's own trend parameter, seasons divided out one by one.
  private func plainly(
    _ values: [Double], _ state: SmoothingState, _ season: SmoothingShape.Season, steps: Int
  ) -> (squares: Double, means: [Double]) {
    let star = state.alpha > 0 ? state.beta / state.alpha : 0
    var (level, trend, seasons) = (state.level, state.trend, state.seasons)
    var squares = 0.0
    for value in values {
      let base = level + state.phi * trend
      let old = seasons.first ?? 0
      let expected: Double
      let raised: Double
      var renewed = 0.0
      switch season {
      case .none: (expected, raised) = (base, value)
      case .additive:
        (expected, raised) = (base + old, value - old)
        renewed = state.gamma * (value - base) + (1 - state.gamma) * old
      case .multiplicative:
        (expected, raised) = (base * old, value / old)
        renewed = state.gamma * value / base + (1 - state.gamma) * old
      }
      squares += (value - expected) * (value - expected)
      let next = state.alpha * raised + (1 - state.alpha) * base
      trend = star * (next - level) + (1 - star) * state.phi * trend
      level = next
      if !seasons.isEmpty { seasons = seasons.dropFirst() + [renewed] }
    }
    var (growth, reach) = (0.0, 1.0)
    let means = (0..<steps).map { step -> Double in
      reach *= state.phi
      growth += reach
      let base = level + growth * trend
      guard !seasons.isEmpty else { return base }
      let own = seasons[step % seasons.count]
      return season == .additive ? base + own : base * own
    }
    return (squares, means)
  }

  @Test func `every shape follows its recursion`() throws {
    for shape in SmoothingShape.all(isPositive: true, isSeasonal: true) {
      let model = try ExponentialSmoothing(shape, season: shape.season == .none ? 1 : 4).fit(
        Self.sales, Run())
      let (squares, means) = plainly(Self.sales, model.start, shape.season, steps: 9)
      #expect(abs(squares - model.squaredErrors) < 1e-8 * max(1, squares), "\(shape.name)")
      for (own, other) in zip(model.means(9), means) {
        #expect(abs(own - other) < 1e-8 * abs(other), "\(shape.name)")
      }
      #expect(0 <= model.end.alpha && model.end.alpha <= 1)
      #expect(0 <= model.end.beta && model.end.beta <= model.end.alpha)
      #expect(0 <= model.end.gamma && model.end.gamma <= 1 - model.end.alpha)
    }
  }

  @Test func `derivatives are those of small steps`() {
    for shape in SmoothingShape.all(isPositive: true, isSeasonal: true) {
      let isSeasonal = shape.season != .none
      let path = SmoothingPath(
        shape: shape, seasonLength: isSeasonal ? 4 : 1, values: Self.sales.map { $0 / 40 })
      var state = SmoothingState(alpha: 0.3, level: 0.7)
      if shape.trend != .none { (state.beta, state.trend) = (0.07, 0.02) }
      if shape.trend == .damped { state.phi = 0.9 }
      if isSeasonal {
        state.gamma = 0.2
        state.seasons =
          shape.season == .additive ? [-0.3, 0.1, 0.35, -0.1] : [0.7, 1.1, 1.4, 0.85]
      }
      let slopes = path.endAndSlopes(from: state).1
      func check(_ slope: Double, _ change: (inout SmoothingState, Double) -> Void, _ what: String)
      {
        var (up, down) = (state, state)
        change(&up, 1e-5)
        change(&down, -1e-5)
        let small = (path.end(from: up).loss - path.end(from: down).loss) / 2e-5
        #expect(abs(small - slope) < 1e-5 * max(1, abs(slope)), "\(shape.name) by \(what)")
      }
      check(slopes.alpha, { $0.alpha += $1 }, "alpha")
      check(slopes.level, { $0.level += $1 }, "level")
      if shape.trend != .none {
        check(slopes.beta, { $0.beta += $1 }, "beta")
        check(slopes.trend, { $0.trend += $1 }, "trend")
        check(slopes.phi, { $0.phi += $1 }, "phi")
      }
      guard isSeasonal else { continue }
      check(slopes.gamma, { $0.gamma += $1 }, "gamma")
      for place in 0..<4 { check(slopes.seasons[place], { $0.seasons[place] += $1 }, "season") }
    }
  }

  /// 20,000 drawn futures know a spread to about half a percent.
  @Test func `spreads by formula are those of drawn futures`() throws {
    for shape in SmoothingShape.all(isPositive: true, isSeasonal: true) where shape.isLinear {
      let model = try ExponentialSmoothing(shape, season: shape.season == .none ? 1 : 4).fit(
        Self.sales.map { $0 + ($0.remainder(dividingBy: 7)) }, Run())
      var random = SeededRandom(seed: 5)
      let paths = (0..<20_000).map { _ in model.path(6, &random) }
      let (means, spreads) = (model.means(6), model.spreads(6))
      for step in 0..<6 {
        let drawn = Moments(of: paths.map { $0[step] })
        #expect(abs(drawn.variance.squareRoot() / spreads[step] - 1) < 0.03, "\(shape.name)")
        #expect(abs(drawn.mean - means[step]) < 0.05 * spreads[step])
      }
    }
  }

  @Test func `bounds hold what they promise where errors are as the model has them`() throws {
    var random = SeededRandom(seed: 11)
    var (inner, outer, count) = (0, 0, 0)
    for _ in 0..<400 {
      // Simple smoothing with alpha 0.4: the level learns from its own errors.
      var level = 100.0
      let values = (0..<90).map { _ -> Double in
        let error = 5 * random.normal()
        defer { level += 0.4 * error }
        return level + error
      }
      let model = try ForecastMethod.smoothing(SmoothingShape(.additive, .none, .none)).fit(
        Array(values.prefix(80)), season: 1, Run())
      let fan = try model.fan(10, seed: 1, Run())
      for step in 0..<10 {
        let value = values[80 + step]
        count += 1
        if fan.lower80[step] <= value, value <= fan.upper80[step] { inner += 1 }
        if fan.lower95[step] <= value, value <= fan.upper95[step] { outer += 1 }
      }
    }
    // Steps of one series err together: 400 series know a share of 80 % to about 1.5 points.
    #expect(abs(Double(inner) / Double(count) - 0.8) < 0.04)
    #expect(abs(Double(outer) / Double(count) - 0.95) < 0.02)
  }

  @Test func `a season and a trend that are there are found`() throws {
    let choice = try ForecastChoice(Self.sales, season: 4, horizon: 4, seed: 42, Run())
    let means = choice.model.means(4)
    // The year before was 41, 58, 75, 48, each some 4 above the one before it.
    for (mean, expected) in zip(means, [46.0, 63, 82, 53]) { #expect(abs(mean - expected) < 4) }
    let test = try #require(choice.backTest)
    #expect(test.mase < (choice.naiveTest?.mase ?? 0))
    #expect(choice.candidates.first?.method == choice.model.method)
  }

  /// Errors that grow: the newest are larger than a model of all of them believes.
  @Test func `bounds that held too few are widened, and by no more than would have done`() throws {
    var random = SeededRandom(seed: 21)
    let values = (0..<80).map { 100 + (1 + Double($0 * $0) / 300) * random.normal() }
    let choice = try ForecastChoice(values, season: 1, horizon: 6, seed: 42, Run())
    let test = try #require(choice.backTest)
    #expect((test.coverage80 ?? 1) < 0.8 && choice.boundsFactor > 1)
    let held = test.reaches.count { $0 <= choice.boundsFactor }
    #expect(abs(Double(held) / Double(test.reaches.count) - 0.8) < 0.03)
    let (own, wide) = (
      try choice.model.fan(6, seed: 42, Run()), try choice.fan(6, seed: 42, Run())
    )
    for step in 0..<6 {
      let factor = (wide.upper95[step] - wide.mean[step]) / (own.upper95[step] - own.mean[step])
      #expect(abs(factor - choice.boundsFactor) < 1e-9)
    }
  }

  @Test func `the total of drawn futures is that of the means, also of a part of a step`() throws {
    let model = try ForecastMethod.plain(.mean).fit([8, 12, 8, 12, 10, 10], season: 1, Run())
    let total = try model.total(2.5, below: [0.5, 0.95], seed: 3, Run())
    #expect(total.mean == 25)
    // Errors have a size of sqrt(16 / 5); their sum one of that times sqrt(2.25).
    let spread = (3.2 * 2.25).squareRoot()
    #expect(abs(total.bounds[0] - 25) < 0.1 * spread)
    #expect(abs(total.bounds[1] - 25 - 1.645 * spread) < 0.15 * spread)
  }
}

struct IntermittentTests {
  private static let demand: [Double] = [0, 0, 4, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 5, 0, 0]

  /// Croston written out: size and interval move only when something is sold.
  @Test func `each form follows its recursion`() throws {
    for form in IntermittentModel.Form.allCases {
      let model = try IntermittentModel(form, of: Self.demand, Run())
      var (size, chance, interval, since) = (3.5, 0.25, 4.0, 1.0)
      for value in Self.demand {
        if value > 0 { size = model.alpha * value + (1 - model.alpha) * size }
        if form == .tsb {
          chance = model.beta * (value > 0 ? 1 : 0) + (1 - model.beta) * chance
        } else if value > 0 {
          interval = model.alpha * since + (1 - model.alpha) * interval
          (chance, since) = (1 / interval, 1)
        } else {
          since += 1
        }
      }
      let bias = form == .sba ? 1 - model.alpha / 2 : 1
      #expect(abs(model.mean - bias * size * chance) < 1e-12, "\(form)")
    }
  }

  @Test func `an item that is no longer sold is forgotten by the form that can`() throws {
    let dead = Self.demand + [Double](repeating: 0, count: 40)
    let tsb = try IntermittentModel(.tsb, of: dead, Run())
    let croston = try IntermittentModel(.croston, of: dead, Run())
    #expect(tsb.mean < 0.5 * croston.mean)
  }

  @Test func `bounds of a rare item begin at nothing`() throws {
    let fan = try ForecastMethod.intermittent(.sba).fit(Self.demand, season: 1, Run()).fan(
      3, seed: 1, Run())
    #expect(fan.lower80 == [0, 0, 0])
    #expect(fan.upper95.allSatisfy { $0 > 1 && $0 < 20 })
  }

  @Test func `negative demand and a single sale are refused`() {
    #expect(throws: FitError.notANumber(row: 1, column: 0)) {
      try IntermittentModel(.croston, of: [1, -1, 2], Run())
    }
    #expect(throws: FitError.tooFewRows(have: 1, need: 2)) {
      try IntermittentModel(.croston, of: [0, 0, 2], Run())
    }
  }
}

struct ForecastRefusals {
  @Test func `values that are none are refused with their place`() {
    let shape = SmoothingShape(.additive, .none, .none)
    #expect(throws: FitError.notANumber(row: 2, column: 0)) {
      try ExponentialSmoothing(shape).fit([1, 2, .nan, 4, 5, 6], Run())
    }
    let positive = SmoothingShape(.multiplicative, .none, .none)
    #expect(throws: FitError.notANumber(row: 3, column: 0)) {
      try ExponentialSmoothing(positive).fit([1, 2, 3, 0, 5, 6], Run())
    }
  }

  @Test func `fewer values than parameters are refused`() {
    let shape = SmoothingShape(.additive, .additive, .additive)
    #expect(throws: FitError.tooFewRows(have: 10, need: 11)) {
      try ExponentialSmoothing(shape, season: 4).fit([Double](repeating: 1, count: 10), Run())
    }
  }

  @Test func `hard series never raise and never give what is no number`() throws {
    let series: [[Double]] = [
      [5, 5], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [Double](repeating: 7, count: 40),
      [1e90, 0, 1e90, 0, 1e90, 0, 1e90, 1, 2, 3, 4, 5], (0..<30).map { $0 == 29 ? 1e12 : 1 },
      (0..<50).map { Double($0 % 2) }, (0..<60).map { Double($0 * $0) },
    ]
    for values in series {
      for length in [1, 4] {
        let choice = try ForecastChoice(values, season: length, horizon: 12, seed: 42, Run())
        let fan = try choice.model.fan(12, seed: 42, Run())
        for bounds in [fan.mean, fan.lower80, fan.upper80, fan.lower95, fan.upper95] {
          #expect(
            bounds.allSatisfy { $0.isFinite }, "\(values.prefix(5)) \(choice.model.method.name)")
        }
      }
    }
  }

  @Test func `the same series gives the same bits`() throws {
    let values = (0..<60).map { (index: Int) -> Double in
      let wave = Double(index * 37 % 11)
      return 50 + wave + Double(index % 6) * 3
    }
    let first = try ForecastChoice(values, season: 6, horizon: 6, seed: 42, Run())
    let second = try ForecastChoice(values, season: 6, horizon: 6, seed: 42, Run())
    let fans = try [first, second].map { try $0.model.fan(6, seed: 42, Run()) }
    #expect(fans[0] == fans[1])
    #expect(first.model.method == second.model.method)
  }

  @Test func `a cancel is heard`() {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) {
      try ForecastChoice((0..<60).map { Double($0 % 7) }, season: 7, horizon: 7, seed: 1, run)
    }
  }
}
