/// Where the shared server of a user listens unless told otherwise.
import Glibc

enum SocketPlace {
  /// `TENURE_SOCKET`, or `tenure.sock` in the user's runtime folder, or in a folder below `/tmp` that
  /// belongs to this user alone.
  ///
  /// Anybody may make a folder below `/tmp` before us; what listens in a folder of somebody else
  /// would be handed all our requests. So such a folder is refused.
  static func standard() throws(ServerError) -> String {
    if let path = variable("TENURE_SOCKET") { return path }
    if let folder = variable("XDG_RUNTIME_DIR"), folder.hasPrefix("/"), isFolder(folder) {
      return "\(folder)/tenure.sock"
    }
    let folder = "/tmp/tenure-\(geteuid())"
    try claim(folder)
    return "\(folder)/tenure.sock"
  }

  /// Makes the folder, or refuses one that is not this user's alone.
  static func claim(_ folder: String) throws(ServerError) {
    mkdir(folder, 0o700)
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == geteuid(), status.st_mode & 0o077 == 0
    else { throw .foreignFolder(path: folder) }
  }

  /// The path from the top, because a server is started in another folder.
  static func absolute(_ path: String) -> String {
    guard !path.isEmpty, !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
