/// Rows whose columns the request chose: as objects, as columns, or as CSV.
import Analytics
import Contract
import Support
import Tables
import Wire

struct QueryRowList: OutputValue {
  let result: QueryResult
  let format: RowFormat
  let page: Range<Int>

  static var schema: Schema {
    .either([
      .array(of: .type("object")), .map(of: .type("array")),
      Schema.string.with("contentMediaType", "text/csv"),
    ])
  }

  func write(_ writer: inout JSONWriter) {
    switch format {
    case .objects:
      writer.beginArray()
      for index in page {
        writer.beginObject()
        for column in result.columns {
          writer.key(column.name)
          write(index, column, &writer)
        }
        writer.endObject()
      }
      writer.endArray()
    case .columns:
      writer.beginObject()
      for column in result.columns {
        writer.key(column.name)
        writer.beginArray()
        for index in page { write(index, column, &writer) }
        writer.endArray()
      }
      writer.endObject()
    case .csv:
      var bytes: [UInt8] = []
      append(page, to: &bytes)
      bytes.withUnsafeBufferPointer { writer.string(utf8: $0) }
    }
  }

  private func write(_ index: Int, _ column: QueryResult.Output, _ writer: inout JSONWriter) {
    switch result.cell(index, column) {
    case .missing: writer.null()
    case .number(let number): writer.double(number)
    case .text(let text): writer.string(column.isPersonal ? Masked.text(text) : text)
    }
  }

  private func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    CSVWriter.append(row: result.columns.map(\.name), to: &bytes)
    for index in range {
      let cells = result.columns.map { column -> String in
        switch result.cell(index, column) {
        case .missing: return ""
        case .number(let number): return JSON.double(number).text()
        case .text(let text): return column.isPersonal ? Masked.text(text) : text
        }
      }
      CSVWriter.append(row: cells, to: &bytes)
    }
  }

  /// Writes all rows to `outputPath`, if there is one.
  func save(
    _ params: DataParams, count: Int, in workspace: Workspace, _ run: Run
  ) throws -> SavedFile? {
    guard let path = params.outputPath else { return nil }
    var bytes: [UInt8] = params.excel ? [0xef, 0xbb, 0xbf] : []
    try run.checkpoint()
    append(0..<count, to: &bytes)
    let file = try OutputFile(path, overwrite: params.overwrite, in: workspace)
    try file.write(bytes)
    return SavedFile(path: file.path, rows: count, bytes: bytes.count)
  }
}
