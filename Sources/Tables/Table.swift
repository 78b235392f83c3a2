/// Columns in memory, immutable once read, with what the reader found out about the file.
///
/// What always holds: every column has `rowCount` rows; headers are distinct; a role belongs to at
/// most one column and a column has at most one role. The table knows no statistics.
package import Support

/// A table. A class, so that a workspace and many requests share one copy by identity.
package final class Table: Sendable {
  /// The stem of the file, or the name it was given.
  package let name: String
  /// 16 hexadecimal digits of a hash of the content.
  package let version: String
  /// How many rows there are, without header and skipped rows.
  package let rowCount: Int
  /// The columns in file order.
  package let columns: [Column]
  /// The column chosen for each role that was found.
  package let roles: [Role: RoleMatch]
  /// What the rows are.
  package let kind: TableKind
  /// Where the table came from and how it was read.
  package let source: TableSource
  /// What a reader of an answer should know about the reading.
  package let notices: [Notice]
  /// The language of the headers, or of the texts where there are no headers.
  package let language: Language

  /// Makes a table of finished columns. Each must have `rowCount` rows.
  package init(
    name: String, version: String, rowCount: Int, columns: [Column], roles: [Role: RoleMatch],
    kind: TableKind, source: TableSource, notices: [Notice], language: Language
  ) {
    self.name = name
    self.version = version
    self.rowCount = rowCount
    self.columns = columns
    self.roles = roles
    self.kind = kind
    self.source = source
    self.notices = notices
    self.language = language
  }

  /// The same rows under another name; the columns are shared.
  package func named(_ name: String) -> Table {
    guard name != self.name else { return self }
    return Table(
      name: name, version: version, rowCount: rowCount, columns: columns, roles: roles,
      kind: kind, source: source, notices: notices, language: language)
  }

  /// The column of a role.
  package func column(_ role: Role) -> Column? {
    guard let match = roles[role], 0 <= match.column, match.column < columns.count else {
      return nil
    }
    return columns[match.column]
  }

  /// The column with a header: exactly, or else without regard to case, blanks and brackets.
  package func column(named header: String) -> Column? {
    if let exact = columns.first(where: { $0.header == header }) { return exact }
    let wanted = HeaderName(header).key
    return wanted.isEmpty ? nil : columns.first { HeaderName($0.header).key == wanted }
  }

  /// Bytes of memory the columns take.
  package var memoryBytes: Int { columns.reduce(0) { $0 + $1.memoryBytes } }
}

/// Where a table came from and how it was read.
package struct TableSource: Sendable, Equatable {
  /// The absolute path of the file; nothing for inline rows.
  package var path: String?
  /// The form of the file.
  package var format: TableFormat
  /// The name of the encoding, such as `utf-8` or `gb18030`.
  package var encoding: String
  /// Why this encoding was taken.
  package var encodingEvidence: Phrase
  /// The byte between cells; 32 for runs of blanks, nothing where the format has none.
  package var delimiter: UInt8?
  /// Whether the first line names the columns.
  package var hasHeader: Bool
  /// Size of the file.
  package var bytes: Int
  /// The first rows that could not be used.
  package var skipped: [SkippedRow]
  /// How many rows could not be used, those of totals included.
  package var skippedCount: Int
  /// How many rows summed up others and were left out.
  package var totalCount = 0

  /// Makes a source; everything but the format has a plain default.
  package init(
    path: String? = nil, format: TableFormat, encoding: String = "utf-8",
    encodingEvidence: Phrase = Phrase(en: "valid UTF-8", zh: "有效的 UTF-8"),
    delimiter: UInt8? = nil, hasHeader: Bool = true, bytes: Int = 0, skipped: [SkippedRow] = [],
    skippedCount: Int = 0
  ) {
    self.path = path
    self.format = format
    self.encoding = encoding
    self.encodingEvidence = encodingEvidence
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.bytes = bytes
    self.skipped = skipped
    self.skippedCount = skippedCount
  }
}

/// The form of a file.
package enum TableFormat: String, Sendable, CaseIterable {
  case delimited, baskets, json, ndjson, sqlite, inline
}

/// A row that was left out.
package struct SkippedRow: Sendable, Equatable {
  /// The line of the file, from 1.
  package let line: Int
  /// Why.
  package let reason: Phrase
}
