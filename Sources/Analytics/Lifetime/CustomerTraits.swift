/// What is known of customers beside their purchases, as numbers: what their rates may differ by.
///
/// A trait belongs to the customer: a column that changes from row to row of one says something
/// else and is refused. Numbers are standardised, and count no more than three deviations from
/// their mean, so that no single customer decides a coefficient.
import Numerics
import Support
import Tables

struct CustomerTraits: Sendable {
  struct Trait: Sendable {
    let header: String
    /// Of words: the value that is told apart, and that which it is compared with.
    let words: (value: String, reference: String)?
    /// Of numbers: how much one more is.
    let deviation: Double
  }

  private(set) var traits: [Trait] = []
  /// Of each trait one value for each customer of the ledger.
  private(set) var values: [[Double]] = []
  /// Customers of whom a column says nothing: they count as average.
  private(set) var missing: [(header: String, count: Int)] = []

  /// Deviations from the mean that count.
  private static let farthest = 3.0

  /// What tells of the purchases themselves, or only names somebody, explains nothing.
  private static let purchases: Set<Role> = [
    .orderId, .date, .amount, .quantity, .unitPrice, .frequency, .recency, .lastDate, .firstDate,
    .monetary, .tenureDays, .lifetimeValue, .churn, .isReturn,
  ]

  init(_ table: Table, _ headers: [String], of ledger: PurchaseLedger, _ run: Run) throws {
    var columns: [Column] = []
    for name in headers {
      let column = try Self.column(name, table)
      if !columns.contains(where: { $0.index == column.index }) { columns.append(column) }
    }
    let customers = Self.customers(ledger)
    for column in columns {
      let rows = try Self.rows(column, customers, ledger.customerCount, run)
      let unknown = rows.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
      if unknown > 0 { missing.append((column.header, unknown)) }
      switch column.values {
      case .number(let numbers): try add(column.header, numbers, rows)
      case .text(let text): try add(column.header, text, rows)
      case .date:
        throw AnalyticsError.unusableTrait(
          header: column.header, expected: "columns of numbers or words", found: "dates")
      }
    }
    guard values.count <= Limits.customerTraits else {
      throw AnalyticsError.unusableTrait(
        header: nil,
        expected: "at most \(Limits.customerTraits) traits (a number is one, a column of words one"
          + " less than it has values)", found: "\(values.count)")
    }
  }

  private static func column(_ name: String, _ table: Table) throws(AnalyticsError) -> Column {
    let headers = table.columns.map(\.header)
    guard let column = table.column(named: name) ?? Role(rawValue: name).flatMap(table.column)
    else {
      throw .unknownName(parameter: "params.covariates", found: name, known: headers)
    }
    let expected = "columns that tell of customers, not who they are or what they bought"
    guard let role = column.role else { return column }
    if role.isPersonal || role == .customerId {
      throw .unusableTrait(
        header: column.header, expected: expected, found: "what tells who a customer is")
    }
    if purchases.contains(role) {
      throw .unusableTrait(
        header: column.header, expected: expected, found: "what tells of the purchases")
    }
    return column
  }

  /// The customer of the ledger of each row; -1 where it is none.
  private static func customers(_ ledger: PurchaseLedger) -> [Int32] {
    var places = [Int32](repeating: -1, count: ledger.keys.count)
    for (place, key) in ledger.customers.enumerated() { places[Int(key)] = Int32(place) }
    return ledger.keys.ofRow.map { $0 < 0 ? -1 : places[Int($0)] }
  }

  /// The first row of each customer that has a value; -1 where none has.
  private static func rows(
    _ column: Column, _ customers: [Int32], _ count: Int, _ run: Run
  ) throws -> [Int] {
    var rows = [Int](repeating: -1, count: count)
    var changes = [Bool](repeating: false, count: count)
    for (row, customer) in customers.enumerated() {
      if row % 65_536 == 0 { try run.checkpoint() }
      guard customer >= 0, !column.isMissing(row) else { continue }
      let first = rows[Int(customer)]
      if first < 0 {
        rows[Int(customer)] = row
      } else if !isSame(column, first, row) {
        changes[Int(customer)] = true
      }
    }
    let changed = changes.reduce(0) { $0 + ($1 ? 1 : 0) }
    guard changed == 0 else {
      throw AnalyticsError.unusableTrait(
        header: column.header, expected: "columns with one value in all rows of a customer",
        found: "values that change within \(changed) of \(count) customers")
    }
    return rows
  }

  private static func isSame(_ column: Column, _ first: Int, _ second: Int) -> Bool {
    switch column.values {
    case .number(let numbers): numbers.values[first] == numbers.values[second]
    case .text(let text): text.codes[first] == text.codes[second]
    case .date(let dates): dates.days[first] == dates.days[second]
    }
  }

  private mutating func add(_ header: String, _ numbers: NumberColumn, _ rows: [Int]) throws {
    let known = rows.filter { $0 >= 0 }.map { numbers.values[$0] }
    let moments = Moments(of: known)
    let deviation = moments.variance.squareRoot()
    guard let first = known.first, known.contains(where: { $0 != first }), deviation > 0 else {
      throw Self.constant(header)
    }
    traits.append(Trait(header: header, words: nil, deviation: deviation))
    values.append(
      rows.map { row in
        guard row >= 0 else { return 0 }
        let far = (numbers.values[row] - moments.mean) / deviation
        return max(-Self.farthest, min(Self.farthest, far))
      })
  }

  /// One trait for each value but the most common, which the others are compared with.
  private mutating func add(_ header: String, _ text: TextColumn, _ rows: [Int]) throws {
    var counts = [Int](repeating: 0, count: text.dictionary.count)
    for row in rows where row >= 0 { counts[Int(text.codes[row])] += 1 }
    let order = counts.indices.filter { counts[$0] > 0 }.sorted {
      counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1]
    }
    guard let common = order.first, order.count > 1 else { throw Self.constant(header) }
    guard order.count <= Limits.traitValues else {
      throw AnalyticsError.unusableTrait(
        header: header, expected: "columns of numbers, or of at most \(Limits.traitValues) words",
        found: "\(order.count) different words")
    }
    let known = Double(rows.count { $0 >= 0 })
    for code in order.dropFirst() {
      traits.append(
        Trait(
          header: header, words: (text.dictionary[code], text.dictionary[common]), deviation: 1))
      let share = Double(counts[code]) / known
      values.append(rows.map { $0 < 0 ? share : Int(text.codes[$0]) == code ? 1 : 0 })
    }
  }

  private static func constant(_ header: String) -> AnalyticsError {
    .unusableTrait(
      header: header, expected: "columns that differ between customers", found: "one value for all")
  }
}
