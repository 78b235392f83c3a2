/// What customers spend per purchase: the Gamma-Gamma model.
///
/// A customer's purchases scatter around an own mean (shape p), the means scatter between customers
/// (shape q, scale gamma). Fader, Hardie 2013, "The Gamma-Gamma model of monetary value".
import Numerics
package import Support

package struct GammaGamma: Sendable, Equatable {
  package let p: Double
  package let q: Double
  package let gamma: Double

  package init(p: Double, q: Double, gamma: Double) {
    self.p = p
    self.q = q
    self.gamma = gamma
  }

  /// The mean of a customer's purchases to expect, given the mean of `x` of them. For q <= 1 the
  /// model has no mean where x is 0, and `populationMean` stands in.
  package func expectedValue(_ x: Int, mean: Double, populationMean: Double) -> Double {
    let n = Double(x)
    let below = p * n + q - 1
    guard below > 1e-9 else { return populationMean }
    return p * (gamma + n * mean) / below
  }

  /// The log-likelihood of mean values `means` of `counts` purchases each, all positive.
  package func logLikelihood(_ counts: [Int], _ means: [Double]) -> Double {
    value(counts[...], means[...], means.map(Math.log)[...]).value
  }

  /// Value and derivatives by p, q, gamma.
  func value(
    _ counts: ArraySlice<Int>, _ means: ArraySlice<Double>, _ logMeans: ArraySlice<Double>
  ) -> (value: Double, gradient: SIMD4<Double>) {
    let gammaQ = Special.logGamma(q)
    let psiQ = Special.digamma(q)
    let logScale = Math.log(gamma)
    var cache = CountCache(p: p, q: q)
    var total = 0.0
    var g = SIMD4<Double>(repeating: 0)
    for index in counts.indices {
      let x = counts[index]
      let n = Double(x)
      let terms = cache.terms(x)
      let logMean = logMeans[index]
      let spread = gamma + n * means[index]
      let logSpread = Math.log(spread)
      total +=
        terms.logRatio - gammaQ + q * logScale + (p * n - 1) * logMean
        + p * n * terms.logCount - (p * n + q) * logSpread
      g[0] += n * (terms.psiUpper - terms.psiLower + logMean + terms.logCount - logSpread)
      g[1] += terms.psiUpper - psiQ + logScale - logSpread
      g[2] += q / gamma - (p * n + q) / spread
    }
    return (total, g)
  }
}

/// Gamma functions by purchase count, computed once each.
private struct CountCache {
  struct Terms {
    var logRatio = 0.0
    var psiUpper = 0.0
    var psiLower = 0.0
    var logCount = 0.0
  }

  private let p: Double
  private let q: Double
  private var known: [Terms?] = []

  init(p: Double, q: Double) {
    self.p = p
    self.q = q
  }

  mutating func terms(_ x: Int) -> Terms {
    if x < known.count, let found = known[x] { return found }
    let n = Double(x)
    let terms = Terms(
      logRatio: Special.logGamma(p * n + q) - Special.logGamma(p * n),
      psiUpper: Special.digamma(p * n + q), psiLower: Special.digamma(p * n),
      logCount: Math.log(n))
    if x < 4096 {
      while known.count <= x { known.append(nil) }
      known[x] = terms
    }
    return terms
  }
}

/// The maximum likelihood fit of the Gamma-Gamma model.
package struct GammaGammaFit: Sendable {
  package let model: GammaGamma
  /// False when there were too few customers and a prior stands in.
  package let isFitted: Bool
  package let logLikelihood: Double
  /// Of p, q, gamma.
  package let standardErrors: [Double]?
  /// Of the logarithms of p, q, gamma.
  private let spread: ParameterSpread

  /// - Parameters:
  ///   - counts: repeat purchases, at least 1 each.
  ///   - means: their mean value, positive.
  package init(_ counts: [Int], _ means: [Double], _ run: Run) throws {
    let centre = means.isEmpty ? 1 : means.pairwiseSum / Double(means.count)
    guard means.count >= 10, Set(means).count > 2, centre > 0, centre.isFinite else {
      let prior = GammaGamma(p: 2, q: 4, gamma: 1.5 * max(centre, 1e-9))
      self.init(prior, isFitted: false, prior.logLikelihood(counts, means))
      return
    }
    let scaled = means.map { $0 / centre }
    let step = counts.count / Self.startRows + 1
    let rows = stride(from: 0, to: counts.count, by: step)
    let part = Self.problem(rows.map { counts[$0] }, rows.map { scaled[$0] }, run)
    let starts = [[6.0, 4, 0.5], [2.0, 4, 2]].map { $0.map(Math.log) }
    var best = try part.best(from: starts)
    if step > 1 {
      // Where there are many customers the starts are tried on some, and the best goes on to all.
      best = try best.map {
        try Self.problem(counts, scaled, run).refined($0, share: 1 / Double(step))
      }
    }
    let point = (best?.point ?? [0, 0, 0]).map(Math.exp)
    let model = GammaGamma(p: point[0], q: point[1], gamma: point[2] * centre)
    let information = best?.information
    self.init(
      model, isFitted: true, model.logLikelihood(counts, means), information: information,
      information.flatMap { Curvature.standardErrors(Cholesky($0)) }.map {
        [$0[0] * point[0], $0[1] * point[1], $0[2] * point[2] * centre]
      })
  }

  /// Rows that starts are tried on.
  private static let startRows = 20_000

  private static func problem(_ counts: [Int], _ means: [Double], _ run: Run) -> PositiveProblem {
    let logMeans = means.map(Math.log)
    return PositiveProblem { theta in
      let model = GammaGamma(p: theta[0], q: theta[1], gamma: theta[2])
      let parts = try Parallel.map(count: counts.count, chunk: 32_768) { range in
        try run.checkpoint()
        return model.value(counts[range], means[range], logMeans[range])
      }
      var total = 0.0
      var slope = SIMD4<Double>(repeating: 0)
      for part in parts {
        total += part.value
        slope += part.gradient
      }
      return (total, [slope[0], slope[1], slope[2]])
    }
  }

  private init(
    _ model: GammaGamma, isFitted: Bool, _ logLikelihood: Double, information: Matrix? = nil,
    _ standardErrors: [Double]? = nil
  ) {
    self.model = model
    self.isFitted = isFitted
    self.logLikelihood = logLikelihood
    self.standardErrors = standardErrors
    spread = ParameterSpread(count: 3, information: information)
  }

  /// Models that may as well be the right one, the same for the same seed. The model alone where
  /// nothing is known of its errors.
  package func draws(_ count: Int, seed: UInt64) -> [GammaGamma] {
    var random = SeededRandom(seed: seed)
    return (0..<count).compactMap { index in
      guard let factors = spread.factors(&random) else { return index == 0 ? model : nil }
      return GammaGamma(
        p: model.p * factors[0], q: model.q * factors[1], gamma: model.gamma * factors[2])
    }
  }
}
