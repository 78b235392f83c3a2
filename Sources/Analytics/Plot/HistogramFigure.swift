/// How often values occur: bins of round width, the far end of a long tail in a bar of its own.
///
/// The width is that of Freedman and Diaconis 1981, made round.
import Numerics
package import Support
package import Tables

extension Figure {
  /// - Parameter column: a header, a role, or a feature made of orders; nil for money.
  package static func histogram(
    _ table: Table, column: String?, bins: Int?, asOf: Int32?, _ run: Run
  ) throws -> Figure {
    let source = try HistogramSource.of(table, column, asOf: asOf, run)
    try run.checkpoint()
    guard !source.values.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no value in \(source.name.en)")
    }
    let sorted = source.values.ascending()
    try run.checkpoint()
    let counts = HistogramBins(sorted, isWhole: source.isWhole, wanted: bins)
    let median = Quantile.of(sorted: sorted, 0.5)
    func short(_ value: Double) -> String { Words.short(source.isWhole ? value.rounded() : value) }
    let (count, middle) = (Words.short(Double(sorted.count)), short(median))
    let what = sorted.count == 1 ? "value" : source.unit.en
    var notes: [Phrase] = []
    if let beyond = counts.beyond {
      let share = Words.percent(Double(beyond) / Double(sorted.count), digits: 1)
      let top = Words.short(sorted.last ?? 0)
      notes.append(
        Phrase(
          en: "the hatched bar holds all above, \(share) of the values, up to \(top)",
          zh: "斜线柱为其余更大的值，占 \(share)，最大 \(top)"))
    }
    let (low, high) = (
      short(Quantile.of(sorted: sorted, 0.1)), short(Quantile.of(sorted: sorted, 0.9))
    )
    return Figure(
      title: Phrase(en: "How \(source.name.en) is spread", zh: "分布：\(source.name.zh)"),
      subtitle: Phrase(
        en: "\(count) \(what), median \(middle); eight in ten from \(low) to \(high)"
          + (source.missing > 0 ? "; \(Words.short(Double(source.missing))) missing" : ""),
        zh: "\(count) \(source.unit.zh)，中位数 \(middle)；八成在 \(low) 至 \(high) 之间"
          + (source.missing > 0 ? "；缺失 \(Words.short(Double(source.missing)))" : "")),
      alt: Phrase(
        en: "Histogram of \(source.name.en): \(count) \(what), median \(middle), eight in"
          + " ten from \(low) to \(high).",
        zh: "\(source.name.zh) 的直方图：\(count) \(source.unit.zh)，中位数 \(middle)，八成在 \(low) 至 "
          + "\(high) 之间。"),
      notes: notes,
      chart: .bars(
        Bars(
          x: Axis(source.name, isWhole: source.isWhole), y: Axis(source.counted, isWhole: true),
          edges: counts.edges, counts: counts.counts,
          beyond: counts.beyond,
          mark: counts.edges.last.map { median <= $0 } ?? false
            ? (median, Phrase(en: "median \(middle)", zh: "中位数 \(middle)")) : nil)),
      notices: source.notices, asOf: source.asOf, count: sorted.count)
  }
}

/// The values of a histogram and what they are.
private struct HistogramSource {
  let values: [Double]
  let name: Phrase
  /// What is counted, behind a number and as the title of an axis.
  let unit: Phrase
  let counted: Phrase
  let isWhole: Bool
  let missing: Int
  var notices: [Notice] = []
  var asOf: Int32?

  static func of(
    _ table: Table, _ wanted: String?, asOf: Int32?, _ run: Run
  ) throws -> HistogramSource {
    let hasOrders = Segmentation.hasOrders(table)
    if let wanted {
      if let column = column(table, wanted) { return HistogramSource(column) }
      return try feature(table, wanted, hasOrders: hasOrders, asOf: asOf, run)
    }
    if hasOrders { return HistogramSource(try PurchaseLedger(table, asOf: asOf, run), asOf: asOf) }
    let roles: [Role] = [.monetary, .amount, .lifetimeValue, .frequency, .income, .age]
    let known = roles.lazy.compactMap { table.column($0) }.first { isUsable($0) }
    guard let column = known ?? table.columns.first(where: isUsable) else {
      throw AnalyticsError.constantFeatures(headers: table.columns.map(\.header))
    }
    return HistogramSource(column)
  }

  /// A feature made of orders, by its name.
  private static func feature(
    _ table: Table, _ wanted: String, hasOrders: Bool, asOf: Int32?, _ run: Run
  ) throws -> HistogramSource {
    var known = numbers(table)
    if hasOrders {
      let made = try CustomerFeatures(
        table, set: .behaviour, windows: [30, 90, 365], asOf: asOf, run)
      if let feature = made.features.first(where: { $0.name == wanted }) {
        return HistogramSource(feature, made)
      }
      known += made.features.map(\.name)
    }
    throw AnalyticsError.unknownName(parameter: "params.column", found: wanted, known: known)
  }

