/// What a message may hold and what its reply holds: ids, members, batches, depth, discovery.
import Methods
import Support
import TestKit
import Testing
import Wire

struct MessagePromises {
  @Test(arguments: [
    "0", "-1", "-0", "1.0", "1e2", "1.50", "9007199254740991", "9007199254740993",
    "18446744073709551616", "123456789012345678901234567890", #""""#, #""1""#, #""日本😀""#, "null",
  ])
  func `an id comes back token for token`(token: String) {
    let reply = Session().ask(#"{"jsonrpc":"2.0","id":\#(token),"method":"ping"}"#)
    #expect(reply?.hasPrefix(#"{"jsonrpc":"2.0","id":\#(token),"result":{"#) ?? false)
  }

  @Test func `a huge id comes back whole`() {
    let session = Session()
    for id in [
      "\"" + String(repeating: "客", count: 1 << 20) + "\"", String(repeating: "7", count: 300),
    ] {
      let reply = session.ask(#"{"jsonrpc":"2.0","id":\#(id),"method":"nonesuch"}"#)
      #expect(reply?.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"#) ?? false)
    }
  }

  @Test func `1 and "1" are different requests`() throws {
    let session = Session(entries: toyEntries)
    session.send(request(1, "hold", #"{"door":"number"}"#))
    #expect(Doors.wasReached("number"))
    session.send(#"{"jsonrpc":"2.0","id":"1","method":"hold","params":{"door":"text"}}"#)
    #expect(Doors.wasReached("text"))
    session.send(notification("$/cancelRequest", #"{"id":"1"}"#))
    let first = try json(session.nextLine())
    #expect(first["id"] == "1")
    #expect(first["error"]?["code"] == -32800)
    Doors.open("number")
    let second = try json(session.nextLine())
    #expect(second["id"] == 1)
    #expect(second["result"] != nil)
  }

  @Test func `replies and errors hold exactly their members`() throws {
    let session = Session(entries: toyEntries)
    let texts = [
      request(1, "ping"), request(2, "nonesuch"), request(3, "segment", #"{"path":"/none"}"#),
      request(4, "sleep", #"{"seconds":-1}"#), "hello", "{}", request(5, "initialize"),
      request(6, "hold", "[]"), #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
      request(7, "shutdown"), request(8, "ping"),
    ]
    for text in texts {
      let reply = try json(session.ask(text))
      let members = try #require(reply.object).map(\.key)
      #expect(members == ["jsonrpc", "id", "result"] || members == ["jsonrpc", "id", "error"])
      #expect(reply["jsonrpc"] == "2.0")
      guard let error = reply["error"] else { continue }
      let parts = try #require(error.object).map(\.key)
      #expect(parts == ["code", "message"] || parts == ["code", "message", "data"])
      #expect(error["code"]?.int != nil)
      #expect(error["message"]?.string?.isEmpty == false)
    }
  }

  @Test(arguments: ["ping", "listDatasets", "rpc.discover", "initialize", "shutdown", "status"])
  func `no parameters may be written in four ways`(method: String) throws {
    let forms = ["", #","params":null"#, #","params":[]"#, #","params":{}"#]
    let replies = try forms.map { form in
      let line = Session().ask(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"\#(form)}"#)
      return try #require(json(line)["result"], "\(method)\(form)")
    }
    for reply in replies {
      #expect(method == "status" || reply == replies[0])
      #expect(reply.object?.map(\.key) == replies[0].object?.map(\.key))
    }
  }

  @Test func `text in another encoding is refused and the next is read`() throws {
    let session = Session()
    session.sendFrame(request(0, "ping"))
    #expect(session.nextBody()?.contains("result") ?? false)
    for name in ["UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32"] {
      let bytes = encoded(request(1, "ping"), as: name)
      session.sendRaw(Array("Content-Length: \(bytes.count)\r\n\r\n".utf8) + bytes)
      let reply = try json(session.nextBody())
      #expect(reply["error"]?["code"] == -32700, "\(name)")
      #expect(reply["id"] == .null)
    }
    session.sendFrame(request(2, "ping"))
    #expect(try json(session.nextBody())["id"] == 2)
  }

  @Test func `a batch of the limit is answered whole and a larger one is refused once`() throws {
    let session = Session()
    func batch(_ count: Int) -> String {
      "[" + (0..<count).map { request($0, "ping") }.joined(separator: ",") + "]"
    }
    let reply = try json(session.ask(batch(Limits.batchMembers)))
    #expect(reply.array?.map { $0["id"]?.int } == (0..<1_000).map { Int64($0) })
    let refusal = try json(session.ask(batch(Limits.batchMembers + 1)))
    #expect(refusal["id"] == .null)
    #expect(refusal["error"]?["code"] == -32600)
    #expect(session.answersPing())
  }

  @Test func `a batch may mix all there is`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("mixed")
    let members = [
      request(1, "hold", #"{"door":"mixed"}"#), #"{"jsonrpc":"2.0","id":9,"result":1}"#,
      notification("$/cancelRequest", #"{"id":77}"#), "[]", "null", request(1, "ping"),
      #"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, request(2, "exit"), notification("exit"),
      #"{"id":4,"method":"ping"}"#, request(5, "sleep", #"{"seconds":0}"#), notification("x"),
      #"{"jsonrpc":"2.0","id":1.50,"method":"ping"}"#,
    ]
    let reply = try json(session.ask("[" + members.joined(separator: ",") + "]"))
    let ids = reply.array?.map { $0["id"]?.text() }
    #expect(ids == ["1", "null", "null", "1", "null", "2", "4", "5", "1.5"])
    let codes = reply.array?.map { $0["error"]?["code"]?.int ?? 0 }
    #expect(codes == [0, -32600, -32600, 0, -32600, -32600, -32600, 0, 0])
    #expect(session.answersPing())
  }

  @Test func `100 levels are fine and 100,000 draw one error`() throws {
    func nested(_ levels: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
    }
    let session = Session()
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let fine = request(1, "ping", #"{"a":\#(nested(100, open, close))}"#)
      #expect(try json(session.ask(fine))["result"] != nil)
      for levels in [513, 100_000] {
        let deep = request(1, "ping", #"{"a":\#(nested(levels, open, close))}"#)
        let error = try json(session.ask(deep))["error"]
        #expect(error?["code"] == -32700)
        #expect(error?["message"]?.string?.contains("at most 512 levels") ?? false)
        #expect(session.answersPing())
      }
    }
  }

  @Test func `one reply comes whoever wins the race of answer and cancel`() throws {
    let session = Session()
    let count = 2_000
    for id in 0..<count {
      session.send(
        request(id, "sleep", #"{"seconds":0}"#) + "\n"
          + notification("$/cancelRequest", #"{"id":\#(id)}"#))
    }
    session.closeInput()
    var seen: [Int64: Int] = [:]
    for line in try #require(session.rest(seconds: 60)).split(separator: "\n") {
      let reply = try JSON(parsing: String(line))
      #expect(reply["result"] != nil || reply["error"]?["code"] == -32800)
      seen[reply["id"]?.int ?? -1, default: 0] += 1
    }
    #expect(seen.count == count)
    #expect(seen.values.allSatisfy { $0 == 1 })
  }

  @Test func `framing and life cycle of one client never show in another`() throws {
    let lines = Session()
    let frames = lines.another()
    #expect(try json(lines.ask(request(1, "initialize")))["result"] != nil)
    frames.sendFrame(request(1, "initialize"))
    #expect(try json(frames.nextBody())["result"] != nil)
    #expect(try json(lines.ask(request(2, "shutdown")))["result"] == .null)
    #expect(try json(lines.ask(request(3, "ping")))["error"]?["code"] == -32600)
    frames.sendFrame(request(3, "ping"))
    #expect(try json(frames.nextBody())["result"] != nil)
    lines.send(notification("exit"))
    #expect(lines.ending() == .exit(afterShutdown: true))
    frames.sendFrame(request(4, "ping"))
    #expect(try json(frames.nextBody())["id"] == 4)
  }

  // MARK: Discovery and versions

  @Test func `initialize, ping and discovery tell version and protocol`() throws {
    let session = Session()
    let ping = try json(session.ask(request(1, "ping")))["result"]
    let version = try #require(ping?["version"]?.string)
    let wire = try #require(ping?["protocol"]?.string)
    let hello = try json(session.ask(request(2, "initialize")))["result"]
    #expect(hello?["serverInfo"]?["version"]?.string == version)
    #expect(hello?["protocol"]?.string == wire)
    let document = try json(session.ask(request(3, "rpc.discover")))["result"]
    #expect(document?["info"]?["version"]?.string == version)
    #expect(document?["info"]?["x-protocol"]?.string == wire)
  }

  @Test func `a method of a newer server is missed by -32601 alone`() throws {
    let session = Session()
    let error = try json(session.ask(request(1, "predictTheWeather", #"{"new":[1,{}]}"#)))["error"]
    #expect(error?["code"] == -32601)
    #expect(session.answersPing())
  }

  @Test func `discovery gives the same bytes in every process`() throws {
    let servers = [try Program(), try Program()]
    let documents = try servers.map { try #require($0.peer.ask(request(1, "rpc.discover"))) }
    #expect(documents[0] == documents[1])
  }

  @Test func `parameters by name and by position mean the same`() throws {
    let folder = TemporaryFolder()
    let file = try folder.write("o.csv", "customer,date,amount\na,2024-01-01,1\nb,2024-02-01,2\n")
    let session = Session()
    let byName = try json(session.ask(request(1, "detectColumns", #"{"path":"\#(file)"}"#)))
    let byPlace = try json(session.ask(request(1, "detectColumns", #"["\#(file)"]"#)))
    let mixed = try json(session.ask(request(1, "detectColumns", #"["\#(file)",{"lang":"en"}]"#)))
    #expect(byName["result"] != nil)
    for other in [byPlace, mixed] {
      let problem = SameJSON.difference(other, byName)
      #expect(problem == nil, "\(problem ?? "")")
    }
  }

  // Ten items for each of a hundred customers are more; a page of twenty-five is not.
  @Test(arguments: [("segment", 100), ("predictChurn", 100), ("ltv", 100), ("recommend", 25)])
  func `a page about many customers stays below 64 KiB`(method: String, limit: Int64) throws {
    let folder = TemporaryFolder()
    var text = "customer_id,order_id,date,amount,product_id\n"
    var random = SeededRandom(seed: 5)
    for order in 0..<12_000 {
      let day = 1 + random.below(28)
      let month = 1 + random.below(12)
      let date = "2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
      text += "c\(random.below(4_000)),o\(order),\(date),\(random.below(9_000)).5,p\(order % 50)\n"
    }
    let file = try folder.write("orders.csv", text)
    let result = try answer(method, ["path": .string(file), "limit": .int(limit)])
    #expect(result.text().utf8.count < 64 << 10)
  }
}
