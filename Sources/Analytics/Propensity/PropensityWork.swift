/// From a ledger to who buys: the ladder of churn where all purchases are meant, a model of its own
/// where an item is.
import Learning
import Numerics
import Support
import Tables

struct PropensityWork {
  private let ledger: PurchaseLedger
  private let item: ItemPurchases?
  private let options: PropensityOptions
  private let churn: OrderChurn
  private let now: PurchaseSnapshot
  private let test: PurchaseSnapshot
  /// Those of the test that the final model is learnt from too.
  private let recent: PurchaseSnapshot
  private let every: Int
  private let past: [PurchaseSnapshot]

  /// Of each outcome at least, for a model to be learnt.
  static let leastOfEach = 10

  init(
    _ ledger: PurchaseLedger, _ item: ItemPurchases?, _ options: PropensityOptions, _ run: Run
  ) throws {
    self.ledger = ledger
    self.item = item
    self.options = options
    var wish = ChurnOptions()
    (wish.horizonDays, wish.includesLapsed, wish.asOf) = (options.horizonDays, true, options.asOf)
    (wish.seed, wish.isStrict, wish.decision) = (options.seed, options.isStrict, options.decision)
    wish.model = ChurnOptions.Model(rawValue: options.model.rawValue) ?? .auto
    churn = try OrderChurn(ledger, options: wish, run)
    let (window, asOf) = (churn.window, churn.asOf)
    let cuts = window.cuts(ledger, asOf: asOf, wanted: nil)
    // Of very many customers each so-many-th is learnt from; all are tested and scored.
    let every = max(1, ledger.customerCount * cuts.train.count / OrderChurn.mostRows)
    self.every = every
    func snapshot(_ cut: Int32, _ days: Int?, every: Int = 1) throws -> PurchaseSnapshot {
      try PurchaseSnapshot(ledger, item, window, cut: cut, horizonDays: days, every: every, run)
    }
    now = try snapshot(asOf, nil)
    test = try snapshot(cuts.test, options.horizonDays)
    // The oldest first: the latest comes last and tests.
    past = try cuts.train.reversed().enumerated().map { place, cut in
      run.report(
        Double(place) / Double(cuts.train.count + 3), Phrase(en: "looking back", zh: "回看历史"))
      return try snapshot(cut, options.horizonDays, every: every)
    }
    recent = every == 1 ? test : try snapshot(cuts.test, options.horizonDays, every: every)
  }

  func predicted(_ run: Run) throws -> PurchasePropensity {
    let spend = ledger.hasMoney ? try SpendIfBought(past + [recent], run) : nil
    let money = try spends(spend, run)
    if item == nil, options.model != .linear { return try fromChurn(money, spend, run) }
    let y = past.flatMap(\.labels)
    let buyers = Int(y.reduce(0, +))
    let bought = Int(test.labels.reduce(0, +))
    let isEnough =
      min(buyers, y.count - buyers) >= Self.leastOfEach && bought > 0 && bought < test.labels.count
    guard isEnough else {
      if options.isStrict {
        throw AnalyticsError.notEnoughData(
          have: min(buyers, y.count - buyers), need: Self.leastOfEach,
          what: "buyers and others on earlier days")
      }
      return rates(money, spend)
    }
    return try learned(y, money, spend, run)
  }

  /// The chance of silence, turned round.
  private func fromChurn(
    _ money: [Double]?, _ spend: SpendIfBought?, _ run: Run
  ) throws -> PurchasePropensity {
    let silent = try churn.predict(run)
    let evaluation = try silent.judged.map { judged in
      try Evaluation(
        labels: judged.rows.targets.map { 1 - $0 },
        probabilities: judged.rows.predictions.map { 1 - $0 }, trainRate: 1 - judged.trainRate,
        threshold: options.decision.cut(
          labels: judged.rows.targets.map { 1 - $0 },
          probabilities: judged.rows.predictions.map { 1 - $0 }, run),
        split: silent.evaluation?.split ?? Phrase(verbatim: ""), yes: PurchasePropensity.bought)
    }
    let places = Dictionary(uniqueKeysWithValues: zip(OrderSnapshot.names, 0...))
    return answer(
      Parts(
        method: silent.method, probabilities: silent.probabilities.map { 1 - $0 },
        interval: { customer in
          silent.interval(customer).map { (1 - $0.upperBound)...(1 - $0.lowerBound) }
        },
        explanation: Explanation(base: -silent.explanation.base) { customer in
          silent.explanation.effects(customer).map { effect in
            let phrase =
              places[effect.feature].map { OrderSnapshot.phrases[$0] }
              ?? Phrase(verbatim: effect.feature)
            return Explanation.Effect(
              feature: effect.feature, value: effect.value, effect: -effect.effect,
              text: ReasonWords.purchase.phrase(phrase, effect.value, -effect.effect))
          }
        },
        evaluation: evaluation,
        coefficients: silent.coefficients.map {
          LearnedCoefficient(
            feature: $0.feature, value: -$0.value, standardError: $0.standardError)
        }, snapshots: silent.snapshotDays, notices: silent.notices,
        grade: evaluation?.grade ?? silent.grade), money, spend)
  }

