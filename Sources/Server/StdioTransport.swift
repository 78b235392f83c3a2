/// One client on standard input and output.
///
/// Standard output belongs to the protocol: its descriptor is moved aside at the start and number 1
/// then means standard error, so nothing a library prints can break a session. The main thread
/// watches whether anybody still reads, and the client's process when `initialize` named one.
import Glibc
import Support

/// A class: the reader, the watcher and the signal thread share it.
final class StdioTransport: @unchecked Sendable {
  private let output: Int32
  private let service: Service
  private let connection: Connection
  private let gate = Gate()
  private var exitCode: Int32?

  private static let watchMilliseconds = 200
  /// How long cancelled work may take to notice.
  private static let farewellMilliseconds = 1_000

  init(input: Int32 = 0, output: Int32, service: Service) {
    self.output = output
    self.service = service
    connection = Connection(input: input, output: output, service: service)
    service.connectionOpened()
  }

  /// Moves standard output aside and points number 1 at standard error.
  static func claimOutput() -> Int32 {
    let moved = fcntl(1, F_DUPFD_CLOEXEC, 3)
    guard moved >= 0 else { return 1 }
    dup2(2, 1)
    return moved
  }

  /// Serves the client and gives the exit code.
  func serve() -> Int32 {
    let started = Threads.start { [self] in converse() }
    guard started else { return 1 }
    return watch()
  }

  /// Ends the session: running requests are cancelled and answered, then `serve` returns.
  func end(code: Int32) {
    connection.cancelAll(.shuttingDown)
    service.cancelJobs(.shuttingDown)
    _ = connection.drain(milliseconds: Self.farewellMilliseconds)
    finish(code)
  }

  private func converse() {
    switch connection.serve() {
    case .endOfInput:
      _ = connection.drain()
      _ = service.drainJobs(milliseconds: Limits.drainMilliseconds)
      finish(0)
    case .exit(let afterShutdown): end(code: afterShutdown ? 0 : 1)
    }
  }

  private func finish(_ code: Int32) {
    gate.locked {
      if exitCode == nil { exitCode = code }
      gate.wakeAll()
    }
  }

  private func watch() -> Int32 {
    let output = Descriptor(output)
    while true {
      let code = gate.locked { () -> Int32? in
        if exitCode == nil {
          _ = gate.wait(until: Clock.after(milliseconds: Self.watchMilliseconds))
        }
        return exitCode
      }
      if let code { return code }
      let process = pid_t(truncatingIfNeeded: connection.watchedProcess)
      let isOrphan = process > 0 && kill(process, 0) != 0 && errno == ESRCH
      if isOrphan || connection.isAbandoned || output.isAbandoned(milliseconds: 0) {
        Log.write(.info, "the client is gone")
        connection.cancelAll(.shuttingDown)
        service.cancelJobs(.shuttingDown)
        return 0
      }
    }
  }
}
