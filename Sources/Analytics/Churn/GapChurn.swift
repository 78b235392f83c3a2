/// Churn from the gaps between orders: the chance that a silence goes on for the horizon.
///
/// Reasons are Shapley values of the silence and of the figures of a history against the customer
/// in the middle, so they add up to the log-odds.
import Learning
import Numerics
import Support
import Tables

struct GapChurn {
  private let churn: OrderChurn
  private let now: OrderSnapshot
  private let test: OrderSnapshot

  init(_ churn: OrderChurn, _ now: OrderSnapshot, _ test: OrderSnapshot) {
    (self.churn, self.now, self.test) = (churn, now, test)
  }

  /// Customers that the model is made again of.
  private static let mostCustomers = 5_000

  /// Nil where the gaps are too few.
  func predict(_ run: Run) throws -> ChurnPrediction? {
    run.report(0.1, Phrase(en: "learning from the gaps between orders", zh: "学习订单间隔"))
    let everybody = Array(0..<churn.ledger.customerCount)
    guard let hazards = try fitted(everybody, churn.asOf, run) else { return nil }
    let histories = try histories(now, run)
    run.report(0.5, Phrase(en: "testing on the past", zh: "用历史检验"))
    let tested = try self.tested(run)
    let look = Look(hazards, churn.window.horizonDays, tested?.correction)
    let spread = try spread(tested?.correction, run)
    let parts = OrderChurn.Parts(
      method: "cox", now: now, probabilities: histories.map(look.silence),
      interval: { customer in
        spread.deviation(histories[customer]).map {
          ProbabilityInterval.around(
            look.silence(histories[customer]), deviation: $0,
            degrees: Double(Jackknife.groups - 1))
        }
      }, alive: nil, evaluation: tested?.evaluation, coefficients: Self.coefficients(hazards),
      explanation: explanation(look, histories), snapshots: tested == nil ? [] : [test.cut],
      extra: [Self.notice(hazards)]
        + (tested?.correction == nil ? [] : [SilenceCorrection.notice(test.cut)]),
      judged: tested.map { ($0.rows, $0.trainRate) })
    return churn.assembled(parts)
  }

  private struct History: Sendable {
    var silence: Double
    var figures: [Double]
    var repeats: Int
  }

  /// So many days ahead.
  private struct Look: Sendable {
    private let hazards: GapHazards
    private let carried: CarriedHazard
    private let horizon: Double
    private let correction: SilenceCorrection?

    init(_ hazards: GapHazards, _ days: Int, _ correction: SilenceCorrection?) {
      self.hazards = hazards
      self.correction = correction
      horizon = Double(days)
      carried = hazards.carried(Double(days))
    }

    /// The chance of no order.
    func silence(_ history: History) -> Double {
      let rise = carried.rise(from: history.silence, further: horizon)
      let hazard = rise == 0 ? 0 : rise * Math.exp(min(300, hazards.logHazard(history.figures)))
      let safe = min(1 - 1e-9, max(1e-9, Math.exp(-hazard)))
      return correction.map { $0.corrected(safe, repeats: history.repeats) } ?? safe
    }
  }

  private func fitted(_ customers: [Int], _ cut: Int32, _ run: Run) throws -> GapHazards? {
    do {
      return try GapHazards(
        churn.ledger, customers, cut: cut, usualGap: churn.window.usualGap, run)
    } catch is FitError {
      return nil
    }
  }

  private func histories(_ snapshot: OrderSnapshot, _ run: Run) throws -> [History] {
    try Parallel.map(count: snapshot.members.count, chunk: 4_096) { range in
      try run.checkpoint()
      return range.map { place in
        let found = GapHazards.figures(
          churn.ledger, snapshot.members[place], cut: snapshot.cut,
          usualGap: churn.window.usualGap)
        return History(
          silence: found.silence, figures: found.figures, repeats: found.repeats)
      }
    }.flatMap { $0 }
  }

  /// How far probabilities may be off: the model without each tenth of the customers, and
  /// corrections that may as well be the right one.
  private struct Spread: Sendable {
    let looks: [Look]
    let scale: Double
    let plain: Look?
    let draws: [SilenceCorrection]

    /// The standard deviation of the log-odds; nil where it is not known.
    func deviation(_ history: History) -> Double? {
      guard looks.count == Jackknife.groups else { return nil }
      let own = scale * Jackknife.deviation(looks.map { Math.logit($0.silence(history)) })
      guard let plain, !draws.isEmpty else { return own }
      let chance = plain.silence(history)
      let moments = Moments(
        of: draws.map { Math.logit($0.corrected(chance, repeats: history.repeats)) })
      return (own * own + moments.variance).squareRoot()
    }
  }

  private func spread(_ correction: SilenceCorrection?, _ run: Run) throws -> Spread {
    let count = churn.ledger.customerCount
    let step = max(1, count / Self.mostCustomers)
    let used = Array(stride(from: 0, to: count, by: step))
    var looks: [Look] = []
    for group in 0..<Jackknife.groups {
      try run.checkpoint()
      let kept = used.indices.filter { $0 % Jackknife.groups != group }.map { used[$0] }
      guard let hazards = try fitted(kept, churn.asOf, run) else { break }
      looks.append(Look(hazards, churn.window.horizonDays, correction))
    }
    let all = try correction == nil ? nil : fitted(used, churn.asOf, run)
    return Spread(
      looks: looks, scale: (Double(used.count) / Double(max(1, count))).squareRoot(),
      plain: all.map { Look($0, churn.window.horizonDays, nil) },
      draws: correction?.draws(20, seed: churn.options.seed) ?? [])
  }

