/// Numbers that do not look like the others: below zero, zero, far out, in another currency.
///
/// Far out is more than six robust standard deviations from the median, on logarithms, because
/// money spreads by factors: 1.4826 times the median absolute deviation is the standard deviation
/// of a normal (Hampel 1974).
import Numerics
import Support
import Tables

enum QualityMoney {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    var found: [QualityFinding] = []
    for column in view.table.columns {
      try run.checkpoint()
      guard let number = column.number else { continue }
      let role = column.role
      if role == .amount || role == .unitPrice || role == .monetary || role == .quantity {
        found += signs(column, number, view.table)
        if let finding = outliers(column, number) { found.append(finding) }
      }
      if let survey = view.survey?.columns[column.index] {
        found += currencies(column, survey.currencies)
      }
    }
    return found + currencyColumns(view)
  }

  private static func rows(_ number: NumberColumn, where test: (Double) -> Bool) -> RowTally {
    var tally = RowTally()
    for (row, value) in number.values.enumerated() where test(value) {
      if !number.missing.isEmpty, number.missing[row] { continue }
      tally.add(row)
    }
    return tally
  }

  private static func examples(_ tally: RowTally, _ number: NumberColumn) -> [String] {
    tally.rows.prefix(5).map { "\(Words.short(number.values[$0]))" }
  }

  private static func signs(
    _ column: Column, _ number: NumberColumn, _ table: Table
  ) -> [QualityFinding] {
    var found: [QualityFinding] = []
    let negative = rows(number) { $0 < 0 }
    if negative.count > 0, table.column(.isReturn) == nil {
      found.append(
        QualityFinding(
          .negativeAmounts, .warning, column: column.index, negative,
          examples: examples(negative, number),
          Phrase(
            en: "\(QualityView.rows(negative.count)) of \"\(column.header)\" below zero, and no "
              + "column marks returns",
            zh: "“\(column.header)”有 \(negative.count) 行为负数，且没有退货标记列"),
          fix: Phrase(
            en: "they are taken as returns; name a column for isReturn if they are not",
            zh: "将按退货处理；若不是，请指定 isReturn 列")))
    }
    let zero = rows(number) { $0 == 0 }
    if zero.count > 0, column.role != .quantity {
      found.append(
        QualityFinding(
          .zeroAmounts, .info, column: column.index, zero,
          Phrase(
            en: "\(QualityView.rows(zero.count)) of \"\(column.header)\" at zero",
            zh: "“\(column.header)”有 \(zero.count) 行为 0"),
          fix: Phrase(
            en: "gifts and samples are fine; cancelled orders should be left out",
            zh: "赠品无妨；已取消的订单应剔除")))
    }
    return found
  }

  private static func outliers(_ column: Column, _ number: NumberColumn) -> QualityFinding? {
    guard let fence = Fence(number) else { return nil }
    let far = rows(number) { $0 > 0 && !fence.holds($0) }
    guard far.count > 0 else { return nil }
    let (low, high) = (Words.short(fence.low), Words.short(fence.high))
    return QualityFinding(
      .outliers, .warning, column: column.index, far, examples: examples(far, number),
      Phrase(
        en: "\(QualityView.rows(far.count)) of \"\(column.header)\" far from all others, which "
          + "are between \(low) and \(high)",
        zh: "“\(column.header)”有 \(far.count) 行远离其余值（其余在 \(low) 与 \(high) 之间）"),
      fix: Phrase(
        en: "check them for a slipped decimal mark; cleanDataset can clip them",
        zh: "请检查小数点是否错位；可用 cleanDataset 截断"))
  }

  private static func currencies(_ column: Column, _ tallies: [RowTally]) -> [QualityFinding] {
    let found = tallies.indices.filter { tallies[$0].count > 0 }
    guard found.count >= 2,
      let most = found.max(by: { (tallies[$0].count, -$0) < (tallies[$1].count, -$1) }),
      let next = found.filter({ $0 != most }).max(by: {
        (tallies[$0].count, -$0) < (tallies[$1].count, -$1)
      })
    else { return [] }
    return [mixed(column, tallies[next], found.map { FileSurvey.currencies[$0] })]
  }

  private static let currencyHeaders: Set<String> = [
    "currency", "currencycode", "币种", "货币", "币别",
  ]

  /// A column of its own that names the currency.
  private static func currencyColumns(_ view: QualityView) -> [QualityFinding] {
    view.table.columns.compactMap { column in
      let key = column.header.lowercased().filter { $0 != " " && $0 != "_" }
      guard currencyHeaders.contains(key), let text = column.text, text.dictionary.count >= 2
      else { return nil }
      var counts = [Int](repeating: 0, count: text.dictionary.count)
      for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
      let most = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }
      let rows = view.rows(of: text, where: counts.indices.map { $0 != most })
      return mixed(column, rows, (0..<min(5, counts.count)).map { text.dictionary.short($0) })
    }
  }

  private static func mixed(
    _ column: Column, _ tally: RowTally, _ examples: [String]
  ) -> QualityFinding {
    QualityFinding(
      .mixedCurrencies, .error, column: column.index, tally, examples: examples,
      Phrase(
        en: "\"\(column.header)\" mixes currencies, and amounts would be added up as if they were "
          + "one",
        zh: "“\(column.header)”混有多种货币，金额会被直接相加"),
      fix: Phrase(en: "convert to one currency, or split the file", zh: "请换算为同一货币或拆分文件"))
  }
}

/// Between which values a column of positive numbers is at home.
struct Fence: Sendable, Equatable {
  let low: Double
  let high: Double

  /// Robust standard deviations to either side.
  static let reach = 6.0
  /// Fewer values than this show no spread.
  static let least = 20

  /// The fence of a column; nil where there are too few positive values or most are equal.
  init?(_ number: NumberColumn) {
    var logs: [Double] = []
    logs.reserveCapacity(number.values.count)
    for (row, value) in number.values.enumerated() where value > 0 {
      if number.missing.isEmpty || !number.missing[row] { logs.append(Math.log(value)) }
    }
    guard logs.count >= Self.least else { return nil }
    let middle = Quantities.median(logs)
    let spread = 1.4826 * Quantities.median(logs.map { abs($0 - middle) })
    guard spread > 0 else { return nil }
    low = Math.exp(middle - Self.reach * spread)
    high = Math.exp(middle + Self.reach * spread)
  }

  /// Whether a positive value lies within.
  func holds(_ value: Double) -> Bool { low <= value && value <= high }
}
