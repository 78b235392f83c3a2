/// The way from a path to a table: bytes, encoding, form, columns, roles.
package import Support

/// Reads files of every supported form.
package enum TableReader {
  /// Reads a file. Throws `TableError`, or `Cancelled`.
  package static func read(path: String, _ options: ReadOptions, _ run: Run) throws
    -> Table
  {
    let file = try FileBytes(path, run)
    let source = TableSource(
      path: file.stamp.path, format: .delimited, bytes: file.buffer.count)
    return try table(
      file.buffer, named: SimilarNames.stem(file.stamp.path), source, options, run)
  }

  /// Reads text that is already in memory, as if it were a file.
  package static func read(
    text: String, named name: String, _ options: ReadOptions, _ run: Run
  ) throws -> Table {
    let buffer = ByteBuffer(Array(text.utf8))
    return try table(
      buffer, named: name, TableSource(format: .delimited, bytes: buffer.count), options, run)
  }

  static func table(
    _ buffer: ByteBuffer, named name: String, _ source: TableSource, _ options: ReadOptions,
    _ run: Run
  ) throws -> Table {
    let sniffed = try DialectSniffer.sniff(buffer, options, name)
    var source = source
    source.delimiter = sniffed.dialect.delimiter
    source.hasHeader = sniffed.dialect.hasHeader
    return try TableAssembly(
      name: name, text: buffer, dialect: sniffed.dialect, headers: sniffed.headers,
      source: source, notices: sniffed.notices, version: ContentHash.text(of: buffer),
      options: options
    ).table(run)
  }
}
