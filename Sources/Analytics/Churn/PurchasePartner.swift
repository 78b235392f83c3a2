/// A purchase model beside a model on snapshots: where what followed an earlier day speaks for it,
/// both are averaged, in log-odds. The one knows what buyers have in common, the other the rhythm
/// of each.
import Learning
import Numerics
import Support
import Tables

struct PurchasePartner: Sendable {
  /// Of the purchase model, from 0 to 1; 0 where it adds nothing.
  let weight: Double
  /// What both say of the customers of the test, each by a weight learnt from the others; nil when
  /// the weight is 0.
  let unseen: [Double]?
  /// What is known of the weight: its variance, and its mean square where it is not used.
  private let doubt: Double
  private let silence: Silence.Fitted

  private static let folds = 5

  /// - Parameter tested: probabilities of the model on snapshots for the customers of the test.
  init(_ purchases: Silence, _ tested: [Double], _ run: Run) throws {
    let labels = purchases.test.labels
    let then = try purchases.fitted(to: purchases.test, run)
    let pairs = Pairs(
      odds: tested.map(Self.odds), gaps: zip(then.probabilities, tested).map(Self.gap),
      labels: labels)
    let whole = pairs.weight(labels.indices.map { $0 })
    let fold = Split.stratifiedFolds(labels, folds: Self.folds)
    var both = tested
    for held in 0..<Self.folds {
      let part = pairs.weight(labels.indices.filter { fold[$0] != held })
      for row in labels.indices where fold[row] == held {
        both[row] = Math.sigmoid(pairs.odds[row] + part.value * pairs.gaps[row])
      }
    }
    let gains = Moments(
      of: zip(BinaryMetrics.logLosses(labels, tested), BinaryMetrics.logLosses(labels, both))
        .map { $0 - $1 })
    let helps = gains.mean > (gains.variance / Double(gains.count)).squareRoot()
    weight = helps ? whole.value : 0
    unseen = helps ? both : nil
    doubt = helps ? whole.variance : whole.value * whole.value + whole.variance
    silence = try purchases.fitted(to: purchases.now, run)
  }

  /// The probability of a customer of now.
  func joined(_ own: Double, _ customer: Int) -> Double {
    if weight == 0 { return own }
    let gap = Self.gap(silence.probabilities[customer], own)
    return min(1 - 1e-9, max(1e-9, Math.sigmoid(Self.odds(own) + weight * gap)))
  }

  /// Where that may lie.
  ///
  /// - Parameter deviation: of the log-odds of the model on snapshots.
  func interval(_ own: Double, _ customer: Int, deviation: Double) -> ClosedRange<Double> {
    let gap = Self.gap(silence.probabilities[customer], own)
    var variance = (1 - weight) * (1 - weight) * deviation * deviation + doubt * gap * gap
    if weight > 0 {
      let other = Moments(of: silence.draws(customer).map(Self.odds)).variance
      variance += weight * weight * other
    }
    return ProbabilityInterval.around(
      joined(own, customer), deviation: variance.squareRoot(), degrees: Double(Jackknife.groups - 1)
    )
  }

  /// Reasons of both, in their proportion.
  func explanation(
    base: Double, _ own: @escaping @Sendable (_ customer: Int) -> [Double], _ now: OrderSnapshot
  ) -> Explanation {
    let (weight, silence) = (weight, silence)
    return Explanation(base: (1 - weight) * base + weight * silence.base) { customer in
      var effects = own(customer).map { (1 - weight) * $0 }
      if weight > 0 {
        for (place, effect) in zip(Silence.places, silence.effects(customer)) {
          effects[place] += weight * effect
        }
      }
      return Explanation.sorted(
        effects.indices.map { index in
          let value = Words.short(now.features[customer, index])
          return Explanation.Effect(
            feature: OrderSnapshot.names[index], value: value, effect: effects[index],
            text: ReasonWords.risk.phrase(OrderSnapshot.phrases[index], value, effects[index]))
        })
    }
  }

  func notice(_ cut: Int32, _ name: String) -> Notice? {
    guard weight > 0 else { return nil }
    let (day, share) = (CivilDate.text(days: cut), Words.percent(weight))
    return Notice(
      "purchaseModelJoined",
      en: "a purchase model (MBG/NBD) counts for \(share) beside \(name): what customers did after"
        + " \(day) spoke for it",
      zh: "购买模型（MBG/NBD）占 \(share)，其余为 \(name)：\(day) 之后的实际行为支持该权重")
  }

  private static func odds(_ p: Double) -> Double { Math.logit(min(1 - 1e-9, max(1e-9, p))) }
  private static func gap(_ other: Double, _ own: Double) -> Double { odds(other) - odds(own) }

  /// Log-odds of one model, how far the other is from them, and what came.
  private struct Pairs {
    let odds: [Double]
    let gaps: [Double]
    let labels: [Double]

    /// The weight of the other that foretells best, by Newton's method with a prior of mean 0 and
    /// deviation 1, held to 0...1; and its variance.
    func weight(_ rows: [Int]) -> (value: Double, variance: Double) {
      var (c, information) = (0.0, 1.0)
      for _ in 0..<20 {
        var slope = -c
        information = 1
        for row in rows {
          let p = Math.sigmoid(odds[row] + c * gaps[row])
          slope += gaps[row] * (labels[row] - p)
          information += gaps[row] * gaps[row] * p * (1 - p)
        }
        let next = min(1, max(0, c + slope / information))
        let isStill = abs(next - c) < 1e-9
        c = next
        if isStill { break }
      }
      return (c, 1 / information)
    }
  }
}
