/// How far fitted parameters may be from the right ones: a normal distribution of their logarithms,
/// by the information of the data and a weak prior.
///
/// Without the prior a small shop would leave parameters anywhere: likelihoods of purchase models
/// are flat along combinations of their parameters.
import Numerics
package import Support

package struct ParameterSpread: Sendable {
  /// The lower triangular factor of the precision; nil where nothing is known.
  private let factor: Cholesky?
  private let count: Int

  /// Standard deviations of the prior, in logarithms: shops differ by a factor of about seven
  /// either way, and by one of one and a half around defaults that were chosen with care.
  static let widePrior = 2.0
  static let defaultPrior = 0.45

  /// - Parameter information: the Hessian of the negative log-likelihood; nil when the parameters
  ///   are cautious defaults and no fit.
  init(count: Int, information: Matrix? = nil) {
    let deviation = information == nil ? Self.defaultPrior : Self.widePrior
    var precision = information ?? Matrix(rowCount: count, columnCount: count)
    for index in 0..<count { precision[index, index] += 1 / (deviation * deviation) }
    factor = Cholesky(precision)
    self.count = count
  }

  /// What to multiply each parameter by; nil where nothing is known of the errors.
  package func factors(_ random: inout SeededRandom) -> [Double]? {
    guard let factor else { return nil }
    // L' x = z gives x with the covariance (L L')^-1.
    return factor.solveTransposed((0..<count).map { _ in random.normal() }).map(Math.exp)
  }
}
