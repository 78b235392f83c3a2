/// Ids, batches, order, lifecycle, cancel, progress and the end of the input, over pairs of
/// sockets.
import Support
import TestKit
import Testing
import Wire

struct ConversationTests {
  private func json(_ line: String?) throws -> JSON { try JSON(parsing: try #require(line)) }

  @Test func `requests of one write are answered once each, in order`() throws {
    let session = Session()
    session.send((0..<5_000).map { request($0, "ping") }.joined(separator: "\n"))
    for id in 0..<5_000 { #expect(try json(session.nextLine())["id"] == .int(Int64(id))) }
  }

  @Test func `responses and unknown notifications draw nothing`() {
    let session = Session()
    session.send(#"{"jsonrpc":"2.0","id":77,"result":true}"#)
    session.send(#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}"#)
    session.send(notification("nonesuch"))
    session.send(notification("$/setTrace"))
    session.send(notification("initialized"))
    session.send(notification("ping"))
    #expect(session.answersPing())
  }

  @Test func `a ping is answered whatever is sent along`() {
    let session = Session()
    for params in [#"{"pad":"客户"}"#, "[1,2]", "null", "[]", #"{"a":{"b":[1e-400]}}"#] {
      #expect(session.ask(request(1, "ping", params))?.contains("result") ?? false)
    }
  }

  @Test func `a batch is answered as one array in order`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("batch")
    let members = [
      request(1, "hold", #"{"door":"batch"}"#), notification("ping"), "7",
      request(2, "ping"), request(3, "nonesuch"), request(1, "ping"),
    ]
    let reply = try json(session.ask("[" + members.joined(separator: ",") + "]"))
    #expect(reply.array?.map { $0["id"] } == [1, .null, 2, 3, 1])
    #expect(reply.array?.map { $0["error"]?["code"] } == [nil, -32600, nil, -32601, nil])
    session.send("[" + notification("ping") + "," + notification("x") + "]")
    #expect(session.answersPing())
  }

  @Test(arguments: ["initialize", "shutdown", "exit"])
  func `the lifecycle is no member of a batch`(method: String) throws {
    let session = Session()
    let reply = try json(session.ask("[" + request(1, method) + "]"))
    #expect(reply.array?.first?["error"]?["code"] == -32600)
    #expect(session.answersPing())
  }

  @Test func `initialize counts once and nothing is served after shutdown`() throws {
    let session = Session()
    #expect(try json(session.ask(request(1, "initialize")))["result"] != nil)
    #expect(try json(session.ask(request(2, "initialize")))["error"]?["code"] == -32600)
    #expect(
      session.ask(request(3, "shutdown")) == #"{"jsonrpc":"2.0","id":3,"result":null}"#)
    #expect(try json(session.ask(request(4, "ping")))["error"]?["code"] == -32600)
    #expect(try json(session.ask(request(5, "shutdown")))["error"]?["code"] == -32600)
    session.send(notification("exit"))
    #expect(session.ending() == .exit(afterShutdown: true))
  }

  @Test func `exit without shutdown says so and cancels what runs`() throws {
    let session = Session(entries: toyEntries)
    session.send(request(1, "hold", #"{"door":"exit"}"#))
    #expect(Doors.wasReached("exit"))
    session.send(notification("exit"))
    #expect(try json(session.nextLine())["error"]?["code"] == 5005)
    #expect(session.ending() == .exit(afterShutdown: false))
  }

  @Test func `shutdown is answered while work runs`() throws {
    let session = Session(entries: toyEntries)
    session.send(request(1, "hold", #"{"door":"shutdown"}"#))
    #expect(session.ask(request(2, "shutdown")) == #"{"jsonrpc":"2.0","id":2,"result":null}"#)
    Doors.open("shutdown")
    #expect(try json(session.nextLine())["result"] != nil)
  }

  // MARK: Order

  @Test func `requests behind a change wait and quick ones do not`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("behind")
    session.send(request(1, "alter", #"{"door":"change"}"#))
    session.send(request(2, "hold", #"{"door":"behind"}"#))
    #expect(Doors.wasReached("change"))
    #expect(session.answersPing())
    let other = session.another()
    other.send(request(3, "hold", #"{"door":"behind"}"#))
    #expect(other.answersPing())
    Doors.open("change")
    let ids = [try json(session.nextLine())["id"], try json(session.nextLine())["id"]]
    #expect(ids == [1, 2] || ids == [2, 1])
    #expect(try json(other.nextLine())["id"] == 3)
  }

  @Test func `a change that was cancelled lets the others go on`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("free")
    session.send(request(1, "alter", #"{"door":"never"}"#))
    session.send(request(2, "hold", #"{"door":"free"}"#))
    #expect(Doors.wasReached("never"))
    session.send(notification("$/cancelRequest", #"{"id":1}"#))
    let replies = [try json(session.nextLine()), try json(session.nextLine())]
    #expect(replies.first { $0["id"] == 1 }?["error"]?["code"] == -32800)
    #expect(replies.first { $0["id"] == 2 }?["result"] != nil)
  }

  // MARK: Cancel

  @Test func `a running and a waiting request are cancelled with one answer each`() throws {
    let session = Session(entries: toyEntries)
    for id in 1...4 { session.send(request(id, "hold", #"{"door":"cancel"}"#)) }
    #expect(Doors.wasReached("cancel"))
    for id in [4, 1, 2, 3] {
      session.send(notification("$/cancelRequest", #"{"id":\#(id)}"#))
      let reply = try json(session.nextLine())
      #expect(reply["id"] == .int(Int64(id)))
      #expect(reply["error"]?["code"] == -32800)
      session.send(notification("$/cancelRequest", #"{"id":\#(id)}"#))
    }
    #expect(session.answersPing())
  }

  @Test func `a cancelled notification of MCP is met with silence`() throws {
    let session = Session(entries: toyEntries)
    for id in 1...4 { session.send(request(id, "hold", #"{"door":"mcp"}"#)) }
    for id in [4, 2, 3, 1] {
      session.send(notification("notifications/cancelled", #"{"requestId":\#(id)}"#))
    }
    #expect(session.answersPing())
    session.closeInput()
    #expect(session.nextLine() == nil)
  }

  @Test func `cancelling what is not there is ignored`() {
    let session = Session()
    for params in [#"{"id":424242}"#, #"{"id":"nope"}"#, #"{"id":null}"#, "{}", "[1]", "null"] {
      session.send(notification("$/cancelRequest", params))
      session.send(notification("notifications/cancelled", params))
    }
    #expect(session.answersPing())
  }

  @Test func `clients may use equal ids and cancel only their own`() throws {
    let session = Session(entries: toyEntries)
    let other = session.another()
    session.send(request(1, "hold", #"{"door":"own"}"#))
    #expect(Doors.wasReached("own"))
    other.send(notification("$/cancelRequest", #"{"id":1}"#))
    #expect(other.answersPing())
    #expect(session.answersPing())
    Doors.open("own")
    #expect(try json(session.nextLine())["result"] != nil)
  }

  @Test func `a cancelled member of a batch does not hold up the batch`() throws {
    let session = Session(entries: toyEntries)
    session.send("[" + request(1, "hold", #"{"door":"inBatch"}"#) + "," + request(2, "ping") + "]")
    #expect(Doors.wasReached("inBatch"))
    session.send(notification("$/cancelRequest", #"{"id":1}"#))
    let reply = try json(session.nextLine())
    #expect(reply.array?.map { $0["error"]?["code"] } == [-32800, nil])
  }

  // MARK: Progress

  @Test func `progress begins, rises slowly, ends, and is silent after the reply`() throws {
    let session = Session(entries: toyEntries)
    let began = ContinuousClock.now
    session.send(request(1, "chatter", #"{"door":"x","workDoneToken":"t"}"#))
    var kinds: [String] = []
    var percentages: [Int64] = []
    while let line = session.nextLine() {
      let message = try JSON(parsing: line)
      if message["id"] != nil {
        #expect(message["result"] != nil, "\(line)")
        break
      }
      #expect(message["method"] == "$/progress")
      #expect(message["params"]?["token"] == "t")
      let value = message["params"]?["value"]
      kinds.append(value?["kind"]?.string ?? "")
      if let percentage = value?["percentage"]?.int { percentages.append(percentage) }
    }
    #expect(kinds.first == "begin")
    #expect(kinds.last == "end")
    #expect(kinds.dropFirst().dropLast().allSatisfy { $0 == "report" })
    // At most so many a second, however long the machine took over it; begin, end and one more.
    let seconds = Double(began.duration(to: .now) / Duration.seconds(1))
    #expect(kinds.count >= 3)
    #expect(Double(kinds.count) <= 3 + seconds * Double(Limits.progressPerSecond))
    #expect(percentages == percentages.sorted())
    #expect(session.answersPing())
  }

  @Test func `there is no progress without a token`() throws {
    let session = Session(entries: toyEntries)
    #expect(try json(session.ask(request(1, "chatter", #"{"door":"x"}"#)))["result"] != nil)
  }

  // MARK: End of input and load

  @Test func `at the end of the input what was asked is answered`() throws {
    let session = Session(entries: toyEntries)
    session.send(request(1, "hold", #"{"door":"drain"}"#))
    session.sendRaw(Array(request(2, "ping").utf8))
    session.closeInput()
    #expect(try json(session.nextLine())["id"] == 2)
    Doors.open("drain")
    #expect(try json(session.nextLine())["id"] == 1)
    #expect(session.nextLine() == nil)
    #expect(session.ending() == .endOfInput)
  }

  @Test func `a client that leaves ends its work and nobody else's`() throws {
    let session = Session(entries: toyEntries)
    let other = session.another()
    other.send(request(1, "hold", #"{"door":"staying"}"#))
    session.send(request(1, "hold", #"{"door":"leaving"}"#))
    #expect(Doors.wasReached("leaving"))
    session.vanish()
    #expect(session.ending() == .endOfInput)
    Doors.open("staying")
    #expect(try json(other.nextLine())["result"] != nil)
  }

  @Test func `a client that never reads stops being read and nobody else notices`() throws {
    let session = Session(entries: toyEntries)
    let other = session.another()
    let bytes = 8 << 20
    // Nine replies go over the budget; more are asked for and not yet produced.
    for id in 1...40 { session.send(request(id, "big", #"{"bytes":\#(bytes)}"#)) }
    for _ in 0..<20 { #expect(other.answersPing()) }
    for id in 1...40 {
      let line = try #require(session.nextLine())
      #expect(line.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"#))
      #expect(line.utf8.count > bytes)
    }
    #expect(session.answersPing())
  }

  @Test func `requests may be written long before a reply is read`() throws {
    let session = Session()
    let one = request(7, "ping") + "\n"
    session.sendRaw(Array(String(repeating: one, count: 100_000).utf8))
    for _ in 0..<100_000 { _ = try #require(session.nextLine()) }
    #expect(session.answersPing())
  }
}
