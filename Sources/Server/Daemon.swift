/// The whole server from its options to its exit code.
import Glibc
package import Methods
import Support

/// How the server is started.
package struct DaemonOptions: Sendable {
  /// Where clients come from.
  package enum Transport: Sendable, Equatable {
    /// One client on standard input and output.
    case stdio
    /// Many clients on a Unix socket.
    case socket(path: String)
    /// Many clients on a socket that was handed over and listens already.
    case handed(descriptor: Int32)
  }

  /// Where clients come from.
  package var transport: Transport
  /// Whether a missing `jsonrpc` and `id` are filled in.
  package var lenient: Bool
  /// After how long without any client a socket server ends; nil for never.
  package var idleTimeoutSeconds: Double?
  /// Folders that files may be read from and written to; empty for all.
  package var roots: [String] = []

  /// Options for one transport.
  package init(
    transport: Transport = .stdio, lenient: Bool = false, idleTimeoutSeconds: Double? = nil
  ) {
    self.transport = transport
    self.lenient = lenient
    self.idleTimeoutSeconds = idleTimeoutSeconds
  }
}

/// Runs the server in this process.
package enum Daemon {
  private static let graceMilliseconds = 500

  /// Serves until the transport's end and gives the exit code.
  package static func run(_ options: DaemonOptions, entries: [MethodEntry]) -> Int32 {
    prepareProcess()
    let service = Service(
      entries: entries, lenient: options.lenient, workspace: Workspace(roots: options.roots))
    switch options.transport {
    case .stdio:
      service.startWorkers()
      let transport = StdioTransport(output: StdioTransport.claimOutput(), service: service)
      whenSignalled { transport.end(code: 0) }
      return transport.serve()
    case .socket(let path):
      do throws(ServerError) {
        return serve(try SocketFile(listeningOn: path), service, options)
      } catch {
        Log.writeLine("tenure: \(error.message)")
        return 1
      }
    case .handed(let descriptor):
      return serve(SocketFile(handed: descriptor), service, options)
    }
  }

  private static func serve(
    _ file: SocketFile, _ service: Service, _ options: DaemonOptions
  ) -> Int32 {
    let transport = SocketTransport(file, service: service)
    service.startWorkers()
    let done = Gate()
    let ended = Flag()
    whenSignalled {
      transport.end(graceMilliseconds: graceMilliseconds)
      done.locked {
        ended.isSet = true
        done.wakeAll()
      }
    }
    if transport.serve(idleTimeoutSeconds: options.idleTimeoutSeconds) {
      transport.end(graceMilliseconds: graceMilliseconds)
      return 0
    }
    done.locked { while !ended.isSet { done.wait() } }
    return 0
  }

  /// A truth value guarded by the gate it is used with.
  private final class Flag: @unchecked Sendable { var isSet = false }

  private static func prepareProcess() {
    signal(SIGPIPE, SIG_IGN)
    Descriptor.fillStandardOnes()
    var signals = endSignals()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    if let word = getenv("TENURE_LOG"), let level = LogLevel(rawValue: String(cString: word)) {
      Log.level = level
    }
  }

  private static func endSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, number) }
    return signals
  }

  /// Calls `body` at the first signal to end; the second one ends the process at once.
  private static func whenSignalled(_ body: @escaping @Sendable () -> Void) {
    let started = Threads.start {
      var signals = endSignals()
      var number: Int32 = 0
      sigwait(&signals, &number)
      Log.write(.info, "ending after signal \(number)")
      _ = Threads.start {
        var signals = endSignals()
        var number: Int32 = 0
        sigwait(&signals, &number)
        _exit(128 + number)
      }
      body()
    }
    if !started { Log.write(.error, "no thread for signals; they are ignored") }
  }
}
