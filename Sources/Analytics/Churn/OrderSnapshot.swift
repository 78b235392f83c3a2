/// Customers as they stood on one day: features from before it, the outcome from after it.
///
/// Nothing dated after the cut enters a feature, so nothing leaks.
import Numerics
import Support
import Tables

struct OrderSnapshot: Sendable {
  let cut: Int32
  /// Places in the ledger of the customers in the snapshot.
  let members: [Int]
  /// One row per member.
  let features: Matrix
  /// 1 when nothing was bought within the horizon after the cut; empty when that is not known yet.
  let labels: [Double]
  /// Customers known by then who had been silent too long.
  let lapsedCount: Int

  static let names = [
    "daysSinceLast", "silenceInOwnGaps", "orders", "customerSinceDays", "ordersInWindow",
    "meanOrderValue", "spendInWindow",
  ]

  static let phrases = [
    Phrase(en: "days since the last order:", zh: "距上次下单天数"),
    Phrase(en: "silence in usual intervals:", zh: "沉默时长（按自身间隔计）"),
    Phrase(en: "orders so far:", zh: "累计订单数"),
    Phrase(en: "days as a customer:", zh: "成为客户天数"),
    Phrase(en: "orders in the window:", zh: "近期订单数"),
    Phrase(en: "mean order value:", zh: "平均订单金额"),
    Phrase(en: "spent in the window:", zh: "近期消费"),
  ]

  /// - Parameters:
  ///   - windowDays: who has been silent longer counts as gone already.
  ///   - horizonDays: how far after the cut the outcome is looked for; nil for none.
  ///   - gapDays: how long after the cut it is not looked for yet.
  ///   - usualGap: days between orders for customers with one order only.
  ///   - every: takes each so-many-th customer.
  init(
    _ ledger: PurchaseLedger, cut: Int32, windowDays: Int, horizonDays: Int?, gapDays: Int = 0,
    usualGap: Double, includesLapsed: Bool, every: Int = 1, _ run: Run
  ) throws {
    self.cut = cut
    var members: [Int] = []
    var values: [Double] = []
    var labels: [Double] = []
    var lapsed = 0
    for customer in stride(from: 0, to: ledger.customerCount, by: every) {
      if customer / every % 8_192 == 0 { try run.checkpoint() }
      let all = ledger.purchases(of: customer)
      let end = Self.firstAfter(cut, ledger, all)
      guard end > all.lowerBound else { continue }
      let silence = Int(cut - ledger.days[end - 1])
      if silence > windowDays, !includesLapsed {
        lapsed += 1
        continue
      }
      members.append(customer)
      values += Self.row(ledger, all.lowerBound..<end, cut, windowDays, usualGap)
      if let horizonDays {
        let begin = cut + Int32(gapDays)
        let next = gapDays == 0 ? end : Self.firstAfter(begin, ledger, end..<all.upperBound)
        let limit = begin + Int32(horizonDays)
        labels.append(next < all.upperBound && ledger.days[next] <= limit ? 0 : 1)
      }
    }
    self.members = members
    self.labels = labels
    lapsedCount = lapsed
    features = Matrix(rowCount: members.count, columnCount: Self.names.count, values: values)
  }

  /// The first purchase after a day, by halving.
  private static func firstAfter(_ cut: Int32, _ ledger: PurchaseLedger, _ range: Range<Int>) -> Int
  {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if ledger.days[middle] <= cut { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The features, in natural units.
  private static func row(
    _ ledger: PurchaseLedger, _ purchases: Range<Int>, _ cut: Int32, _ window: Int, _ usual: Double
  ) -> [Double] {
    let first = ledger.days[purchases.lowerBound]
    let last = ledger.days[purchases.upperBound - 1]
    let silence = Double(cut - last)
    let repeats = Double(purchases.count - 1)
    // The customer's own gap, drawn towards the usual one while there is little to go by.
    let gap = (Double(last - first) + usual) / (repeats + 1)
    var total = 0.0
    var recent = (orders: 0.0, spend: 0.0)
    for place in purchases {
      total += ledger.amounts[place]
      if cut - ledger.days[place] <= Int32(window) {
        recent.orders += 1
        recent.spend += ledger.amounts[place]
      }
    }
    return [
      silence, silence / max(1, gap), Double(purchases.count), Double(cut - first), recent.orders,
      total / Double(purchases.count), recent.spend,
    ]
  }

  /// Logarithms of all features: counts, days and money are all skewed to the right.
  func logarithms(_ run: Run) throws -> Matrix {
    try features.mapped(run) { _, value in Math.log1p(max(0, value)) }
  }
}

/// How long a silence counts as leaving, and which days are looked back to.
struct ChurnWindow: Sendable {
  let days: Int
  let horizonDays: Int
  /// The gap in the middle of all repeat gaps.
  let usualGap: Double
  /// Whether the data chose the window.
  let isAutomatic: Bool

  private static let round = [7, 14, 30, 60, 90, 180, 365]

  init(_ ledger: PurchaseLedger, options: ChurnOptions, _ run: Run) throws {
    let gaps = try Self.sortedGaps(ledger, run)
    let tail = min(365, max(14, gaps.isEmpty ? 60 : Quantile.of(sorted: gaps, 0.9)))
    let nearest = Self.round.min { abs(Double($0) - tail) < abs(Double($1) - tail) } ?? 60
    days = options.windowDays ?? nearest
    horizonDays = options.horizonDays ?? days
    usualGap = gaps.isEmpty ? Double(days) : max(1, Quantile.of(sorted: gaps, 0.5))
    isAutomatic = options.windowDays == nil
  }

  /// Days between the purchases of each customer, all of them, the shortest first. There are few
  /// different ones, so they are counted rather than compared.
  private static func sortedGaps(_ ledger: PurchaseLedger, _ run: Run) throws -> [Double] {
    var counts = [Int](repeating: 0, count: Int(ledger.lastDay - ledger.firstDay) + 1)
    for customer in 0..<ledger.customerCount {
      if customer % 8_192 == 0 { try run.checkpoint() }
      let range = ledger.purchases(of: customer)
      for place in range.dropFirst() {
        counts[Int(ledger.days[place] - ledger.days[place - 1])] += 1
      }
    }
    var gaps: [Double] = []
    gaps.reserveCapacity(counts.reduce(0, +))
    for (gap, count) in counts.enumerated() where count > 0 {
      gaps.append(contentsOf: repeatElement(Double(gap), count: count))
    }
    return gaps
  }

  /// The cut whose outcome is the test, and earlier ones whose outcomes end before it.
  func cuts(_ ledger: PurchaseLedger, asOf: Int32, wanted: Int?) -> (test: Int32, train: [Int32]) {
    let test = asOf - Int32(horizonDays)
    let step = Int32(max(7, horizonDays / 2))
    let earliest = ledger.firstDay + Int32(min(30, max(7, days / 2)))
    var train: [Int32] = []
    var cut = test - Int32(horizonDays)
    while cut >= earliest, train.count < (wanted ?? 12) {
      train.append(cut)
      cut -= step
    }
    return (test, train)
  }
}
