/// How soon the next order comes, given the history up to the last one: proportional hazards on
/// the gaps between orders, the clock set back at each.
///
/// A gap that has not ended yet counts as at least so long. The chance of no order within a horizon
/// for somebody who has been silent for a while is then S(silence + horizon) / S(silence), the very
/// quantity that all models of `predictChurn` give.
import Learning
import Numerics
import Support
import Tables

struct GapHazards: Sendable {
  static let names = ["orders", "daysFirstToLast", "ownGap", "meanOrderValue"]
  static let phrases = [
    Phrase(en: "orders so far:", zh: "累计订单数"),
    Phrase(en: "days from the first to the last order:", zh: "首末订单相隔天数"),
    Phrase(en: "usual days between orders:", zh: "通常下单间隔天数"),
    Phrase(en: "mean order value:", zh: "平均订单金额"),
  ]

  let model: CoxModel
  /// Figures that repeat no others.
  let kept: [Int]
  let lastTime: Double
  let gapCount: Int
  let openCount: Int

  private static let leastEnds = 20

  /// Nil where too few gaps have ended, or no figure differs.
  ///
  /// - Parameters:
  ///   - cut: nothing after it is looked at.
  ///   - customers: places in the ledger.
  init?(
    _ ledger: PurchaseLedger, _ customers: [Int], cut: Int32, usualGap: Double, _ run: Run
  ) throws {
    var (values, times, isEvent) = ([Double](), [Double](), [Bool]())
    for (place, customer) in customers.enumerated() {
      if place % 4_096 == 0 { try run.checkpoint() }
      let range = ledger.purchases(of: customer)
      var history = History(ledger, range.lowerBound, usualGap)
      for purchase in range {
        guard ledger.days[purchase] <= cut else { break }
        history.add(purchase, ledger)
        values += history.figures
        let next = purchase + 1
        let isEnded = next < range.upperBound && ledger.days[next] <= cut
        times.append(Double((isEnded ? ledger.days[next] : cut) - ledger.days[purchase]))
        isEvent.append(isEnded)
      }
    }
    let ends = isEvent.count { $0 }
    guard ends >= Self.leastEnds else { return nil }
    let all = Matrix(rowCount: times.count, columnCount: Self.names.count, values: values)
    let kept = try all.independentColumns(run)
    guard !kept.isEmpty else { return nil }
    var wish = CoxRegression()
    // Gaps are many, and steps as small as this are far below what they can tell.
    wish.tolerance = 1e-7
    model = try wish.fit(
      all.picking(kept, run), Durations(times: times, isEvent: isEvent), run)
    self.kept = kept
    lastTime = times.max() ?? 0
    gapCount = ends
    openCount = times.count - ends
  }

  /// The figures of a customer at the last order up to a day.
  static func figures(
    _ ledger: PurchaseLedger, _ customer: Int, cut: Int32, usualGap: Double
  ) -> (figures: [Double], silence: Double, repeats: Int) {
    let range = ledger.purchases(of: customer)
    var history = History(ledger, range.lowerBound, usualGap)
    var last = range.lowerBound
    for purchase in range {
      guard ledger.days[purchase] <= cut else { break }
      history.add(purchase, ledger)
      last = purchase
    }
    return (history.figures, Double(cut - ledger.days[last]), last - range.lowerBound)
  }

  /// The logarithm of the hazard beside that of average figures.
  func logHazard(_ figures: [Double]) -> Double {
    var sum = 0.0
    for (index, column) in kept.enumerated() {
      sum += model.coefficients[index] * (figures[column] - model.centres[index])
    }
    return sum
  }

  func carried(_ horizon: Double) -> CarriedHazard {
    let baseline = model.baseline
    return CarriedHazard(lastTime: lastTime, width: horizon) { baseline.value(at: $0) }
  }

  /// What is known of a customer after some orders.
  private struct History {
    private let first: Int32
    private let usualGap: Double
    private var count = 0.0
    private var total = 0.0
    private var last: Int32

    init(_ ledger: PurchaseLedger, _ start: Int, _ usualGap: Double) {
      first = ledger.days[start]
      last = first
      self.usualGap = usualGap
    }

    mutating func add(_ purchase: Int, _ ledger: PurchaseLedger) {
      count += 1
      total += ledger.amounts[purchase]
      last = ledger.days[purchase]
    }

    /// Logarithms: counts, days and money are all skewed to the right. The own gap is drawn towards
    /// the usual one while there is little to go by.
    var figures: [Double] {
      let span = Double(last - first)
      let gap = (span + usualGap) / count
      return [
        Math.log1p(count), Math.log1p(span), Math.log1p(gap),
        Math.log1p(max(0, total / count)),
      ]
    }
  }
}
