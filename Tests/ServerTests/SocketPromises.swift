/// The socket: its place and rights, who may take it over, clients that leave at any byte, and
/// descriptors that run out.
import Foundation
import Support
import TestKit
import Testing
import Wire

extension Promises {
  /// How often something random is tried: a few times in every run, often with `TENURE_SOAK=1`.
  static func rounds(_ few: Int, soak many: Int) -> Int {
    ProcessInfo.processInfo.environment["TENURE_SOAK"] == "1" ? many : few
  }

  @Suite struct Sockets {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/s" }

    /// The words a start was refused with; nil when it was not.
    private func refusal(_ path: String) throws -> String? {
      let server = try Program(["serve", "--socket", path], errors: .pipe)
      guard case .exit(let code) = server.end(seconds: 5), code > 0 else { return nil }
      return server.errors?.rest()
    }

    // MARK: Place and rights

    @Test func `the socket is its user's alone and gone after a signal`() throws {
      let server = try Program.serving(path, shell: "umask 0")
      var status = stat()
      #expect(lstat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      server.send(SIGTERM)
      #expect(server.end(seconds: 5) == .exit(0))
      #expect(lstat(path, &status) != 0)
    }

    @Test func `a path that cannot be is refused at once in plain words`() throws {
      let long = folder.path + "/" + String(repeating: "s", count: 120)
      #expect(try refusal(long)?.contains("the system allows 107") ?? false)
      #expect(try refusal("/proc/none/s")?.contains("/proc/none") ?? false)
      #expect(try refusal("/proc/s")?.contains("/proc/s") ?? false)
      #expect(try refusal("/dev/null/s")?.contains("/dev/null") ?? false)
      #expect(try refusal("")?.contains("empty") ?? false)
      #expect(try refusal(folder.path)?.contains("not a socket") ?? false)
      #expect(FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `a live socket and a plain file are refused and untouched`() throws {
      let server = try Program.serving(path)
      let client = try #require(Program.connect(path))
      #expect(try refusal(path)?.contains("already listening") ?? false)
      // A server that was stopped for a while is no dead one.
      server.send(SIGSTOP)
      #expect(try refusal(path)?.contains("already listening") ?? false)
      server.send(SIGCONT)
      #expect(client.answersPing())
      #expect(Program.connect(path)?.answersPing() ?? false)
      let file = try folder.write("plain", "precious")
      #expect(try refusal(file)?.contains("not a socket") ?? false)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
      let link = folder.path + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      #expect(try refusal(link)?.contains("not a socket") ?? false)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test func `after a kill the next start takes over, whenever it was`() throws {
      var random = SeededRandom(seed: 11)
      for _ in 0..<Promises.rounds(12, soak: 200) {
        let server = try Program(["serve", "--socket", path])
        // Some die before they listen, some with clients between request and answer.
        var client: Peer?
        if random.below(4) > 0 {
          #expect(
            Patience.until {
              client = Program.connect(path); return client != nil
            })
          for id in 0..<random.below(200) { client?.send(request(id, "ping")) }
        }
        server.send(SIGKILL)
        #expect(server.end() == .signal(SIGKILL))
        for line in client?.rest()?.split(separator: "\n") ?? [] {
          #expect(throws: Never.self, "half a reply") { try JSON(parsing: String(line)) }
        }
      }
      let last = try Program.serving(path)
      #expect(Program.connect(path)?.answersPing() ?? false)
      withExtendedLifetime(last) {}
    }

    @Test(arguments: [false, true])
    func `of servers that start at once one wins and the others say why`(isStale: Bool) throws {
      if isStale {
        let dead = try Program.serving(path)
        dead.send(SIGKILL)
        _ = dead.end()
      }
      let servers = try (0..<6).map { _ in
        try Program(["serve", "--socket", path], errors: .pipe)
      }
      #expect(Patience.until { servers.filter(\.isRunning).count == 1 })
      for server in servers where !server.isRunning {
        #expect(server.end() == .exit(1))
        #expect(server.errors?.rest()?.contains("already listening") ?? false)
      }
      #expect(servers.filter(\.isRunning).count == 1)
      #expect(Program.connect(path)?.answersPing() ?? false)
    }

