/// The two transports: exit codes, peers that leave, and the socket's place in the file system.
import Glibc
import Methods
import Support
import TestKit
import Testing
import Wire

@testable import Server

/// The server on standard input and output, with pipes in their place.
private final class Piped: @unchecked Sendable {
  let toServer: Int32
  let fromServer: Int32
  private let gate = Gate()
  private var code: Int32?

  init(entries: [MethodEntry] = toyEntries) {
    signal(SIGPIPE, SIG_IGN)
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    pipe(&input)
    pipe(&output)
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    toServer = input[1]
    fromServer = output[0]
    let service = Service(entries: entries)
    service.startWorkers(count: 2)
    let serverInput = input[0]
    let serverOutput = output[1]
    let transport = StdioTransport(input: serverInput, output: serverOutput, service: service)
    _ = Threads.start { [self] in
      let code = transport.serve()
      service.stopWorkers()
      gate.locked {
        self.code = code
        gate.wakeAll()
      }
    }
  }

  func send(_ text: String) {
    _ = Array((text + "\n").utf8).withUnsafeBytes { write(toServer, $0.baseAddress, $0.count) }
  }

  /// One read of what the server wrote, within some seconds.
  func read() -> String {
    var entry = pollfd(fd: fromServer, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 20_000) > 0 else { return "" }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(fromServer, &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  func exitCode(seconds: Int = 20) -> Int32? {
    gate.locked {
      let deadline = Clock.after(milliseconds: seconds * 1_000)
      while code == nil { if !gate.wait(until: deadline) { break } }
      return code
    }
  }
}

struct StdioTransportTests {
  @Test func `the end of the input ends with 0 after the last answer`() {
    let server = Piped()
    server.send(request(1, "hold", #"{"door":"stdioEnd"}"#))
    #expect(Doors.wasReached("stdioEnd"))
    close(server.toServer)
    Doors.open("stdioEnd")
    #expect(server.read().hasPrefix(#"{"jsonrpc":"2.0","id":1,"result""#))
    #expect(server.exitCode() == 0)
  }

  @Test func `exit ends with 0 after shutdown and with 1 without`() {
    let polite = Piped()
    polite.send(request(1, "shutdown"))
    #expect(polite.read().contains("null"))
    polite.send(notification("exit"))
    #expect(polite.exitCode() == 0)
    let abrupt = Piped()
    abrupt.send(notification("exit"))
    #expect(abrupt.exitCode() == 1)
  }

  @Test func `exit does not wait for work`() {
    let server = Piped()
    server.send(request(1, "hold", #"{"door":"stdioExit"}"#))
    #expect(Doors.wasReached("stdioExit"))
    server.send(notification("exit"))
    #expect(server.exitCode(seconds: 5) == 1)
  }

  @Test func `nobody reading ends the server, busy or not`() {
    let idle = Piped()
    close(idle.fromServer)
    #expect(idle.exitCode(seconds: 3) == 0)
    let busy = Piped()
    busy.send(request(1, "hold", #"{"door":"abandoned"}"#))
    #expect(Doors.wasReached("abandoned"))
    close(busy.fromServer)
    #expect(busy.exitCode(seconds: 3) == 0)
  }

  @Test func `the end of the process that initialize named ends the server`() throws {
    var child: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("cat"), nil]
    defer { free(arguments[0]) }
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    posix_spawn_file_actions_adddup2(&files, ends[0], 0)
    try #require(posix_spawnp(&child, "cat", &files, nil, &arguments, environ) == 0)
    let server = Piped()
    server.send(request(1, "initialize", #"{"processId":\#(child)}"#))
    #expect(server.read().contains("result"))
    #expect(server.exitCode(seconds: 1) == nil)
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
    #expect(server.exitCode(seconds: 3) == 0)
  }
}

struct SocketTransportTests {
  /// Serves until the body returns.
  private func serving(
    _ path: String, connectionsMax: Int = 100, _ body: (SocketTransport) throws -> Void
  ) throws {
    let service = Service(entries: toyEntries)
    service.startWorkers(count: 2)
    let transport = try SocketTransport(
      path: path, service: service, connectionsMax: connectionsMax)
    _ = Threads.start { _ = transport.serve(idleTimeoutSeconds: nil) }
    defer {
      transport.end(graceMilliseconds: 100)
      service.stopWorkers()
    }
    try body(transport)
  }

  private func ping(_ path: String) throws -> String {
    var client = try SocketClient(path: path)
    try client.send(Array(request(1, "ping").utf8))
    let line = client.readLine()
    return String(decoding: try #require(line), as: UTF8.self)
  }

  @Test func `a client is served on a socket only its user may open`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    try serving(path) { _ in
      let reply = try ping(path)
      #expect(reply.contains("result"))
      var status = stat()
      lstat(path, &status)
      #expect(status.st_mode & 0o777 == 0o600)
    }
    var status = stat()
    #expect(lstat(path, &status) != 0, "the socket is removed at the end")
  }

  @Test func `missing folders are made for this user`() throws {
    let folder = TemporaryFolder()
    let inner = folder.path + "/a"
    try serving(inner + "/s") { _ in
      let reply = try ping(inner + "/s")
      #expect(reply.contains("result"))
    }
    var status = stat()
    stat(inner, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    rmdir(inner)
  }

  @Test func `a stale socket is taken over, a live one refused, a file left alone`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(SocketFile.withAddress(of: path) { bind(stale, $0, $1) } == 0)
    close(stale)
    try serving(path) { _ in
      #expect(throws: ServerError.liveSocket(path: path)) { try SocketFile(listeningOn: path) }
      let reply = try ping(path)
      #expect(reply.contains("result"))
    }
    let file = folder.path + "/f"
    close(open(file, O_CREAT | O_WRONLY, 0o644))
    #expect(throws: ServerError.notASocket(path: file)) { try SocketFile(listeningOn: file) }
    #expect(access(file, F_OK) == 0)
  }

  @Test func `a path is refused beyond the limit of the system and not at it`() throws {
    let folder = TemporaryFolder()
    let room = Limits.socketPathBytes - folder.path.utf8.count - 1
    let fits = folder.path + "/" + String(repeating: "s", count: room)
    try serving(fits) { _ in
      let reply = try ping(fits)
      #expect(reply.contains("result"))
    }
    let error = ServerError.socketPathTooLong(bytes: 108)
    #expect(throws: error) { try SocketFile(listeningOn: fits + "s") }
    #expect(error.message.contains("107"))
    #expect(throws: ServerError.socketPathEmpty) { try SocketFile(listeningOn: "") }
    let below = ServerError.noFolder(path: "/proc/none", reason: ENOENT)
    #expect(throws: below) { try SocketFile(listeningOn: "/proc/none/s") }
  }

  @Test func `of several servers that start at once one wins`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    let gate = Gate()
    nonisolated(unsafe) var outcomes: [Bool] = []
    nonisolated(unsafe) var winner: SocketFile?
    for _ in 0..<8 {
      _ = Threads.start {
        let file = try? SocketFile(listeningOn: path)
        gate.locked {
          outcomes.append(file != nil)
          if let file { winner = file }
          gate.wakeAll()
        }
      }
    }
    let deadline = Clock.after(milliseconds: 20_000)
    gate.locked { while outcomes.count < 8 { if !gate.wait(until: deadline) { break } } }
    #expect(outcomes.filter { $0 }.count == 1)
    #expect(outcomes.count == 8)
    winner?.remove()
    if let winner { close(winner.descriptor) }
  }

  @Test func `a burst of 64 clients that do not wait is let in`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    try serving(path) { _ in
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
      let clients = (0..<64).map { _ in socket(AF_UNIX, kind, 0) }
      for client in clients {
        #expect(SocketFile.withAddress(of: path) { connect(client, $0, $1) } == 0)
      }
      for client in clients { close(client) }
      let reply = try ping(path)
      #expect(reply.contains("result"))
    }
  }

  @Test func `exit closes its own connection only`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    try serving(path) { _ in
      var leaving = try SocketClient(path: path)
      try leaving.send(Array(notification("exit").utf8))
      let line = leaving.readLine()
      #expect(line == nil)
      let reply = try ping(path)
      #expect(reply.contains("result"))
    }
  }

  @Test func `the end cancels what runs and answers it`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    try serving(path) { transport in
      var client = try SocketClient(path: path)
      try client.send(Array(request(1, "hold", #"{"door":"socketEnd"}"#).utf8))
      #expect(Doors.wasReached("socketEnd"))
      transport.end(graceMilliseconds: 10)
      let line = client.readLine()
      let reply = String(decoding: try #require(line), as: UTF8.self)
      #expect(reply.contains("5005"))
    }
  }

  @Test func `a client beyond the limit is told so and the others are served`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/s"
    try serving(path, connectionsMax: 2) { _ in
      var clients = [try Line(path), try Line(path)]
      for client in clients.indices {
        let reply = try clients[client].ask(request(1, "ping"))
        #expect(reply.contains("result"))
      }
      var third = try SocketClient(path: path)
      let refusal = String(decoding: third.readLine() ?? [], as: UTF8.self)
      #expect(refusal.contains(#""code":5001"#))
      clients.removeLast()
      // The place is free as soon as the server has seen the client leave.
      var served = false
      for _ in 0..<500 where !served {
        let reply = try? Line(path).ask(request(1, "ping"))
        served = reply?.contains("result") ?? false
        if !served { poll(nil, 0, 10) }
      }
      #expect(served)
    }
  }

  /// A client that can be kept in an array.
  private final class Line {
    private var client: SocketClient

    init(_ path: String) throws { client = try SocketClient(path: path) }

    func ask(_ text: String) throws -> String {
      try client.send(Array(text.utf8))
      return String(decoding: client.readLine() ?? [], as: UTF8.self)
    }
  }

  @Test func `nobody for long enough ends the server`() throws {
    let folder = TemporaryFolder()
    let service = Service(entries: toyEntries)
    let transport = try SocketTransport(path: folder.path + "/s", service: service)
    #expect(transport.serve(idleTimeoutSeconds: 0.1))
    transport.end(graceMilliseconds: 0)
  }
}
