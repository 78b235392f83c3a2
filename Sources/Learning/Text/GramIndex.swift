/// The features of a kept model and nothing else: grams and their numbers.
///
/// What counted the training texts knows every gram that occurred in them, most of them once; a
/// model that is kept needs those it has weights for.
package import Numerics
package import Support

package struct GramIndex: Sendable {
  package let ngrams: NGrams
  private let table: GramTable

  /// - Parameter columns: the columns of `counted` that are features, in their order.
  package init(_ counted: GramCounts, columns: [Int32]) {
    var table = GramTable()
    for column in columns {
      let gram = counted.bytes(Int(column))
      _ = gram.withUnsafeBufferPointer { table.add($0, hash: GramTable.hash($0)) }
    }
    self.table = table
    ngrams = counted.ngrams
  }

  package var count: Int { table.count }

  /// Memory that it takes, about.
  package var memoryBytes: Int { table.bytes.count + 24 * table.count }

  /// The bytes of a feature as they are kept: characters beside words carry a mark.
  package func gram(_ feature: Int) -> String {
    let bytes = table.gram(feature)
    let plain = bytes.first == NGrams.characterMark ? bytes.dropFirst() : bytes
    return String(decoding: plain, as: UTF8.self)
  }

  /// How often each feature occurs in each text.
  package func counts(_ texts: some TextRows, _ run: Run) throws -> SparseMatrix {
    let parts = try Parallel.map(count: texts.count, chunk: 256) { range in
      try range.enumerated().map { place, text in
        if place % 64 == 0 { try run.checkpoint() }
        var features: [Int32] = []
        ngrams.visit(texts[text]) { gram, _ in
          if let feature = table.find(gram) { features.append(feature) }
        }
        return features.sorted()
      }
    }
    return SparseMatrix(sorted: parts.joined(), columnCount: count)
  }

  /// The features that occur in a text, each time they do, with the bytes where.
  package func places(_ text: [UInt8]) -> [(feature: Int, place: Range<Int>)] {
    var found: [(feature: Int, place: Range<Int>)] = []
    ngrams.visit(text) { gram, place in
      if let feature = table.find(gram) { found.append((Int(feature), place)) }
    }
    return found
  }
}

extension SparseMatrix {
  /// Rows of columns that rise; one that occurs again counts again.
  init(sorted rows: some Sequence<[Int32]>, columnCount: Int) {
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for row in rows {
      let begin = columns.count
      for column in row {
        if columns.count > begin, columns.last == column {
          values[values.count - 1] += 1
        } else {
          columns.append(column)
          values.append(1)
        }
      }
      starts.append(columns.count)
    }
    self.init(
      rowCount: starts.count - 1, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }
}
