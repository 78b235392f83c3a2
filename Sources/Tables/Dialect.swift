/// How the cells of a text stand in it.

/// The form of a delimited text.
struct Dialect: Sendable, Equatable {
  /// The byte between cells; 32 stands for runs of blanks and tabs.
  var delimiter: UInt8
  /// The last byte of a line: a line feed, or a carriage return in old files.
  var lineEnd: UInt8
  var hasHeader: Bool
  /// Where the first row of data begins.
  var dataStart: Int
  var columnCount: Int
  /// Whether a row with too few cells has missing ones, instead of being bad.
  var fillsShortRows = false
  /// Whether a quote at the beginning of a cell opens a quoted cell.
  var hasQuotes = true

  var isBlankSeparated: Bool { delimiter == 32 }
}

/// A cell of a text: a stretch of it, with doubled quotes in it or not.
struct CellPlace {
  var offset: Int
  var count: Int32
  var hasDoubledQuotes: Bool
}

/// A row that cannot be used.
struct BadRow: Sendable, Equatable {
  var offset: Int
  var why: Why

  enum Why: Sendable, Equatable {
    case cellCount(found: Int, expected: Int)
    case openQuote
    case longCell
  }
}
