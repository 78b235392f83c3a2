import Glibc

/// A file or folder of one test, removed when the test is over.
final class TemporaryFile {
  let folder: String
  let path: String

  /// Makes a folder of its own and, with bytes, a file in it.
  init(_ name: String, _ bytes: [UInt8]? = nil) {
    var template = Array("/tmp/tenure-tables-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
    folder = made.map { String(cString: $0) } ?? "/tmp"
    path = folder + "/" + name
    if let bytes { write(bytes) }
  }

  convenience init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  func write(_ bytes: [UInt8]) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if wrote <= 0 { break }
      done += wrote
    }
    close(descriptor)
  }

  deinit {
    unlink(path)
    for suffix in ["-shm", "-wal", "-journal"] { unlink(path + suffix) }
    rmdir(path)
    rmdir(folder)
  }
}
