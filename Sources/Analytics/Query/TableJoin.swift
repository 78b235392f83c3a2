/// Rows of one table with what another says of them: a left join by equal keys.
///
/// Every row of the left table stays. A row that finds several stands once for each; one that finds
/// none has nothing in the new columns. Keys are compared as texts, byte for byte; a missing key
/// finds nothing. Types and roles are found anew, over all columns.
package import Support
package import Tables

package struct TableJoin: Sendable {
  /// What a join came to.
  package struct Report: Sendable, Equatable {
    package let source: String
    /// Rows of the left table that found one or more, and that found none.
    package let matched: Int
    package let unmatched: Int
    /// Rows that found several, and how many rows that added.
    package let multiplied: Int
    package let rowsAdded: Int
    /// Rows of the right table that nothing found.
    package let unused: Int
    /// Headers that were taken already, and what they are called now.
    package let renamed: [String: String]
    /// The new columns.
    package let columns: [String]
  }

  /// A key: a column of the left table and one of the right, by header or role.
  package struct Key: Sendable, Equatable {
    package let left: String
    package let right: String

    package init(left: String, right: String) {
      self.left = left
      self.right = right
    }
  }

  package let table: Table
  package let report: Report

  /// - Parameter options: what the caller states of the joined table.
  package init(
    _ left: Table, _ right: Table, named source: String, on keys: [Key],
    _ options: ReadOptions, _ run: Run
  ) throws {
    let pairs = try keys.map { key in
      (left: try left.queryColumn(key.left), right: try right.queryColumn(key.right))
    }
    run.report(0.3, Phrase(en: "joining \(source)", zh: "关联 \(source)"))
    let codes = try JoinCodes(pairs, left.rowCount, right.rowCount, run)
    let places = try codes.places(run)
    let isKey = Set(pairs.map(\.right.index))
    let added = right.columns.filter { !isKey.contains($0.index) }
    let sizes = codes.left.map { $0 < 0 ? 0 : places.count(of: $0) }
    let rows = sizes.reduce(0) { $0 + max(1, $1) }
    guard rows <= Limits.rows else { throw TableError.tooManyRows(limit: Limits.rows) }
    let width = left.columns.count + added.count
    guard !rows.multipliedReportingOverflow(by: width).overflow, rows * width <= Limits.cells else {
      throw TableError.tooManyCells(rows: rows, columns: width, limit: Limits.cells)
    }
    var headers = left.columns.map(\.header)
    var renamed: [String: String] = [:]
    for column in added {
      var header = column.header
      if headers.contains(header) { header = "\(source).\(header)" }
      while headers.contains(header) { header += "'" }
      if header != column.header { renamed[column.header] = header }
      headers.append(header)
    }
    var builder = TableBuilder(columns: headers)
    var used = [Bool](repeating: false, count: right.rowCount)
    for row in 0..<left.rowCount {
      if row % 1_024 == 0 { try run.checkpoint() }
      let found = codes.left[row] < 0 ? [] : places.rows(of: codes.left[row])
      for match in found.isEmpty ? [-1] : Array(found) {
        Self.put(left.columns, row, 0, &builder)
        if match >= 0 {
          used[Int(match)] = true
          Self.put(added, Int(match), left.columns.count, &builder)
        }
        builder.endRow()
      }
    }
    table = Self.told(try builder.table(named: left.name, options, run), of: left)
    let matched = sizes.count { $0 > 0 }
    report = Report(
      source: source, matched: matched, unmatched: left.rowCount - matched,
      multiplied: sizes.count { $0 > 1 }, rowsAdded: rows - left.rowCount,
      unused: used.count { !$0 }, renamed: renamed,
      columns: Array(headers.dropFirst(left.columns.count)))
  }

  /// The joined table with what is known of the reading of the left one; it has no file.
  private static func told(_ made: Table, of left: Table) -> Table {
    var source = left.source
    source.path = nil
    source.format = .inline
    let notices = left.notices + made.notices.filter { !left.notices.contains($0) }
    return Table(
      name: made.name, version: made.version, rowCount: made.rowCount, columns: made.columns,
      roles: made.roles, kind: made.kind, source: source, notices: notices,
      language: made.language)
  }

  private static func put(
    _ columns: [Column], _ row: Int, _ start: Int, _ builder: inout TableBuilder
  ) {
    for (place, column) in columns.enumerated() {
      if case .text(let text) = column.values {
        let code = text.codes[row]
        if code >= 0 {
          text.dictionary.withBytes(Int(code)) { builder.append($0, at: start + place) }
        }
      } else if let cell = column.cellText(row) {
        builder.append(cell, at: start + place)
      }
    }
  }
}

