/// The server that connections share: started once, joined by many, ended on request.
import Foundation
import TestKit
import Testing
import Wire

@testable import Server

/// A place for a shared server, ended with whatever runs there.
private final class Place {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = TemporaryFolder()
    path = folder.file("s")
  }

  deinit {
    if let process = process { kill(process, SIGKILL) }
  }

  /// The server's process, if one answers.
  var process: pid_t? {
    guard let answer = try? SharedServer(path: path).ask("status") else { return nil }
    return answer["processId"]?.int.map { pid_t($0) }
  }

  func connect(_ arguments: [String] = []) throws -> Child {
    let child = try Child(["connect", "--socket", path] + arguments)
    child.companion = self
    return child
  }

  func run(_ command: String, _ arguments: [String] = [], input: String = "") throws -> Finished {
    try Child.run([command, "--socket", path] + arguments, input: input)
  }
}

private let pong =
  #"{"jsonrpc":"2.0","id":1,"result":{"ok":true,"version":"0.1.0","protocol":"1"}}"#
private let ping = request(1, "ping")

@Suite struct SharedServerTests {
  @Test func `the first connection starts a server and the next one shares it`() throws {
    let place = try Place()
    let first = try place.connect()
    first.send(ping)
    #expect(first.readLine() == pong)
    let process = try #require(place.process)
    let second = try place.run("connect", input: ping + "\n")
    #expect(second == Finished(code: 0, output: pong + "\n", errors: ""))
    first.endInput()
    // Read to the end: the server that lives on has not kept the pipe.
    #expect(first.finish() == Finished(code: 0, output: "", errors: ""))
    #expect(place.process == process)
  }

  @Test func `the server has nothing of what started it`() throws {
    let place = try Place()
    let script = "exec 7>&1 8</etc/passwd; exec \"$@\""
    let words = ["-c", script, "sh", Repository.program, "connect", "--socket", place.path]
    let child = try Child(words, program: "sh")
    child.send(ping)
    #expect(child.readLine() == pong)
    let process = try #require(place.process)
    #expect(getsid(process) == process, "it has a session of its own")
    let own = "/proc/\(process)"
    let home = try FileManager.default.destinationOfSymbolicLink(atPath: own + "/cwd")
    #expect(home == "/")
    for name in try FileManager.default.contentsOfDirectory(atPath: own + "/fd") {
      let open = try? FileManager.default.destinationOfSymbolicLink(atPath: own + "/fd/" + name)
      let isOwn = open.map { $0 == "/dev/null" || $0.hasPrefix("socket:") } ?? true
      #expect(isOwn, "descriptor \(name) is \(open ?? "")")
    }
  }

