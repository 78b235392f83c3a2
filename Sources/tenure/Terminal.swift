/// Bytes to standard output, lines to standard error.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Terminal {
  /// False when nobody reads any more.
  @discardableResult
  static func write(_ bytes: [UInt8], to file: Int32 = 1) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let count = Glibc.write(file, buffer.baseAddress.map { $0 + start }, buffer.count - start)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        start += count
      }
      return true
    }
  }

  static func print(_ text: String) { write(Array(text.utf8) + [10]) }

  static func error(_ text: String) { write(Array("\(text)\n".utf8), to: 2) }

  static var errorIsTerminal: Bool { isatty(2) == 1 }
}
