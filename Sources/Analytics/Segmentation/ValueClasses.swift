/// Customers in classes by the money they bring, as stock is classed by turnover (ABC analysis).
import Numerics
import Support
import Tables

struct ValueClasses {
  /// 0 to 3 for A to D.
  let labels: [Int]

  /// Shares of all money at which the classes A and B end.
  private static let ends = [0.8, 0.95]

  /// - Parameter money: one sum per customer. A customer belongs to the class in which the money of
  ///   those before it ends; equal sums to the same class.
  init(_ money: [Double]) {
    let order = money.indices.sorted { (-money[$0], $0) < (-money[$1], $1) }
    let total = order.map { max(0, money[$0]) }.pairwiseSum
    var labels = [Int](repeating: 3, count: money.count)
    var before = 0.0
    var (last, own) = (Double.nan, 0)
    for customer in order where money[customer] > 0 {
      if money[customer] != last {
        own = Self.ends.firstIndex { before < $0 * total } ?? 2
        last = money[customer]
      }
      labels[customer] = own
      before += money[customer]
    }
    self.labels = labels
  }

  /// The least money of each class but the last; infinite where nobody is in it.
  func least(_ money: [Double]) -> [Double] {
    (0..<3).map { own in
      labels.indices.reduce(Double.infinity) { labels[$1] == own ? min($0, money[$1]) : $0 }
    }
  }

  /// Whether those who were in class A after four fifths of the time bring more than others later.
  static func grade(_ ledger: PurchaseLedger) -> Grade {
    let span = ledger.lastDay - ledger.firstDay
    let cut = ledger.lastDay - max(1, span / 5)
    var earlier: [Double] = []
    var later: [Double] = []
    for index in 0..<ledger.customerCount {
      let purchases = ledger.purchases(of: index)
      let count = purchases.prefix { ledger.days[$0] <= cut }.count
      guard count > 0 else { continue }
      earlier.append(ledger.amounts[purchases.prefix(count)].reduce(0, +))
      later.append(ledger.amounts[purchases.dropFirst(count)].reduce(0, +))
    }
    let total = later.pairwiseSum
    guard earlier.count >= 30, span >= 10, total > 0 else {
      return Grade(
        .d,
        Phrase(
          en: "too few customers or too short a time to check the classes against later money",
          zh: "客户过少或时间过短，无法用后续消费检验"))
    }
    let labels = ValueClasses(earlier).labels
    let first = labels.indices.filter { labels[$0] == 0 }
    let share = Double(first.count) / Double(labels.count)
    let own = first.map { later[$0] }.pairwiseSum / total
    let letter: Grade.Letter = own > 2 * share ? .a : own > 1.2 * share ? .b : .c
    let (shown, all) = (Words.percent(own), Words.percent(share))
    return Grade(
      letter,
      Phrase(
        en: "class A after four fifths of the time, \(all) of customers, brought \(shown) of the "
          + "money afterwards",
        zh: "用前五分之四时间判定的 A 级客户（占 \(all)），后来贡献了 \(shown) 的金额"),
      metric: "laterRevenueShareOfA", score: own, baseline: share)
  }

  static let names = [
    NamedSegment(
      name: Phrase(en: "A: most of the money", zh: "A 级：主要收入来源"),
      rule: Phrase(en: "bring the first 80 % of all money", zh: "贡献前 80 % 的金额"),
      action: Phrase(
        en: "know each by name: personal service, first look at new things", zh: "重点维护：专属服务，优先体验新品")
    ),
    NamedSegment(
      name: Phrase(en: "B: the middle", zh: "B 级：中坚客户"),
      rule: Phrase(en: "bring the next 15 %", zh: "贡献其后 15 % 的金额"),
      action: Phrase(
        en: "look for what class A buys and they do not yet", zh: "对照 A 级客户，推荐其尚未购买的商品")),
    NamedSegment(
      name: Phrase(en: "C: the long tail", zh: "C 级：长尾客户"),
      rule: Phrase(en: "bring the last 5 %", zh: "贡献最后 5 % 的金额"),
      action: Phrase(
        en: "serve without cost: automatic messages, no discounts", zh: "低成本服务：自动化触达，不打折")),
    NamedSegment(
      name: Phrase(en: "D: no money", zh: "D 级：无消费"),
      rule: Phrase(en: "bring nothing, or took it all back", zh: "未消费或已全部退款"),
      action: Phrase(
        en: "ask a few of them what kept them from buying", zh: "抽样了解未购买的原因")),
  ]
}
