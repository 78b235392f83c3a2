/// Files that are no text, known by their first bytes.

enum BinaryFile {
  static let sqliteMagic = Array("SQLite format 3".utf8) + [0]

  private static let magics: [(bytes: [UInt8], name: String)] = [
    ([0x50, 0x4b, 0x03, 0x04], "a zip or xlsx file"),
    (Array("%PDF".utf8), "a PDF file"), ([0x89, 0x50, 0x4e, 0x47], "a PNG image"),
    ([0xff, 0xd8, 0xff], "a JPEG image"), (Array("PAR1".utf8), "a Parquet file"),
    ([0xd0, 0xcf, 0x11, 0xe0], "an old Excel file"), ([0x37, 0x7a, 0xbc, 0xaf], "a 7z file"),
    ([0x28, 0xb5, 0x2f, 0xfd], "a zstd file"), ([0x7f, 0x45, 0x4c, 0x46], "a program"),
    (Array("ARROW1".utf8), "an Arrow file"),
  ]

  /// What a file is that is known to be no text.
  static func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    magics.first { bytes.starts(with: $0.bytes) }?.name
  }

  static func isSQLite(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: sqliteMagic)
  }
}
