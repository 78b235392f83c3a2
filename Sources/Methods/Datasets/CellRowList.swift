/// Rows whose columns are known only when they are made: as objects, as columns, or as CSV.
import Analytics
import Contract
import Support
import Tables
import Wire

struct CellRowList: OutputValue {
  let names: [String]
  let format: RowFormat
  let page: Range<Int>
  /// The cell of a row and a column, as it is to be shown.
  let cell: @Sendable (_ row: Int, _ column: Int) -> QueryResult.Cell

  static var schema: Schema { QueryRowList.schema }

  func write(_ writer: inout JSONWriter) {
    switch format {
    case .objects:
      writer.beginArray()
      for row in page {
        writer.beginObject()
        for (column, name) in names.enumerated() {
          writer.key(name)
          write(row, column, &writer)
        }
        writer.endObject()
      }
      writer.endArray()
    case .columns:
      writer.beginObject()
      for (column, name) in names.enumerated() {
        writer.key(name)
        writer.beginArray()
        for row in page { write(row, column, &writer) }
        writer.endArray()
      }
      writer.endObject()
    case .csv:
      var bytes: [UInt8] = []
      CSVWriter.append(row: names, to: &bytes)
      for row in page { append(row, to: &bytes) }
      bytes.withUnsafeBufferPointer { writer.string(utf8: $0) }
    }
  }

  private func write(_ row: Int, _ column: Int, _ writer: inout JSONWriter) {
    switch cell(row, column) {
    case .missing: writer.null()
    case .number(let number): writer.double(number)
    case .text(let text): writer.string(text)
    }
  }

  private func append(_ row: Int, to bytes: inout [UInt8]) {
    let cells = names.indices.map { column -> String in
      switch cell(row, column) {
      case .missing: ""
      case .number(let number): JSON.double(number).text()
      case .text(let text): text
      }
    }
    CSVWriter.append(row: cells, to: &bytes)
  }

  /// The file of so many rows.
  func csv(rows: Int, excel: Bool, _ run: Run) throws -> [UInt8] {
    var bytes: [UInt8] = excel ? [0xef, 0xbb, 0xbf] : []
    CSVWriter.append(row: names, to: &bytes)
    for row in 0..<rows {
      if row % 1_024 == 0 { try run.checkpoint() }
      append(row, to: &bytes)
    }
    return bytes
  }
}
