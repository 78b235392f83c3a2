/// Feedback that stands twice in a file: rows equal in every cell, one of which says whose it is.
///
/// Two customers may say the same; what one customer said is not said twice by being exported
/// twice. Where nothing says whose a row is, none is left out.
package import Support
package import Tables

package struct RepeatedFeedback: Sendable {
  /// The table without the repeated rows, which says so.
  package let table: Table
  /// The rows that are left, as the table given counts them.
  package let rows: [Int]

  /// Nil where no row is repeated.
  package init?(_ table: Table, _ run: Run) throws {
    let owners = table.columns.filter { column in
      column.role.map { $0 == .customerId || $0 == .orderId || $0.isPersonal } ?? false
    }
    guard !owners.isEmpty else { return nil }
    let values = table.columns.map(\.values)
    let firsts = try RowKeys(values, rows: table.rowCount, run).firstEquals(run)
    let rows = firsts.indices.filter { row in
      firsts[row] < 0 || owners.allSatisfy { $0.isMissing(row) }
    }
    let count = table.rowCount - rows.count
    guard count > 0 else { return nil }
    let notice = Notice(
      "repeatedFeedback",
      en: "\(count) \(count == 1 ? "row" : "rows") equal to an earlier one in every cell: left out",
      zh: "\(count) 行与前面某行完全相同，已略去", path: "dedupe")
    self.rows = rows
    self.table = table.keeping(
      rows, columns: values, named: table.name, rule: "dedupe", source: table.source,
      notices: table.notices + [notice])
  }
}
