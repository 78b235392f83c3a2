/// Rows of texts as RFC 4180 wants them: cells with a delimiter, quote or line end are quoted.

/// Writes cells into bytes.
package enum CSVWriter {
  /// Appends one row, ended by CR LF.
  package static func append(row: [String], to bytes: inout [UInt8]) {
    for (index, cell) in row.enumerated() {
      if index > 0 { bytes.append(44) }
      append(cell: cell, to: &bytes)
    }
    if row == [""] { bytes.append(contentsOf: [34, 34]) }
    bytes.append(contentsOf: [13, 10])
  }

  /// Appends one cell, quoted where it must be.
  package static func append(cell: String, to bytes: inout [UInt8]) {
    var cell = cell
    cell.withUTF8 { text in
      // Blanks at the ends are quoted too, because many readers cut them off.
      let isPlain =
        !text.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
        && text.first != 32 && text.last != 32
      if isPlain {
        bytes.append(contentsOf: text)
        return
      }
      bytes.append(34)
      for byte in text {
        if byte == 34 { bytes.append(34) }
        bytes.append(byte)
      }
      bytes.append(34)
    }
  }

  /// A whole table as bytes, with the mark that tells Excel it is UTF-8 where wanted.
  package static func bytes(header: [String], rows: [[String]], mark: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = mark ? [0xef, 0xbb, 0xbf] : []
    append(row: header, to: &bytes)
    for row in rows { append(row: row, to: &bytes) }
    return bytes
  }
}
