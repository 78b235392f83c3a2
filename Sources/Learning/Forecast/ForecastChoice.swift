/// The method a series is forecast by: the one that was nearest to what happened last.
///
/// Every smoothing that can be fitted, the last value and that of the last season look ahead from
/// origins within a horizon of the end. On 87 other series (items, countries and orders of a shop,
/// earlier ends of three more) this came nearer to held-out values than the least AICc, than means
/// of several methods, and than origins farther back. AICc is told beside it.
import Numerics
package import Support

package struct ForecastChoice: Sendable {
  package struct Candidate: Sendable {
    package let method: ForecastMethod
    /// Nil for methods without a likelihood.
    package let aicc: Double?
    /// The error at the late origins; nil where it could not be fitted there.
    package let mase: Double?
  }

  package let model: ForecastModel
  /// The best first.
  package let candidates: [Candidate]
  /// From origins over the later half; nil where the series is too short.
  package let backTest: BackTest?
  package let naiveTest: BackTest?
  package let seasonalNaiveTest: BackTest?
  /// What the bounds of the method are widened by, at least 1: those of a model know nothing of
  /// errors in its own parameters and form, and so would promise too much.
  ///
  /// On 848 held-out values of the series above, 80 % bounds held 76 % as they were and 80 % so.
  package let boundsFactor: Double

  /// Values below which nothing is compared and the last value stands for the next.
  package static let valuesLeast = 10
  /// Share of periods without anything from which demand is taken for intermittent: a sale every
  /// 1.32 periods, the bound of Syntetos and Boylan.
  package static let quietShare = 1 - 1 / 1.32

  /// - Parameters:
  ///   - length: values of one season; 1 for none.
  ///   - isPlain: whether only the last value is to be used.
  package init(
    _ values: [Double], season length: Int, horizon: Int, isPlain: Bool = false, seed: UInt64,
    _ run: Run
  ) throws {
    let naive = ForecastMethod.plain(.naive)
    let seasonal = length > 1 && length < values.count ? ForecastMethod.plain(.seasonalNaive) : nil
    let isShort = isPlain || values.count < Self.valuesLeast
    let methods = isShort ? [naive] : Self.methods(values, season: length)
    let late = BackTest.lateOrigins(
      values.count, horizon: horizon, least: length > 1 ? 2 * length + 8 : Self.valuesLeast,
      most: length > 24 ? 6 : 12)
    let tried = try Parallel.map(count: methods.count, chunk: 1) { range in
      try Self.tried(
        methods[range.lowerBound], values, length, isShort ? [] : late, horizon, seed, run)
    }
    let fitted = tried.compactMap { $0 }
    let order = fitted.indices.sorted {
      (fitted[$0].mase ?? .infinity, fitted[$0].aicc ?? .infinity, $0)
        < (fitted[$1].mase ?? .infinity, fitted[$1].aicc ?? .infinity, $1)
    }
    guard let first = order.first else {
      throw FitError.tooFewRows(have: values.count, need: 2)
    }
    model = fitted[first].model
    candidates = order.map {
      Candidate(
        method: fitted[$0].model.method, aicc: fitted[$0].aicc, mase: fitted[$0].mase)
    }
    let wide = BackTest.origins(
      values.count, horizon: horizon, least: length > 1 ? 2 * length + 1 : 4)
    func test(_ method: ForecastMethod?) throws -> BackTest? {
      guard let method else { return nil }
      return try BackTest(
        method, values, season: length, origins: wide.at, horizon: wide.horizon, intervals: true,
        seed: seed, run)
    }
    backTest = try test(model.method)
    boundsFactor = Self.factor(backTest?.reaches ?? [])
    naiveTest = try test(naive)
    seasonalNaiveTest = try test(seasonal)
  }

  /// So wide that they would have held 80 of 100; 1 where too few values tell.
  private static func factor(_ reaches: [Double]) -> Double {
    guard reaches.count >= 20 else { return 1 }
    return min(4, max(1, Quantile.of(sorted: reaches, 0.8)))
  }

  /// The forecast with widened bounds.
  package func fan(_ steps: Int, seed: UInt64, _ run: Run) throws -> ForecastFan {
    let own = try model.fan(steps, seed: seed, run)
    func widened(_ bounds: [Double]) -> [Double] {
      zip(own.mean, bounds).map { $0 + boundsFactor * ($1 - $0) }
    }
    return ForecastFan(
      mean: own.mean, lower80: widened(own.lower80), upper80: widened(own.upper80),
      lower95: widened(own.lower95), upper95: widened(own.upper95))
  }

  /// The sum of the next steps and its bounds, widened likewise.
  package func total(
    _ steps: Double, below shares: [Double], seed: UInt64, _ run: Run
  ) throws -> (mean: Double, bounds: [Double]) {
    let own = try model.total(steps, below: shares, seed: seed, run)
    return (own.mean, own.bounds.map { own.mean + boundsFactor * ($0 - own.mean) })
  }

  private static func methods(_ values: [Double], season length: Int) -> [ForecastMethod] {
    let isPositive = values.allSatisfy { $0 > 0 }
    var methods = [ForecastMethod.plain(.naive)]
    if length > 1 { methods.append(.plain(.seasonalNaive)) }
    methods += SmoothingShape.all(isPositive: isPositive, isSeasonal: length > 1).map {
      .smoothing($0)
    }
    let quiet = values.filter { $0 == 0 }.count
    if Double(quiet) >= quietShare * Double(values.count), !values.contains(where: { $0 < 0 }) {
      methods += IntermittentModel.Form.allCases.map { .intermittent($0) }
    }
    return methods
  }

  private static func tried(
    _ method: ForecastMethod, _ values: [Double], _ length: Int, _ origins: [Int],
    _ horizon: Int, _ seed: UInt64, _ run: Run
  ) throws -> (model: ForecastModel, aicc: Double?, mase: Double?)? {
    let model: ForecastModel
    do {
      // Of a year of weeks there are fifty states: one search costs as much as ten of a plain one.
      model = try method.fit(values, season: length, searches: length > 24 ? 1 : 3, run)
    } catch is FitError {
      return nil
    }
    var aicc: Double?
    if case .smoothing(.smoothing, let smoothing) = model {
      // A criterion that is not finite says that there are too few values for so many parameters.
      guard smoothing.aicc.isFinite else { return nil }
      aicc = smoothing.aicc
    }
    let test = try BackTest(
      method, values, season: length, origins: origins, horizon: horizon, intervals: false,
      seed: seed, run)
    return (model, aicc, test?.mase)
  }
}
