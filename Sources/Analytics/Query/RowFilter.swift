/// Which rows of a table are meant: comparisons of columns, joined by and and or.
///
/// A cell that is missing meets no comparison, not even `!=`; `missing` asks for it. Texts are
/// compared byte for byte, each distinct one once; dates with dates, numbers with numbers.
import Numerics
package import Support
package import Tables

/// A value that cells are compared with.
package enum QueryValue: Sendable, Equatable {
  case number(Double)
  case text(String)
}

package enum Comparison: String, Sendable, CaseIterable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

package indirect enum RowFilter: Sendable, Equatable {
  /// All of them hold; true when there is none.
  case all([RowFilter])
  /// At least one of them holds.
  case any([RowFilter])
  case compare(column: String, Comparison, QueryValue)
  case oneOf(column: String, [QueryValue])
  case contains(column: String, String)
  case startsWith(column: String, String)
  case missing(column: String, Bool)

  /// Whether each row is meant.
  package func matches(_ table: Table, _ run: Run) throws -> [Bool] {
    try run.checkpoint()
    switch self {
    case .all(let parts):
      return try joined(parts, table, run, start: true) { $0 && $1 }
    case .any(let parts):
      return try joined(parts, table, run, start: false) { $0 || $1 }
    case .compare(let name, let comparison, let value):
      return try Self.compared(try table.queryColumn(name), comparison, value)
    case .oneOf(let name, let values):
      let column = try table.queryColumn(name)
      var found = [Bool](repeating: false, count: table.rowCount)
      for value in values {
        let own = try Self.compared(column, .equal, value)
        for row in found.indices where own[row] { found[row] = true }
      }
      return found
    case .contains(let name, let part):
      return try Self.texts(try table.queryColumn(name)) { $0.holdsBytes(part) }
    case .startsWith(let name, let part):
      return try Self.texts(try table.queryColumn(name)) { $0.utf8.starts(with: part.utf8) }
    case .missing(let name, let wanted):
      let column = try table.queryColumn(name)
      return (0..<table.rowCount).map { column.isMissing($0) == wanted }
    }
  }

  private func joined(
    _ parts: [RowFilter], _ table: Table, _ run: Run, start: Bool, _ join: (Bool, Bool) -> Bool
  ) throws -> [Bool] {
    var all = [Bool](repeating: start, count: table.rowCount)
    for part in parts {
      let own = try part.matches(table, run)
      for row in all.indices { all[row] = join(all[row], own[row]) }
    }
    return all
  }

  private static func compared(
    _ column: Column, _ comparison: Comparison, _ value: QueryValue
  ) throws -> [Bool] {
    switch column.values {
    case .text:
      let wanted = Array(value.text.utf8)
      return try texts(column) { text in
        let own = Array(text.utf8)
        switch comparison {
        case .equal: return own == wanted
        case .unequal: return own != wanted
        default: return comparison.holds(order(own, wanted), 0)
        }
      }
    case .number(let numbers):
      guard let wanted = value.number else {
        throw AnalyticsError.badComparison(
          column: column.header, expected: "a number", found: value.text)
      }
      return numbers.values.indices.map {
        !column.isMissing($0) && comparison.holds(numbers.values[$0], wanted)
      }
    case .date(let dates):
      guard let wanted = CivilDate.parse(value.text) else {
        throw AnalyticsError.badComparison(
          column: column.header, expected: "a date such as 2024-06-30", found: value.text)
      }
      return dates.days.indices.map {
        !column.isMissing($0) && comparison.holds(dates.days[$0], wanted)
      }
    }
  }

  /// -1, 0 or 1 as the first text stands before, with or behind the second.
  private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left == right { return 0 }
    return left.lexicographicallyPrecedes(right) ? -1 : 1
  }

  /// Asks once for each distinct text.
  private static func texts(_ column: Column, _ holds: (String) -> Bool) throws -> [Bool] {
    let text = column.asText()
    let marks = (0..<text.dictionary.count).map { holds(text.dictionary[$0]) }
    return text.codes.map { $0 >= 0 && marks[Int($0)] }
  }
}

extension QueryValue {
  /// The value as it is written.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    }
  }

  /// The value as a number, also when it was written as text.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text)
    }
  }
}

extension String {
  /// Whether the bytes of `part` stand somewhere in it.
  fileprivate func holdsBytes(_ part: String) -> Bool {
    let (own, wanted) = (Array(utf8), Array(part.utf8))
    guard !wanted.isEmpty else { return true }
    guard wanted.count <= own.count else { return false }
    return (0...(own.count - wanted.count)).contains { start in
      own[start] == wanted[0] && own[start..<(start + wanted.count)].elementsEqual(wanted)
    }
  }
}

extension RowFilter {
  /// The condition as a person reads it.
  package var words: Phrase {
    switch self {
    case .all(let parts):
      guard !parts.isEmpty else { return Phrase(en: "everybody", zh: "所有客户") }
      return Self.joined(parts, " and ", " 且 ")
    case .any(let parts): return Self.joined(parts, " or ", " 或 ")
    case .compare(let column, let comparison, let value):
      return Phrase(verbatim: "\(column) \(comparison.rawValue) \(value.text)")
    case .oneOf(let column, let values):
      let list = values.map(\.text).joined(separator: ", ")
      return Phrase(en: "\(column) is one of \(list)", zh: "\(column) 为 \(list) 之一")
    case .contains(let column, let part):
      return Phrase(en: "\(column) contains \(part)", zh: "\(column) 包含 \(part)")
    case .startsWith(let column, let part):
      return Phrase(en: "\(column) starts with \(part)", zh: "\(column) 以 \(part) 开头")
    case .missing(let column, let wanted):
      return wanted
        ? Phrase(en: "\(column) is missing", zh: "\(column) 缺失")
        : Phrase(en: "\(column) is there", zh: "\(column) 不缺失")
    }
  }

  private static func joined(_ parts: [RowFilter], _ en: String, _ zh: String) -> Phrase {
    let words = parts.map { part -> Phrase in
      guard case .any = part, parts.count > 1 else { return part.words }
      return Phrase(en: "(\(part.words.en))", zh: "（\(part.words.zh)）")
    }
    return Phrase(
      en: words.map(\.en).joined(separator: en), zh: words.map(\.zh).joined(separator: zh))
  }
}

extension Table {
  /// The column of a header, or of a role.
  func queryColumn(_ name: String) throws(TableError) -> Column {
    if let column = column(named: name) { return column }
    if let role = Role(rawValue: name), let column = column(role) { return column }
    let headers = columns.map(\.header)
    throw .columnNotFound(role: name, headers: headers, candidates: [])
  }
}
