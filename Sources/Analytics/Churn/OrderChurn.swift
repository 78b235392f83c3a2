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

  init(_ ledger: PurchaseLedger, options: ChurnOptions, _ run: Run) throws {
    self.ledger = ledger
    self.options = options
    window = try ChurnWindow(ledger, options: options, run)
    asOf = options.asOf ?? ledger.lastDay
  }

  func snapshot(_ cut: Int32, hasOutcome: Bool, _ run: Run) throws -> OrderSnapshot {
    try OrderSnapshot(
      ledger, cut: cut, windowDays: window.days, horizonDays: hasOutcome ? window.horizonDays : nil,
      usualGap: window.usualGap, includesLapsed: options.includesLapsed, run)
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    let now = try snapshot(asOf, hasOutcome: false, run)
    guard !now.members.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: "nobody bought within \(window.days) days before asOf; set includeLapsed")
    }
    let cuts = window.cuts(ledger, asOf: asOf, wanted: options.snapshots)
    let test = try snapshot(cuts.test, hasOutcome: true, run)
    let leavers = Int(test.labels.reduce(0, +))
    try requireEnough(now.members.count, leavers)
    switch rung(now, test, cuts.train, leavers) {
    case .logistic: return try logistic(now, test, cuts.train, run)
    case .mbgNbd: return try Silence(self, now, test, dropout: .mbgNbd).predict(run)
    case .bgNbd: return try Silence(self, now, test, dropout: .bgNbd).predict(run)
    default: return try Silence(self, now, test, dropout: nil).predict(run)
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
    if options.mode == .probabilistic { return .mbgNbd }
    let stayers = test.labels.count - leavers
    if now.members.count < 30 || leavers < 5 || stayers < 5 { return .rule }
    return now.members.count < 200 || train.isEmpty ? .mbgNbd : .logistic
  }

  private func logistic(
    _ now: OrderSnapshot, _ test: OrderSnapshot, _ trainCuts: [Int32], _ run: Run
  ) throws -> ChurnPrediction {
    var train: [OrderSnapshot] = []
    for (index, cut) in trainCuts.enumerated() {
      try run.checkpoint()
      run.report(
        Double(index) / Double(trainCuts.count + 2), Phrase(en: "looking back", zh: "回看历史"))
      train.append(try snapshot(cut, hasOutcome: true, run))
    }
    let y = train.flatMap(\.labels)
    guard Set(y).count == 2, Set(test.labels).count == 2 else {
      return try Silence(self, now, test, dropout: .mbgNbd).predict(run)
    }
    let width = OrderSnapshot.names.count
    let past = try train.map { try $0.logarithms(run) }
    let tested = try evaluated(
      try Matrix.stacked(past, columnCount: width, run), y, test, run)
    let all = try Matrix.stacked(
      past + [try test.logarithms(run)], columnCount: width, run)
    let scaling = try Scaling.standard(of: all, run)
    let scaled = try scaling.apply(to: all, run)
    let model = try LogisticRegression(l2: tested.l2).fit(scaled, labels: y + test.labels, run)
    let rows = try scaling.apply(to: try now.logarithms(run), run)
    let terms = LinearTerms(
      model, rows: scaled, groups: OrderSnapshot.names.indices.map { $0..<($0 + 1) })
    return assembled(
      Parts(
        method: "logistic", now: now, probabilities: model.probabilities(rows), alive: nil,
        evaluation: tested.evaluation, coefficients: coefficients(model, scaling),
        explanation: explanation(terms, rows, now), snapshots: [test.cut] + trainCuts, extra: []))
  }

  /// The penalty, and what a model of the past alone is worth on the test.
  private func evaluated(
    _ x: Matrix, _ y: [Double], _ test: OrderSnapshot, _ run: Run
  ) throws -> (l2: Double, evaluation: Evaluation) {
    let scaling = try Scaling.standard(of: x, run)
    let scaled = try scaling.apply(to: x, run)
    let l2 = try options.l2 ?? penalty(scaled, y, run)
    let model = try LogisticRegression(l2: l2).fit(scaled, labels: y, run)
    let seen = try scaling.apply(to: try test.logarithms(run), run)
    try run.checkpoint()
    let fitted = model.probabilities(scaled)
    try run.checkpoint()
    let cut = options.cut(labels: y, probabilities: fitted)
    try run.checkpoint()
    let evaluation = Evaluation(
      labels: test.labels, probabilities: model.probabilities(seen),
      trainRate: y.reduce(0, +) / Double(y.count), threshold: cut, split: splitWords(test.cut))
    return (l2, evaluation)
  }

  func splitWords(_ cut: Int32) -> Phrase {
    let day = CivilDate.text(days: cut)
    return Phrase(
      en:
        "learnt from what happened before \(day), tested on the \(window.horizonDays) days after it",
      zh: "用 \(day) 之前的数据学习，用其后 \(window.horizonDays) 天检验")
  }

  private func penalty(_ x: Matrix, _ y: [Double], _ run: Run) throws -> Double {
    guard y.count > 20_000 else { return try RidgePath.choose(x, labels: y, run).l2 }
    let rows = stride(from: 0, to: y.count, by: y.count / 20_000).map { $0 }
    return try RidgePath.choose(x.rows(rows), labels: rows.map { y[$0] }, run).l2
  }

  private func coefficients(
    _ model: LogisticModel, _ scaling: Scaling
  ) -> [ChurnPrediction.Coefficient] {
    OrderSnapshot.names.indices.map { index in
      ChurnPrediction.Coefficient(
        feature: "log1p(\(OrderSnapshot.names[index]))",
        value: model.coefficients[index] / scaling.spreads[index],
        standardError: model.standardErrors.map { $0[index + 1] / scaling.spreads[index] })
    }
  }

  private func explanation(
    _ terms: LinearTerms, _ rows: Matrix, _ now: OrderSnapshot
  ) -> Explanation {
    Explanation(base: terms.base) { customer in
      let effects = terms.effects(rows.row(customer))
      return Explanation.sorted(
        effects.indices.map { index in
          let value = Words.short(now.features[customer, index])
          return Explanation.Effect(
            feature: OrderSnapshot.names[index], value: value, effect: effects[index],
            text: ReasonWords.phrase(OrderSnapshot.phrases[index], value, effects[index]))
        })
    }
  }
}
