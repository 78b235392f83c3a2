/// How good the look ahead is: fitted on the first part of the time, compared with the rest.
import Learning
import Numerics
import Support

enum LifetimeHoldout {
  /// After `calibrationEnd` where the caller named it, else over the last quarter of the time.
  static func check(
    _ ledger: PurchaseLedger, _ model: LifetimeModel, options: LifetimeOptions,
    _ traits: CustomerTraits?, last: Int32, _ run: Run
  ) throws -> LifetimeValue.Holdout? {
    let span = last - ledger.firstDay
    let end = options.calibrationEnd ?? last - span / 4
    guard last - end >= 7, end > ledger.firstDay else { return nil }
    let fitted =
      options.calibrationEnd == nil
      ? try LifetimeModel(ledger, end: end, clock: model.clock, options: options, traits, run)
      : model
    guard fitted.histories.members.count >= 10, model.clock.time(from: end, to: last) > 0 else {
      return nil
    }
    return try compare(ledger, fitted, options, end: end, last: last, run)
  }

  private static func compare(
    _ ledger: PurchaseLedger, _ model: LifetimeModel, _ options: LifetimeOptions, end: Int32,
    last: Int32, _ run: Run
  ) throws -> LifetimeValue.Holdout {
    let histories = model.histories
    let horizon = model.clock.time(from: end, to: last)
    let byGroup = try model.expected([horizon], factors: [1], run)
    var actual: [Double] = []
    var money: [Double] = []
    for customer in histories.members {
      var (count, spent) = (0.0, 0.0)
      for place in ledger.purchases(of: customer)
      where ledger.days[place] > end && ledger.days[place] <= last {
        count += 1
        spent += ledger.amounts[place]
      }
      actual.append(count)
      money.append(spent)
    }
    let predicted = histories.members.indices.map {
      byGroup[Int(histories.groups.groupOfCustomer[$0])].purchases
    }
    // As often as before, the first purchase included, over the time known.
    let asBefore = histories.members.indices.map { index in
      Double(histories.counts[index] + 1) / max(horizon, histories.ages[index]) * horizon
    }
    let own = actual.indices.map { abs(predicted[$0] - actual[$0]) }
    let other = actual.indices.map { abs(asBefore[$0] - actual[$0]) }
    let gains = Moments(of: actual.indices.map { other[$0] - own[$0] })
    let count = Double(actual.count)
    let values = predicted.indices.map { predicted[$0] * model.orderValue($0) }
    return LifetimeValue.Holdout(
      from: end + 1, to: last, mae: own.pairwiseSum / count, baselineMae: other.pairwiseSum / count,
      totalPredicted: predicted.pairwiseSum, totalActual: actual.pairwiseSum,
      rankCorrelation: Correlation.spearman(values, money),
      topDecileCapture: capture(values, money),
      byFrequency: byFrequency(histories.counts, actual, predicted),
      gain: (gains.mean, (gains.variance / count).squareRoot()))
  }

  private static func capture(_ values: [Double], _ money: [Double]) -> Double? {
    let total = money.pairwiseSum
    guard total > 0 else { return nil }
    let order = values.descendingOrder()
    return order.prefix((order.count + 9) / 10).map { money[$0] }.pairwiseSum / total
  }

  private static func byFrequency(
    _ counts: [Int], _ actual: [Double], _ predicted: [Double]
  ) -> [(repeats: String, customers: Int, actual: Double, predicted: Double)] {
    (0...7).compactMap { repeats in
      let rows = counts.indices.filter { repeats < 7 ? counts[$0] == repeats : counts[$0] >= 7 }
      guard !rows.isEmpty else { return nil }
      let n = Double(rows.count)
      return (
        repeats < 7 ? "\(repeats)" : "7+", rows.count, rows.map { actual[$0] }.pairwiseSum / n,
        rows.map { predicted[$0] }.pairwiseSum / n
      )
    }
  }

  static func grade(_ holdout: LifetimeValue.Holdout?, rung: PurchaseRung) -> Grade {
    guard let holdout, rung != .prior else {
      return Grade(
        .d,
        Phrase(
          en: "too little repeat business to check; cautious defaults stand in for a fit",
          zh: "复购太少，无法检验；使用保守先验"))
    }
    let isTight =
      abs(holdout.totalPredicted - holdout.totalActual) <= 0.2 * max(1, holdout.totalActual)
    let isBetter = holdout.gain.mean > 2 * holdout.gain.standardError
    let letter: Grade.Letter =
      holdout.gain.mean > 4 * holdout.gain.standardError && isTight ? .a : isBetter ? .b : .c
    let (own, other) = (Words.fixed(holdout.mae, 2), Words.fixed(holdout.baselineMae, 2))
    let days = holdout.to - holdout.from + 1
    return Grade(
      letter,
      Phrase(
        en: "over \(days) held-out days the mean error is \(own) purchases a customer; "
          + "\"as often as before\" misses by \(other)",
        zh: "留出 \(days) 天检验，每位客户购买次数平均误差 \(own)，按历史频率推算为 \(other)"),
      metric: "purchaseMae", score: holdout.mae, baseline: holdout.baselineMae)
  }
}
