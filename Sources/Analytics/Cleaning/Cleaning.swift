/// A table made usable: repeated rows, returns, missing keys and values far out, by stated rules.
///
/// Nothing is changed in place: every rule says what it would do, and the cleaned table is a new
/// one. Rules act in the order of `Rule`: what an earlier one drops, a later one does not see.
package import Support
package import Tables

package struct CleaningOptions: Sendable, Equatable {
  package enum Dedupe: String, Sendable, CaseIterable {
    /// Rows equal in every cell.
    case exact
    /// Rows equal but for case, width and spacing; texts take the way most rows write them.
    case near
    case none
  }

  package enum Missing: String, Sendable, CaseIterable {
    /// Count rows without a customer, date or amount.
    case report
    /// Leave them out.
    case drop
    /// Put the median where an amount is missing, and leave out rows without customer or date.
    case median
  }

  package enum Outliers: String, Sendable, CaseIterable { case report, clip, drop }

  package enum Returns: String, Sendable, CaseIterable {
    /// Leave out a return together with the purchase it takes back.
    case net
    case keep
  }

  package enum Dates: String, Sendable, CaseIterable {
    /// Texts that are dates in several styles become dates.
    case unify
    case keep
  }

  /// Whether runs of blanks and full-width letters and digits are made plain.
  package var trims = true
  package var dates = Dates.unify
  package var dedupe = Dedupe.exact
  package var missing = Missing.report
  package var outliers = Outliers.report
  package var returns = Returns.net

  package init() {}
}