    @Test func `no socket of any other family is ever opened`() throws {
      let server = try Program.serving(path)
      let client = try #require(Program.connect(path))
      let file = try folder.write("o.csv", "customer,date,amount\na,2024-01-01,1\nb,2024-02-01,2\n")
      #expect(client.ask(request(1, "segment", #"{"path":"\#(file)"}"#))?.contains("id") ?? false)
      #expect(try json(client.ask(request(2, "status")))["result"]?["network"] == "none")
      let facts = ProcessFacts(server.pid)
      #expect(facts.descriptors.values.filter { $0.hasPrefix("socket:") }.count == 2)
      #expect(facts.foreignSockets.isEmpty)
      let program = try Program()
      #expect(program.peer.answersPing())
      #expect(!ProcessFacts(program.pid).descriptors.values.contains { $0.hasPrefix("socket:") })
    }

    // MARK: Clients that leave

    private static let talk: [UInt8] = {
      let lines = [
        request(1, "ping"), "[" + request(2, "sleep", #"{"seconds":0}"#) + "]", "hello",
        request(3, "sleep", #"{"seconds":0.01,"workDoneToken":"客"}"#),
        notification("$/cancelRequest", #"{"id":3}"#), request(4, "initialize"),
      ]
      return Array((lines.joined(separator: "\n") + "\n").utf8)
    }()
    private static let frames: [UInt8] = {
      let bodies = [request(1, "ping"), "[7]", request(2, "sleep", #"{"seconds":0}"#)]
      return bodies.flatMap { Array("Content-Length: \($0.utf8.count)\r\n\r\n\($0)".utf8) }
    }()

    @Test func `a client may leave at every byte of a conversation`() {
      let watcher = Session()
      for talk in [Self.talk, Self.frames] {
        for end in 0...talk.count {
          let client = watcher.another()
          client.sendRaw(Array(talk[..<end]))
          if end % 2 == 0 { client.vanish() } else { client.closeInput() }
          #expect(client.ending() == .endOfInput, "cut at byte \(end)")
        }
      }
      #expect(watcher.answersPing())
    }

    @Test func `clients that leave at random bytes leave nothing behind`() throws {
      let server = try Program.serving(path)
      let watcher = try #require(Program.connect(path))
      #expect(watcher.answersPing())
      let facts = ProcessFacts(server.pid)
      // The first client asked whether anybody listens; its socket may still be closing.
      #expect(
        Patience.until { facts.descriptors.values.filter { $0.contains("socket") }.count == 2 })
      let held = facts.descriptors.count
      var random = SeededRandom(seed: 3)
      for _ in 0..<Promises.rounds(200, soak: 5_000) {
        let talk = random.below(2) == 0 ? Self.talk : Self.frames
        let client = try #require(Program.connect(path))
        client.sendRaw(Array(talk[..<random.below(talk.count + 1)]))
        if random.below(3) == 0 { _ = client.isSilent(milliseconds: 1) }
      }
      #expect(watcher.answersPing())
      #expect(Patience.until { facts.descriptors.count == held })
    }

    // MARK: Descriptors

    @Test func `out of descriptors it neither dies nor spins and recovers`() throws {
      let server = try Program.serving(path, shell: "ulimit -n 32")
      let facts = ProcessFacts(server.pid)
      var clients = try (0..<60).map { _ in try #require(Program.connect(path)) }
      for client in clients { client.send(request(1, "ping")) }
      let isFull = Patience.until { facts.descriptors.count >= 32 }
      #expect(isFull)
      #expect(clients[0].nextLine()?.contains("result") ?? false)
      let before = facts.processorMilliseconds
      #expect(clients[59].isSilent(milliseconds: 1_000), "it waits for a place")
      #expect(facts.processorMilliseconds - before < 300)
      #expect(clients[0].answersPing())
      // Those that wait come in as others leave.
      clients.removeFirst(40)
      for client in clients { #expect(client.nextLine()?.contains("result") ?? false) }
      clients = []
      #expect(Program.connect(path)?.answersPing() ?? false)
      #expect(server.isRunning)
    }

    @Test func `nothing leaks over 2,000 connects`() throws {
      let server = try Program.serving(path)
      let facts = ProcessFacts(server.pid)
      func visit(_ count: Int) throws {
        for _ in 0..<count {
          let client = try #require(Program.connect(path))
          try #require(client.answersPing())
        }
      }
      try visit(200)
      #expect(
        Patience.until { facts.descriptors.values.filter { $0.contains("socket") }.count == 1 })
      let (held, threads, resident) = (facts.descriptors.count, facts.threads, facts.residentKB)
      try visit(2_000)
      #expect(Patience.until { facts.descriptors.count == held })
      #expect(Patience.until { facts.threads == threads })
      #expect(!Patience.countsMemory || facts.residentKB - resident < 8 << 10)
    }
  }
}
