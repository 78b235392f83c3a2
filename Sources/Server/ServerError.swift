/// Why the server cannot start or a client cannot connect. Each says what to do about it.
import Glibc
import Support

/// A reason not to start or not to connect.
package enum ServerError: Error, Equatable, Sendable {
  case socketPathTooLong(bytes: Int)
  case socketPathEmpty
  case noFolder(path: String, reason: Int32)
  case liveSocket(path: String)
  case notASocket(path: String)
  case cannotListen(path: String, reason: Int32)
  case cannotConnect(path: String, reason: Int32)
  case connectionLost

  /// One sentence without a full stop.
  package var message: String {
    switch self {
    case .socketPathTooLong(let bytes):
      "the socket's path has \(bytes) bytes; the system allows \(Limits.socketPathBytes)"
    case .socketPathEmpty: "the socket's path is empty"
    case .noFolder(let path, let reason):
      "cannot use the folder \(path): \(Self.words(reason))"
    case .liveSocket(let path): "another server is already listening on \(path)"
    case .notASocket(let path): "\(path) exists and is not a socket; it was left as it is"
    case .cannotListen(let path, let reason):
      "cannot listen on \(path): \(Self.words(reason))"
    case .cannotConnect(let path, let reason):
      "cannot connect to \(path): \(Self.words(reason))"
    case .connectionLost: "the server closed the connection"
    }
  }

  private static func words(_ reason: Int32) -> String {
    guard let text = strerror(reason) else { return "error \(reason)" }
    return String(cString: text)
  }
}