  /// What customers spent at a time; where there is no money, how often they came.
  private init(_ ledger: PurchaseLedger, asOf day: Int32?) {
    let hasMoney = ledger.hasMoney
    values =
      hasMoney
      ? ledger.amounts : (0..<ledger.customerCount).map { Double(ledger.orderCount(of: $0)) }
    name =
      hasMoney
      ? Phrase(en: "money per purchase", zh: "单次消费金额")
      : Phrase(en: "orders per customer", zh: "人均订单数")
    unit = hasMoney ? Phrase(en: "purchases", zh: "次购买") : Phrase(en: "customers", zh: "位客户")
    counted = hasMoney ? Phrase(en: "purchases", zh: "购买次数") : Phrase(en: "customers", zh: "客户数")
    isWhole = !hasMoney
    missing = 0
    notices = ledger.notices
    asOf = day ?? ledger.lastDay
  }

  private init(_ column: Column) {
    let numbers = column.number
    values = numbers.map(Quantities.present) ?? []
    name = Phrase(verbatim: column.header)
    unit = Phrase(en: "rows", zh: "行")
    counted = Phrase(en: "rows", zh: "行数")
    isWhole = numbers?.isInteger ?? false
    missing = column.missingCount
  }

  private init(_ feature: CustomerFeatures.Feature, _ made: CustomerFeatures) {
    values = feature.values.compactMap { $0 }
    name = feature.words
    unit = Phrase(en: "customers", zh: "位客户")
    counted = Phrase(en: "customers", zh: "客户数")
    isWhole = values.allSatisfy { $0 == $0.rounded() }
    missing = feature.values.count - values.count
    notices = made.notices
    asOf = made.asOf
  }

  /// Numbers that are neither names nor anybody's own.
  private static func isUsable(_ column: Column) -> Bool {
    guard column.number != nil, column.missingCount < column.number?.values.count ?? 0 else {
      return false
    }
    return column.role.map { !$0.isPersonal && !$0.isIdentifier } ?? true
  }

  private static func column(_ table: Table, _ wanted: String) -> Column? {
    let found =
      table.column(named: wanted) ?? Role(rawValue: wanted).flatMap { table.column($0) }
    return found.flatMap { isUsable($0) ? $0 : nil }
  }

  private static func numbers(_ table: Table) -> [String] {
    table.columns.filter(isUsable).map(\.header)
  }
}

/// Counts of sorted values in bins of round width.
struct HistogramBins: Sendable, Equatable {
  let edges: [Double]
  let counts: [Int]
  /// Values above the last edge, where a long tail was cut off.
  let beyond: Int?

  init(_ sorted: [Double], isWhole: Bool, wanted: Int?) {
    let (low, high) = (sorted.first ?? 0, sorted.last ?? 1)
    let top = Self.top(sorted)
    let step = Self.step(sorted, low...max(low, top), isWhole: isWhole, wanted: wanted)
    // Few whole numbers stand in the middle of their bars.
    let shift = isWhole && step == 1 ? 0.5 : 0
    let first = ((low + shift) / step).rounded(.down) * step - shift
    var edges = [first]
    while let last = edges.last, last <= top, edges.count <= 200 {
      edges.append(first + Double(edges.count) * step)
    }
    if edges.count == 1 { edges.append(first + step) }
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var place = 0
    var beyond = 0
    for value in sorted {
      while place + 1 < counts.count, value >= edges[place + 1] { place += 1 }
      if value < edges[place + 1] { counts[place] += 1 } else { beyond += 1 }
    }
    // Without a tail cut off, what lies on the last edge belongs to the last bin.
    let isCut = high > top
    if !isCut { counts[counts.count - 1] += beyond }
    self.edges = edges
    self.counts = counts
    self.beyond = isCut && beyond > 0 ? beyond : nil
  }

  /// The highest value, or the 99th in a hundred where the tail is much longer than all before it.
  private static func top(_ sorted: [Double]) -> Double {
    let high = sorted.last ?? 1
    guard sorted.count >= 100 else { return high }
    let (first, last) = (Quantile.of(sorted: sorted, 0.01), Quantile.of(sorted: sorted, 0.99))
    return high - first > 2.5 * (last - first) && last > first ? last : high
  }

  private static func step(
    _ sorted: [Double], _ range: ClosedRange<Double>, isWhole: Bool, wanted: Int?
  ) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0 else { return isWhole ? 1 : max(abs(range.lowerBound) * 0.1, 1e-6) }
    if isWhole, wanted == nil, width <= 30 { return 1 }
    let spread = Quantile.of(sorted: sorted, 0.75) - Quantile.of(sorted: sorted, 0.25)
    let rule = 2 * spread / Math.pow(Double(sorted.count), 1.0 / 3)
    let count = wanted.map(Double.init) ?? min(50, max(8, rule > 0 ? width / rule : 20))
    let step = round(width / count)
    return isWhole ? max(1, step.rounded()) : step
  }

  /// The nearest of 1, 2 and 5 times a power of ten, by ratio.
  private static func round(_ width: Double) -> Double {
    let power = Math.pow(10, (Math.log(width) / Math.log(10)).rounded(.down))
    let steps = [1.0, 2, 5, 10].map { $0 * power }
    func distance(_ step: Double) -> Double { abs(Math.log(step / width)) }
    return steps.min { distance($0) < distance($1) } ?? power
  }
}
