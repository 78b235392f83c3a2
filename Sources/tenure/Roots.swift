/// Folders that files may be read from.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Roots {
  /// The folder, absolute and without links.
  static func resolved(_ path: String) throws -> String {
    guard let text = realpath(path, nil) else {
      throw UsageError(message: "--root: \(path) is no folder")
    }
    defer { free(text) }
    return String(cString: text)
  }
}
