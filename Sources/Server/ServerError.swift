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
  case foreignFolder(path: String)
  case noServer(path: String)
  /// The process is 0 where it is not known.
  case silent(path: String, process: Int)
  case notTenure(path: String)
  case refused(path: String, words: String)
  case otherRoots(path: String, found: [String])
  case otherProtocol(path: String, found: String, expected: String)
  case cannotStart(reason: Int32)
  case didNotStart(path: String)
  case serverEnded(path: String)
  case stillRunning(path: String, process: Int)
  case handedSockets(count: Int)
  case handedNoListener
  case handedAndNamed

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
    case .foreignFolder(let path):
      "\(path) is not a folder of this user alone, as mode 0700 makes it; "
        + "choose another place with --socket"
    case .noServer(let path): "no server is listening on \(path)"
    case .silent(let path, let process):
      "the server on \(path)\(process > 0 ? ", process \(process)," : "") did not answer within "
        + "\(Limits.greetingMilliseconds / 1_000) seconds; if it stays so, end that process"
    case .notTenure(let path): "what listens on \(path) does not answer as tenure does"
    case .refused(let path, let words): "the server on \(path) refuses: \(words)"
    case .otherRoots(let path, let found):
      "the server on \(path) has other folders than --root names: "
        + "\(found.isEmpty ? "all" : found.joined(separator: ", ")); "
        + "give --socket another place, or end it with: tenure stop --socket \(path)"
    case .otherProtocol(let path, let found, let expected):
      "the server on \(path) speaks protocol \(found) and this program \(expected); "
        + "end it and try again: tenure stop --socket \(path)"
    case .cannotStart(let reason): "cannot start a server: \(Self.words(reason))"
    case .didNotStart(let path):
      "the server did not come up; to see why: tenure serve --socket \(path)"
    case .serverEnded(let path):
      "the server on \(path) has ended; what was not answered is lost"
    case .stillRunning(let path, let process):
      "the server on \(path) was told to end and has not; process \(process) is still there"
    case .handedSockets(let count):
      "LISTEN_FDS says \(count) sockets were handed over; one is expected"
    case .handedAndNamed:
      "a socket was handed over by LISTEN_FDS; leave out --socket and --stdio"
    case .handedNoListener:
      "descriptor 3 was handed over and is not a listening Unix stream socket"
    }
  }

  private static func words(_ reason: Int32) -> String {
    guard let text = strerror(reason) else { return "error \(reason)" }
    return String(cString: text)
  }
}