  /// A model of its own, tested on the latest day whose outcome is known.
  private func learned(
    _ y: [Double], _ money: [Double]?, _ spend: SpendIfBought?, _ run: Run
  ) throws -> PurchasePropensity {
    let kind: OrderModel.Kind =
      switch options.model {
      case .gbdt: .boosted
      case .linear: .linear
      case .auto, .logistic, .mbgNbd: .logistic
      }
    let names = PurchaseSnapshot.names(hasItem: item != nil)
    let width = names.count
    let x = try Matrix.stacked(past.map { try $0.logarithms(run) }, columnCount: width, run)
    let model = try OrderModel(kind, x, y, l2: nil, seed: options.seed, run)
    let rows = try test.logarithms(run)
    let said = try model.probabilities(rows, run)
    let evaluation = Evaluation(
      labels: test.labels, probabilities: said.map { min(1 - 1e-9, max(1e-9, $0)) },
      trainRate: y.reduce(0, +) / Double(y.count),
      threshold: try options.decision.cut(
        labels: y, probabilities: model.probabilities(x, run), run),
      split: churn.splitWords(test.cut, options.horizonDays), yes: PurchasePropensity.bought)
    let all = try Matrix.stacked([x, try recent.logarithms(run)], columnCount: width, run)
    let labels = y + recent.labels
    let final = try OrderModel(kind, all, labels, l2: model.l2, seed: options.seed, run)
    let spread = try OrderSpread(
      OrderSpread.Past(
        rows: all, labels: labels,
        customers: (past + [recent]).flatMap(\.members).map { $0 / every }),
      kind, l2: model.l2, seed: options.seed, run)
    let current = try now.logarithms(run)
    let probabilities = try final.probabilities(current, run)
    return answer(
      Parts(
        method: final.name, probabilities: probabilities,
        interval: { customer in
          // A line has no log-odds.
          guard kind != .linear, let spread else { return nil }
          return ProbabilityInterval.around(
            probabilities[customer], deviation: spread.deviation(current, row: customer),
            degrees: Double(Jackknife.groups - 1))
        }, explanation: explanation(final, current, kind), evaluation: evaluation,
        coefficients: final.coefficients(names),
        snapshots: [test.cut] + past.reversed().map(\.cut),
        notices: ledger.notices + (kind == .linear ? [Self.lineNotice] : []),
        grade: evaluation.grade), money, spend)
  }

  private static let lineNotice = Notice(
    "lineThroughLabel",
    en: "a line through yes and no gives interest, not probability: cut to 0...1 here; model"
      + " logistic gives probabilities",
    zh: "用直线拟合“买/不买”得到的是兴趣值而非概率，此处截断到 0…1；model logistic 给出概率", path: "model")

  private func explanation(
    _ model: OrderModel, _ rows: Matrix, _ kind: OrderModel.Kind
  ) -> Explanation {
    let names = PurchaseSnapshot.names(hasItem: item != nil)
    let phrases = PurchaseSnapshot.phrases(hasItem: item != nil)
    let shown = now.features
    return Explanation(base: model.base, scale: kind == .linear ? .value : .logOdds) { customer in
      let effects = model.effects(rows, row: customer)
      return Explanation.sorted(
        effects.indices.map { index in
          let value = Words.short(shown[customer, index])
          return Explanation.Effect(
            feature: names[index], value: value, effect: effects[index],
            text: ReasonWords.purchase.phrase(phrases[index], value, effects[index]))
        })
    }
  }

