/// How far the parameters of a purchase model may be from the fitted ones: a normal distribution of
/// their logarithms, by the information of the data and a weak prior.
///
/// Without the prior a small shop would leave parameters anywhere: the likelihood is flat along
/// combinations of a and b.
package import Numerics
import Support

package struct BetaGeometricSpread: Sendable {
  private let model: BetaGeometric
  /// The lower triangular factor of the precision of log r, log alpha, log a, log b.
  private let factor: Cholesky?

  /// Standard deviations of the prior, in logarithms: shops differ by a factor of about seven
  /// either way, and by one of one and a half around defaults that were chosen with care.
  static let widePrior = 2.0
  static let defaultPrior = 0.45

  /// - Parameter information: the Hessian of the negative log-likelihood; nil when the model is a
  ///   cautious default and no fit.
  package init(_ model: BetaGeometric, information: Matrix? = nil) {
    self.model = model
    let deviation = information == nil ? Self.defaultPrior : Self.widePrior
    var precision = information ?? Matrix(rowCount: 4, columnCount: 4)
    for index in 0..<4 { precision[index, index] += 1 / (deviation * deviation) }
    factor = Cholesky(precision)
  }

  /// Models that may as well be the right one, the same for the same seed. The model alone where
  /// nothing is known of its errors.
  package func draws(_ count: Int, seed: UInt64) -> [BetaGeometric] {
    guard let factor else { return [model] }
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      // L' x = z gives x with the covariance (L L')^-1.
      let steps = factor.solveTransposed((0..<4).map { _ in random.normal() })
      return BetaGeometric(
        dropout: model.dropout, r: model.r * Math.exp(steps[0]),
        alpha: model.alpha * Math.exp(steps[1]), a: model.a * Math.exp(steps[2]),
        b: model.b * Math.exp(steps[3]))
    }
  }
}
