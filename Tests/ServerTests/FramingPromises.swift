/// The bytes around a message: framing, line ends, headers, and lengths that lie.
import Support
import TestKit
import Testing
import Wire

extension Promises {
  @Suite struct Framing {
    /// A mistake, a batch, and a request with progress: everything a server may have to say.
    private static let talk = [
      "hello", "[" + request(1, "ping") + ",7]", request(2, "nonesuch"),
      request(3, "chatter", #"{"door":"x","workDoneToken":"t"}"#),
    ]

    @Test func `errors, batches and progress come as lines to a client of lines`() throws {
      let session = Session(entries: toyEntries)
      for text in Self.talk { session.send(text) }
      session.closeInput()
      let all = try #require(session.rest())
      #expect(!all.contains("\r"))
      #expect(all.hasSuffix("}\n"))
      let lines = all.split(separator: "\n")
      #expect(lines.count > 5)
      for line in lines { #expect(throws: Never.self) { try JSON(parsing: String(line)) } }
    }

    @Test func `errors, batches and progress come as frames to a client of frames`() throws {
      let session = Session(entries: toyEntries)
      for text in Self.talk { session.sendFrame(text) }
      session.closeInput()
      var last: JSON?
      var count = 0
      while let body = session.nextBody() {
        last = try JSON(parsing: body)
        count += 1
      }
      #expect(count > 5)
      #expect(last?["id"] == 3)
      #expect(session.rest()?.isEmpty ?? false, "bytes that are no frame")
    }

    @Test func `the very first reply is framed like the request, also when it is an error`() {
      let lines = Session()
      #expect(lines.ask("hello")?.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error""#) ?? false)
      let frames = Session()
      frames.sendFrame("hello")
      #expect(frames.nextBody()?.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error""#) ?? false)
      let broken = Session()
      broken.sendRaw(Array("Content-Length: x\r\n\r\n".utf8))
      #expect(broken.nextBody()?.contains("-32700") ?? false)
    }

    @Test func `a script is answered line by line without a handshake and ends with 0`() throws {
      let program = try Program()
      let text = "\r\n\n \n" + request(1, "shutdown") + "\r\n\r\n" + "hello\n" + request(2, "ping")
      program.peer.sendRaw(Array(text.utf8))
      program.peer.closeInput()
      let lines = try #require(program.peer.rest())
      let expected = [
        #"{"jsonrpc":"2.0","id":1,"result":null}"#,
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"#
          + #""Not JSON: at byte 0: expected a value, found 'h'"}}"#,
        #"{"jsonrpc":"2.0","id":2,"error":{"code":-32600,"message":"#
          + #""the session was shut down; only exit may follow"}}"#,
      ]
      #expect(lines == expected.map { $0 + "\n" }.joined())
      #expect(program.end() == .exit(0))
    }

    @Test func `lengths are bytes both ways`() throws {
      let session = Session()
      for text in ["é", "日本語 😀", String(repeating: "客", count: 5_000)] {
        session.sendFrame(#"{"jsonrpc":"2.0","id":"\#(text)","method":"ping"}"#)
        #expect(try json(session.nextBody())["id"] == .string(text))
        session.sendFrame(#"{"jsonrpc":"2.0","id":1,"method":"\#(text)"}"#)
        #expect(try json(session.nextBody())["error"]?["code"] == -32601)
      }
      session.sendFrame("{\n \"jsonrpc\": \"2.0\",\r\n \"id\": 1,\n \"method\": \"ping\"\n}\n")
      #expect(try json(session.nextBody())["id"] == 1)
    }

    @Test func `a request spread over lines is told to come on one`() throws {
      let session = Session()
      session.send("{\n\"jsonrpc\": \"2.0\",\n\"id\": 1,\n\"method\": \"ping\"\n}")
      for _ in 0..<5 {
        let error = try json(session.nextLine())["error"]
        #expect([-32700, -32600].contains(error?["code"]?.int ?? 0))
      }
      #expect(session.answersPing())
      #expect(session.ask("{")?.contains("jq -c") ?? false)
    }

    @Test func `a length that lies takes no memory`() throws {
      let folder = TemporaryFolder()
      let path = folder.path + "/s"
      let server = try Program.serving(path)
      let watcher = try #require(Program.connect(path))
      #expect(watcher.answersPing())
      let facts = ProcessFacts(server.pid)
      let (resident, virtual) = (facts.residentPeakKB, facts.virtualPeakKB)
      let within = Limits.messageBytes
      for length in ["-5", "99999999999999999999", "9223372036854775807", "1099511627775", "+1"] {
        let liar = try #require(Program.connect(path))
        liar.sendRaw(Array("Content-Length: \(length)\r\n\r\n{}".utf8))
        #expect(try json(liar.nextBody())["error"]?["code"] == -32700)
        liar.closeInput()
        #expect(liar.rest() == "")
      }
      #expect(
        !Patience.countsMemory || facts.virtualPeakKB - virtual < 1 << 20,
        "reserved for a refused length")
      // Lengths that are allowed, announced by many, and never sent.
      let liars = try (0..<20).map { _ in try #require(Program.connect(path)) }
      for liar in liars {
        liar.sendRaw(Array("Content-Length: \(within)\r\n\r\n{".utf8))
        #expect(watcher.answersPing())
      }
      for liar in liars { liar.closeInput() }
      for liar in liars { #expect(liar.nextBody()?.contains("the end of the input") ?? false) }
      #expect(!Patience.countsMemory || facts.residentPeakKB - resident < 24 << 10)
    }

    @Test(arguments: ["X-Filler: y\r\n", "y", "\u{1}\u{2}: \r\n", ":", "Content-Type: \"\r\n"])
    func `a flood of headers is cut off at its limit`(piece: String) throws {
      let folder = TemporaryFolder()
      let path = folder.path + "/s"
      let server = try Program.serving(path)
      let flooder = try #require(Program.connect(path))
      flooder.sendRaw(Array("A: b\r\n".utf8))
      let flood = Array(String(repeating: piece, count: (8 << 20) / piece.utf8.count).utf8)
      let taken = flooder.sendRaw(flood)
      #expect(flooder.nextBody()?.contains("-32700") ?? false)
      #expect(taken == flood.count, "what comes behind is thrown away, so the answer arrives")
      #expect(!Patience.countsMemory || ProcessFacts(server.pid).residentPeakKB < 64 << 10)
      #expect(Program.connect(path)?.answersPing() ?? false)
    }

    @Test func `blank lines ahead of a header count for nothing`() throws {
      let session = Session()
      session.sendFrame(request(1, "ping"))
      session.sendRaw(Array(String(repeating: "\r\n", count: Limits.headerBytes * 2).utf8))
      session.sendFrame(request(2, "ping"))
      #expect(try json(session.nextBody())["id"] == 1)
      #expect(try json(session.nextBody())["id"] == 2)
    }
  }
}