package struct Cleaning: Sendable {
  package enum Rule: String, Sendable, CaseIterable {
    case trim, dates, unreadableDates, ambiguousDates
    case unifyTexts, dropDuplicates, netReturns, missingKeys, outliers
  }

  /// What a rule does, or would do.
  package struct Step: Sendable {
    package let rule: Rule
    /// The column; nil where whole rows are meant.
    package let column: Int?
    package let tally: RowTally
    /// Whether rows or cells change; else they are only counted.
    package let changes: Bool
  }

  package private(set) var steps: [Step] = []
  /// The rows that stay, by their place in the table.
  package private(set) var rows: [Int]
  private(set) var columns: [ColumnValues]
  private let table: Table
  private let options: CleaningOptions

  package init(_ table: Table, _ options: CleaningOptions, _ run: Run) throws {
    self.table = table
    self.options = options
    rows = Array(0..<table.rowCount)
    columns = table.columns.map(\.values)
    if options.trims { try tidyTexts(run) }
    if options.dates == .unify { try unifyDates(run) }
    if options.dedupe == .near { try unifyTexts(run) }
    if options.dedupe != .none { try dropDuplicates(run) }
    try run.checkpoint()
    if options.returns == .net { try netReturns(run) }
    try run.checkpoint()
    missingKeys()
    try run.checkpoint()
    outliers()
  }

  /// The cleaned table.
  package func table(named name: String) -> Table {
    let rule =
      "trim=\(options.trims) dates=\(options.dates.rawValue) "
      + "dedupe=\(options.dedupe.rawValue) missing=\(options.missing.rawValue) "
      + "outliers=\(options.outliers.rawValue) returns=\(options.returns.rawValue)"
    return table.keeping(rows, columns: columns, named: name, rule: rule)
  }

  private mutating func note(
    _ rule: Rule, _ column: Int?, _ tally: RowTally, changes: Bool = true
  ) {
    guard tally.count > 0 else { return }
    steps.append(Step(rule: rule, column: column, tally: tally, changes: changes))
  }

  /// Leaves out the rows that are marked, and counts them.
  private mutating func drop(_ marked: [Bool]) -> RowTally {
    var tally = RowTally()
    for row in rows where marked[row] { tally.add(row) }
    rows.removeAll { marked[$0] }
    return tally
  }

  private mutating func unifyTexts(_ run: Run) throws {
    for column in table.columns where column.role != .text {
      try run.checkpoint()
      guard case .text(let text) = columns[column.index] else { continue }
      let usual = TextFold.usual(text)
      var tally = RowTally()
      let codes = text.codes.enumerated().map { row, code -> Int32 in
        guard code >= 0, usual[Int(code)] != Int(code) else { return code }
        tally.add(row)
        return Int32(truncatingIfNeeded: usual[Int(code)])
      }
      guard tally.count > 0 else { continue }
      columns[column.index] = .text(TextColumn(codes: codes, dictionary: text.dictionary))
      note(.unifyTexts, column.index, tally)
    }
  }

  private mutating func dropDuplicates(_ run: Run) throws {
    let firsts = try RowKeys(columns, rows: table.rowCount, run).firstEquals(run)
    note(.dropDuplicates, nil, drop(firsts.map { $0 >= 0 }))
  }

  private mutating func netReturns(_ run: Run) throws {
    guard let netting = ReturnNetting(table) else { return }
    note(.netReturns, nil, drop(try netting.marked(rows, run)))
  }

  private mutating func tidyTexts(_ run: Run) throws {
    for column in table.columns where column.role != .text {
      try run.checkpoint()
      // Ids are ids byte for byte; telephones and names are what people typed.
      if [.customerId, .orderId, .itemId].contains(column.role) { continue }
      guard case .text(let text) = columns[column.index],
        let tidy = try TextTidying.tidy(text, run)
      else { continue }
      columns[column.index] = .text(tidy.column)
      note(.trim, column.index, tidy.rows)
    }
  }

  /// Texts that are dates in several styles become dates.
  private mutating func unifyDates(_ run: Run) throws {
    for column in table.columns {
      try run.checkpoint()
      let isOther = column.role.map { $0.isIdentifier || $0 == .text } ?? false
      guard !isOther, case .text(let text) = columns[column.index] else { continue }
      switch try TextTidying.dates(text, run) {
      case .none: continue
      case .ambiguous(let tally): note(.ambiguousDates, column.index, tally, changes: false)
      case .dates(let dates, let rows, let unread):
        columns[column.index] = .date(dates)
        note(.dates, column.index, rows)
        note(.unreadableDates, column.index, unread)
      }
    }
  }

  private mutating func missingKeys() {
    for role in [Role.customerId, .date, .amount] {
      guard let column = table.column(role), column.missingCount > 0 else { continue }
      let marked = (0..<table.rowCount).map { column.isMissing($0) }
      if options.missing == .median, role == .amount, let number = column.number {
        note(.missingKeys, column.index, fill(number, column.index, marked))
      } else if options.missing != .report {
        note(.missingKeys, column.index, drop(marked))
      } else {
        var tally = RowTally()
        for row in rows where marked[row] { tally.add(row) }
        note(.missingKeys, column.index, tally, changes: false)
      }
    }
  }

  private mutating func fill(_ number: NumberColumn, _ index: Int, _ marked: [Bool]) -> RowTally {
    let present = rows.filter { !marked[$0] }.map { number.values[$0] }
    guard !present.isEmpty else { return RowTally() }
    let median = Quantities.median(present)
    var tally = RowTally()
    for row in rows where marked[row] { tally.add(row) }
    let values = number.values.indices.map { marked[$0] ? median : number.values[$0] }
    columns[index] = .number(
      NumberColumn(
        values: values, isInteger: number.isInteger && median == median.rounded(),
        isPercent: number.isPercent, currency: number.currency))
    return tally
  }

  private mutating func outliers() {
    for role in [Role.amount, .unitPrice, .monetary, .quantity] {
      guard let column = table.column(role), case .number(let number) = columns[column.index],
        let fence = Fence(number)
      else { continue }
      let marked = number.values.map { $0 > 0 && !fence.holds($0) }
      if options.outliers == .drop {
        note(.outliers, column.index, drop(marked))
        continue
      }
      var tally = RowTally()
      for row in rows where marked[row] { tally.add(row) }
      note(.outliers, column.index, tally, changes: options.outliers == .clip)
      guard options.outliers == .clip, tally.count > 0 else { continue }
      columns[column.index] = .number(
        NumberColumn(
          values: number.values.map { $0 > 0 ? min(max($0, fence.low), fence.high) : $0 },
          missing: number.missing, isInteger: false, isPercent: number.isPercent,
          currency: number.currency))
    }
  }
}
