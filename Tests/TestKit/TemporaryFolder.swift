/// A folder of its own for one test, removed with everything in it at the end.
import Foundation

package final class TemporaryFolder: Sendable {
  /// Where it is; short enough for a socket in it.
  package let path: String

  /// Makes the folder.
  package init() {
    var template = Array("/tmp/tenure-test-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, let made = mkdtemp(start) else { return "" }
      return String(cString: made)
    }
  }

  /// The path of something in it.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file into it and gives its path.
  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    let file = file(name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  deinit { if !path.isEmpty { try? FileManager.default.removeItem(atPath: path) } }
}
