/// Rows of a table: filtered, grouped, counted and summed, put in order.
///
/// Nothing is copied that is not asked for: an answer about single rows reads the table's own
/// cells. Order is stable; missing values stand last either way.
import Numerics
package import Support
package import Tables

package struct RowQuery: Sendable {
  /// A column to group by; dates by a period where one is given.
  package struct Key: Sendable, Equatable {
    package let column: String
    package let period: CalendarPeriod?

    package init(column: String, period: CalendarPeriod? = nil) {
      self.column = column
      self.period = period
    }

    /// The name of the key in the answer.
    package var name: String { period.map { "\(column):\($0.rawValue)" } ?? column }
  }

  package enum Function: String, Sendable, CaseIterable {
    case count, distinct, sum, mean, median, min, max
  }

  /// A figure of a group under a name.
  package struct Figure: Sendable, Equatable {
    package let name: String
    package let function: Function
    /// Nil for the count of rows.
    package let column: String?

    package init(name: String, function: Function, column: String?) {
      self.name = name
      self.function = function
      self.column = column
    }
  }

  package struct Order: Sendable, Equatable {
    package let name: String
    package let isDescending: Bool

    package init(name: String, isDescending: Bool) {
      self.name = name
      self.isDescending = isDescending
    }
  }

  /// Columns of single rows; all when nil.
  package var select: [String]?
  package var filter = RowFilter.all([])
  package var groupBy: [Key] = []
  package var figures: [Figure] = []
  package var orderBy: [Order] = []

  package init() {}

  package func answer(_ table: Table, _ run: Run) throws -> QueryResult {
    let kept = try filter.matches(table, run)
    let rows = kept.indices.filter { kept[$0] }
    try run.checkpoint()
    var result =
      groupBy.isEmpty && figures.isEmpty
      ? QueryResult(
        columns: try (select ?? table.columns.map(\.header)).map {
          .cells(name: $0, try table.queryColumn($0))
        }, rowOfPlace: rows, matched: rows.count)
      : try QueryGroups(self, table, rows, run).result
    try result.sort(orderBy, run)
    return result
  }
}

/// The rows that came out, read cell by cell.
package struct QueryResult: Sendable {
  package enum Cell: Sendable, Equatable {
    case missing
    case text(String)
    case number(Double)
  }

  package enum Output: Sendable {
    /// A column of the table.
    case cells(name: String, Column)
    /// The period a date lies in.
    case period(name: String, Column, CalendarPeriod)
    /// A figure, one for each place.
    case figures(name: String, [Double?])
    /// A text, one for each place.
    case words(name: String, [String])

    package var name: String {
      switch self {
      case .cells(let name, _), .period(let name, _, _), .figures(let name, _),
        .words(let name, _):
        name
      }
    }

    /// Whether the cells tell who a person is.
    package var isPersonal: Bool {
      if case .cells(_, let column) = self { column.role?.isPersonal ?? false } else { false }
    }
  }

  package let columns: [Output]
  /// A row of the table for each place: the row itself, or the first of a group.
  private let rowOfPlace: [Int]
  /// Places in the order of the answer.
  private var order: [Int]
  /// Rows of the table that the filter kept.
  package let matched: Int

  init(columns: [Output], rowOfPlace: [Int], matched: Int) {
    self.columns = columns
    self.rowOfPlace = rowOfPlace
    self.matched = matched
    order = Array(rowOfPlace.indices)
  }

  package var count: Int { order.count }

  /// Only these places, in this order.
  package func picked(_ places: [Int]) -> QueryResult {
    var copy = self
    copy.order = places.map { order[$0] }
    return copy
  }

  /// A cell of the answer.
  package func cell(_ index: Int, _ column: Output) -> Cell {
    let place = order[index]
    return Self.cell(place, rowOfPlace[place], column)
  }

  private static func cell(_ place: Int, _ row: Int, _ column: Output) -> Cell {
    switch column {
    case .figures(_, let values): return values[place].map { .number($0) } ?? .missing
    case .words(_, let values): return .text(values[place])
    case .period(_, let source, let period):
      guard let dates = source.date, !source.isMissing(row) else { return .missing }
      return .text(period.name(period.index(of: dates.days[row])))
    case .cells(_, let source):
      guard !source.isMissing(row) else { return .missing }
      switch source.values {
      case .text(let text): return text[row].map { .text($0) } ?? .missing
      case .number(let numbers): return .number(numbers.values[row])
      case .date(let dates): return .text(CivilDate.text(days: dates.days[row]))
      }
    }
  }

  mutating func sort(_ orderBy: [RowQuery.Order], _ run: Run) throws {
    // The last key first: each sort is stable.
    for key in orderBy.reversed() {
      guard let column = columns.first(where: { $0.name == key.name }) else {
        throw TableError.columnNotFound(
          role: key.name, headers: columns.map(\.name), candidates: [])
      }
      try run.checkpoint()
      let ranks = Self.ranks(column, rowOfPlace)
      let sign = key.isDescending ? -1.0 : 1.0
      let values = order.map { place in ranks[place].map { $0 * sign } ?? .infinity }
      order = values.ascendingOrder().map { order[$0] }
    }
  }

  /// A number for each place that stands in the order of its value; nil where it is missing.
  private static func ranks(_ column: Output, _ rowOfPlace: [Int]) -> [Double?] {
    switch column {
    case .figures(_, let values): return values
    case .words(_, let values):
      let sorted = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      var rank = [Double?](repeating: nil, count: values.count)
      for (place, index) in sorted.enumerated() { rank[index] = Double(place) }
      return rank
    case .period(_, let source, let period):
      return rowOfPlace.map { row in
        source.isMissing(row) ? nil : source.date.map { Double(period.index(of: $0.days[row])) }
      }
    case .cells(_, let source):
      switch source.values {
      case .number(let numbers):
        return rowOfPlace.map { source.isMissing($0) ? nil : numbers.values[$0] }
      case .date(let dates):
        return rowOfPlace.map { source.isMissing($0) ? nil : Double(dates.days[$0]) }
      case .text(let text):
        let names = text.dictionary.strings.map { Array($0.utf8) }
        let sorted = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
        var rank = [Double](repeating: 0, count: names.count)
        for (place, code) in sorted.enumerated() { rank[code] = Double(place) }
        return rowOfPlace.map { text.codes[$0] < 0 ? nil : rank[Int(text.codes[$0])] }
      }
    }
  }
}
