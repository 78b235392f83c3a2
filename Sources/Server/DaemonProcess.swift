/// A server started apart from this process. It outlives it, and has its own session, the folder
/// `/`, and no descriptor of it; a relative path in a request therefore finds nothing by accident.
import CSystem
import Glibc
import Synchronization

/// How a shared server is started when none is there.
package struct DaemonStart: Sendable {
  /// After how many seconds without a client it ends, as the option has it.
  package var idleTimeout: String
  /// Folders that it may read from and write to; empty for all.
  package var roots: [String]

  /// A start with those options.
  package init(idleTimeout: String, roots: [String]) {
    self.idleTimeout = idleTimeout
    self.roots = roots
  }
}

/// A class: a thread waits for its end.
final class DaemonProcess: Sendable {
  private let ended = Atomic<Bool>(false)

  /// Starts `tenure serve` on the path.
  init(path: String, _ start: DaemonStart) throws(ServerError) {
    let program = Executable.startable
    var words = [program, "serve", "--socket", path, "--idle-timeout", start.idleTimeout]
    for root in start.roots { words += ["--root", root] }
    let process = try Self.spawn(program, words)
    // Without this the ended server would stay in the table of processes as long as we live.
    _ = Threads.start { [self] in
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
      ended.store(true, ordering: .relaxed)
    }
  }

  /// Whether the process is gone again, as one is that finds the path taken.
  var hasEnded: Bool { ended.load(ordering: .relaxed) }

  private static func spawn(_ program: String, _ words: [String]) throws(ServerError) -> pid_t {
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
    let log = getenv("TENURE_LOG_FILE").map { String(cString: $0) } ?? ""
    posix_spawn_file_actions_addopen(
      &files, 2, log.isEmpty ? "/dev/null" : log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var reason = tenure_spawn_apart(&files, &attributes)
    guard reason == 0 else { throw .cannotStart(reason: reason) }
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    reason = posix_spawn(&process, program, &files, &attributes, &arguments, environ)
    guard reason == 0 else { throw .cannotStart(reason: reason) }
    return process
  }
}
