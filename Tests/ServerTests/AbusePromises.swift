/// Requests nobody means well with: each is answered, soon, and in few words.
import Foundation
import Support
import TestKit
import Testing
import Wire

extension Promises {
  @Suite struct Abuse {
    /// Methods and parameters; GIANT becomes a text of two million letters, FILE a table.
    private static let giants: [(String, String)] = [
      ("segment", #"{"path":"GIANT"}"#), ("segment", #"{"path":"/GIANT/x"}"#),
      ("segment", #"{"path":"FILE","method":"GIANT"}"#), ("segment", #"{"dataset":"GIANT"}"#),
      ("segment", #"{"path":"FILE","columns":{"amount":"GIANT"}}"#),
      ("segment", #"{"path":"FILE","columns":{"GIANT":"amount"}}"#),
      ("segment", #"{"path":"FILE","delimiter":"GIANT"}"#),
      ("segment", #"{"path":"FILE","encoding":"GIANT"}"#),
      ("segment", #"{"path":"FILE","asOf":"GIANT"}"#), ("segment", #"{"path":"FILE","GIANT":1}"#),
      ("segment", #"{"path":"FILE","customers":["GIANT"]}"#), ("segment", #"["FILE","GIANT"]"#),
      ("segment", #"{"path":"FILE","lang":"GIANT"}"#),
      ("ltv", #"{"path":"FILE","cursor":"GIANT"}"#),
      ("unloadDataset", #"{"name":"GIANT"}"#), ("describeDataset", #"{"name":"GIANT"}"#),
      ("predictChurn", #"{"path":"FILE","features":["GIANT"]}"#),
      ("recommend", #"{"path":"FILE","outputPath":"/GIANT"}"#), ("sleep", #"{"seconds":"GIANT"}"#),
      ("tools/call", #"{"name":"GIANT"}"#),
      ("tools/call", #"{"name":"segment","arguments":"GIANT"}"#),
      ("resources/read", #"{"uri":"GIANT"}"#), ("prompts/get", #"{"name":"GIANT"}"#),
      ("logging/setLevel", #"{"level":"GIANT"}"#), ("GIANT", "{}"), ("$/GIANT", "{}"),
    ]

    @Test func `a giant value anywhere draws a small answer`() throws {
      let folder = TemporaryFolder()
      let file = try folder.write("o.csv", "customer,date,amount\na,2024-01-01,1\nb,2024-02-01,2\n")
      let program = try Program()
      let giant = String(repeating: "x", count: 2_000_000)
      for (method, params) in Self.giants {
        let text = request(1, method, params).replacingOccurrences(of: "FILE", with: file)
        program.peer.send(text.replacingOccurrences(of: "GIANT", with: giant))
        let reply = try #require(program.peer.nextLine(seconds: 10), "\(method) \(params)")
        #expect(reply.utf8.count < 64 << 10, "\(method) \(params): \(reply.prefix(200))")
      }
      #expect(program.peer.answersPing())
    }

    @Test func `records that share no key are refused without room for all columns`() throws {
      let program = try Program()
      let records = (0..<100_000).map { #"{"k\#($0)":1}"# }.joined(separator: ",")
      program.peer.send(request(1, "segment", #"{"rows":[\#(records)]}"#))
      let reply = try json(program.peer.nextLine(seconds: 30))
      #expect(reply["error"]?["code"] == 1005)
      let peak = ProcessFacts(program.pid).residentPeakKB
      #expect(!Patience.countsMemory || peak < 512 << 10)
    }

    @Test func `many requests of one id are answered once each`() throws {
      let program = try Program()
      let count = 20_000
      program.peer.sendRaw(
        Array(String(repeating: request(1, "sleep", #"{"seconds":0}"#) + "\n", count: count).utf8))
      program.peer.closeInput()
      let lines = try #require(program.peer.rest(seconds: 60)).split(separator: "\n")
      #expect(lines.count == count)
      #expect(program.end() == .exit(0))
    }

    @Test(arguments: [
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\n",
      "\0\0\0\0\0\0\0\0\n", "SSH-2.0-OpenSSH_9.2\r\n", "%PDF-1.7\n", "<?xml version=\"1.0\"?>\n",
    ])
    func `other protocols are told that this is none of theirs`(text: String) throws {
      let program = try Program()
      program.peer.sendRaw(Array(text.utf8))
      program.peer.closeInput()
      let replies = try #require(program.peer.rest()).split(separator: "\n")
      #expect(!replies.isEmpty)
      for reply in replies { #expect(reply.contains(#""code":-32700"#)) }
      #expect(program.end() == .exit(0))
    }
  }
}
