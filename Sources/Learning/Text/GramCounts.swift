/// How often each n-gram occurs in each text.
///
/// Texts are counted once; a vocabulary for any part of them is a choice among these columns, so a
/// fold of a cross-validation costs a sum and not a second reading. Columns stand in code-point
/// order of their grams, which is the order of their bytes.
package import Numerics
package import Support

package struct GramCounts: Sendable {
  /// The n-grams that were counted.
  package let ngrams: NGrams
  /// One row per text, one column per gram, with the number of occurrences.
  package let counts: SparseMatrix
  private let table: GramTable
  /// The column of each gram of the table; -1 for a gram that is too rare.
  private let columnOf: [Int32]
  private let gramOf: [Int32]

  /// Counts the grams of `texts` that occur in at least `minDocuments` of them.
  package init(_ texts: some TextRows, _ ngrams: NGrams, minDocuments: Int, _ run: Run) throws {
    let parts = try Parallel.map(count: texts.count, chunk: 1024) { range in
      var part = Part()
      for (place, index) in range.enumerated() {
        if place % 64 == 0 { try run.checkpoint() }
        part.add(texts[index], ngrams)
      }
      return part
    }
    var table = GramTable()
    let maps = try parts.map { part in
      try run.checkpoint()
      return part.table.merged(into: &table)
    }
    var documents = [Int32](repeating: 0, count: table.count)
    for (part, map) in zip(parts, maps) {
      try run.checkpoint()
      for id in part.ids { documents[Int(map[Int(id)])] += 1 }
    }
    try run.checkpoint()
    let kept = documents.indices.filter { Int(documents[$0]) >= minDocuments }
    let order = try Self.sorted(kept, table, run)
    var columnOf = [Int32](repeating: -1, count: table.count)
    for (column, id) in order.enumerated() { columnOf[id] = Int32(column) }
    self.ngrams = ngrams
    self.table = table
    self.columnOf = columnOf
    gramOf = order.map { Int32($0) }
    counts = try Self.matrix(parts, maps, columnOf, columnCount: order.count, run)
  }

  /// By code points: the first eight bytes as one number decide nearly all. Pieces are sorted side
  /// by side and then merged, so that a cancel is heard in between.
  private static func sorted(_ ids: [Int], _ table: GramTable, _ run: Run) throws -> [Int] {
    var runs = try Parallel.map(count: ids.count, chunk: 1 << 15) { range in
      try run.checkpoint()
      return range.map { place -> Keyed in
        var key: UInt64 = 0
        let gram = table.gram(ids[place]).prefix(8)
        for byte in gram { key = key << 8 | UInt64(byte) }
        return Keyed(key: key << UInt64(8 * (8 - gram.count)), id: ids[place])
      }.sorted { $0.precedes($1, table) }
    }
    while runs.count > 1 {
      let pieces = runs
      runs = try Parallel.map(count: (pieces.count + 1) / 2, chunk: 1) { range in
        let first = 2 * range.lowerBound
        guard first + 1 < pieces.count else { return pieces[first] }
        return try Keyed.merged(pieces[first], pieces[first + 1], table, run)
      }
    }
    return runs.first?.map(\.id) ?? []
  }

  /// The gram of a column; a gram of characters beside words without its mark.
  package func gram(_ column: Int) -> String {
    let bytes = table.gram(Int(gramOf[column]))
    let plain = bytes.first == NGrams.characterMark ? bytes.dropFirst() : bytes
    return String(decoding: plain, as: UTF8.self)
  }

  /// Whether the gram of a column is one of characters.
  package func isOfCharacters(_ column: Int) -> Bool {
    ngrams.words == nil || table.gram(Int(gramOf[column])).first == NGrams.characterMark
  }

  /// The columns of grams of characters where there are grams of words too: they stand first.
  package var characterColumnCount: Int {
    guard ngrams.words != nil, ngrams.characters != nil else { return 0 }
    var (low, high) = (0, gramOf.count)
    while low < high {
      let middle = (low + high) / 2
      if isOfCharacters(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The columns that occur in a text, each time they do, with the bytes where.
  package func places(_ text: [UInt8]) -> [(column: Int, place: Range<Int>)] {
    var found: [(column: Int, place: Range<Int>)] = []
    ngrams.visit(text) { gram, place in
      guard let id = table.find(gram), columnOf[Int(id)] >= 0 else { return }
      found.append((Int(columnOf[Int(id)]), place))
    }
    return found
  }

  /// Calls `body` with the column of each gram of a text as often as it occurs, nil and its bytes
  /// where no text that was counted holds it.
  func visit(_ text: [UInt8], _ body: (Int?, [UInt8]) -> Void) {
    ngrams.visit(text) { gram, _ in
      if let id = table.find(gram), columnOf[Int(id)] >= 0 {
        body(Int(columnOf[Int(id)]), [])
      } else {
        body(nil, Array(gram))
      }
    }
  }

  /// The counts of other texts, by the columns of these.
  package func rows(_ texts: some TextRows, _ run: Run) throws -> SparseMatrix {
    let parts = try Parallel.map(count: texts.count, chunk: 256) { range in
      try range.enumerated().map { place, text in
        if place % 64 == 0 { try run.checkpoint() }
        var columns: [Int32] = []
        ngrams.visit(texts[text]) { gram, _ in
          guard let id = table.find(gram), columnOf[Int(id)] >= 0 else { return }
          columns.append(columnOf[Int(id)])
        }
        return columns.sorted()
      }
    }
    return SparseMatrix(sorted: parts.joined(), columnCount: counts.columnCount)
  }

  /// The bytes of the gram of a column, with its mark.
  func bytes(_ column: Int) -> ArraySlice<UInt8> { table.gram(Int(gramOf[column])) }

  private static func matrix(
    _ parts: [Part], _ maps: [[Int32]], _ columnOf: [Int32], columnCount: Int, _ run: Run
  ) throws -> SparseMatrix {
    let cells = try Parallel.map(count: parts.count, chunk: 1) { range in
      try run.checkpoint()
      return parts[range.lowerBound].cells(maps[range.lowerBound], columnOf)
    }
    let count = cells.reduce(0) { $0 + $1.columns.count }
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    columns.reserveCapacity(count)
    values.reserveCapacity(count)
    for part in cells {
      try run.checkpoint()
      let base = columns.count
      for end in part.ends { starts.append(base + end) }
      columns.append(contentsOf: part.columns)
      values.append(contentsOf: part.values)
    }
    return SparseMatrix(
      rowCount: starts.count - 1, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }
}

/// A gram with its first bytes as a number.
private struct Keyed: Sendable {
  let key: UInt64
  let id: Int

  func precedes(_ other: Keyed, _ table: GramTable) -> Bool {
    if key != other.key { return key < other.key }
    return table.gram(id).lexicographicallyPrecedes(table.gram(other.id))
  }

  static func merged(
    _ one: [Keyed], _ other: [Keyed], _ table: GramTable, _ run: Run
  ) throws -> [Keyed] {
    var all: [Keyed] = []
    all.reserveCapacity(one.count + other.count)
    var (left, right) = (0, 0)
    while left < one.count, right < other.count {
      if all.count % 65_536 == 0 { try run.checkpoint() }
      if other[right].precedes(one[left], table) {
        all.append(other[right])
        right += 1
      } else {
        all.append(one[left])
        left += 1
      }
    }
    all.append(contentsOf: one[left...])
    all.append(contentsOf: other[right...])
    return all
  }
}

/// The counts of some texts, with a vocabulary of their own.
private struct Part: Sendable {
  var table = GramTable()
  /// Where the grams of each text end in `ids` and `counts`.
  var ends: [Int] = []
  var ids: [Int32] = []
  var counts: [Int32] = []

  mutating func add(_ text: [UInt8], _ ngrams: NGrams) {
    var found: [Int32] = []
    ngrams.visit(text) { gram, _ in
      found.append(table.add(gram, hash: GramTable.hash(gram)))
    }
    found.sort()
    let start = ids.count
    for id in found {
      if ids.count > start, ids[ids.count - 1] == id {
        counts[counts.count - 1] += 1
      } else {
        ids.append(id)
        counts.append(1)
      }
    }
    ends.append(ids.count)
  }
  /// The counts by the columns of all texts, rising in each text, and where each text ends.
  func cells(
    _ map: [Int32], _ columnOf: [Int32]
  ) -> (ends: [Int], columns: [Int32], values: [Double]) {
    var (ends, columns, values): ([Int], [Int32], [Double]) = ([], [], [])
    columns.reserveCapacity(ids.count)
    values.reserveCapacity(ids.count)
    // A column above, its count below: numbers sort faster than pairs.
    var row: [UInt64] = []
    var begin = 0
    for end in self.ends {
      row.removeAll(keepingCapacity: true)
      for place in begin..<end {
        let column = columnOf[Int(map[Int(ids[place])])]
        if column >= 0 { row.append(UInt64(column) << 32 | UInt64(counts[place])) }
      }
      row.sort()
      for cell in row {
        columns.append(Int32(cell >> 32))
        values.append(Double(cell & 0xffff_ffff))
      }
      ends.append(columns.count)
      begin = end
    }
    return (ends, columns, values)
  }
}
