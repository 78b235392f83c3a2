/// Cohorts apart by where customers came from: by what a column said in the first row of each.
///
/// A customer belongs to one part for good, also where later rows say something else. Parts end on
/// the same day as the whole.
import Numerics
package import Support
package import Tables

package struct CohortBreakdown: Sendable {
  package struct Part: Sendable {
    /// Nil for customers of whom the first row says nothing.
    package let value: String?
    package let cohorts: Cohorts
  }

  package let header: String
  /// The most customers first.
  package let parts: [Part]
  package let notices: [Notice]

  package init(_ table: Table, by name: String, of whole: Cohorts, _ run: Run) throws {
    let column = try table.queryColumn(name)
    guard !(column.role?.isPersonal ?? false), column.role != .customerId else {
      throw AnalyticsError.unusableFeature(
        header: column.header, why: "it tells who a customer is",
        headers: table.columns.map(\.header))
    }
    header = column.header
    let words = column.asText()
    let keys = CustomerKeys(table)
    let first = try Self.firstRows(table, keys, run)
    // The last group is that of customers without a word.
    let none = words.dictionary.count
    var customers = [Int](repeating: 0, count: none + 1)
    let groupOf = first.map { row -> Int in
      guard row >= 0 else { return -1 }
      return words.codes[row] < 0 ? none : Int(words.codes[row])
    }
    for group in groupOf where group >= 0 { customers[group] += 1 }
    let order = customers.indices.filter { customers[$0] > 0 }.sorted {
      (-customers[$0], $0) < (-customers[$1], $1)
    }
    var options = whole.options
    options.asOf = whole.asOf
    parts = try order.prefix(Limits.cohortParts).map { group in
      let rows = keys.ofRow.indices.filter {
        keys.ofRow[$0] >= 0 && groupOf[Int(keys.ofRow[$0])] == group
      }
      let own = table.keeping(
        rows, columns: table.columns.map(\.values), named: table.name, rule: "part \(group)")
      return Part(
        value: group == none ? nil : words.dictionary[group],
        cohorts: try Cohorts(own, options: options, run))
    }
    let left = order.count - parts.count
    notices =
      left == 0
      ? []
      : [
        Notice(
          "partsLeftOut",
          en: "\(header) has \(order.count) values; the \(parts.count) most common are shown",
          zh: "\(header) 共有 \(order.count) 个取值，仅显示最常见的 \(parts.count) 个", path: "breakdown")
      ]
  }

  /// The earliest row of each customer; -1 for one without a dated row.
  private static func firstRows(_ table: Table, _ keys: CustomerKeys, _ run: Run) throws -> [Int] {
    guard let column = table.column(.date), let dates = column.date else {
      throw AnalyticsError.missingRole(roles: ["date"], headers: table.columns.map(\.header))
    }
    var first = [Int](repeating: -1, count: keys.count)
    for row in 0..<table.rowCount {
      if row % 65_536 == 0 { try run.checkpoint() }
      let key = Int(keys.ofRow[row])
      guard key >= 0, !column.isMissing(row) else { continue }
      if first[key] < 0 || dates.days[row] < dates.days[first[key]] { first[key] = row }
    }
    return first
  }
}
