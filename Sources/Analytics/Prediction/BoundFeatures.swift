/// The features of a model in one table, and some of its rows as a model takes them.
import Learning
package import Numerics
import Support
import Tables

package struct BoundFeatures: Sendable {
  package let encoder: FeatureEncoder
  private let columns: [Column]
  /// For columns of words: the text of each cell, and the place of each text among the words of the
  /// encoder, -1 for words it has not seen; the last place is that of missing cells.
  private let texts: [TextColumn?]
  private let placeOfCode: [[Int32]]

  init(_ encoder: FeatureEncoder, _ columns: [Column]) {
    self.encoder = encoder
    self.columns = columns
    var texts: [TextColumn?] = []
    var places: [[Int32]] = []
    for (feature, column) in zip(encoder.features, columns) {
      guard case .words(let words, let hasRare) = feature.encoding else {
        texts.append(nil)
        places.append([])
        continue
      }
      let text = column.asText()
      var known: [String: Int32] = [:]
      for (place, word) in words.enumerated() { known[word] = Int32(truncatingIfNeeded: place) }
      let other: Int32 = hasRare ? Int32(truncatingIfNeeded: words.count) : -1
      texts.append(text)
      places.append(
        (text.dictionary.strings + [FeatureEncoder.missingWord]).map { known[$0] ?? other })
    }
    self.texts = texts
    placeOfCode = places
  }

  /// The place of a cell's word among those of the encoder; -1 for one it has not seen.
  private func place(_ feature: Int, _ text: TextColumn, _ row: Int) -> Int {
    let code = text.codes[row]
    let places = placeOfCode[feature]
    return Int(places[code < 0 ? places.count - 1 : Int(code)])
  }

  /// Writes the cells of a feature into the columns of a matrix.
  func fill(_ feature: Int, _ rows: [Int], into matrix: inout Matrix) {
    let (width, first) = (matrix.columnCount, encoder.features[feature].range.lowerBound)
    switch encoder.features[feature].encoding {
    case .number(let centre, let spread, let middle):
      guard let numbers = columns[feature].number else { return }
      for (i, row) in rows.enumerated() {
        let isMissing = !numbers.missing.isEmpty && numbers.missing[row]
        let value = isMissing ? middle : numbers.values[row]
        matrix.values[i * width + first] = (value - centre) / spread
      }
    case .words:
      guard let text = texts[feature] else { return }
      for (i, row) in rows.enumerated() {
        let place = place(feature, text, row)
        if place > 0 { matrix.values[i * width + first + place - 1] = 1 }
      }
    }
  }

  /// The cells of a feature as trees take them.
  func treeColumn(_ feature: Int, _ rows: [Int]) -> TreeFeatures.Column {
    switch encoder.features[feature].encoding {
    case .number:
      guard let numbers = columns[feature].number else { return .numbers([]) }
      return .numbers(
        rows.map { row in
          !numbers.missing.isEmpty && numbers.missing[row] ? .nan : numbers.values[row]
        })
    case .words(let words, let hasRare):
      guard let text = texts[feature] else { return .categories([], count: 0) }
      return .categories(
        rows.map { Int32(truncatingIfNeeded: place(feature, text, $0)) },
        count: words.count + (hasRare ? 1 : 0))
    }
  }

  /// What the file says in this feature of a row.
  package func text(_ feature: Int, row: Int) -> String {
    let column = columns[feature]
    if column.isMissing(row) { return FeatureEncoder.missingWord }
    switch column.values {
    case .number(let numbers): return Words.short(numbers.values[row])
    case .text(let text): return text[row] ?? ""
    case .date(let dates): return CivilDate.text(days: dates.days[row])
    }
  }

  /// The word of a cell; nil where it is missing.
  package func word(_ feature: Int, row: Int) -> String? {
    texts[feature].flatMap { $0[row] }
  }

  /// The number of a cell; nil where it is missing or a word.
  package func number(_ feature: Int, row: Int) -> Double? {
    guard let numbers = columns[feature].number else { return nil }
    return !numbers.missing.isEmpty && numbers.missing[row] ? nil : numbers.values[row]
  }

  /// How many rows lack a value somewhere among the features.
  package func incompleteRows(_ rows: [Int]) -> Int {
    rows.count { row in columns.contains { $0.isMissing(row) } }
  }
}

/// Some rows of a table, as a model takes them.
package struct EncodedRows: Sendable {
  package let features: BoundFeatures
  package let rows: [Int]
  /// A feature that is taken from other rows: what it says is then no longer about these.
  private var moved: (feature: Int, rows: [Int])?

  package init(_ features: BoundFeatures, _ rows: [Int]) {
    self.features = features
    self.rows = rows
  }

  package var count: Int { rows.count }

  /// A stretch of these rows.
  package func slice(_ range: Range<Int>) -> EncodedRows { picking(Array(range)) }

  /// Some of these rows.
  package func picking(_ places: [Int]) -> EncodedRows {
    var part = EncodedRows(features, places.map { rows[$0] })
    part.moved = moved.map { moved in (moved.feature, places.map { moved.rows[$0] }) }
    return part
  }

  /// The same rows, but one feature of other rows.
  package func moving(_ feature: Int, to rows: [Int]) -> EncodedRows {
    var copy = self
    copy.moved = (feature, rows)
    return copy
  }

  private func rows(of feature: Int) -> [Int] {
    if let moved, moved.feature == feature { moved.rows } else { rows }
  }

  /// One row each, the columns of the encoder.
  package func matrix() -> Matrix {
    let encoder = features.encoder
    var matrix = Matrix(rowCount: rows.count, columnCount: encoder.names.count)
    for feature in encoder.features.indices {
      features.fill(feature, rows(of: feature), into: &matrix)
    }
    return matrix
  }

  /// The same of many rows, between whose features the run may end it.
  func matrix(_ run: Run) throws -> Matrix {
    let encoder = features.encoder
    var matrix = Matrix(rowCount: rows.count, columnCount: encoder.names.count)
    for feature in encoder.features.indices {
      try run.checkpoint()
      features.fill(feature, rows(of: feature), into: &matrix)
    }
    return matrix
  }

  /// One column a feature.
  func trees() throws -> TreeFeatures {
    try TreeFeatures(
      features.encoder.features.indices.map { features.treeColumn($0, rows(of: $0)) })
  }

  /// Scores in pieces, side by side: no more than some thousand rows are spread out at once.
  func inPieces(
    _ run: Run, _ score: @Sendable (EncodedRows) throws -> [Double]
  ) throws -> [Double] {
    try Parallel.map(count: count, chunk: 8_192) { range in
      try run.checkpoint()
      return try score(slice(range))
    }.flatMap { $0 }
  }
}
