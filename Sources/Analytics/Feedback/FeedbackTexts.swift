/// The texts to classify, with whom they are from and the labels they came with.
package import Learning
import Numerics
package import Support
package import Tables

package struct FeedbackTexts: Sendable {
  /// As UTF-8, with personal data hidden where that was asked for.
  package let texts: TextPile
  /// Their places, counted from one.
  package let ids: RowNumbers
  /// Empty where the data name no customers.
  package let customers: [String]
  /// How many texts had something hidden.
  package let redactedCount: Int
  /// The rows whose labels are known.
  let known: [Int]
  /// The class of each text, or -1; of texts with any number of labels the first.
  let labels: [Int]
  /// Where a text may have any number of labels, all of each; empty where none is known.
  let sets: [[Int]]?
  /// The labels that occur, in code-point order.
  package let classes: [String]
  /// The header the labels came from.
  let labelHeader: String?
  /// Whether the labels are ratings, read as feelings.
  let areRatings: Bool
  let notices: [Notice]
  /// The headers of the table they are from.
  let headers: [String]
  /// Whether what identifies a person was hidden.
  let redacts: Bool

  /// Texts alone, or with a label each; an empty label is none.
  package init(_ texts: [String], labels: [String]? = nil, redacts: Bool) {
    self.init(texts, labels: labels.map { $0.map(TextLabel.one) }, several: false, redacts: redacts)
  }

  /// Texts with their labels.
  ///
  /// - Parameter several: whether a text may have any number of labels; nil reads it from them.
  package init(_ texts: [String], labels: [TextLabel]?, several: Bool?, redacts: Bool) {
    var shown = ShownTexts()
    for text in texts { shown.append(Array(text.utf8), redacts: redacts) }
    self.init(
      shown, customers: [], cells: labels.map { LabelCells($0, several: several) },
      header: labels.map { _ in "labels" },
      redacts: redacts, notices: [])
  }

  /// The same texts with more labels, and the texts that are new. The last label of a text counts.
  func labelled(_ pairs: [LabelledText]) -> FeedbackTexts {
    labelled(
      FeedbackTexts(pairs.map(\.text), redacts: redacts).texts, pairs.map(\.label))
  }

  /// The same for texts that are as they are to be kept.
  func labelled(_ shown: some TextRows, _ labels: [TextLabel]) -> FeedbackTexts {
    var (texts, cells) = (texts, [TextLabel](repeating: .none, count: texts.count))
    for row in known {
      let own = self.labels(of: row).map { classes[$0] }
      cells[row] = sets == nil ? .one(own.first ?? "") : .several(own)
    }
    var place: [[UInt8]: [Int]] = [:]
    for (row, text) in texts.enumerated() { place[text, default: []].append(row) }
    for (text, label) in zip(shown, labels) {
      if let rows = place[text] {
        for row in rows { cells[row] = label }
      } else {
        place[text] = [texts.count]
        texts.append(text)
        cells.append(label)
      }
    }
    return FeedbackTexts(
      ShownTexts(texts: texts), customers: [],
      cells: LabelCells(cells, several: sets != nil), header: labelHeader ?? "labels",
      redacts: redacts, notices: [], headers: headers)
  }

  /// The texts of a table, and its labels.
  ///
  /// - Parameters:
  ///   - several: whether a text may have any number of labels; nil reads it from them.
  ///   - rows: where each row stands in the data, from 0, where some were left out.
  package init(
    _ table: Table, redacts: Bool, several: Bool? = false, rows: [Int] = [], _ run: Run = Run()
  ) throws {
    guard let column = table.column(.text) else {
      throw AnalyticsError.missingRole(
        roles: [Role.text.rawValue], headers: table.columns.map(\.header))
    }
    let text = column.asText()
    let parts = try Parallel.map(count: table.rowCount, chunk: 512) { range in
      try run.checkpoint()
      var part = ShownTexts()
      for row in range {
        let code = text.codes[row]
        part.append(
          code < 0 ? [] : Array(text.dictionary.bytes[text.dictionary.range(Int(code))]),
          redacts: redacts)
      }
      return part
    }
    let shown = ShownTexts(
      texts: TextPile(joining: parts.map(\.texts)),
      redactedCount: parts.reduce(0) { $0 + $1.redactedCount })
    guard shown.texts.byteCount > 0 else {
      throw AnalyticsError.noUsableRows(why: "no row has a text in \(column.header)")
    }
    let customers = table.column(.customerId)?.asText()
    let label = Self.label(table, several)
    self.init(
      shown,
      customers: customers.map { names in (0..<table.rowCount).map { names[$0] ?? "" } } ?? [],
      cells: label?.cells, header: label?.header, redacts: redacts, notices: label?.notices ?? [],
      headers: table.columns.map(\.header), areRatings: label?.areRatings ?? false, rows: rows)
  }

  private init(
    _ shown: ShownTexts, customers: [String], cells: LabelCells?,
    header: String?, redacts: Bool, notices: [Notice], headers: [String] = [],
    areRatings: Bool = false, rows: [Int] = []
  ) {
    ids = RowNumbers(places: rows)
    self.headers = headers
    self.areRatings = areRatings
    self.redacts = redacts
    let texts = shown.texts
    self.texts = texts
    redactedCount = shown.redactedCount
    self.customers = customers
    self.notices = notices + (cells?.notices ?? [])
    labelHeader = header
    guard let cells else {
      (known, classes, sets) = ([], [], nil)
      labels = [Int](repeating: -1, count: texts.count)
      return
    }
    known = texts.indices.filter { texts.hasText($0) && cells.codes[$0] >= 0 }
    var isUsed = [Bool](repeating: false, count: cells.names.count)
    for row in known { isUsed[Int(cells.codes[row])] = true }
    let names = Set(cells.names.indices.lazy.filter { isUsed[$0] }.flatMap { cells.names[$0] })
    classes = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let numbers = cells.names.map { names in names.compactMap { place[$0] }.sorted() }
    var labels = [Int](repeating: -1, count: texts.count)
    for row in known { labels[row] = numbers[Int(cells.codes[row])].first ?? -1 }
    self.labels = labels
    guard cells.isMulti else {
      sets = nil
      return
    }
    var sets = [[Int]](repeating: [], count: texts.count)
    for row in known { sets[row] = numbers[Int(cells.codes[row])] }
    self.sets = sets
  }

  /// Whether the labels of each row are known.
  var isKnown: [Bool] {
    var isKnown = [Bool](repeating: false, count: texts.count)
    for row in known { isKnown[row] = true }
    return isKnown
  }

  /// The labels of a row; none where they are unknown.
  func labels(of row: Int) -> [Int] {
    sets.map { $0[row] } ?? (labels[row] < 0 ? [] : [labels[row]])
  }

  /// How many texts have each label.
  var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for row in known {
      for label in labels(of: row) { counts[label] += 1 }
    }
    return counts
  }

  /// The language of each text.
  package var languages: [TextLanguage] { texts.map { TextLanguage(TextScalars($0)) } }

  /// Texts as they are kept, and in how many of them something was hidden.
  private struct ShownTexts {
    var texts = TextPile()
    var redactedCount = 0

    mutating func append(_ text: [UInt8], redacts: Bool) {
      let (shown, places) = redacts ? Redaction.hide(text) : (text, 0)
      texts.append(shown)
      if places > 0 { redactedCount += 1 }
    }
  }

  private struct Label {
    var cells: LabelCells
    var header: String
    var areRatings = false
    var notices: [Notice] = []
  }

  /// The column of labels: the one found as such, or else a rating in three groups.
  private static func label(_ table: Table, _ several: Bool?) -> Label? {
    if let column = table.column(.textLabel) {
      let text = column.asText()
      let names = (0..<text.dictionary.count).map { TextLabel.one(text.dictionary[$0]) }
      return Label(
        cells: LabelCells(names, codes: text.codes, several: several), header: column.header)
    }
    guard let column = table.column(.rating), let number = column.number else { return nil }
    let known = (0..<table.rowCount).filter { !column.isMissing($0) }.map { number.values[$0] }
    let steps = Set(known)
    guard let low = steps.min(), let high = steps.max(), 2 <= steps.count, steps.count <= 10 else {
      return nil
    }
    let codes = (0..<table.rowCount).map { row -> Int32 in
      guard !column.isMissing(row) else { return -1 }
      let share = (number.values[row] - low) / (high - low)
      return share < 0.4 ? 0 : share > 0.6 ? 2 : 1
    }
    let names = ["negative", "neutral", "positive"].map { TextLabel.one($0) }
    return Label(
      cells: LabelCells(names, codes: codes, several: false), header: column.header,
      areRatings: true,
      notices: [
        Notice(
          "ratingAsLabel",
          en: "no label column: \(column.header) was read as negative, neutral, positive",
          zh: "未发现标签列：已将 \(column.header) 视为负面、中性、正面", path: column.header)
      ])
  }
}

/// Rows as they are named where nothing else names them.
package struct RowNumbers: Sendable {
  /// Where each row stands in the data, from 0; empty where all of them are there.
  var places: [Int] = []

  package subscript(row: Int) -> String { String((places.isEmpty ? row : places[row]) + 1) }
}

/// What is known of the labels of a text.
package enum TextLabel: Sendable, Hashable {
  case none
  /// As in a cell of a file; an empty one is none.
  case one(String)
  /// All labels of the text; an empty list says that none applies.
  case several([String])

  /// Whether nothing is known.
  package var isNone: Bool { self == .none || self == .one("") }
}

/// A text that somebody labelled.
package struct LabelledText: Sendable {
  package let text: String
  package let label: TextLabel

  package init(_ text: String, _ label: TextLabel) {
    self.text = text
    self.label = label
  }
}
