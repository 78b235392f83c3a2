/// How a file is to be read. Everything is optional: what is not stated is found out.

/// What the caller states about a file.
package struct ReadOptions: Sendable, Hashable {
  /// Columns by role: a header, or a place such as `#3` counted from 1.
  package var columns: [Role: String] = [:]
  /// The name of the encoding, such as `gb18030`.
  package var encoding: String?
  /// The byte between cells.
  package var delimiter: UInt8?
  /// Whether the first line is a header.
  package var header: Bool?
  /// What the rows are.
  package var kind: TableKind?
  /// What happens at a row that cannot be used.
  package var onBadRow = OnBadRow.skip
  /// Only the first rows.
  package var maxRows: Int?
  /// The table to read from a database file.
  package var sqliteTable: String?
  /// The one SELECT to read from a database file.
  package var query: String?
  /// Only these headers, in file order.
  package var keepColumns: [String]?

  /// Whether numbers have a decimal comma; found out column by column when not stated.
  package var decimalComma: Bool?
  /// Whether rows that sum up others stay, as a report on the file wants them.
  package var keepsTotals = false

  /// Options that state nothing.
  package init() {}

  /// What happens at a row that cannot be used.
  package enum OnBadRow: String, Sendable, Hashable, CaseIterable {
    /// It is left out, counted, and listed by line.
    case skip
    /// It ends the reading with `malformedTable`.
    case error
  }
}
