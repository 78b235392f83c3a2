/// The numbers customers are grouped by: which columns, missing ones filled, skewed ones in
/// logarithms, all on one scale.
import Learning
import Numerics
import Support
import Tables

struct FeatureTable: Sendable {
  let ids: [String]
  let headers: [String]
  /// Original units, one array per feature.
  let values: [[Double]]
  let revenue: [Double]?
  let notices: [Notice]
  let asOf: Int32?
  /// The row of each customer, where a row is a customer.
  let rows: [Int]

  /// Columns a grouping must never see: names of things, answers, and what was given out.
  private static let excluded: Set<Role> = [
    .customerId, .orderId, .itemId, .itemName, .churn, .target, .treatment, .variant, .outcome,
    .consent, .text, .textLabel,
  ]

  /// Orders are grouped by recency, frequency and money, or by those of them that are wanted.
  init(_ rfm: RFMTable, wanted: [String]?) throws {
    let names = ["recency", "frequency"] + (rfm.monetary == nil ? [] : ["monetary"])
    let columns = [rfm.recency, rfm.frequency] + (rfm.monetary.map { [$0] } ?? [])
    let places = try (wanted ?? names).map { name in
      guard let place = names.firstIndex(of: name) else {
        throw AnalyticsError.unusableFeature(
          header: name, why: "orders are grouped by these", headers: names)
      }
      return place
    }
    ids = rfm.ids
    headers = places.map { names[$0] }
    values = places.map { columns[$0] }
    revenue = rfm.monetary
    notices = rfm.notices
    asOf = rfm.asOf
    rows = []
  }

  init(_ table: Table, options: SegmentOptions, _ run: Run) throws {
    let columns = try Self.columns(table, options)
    let keys = CustomerKeys(table)
    try run.checkpoint()
    let lacking = columns.filter { $0.missingCount > 0 }
    let isComplete = { (row: Int) in lacking.allSatisfy { !$0.isMissing(row) } }
    let named = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    let incomplete = lacking.isEmpty ? [] : named.filter { !isComplete($0) }
    try run.checkpoint()
    if options.missing == .error, let row = incomplete.first {
      let column = columns.first { $0.isMissing(row) }
      throw AnalyticsError.unusableFeature(
        header: column?.header ?? "", why: "missing in data row \(row + 1)",
        headers: table.columns.map(\.header))
    }
    let rows = options.missing == .drop ? named.filter(isComplete) : named
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "every row lacks a value")
    }
    ids = try Parallel.fill(count: rows.count, chunk: 16_384, initial: "") { range, part in
      try run.checkpoint()
      for place in range { part[place - range.lowerBound] = keys[Int(keys.ofRow[rows[place]])] }
    }
    headers = columns.map(\.header)
    values = try columns.map { column in
      try run.checkpoint()
      return Self.numbers(column, rows)
    }
    let money = table.column(.monetary) ?? table.column(.amount) ?? table.column(.lifetimeValue)
    revenue = money?.number.map { column in
      rows.map { column.missing.isEmpty || !column.missing[$0] ? column.values[$0] : 0 }
    }
    notices = Self.notices(incomplete.count, options.missing)
    asOf = nil
    self.rows = rows
  }

  /// Whether more columns of words than of numbers tell customers apart, or words were asked for.
  static func isWordy(_ table: Table, _ options: SegmentOptions) -> Bool {
    let words = categories(table, rows: Array(0..<table.rowCount), options).count
    guard options.features == nil else { return words > 0 }
    return words > ((try? columns(table, options))?.count ?? 0)
  }

  /// Columns of words that customers may be grouped by: few different ones, nothing personal, and
  /// neither answers nor names. A missing word is a word of its own.
  static func categories(
    _ table: Table, rows: [Int], _ options: SegmentOptions
  ) -> [CategoryColumn] {
    let truth = options.truthColumn.flatMap { table.column(named: $0)?.header }
    return table.columns.compactMap { column in
      guard let text = column.text, column.header != truth else { return nil }
      if let role = column.role, role.isPersonal || excluded.contains(role) { return nil }
      if let wanted = options.features, !wanted.contains(column.header) { return nil }
      var known: [Int32: Int] = [:]
      var codes: [Int] = []
      var words: [String] = []
      codes.reserveCapacity(rows.count)
      for row in rows {
        let code = known[text.codes[row]] ?? known.count
        if code == known.count { words.append(text[row] ?? "") }
        known[text.codes[row]] = code
        guard known.count <= Limits.categories else { return nil }
        codes.append(code)
      }
      return known.count > 1
        ? CategoryColumn(header: column.header, codes: codes, words: words) : nil
    }
  }

  private static func numbers(_ column: Column, _ rows: [Int]) -> [Double] {
    guard let numbers = column.number else { return rows.map { _ in 0 } }
    let middle = Quantities.median(Quantities.present(numbers))
    return rows.map { column.isMissing($0) ? middle : numbers.values[$0] }
  }

  private static func columns(_ table: Table, _ options: SegmentOptions) throws -> [Column] {
    let headers = table.columns.map(\.header)
    let truth = options.truthColumn.flatMap { table.column(named: $0)?.header }
    if let wanted = options.features {
      return try wanted.compactMap { header in
        guard let column = table.column(named: header) else {
          throw AnalyticsError.unusableFeature(
            header: header, why: "no such column", headers: headers)
        }
        // Words are taken as categories.
        if options.method == .kprototypes, column.text != nil { return nil }
        guard column.number != nil else {
          throw AnalyticsError.unusableFeature(header: header, why: "no numbers", headers: headers)
        }
        return column
      }
    }
    let usable = table.columns.filter { column in
      guard let number = column.number, column.missingCount < table.rowCount else { return false }
      if let role = column.role, role.isPersonal || excluded.contains(role) { return false }
      if column.header == truth { return false }
      let present = Quantities.present(number)
      return Set(present.prefix(10_000)).count > 1 && !isRowNumber(number)
    }
    guard !usable.isEmpty else { throw AnalyticsError.constantFeatures(headers: headers) }
    return usable
  }

  /// 1, 2, 3, ... is a row number and no feature.
  static func isRowNumber(_ column: NumberColumn) -> Bool {
    guard column.isInteger, column.values.count > 2, let first = column.values.first else {
      return false
    }
    return column.values.indices.allSatisfy { column.values[$0] == first + Double($0) }
  }

  private static func notices(_ count: Int, _ missing: SegmentOptions.Missing) -> [Notice] {
    guard count > 0 else { return [] }
    if missing == .drop {
      return [
        Notice(
          "rowsDropped", en: "\(count) rows lack a value and are left out",
          zh: "\(count) 行缺少数值，未计入", path: "missing")
      ]
    }
    return [
      Notice(
        "missingFilled", en: "\(count) rows lack a value; the median of the column stands in",
        zh: "\(count) 行缺少数值，以该列中位数填补", path: "missing")
    ]
  }
}

/// A column of few different words.
struct CategoryColumn: Sendable {
  let header: String
  /// The place in `words` of each customer's word.
  let codes: [Int]
  /// An empty text stands for a missing word.
  let words: [String]
}
