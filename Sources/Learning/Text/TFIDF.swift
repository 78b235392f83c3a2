/// Term weights: how often a gram occurs, times how few texts hold it.
///
/// tf is 1 + ln(count) when sublinear, else the count; idf = ln((1 + n) / (1 + df)) + 1 with n
/// texts of which df hold the gram (Salton and Buckley 1988, smoothed as if one more text held
/// every gram); each row is divided by its Euclidean length, where that is asked for grams of
/// characters and of words each by their own. Vocabulary and idf come from training rows.
package import Numerics
package import Support

package struct TFIDF: Sendable {
  /// The columns of the counts that are features, rising.
  package let columns: [Int32]
  /// The idf of each feature.
  package let idf: [Double]
  private let featureOf: [Int32]
  private let isSublinear: Bool
  /// Features before this one have a length of their own.
  private let border: Int32

  /// - Parameters:
  ///   - rows: the texts that are learnt from.
  ///   - minDocuments: grams in fewer of these are left out.
  ///   - featureCountMax: of more features than that, those in most texts are kept.
  ///   - columnsApart: so many columns from the first have a length of their own.
  package init(
    _ counts: SparseMatrix, rows: [Int], minDocuments: Int, sublinear: Bool = true,
    featureCountMax: Int = .max, columnsApart: Int = 0
  ) {
    var documents = [Int](repeating: 0, count: counts.columnCount)
    for row in rows {
      for place in counts.range(row) { documents[Int(counts.columns[place])] += 1 }
    }
    var kept = documents.indices.filter { documents[$0] >= max(1, minDocuments) }
    if kept.count > featureCountMax {
      kept.sort { (-documents[$0], $0) < (-documents[$1], $1) }
      kept = kept.prefix(featureCountMax).sorted()
    }
    var featureOf = [Int32](repeating: -1, count: counts.columnCount)
    for (feature, column) in kept.enumerated() { featureOf[column] = Int32(feature) }
    self.featureOf = featureOf
    columns = kept.map { Int32($0) }
    let total = Double(1 + rows.count)
    idf = kept.map { Math.log(total / Double(1 + documents[$0])) + 1 }
    isSublinear = sublinear
    border = Int32(kept.prefix { $0 < columnsApart }.count)
  }

  /// Features before this one have a length of their own.
  var firstWord: Int { Int(border) }

  /// How many features there are.
  package var featureCount: Int { columns.count }

  /// The feature of a column of the counts.
  package func feature(_ column: Int) -> Int? {
    featureOf[column] < 0 ? nil : Int(featureOf[column])
  }

  /// The same weights for counts that have one column for each feature already.
  package var ofFeatures: TFIDF {
    TFIDF(
      columns: idf.indices.map { Int32($0) }, idf: idf, featureOf: idf.indices.map { Int32($0) },
      isSublinear: isSublinear, border: border)
  }

  private init(
    columns: [Int32], idf: [Double], featureOf: [Int32], isSublinear: Bool, border: Int32
  ) {
    self.columns = columns
    self.idf = idf
    self.featureOf = featureOf
    self.isSublinear = isSublinear
    self.border = border
  }

  /// How often each feature occurs in some rows.
  package func counts(_ counts: SparseMatrix, _ rows: [Int], _ run: Run) throws -> SparseMatrix {
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for (place, row) in rows.enumerated() {
      if place % Self.pause == 0 { try run.checkpoint() }
      for cell in counts.range(row) {
        let feature = featureOf[Int(counts.columns[cell])]
        guard feature >= 0 else { continue }
        columns.append(feature)
        values.append(counts.values[cell])
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rows.count, columnCount: featureCount, starts: starts, columns: columns,
      values: values)
  }

  /// Rows between two questions whether to go on.
  private static let pause = 1024

  /// The weights of some rows; the run may end it in between.
  package func rows(_ counts: SparseMatrix, _ rows: [Int], _ run: Run) throws -> SparseMatrix {
    try weighted(counts, rows) { try run.checkpoint() }
  }

  /// The weights of some rows.
  package func rows(_ counts: SparseMatrix, _ rows: [Int]) -> SparseMatrix {
    weighted(counts, rows) {}
  }

  private func weighted(
    _ counts: SparseMatrix, _ rows: [Int], _ pause: () throws -> Void
  ) rethrows -> SparseMatrix {
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    let logs = (0..<64).map { $0 == 0 ? 0 : 1 + Math.log(Double($0)) }
    for (number, row) in rows.enumerated() {
      if number % Self.pause == 0 { try pause() }
      let begin = columns.count
      var squares = (characters: 0.0, words: 0.0)
      for place in counts.range(row) {
        let feature = featureOf[Int(counts.columns[place])]
        guard feature >= 0 else { continue }
        var tf = counts.values[place]
        if isSublinear { tf = tf < 64 ? logs[Int(tf)] : 1 + Math.log(tf) }
        let value = tf * idf[Int(feature)]
        if feature < border {
          squares.characters += value * value
        } else {
          squares.words += value * value
        }
        columns.append(feature)
        values.append(value)
      }
      let lengths = (
        characters: max(squares.characters.squareRoot(), 1e-300),
        words: max(squares.words.squareRoot(), 1e-300)
      )
      for index in begin..<values.count {
        values[index] /= columns[index] < border ? lengths.characters : lengths.words
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rows.count, columnCount: featureCount, starts: starts, columns: columns,
      values: values)
  }
}
