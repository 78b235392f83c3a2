/// Bytes between the pipes of a client and a shared server, as they are.
///
/// Each direction has its own thread and waits for nobody but its reader, so neither can hold up
/// the other. The end of the input is passed on; what the server still has to say is awaited.
import Glibc
import Synchronization

enum Relay {
  enum Ending: Sendable, Equatable {
    /// The client has what it asked for, or nobody wants it any more.
    case done
    case serverEnded
  }

  private static let pieceBytes = 64 << 10

  /// Forwards until the server closes or nobody reads the output. A server that closes one
  /// connection may have been asked to; `isServerThere` tells whether it is there for others.
  static func run(
    _ client: borrowing SocketClient, input: Int32, output: Int32,
    isServerThere: @escaping @Sendable () -> Bool
  ) -> Ending {
    let server = client.descriptor
    let closing = Closing()
    let started = Threads.start {
      forward(Descriptor(input), to: server)
      // Asked at once: a slow reader may take the last bytes long after the server was gone.
      waitForHangUp(server)
      closing.note(isServerThere())
    }
    guard started else { return .serverEnded }
    let isDone = receive(server, Descriptor(output))
    return isDone || closing.wasServerThere ?? isServerThere() ? .done : .serverEnded
  }

  /// What was known of the server when it hung up. A class: both directions share it.
  private final class Closing: Sendable {
    private let state = Atomic<Int>(0)

    var wasServerThere: Bool? {
      let value = state.load(ordering: .acquiring)
      return value == 0 ? nil : value == 1
    }

    func note(_ isThere: Bool) { state.store(isThere ? 1 : 2, ordering: .releasing) }
  }

  private static func forward(_ input: Descriptor, to server: Descriptor) {
    withUnsafeTemporaryAllocation(byteCount: pieceBytes, alignment: 16) { buffer in
      while true {
        var entries = [
          pollfd(fd: input.number, events: Int16(POLLIN), revents: 0),
          pollfd(fd: server.number, events: 0, revents: 0),
        ]
        if poll(&entries, 2, -1) < 0 { continue }
        if entries[1].revents != 0 { return }
        let count = input.read(buffer)
        guard count > 0 else { break }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        guard server.writeAll(piece, progress: { _ in }) else { return }
      }
      shutdown(server.number, Int32(SHUT_WR))
    }
  }

  private static func waitForHangUp(_ server: Descriptor) {
    while !server.isAbandoned(milliseconds: -1) {}
  }

  /// True when nobody reads the output any more, false when the server has closed.
  private static func receive(_ server: Descriptor, _ output: Descriptor) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: pieceBytes, alignment: 16) { buffer in
      while true {
        var entries = [
          pollfd(fd: server.number, events: Int16(POLLIN), revents: 0),
          pollfd(fd: output.number, events: 0, revents: 0),
        ]
        if poll(&entries, 2, -1) < 0 { continue }
        if Int32(entries[1].revents) & (POLLERR | POLLHUP | POLLNVAL) != 0 { return true }
        let count = server.read(buffer)
        guard count > 0 else { return false }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        guard output.writeAll(piece, progress: { _ in }) else { return true }
      }
    }
  }
}
