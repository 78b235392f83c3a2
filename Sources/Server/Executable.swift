/// Where the program lies that runs now.
import Glibc

package enum Executable {
  private static let link = "/proc/self/exe"

  /// The file from the top, without links; nil when it has been replaced or removed since.
  package static var path: String? {
    guard let text = realpath(link, nil) else { return nil }
    defer { free(text) }
    return access(text, X_OK) == 0 ? String(cString: text) : nil
  }

  /// What starts this very program, also when another version has taken its place.
  static var startable: String { path ?? link }
}
