/// Whether RFM groups told who would buy again: scored before a cut in time, checked after it.
import Support
import Tables

enum RFMGrade {
  /// The last fifth of the time is held out. The best fifth of customers by score should buy again
  /// more often than customers do on the whole.
  static func grade(_ ledger: PurchaseLedger) -> Grade {
    let span = ledger.lastDay - ledger.firstDay
    let cut = ledger.lastDay - max(1, span / 5)
    var known: [(recency: Double, frequency: Double, money: Double, bought: Bool)] = []
    for index in 0..<ledger.customerCount {
      let purchases = ledger.purchases(of: index)
      let before = purchases.prefix { ledger.days[$0] <= cut }
      guard let last = before.last else { continue }
      known.append(
        (
          Double(cut - ledger.days[last]), Double(before.count),
          before.reduce(0) { $0 + ledger.amounts[$1] }, before.count < purchases.count
        ))
    }
    guard known.count >= 30, span >= 10 else {
      return Grade(
        .d,
        Phrase(
          en: "too few customers or too short a time to check the groups against later orders",
          zh: "客户过少或时间过短，无法用后续订单检验"))
    }
    let scores = [
      RFMScore(known.map(\.recency), bins: 5, isReversed: true, cuts: nil),
      RFMScore(known.map(\.frequency), bins: 5, isReversed: false, cuts: nil),
      RFMScore(known.map(\.money), bins: 5, isReversed: false, cuts: nil),
    ]
    let totals = known.indices.map { index in scores.reduce(0) { $0 + $1.scores[index] } }
    let order = known.indices.sorted { (-totals[$0], $0) < (-totals[$1], $1) }
    let best = order.prefix(max(1, known.count / 5))
    let rate = Double(known.filter(\.bought).count) / Double(known.count)
    let bestRate = Double(best.filter { known[$0].bought }.count) / Double(best.count)
    return compare(rate: rate, bestRate: bestRate, bestCount: best.count, known.count)
  }

  private static func compare(
    rate: Double, bestRate: Double, bestCount: Int, _ count: Int
  ) -> Grade {
    let letter = Grade.letter(of: bestRate, among: bestCount, all: rate)
    let (best, all) = (Words.percent(bestRate), Words.percent(rate))
    return Grade(
      letter,
      Phrase(
        en:
          "scored on the first four fifths of the time, the best fifth bought again in \(best) of "
          + "cases, customers on the whole in \(all) (\(count) customers)",
        zh: "用前五分之四时间打分，最好的五分之一客户后来复购率 \(best)，全体 \(all)（\(count) 位客户）"),
      metric: "repurchaseRateOfBestFifth", score: bestRate, baseline: rate)
  }
}
