/// Records in JSON: an array of objects, an object that holds one, or one object per line.
import Support
import Wire

enum JSONRecords {
  /// Whether a text that begins like this is JSON rather than delimited.
  static func isJSON(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    let ink = bytes[start...].lazy.filter { $0 > 32 }.prefix(2)
    guard let first = ink.first else { return false }
    let second = ink.dropFirst().first
    if first == 0x7b { return second == 34 || second == 0x7d }
    return first == 0x5b
      && (second == 0x7b || second == 0x5b || second == 0x5d || second == 34
        || second.map { $0 &- 48 < 10 } ?? false)
  }

  static func read(
    _ text: DecodedText, named name: String, _ source: TableSource, _ options: ReadOptions,
    _ run: Run
  ) throws -> Table {
    var source = source
    source.hasHeader = true
    let bytes = Array(text.buffer.bytes[text.start...])
    var reader = RecordReader()
    switch document(bytes) {
    case .success(let document):
      source.format = .json
      try addRecords(of: document.root, to: &reader, bytes, run)
    case .failure(let error):
      let first = bytes.first { $0 > 32 }
      guard first == 0x7b, isEndOfFirstValue(error, bytes) else {
        throw malformed(bytes, error)
      }
      source.format = .ndjson
      try addLines(bytes, to: &reader, &source, options, run)
    }
    return try reader.builder.table(named: name, source: source, options, run)
  }

  private static func document(_ bytes: [UInt8]) -> Result<JSONDocument, JSONError> {
    do throws(JSONError) { return .success(try JSONDocument(bytes)) } catch {
      return .failure(error)
    }
  }

  /// Whether the first line is a whole value, or no value at all but one of several lines.
  private static func isEndOfFirstValue(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
    let line = bytes[..<(bytes.firstIndex(of: 10) ?? bytes.endIndex)]
    if line.count < bytes.count, case .success(let first) = document(Array(line)) {
      return first.root.kind == .object
    }
    // A broken first line still counts when the next one is whole.
    let rest = bytes[line.endIndex...].drop { $0 <= 32 }
    let second = rest[..<(rest.firstIndex(of: 10) ?? rest.endIndex)]
    if rest.first == 0x7b, case .success = document(Array(second)) { return true }
    return false
  }

  private static func addRecords(
    of root: JSONNode, to reader: inout RecordReader, _ bytes: [UInt8], _ run: Run
  ) throws {
    guard let records = records(root) else {
      if root.kind == .object {
        reader.add(root)
        return
      }
      throw notRecords(bytes, root)
    }
    var count = 0
    for record in records.elements {
      guard record.kind == .object else { throw notRecords(bytes, record) }
      reader.add(record)
      count += 1
      if count % 1024 == 0 { try run.checkpoint() }
    }
  }

  /// The array of records: the root, or the one array of objects in it.
  private static func records(_ root: JSONNode) -> JSONNode? {
    if root.kind == .array { return root }
    let arrays = root.members.filter { $0.value.kind == .array }
    guard arrays.count == 1, let only = arrays.first?.value,
      only.elements.first(where: { _ in true })?.kind == .object
    else { return nil }
    return only
  }

  private static func addLines(
    _ bytes: [UInt8], to reader: inout RecordReader, _ source: inout TableSource,
    _ options: ReadOptions, _ run: Run
  ) throws {
    var lineNumber = 0
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      lineNumber += 1
      if lineNumber % 1024 == 0 { try run.checkpoint() }
      if line.allSatisfy({ $0 <= 32 }) { continue }
      var found = "no object"
      do throws(JSONError) {
        let document = try JSONDocument(Array(line))
        if document.root.kind == .object {
          reader.add(document.root)
          continue
        }
        found = document.root.kindWord
      } catch {
        found = error.message
      }
      if options.onBadRow == .error {
        throw TableError.malformedTable(
          line: lineNumber, column: 1, snippet: Snippet.text(line), expected: "a JSON object",
          found: found)
      }
      source.skippedCount += 1
      if source.skipped.count < Limits.listedBadRows {
        source.skipped.append(
          SkippedRow(
            line: lineNumber,
            reason: Phrase(en: "no JSON object: \(found)", zh: "不是 JSON 对象：\(found)")))
      }
    }
  }

  private static func malformed(_ bytes: [UInt8], _ error: JSONError) -> TableError {
    let place = Snippet.place(of: error.offset, in: bytes)
    return .malformedTable(
      line: place.line, column: place.column, snippet: place.snippet, expected: error.expected,
      found: error.found)
  }

  private static func notRecords(_ bytes: [UInt8], _ node: JSONNode) -> TableError {
    let place = Snippet.place(of: node.sourceRange.lowerBound, in: bytes)
    return .malformedTable(
      line: place.line, column: place.column, snippet: place.snippet,
      expected: "an array of objects", found: node.kindWord)
  }
}

/// Puts records into a builder. Keys that come in the same order are found without a look-up.
struct RecordReader {
  var builder = TableBuilder()
  private var keys: [[UInt8]] = []

  mutating func add(_ record: JSONNode) {
    var place = 0
    for (key, value) in record.members {
      if value.kind == .object {
        for (inner, leaf) in value.members {
          put(leaf, at: builder.column(named: "\(key).\(inner)"))
        }
        continue
      }
      put(value, at: column(key, place))
      place += 1
    }
    builder.endRow()
  }

  private mutating func column(_ key: String, _ place: Int) -> Int {
    builder.column(named: key)
  }

  private mutating func put(_ value: JSONNode, at column: Int) {
    switch value.kind {
    case .null: break
    case .bool: builder.append(value.bool == true ? "true" : "false", at: column)
    case .string: _ = value.withStringBytes { builder.append($0, at: column) }
    case .integer, .double, .number: builder.append(value.numberText ?? "", at: column)
    case .array, .object: builder.append(value.sourceText, at: column)
    }
  }
}

/// Short pieces of a text for messages.
enum Snippet {
  /// The first characters of some bytes.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    let short = String(decoding: bytes.prefix(80), as: UTF8.self)
    return String(short.unicodeScalars.filter { $0.value >= 32 }.map(Character.init))
  }

  /// Line and column of a byte, from 1, and what stands there.
  static func place(
    of offset: Int, in bytes: some RandomAccessCollection<UInt8>
  ) -> (line: Int, column: Int, snippet: String) {
    let start = bytes.startIndex
    let offset = max(0, min(offset, bytes.count))
    let before = bytes.prefix(offset)
    let line = before.reduce(1) { $0 + ($1 == 10 ? 1 : 0) }
    let lineStart = before.lastIndex(of: 10).map { bytes.index(after: $0) } ?? start
    let column = bytes.distance(from: lineStart, to: bytes.index(start, offsetBy: offset)) + 1
    let from = max(0, offset - 20)
    return (line, column, text(bytes.dropFirst(from).prefix(60)))
  }
}
