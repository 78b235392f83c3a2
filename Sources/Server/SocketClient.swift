/// The client side of the socket, for the command line: requests and replies, one a line.
import Glibc
import Support

/// A connection to a running server. Noncopyable: it owns its descriptor.
package struct SocketClient: ~Copyable {
  private let descriptor: Descriptor
  private var buffered: [UInt8] = []

  /// Connects to the server on that path.
  package init(path: String) throws(ServerError) {
    try SocketFile.check(path)
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .cannotConnect(path: path, reason: errno) }
    guard SocketFile.withAddress(of: path, { Glibc.connect(number, $0, $1) }) == 0 else {
      let reason = errno
      Glibc.close(number)
      throw .cannotConnect(path: path, reason: reason)
    }
    descriptor = Descriptor(number)
  }

  deinit { Glibc.close(descriptor.number) }

  /// Sends one message; it must not contain a line break.
  package func send(_ text: [UInt8]) throws(ServerError) {
    let sent = (text + [10]).withUnsafeBytes { descriptor.writeAll($0) { _ in } }
    guard sent else { throw .connectionLost }
  }

  /// Says that nothing more will be sent.
  package func endSending() { shutdown(descriptor.number, Int32(SHUT_WR)) }

  /// The next line without its end, or nil when the server has closed the connection.
  package mutating func readLine() -> [UInt8]? {
    var searched = 0
    while true {
      if let end = buffered[searched...].firstIndex(of: 10) {
        let line = Array(buffered[..<end])
        buffered.removeSubrange(...end)
        return line
      }
      searched = buffered.count
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 64 << 10) { room, filled in
        count = descriptor.read(UnsafeMutableRawBufferPointer(room))
        filled = max(0, count)
      }
      guard count > 0 else { return nil }
      buffered.append(contentsOf: piece)
    }
  }
}
