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
    let tested = try Backtest(self, run)
    let look = Look(model: model, horizon: horizon, correction: tested?.correction)
    let middle = History(
      x: Int(Quantities.median(histories.map { Double($0.x) })),
      recency: Quantities.median(histories.map(\.recency)),
      age: Quantities.median(histories.map(\.age)))
    let parts = OrderChurn.Parts(
      method: dropout?.rawValue ?? "rule", now: now, probabilities: histories.map(look.silence),
      alive: histories.map { model.probabilityAlive($0.x, $0.recency, $0.age) },
      evaluation: tested?.evaluation, coefficients: [],
      explanation: explanation(look, histories, middle),
      snapshots: tested.map { [$0.cut] } ?? [], extra: tested?.notices ?? [])
    return churn.assembled(parts)
  }

  /// A purchase model that looks so many days ahead, with what was learnt of its errors.
  private struct Look: Sendable {
    let model: BetaGeometric
    let horizon: Double
    let correction: SilenceCorrection?

    func silence(_ h: History) -> Double {
      let p = model.probabilityOfSilence(in: horizon, h.x, h.recency, h.age)
      let safe = min(1 - 1e-9, max(1e-9, p))
      return correction.map { $0.corrected(safe, repeats: h.x) } ?? safe
    }
  }

  /// The model as it would have been at an earlier day, held against what came after.
  private struct Backtest {
    let cut: Int32
    let evaluation: Evaluation
    let correction: SilenceCorrection?
    let notices: [Notice]

    /// Nil when too little happened after any day that leaves enough before it.
    init?(_ silence: Silence, _ run: Run) throws {
      let churn = silence.churn
      var (test, days) = (silence.test, churn.window.horizonDays)
      let span = Int(churn.asOf - churn.ledger.firstDay)
      let isShort = days * 2 > span
      if isShort {
        // The horizon is as long as the past: a third of the past is looked ahead instead.
        days = max(1, span / 3)
        test = try churn.snapshot(churn.asOf - Int32(days), horizonDays: days, run)
      }
      guard test.labels.count >= 10, Set(test.labels).count == 2 else { return nil }
      let model = try silence.fitted(test.cut, run)
      let histories = test.members.map { silence.history($0, test.cut) }
      let look = Look(model: model, horizon: Double(days), correction: nil)
      let plain = histories.map(look.silence)
      let found =
        silence.dropout == nil
        ? nil
        : try SilenceCorrection.learn(
          plain, repeats: histories.map(\.x), labels: test.labels, run)
      let earlier = try churn.snapshot(test.cut - Int32(days), horizonDays: days, run)
      let rates = earlier.labels.count >= 10 ? earlier.labels : plain
      cut = test.cut
      correction = found?.correction
      evaluation = Evaluation(
        labels: test.labels, probabilities: found?.unseen ?? plain,
        trainRate: rates.pairwiseSum / Double(rates.count), threshold: silence.cut,
        split: churn.splitWords(test.cut, days))
      notices =
        (isShort ? [Self.shortNotice(days, churn.window.horizonDays)] : [])
        + (found == nil ? [] : [SilenceCorrection.notice(test.cut)])
    }

    private static func shortNotice(_ days: Int, _ horizon: Int) -> Notice {
      Notice(
        "shorterTest",
        en:
          "the past is too short to test \(horizon) days ahead: the test looks \(days) days ahead",
        zh: "历史不足以检验未来 \(horizon) 天，改为检验 \(days) 天", path: "horizonDays")
    }
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

  /// The caller's cut, or the one that costs least when the probabilities are right.
  private var cut: Double {
    if let threshold = churn.options.decision.threshold { return threshold }
    guard let costs = churn.options.decision.costs else { return 0.5 }
    return costs.falseAlarm / max(1e-300, costs.falseAlarm + costs.miss)
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
    _ look: Look, _ histories: [History], _ middle: History
  ) -> Explanation {
    /// Log-odds of a customer who is like this one where `mask` has a bit, else like the middle
    /// one.
    @Sendable func value(_ h: History, _ mask: Int) -> Double {
      let silent = mask & 1 != 0 ? h.age - h.recency : middle.age - middle.recency
      let age = max(silent, mask & 4 != 0 ? h.age : middle.age)
      let x = mask & 2 != 0 ? h.x : middle.x
      return Math.logit(look.silence(History(x: x, recency: age - silent, age: age)))
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
            text: ReasonWords.risk.phrase(
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
