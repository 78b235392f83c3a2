/// How a session ends, and how a request ends early.
import Glibc
import Server
import Support
import TestKit
import Testing
import Wire

extension Promises {
  @Suite struct Life {
    /// A program with a request running: the progress of it has begun.
    private func busy(_ arguments: [String] = []) throws -> Program {
      let program = try Program(arguments)
      program.peer.send(request(1, "sleep", #"{"seconds":600,"workDoneToken":"busy"}"#))
      #expect(program.peer.nextLine()?.contains("begin") ?? false)
      return program
    }

    /// The next reply, behind whatever progress there is.
    private func reply(_ program: Program, seconds: Double = 20) throws -> JSON {
      while true {
        let line = try json(program.peer.nextLine(seconds: seconds))
        if line["method"] == nil { return line }
      }
    }

    // MARK: Shutdown and exit

    @Test func `shutdown is answered while work runs and exit then ends with 0`() throws {
      let program = try busy()
      program.peer.send(request(2, "shutdown"))
      let answered = try reply(program, seconds: 2)
      #expect(answered == ["jsonrpc": "2.0", "id": 2, "result": .null])
      program.peer.send(request(3, "ping"))
      #expect(try reply(program)["error"]?["code"] == -32600)
      program.peer.send(notification("exit"))
      #expect(try reply(program)["error"]?["code"] == 5005)
      #expect(program.end(seconds: 5) == .exit(0))
    }

    @Test func `exit without shutdown ends a busy program with 1`() throws {
      let program = try busy()
      program.peer.send(notification("exit"))
      #expect(program.end(seconds: 5) == .exit(1))
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal ends a busy program with 0 and an answer`(number: Int32) throws {
      let program = try busy()
      program.send(number)
      #expect(try reply(program)["error"]?["code"] == 5005)
      #expect(program.end(seconds: 5) == .exit(0))
    }

    // MARK: End of input and orphans

    @Test func `at the end of the input all is answered and the program ends with 0`() throws {
      let program = try Program()
      let texts = (1...20).map { request($0, "sleep", #"{"seconds":0.02}"#) }
      program.peer.sendRaw(Array(texts.joined(separator: "\n").utf8))
      program.peer.closeInput()
      let lines = try #require(program.peer.rest()).split(separator: "\n")
      let ids = try lines.map { try JSON(parsing: String($0))["id"]?.int ?? 0 }
      #expect(ids.sorted() == Array(1...20))
      #expect(program.end() == .exit(0))
    }

    @Test func `nobody reading ends the program, busy or not`() throws {
      for program in [try Program(), try busy()] {
        program.peer.stopReading()
        #expect(program.end(seconds: 15) == .exit(0))
      }
    }

    @Test func `a client that is killed leaves no server behind, busy or not`() throws {
      for program in [try Program(), try busy()] {
        program.peer.stopReading()
        program.peer.closeInput()
        #expect(program.end(seconds: 15) == .exit(0))
      }
      let half = try busy()
      half.peer.sendRaw(Array("{\"jsonrpc\"".utf8))
      half.peer.stopReading()
      half.peer.closeInput()
      #expect(half.end(seconds: 15) == .exit(0))
    }

    @Test func `the end of the client's process ends the program, busy or not`() throws {
      for program in [try Program(), try busy()] {
        let client = try Program()
        program.peer.send(request(2, "initialize", #"{"processId":\#(client.pid)}"#))
        #expect(try reply(program)["result"] != nil)
        program.peer.send(request(3, "ping"))
        #expect(try reply(program)["id"] == 3)
        #expect(program.isRunning)
        client.send(SIGKILL)
        #expect(client.end() == .signal(SIGKILL))
        #expect(program.end(seconds: 15) == .exit(0))
      }
    }

    @Test func `a parent that is killed leaves no server behind`() throws {
      // The shell holds the other ends of the server's pipes, as an editor would; standard error
      // stays open as long as one of the two lives.
      let shell = """
        mkfifo in out
        "$0" < in > out &
        exec 3> in 4< out
        echo '\(request(1, "sleep", #"{"seconds":600,"workDoneToken":1}"#))' >&3
        read -r line <&4
        echo "$line" >&2
        read -r never
        """
      let folder = TemporaryFolder()
      let parent = try Program(shell: shell, folder: folder.path, errors: .pipe)
      #expect(parent.errors?.nextLine()?.contains("begin") ?? false)
      parent.send(SIGKILL)
      #expect(parent.end() == .signal(SIGKILL))
      #expect(parent.errors?.rest(seconds: 15) == "")
    }

    // MARK: Streams that are closed or full

    @Test func `a closed standard error changes nothing`() throws {
      let program = try Program(["--log", "debug"], errors: .closed)
      #expect(program.peer.answersPing())
      program.peer.send(notification("ping"))
      #expect(program.peer.answersPing())
      program.peer.closeInput()
      #expect(program.end() == .exit(0))
    }

    @Test(arguments: [Program.Stream.closed, .file("/dev/full"), .file("/dev/null")])
    func `an output that takes nothing does not hold the program`(output: Program.Stream) throws {
      let program = try Program(output: output)
      for id in 0..<1_000 { program.peer.send(request(id, "ping")) }
      program.peer.closeInput()
      #expect(program.end() == .exit(0))
    }

    @Test func `standard error that nobody reads never blocks`() throws {
      let program = try Program(["--log", "debug"], errors: .pipe)
      for round in 0..<20 {
        let texts = (0..<500).map {
          request($0, $0 % 2 == 0 ? "ping" : "sleep", $0 % 2 == 0 ? "{}" : #"{"seconds":0}"#)
        }
        program.peer.send(texts.joined(separator: "\n"))
        for _ in texts { _ = try #require(program.peer.nextLine(), "stuck in round \(round)") }
      }
      program.peer.closeInput()
      #expect(program.end() == .exit(0))
      // 10,000 lines are far more than the 64 KiB a pipe holds.
      let kept = try #require(program.errors?.rest())
      #expect(kept.utf8.count >= 48 << 10)
      #expect(kept.split(separator: "\n").count < 10_000)
    }

    // MARK: Cancel and sleep

    @Test func `running and queued requests are cancelled within two seconds`() throws {
      let program = try Program()
      let count = Threads.coreCount + 4
      for id in 1...count { program.peer.send(request(id, "sleep", #"{"seconds":600}"#)) }
      #expect(program.peer.answersPing())
      for id in (1...count).reversed() {
        program.peer.send(notification("$/cancelRequest", #"{"id":\#(id)}"#))
        let reply = try json(program.peer.nextLine(seconds: 2))
        #expect(reply["id"]?.int == Int64(id))
        #expect(reply["error"]?["code"] == -32800)
      }
      #expect(program.peer.answersPing())
    }

    @Test func `sleep reports at least once a second and is no longer than 600`() throws {
      let program = try Program()
      program.peer.send(request(1, "sleep", #"{"seconds":2.5,"workDoneToken":7}"#))
      var reports = 0
      while true {
        let message = try json(program.peer.nextLine(seconds: 5))
        if message["id"] != nil { break }
        #expect(message["params"]?["token"] == 7)
        if message["params"]?["value"]?["kind"] == "report" { reports += 1 }
      }
      #expect(reports >= 2)
      #expect(reports <= 2 * 10 + 15, "at most ten a second, however slow the machine")
      program.peer.send(request(2, "sleep", #"{"seconds":600.5}"#))
      #expect(try reply(program)["error"]?["code"] == -32602)
      program.peer.send(request(3, "sleep", "[0.01]"))
      #expect(try reply(program)["result"]?["seconds"] == 0.01)
    }

    @Test func `tenure call reads parameters in any layout`() throws {
      let folder = TemporaryFolder()
      let file = try folder.write("p.json", "{\n  \"seconds\":\r\n    0.01\n}\n")
      let call = try Program(["call", "sleep", "--params", "@" + file])
      #expect(try JSON(parsing: try #require(call.peer.rest()))["seconds"] == 0.01)
      #expect(call.end() == .exit(0))
    }

    @Test func `tenure call gives up when its time is over`() throws {
      let end = try Child.run(["call", "sleep", "seconds=600", "timeoutMs=100"])
      #expect(end.code == 1 && end.errors.contains("5004"))
    }
  }
}