  /// Too few bought to learn from: the rate of those who had bought it before, and of the others.
  private func rates(_ money: [Double]?, _ spend: SpendIfBought?) -> PurchasePropensity {
    let known = (past + [test]).filter { !$0.labels.isEmpty }
    let column = OrderSnapshot.names.count
    func rate(_ hasBought: Bool) -> Double {
      var (bought, count) = (0.0, 0.0)
      for snapshot in known {
        for place in snapshot.labels.indices
        where item == nil || (snapshot.features[place, column] > 0) == hasBought {
          bought += snapshot.labels[place]
          count += 1
        }
      }
      return (bought + 0.5) / (count + 1)
    }
    let pair = (rate(true), rate(false))
    let current = now.features
    func own(_ customer: Int) -> Double {
      item != nil && current[customer, column] > 0 ? pair.0 : pair.1
    }
    let chances = now.members.indices.map(own)
    let few = Phrase(
      en: "too few bought on earlier days to learn from: the rate of those who had bought before,"
        + " and of others", zh: "此前购买者过少，无法学习：仅给出买过与未买过客户的比例")
    let name = ItemPurchases.phrases[1]
    return answer(
      Parts(
        method: "baseRate", probabilities: chances, interval: { _ in nil },
        explanation: Explanation(base: Math.logit(pair.1)) { customer in
          let effect = Math.logit(chances[customer]) - Math.logit(pair.1)
          return effect == 0
            ? []
            : [
              Explanation.Effect(
                feature: ItemPurchases.names[1], value: "1", effect: effect,
                text: ReasonWords.purchase.phrase(name, "1", effect))
            ]
        }, evaluation: nil, coefficients: [], snapshots: known.reversed().map(\.cut),
        notices: ledger.notices, grade: Grade(.d, few)), money, spend)
  }

  /// What each would spend; the customer's own mean order where too few bought to learn from.
  private func spends(_ spend: SpendIfBought?, _ run: Run) throws -> [Double]? {
    guard ledger.hasMoney else { return nil }
    if let spend { return try spend.spends(try now.logarithms(run), run) }
    let mean = OrderSnapshot.names.firstIndex(of: "meanOrderValue") ?? 0
    return now.members.indices.map { now.features[$0, mean] }
  }

  private struct Parts {
    let method: String
    let probabilities: [Double]
    let interval: @Sendable (Int) -> ClosedRange<Double>?
    let explanation: Explanation
    let evaluation: Evaluation?
    let coefficients: [LearnedCoefficient]
    let snapshots: [Int32]
    let notices: [Notice]
    let grade: Grade
  }

  private func answer(
    _ parts: Parts, _ money: [Double]?, _ spend: SpendIfBought?
  ) -> PurchasePropensity {
    let day = CivilDate.text(days: churn.asOf)
    let days = options.horizonDays
    let what: (en: String, zh: String) =
      item.map { ("buys “\($0.name)”", "购买“\($0.name)”") } ?? ("buys", "购买")
    let worth =
      money == nil
      ? ("", "")
      : spend == nil
        ? (
          "; expected spend is the chance times the customer's mean order",
          "；预期消费 = 概率 × 该客户的平均订单金额"
        )
        : (
          "; expected spend is the chance times what such a buyer spends in that time",
          "；预期消费 = 概率 × 此类买家在该期间的消费"
        )
    return PurchasePropensity(
      method: parts.method, ids: now.members.map(ledger.id), probabilities: parts.probabilities,
      interval: parts.interval, spendIfBought: money,
      spendTest: spend?.test.map { ($0.buyers, $0.error, $0.baseline) },
      explanation: parts.explanation, evaluation: parts.evaluation,
      coefficients: parts.coefficients,
      threshold: parts.evaluation?.threshold ?? options.decision.threshold ?? 0.5,
      grade: parts.grade,
      definition: Phrase(
        en: "the chance that a customer \(what.en) within \(days) days after \(day)\(worth.0)",
        zh: "客户在 \(day) 之后 \(days) 天内\(what.zh)的概率\(worth.1)"),
      notices: parts.notices, asOf: churn.asOf, horizonDays: days, snapshotDays: parts.snapshots)
  }
}
