/// The client side of the socket, for the command line: requests and replies, one a line.
import Glibc
import Support

/// A connection to a running server. Noncopyable: it owns its descriptor.
package struct SocketClient: ~Copyable {
  let descriptor: Descriptor
  private let path: String
  private var buffered: [UInt8] = []

  /// Connects to the server on that path. A server that lets nobody in is not waited for long.
  package init(path: String) throws(ServerError) {
    try SocketFile.check(path)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, kind, 0)
    guard number >= 0 else { throw .cannotConnect(path: path, reason: errno) }
    let deadline = Clock.after(milliseconds: Limits.greetingMilliseconds)
    while SocketFile.withAddress(of: path, { Glibc.connect(number, $0, $1) }) != 0 {
      let reason = errno
      let isFull = reason == EAGAIN || reason == EINTR
      guard isFull, Clock.now < deadline else {
        Glibc.close(number)
        throw isFull ? .silent(path: path, process: 0) : .cannotConnect(path: path, reason: reason)
      }
      poll(nil, 0, 10)
    }
    _ = fcntl(number, F_SETFL, 0)
    descriptor = Descriptor(number)
    self.path = path
  }

  deinit { Glibc.close(descriptor.number) }

  /// Sends one message; it must not contain a line break.
  package func send(_ text: [UInt8]) throws(ServerError) {
    let sent = (text + [10]).withUnsafeBytes { descriptor.writeAll($0) { _ in } }
    guard sent else { throw .connectionLost }
  }

  /// Says that nothing more will be sent.
  package func endSending() { shutdown(descriptor.number, Int32(SHUT_WR)) }

  /// The process that listens on the other side; 0 where the system does not tell.
  var serverProcess: Int {
    PeerIdentity(of: descriptor.number).map { Int($0.process) } ?? 0
  }

  /// The next line without its end, or nil when the server has closed the connection.
  package mutating func readLine() -> [UInt8]? { try? line(until: nil) }

  /// The next line without its end, if it comes in time.
  mutating func readLine(withinMilliseconds milliseconds: Int) throws(ServerError) -> [UInt8] {
    try line(until: Clock.after(milliseconds: milliseconds))
  }

  private mutating func line(until deadline: UInt64?) throws(ServerError) -> [UInt8] {
    var searched = 0
    while true {
      if let end = buffered[searched...].firstIndex(of: 10) {
        let line = Array(buffered[..<end])
        buffered.removeSubrange(...end)
        return line
      }
      searched = buffered.count
      if let deadline {
        let now = Clock.now
        let left = now < deadline ? Int32((deadline - now) / 1_000_000) : 0
        guard buffered.count <= Limits.messageBytes, left > 0,
          descriptor.waits(for: POLLIN, milliseconds: left)
        else { throw .silent(path: path, process: serverProcess) }
      }
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 64 << 10) { room, filled in
        count = descriptor.read(UnsafeMutableRawBufferPointer(room))
        filled = max(0, count)
      }
      guard count > 0 else { throw .connectionLost }
      buffered.append(contentsOf: piece)
    }
  }
}