/// The keys of both tables as codes: equal keys have equal codes, a missing one has -1.
private struct JoinCodes {
  private(set) var left: [Int32]
  private(set) var right: [Int32]
  private var count = 0

  init(
    _ pairs: [(left: Column, right: Column)], _ leftRows: Int, _ rightRows: Int, _ run: Run
  ) throws {
    left = [Int32](repeating: 0, count: leftRows)
    right = [Int32](repeating: 0, count: rightRows)
    var combined = KeyTable()
    for (place, pair) in pairs.enumerated() {
      var table = KeyTable()
      let one = try Self.codes(pair.left.asText(), &table, run)
      let two = try Self.codes(pair.right.asText(), &table, run)
      if place == 0 {
        (left, right) = (one, two)
        count = table.count
        continue
      }
      left = try Self.mixed(left, one, &combined, place, run)
      right = try Self.mixed(right, two, &combined, place, run)
      count = combined.count
    }
  }

  private static func codes(
    _ column: TextColumn, _ table: inout KeyTable, _ run: Run
  ) throws -> [Int32] {
    let dictionary = column.dictionary
    var codes: [Int32] = []
    codes.reserveCapacity(dictionary.count)
    for code in 0..<dictionary.count {
      if code % 16_384 == 0 { try run.checkpoint() }
      codes.append(table.code(dictionary.bytes[dictionary.range(code)]))
    }
    return column.codes.map { $0 < 0 ? -1 : codes[Int($0)] }
  }

  private static func mixed(
    _ old: [Int32], _ new: [Int32], _ table: inout KeyTable, _ place: Int, _ run: Run
  ) throws -> [Int32] {
    var mixed: [Int32] = []
    mixed.reserveCapacity(old.count)
    for row in old.indices {
      if row % 16_384 == 0 { try run.checkpoint() }
      guard old[row] >= 0, new[row] >= 0 else {
        mixed.append(-1)
        continue
      }
      var bytes: [UInt8] = [UInt8(truncatingIfNeeded: place)]
      for part in [UInt64(old[row]), UInt64(new[row])] {
        for shift in stride(from: UInt64(0), to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: part >> shift))
        }
      }
      mixed.append(table.code(bytes))
    }
    return mixed
  }

  /// The right rows of each code.
  func places(_ run: Run) throws -> JoinPlaces {
    try run.checkpoint()
    var starts = [Int32](repeating: 0, count: count + 1)
    for code in right where code >= 0 { starts[Int(code) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    try run.checkpoint()
    var next = starts
    var rows = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (row, code) in right.enumerated() where code >= 0 {
      rows[Int(next[Int(code)])] = Int32(truncatingIfNeeded: row)
      next[Int(code)] += 1
    }
    return JoinPlaces(starts: starts, rows: rows)
  }
}

private struct JoinPlaces {
  let starts: [Int32]
  let rows: [Int32]

  func count(of code: Int32) -> Int { Int(starts[Int(code) + 1] - starts[Int(code)]) }

  func rows(of code: Int32) -> ArraySlice<Int32> {
    rows[Int(starts[Int(code)])..<Int(starts[Int(code) + 1])]
  }
}
