/// All that a series can be forecast by, under one roof.
import Numerics
package import Support

package enum ForecastMethod: Sendable, Hashable {
  case plain(SmoothingModel.Plain)
  case smoothing(SmoothingShape)
  case intermittent(IntermittentModel.Form)

  package var name: String {
    switch self {
    case .plain(let plain): plain.rawValue
    case .smoothing(let shape): shape.name
    case .intermittent(let form): form.rawValue
    }
  }

  /// - Parameter length: values of one season; 1 for none.
  /// - Parameter searches: from how many places parameters are sought.
  package func fit(
    _ values: [Double], season length: Int, searches: Int = 3, _ run: Run
  ) throws -> ForecastModel {
    switch self {
    case .plain(let plain):
      return .smoothing(self, try SmoothingModel(plain, of: values, season: length))
    case .smoothing(let shape):
      var wish = ExponentialSmoothing(shape, season: shape.season == .none ? 1 : length)
      wish.searches = searches
      return .smoothing(self, try wish.fit(values, run))
    case .intermittent(let form):
      return .intermittent(self, try IntermittentModel(form, of: values, run))
    }
  }
}

/// Values to expect, and between which bounds they will lie.
package struct ForecastFan: Sendable, Equatable {
  package let mean: [Double]
  /// Bounds that hold a value in 80 of 100 cases.
  package let lower80: [Double]
  package let upper80: [Double]
  /// Bounds that hold it in 95.
  package let lower95: [Double]
  package let upper95: [Double]
}

package enum ForecastModel: Sendable {
  case smoothing(ForecastMethod, SmoothingModel)
  case intermittent(ForecastMethod, IntermittentModel)

  package var method: ForecastMethod {
    switch self {
    case .smoothing(let method, _), .intermittent(let method, _): method
    }
  }

  package func means(_ steps: Int) -> [Double] {
    switch self {
    case .smoothing(_, let model): model.means(steps)
    case .intermittent(_, let model): [Double](repeating: model.mean, count: max(0, steps))
    }
  }

  /// Futures drawn where no formula is known: enough that a bound moves by a few hundredths of the
  /// spread.
  package static let pathCount = 2_000

  package func fan(_ steps: Int, seed: UInt64, _ run: Run) throws -> ForecastFan {
    let mean = means(steps)
    if case .smoothing(_, let model) = self, model.isLinear {
      let spreads = model.spreads(steps)
      func bound(_ share: Double) -> [Double] {
        let z = Special.normalQuantile(share)
        return zip(mean, spreads).map { $0 + z * $1 }
      }
      return ForecastFan(
        mean: mean, lower80: bound(0.1), upper80: bound(0.9), lower95: bound(0.025),
        upper95: bound(0.975))
    }
    let paths = try drawn(steps, seed: seed, run)
    let sorted = (0..<steps).map { step in paths.map { $0[step] }.sorted() }
    func bound(_ share: Double) -> [Double] { sorted.map { Quantile.of(sorted: $0, share) } }
    return ForecastFan(
      mean: mean, lower80: bound(0.1), upper80: bound(0.9), lower95: bound(0.025),
      upper95: bound(0.975))
  }

  /// The sum of the next steps: its mean, and what it stays below with the chance of each share.
  /// The last step may count in part.
  package func total(
    _ steps: Double, below shares: [Double], seed: UInt64, _ run: Run
  ) throws -> (mean: Double, bounds: [Double]) {
    let whole = Int(steps)
    let part = steps - Double(whole)
    let count = part > 0 ? whole + 1 : whole
    func sum(_ values: [Double]) -> Double {
      values.prefix(whole).reduce(0, +) + (part > 0 ? part * values[whole] : 0)
    }
    let paths = try drawn(count, seed: seed, run)
    let sums = paths.map(sum).sorted()
    return (sum(means(count)), shares.map { Quantile.of(sorted: sums, $0) })
  }

  private func drawn(_ steps: Int, seed: UInt64, _ run: Run) throws -> [[Double]] {
    var random = SeededRandom(seed: seed)
    return try (0..<Self.pathCount).map { index in
      if index % 64 == 0 { try run.checkpoint() }
      switch self {
      case .smoothing(_, let model): return model.path(steps, &random)
      case .intermittent(_, let model): return model.path(steps, &random)
      }
    }
  }
}
