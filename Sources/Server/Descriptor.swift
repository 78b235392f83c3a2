/// Reading and writing file descriptors: interrupted calls are repeated, partial writes continue,
/// and nothing here ends the process.
import Glibc

/// A descriptor that someone else closes.
struct Descriptor: Sendable {
  let number: Int32
  /// Sockets can be written without blocking by a flag of one call; pipes cannot.
  let isSocket: Bool

  init(_ number: Int32) {
    self.number = number
    var status = stat()
    isSocket = fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }

  /// Opens what is closed of the standard three, so that nothing else takes their numbers.
  static func fillStandardOnes() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
  }

  /// Blocks until bytes are there; 0 or less at the end.
  func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = Glibc.read(number, buffer.baseAddress, buffer.count)
      if count >= 0 || (errno != EINTR && errno != EAGAIN) { return count }
      if errno == EAGAIN { _ = waits(for: POLLIN, milliseconds: -1) }
    }
  }

  enum Written {
    case some(Int)
    case broken
  }

  /// Writes what fits without blocking.
  func writeNow(_ bytes: UnsafeRawBufferPointer) -> Written {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count: Int
      if isSocket {
        count = send(number, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
      } else {
        // A pipe that polls as writable takes PIPE_BUF bytes without blocking.
        guard waits(for: POLLOUT, milliseconds: 0) else { return .some(done) }
        count = Glibc.write(number, rest.baseAddress, min(rest.count, Int(PIPE_BUF)))
      }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        return .some(done)
      } else if errno != EINTR {
        return .broken
      }
    }
    return .some(done)
  }

  /// Writes everything, blocking as long as it takes; false when nobody reads any more.
  /// `progress` is told after each piece.
  func writeAll(_ bytes: UnsafeRawBufferPointer, progress: (Int) -> Void) -> Bool {
    var done = 0
    while done < bytes.count {
      let length = min(bytes.count - done, 64 << 10)
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done..<done + length])
      let count =
        isSocket
        ? send(number, rest.baseAddress, length, Int32(MSG_NOSIGNAL))
        : Glibc.write(number, rest.baseAddress, length)
      if count > 0 {
        done += count
        progress(count)
      } else if errno == EAGAIN {
        _ = waits(for: POLLOUT, milliseconds: -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Whether the event or an error came within the time.
  func waits(for event: Int32, milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: number, events: Int16(event), revents: 0)
    return poll(&entry, 1, milliseconds) > 0
  }

  /// Whether nobody holds the other end any more, found out within that time.
  func isAbandoned(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: number, events: 0, revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else { return false }
    return Int32(entry.revents) & (POLLERR | POLLHUP) != 0
  }
}
