/// The way from a path to a table: bytes, encoding, form, columns, roles.
import Glibc
package import Support

/// Reads files of every supported form.
package enum TableReader {
  /// Reads a file. Throws `TableError`, or `Cancelled`.
  package static func read(path: String, _ options: ReadOptions, _ run: Run) throws -> Table {
    let file = try FileBytes(path, run)
    let name = SimilarNames.stem(file.stamp.path)
    let raw = file.buffer
    if BinaryFile.isSQLite(raw.bytes) {
      return try SQLiteReader.read(file.stamp, raw.bytes, named: name, options, run)
    }
    if options.sqliteTable != nil || options.query != nil {
      throw TableError.badDatabase(path: file.stamp.path, message: "file is not a database")
    }
    let source = TableSource(path: file.stamp.path, format: .delimited, bytes: raw.count)
    return try table(raw, named: name, source, options, run)
  }

  /// Reads text that is already in memory, as if it were a file.
  package static func read(
    text: String, named name: String, _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    try read(bytes: Array(text.utf8), named: name, options, run)
  }

  /// Reads bytes that are already in memory, as if they were a file.
  package static func read(
    bytes: [UInt8], named name: String, _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    let raw = ByteBuffer(bytes)
    return try table(
      raw, named: name, TableSource(format: .delimited, bytes: raw.count), options, run)
  }

  static func table(
    _ raw: ByteBuffer, named name: String, _ source: TableSource, _ options: ReadOptions,
    _ run: Run, chunks: Int? = nil
  ) throws -> Table {
    if Gzip.isPacked(raw.bytes) {
      let inner = try Gzip.unpacked(raw, named: source.path ?? name, run)
      // One packing is what exports have; more would be a trap.
      guard !Gzip.isPacked(inner.bytes) else {
        throw TableError.malformedTable(
          line: 1, column: 1, snippet: "", expected: "text", found: "a gzip file in a gzip file")
      }
      return try table(inner, named: name, source, options, run, chunks: chunks)
    }
    guard raw.count > 0 else { throw TableError.emptyTable(name: name) }
    if let found = BinaryFile.name(raw.bytes) {
      throw TableError.malformedTable(
        line: 1, column: 1, snippet: Snippet.text(raw.bytes.prefix(8)), expected: "text",
        found: found)
    }
    try run.checkpoint()
    let text = try TextDecoding.decode(raw, encoding: options.encoding)
    try refuseZeroBytes(text)
    try run.checkpoint()
    var source = source
    source.encoding = text.encoding
    source.encodingEvidence = text.evidence
    if JSONRecords.isJSON(text.buffer.bytes, from: text.start) {
      return try JSONRecords.read(text, named: name, source, options, run)
    }
    let sniffer = DialectSniffer(text.buffer, from: text.start, options)
    if options.header == nil, let basket = Baskets.form(of: sniffer.samples),
      sniffer.best.map({ $0.consistency < 0.7 || $0.delimiter == 1 }) ?? true
    {
      return try Baskets.read(
        text.buffer, from: sniffer.start, lineEnd: sniffer.lineEnd, delimiter: basket.delimiter,
        form: basket.form, named: name, source, options, run)
    }
    let sniffed = try sniffer.sniffed(named: name)
    source.delimiter = sniffed.dialect.delimiter == 1 ? nil : sniffed.dialect.delimiter
    source.hasHeader = sniffed.dialect.hasHeader
    return try TableAssembly(
      name: name, text: text.buffer, dialect: sniffed.dialect, headers: sniffed.headers,
      source: source, notices: sniffed.notices + guessNotice(text),
      version: ContentHash.text(text.hash), options: options, chunks: chunks
    ).table(run)
  }

  /// Text has no zero bytes; a file that has one is something else.
  private static func refuseZeroBytes(_ text: DecodedText) throws(TableError) {
    let buffer = text.buffer
    guard let hit = memchr(buffer.base, 0, buffer.count) else { return }
    let offset = UnsafeRawPointer(hit) - UnsafeRawPointer(buffer.base)
    let place = Snippet.place(of: offset, in: buffer.bytes)
    throw .malformedTable(
      line: place.line, column: place.column, snippet: place.snippet, expected: "text",
      found: "a zero byte")
  }

  private static func guessNotice(_ text: DecodedText) -> [Notice] {
    if text.isRepaired {
      return [
        Notice(
          "mojibake", en: "The text had been encoded twice (å®¢ for 客), which was undone",
          zh: "文本曾被重复编码（乱码），已还原")
      ]
    }
    guard text.isGuess else { return [] }
    return [
      Notice(
        "encodingGuessed", en: "Read as \(text.encoding): \(text.evidence.en)",
        zh: "按 \(text.encoding) 读取：\(text.evidence.zh)")
    ]
  }
}
