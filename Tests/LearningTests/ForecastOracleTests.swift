/// Three series: statsmodels 0.15.0 and plain recursions, `reference/forecast.json`.
import Foundation
@testable import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct ForecastOracleTests {
  private static let names = [
    "online_retail_weekly", "online_retail_daily_six_day_week", "airline_passengers",
  ]
  private let reference: Any?

  init() throws { reference = value(try Repository.reference("forecast.json"), "results") }

  /// A series of the reference file.
  private struct Series {
    let tree: Any?
    let known: [Double]
    let held: [Double]
    let season: Int

    func member(_ model: String, _ name: String) -> Any? {
      // Names of models hold dots.
      let models = value(tree, "models") as? [String: Any]
      return value(models?[model], name)
    }

    func figure(_ model: String, _ name: String) -> Double? {
      (member(model, name) as? NSNumber)?.doubleValue
    }

    func forecast(_ model: String) -> [Double] {
      (member(model, "forecast") as? [NSNumber])?.map(\.doubleValue) ?? []
    }

    /// The mean absolute error beside that of the season before.
    func mase(_ means: [Double]) -> Double {
      zip(means, held).map { abs($0 - $1) }.reduce(0, +) / Double(held.count)
        / BackTest.scale(known, season: season)
    }
  }

  private func series(_ name: String) throws -> Series {
    let tree = (reference as? [String: Any])?[name]
    let values = try #require(value(tree, "values") as? [NSNumber]).map(\.doubleValue)
    let held = Int(try #require(number(tree, "held_out")))
    return Series(
      tree: tree, known: Array(values.dropLast(held)), held: Array(values.suffix(held)),
      season: Int(number(tree, "season") ?? 1))
  }

  @Test(arguments: names)
  func `plain forecasts are those of the reference`(_ name: String) throws {
    let series = try series(name)
    let plain: [(SmoothingModel.Plain, String)] = [
      (.naive, "naive"), (.mean, "mean"), (.drift, "drift"), (.seasonalNaive, "seasonal_naive"),
    ]
    for (form, key) in plain where form != .seasonalNaive || series.season > 1 {
      let model = try SmoothingModel(form, of: series.known, season: series.season)
      let theirs = series.forecast(key)
      #expect(theirs.count == series.held.count)
      for (own, other) in zip(model.means(theirs.count), theirs) {
        #expect(abs(own - other) <= 1e-9 * abs(other), "\(key)")
      }
      let mase = try #require(series.figure(key, "errors.mase"))
      #expect(abs(series.mase(model.means(theirs.count)) - mase) < 1e-9)
    }
  }

  /// The recursions with given parameters from the textbook start, in which `gamma` moves the
  /// season by the whole error and `beta` the trend by a share of that of the level.
  @Test(arguments: names)
  func `the recursions with given parameters are those of the reference`(_ name: String) throws {
    let series = try series(name)
    let cases: [(String, SmoothingShape.Trend, SmoothingShape.Season, phi: Double)] = [
      ("check_ses_alpha_0.3", .none, .none, 1),
      ("check_holt_0.3_0.1", .additive, .none, 1),
      ("check_holt_damped_0.3_0.1_phi_0.9", .damped, .none, 0.9),
      ("check_holt_winters_additive_0.3_0.1_0.2", .additive, .additive, 1),
      ("check_holt_winters_multiplicative_0.3_0.1_0.2", .additive, .multiplicative, 1),
    ]
    var compared = 0
    for (key, trend, season, phi) in cases {
      guard let squares = series.figure(key, "sse") else { continue }
      let shape = SmoothingShape(.additive, trend, season)
      let wish = ExponentialSmoothing(shape, season: series.season, start: .textbook)
      let path = SmoothingPath(
        shape: shape, seasonLength: series.season, values: series.known)
      var start = ExponentialSmoothing.textbook(path)
      (start.alpha, start.phi) = (0.3, phi)
      start.beta = trend == .none ? 0 : 0.3 * 0.1
      start.gamma = season == .none ? 0 : 0.2
      let model = SmoothingModel(wish, path: path, start: start, unit: 1, values: series.known)
      #expect(abs(model.squaredErrors - squares) <= 1e-9 * squares, "\(key)")
      let theirs = series.forecast(key)
      #expect(theirs.count == series.held.count)
      for (own, other) in zip(model.means(theirs.count), theirs) {
        #expect(abs(own - other) <= 1e-9 * abs(other), "\(key)")
      }
      let mase = try #require(series.figure(key, "errors.mase"))
      #expect(abs(series.mase(model.means(theirs.count)) - mase) < 1e-9, "\(key)")
      compared += 1
    }
    #expect(compared == (name == "airline_passengers" ? 5 : series.season > 1 ? 4 : 3))
  }

  /// Least squares from the textbook start: the reference sought with two minimisers from four
  /// places.
  @Test(arguments: names)
  func `no sum of squares of the reference is below that of the textbook start`(
    _ name: String
  ) throws {
    let series = try series(name)
    let cases: [(String, SmoothingShape.Trend, SmoothingShape.Season)] = [
      ("ses_min_sse", .none, .none), ("holt_min_sse", .additive, .none),
      ("holt_winters_additive_min_sse", .additive, .additive),
      ("holt_winters_multiplicative_min_sse", .additive, .multiplicative),
    ]
    for (key, trend, season) in cases {
      guard let theirs = series.figure(key, "sse") else { continue }
      let shape = SmoothingShape(.additive, trend, season)
      let wish = ExponentialSmoothing(shape, season: series.season, start: .textbook)
      let model = try wish.fit(series.known, Run())
      #expect(model.squaredErrors <= theirs * (1 + 1e-9), "\(key)")
      #expect(model.squaredErrors >= theirs * (1 - 1e-6), "\(key): the recursion is another")
      let mase = try #require(series.figure(key, "errors.mase"))
      // At the same optimum, up to how flat it is.
      #expect(abs(series.mase(model.means(series.held.count)) - mase) < 1e-5, "\(key)")
    }
  }

  /// statsmodels keeps off the ends of its intervals; a likelihood may only be above its own.
  @Test(arguments: names)
  func `no likelihood of the peer is above the own`(_ name: String) throws {
    let series = try series(name)
    var compared = 0
    for shape in SmoothingShape.all(
      isPositive: series.known.allSatisfy { $0 > 0 }, isSeasonal: series.season > 1)
    {
      let key = "ets_" + shape.name.dropFirst(4).filter { $0 != "," && $0 != ")" }
      guard let theirs = series.figure(key, "log_likelihood") else { continue }
      let wish = ExponentialSmoothing(shape, season: shape.season == .none ? 1 : series.season)
      let model = try wish.fit(series.known, Run())
      #expect(model.logLikelihood >= theirs - 1e-6, "\(shape.name)")
      // And not by another definition of it: these differ by a few at most.
      #expect(model.logLikelihood < theirs + 30, "\(shape.name)")
      compared += 1
    }
    #expect(compared >= 3)
  }

  /// The forecast chosen by itself is no worse on the held-out weeks and months than the peer's
  /// smoothing of the least AICc.
  @Test(arguments: names)
  func `the chosen method is as good on held-out values as the peer's choice`(
    _ name: String
  ) throws {
    let series = try series(name)
    let models = try #require(value(series.tree, "models") as? [String: Any])
    let chosen = models.filter { $0.key.hasPrefix("ets_") }.min {
      (number($0.value, "aicc") ?? .infinity) < (number($1.value, "aicc") ?? .infinity)
    }
    let peer = try #require(number(chosen?.value, "errors.mase"))
    let choice = try ForecastChoice(
      series.known, season: series.season, horizon: series.held.count, seed: 42, Run())
    let own = series.mase(choice.model.means(series.held.count))
    #expect(own <= peer, "\(choice.model.method.name) beside \(chosen?.key ?? "")")
    let test = try #require(choice.backTest)
    #expect(test.coverage80 != nil && test.coverage95 != nil)
  }
}
