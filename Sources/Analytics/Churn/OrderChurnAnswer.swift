/// What every model on orders says beside the probabilities: dates, money, definition.
import Support
import Tables

extension OrderChurn {
  /// What the models differ in.
  struct Parts {
    let method: String
    let now: OrderSnapshot
    let probabilities: [Double]
    let interval: @Sendable (Int) -> ClosedRange<Double>?
    let alive: [Double]?
    let evaluation: Evaluation?
    let coefficients: [LearnedCoefficient]
    let explanation: Explanation
    let snapshots: [Int32]
    let extra: [Notice]
    var judged: (rows: JudgedRows, trainRate: Double)?
  }

  func assembled(_ parts: Parts) -> ChurnPrediction {
    let now = parts.now
    let few = Grade(
      .d,
      Phrase(
        en:
          "\(now.members.count) customers are too few to check; a rule with cautious defaults was used",
        zh: "仅 \(now.members.count) 位客户，无法检验；使用保守规则"))
    let untested = Grade(
      .d,
      Phrase(
        en: "too little happened after any earlier day to test the prediction",
        zh: "没有足够的后续数据可用于检验"))
    let isRule = parts.method == "rule"
    var result = ChurnPrediction(
      method: parts.method, mode: Self.mode(parts.method),
      ids: now.members.map(ledger.id), probabilities: parts.probabilities,
      interval: parts.interval,
      aliveProbabilities: parts.alive,
      daysSinceLast: now.members.map { Int(asOf - lastDay($0)) },
      expectedNextDay: now.members.map(nextDay),
      valuesAtRisk: ledger.hasMoney
        ? now.members.indices.map { parts.probabilities[$0] * valuePerHorizon(now.members[$0]) }
        : nil,
      threshold: parts.evaluation?.threshold ?? options.decision.threshold ?? 0.5,
      highTier: options.highTier, mediumTier: options.mediumTier, evaluation: parts.evaluation,
      coefficients: parts.coefficients, explanation: parts.explanation, definition: definition,
      grade: isRule ? few : parts.evaluation?.grade ?? untested,
      notices: ledger.notices + notices(now) + parts.extra, asOf: asOf, windowDays: window.days,
      horizonDays: window.horizonDays, snapshotDays: parts.snapshots,
      lapsedCount: now.lapsedCount, leaks: [])
    result.judged = parts.judged
    return result
  }

  private static func mode(_ method: String) -> ChurnOptions.Mode {
    switch method {
    case "logistic": .window
    case "cox": .survival
    default: .probabilistic
    }
  }

  private func lastDay(_ customer: Int) -> Int32 {
    ledger.days[known(customer).upperBound - 1]
  }

  /// The purchases up to the reference date.
  func known(_ customer: Int) -> Range<Int> {
    let range = ledger.purchases(of: customer)
    let count = range.prefix { ledger.days[$0] <= asOf }.count
    return range.lowerBound..<(range.lowerBound + count)
  }

  /// The last purchase plus the customer's own gap; nil for those whose day is long past.
  private func nextDay(_ customer: Int) -> Int32? {
    let range = known(customer)
    let span = Double(ledger.days[range.upperBound - 1] - ledger.days[range.lowerBound])
    let gap = (span + window.usualGap) / Double(range.count)
    let day = lastDay(customer) + Int32(gap.rounded())
    return day >= asOf ? day : nil
  }

  /// Money a customer brings per horizon, from the time known; at least one horizon.
  private func valuePerHorizon(_ customer: Int) -> Double {
    let range = known(customer)
    let total = range.reduce(0.0) { $0 + ledger.amounts[$1] }
    let days = max(Double(window.horizonDays), Double(asOf - ledger.days[range.lowerBound]))
    return max(0, total / days * Double(window.horizonDays))
  }

  private var definition: Phrase {
    let day = CivilDate.text(days: asOf)
    let why =
      window.isAutomatic
      ? (" (90th percentile of the gaps between orders, rounded)", "（订单间隔的 90 分位，取整）") : ("", "")
    let population =
      options.includesLapsed
      ? ("all customers", "全部客户")
      : (
        "customers who bought within \(window.days) days before it\(why.0)",
        "基准日前 \(window.days) 天内有购买的客户\(why.1)"
      )
    return Phrase(
      en:
        "churn = no purchase within \(window.horizonDays) days after \(day); scored are \(population.0)",
      zh: "流失 = \(day) 之后 \(window.horizonDays) 天内无购买；评分对象为\(population.1)")
  }

  private func notices(_ now: OrderSnapshot) -> [Notice] {
    guard now.lapsedCount > 0 else { return [] }
    return [
      Notice(
        "lapsedLeftOut",
        en: "\(now.lapsedCount) customers have been silent for more than \(window.days) days: they "
          + "count as gone and are not listed",
        zh: "\(now.lapsedCount) 位客户沉默超过 \(window.days) 天，视为已流失，未列出", path: "includeLapsed")
    ]
  }
}
