/// Pictures of customers' money and of one customer's time: how much few of them bring, and how
/// likely one still was a customer from the first purchase on.
import Numerics
package import Support
package import Tables

extension Figure {
  /// The Lorenz curve of money over customers, the smallest first.
  package static func concentration(_ table: Table, asOf: Int32?, _ run: Run) throws -> Figure {
    let ledger = try PurchaseLedger(table, asOf: asOf, run)
    let found = try Concentration((0..<ledger.customerCount).map(ledger.revenue), run)
    let top = Words.percent(found.share(ofLargest: 0.2))
    let gini = Words.fixed(found.gini, 2)
    let count = Words.short(Double(ledger.customerCount))
    let half = Words.percent(found.largestShare(bringing: 0.5), digits: 1)
    var notices = ledger.notices
    if found.negativeCount > 0 {
      notices.append(
        Notice(
          "returnedMore",
          en: "\(found.negativeCount) customers brought back more than they bought and count as 0",
          zh: "\(found.negativeCount) 位客户退款多于购买，按 0 计"))
    }
    if !ledger.hasMoney {
      notices.append(
        Notice(
          "noMoney", en: "the file has no amounts; every purchase counts as 1",
          zh: "文件没有金额，每次购买按 1 计"))
    }
    let points = found.points.map { Curves.Point(x: $0.customers, y: $0.money) }
    return Figure(
      title: Phrase(en: "How much few customers bring", zh: "收入集中度（洛伦兹曲线）"),
      subtitle: Phrase(
        en: "\(count) customers: the largest 20 % bring \(top) of the money, half of it comes from"
          + " \(half) of them; Gini \(gini)",
        zh: "\(count) 位客户：前 20 % 贡献 \(top) 的收入，一半收入来自 \(half) 的客户；基尼系数 \(gini)"),
      alt: Phrase(
        en: "A Lorenz curve below the diagonal of equal customers: the largest 20 % bring \(top) of"
          + " the money, Gini \(gini).",
        zh: "位于均等对角线下方的洛伦兹曲线：前 20 % 的客户贡献 \(top) 的收入，基尼系数 \(gini)。"),
      notes: [
        Phrase(
          en: "returns are subtracted; 0 is money spread evenly, 1 all from one customer",
          zh: "已扣除退款；0 表示完全平均，1 表示全部来自一位客户")
      ],
      chart: .curves(
        Curves(
          x: Axis(
            Phrase(en: "share of customers, the smallest first", zh: "客户占比（由小到大）"), .percent),
          y: Axis(Phrase(en: "share of the money", zh: "收入占比"), .percent),
          frame: (0...1, 0...1),
          series: [
            Curves.Series(
              name: Phrase(en: "money of customers", zh: "客户收入"), look: .line, colour: 0,
              points: points),
            Curves.straight(
              Phrase(en: "all alike", zh: "完全平均"), from: (0, 0), to: (1, 1)),
          ])),
      notices: notices, asOf: asOf ?? ledger.lastDay, count: ledger.customerCount)
  }

  /// How likely one customer still was one, day by day since the first purchase.
  package static func alive(
    _ table: Table, customer: String, asOf: Int32?, _ run: Run
  ) throws -> Figure {
    let found = try AliveProbabilities(table, at: [], by: .mbgNbd, asOf: asOf, run)
    guard let place = found.ids.firstIndex(of: customer) else {
      throw AnalyticsError.customerNotFound(id: customer, nearest: [])
    }
    let path = found.path(of: place)
    guard let first = path.first, let last = path.last else {
      throw AnalyticsError.noUsableRows(why: "the customer has no purchase")
    }
    func point(_ step: AliveProbabilities.Point) -> Curves.Point {
      Curves.Point(x: Double(step.day - first.day), y: step.alive)
    }
    let bought = path.filter(\.isPurchase)
    let (now, day) = (Words.percent(last.alive), CivilDate.text(days: last.day))
    let silent = found.daysSinceLast[place]
    let (en, zh) = (
      "\(bought.count) purchase days, \(silent) days silent on \(day): \(now) likely a customer",
      "\(bought.count) 个购买日，截至 \(day) 沉默 \(silent) 天：仍为活跃客户的概率 \(now)"
    )
    return Figure(
      title: Phrase(en: "Is this customer still one?", zh: "该客户是否仍活跃"),
      subtitle: Phrase(en: en, zh: zh),
      alt: Phrase(
        en: "A line that falls while nothing is bought and jumps up with each purchase; \(en).",
        zh: "不购买时下降、每次购买后回升的曲线；\(zh)。"),
      notes: [
        Phrase(
          en: "by a purchase model (MBG/NBD) of all customers; each day by what was known then",
          zh: "依据全体客户的购买模型（MBG/NBD），每日仅用当日之前的信息")
      ],
      chart: .curves(
        Curves(
          x: Axis(
            Phrase(
              en: "days since the first purchase on \(CivilDate.text(days: first.day))",
              zh: "自 \(CivilDate.text(days: first.day)) 首次购买起的天数"), isWhole: true),
          y: Axis(Phrase(en: "probability of being a customer", zh: "活跃概率"), .percent),
          frame: (0...max(1, Double(last.day - first.day)), 0...1),
          series: [
            Curves.Series(
              name: Phrase(en: "probability", zh: "概率"), look: .line, colour: 0,
              points: Curves.thinned(path.map(point))),
            Curves.Series(
              name: Phrase(en: "purchases", zh: "购买"), look: .dots, colour: 1,
              points: Curves.thinned(bought.map(point))),
          ])),
      notices: found.notices, asOf: found.asOf, count: 1)
  }
}

/// How unevenly amounts are spread: none negative, in rising order.
struct Concentration: Sendable {
  private let cumulated: [Double]
  let negativeCount: Int

  init(_ amounts: [Double], _ run: Run) throws {
    let sorted = amounts.map { max(0, $0) }.ascending()
    try run.checkpoint()
    negativeCount = amounts.count { $0 < 0 }
    var total = 0.0
    cumulated =
      [0]
      + sorted.map { amount in
        total += amount
        return total
      }
    guard total > 0, total.isFinite else {
      throw AnalyticsError.noUsableRows(why: "the money of all customers together is not above 0")
    }
  }

  private var total: Double { cumulated[cumulated.count - 1] }
  private var count: Int { cumulated.count - 1 }

  /// 1 less twice the area below the curve.
  var gini: Double {
    let below = cumulated.pairwiseSum - total / 2
    return max(0, 1 - 2 * below / (total * Double(count)))
  }

  /// The share that the largest so many bring, the last one in part.
  func share(ofLargest share: Double) -> Double {
    let place = (1 - share) * Double(count)
    let low = min(count - 1, Int(place))
    let money = cumulated[low] + (place - Double(low)) * (cumulated[low + 1] - cumulated[low])
    return 1 - money / total
  }

  /// The smallest share of amounts, the largest first, that brings so much.
  func largestShare(bringing share: Double) -> Double {
    let wanted = (1 - share) * total
    let below = cumulated.partitioned { $0 > wanted }
    return Double(count - below + 1) / Double(count)
  }

  /// The curve, at most as many points as can be told apart.
  var points: [(customers: Double, money: Double)] {
    let most = 400
    let places =
      count <= most ? Array(0...count) : (0...most).map { $0 * count / most }
    return places.map { (Double($0) / Double(count), cumulated[$0] / total) }
  }
}

extension [Double] {
  /// The first place where something holds that holds from there on; the count where it never does.
  fileprivate func partitioned(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