  @Test func `of eight connections that race all are served by one server`() throws {
    let place = try Place()
    let children = try (0..<8).map { _ in try place.connect() }
    for child in children { child.send(request(2, "status")) }
    var processes: Set<Int64> = []
    for child in children {
      let line = try #require(child.readLine())
      let reply = try JSONDocument(Array(line.utf8)).root
      processes.insert(try #require(reply["result"]?["processId"]?.int))
      child.endInput()
      #expect(child.finish() == Finished(code: 0, output: "", errors: ""))
    }
    #expect(processes.count == 1)
    #expect(place.process.map { Int64($0) } == processes.first)
  }

  @Test func `the socket of a dead server is taken over`() throws {
    let place = try Place()
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(SocketFile.withAddress(of: place.path) { bind(stale, $0, $1) } == 0)
    close(stale)
    let answer = try place.run("connect", input: ping + "\n")
    #expect(answer == Finished(code: 0, output: pong + "\n", errors: ""))
  }

  @Test func `a connection that is killed leaves the server to the others`() throws {
    let place = try Place()
    let killed = try place.connect()
    let other = try place.connect()
    for child in [killed, other] {
      child.send(ping)
      #expect(child.readLine() == pong)
    }
    killed.send(request(5, "sleep", #"{"seconds":600}"#))
    killed.signal(SIGKILL)
    #expect(killed.exitCode() == 128 + SIGKILL)
    other.send(ping)
    #expect(other.readLine() == pong)
    other.endInput()
    #expect(other.finish().code == 0)
  }

  @Test func `a server that dies ends its connections with 3 and words`() throws {
    let place = try Place()
    let (open, ended) = (try place.connect(), try place.connect())
    for child in [open, ended] {
      child.send(ping)
      #expect(child.readLine() == pong)
      child.send(request(2, "sleep", #"{"seconds":600}"#))
    }
    ended.endInput()
    let process = try #require(place.process)
    kill(process, SIGKILL)
    for child in [open, ended] {
      let end = child.finish()
      #expect(end.code == 3)
      #expect(end.output.isEmpty)
      #expect(end.errors.contains("has ended"))
    }
    let next = try place.run("connect", input: ping + "\n")
    #expect(next == Finished(code: 0, output: pong + "\n", errors: ""))
    #expect(place.process != process)
  }

  @Test func `another server in the place of a dead one does not hide its death`() throws {
    let place = try Place()
    let child = try place.connect()
    child.send(ping)
    #expect(child.readLine() == pong)
    child.signal(SIGSTOP)
    kill(try #require(place.process), SIGKILL)
    let next = try place.run("connect", input: ping + "\n")
    #expect(next == Finished(code: 0, output: pong + "\n", errors: ""))
    child.signal(SIGCONT)
    let end = child.finish()
    #expect(end.code == 3 && end.errors.contains("has ended"))
  }

  @Test func `exit ends its own connection with 0`() throws {
    let place = try Place()
    let child = try place.connect()
    child.send(request(1, "shutdown"))
    #expect(child.readLine() == #"{"jsonrpc":"2.0","id":1,"result":null}"#)
    child.send(notification("exit"))
    #expect(child.finish() == Finished(code: 0, output: "", errors: ""))
    #expect(place.process != nil)
  }

  @Test func `what was asked before the end of the input is answered`() throws {
    let place = try Place()
    let asked = request(7, "sleep", #"{"seconds":0.2}"#) + "\n"
    let answer = try place.run("connect", input: asked)
    let reply = #"{"jsonrpc":"2.0","id":7,"result":{"seconds":0.2}}"#
    #expect(answer == Finished(code: 0, output: reply + "\n", errors: ""))
  }

  @Test func `bytes pass as they are, with headers too`() throws {
    let place = try Place()
    let framed = { (text: String) in "Content-Length: \(text.utf8.count)\r\n\r\n\(text)" }
    let answer = try place.run("connect", input: framed(ping))
    #expect(answer == Finished(code: 0, output: framed(pong), errors: ""))
  }

  @Test func `a client that writes everything before it reads is served`() throws {
    let place = try Place()
    let count = 50_000
    let child = try place.connect()
    child.send(Array(String(repeating: ping + "\n", count: count).utf8))
    child.endInput()
    let end = child.finish()
    #expect(end.code == 0)
    #expect(end.output == String(repeating: pong + "\n", count: count))
  }

  @Test func `a connection that nobody reads ends`() throws {
    let place = try Place()
    let child = try place.connect()
    child.send(ping)
    #expect(child.readLine() == pong)
    child.closeOutput()
    #expect(child.exitCode() == 0)
    #expect(place.process != nil)
  }

  @Test func `folders are those of the server, and others are refused`() throws {
    let place = try Place()
    let (own, other) = (place.folder.file("own"), place.folder.file("other"))
    for folder in [own, other] { mkdir(folder, 0o700) }
    let first = try place.connect(["--root", own])
    first.send(ping)
    #expect(first.readLine() == pong)
    let same = try place.run("connect", ["--root", own], input: ping + "\n")
    #expect(same == Finished(code: 0, output: pong + "\n", errors: ""))
    let different = try place.run("connect", ["--root", own, "--root", other], input: ping + "\n")
    #expect(different.code == 3)
    #expect(different.output.isEmpty)
    #expect(different.errors.contains("other folders than --root names: \(own); "))
    let status = try place.run("status")
    #expect(status.output.contains("\nfolders   \(own)\n"))
    first.send(request(2, "loadDataset", #"{"path":"\#(other)/o.csv","name":"o"}"#))
    #expect(first.readLine()?.contains(#""error""#) == true)
  }

  @Test func `the server's own words go where they are sent`() throws {
    let folder = TemporaryFolder()
    let path = folder.file("s")
    let variables = ["TENURE_LOG": "debug", "TENURE_LOG_FILE": folder.file("log")]
    let answer = try Child.run(
      ["connect", "--socket", path], input: ping + "\n", environment: variables)
    #expect(answer == Finished(code: 0, output: pong + "\n", errors: ""))
    #expect(try Child.run(["stop", "--socket", path]).code == 0)
    let log = try String(contentsOfFile: folder.file("log"), encoding: .utf8)
    #expect(log.contains("debug ping id 1 ok"))
  }

  @Test func `a server that nobody uses ends by itself`() throws {
    let place = try Place()
    let answer = try place.run("connect", ["--idle-timeout", "0.2"], input: ping + "\n")
    #expect(answer.output == pong + "\n")
    let deadline = Date(timeIntervalSinceNow: Child.seconds)
    while access(place.path, F_OK) == 0, Date() < deadline { poll(nil, 0, 5) }
    #expect(access(place.path, F_OK) != 0)
  }
}

@Suite struct SharedServerCommandTests {
  @Test func `stop ends the server and says so`() throws {
    let place = try Place()
    let open = try place.connect()
    open.send(ping)
    #expect(open.readLine() == pong)
    let process = try #require(place.process)
    let stopped = try place.run("stop")
    let words = "the server on \(place.path), process \(process), has ended\n"
    #expect(stopped == Finished(code: 0, output: words, errors: ""))
    #expect(access(place.path, F_OK) != 0)
    #expect(kill(process, 0) != 0 || Self.isZombie(process))
    #expect(open.finish().code == 3)
  }

  /// Where nobody collects orphans, an ended process stays in the table.
  private static func isZombie(_ process: pid_t) -> Bool {
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return text.contains(") Z ")
  }

  @Test func `status tells how the server is doing`() throws {
    let place = try Place()
    let open = try place.connect()
    open.send(ping)
    #expect(open.readLine() == pong)
    let process = try #require(place.process)
    let lines = try place.run("status")
    #expect(lines.code == 0)
    #expect(lines.output.hasPrefix("tenure 0.1.0 (protocol 1) on \(place.path)\n"))
    #expect(lines.output.contains("\nprocess   \(process)\n"))
    #expect(lines.output.contains("\nclients   1\n"))
    let raw = try place.run("status", ["--json"])
    let result = try JSONDocument(Array(raw.output.utf8)).root
    #expect(result["processId"]?.int == Int64(process))
    #expect(result["network"]?.string == "none")
  }

  @Test(arguments: ["stop", "status"])
  func `without a server there is nothing to ask`(_ command: String) throws {
    let place = try Place()
    let answer = try place.run(command)
    let words = "tenure: no server is listening on \(place.path)\n"
    #expect(answer == Finished(code: 3, output: "", errors: words))
  }

  @Test(arguments: ["connect", "stop", "status"])
  func `a path the system would cut is refused`(_ command: String) throws {
    let path = "/tmp/" + String(repeating: "s", count: 103)
    let answer = try Child.run([command, "--socket", path])
    let words = "tenure: the socket's path has 108 bytes; the system allows 107\n"
    #expect(answer == Finished(code: 3, output: "", errors: words))
  }

  @Test func `a file and a place that cannot be are refused in words`() throws {
    let place = try Place()
    let file = try place.folder.write("s", "not a socket")
    let answer = try place.run("connect")
    let words = "tenure: \(file) exists and is not a socket; it was left as it is\n"
    #expect(answer == Finished(code: 3, output: "", errors: words))
    let nowhere = try Child.run(["connect", "--socket", "/proc/none/s"])
    #expect(nowhere.code == 3)
    #expect(nowhere.errors.contains("tenure serve --socket /proc/none/s"))
  }

  @Test(arguments: [
    ["connect", "word"], ["stop", "--roots", "/"], ["connect", "--idle-timeout", "x"],
  ])
  func `words that mean nothing end with 2`(_ arguments: [String]) throws {
    #expect(try Child.run(arguments).code == 2)
  }

  @Test func `the standard place is this user's`() throws {
    let folder = TemporaryFolder()
    let named = ["TENURE_SOCKET": folder.file("named"), "XDG_RUNTIME_DIR": folder.path]
    let first = try Child.run(["status"], environment: named)
    #expect(first.errors.contains("listening on \(folder.path)/named\n"))
    let second = try Child.run(["status"], environment: ["XDG_RUNTIME_DIR": folder.path])
    #expect(second.errors.contains("listening on \(folder.path)/tenure.sock\n"))
    try SocketPlace.claim(folder.file("new"))
    var status = stat()
    #expect(lstat(folder.file("new"), &status) == 0 && status.st_mode & 0o777 == 0o700)
    mkdir(folder.file("open"), 0o755)
    symlink(folder.file("new"), folder.file("link"))
    for name in ["open", "link"] {
      let error = ServerError.foreignFolder(path: folder.file(name))
      #expect(throws: error) { try SocketPlace.claim(folder.file(name)) }
    }
  }
}
