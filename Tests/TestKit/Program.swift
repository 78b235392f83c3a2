/// The built program as a child process, talked to over pipes or over its socket.
///
/// Whatever was started is ended by its id at the latest when the test lets go of it. No descriptor
/// of the tests leaks into a child, so the end of a pipe is the end of a pipe.
import Foundation
package import Glibc
import Server

package final class Program: @unchecked Sendable {
  /// Where one of the child's three streams leads.
  package enum Stream: Sendable {
    case pipe
    case closed
    case file(String)
  }

  /// How a process ended.
  package enum End: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  /// The id of the process; of the shell, when it was started through one.
  package let pid: pid_t
  /// Standard input and output.
  package let peer: Peer
  /// Standard error, where it is a pipe.
  package let errors: Peer?
  private let life = Life()

  private final class Life: @unchecked Sendable {
    let condition = NSCondition()
    var end: End?
  }

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - executable: another program, by its path or as the shell finds it.
  ///   - shell: commands of a shell before it becomes the program, such as `ulimit -n 64`.
  ///   - environment: what is added to the environment of the tests.
  package init(
    _ arguments: [String] = [], executable: String = Repository.program, shell: String? = nil,
    folder: String? = nil, environment: [String: String] = [:], output: Stream = .pipe,
    errors: Stream = .file("/dev/null")
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    let program = [executable] + arguments
    let shell = [folder.map { "cd '\($0)'" }, shell].compactMap { $0 }.joined(separator: "\n")
    let words =
      shell.isEmpty ? program : ["/bin/sh", "-c", shell + "\nexec \"$0\" \"$@\""] + program
    let variables = ProcessInfo.processInfo.environment
      .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.merging(environment) { $1 }
    let made = try Self.spawning.withLock {
      try Self.spawn(words, variables.map { "\($0)=\($1)" }, output, errors)
    }
    let (child, toChild, fromOutput, fromErrors) = made
    pid = child
    let silent = fromOutput ?? open("/dev/null", O_RDONLY | O_CLOEXEC)
    peer = Peer(input: silent, output: toChild)
    self.errors = fromErrors.map { Peer(input: $0, output: fcntl($0, F_DUPFD_CLOEXEC, 3)) }
    _ = Threads.start { [life] in
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      life.condition.withLock {
        life.end = status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
        life.condition.broadcast()
      }
    }
  }

  deinit { send(SIGKILL) }

  /// A signal for the process, unless it has ended.
  package func send(_ number: Int32) {
    life.condition.withLock { if life.end == nil { kill(pid, number) } }
  }

  /// How it ended; nil when it still runs after that many seconds.
  package func end(seconds: Double = 20) -> End? {
    let deadline = Date(timeIntervalSinceNow: seconds * Patience.scale)
    return life.condition.withLock {
      while life.end == nil, life.condition.wait(until: deadline) {}
      return life.end
    }
  }

  /// Whether it still runs.
  package var isRunning: Bool { life.condition.withLock { life.end == nil } }

  // MARK: Sockets

  /// A server on a socket, once it listens.
  package static func serving(
    _ path: String, shell: String? = nil, environment: [String: String] = [:]
  ) throws -> Program {
    let server = try Program(
      ["serve", "--socket", path], shell: shell, environment: environment)
    guard Patience.until({ connect(path) != nil || !server.isRunning }), server.isRunning else {
      throw CallProblem(words: "the server does not listen on \(path)")
    }
    return server
  }

  /// A client of the socket; nil when nobody listens.
  package static func connect(_ path: String) -> Peer? {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let number = socket(AF_UNIX, kind, 0)
    guard number >= 0 else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      room.copyBytes(from: path.utf8.prefix(room.count - 1))
    }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(number, $0, size)
      }
    }
    guard status == 0 else {
      close(number)
      return nil
    }
    return Peer(input: number, output: number)
  }

  // MARK: Descriptors

  private typealias Ends = (read: Int32, write: Int32)
  private typealias Spawned = (child: pid_t, input: Int32, output: Int32?, errors: Int32?)

  /// Held while pipes are made and a child is started, so that no child takes along another's.
  private static let spawning = NSLock()

  private static func spawn(
    _ words: [String], _ variables: [String], _ output: Stream, _ errors: Stream
  ) throws -> Spawned {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let toChild = try ends()
    posix_spawn_file_actions_adddup2(&actions, toChild.read, 0)
    let fromOutput = try lead(output, to: 1, &actions)
    let fromErrors = try lead(errors, to: 2, &actions)
    for number in ProcessFacts(getpid()).descriptors.keys where number > 2 {
      posix_spawn_file_actions_addclose(&actions, Int32(number))
    }
    var child: pid_t = 0
    var status: Int32 = 0
    // A program that was just written may still be open in a child that another test is starting.
    _ = Patience.until {
      status = start(&child, &actions, words, variables)
      return status != ETXTBSY
    }
    close(toChild.read)
    for ends in [fromOutput, fromErrors] { if let ends { close(ends.write) } }
    guard status == 0 else {
      for end in [toChild.write, fromOutput?.read, fromErrors?.read] { if let end { close(end) } }
      throw CallProblem(words: "cannot start \(words[0]): \(String(cString: strerror(status)))")
    }
    return (child, toChild.write, fromOutput?.read, fromErrors?.read)
  }

  private static func start(
    _ child: inout pid_t, _ actions: inout posix_spawn_file_actions_t, _ words: [String],
    _ variables: [String]
  ) -> Int32 {
    withStrings(words) { words in
      withStrings(variables) { variables in
        posix_spawnp(&child, words[0] ?? strdup(""), &actions, nil, words, variables)
      }
    }
  }

  private static func ends() throws -> Ends {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CallProblem(words: "no pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func lead(
    _ stream: Stream, to number: Int32, _ actions: inout posix_spawn_file_actions_t
  ) throws -> Ends? {
    switch stream {
    case .pipe:
      let made = try ends()
      posix_spawn_file_actions_adddup2(&actions, made.write, number)
      return made
    case .closed: posix_spawn_file_actions_addclose(&actions, number)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_RDWR, 0)
    }
    return nil
  }

  private static func withStrings<R>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
