/// The figure of a survey for some answers, with where it lies.
package import Learning
import Numerics

package struct SurveyFigure: Sendable, Equatable {
  package let count: Int
  package let good: Share
  package let bad: Share
  /// A net score from -100 to 100, or the share of good answers from 0 to 1.
  package let value: Double
  /// Where it lies with 95 %.
  package let lower: Double
  package let upper: Double
  /// Of the answers themselves.
  package let mean: Double

  /// - Parameter answers: at least one.
  init(_ answers: [Double], _ scale: SurveyScale) {
    count = answers.count
    good = Share(answers.count { $0 >= scale.goodFrom }, of: answers.count)
    bad = Share(answers.count { $0 <= scale.badTo }, of: answers.count)
    mean = answers.pairwiseSum / Double(max(1, answers.count))
    if scale.kind == .nps {
      let net = Self.net(good, bad)
      (value, lower, upper) = (100 * net.value, 100 * net.lower, 100 * net.upper)
    } else {
      (value, lower, upper) = (good.value ?? 0, good.lower, good.upper)
    }
  }

  /// One share less another of the same answers, from the Wilson bounds of both (the method of
  /// variance estimates recovery, Zou and Donner 2008): two shares of one whole go against each
  /// other, by -sqrt(p q / ((1 - p)(1 - q))).
  package static func net(_ good: Share, _ bad: Share) -> (
    value: Double, lower: Double, upper: Double
  ) {
    guard let p = good.value, let q = bad.value else { return (0, -1, 1) }
    let rest = (1 - p) * (1 - q)
    let together = rest > 0 ? -(p * q / rest).squareRoot() : -1
    func reach(_ a: Double, _ b: Double) -> Double {
      max(0, a * a + b * b - 2 * together * a * b).squareRoot()
    }
    return (
      p - q, max(-1, p - q - reach(p - good.lower, bad.upper - q)),
      min(1, p - q + reach(good.upper - p, q - bad.lower))
    )
  }
}
