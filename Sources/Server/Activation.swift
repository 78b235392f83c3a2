/// A socket that a service manager listens on and hands over when the first client comes.
///
/// The convention is systemd's: `LISTEN_PID` names the process it is meant for, `LISTEN_FDS` how many
/// descriptors there are, from number 3 on.
import Glibc

package enum Activation {
  private static let firstDescriptor: Int32 = 3

  /// The socket that was handed to this process; nil when none was.
  ///
  /// The variables are removed, so that no process started from here takes them for its own.
  package static func take() throws(ServerError) -> Int32? {
    guard number("LISTEN_PID") == Int(getpid()), let count = number("LISTEN_FDS"), 0 < count else {
      return nil
    }
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
    guard count == 1 else { throw .handedSockets(count: count) }
    guard isListening(firstDescriptor) else { throw .handedNoListener }
    _ = fcntl(firstDescriptor, F_SETFD, FD_CLOEXEC)
    return firstDescriptor
  }

  private static func isListening(_ descriptor: Int32) -> Bool {
    option(SO_DOMAIN, of: descriptor) == AF_UNIX
      && option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue)
      && option(SO_ACCEPTCONN, of: descriptor) == 1
  }

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}
