/// Churn by a purchase model: the chance of no order within the horizon, given each history.
///
/// The explanation is exact for any function: Shapley values of the three numbers of a history
/// against the customer in the middle, so they sum to the difference in log-odds.
import Learning
import Numerics
import Support
import Tables

struct Silence {
  private let churn: OrderChurn
  private let now: OrderSnapshot
  private let test: OrderSnapshot
  /// Nil for the rule: a purchase model with cautious fixed parameters.
  private let dropout: BetaGeometric.Dropout?

  private struct History {
    var x: Int
    var recency: Double
    var age: Double
  }

  init(
    _ churn: OrderChurn, _ now: OrderSnapshot, _ test: OrderSnapshot,
    dropout: BetaGeometric.Dropout?
  ) {
    self.churn = churn
    self.now = now
    self.test = test
    self.dropout = dropout
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    let horizon = Double(churn.window.horizonDays)
    let histories = now.members.map { history($0, churn.asOf) }
    let model = try fitted(churn.asOf, run)
    let probabilities = histories.map { silence(model, $0, horizon) }
    let middle = History(
      x: Int(Quantities.median(histories.map { Double($0.x) })),
      recency: Quantities.median(histories.map(\.recency)),
      age: Quantities.median(histories.map(\.age)))
    let parts = OrderChurn.Parts(
      method: dropout?.rawValue ?? "rule", now: now, probabilities: probabilities,
      alive: histories.map { model.probabilityAlive($0.x, $0.recency, $0.age) },
      evaluation: try evaluation(horizon, run), coefficients: [],
      explanation: explanation(model, histories, middle, horizon), snapshots: [test.cut],
      extra: [])
    return churn.assembled(parts)
  }

  private func fitted(_ cut: Int32, _ run: Run) throws -> BetaGeometric {
    guard let dropout else {
      // One order per usual gap; one in four leaves after an order.
      return BetaGeometric(dropout: .mbgNbd, r: 1, alpha: churn.window.usualGap, a: 1, b: 3)
    }
    let all = (0..<churn.ledger.customerCount).map { history($0, cut) }.filter { $0.age >= 0 }
    let groups = PurchaseGroups(
      counts: all.map(\.x), recencies: all.map(\.recency), ages: all.map(\.age))
    return try BetaGeometricFit(groups, dropout: dropout, run).model
  }

  /// Fitted on what was known at the test cut, compared with what came after it.
  private func evaluation(_ horizon: Double, _ run: Run) throws -> Evaluation? {
    guard test.labels.count >= 10, Set(test.labels).count == 2 else { return nil }
    let model = try fitted(test.cut, run)
    let p = test.members.map { silence(model, history($0, test.cut), horizon) }
    let earlier = try churn.snapshot(
      test.cut - Int32(churn.window.horizonDays), hasOutcome: true, run)
    let rates = earlier.labels.count >= 10 ? earlier.labels : p
    return Evaluation(
      labels: test.labels, probabilities: p, trainRate: rates.pairwiseSum / Double(rates.count),
      threshold: cut, split: churn.splitWords(test.cut))
  }

  /// The caller's cut, or the one that costs least when the probabilities are right.
  private var cut: Double {
    if let threshold = churn.options.threshold { return threshold }
    guard let costs = churn.options.costs else { return 0.5 }
    return costs.falseAlarm / max(1e-300, costs.falseAlarm + costs.miss)
  }

  private func silence(_ model: BetaGeometric, _ h: History, _ horizon: Double) -> Double {
    let p = model.probabilityOfSilence(in: horizon, h.x, h.recency, h.age)
    return min(1 - 1e-9, max(1e-9, p))
  }

  /// The history up to a day; an age below 0 when the customer came later.
  private func history(_ customer: Int, _ cut: Int32) -> History {
    let range = churn.ledger.purchases(of: customer)
    let days = churn.ledger.days
    let count = range.prefix { days[$0] <= cut }.count
    guard count > 0 else { return History(x: 0, recency: 0, age: -1) }
    let first = days[range.lowerBound]
    return History(
      x: count - 1, recency: Double(days[range.lowerBound + count - 1] - first),
      age: Double(cut - first))
  }

  private func explanation(
    _ model: BetaGeometric, _ histories: [History], _ middle: History, _ horizon: Double
  ) -> Explanation {
    /// Log-odds of a customer who is like this one where `mask` has a bit, else like the middle
    /// one.
    @Sendable func value(_ h: History, _ mask: Int) -> Double {
      let silent = mask & 1 != 0 ? h.age - h.recency : middle.age - middle.recency
      let age = max(silent, mask & 4 != 0 ? h.age : middle.age)
      let x = mask & 2 != 0 ? h.x : middle.x
      return Math.logit(silence(model, History(x: x, recency: age - silent, age: age), horizon))
    }
    return Explanation(base: value(middle, 0)) { customer in
      let h = histories[customer]
      let values = (0..<8).map { value(h, $0) }
      let effects = (0..<3).map { Self.shapley(values, bit: 1 << $0) }
      let shown = [Words.short(h.age - h.recency), "\(h.x + 1)", Words.short(h.age)]
      let places = [0, 2, 3]
      return Explanation.sorted(
        (0..<3).map { index in
          Explanation.Effect(
            feature: OrderSnapshot.names[places[index]], value: shown[index],
            effect: effects[index],
            text: ReasonWords.phrase(
              OrderSnapshot.phrases[places[index]], shown[index], effects[index]))
        })
    }
  }

  /// The mean gain of one of three members over all orders in which they can join.
  private static func shapley(_ values: [Double], bit: Int) -> Double {
    let weights = [2.0 / 6, 1.0 / 6, 2.0 / 6]
    var sum = 0.0
    for mask in 0..<8 where mask & bit == 0 {
      sum += weights[mask.nonzeroBitCount] * (values[mask | bit] - values[mask])
    }
    return sum
  }
}
