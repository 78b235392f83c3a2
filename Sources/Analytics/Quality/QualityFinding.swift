/// One thing that is wrong with a table, or worth knowing, and where.
package import Support
import Tables

/// What kind of thing it is. The words never change.
package enum QualityCode: String, Sendable, CaseIterable {
  case roleMissing, missingKey, skippedRows, unreadableCells, damagedIds, mojibake, totalsRow
  case orderConflict, futureDates, absurdDates, defaultDate, mixedDateStyles, mixedCurrencies
  case duplicateRows, placeholderCustomer, dominantCustomer, negativeAmounts, outliers, crowdedDay
  case dateGap, emptyColumn, ambiguousRole, variants, strayBlanks, zeroAmounts, constantColumn
  case personalData, ruleBroken
}

/// How bad it is.
package enum QualitySeverity: String, Sendable, CaseIterable {
  /// Answers made of these rows are wrong.
  case error
  /// Answers may be wrong.
  case warning
  /// Worth knowing.
  case info
}

/// One finding. Examples may be personal; messages are not.
package struct QualityFinding: Sendable {
  package let code: QualityCode
  package let severity: QualitySeverity
  /// The place of the column in the table; nil when it is about rows or the whole.
  package let column: Int?
  /// How many rows it is about.
  package let rows: Int
  /// The first of them, from 0.
  package let places: [Int]
  /// Lines of the file where there are no rows of the table.
  package let lines: [Int]
  package let examples: [String]
  /// Whether the examples may tell who a person is.
  package let isPersonal: Bool
  package let message: Phrase
  package let fix: Phrase

  init(
    _ code: QualityCode, _ severity: QualitySeverity, column: Int? = nil, _ tally: RowTally,
    lines: [Int] = [], examples: [String] = [], isPersonal: Bool = false, _ message: Phrase,
    fix: Phrase
  ) {
    self.code = code
    self.severity = severity
    self.column = column
    rows = tally.count
    places = tally.rows
    self.lines = lines
    self.examples = Array(examples.prefix(5))
    self.isPersonal = isPersonal
    self.message = message
    self.fix = fix
  }
}

/// What every check looks at.
struct QualityView {
  let table: Table
  let survey: FileSurvey?
  /// By column, whether it tells who a person is.
  let isPersonal: [Bool]

  init(_ table: Table, _ survey: FileSurvey?) {
    self.table = table
    self.survey = survey
    isPersonal = table.columns.map { ColumnSummary.isPersonal($0) }
  }

  /// Rows that hold one of some texts.
  func rows(of column: TextColumn, where wanted: [Bool]) -> RowTally {
    var tally = RowTally()
    for (row, code) in column.codes.enumerated() where code >= 0 && wanted[Int(code)] {
      tally.add(row)
    }
    return tally
  }

  /// The texts of a column that a test picks, and the rows that hold them.
  func texts(
    of column: TextColumn, where test: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> (rows: RowTally, examples: [String])? {
    let dictionary = column.dictionary
    let wanted = (0..<dictionary.count).map { dictionary.withBytes($0, test) }
    let codes = wanted.indices.filter { wanted[$0] }
    guard !codes.isEmpty else { return nil }
    return (rows(of: column, where: wanted), codes.prefix(5).map { dictionary.short($0) })
  }

  /// `3 rows`, and the same in Chinese.
  static func rows(_ count: Int) -> String {
    count == 1 ? "1 row" : "\(Words.short(Double(count))) rows"
  }
}

extension TextDictionary {
  /// A text cut to what an example may show.
  func short(_ code: Int) -> String { String(self[code].prefix(80)) }
}
