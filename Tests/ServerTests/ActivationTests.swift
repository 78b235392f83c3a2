/// A server whose socket a service manager made: it serves on it and leaves the file alone.
import Foundation
import TestKit
import Testing

@testable import Server

/// What a service manager does, as a program: makes descriptor 3, names it, becomes the server.
private let manager = """
  import os, socket, sys
  kind, count, owner, path, program, *words = sys.argv[1:]
  if kind == "file":
      made = os.open(path, os.O_CREAT | os.O_RDWR)
  else:
      stream = socket.SOCK_DGRAM if kind == "datagram" else socket.SOCK_STREAM
      made = socket.socket(socket.AF_UNIX, stream)
      made.bind(path)
      if kind == "listening":
          made.listen(8)
      made = made.detach()
  os.dup2(made, 3)
  os.set_inheritable(3, True)
  owner = str(os.getpid()) if owner == "self" else owner
  variables = dict(os.environ, LISTEN_PID=owner, LISTEN_FDS=count)
  os.execve(program, [program, "serve"] + words, variables)
  """

@Suite struct ActivationTests {
  private func start(
    _ folder: TemporaryFolder, kind: String = "listening", count: Int = 1, owner: String = "self",
    _ options: [String] = []
  ) throws -> Child {
    let script = try folder.write("manager.py", manager)
    let words = [script, kind, "\(count)", owner, folder.file("s"), Repository.program] + options
    let child = try Child(words, program: "python3")
    child.companion = folder
    return child
  }

  private func outcome(
    kind: String = "listening", count: Int = 1, _ options: [String] = []
  ) throws -> Finished {
    try start(TemporaryFolder(), kind: kind, count: count, options).finish()
  }

  /// The socket is bound shortly before it listens.
  private func status(_ folder: TemporaryFolder) throws -> pid_t? {
    let deadline = Date(timeIntervalSinceNow: Child.seconds)
    while SocketFile.knock(folder.file("s")) != 0, Date() < deadline { poll(nil, 0, 5) }
    let answer = try SharedServer(path: folder.file("s")).ask("status")
    return answer["processId"]?.int.map { pid_t($0) }
  }

  @Test func `a socket that was handed over is served and left in its place`() throws {
    let folder = TemporaryFolder()
    let child = try start(folder)
    #expect(try status(folder) == child.process)
    let facts = try String(contentsOfFile: "/proc/\(child.process)/fdinfo/3", encoding: .utf8)
    let flags = facts.split(whereSeparator: \.isWhitespace).drop { $0 != "flags:" }.dropFirst()
      .first
    let value = try #require(flags.flatMap { Int32($0, radix: 8) })
    #expect(value & O_CLOEXEC != 0, "no child gets it")
    child.signal(SIGTERM)
    #expect(child.finish() == Finished(code: 0, output: "", errors: ""))
    #expect(access(folder.file("s"), F_OK) == 0)
  }

  @Test func `nobody for long enough ends the server and not the socket`() throws {
    let folder = TemporaryFolder()
    let child = try start(folder, ["--idle-timeout", "0.2"])
    #expect(child.finish() == Finished(code: 0, output: "", errors: ""))
    #expect(access(folder.file("s"), F_OK) == 0)
  }

  @Test func `what was meant for another process is passed over`() throws {
    let folder = TemporaryFolder()
    let child = try start(folder, owner: "1")
    child.send(request(1, "ping"))
    #expect(child.readLine()?.contains(#""ok":true"#) == true)
    child.endInput()
    #expect(child.finish().code == 0)
  }

  @Test(arguments: ["bound", "datagram", "file"])
  func `what does not listen is refused`(_ kind: String) throws {
    let words = "tenure: descriptor 3 was handed over and is not a listening Unix stream socket\n"
    let end = try outcome(kind: kind)
    #expect(end == Finished(code: 1, output: "", errors: words))
  }

  @Test func `more than one socket, or a second place, is refused`() throws {
    let two = try outcome(count: 2)
    let words = "tenure: LISTEN_FDS says 2 sockets were handed over; one is expected\n"
    #expect(two == Finished(code: 1, output: "", errors: words))
    let folder = TemporaryFolder()
    for option in [["--socket", folder.file("t")], ["--stdio"]] {
      let both = try outcome(option)
      #expect(both.code == 1)
      #expect(both.errors.contains("leave out --socket and --stdio"))
    }
    #expect(access(folder.file("t"), F_OK) != 0)
  }
}