  private struct Tested {
    let evaluation: Evaluation
    let rows: JudgedRows
    let trainRate: Double
    let correction: SilenceCorrection?
  }

  /// The model as it would have been at an earlier day, held against what came after.
  private func tested(
    _ run: Run
  ) throws -> Tested? {
    guard test.labels.count >= 10, Set(test.labels).count == 2 else { return nil }
    let known = (0..<churn.ledger.customerCount).filter {
      churn.ledger.days[churn.ledger.starts[$0]] <= test.cut
    }
    guard let hazards = try fitted(known, test.cut, run) else { return nil }
    let look = Look(hazards, churn.window.horizonDays, nil)
    let stood = try histories(test, run)
    let found = stood.map(look.silence)
    let learnt = try SilenceCorrection.learn(
      found, repeats: stood.map(\.repeats), labels: test.labels, run)
    let earlier = try churn.snapshot(
      test.cut - Int32(churn.window.horizonDays), horizonDays: churn.window.horizonDays, run)
    let isTold = earlier.labels.count >= 10 && Set(earlier.labels).count == 2
    let past = isTold ? try histories(earlier, run).map(look.silence) : []
    let rates = isTold ? earlier.labels : found
    let (unseen, rate) = (
      learnt?.unseen ?? found, rates.pairwiseSum / Double(rates.count)
    )
    let evaluation = Evaluation(
      labels: test.labels, probabilities: unseen, trainRate: rate,
      threshold: isTold
        ? try churn.options.decision.cut(labels: earlier.labels, probabilities: past, run)
        : churn.options.decision.threshold ?? 0.5,
      split: churn.splitWords(test.cut, churn.window.horizonDays))
    return Tested(
      evaluation: evaluation, rows: JudgedRows(targets: test.labels, predictions: unseen),
      trainRate: rate, correction: learnt?.correction)
  }

  private static func coefficients(_ hazards: GapHazards) -> [LearnedCoefficient] {
    hazards.kept.enumerated().map { index, column in
      LearnedCoefficient(
        feature: "log1p(\(GapHazards.names[column]))", value: hazards.model.coefficients[index],
        standardError: hazards.model.standardErrors?[index])
    }
  }

  private static func notice(_ hazards: GapHazards) -> Notice {
    Notice(
      "openSilences",
      en: "learnt from \(hazards.gapCount) gaps between orders and \(hazards.openCount) silences "
        + "that have not ended, which count as at least so long (censored); coefficients are of the "
        + "hazard of the next order",
      zh: "由 \(hazards.gapCount) 个订单间隔与 \(hazards.openCount) 个尚未结束的沉默（截尾，按至少如此长计）"
        + "学习；系数针对下一次购买的风险率", path: "mode")
  }

  private func explanation(_ look: Look, _ histories: [History]) -> Explanation {
    let width = GapHazards.names.count
    let middle = History(
      silence: Quantities.median(histories.map(\.silence)),
      figures: (0..<width).map { index in Quantities.median(histories.map { $0.figures[index] }) },
      repeats: Int(Quantities.median(histories.map { Double($0.repeats) })))
    /// Log-odds of a customer who is like this one where `mask` has a bit, else like the middle
    /// one.
    @Sendable func value(_ own: History, _ mask: Int) -> Double {
      let figures = (0..<width).map { index in
        mask & (2 << index) != 0 ? own.figures[index] : middle.figures[index]
      }
      return Math.logit(
        look.silence(
          History(
            silence: mask & 1 != 0 ? own.silence : middle.silence, figures: figures,
            repeats: mask & 2 != 0 ? own.repeats : middle.repeats)))
    }
    return Explanation(base: value(middle, 0)) { customer in
      let own = histories[customer]
      let values = (0..<(2 << width)).map { value(own, $0) }
      let names = [OrderSnapshot.names[0]] + GapHazards.names
      let phrases = [OrderSnapshot.phrases[0]] + GapHazards.phrases
      let shown = [own.silence] + own.figures.map { Math.expm1($0) }
      return Explanation.sorted(
        names.indices.map { index in
          let effect = Self.shapley(values, bit: 1 << index, of: names.count)
          let text = Words.short((shown[index] * 100).rounded() / 100)
          return Explanation.Effect(
            feature: names[index], value: text, effect: effect,
            text: ReasonWords.risk.phrase(phrases[index], text, effect))
        })
    }
  }

  /// The mean gain of one of some members over all orders in which they can join (Shapley 1953).
  private static func shapley(_ values: [Double], bit: Int, of members: Int) -> Double {
    var factorials = [1.0]
    for number in 1...members { factorials.append(factorials[number - 1] * Double(number)) }
    var sum = 0.0
    for mask in values.indices where mask & bit == 0 {
      let before = mask.nonzeroBitCount
      let weight = factorials[before] * factorials[members - before - 1] / factorials[members]
      sum += weight * (values[mask | bit] - values[mask])
    }
    return sum
  }
}
