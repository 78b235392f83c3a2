/// Floods, giants, and clients that do not read: what they may cost, and that nobody else notices.
import Support
import TestKit
import Testing
import Wire

extension Promises {
  @Suite(.enabled(if: Patience.countsMemory, "a sanitizer's memory is not the program's"))
  struct Memory {
    /// The program itself, and what is on its way beyond the budget.
    private static let slackKB = 48 << 10
    private static let budgetKB = Limits.unreadReplyBytes >> 10

    @Test func `100,000 requests may be written before one reply is read`() throws {
      let program = try Program()
      let count = 100_000
      let flood = (0..<count).map { request($0, "ping") + "\n" }.joined()
      #expect(program.peer.sendRaw(Array(flood.utf8)) == flood.utf8.count)
      for id in 0..<count {
        let line = try #require(program.peer.nextLine())
        try #require(line.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"result":"#))
      }
      program.peer.closeInput()
      #expect(program.end() == .exit(0))
    }

    // The first draws answers as long as itself, the second answers a thousand times as long.
    @Test(arguments: [
      #"{"jsonrpc":"2.0","id":"\#(String(repeating: "7", count: 500))","method":"ping"}"#,
      request(1, "rpc.discover"),
    ])
    func `a client that never reads costs the budget and nobody else waits`(text: String) throws {
      let folder = TemporaryFolder()
      let path = folder.path + "/s"
      let server = try Program.serving(path)
      let other = try #require(Program.connect(path))
      #expect(other.answersPing())
      let deaf = try #require(Program.connect(path))
      let flood = Array(String(repeating: text + "\n", count: (100 << 20) / text.utf8.count).utf8)
      // Reading stops while the budget is full: what is taken comes to an end.
      var sent = 0
      while sent < flood.count {
        let piece = flood[sent..<min(flood.count, sent + (1 << 20))]
        let taken = deaf.sendRaw(Array(piece), seconds: 1)
        sent += taken
        #expect(other.answersPing(seconds: 2))
        if taken < piece.count { break }
      }
      #expect(sent < flood.count)
      let facts = ProcessFacts(server.pid)
      #expect(facts.residentPeakKB < Self.budgetKB + Self.slackKB)
      // Whoever reads at last is served in full.
      deaf.sendRaw(Array("\n".utf8), seconds: 0.1)
      #expect(deaf.nextLine()?.contains("result") ?? false)
      deaf.vanish()
      #expect(other.answersPing())
    }

    @Test func `a message of 100 MB is served and its memory given back`() throws {
      let program = try Program()
      #expect(program.peer.answersPing())
      let pad = String(repeating: "x", count: 100 << 20)
      program.peer.send(request(1, "ping", #"{"pad":"\#(pad)"}"#))
      #expect(program.peer.nextLine(seconds: 60)?.contains("result") ?? false)
      let many = String(repeating: "1,", count: 10 << 20)
      program.peer.send(request(2, "ping", "[\(many)1]"))
      #expect(program.peer.nextLine(seconds: 60)?.contains("result") ?? false)
      let facts = ProcessFacts(program.pid)
      #expect(facts.residentPeakKB < 1 << 20)
      #expect(program.peer.answersPing())
      #expect(facts.residentKB < 256 << 10)
    }

    @Test func `memory stays flat over 100,000 requests`() throws {
      let program = try Program()
      let facts = ProcessFacts(program.pid)
      let texts = [
        request(1, "ping"), "hello", request(2, "nonesuch"), "[" + request(3, "ping") + ",7]",
        request(4, "sleep", #"{"seconds":0,"workDoneToken":1}"#), request(5, "listDatasets"),
        notification("$/cancelRequest", #"{"id":4}"#), request(6, "segment", #"{"path":"/none"}"#),
      ]
      let round = texts.joined(separator: "\n") + "\n" + request(0, "ping")
      func talk(_ rounds: Int) throws {
        for _ in 0..<rounds {
          program.peer.send(String(repeating: round + "\n", count: 9) + round)
          for _ in 0..<10 {
            while try #require(program.peer.nextLine()).contains(#""id":0,"#) == false {}
          }
        }
      }
      // Nine requests in a round, ten rounds in a write.
      try talk(200)
      let resident = facts.residentKB
      try talk(1_111)
      #expect(facts.residentKB - resident < 8 << 10)
      #expect(facts.descriptors.count < 16)
    }

    @Test func `a flood of mistakes is answered one by one`() throws {
      let program = try Program()
      let count = 20_000
      program.peer.sendRaw(Array(String(repeating: "{\"a\":[\n", count: count).utf8))
      for _ in 0..<count {
        try #require(program.peer.nextLine()?.contains("-32700") ?? false)
      }
      #expect(program.peer.answersPing())
      #expect(ProcessFacts(program.pid).residentPeakKB < Self.slackKB)
    }
  }
}
