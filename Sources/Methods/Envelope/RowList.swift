/// The rows of an answer: one page of them, as objects, as columns, or as CSV.
///
/// A row is made only when it is written, so an answer about a million customers costs what the
/// page costs.
import Contract
import Tables
import Wire

struct RowList<Row: Answer>: OutputValue {
  let format: RowFormat
  /// The rows of this page.
  let page: Range<Int>
  let row: @Sendable (Int) -> Row

  static var schema: Schema {
    .either([
      .array(of: Row.schema),
      .object(Row.members.map { ($0.name, .type("array")) }, required: [], closed: true),
      Schema.string.with("contentMediaType", "text/csv"),
    ])
  }

  func write(_ writer: inout JSONWriter) {
    switch format {
    case .objects:
      writer.beginArray()
      for index in page { row(index).write(&writer) }
      writer.endArray()
    case .columns:
      let rows = page.map(row)
      writer.beginObject()
      for member in Row.members {
        writer.key(member.name)
        writer.beginArray()
        for row in rows { member.writeCell(row, &writer) }
        writer.endArray()
      }
      writer.endObject()
    case .csv:
      var bytes: [UInt8] = []
      CSVRows.append(header: Row.self, to: &bytes)
      for index in page { CSVRows.append(row(index), to: &bytes) }
      bytes.withUnsafeBufferPointer { writer.string(utf8: $0) }
    }
  }
}

/// Rows of an answer as lines of CSV. Nested values stand as JSON in their cell.
enum CSVRows {
  static func append<Row: Answer>(header: Row.Type, to bytes: inout [UInt8]) {
    CSVWriter.append(row: Row.members.map(\.name), to: &bytes)
  }

  static func append<Row: Answer>(_ row: Row, to bytes: inout [UInt8]) {
    CSVWriter.append(row: Row.members.map { cell($0, row) }, to: &bytes)
  }

  private static func cell<Row: Answer>(_ member: Member<Row>, _ row: Row) -> String {
    var writer = JSONWriter()
    member.writeCell(row, &writer)
    let text = writer.bytes
    if text == Array("null".utf8) { return "" }
    guard text.first == UInt8(ascii: "\"") else { return String(decoding: text, as: UTF8.self) }
    if text.contains(UInt8(ascii: "\\")), let parsed = try? JSONDocument(text).root.string {
      return parsed
    }
    return String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
  }
}
