/// The texts to classify, with whom they are from and the labels they came with.
import Numerics
package import Support
package import Tables

package struct FeedbackTexts: Sendable {
  /// As UTF-8, with personal data hidden where that was asked for.
  package let texts: [[UInt8]]
  package let ids: [String]
  /// Empty where the data name no customers.
  package let customers: [String]
  /// How many texts had something hidden.
  package let redactedCount: Int
  /// The class of each text, or -1.
  let labels: [Int]
  /// The labels that occur, in code-point order.
  package let classes: [String]
  /// The header the labels came from.
  let labelHeader: String?
  let notices: [Notice]
  /// The headers of the table they are from.
  let headers: [String]
  /// Whether what identifies a person was hidden.
  let redacts: Bool

  /// Texts alone, or with a label each; an empty label is none.
  package init(_ texts: [String], labels: [String]? = nil, redacts: Bool) {
    let raw = texts.map { Array($0.utf8) }
    self.init(
      redacts ? raw.map(Redaction.hide) : raw.map { ($0, 0) }, customers: [],
      cells: labels.map { labels in labels.map { $0.isEmpty ? nil : $0 } },
      header: labels.map { _ in "labels" }, redacts: redacts, notices: [])
  }

  /// The same texts with more labels, and the texts that are new. The last label of a text counts.
  func labelled(_ pairs: [(text: String, label: String)]) -> FeedbackTexts {
    let hidden = FeedbackTexts(pairs.map(\.text), redacts: redacts).texts
    var (texts, cells) = (texts, labels.map { $0 < 0 ? nil : classes[$0] })
    var place: [[UInt8]: [Int]] = [:]
    for (row, text) in texts.enumerated() { place[text, default: []].append(row) }
    for (text, pair) in zip(hidden, pairs) {
      if let rows = place[text] {
        for row in rows { cells[row] = pair.label }
      } else {
        place[text] = [texts.count]
        texts.append(text)
        cells.append(pair.label)
      }
    }
    return FeedbackTexts(
      texts.map { ($0, 0) }, customers: [], cells: cells, header: labelHeader ?? "labels",
      redacts: redacts, notices: [], headers: headers)
  }

  /// The texts of a table, and its labels.
  package init(_ table: Table, redacts: Bool, _ run: Run = Run()) throws {
    guard let column = table.column(.text) else {
      throw AnalyticsError.missingRole(
        roles: [Role.text.rawValue], headers: table.columns.map(\.header))
    }
    let text = column.asText()
    let texts = try Parallel.map(count: table.rowCount, chunk: 512) { range in
      try run.checkpoint()
      return range.map { row -> (text: [UInt8], places: Int) in
        let code = text.codes[row]
        guard code >= 0 else { return ([], 0) }
        let bytes = Array(text.dictionary.bytes[text.dictionary.range(Int(code))])
        return redacts ? Redaction.hide(bytes) : (bytes, 0)
      }
    }.flatMap { $0 }
    guard texts.contains(where: { !$0.text.isEmpty }) else {
      throw AnalyticsError.noUsableRows(why: "no row has a text in \(column.header)")
    }
    let customers = table.column(.customerId)?.asText()
    let label = Self.label(table)
    self.init(
      texts,
      customers: customers.map { names in (0..<table.rowCount).map { names[$0] ?? "" } } ?? [],
      cells: label?.cells, header: label?.header, redacts: redacts, notices: label?.notices ?? [],
      headers: table.columns.map(\.header))
  }

  /// - Parameter shown: each text as it is kept, and in how many places something was hidden.
  private init(
    _ shown: [(text: [UInt8], places: Int)], customers: [String], cells: [String?]?,
    header: String?, redacts: Bool, notices: [Notice], headers: [String] = []
  ) {
    self.headers = headers
    self.redacts = redacts
    let texts = shown.map(\.text)
    self.texts = texts
    redactedCount = shown.count { $0.places > 0 }
    ids = texts.indices.map { String($0 + 1) }
    self.customers = customers
    self.notices = notices
    labelHeader = header
    let filled = texts.indices.filter { !texts[$0].isEmpty }
    let known = Set(filled.compactMap { cells?[$0] })
    let classes = known.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    self.classes = classes
    labels = texts.indices.map { row in
      guard let cells, !texts[row].isEmpty, let cell = cells[row] else { return -1 }
      return place[cell] ?? -1
    }
  }

  /// The language of each text.
  package var languages: [TextLanguage] { texts.map { TextLanguage(TextScalars($0)) } }

  private struct Label {
    var cells: [String?]
    var header: String
    var notices: [Notice] = []
  }

  /// The column of labels: the one found as such, or else a rating in three groups.
  private static func label(_ table: Table) -> Label? {
    if let column = table.column(.textLabel) {
      let text = column.asText()
      return Label(cells: (0..<table.rowCount).map { text[$0] }, header: column.header)
    }
    guard let column = table.column(.rating), let number = column.number else { return nil }
    let known = (0..<table.rowCount).filter { !column.isMissing($0) }.map { number.values[$0] }
    let steps = Set(known)
    guard let low = steps.min(), let high = steps.max(), 2 <= steps.count, steps.count <= 10 else {
      return nil
    }
    let cells = (0..<table.rowCount).map { row -> String? in
      guard !column.isMissing(row) else { return nil }
      let share = (number.values[row] - low) / (high - low)
      return share < 0.4 ? "negative" : share > 0.6 ? "positive" : "neutral"
    }
    return Label(
      cells: cells, header: column.header,
      notices: [
        Notice(
          "ratingAsLabel",
          en: "no label column: \(column.header) was read as negative, neutral, positive",
          zh: "未发现标签列：已将 \(column.header) 视为负面、中性、正面", path: column.header)
      ])
  }
}
