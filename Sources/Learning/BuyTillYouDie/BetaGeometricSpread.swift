/// BG/NBD and MBG/NBD models that the data leave possible beside the fitted one.
package import Numerics
import Support

package struct BetaGeometricSpread: Sendable {
  private let model: BetaGeometric
  let parameters: ParameterSpread

  /// - Parameter information: the Hessian of the negative log-likelihood in log r, log alpha,
  ///   log a, log b; nil when the model is a cautious default and no fit.
  package init(_ model: BetaGeometric, information: Matrix? = nil) {
    self.model = model
    parameters = ParameterSpread(count: 4, information: information)
  }

  /// Models that may as well be the right one, the same for the same seed. The model alone where
  /// nothing is known of its errors.
  package func draws(_ count: Int, seed: UInt64) -> [BetaGeometric] {
    var random = SeededRandom(seed: seed)
    return (0..<count).compactMap { index in
      guard let factors = parameters.factors(&random) else { return index == 0 ? model : nil }
      return model.multiplied(by: factors)
    }
  }
}

extension BetaGeometric {
  /// By a factor each of r, alpha, a, b.
  func multiplied(by factors: [Double]) -> BetaGeometric {
    BetaGeometric(
      dropout: dropout, r: r * factors[0], alpha: alpha * factors[1], a: a * factors[2],
      b: b * factors[3])
  }
}
