/// Which customer a row belongs to, and what the customers are called.
///
/// Ids are the texts of the file, byte for byte. A table without an id column has one customer per
/// row, called by the row's number.
package import Tables

package struct CustomerKeys: Sendable {
  /// The customer of each row; -1 where the id is missing.
  package let ofRow: [Int32]
  package let count: Int
  /// Rows without an id.
  package let missingCount: Int
  private let dictionary: TextDictionary?

  package init(_ table: Table) {
    guard let column = table.column(.customerId) else {
      ofRow = (0..<table.rowCount).map { Int32($0) }
      count = table.rowCount
      missingCount = 0
      dictionary = nil
      return
    }
    let text = column.asText()
    ofRow = text.codes
    count = text.dictionary.count
    missingCount = column.missingCount
    dictionary = text.dictionary
  }

  /// Whether the file names its customers.
  package var areNamed: Bool { dictionary != nil }

  package subscript(customer: Int) -> String {
    dictionary.map { $0[customer] } ?? String(customer + 1)
  }

  /// The customer of this id.
  package func customer(_ id: String) -> Int? {
    if let dictionary { return dictionary.code(of: id) }
    guard let number = Int(id), 1 <= number, number <= count else { return nil }
    return number - 1
  }

  /// The ids, in order of customer.
  package var ids: [String] { (0..<count).map { self[$0] } }
}

extension Column {
  /// The cells as texts. Numbers become their shortest text, dates ISO dates.
  package func asText() -> TextColumn {
    switch values {
    case .text(let column): return column
    case .number(let column):
      return Self.coded(column.values.count) { row in
        isMissing(row) ? nil : Self.text(column.values[row])
      }
    case .date(let column):
      return Self.coded(column.days.count) { row in
        isMissing(row) ? nil : CivilDate.text(days: column.days[row])
      }
    }
  }

  private static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return "\(value)"
  }

  private static func coded(_ count: Int, _ text: (Int) -> String?) -> TextColumn {
    var known: [String: Int32] = [:]
    var names: [String] = []
    let codes = (0..<count).map { row -> Int32 in
      guard let value = text(row) else { return -1 }
      if let code = known[value] { return code }
      let code = Int32(names.count)
      known[value] = code
      names.append(value)
      return code
    }
    return TextColumn(codes: codes, dictionary: TextDictionary(names))
  }
}
