/// Whether predicted chances are too bold or too high: the line of log-odds (Cox 1958).
///
/// log-odds of the label = intercept + slope * log-odds predicted. A slope below 1 is too bold, one
/// above 1 too timid; with the slope held at 1 the intercept says how much too low all are.
import Numerics
package import Support

package struct CalibrationLine: Sendable, Equatable {
  package let slope: Double
  package let intercept: Double
  /// Of the slope; nil when all predictions are the same.
  package let slopeStandardError: Double?
  /// The intercept with the slope held at 1: above 0 more came than was predicted.
  package let inTheLarge: Double
  package let inTheLargeStandardError: Double

  package init(
    labels: [Double], probabilities: [Double], weights: [Double]? = nil, _ run: Run
  ) throws {
    guard probabilities.count == labels.count,
      probabilities.allSatisfy({ 0 <= $0 && $0 <= 1 })
    else { throw FitError.badSetting(name: "probabilities") }
    let odds = probabilities.map { Math.logit(min(1 - 1e-15, max(1e-15, $0))) }
    let points = Matrix(rowCount: odds.count, columnCount: 1, values: odds)
    let model = try LogisticRegression(l2: 0).fit(points, labels: labels, weights: weights, run)
    slope = model.coefficients[0]
    intercept = model.intercept
    let isFlat = odds.allSatisfy { $0 == odds[0] }
    slopeStandardError = isFlat ? nil : model.standardErrors?.last
    (inTheLarge, inTheLargeStandardError) = Self.shift(labels, odds, weights)
  }

  /// The a with the sum of sigmoid(a + odds) equal to that of the labels, by halving.
  private static func shift(
    _ labels: [Double], _ odds: [Double], _ weights: [Double]?
  ) -> (Double, Double) {
    func excess(_ a: Double) -> (Double, Double) {
      var (sum, curve) = (0.0, 0.0)
      for row in labels.indices {
        let weight = weights?[row] ?? 1
        let p = Math.sigmoid(a + odds[row])
        sum += weight * (p - labels[row])
        curve += weight * p * (1 - p)
      }
      return (sum, curve)
    }
    var (low, high) = (-80.0, 80.0)
    var a = 0.0
    for _ in 0..<200 where high - low > 1e-13 {
      let (sum, curve) = excess(a)
      if sum > 0 { high = a } else { low = a }
      let next = curve > 0 ? a - sum / curve : .infinity
      if abs(next - a) < 1e-14 { break }
      a = low < next && next < high ? next : (low + high) / 2
    }
    let curve = excess(a).1
    return (a, curve > 0 ? 1 / curve.squareRoot() : 0)
  }
}
