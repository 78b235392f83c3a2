/// Churn from orders alone: rolling snapshots, a logistic regression tested on the latest one, then
/// fitted on all. Smaller shops get a purchase model or a rule instead.
import Learning
import Numerics
import Support
import Tables

struct OrderChurn {
  let ledger: PurchaseLedger
  let options: ChurnOptions
  let window: ChurnWindow
  let asOf: Int32

  /// About how many rows, of all customers and days, a model is learnt from.
  static let mostRows = 300_000

  init(_ ledger: PurchaseLedger, options: ChurnOptions, _ run: Run) throws {
    self.ledger = ledger
    self.options = options
    window = try ChurnWindow(ledger, options: options, run)
    asOf = options.asOf ?? ledger.lastDay
  }

  /// - Parameters:
  ///   - horizonDays: how far after the cut the outcome is looked for; nil for none.
  ///   - every: takes each so-many-th customer.
  func snapshot(
    _ cut: Int32, horizonDays: Int?, every: Int = 1, _ run: Run
  ) throws -> OrderSnapshot {
    try OrderSnapshot(
      ledger, cut: cut, windowDays: window.days, horizonDays: horizonDays,
      usualGap: window.usualGap, includesLapsed: options.includesLapsed, every: every, run)
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    let now = try snapshot(asOf, horizonDays: nil, run)
    guard !now.members.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: "nobody bought within \(window.days) days before asOf; set includeLapsed")
    }
    let cuts = window.cuts(ledger, asOf: asOf, wanted: options.snapshots)
    let test = try snapshot(cuts.test, horizonDays: window.horizonDays, run)
    let leavers = Int(test.labels.reduce(0, +))
    try requireEnough(now.members.count, leavers)
    switch rung(now, test, cuts.train, leavers) {
    case .logistic: return try learned(now, test, cuts.train, [.logistic], run)
    case .gbdt:
      let kinds: [OrderModel.Kind] = options.model == .gbdt ? [.boosted] : [.logistic, .boosted]
      return try learned(now, test, cuts.train, kinds, run)
    case .mbgNbd: return try Silence(self, now, test, dropout: .mbgNbd).predict(run)
    case .bgNbd: return try Silence(self, now, test, dropout: .bgNbd).predict(run)
    case .cox:
      // Too few gaps have ended: the rung below.
      return try GapChurn(self, now, test).predict(run)
        ?? Silence(self, now, test, dropout: nil).predict(run)
    case .rule: return try Silence(self, now, test, dropout: nil).predict(run)
    case .auto, .l1Logistic, .linearSvm, .naiveBayes, .tree, .forest:
      throw AnalyticsError.unknownName(
        parameter: "model", found: "\(options.model.rawValue), which learns labels only",
        known: ["auto", "logistic", "gbdt", "mbgNbd", "bgNbd", "cox", "rule"])
    }
  }

  private func requireEnough(_ customers: Int, _ leavers: Int) throws {
    guard options.isStrict, customers < 30 || leavers < 5 else { return }
    throw AnalyticsError.notEnoughData(
      have: customers < 30 ? customers : leavers, need: customers < 30 ? 30 : 5,
      what: customers < 30 ? "customers" : "customers who left in the test window")
  }

  /// The highest rung of the ladder that the data carry.
  private func rung(
    _ now: OrderSnapshot, _ test: OrderSnapshot, _ train: [Int32], _ leavers: Int
  ) -> ChurnOptions.Model {
    if options.model != .auto { return options.model }
    if options.mode == .survival { return .cox }
    let count = now.members.count
    if count < 30 { return .rule }
    if options.mode == .probabilistic { return .mbgNbd }
    let stayers = test.labels.count - leavers
    if !test.labels.isEmpty, leavers < 5 || stayers < 5 { return .rule }
    if count < 200 || train.isEmpty { return .mbgNbd }
    return count < 2_000 ? .logistic : .gbdt
  }

  private func learned(
    _ now: OrderSnapshot, _ test: OrderSnapshot, _ trainCuts: [Int32],
    _ kinds: [OrderModel.Kind], _ run: Run
  ) throws -> ChurnPrediction {
    // Of very many customers each so-many-th is learnt from; all are tested and scored.
    let every = max(1, ledger.customerCount * trainCuts.count / Self.mostRows)
    var train: [OrderSnapshot] = []
    for (index, cut) in trainCuts.enumerated() {
      try run.checkpoint()
      run.report(
        Double(index) / Double(trainCuts.count + 2), Phrase(en: "looking back", zh: "回看历史"))
      train.append(try snapshot(cut, horizonDays: window.horizonDays, every: every, run))
    }
    let y = train.flatMap(\.labels)
    guard Set(y).count == 2, Set(test.labels).count == 2 else {
      return try Silence(self, now, test, dropout: .mbgNbd).predict(run)
    }
    let width = OrderSnapshot.names.count
    let past = try train.map { try $0.logarithms(run) }
    let x = try Matrix.stacked(past, columnCount: width, run)
    var tested: [Tested] = []
    for kind in kinds { tested.append(try self.tested(kind, x, y, test, run)) }
    let best = chosen(tested, test.labels)
    let recent =
      every == 1
      ? test : try snapshot(test.cut, horizonDays: window.horizonDays, every: every, run)
    let all = try Matrix.stacked(past + [try recent.logarithms(run)], columnCount: width, run)
    let model = try OrderModel(
      best.kind, all, y + recent.labels, l2: best.l2, seed: options.seed, run)
    let rows = try now.logarithms(run)
    let probabilities = try model.probabilities(rows, run)
    let customers = (train + [recent]).flatMap(\.members).map { $0 / every }
    let spread = try OrderSpread(
      OrderSpread.Past(rows: all, labels: y + recent.labels, customers: customers), best.kind,
      l2: model.l2, seed: options.seed, run)
    let partner = try PurchasePartner(
      Silence(self, now, test, dropout: .mbgNbd), best.probabilities, run)
    return assembled(
      Parts(
        method: model.name, now: now,
        probabilities: probabilities.indices.map { partner.joined(probabilities[$0], $0) },
        interval: { customer in
          spread.map {
            partner.interval(
              probabilities[customer], customer, deviation: $0.deviation(rows, row: customer))
          }
        }, alive: nil, evaluation: evaluation(best, partner, test, y),
        coefficients: model.coefficients(OrderSnapshot.names),
        explanation: partner.explanation(
          base: model.base, { model.effects(rows, row: $0) }, now),
        snapshots: [test.cut] + trainCuts,
        extra: partner.notice(test.cut, model.name).map { [$0] } ?? [],
        judged: (
          JudgedRows(targets: test.labels, predictions: partner.unseen ?? best.probabilities),
          y.reduce(0, +) / Double(y.count)
        )))
  }

  /// What the model is worth with its partner, where it has one.
  private func evaluation(
    _ best: Tested, _ partner: PurchasePartner, _ test: OrderSnapshot, _ y: [Double]
  ) -> Evaluation {
    guard let unseen = partner.unseen else { return best.evaluation }
    return Evaluation(
      labels: test.labels, probabilities: unseen, trainRate: y.reduce(0, +) / Double(y.count),
      threshold: best.evaluation.threshold, split: splitWords(test.cut, window.horizonDays))
  }

  private struct Tested {
    let kind: OrderModel.Kind
    let l2: Double?
    let probabilities: [Double]
    let evaluation: Evaluation
  }

  /// What a model of the past alone is worth on the test.
  private func tested(
    _ kind: OrderModel.Kind, _ x: Matrix, _ y: [Double], _ test: OrderSnapshot, _ run: Run
  ) throws -> Tested {
    let model = try OrderModel(kind, x, y, l2: options.settings.l2, seed: options.seed, run)
    let p = try model.probabilities(try test.logarithms(run), run)
    try run.checkpoint()
    let fitted = try model.probabilities(x, run)
    try run.checkpoint()
    let cut = try options.decision.cut(labels: y, probabilities: fitted, run)
    try run.checkpoint()
    let evaluation = Evaluation(
      labels: test.labels, probabilities: p, trainRate: y.reduce(0, +) / Double(y.count),
      threshold: cut, split: splitWords(test.cut, window.horizonDays))
    return Tested(kind: kind, l2: model.l2, probabilities: p, evaluation: evaluation)
  }

  /// The first, unless a later one is better by more than the error of the difference.
  private func chosen(_ tested: [Tested], _ labels: [Double]) -> Tested {
    tested.dropFirst().reduce(tested[0]) { best, other in
      let gains = Moments(
        of: zip(
          BinaryMetrics.logLosses(labels, best.probabilities),
          BinaryMetrics.logLosses(labels, other.probabilities)
        ).map { $0 - $1 })
      let error = (gains.variance / Double(max(1, gains.count))).squareRoot()
      return gains.mean > error ? other : best
    }
  }

  func splitWords(_ cut: Int32, _ days: Int) -> Phrase {
    let day = CivilDate.text(days: cut)
    return Phrase(
      en:
        "learnt from what happened before \(day), tested on the \(days) days after it",
      zh: "用 \(day) 之前的数据学习，用其后 \(days) 天检验")
  }
}
