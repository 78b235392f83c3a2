/// Rows in groups of equal keys, in the order of their first rows, with figures for each.
import Numerics
import Support
import Tables

struct QueryGroups {
  let result: QueryResult

  init(_ query: RowQuery, _ table: Table, _ rows: [Int], _ run: Run) throws {
    var groupOfRow = [Int](repeating: 0, count: rows.count)
    var firstRows = [rows.first ?? 0]
    var outputs: [QueryResult.Output] = []
    for key in query.groupBy {
      let column = try table.queryColumn(key.column)
      outputs.append(
        key.period.map { .period(name: key.name, column, $0) } ?? .cells(name: key.name, column))
      firstRows = try Self.split(&groupOfRow, by: try Self.codes(key, column), rows, run)
    }
    let count = firstRows.count
    for figure in query.figures {
      try run.checkpoint()
      let column = try figure.column.map { try table.queryColumn($0) }
      outputs.append(
        .figures(
          name: figure.name,
          try Self.values(figure, column, rows, groupOfRow, count, run)))
    }
    result = QueryResult(columns: outputs, rowOfPlace: firstRows, matched: rows.count)
  }

  /// A number for each row of the table that is equal where the key is.
  private static func codes(_ key: RowQuery.Key, _ column: Column) throws -> [Int] {
    guard let period = key.period else { return column.asText().codes.map { Int($0) } }
    guard let dates = column.date else {
      throw AnalyticsError.badComparison(
        column: column.header, expected: "a date column for \(key.name)", found: "another type")
    }
    return dates.days.indices.map {
      column.isMissing($0) ? .min : period.index(of: dates.days[$0])
    }
  }

  private struct Pair: Hashable {
    let group: Int
    let code: Int
  }

  /// Splits groups further; gives the first row of each, in the order of the rows.
  private static func split(
    _ groups: inout [Int], by codes: [Int], _ rows: [Int], _ run: Run
  ) throws -> [Int] {
    var firstRows: [Int] = []
    var places: [Pair: Int] = [:]
    for index in rows.indices {
      if index % 65_536 == 0 { try run.checkpoint() }
      let pair = Pair(group: groups[index], code: codes[rows[index]])
      if let place = places[pair] {
        groups[index] = place
      } else {
        places[pair] = firstRows.count
        groups[index] = firstRows.count
        firstRows.append(rows[index])
      }
    }
    return firstRows
  }

  private static func values(
    _ figure: RowQuery.Figure, _ column: Column?, _ rows: [Int], _ groups: [Int], _ count: Int,
    _ run: Run
  ) throws -> [Double?] {
    guard let column else { return counts(groups, count).map { Double($0) } }
    let present = rows.indices.filter { !column.isMissing(rows[$0]) }
    switch figure.function {
    case .count: return counts(present.map { groups[$0] }, count).map { Double($0) }
    case .distinct:
      let codes = column.asText().codes
      var seen = [Set<Int32>](repeating: [], count: count)
      for index in present { seen[groups[index]].insert(codes[rows[index]]) }
      return seen.map { Double($0.count) }
    case .sum, .mean, .median, .min, .max:
      guard let numbers = column.number else {
        throw AnalyticsError.badComparison(
          column: column.header, expected: "numbers for \(figure.function.rawValue)",
          found: "another type")
      }
      var parts = [[Double]](repeating: [], count: count)
      for (step, index) in present.enumerated() {
        if step % 32_768 == 0 { try run.checkpoint() }
        parts[groups[index]].append(numbers.values[rows[index]])
      }
      try run.checkpoint()
      return parts.map {
        $0.isEmpty ? (figure.function == .sum ? 0 : nil) : one(figure.function, $0)
      }
    }
  }

  private static func counts(_ groups: [Int], _ count: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for group in groups { counts[group] += 1 }
    return counts
  }

  private static func one(_ function: RowQuery.Function, _ values: [Double]) -> Double? {
    switch function {
    case .sum: values.pairwiseSum
    case .mean: values.pairwiseSum / Double(values.count)
    case .median: Quantities.median(values)
    case .min: values.min()
    case .max: values.max()
    case .count, .distinct: Double(values.count)
    }
  }
}
