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
  let now: OrderSnapshot
  let test: OrderSnapshot
  /// Nil for the rule: a purchase model with cautious fixed parameters.
  private let dropout: BetaGeometric.Dropout?

  fileprivate struct History: Sendable {
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
    let (model, spread) = try fitted(churn.asOf, run)
    let tested = try Backtest(self, run)
    let look = Look(model: model, horizon: horizon, correction: tested?.correction)
    let looks = draws(look, spread)
    let probabilities = histories.map(look.silence)
    let middle = Self.middle(histories)
    let parts = OrderChurn.Parts(
      method: dropout?.rawValue ?? "rule", now: now, probabilities: probabilities,
      interval: { customer in
        Self.interval(looks.map { $0.silence(histories[customer]) }, probabilities[customer])
      },
      alive: histories.map { model.probabilityAlive($0.x, $0.recency, $0.age) },
      evaluation: tested?.evaluation, coefficients: [],
      explanation: explanation(look, histories, middle),
      snapshots: tested.map { [$0.cut] } ?? [], extra: tested?.notices ?? [],
      judged: tested.map { ($0.rows, $0.trainRate) })
    return churn.assembled(parts)
  }

  /// Where the figures of a history stand among those of a snapshot.
  static let places = [0, 2, 3]

  /// A purchase model by itself, of some thousand customers as they stood on the day of a snapshot.
  struct Fitted: Sendable {
    fileprivate let look: Look
    fileprivate let others: [Look]
    fileprivate let histories: [History]
    fileprivate let middle: History
    /// Of each customer of the snapshot.
    let probabilities: [Double]

    /// What models that may as well be right say of a customer.
    func draws(_ customer: Int) -> [Double] { others.map { $0.silence(histories[customer]) } }

    var base: Double { Silence.value(look, middle, middle, 0) }

    /// What the figures of a history add to the log-odds.
    func effects(_ customer: Int) -> [Double] {
      Silence.effects(look, histories[customer], middle)
    }
  }

  func fitted(to snapshot: OrderSnapshot, _ run: Run) throws -> Fitted {
    let every = churn.ledger.customerCount / OrderSpread.mostRows + 1
    let (model, spread) = try fitted(snapshot.cut, every: every, run)
    let look = Look(model: model, horizon: Double(churn.window.horizonDays), correction: nil)
    let histories = snapshot.members.map { history($0, snapshot.cut) }
    return Fitted(
      look: look, others: draws(look, spread), histories: histories,
      middle: Self.middle(histories), probabilities: histories.map(look.silence))
  }

  private static func middle(_ histories: [History]) -> History {
    History(
      x: Int(Quantities.median(histories.map { Double($0.x) })),
      recency: Quantities.median(histories.map(\.recency)),
      age: Quantities.median(histories.map(\.age)))
  }

  /// A purchase model that looks so many days ahead, with what was learnt of its errors.
  fileprivate struct Look: Sendable {
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
    let rows: JudgedRows
    let trainRate: Double

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
      let model = try silence.fitted(test.cut, run).model
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
      rows = JudgedRows(targets: test.labels, predictions: found?.unseen ?? plain)
      trainRate = rates.pairwiseSum / Double(rates.count)
      correction = found?.correction
      evaluation = Evaluation(
        labels: test.labels, probabilities: found?.unseen ?? plain,
        trainRate: trainRate, threshold: silence.cut,
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

  private func fitted(
    _ cut: Int32, every: Int = 1, _ run: Run
  ) throws -> (model: BetaGeometric, spread: BetaGeometricSpread) {
    guard let dropout else {
      // One order per usual gap; one in four leaves after an order.
      let model = BetaGeometric(
        dropout: .mbgNbd, r: 1, alpha: churn.window.usualGap, a: 1, b: 3)
      return (model, BetaGeometricSpread(model))
    }
    let all = stride(from: 0, to: churn.ledger.customerCount, by: every)
      .map { history($0, cut) }.filter { $0.age >= 0 }
    let groups = PurchaseGroups(
      counts: all.map(\.x), recencies: all.map(\.recency), ages: all.map(\.age))
    let fit = try BetaGeometricFit(groups, dropout: dropout, run)
    return (fit.model, fit.spread)
  }

  /// Looks ahead with models and corrections that may as well be the right ones.
  private func draws(_ look: Look, _ spread: BetaGeometricSpread) -> [Look] {
    let seed = churn.options.seed
    let corrections = look.correction?.draws(Self.drawCount, seed: seed &+ 1)
    return spread.draws(Self.drawCount, seed: seed).enumerated().map { place, model in
      Look(model: model, horizon: look.horizon, correction: corrections?[place])
    }
  }

  /// Models that are asked for the interval of a probability.
  private static let drawCount = 200

  /// The tenth and ninetieth of a hundred.
  private static func interval(_ values: [Double], _ middle: Double) -> ClosedRange<Double> {
    let sorted = values.ascending()
    let tail = (1 - ProbabilityInterval.share) / 2
    let (low, high) = (Quantile.of(sorted: sorted, tail), Quantile.of(sorted: sorted, 1 - tail))
    return ProbabilityInterval.rounded(min(low, middle)...max(high, middle))
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

  /// Log-odds of a customer who is like this one where `mask` has a bit, else like the middle one.
  private static func value(_ look: Look, _ h: History, _ middle: History, _ mask: Int) -> Double {
    let silent = mask & 1 != 0 ? h.age - h.recency : middle.age - middle.recency
    let age = max(silent, mask & 4 != 0 ? h.age : middle.age)
    let x = mask & 2 != 0 ? h.x : middle.x
    return Math.logit(look.silence(History(x: x, recency: age - silent, age: age)))
  }

  /// What each of the three figures adds.
  private static func effects(_ look: Look, _ h: History, _ middle: History) -> [Double] {
    let values = (0..<8).map { value(look, h, middle, $0) }
    return (0..<3).map { shapley(values, bit: 1 << $0) }
  }

  private func explanation(
    _ look: Look, _ histories: [History], _ middle: History
  ) -> Explanation {
    Explanation(base: Self.value(look, middle, middle, 0)) { customer in
      let h = histories[customer]
      let effects = Self.effects(look, h, middle)
      let shown = [Words.short(h.age - h.recency), "\(h.x + 1)", Words.short(h.age)]
      return Explanation.sorted(
        (0..<3).map { index in
          let place = Self.places[index]
          return Explanation.Effect(
            feature: OrderSnapshot.names[place], value: shown[index], effect: effects[index],
            text: ReasonWords.risk.phrase(
              OrderSnapshot.phrases[place], shown[index], effects[index]))
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
