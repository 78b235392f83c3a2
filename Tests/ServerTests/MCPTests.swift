/// MCP over the same entries: both eras, tools that fit their schemas, resources, prompts.
import Contract
import Dialects
import Foundation
import Methods
import TestKit
import Testing
import Wire

@Suite struct MCPTests {
  private func json(_ text: String?) throws -> JSON { try JSON(parsing: try #require(text)) }

  private static let modern =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
    + #""io.modelcontextprotocol/clientCapabilities":{}}"#

  private static let orders: String = {
    let days = (0..<240).map { index -> String in
      let day = String(format: "2024-%02d-%02d", 1 + index * 11 / 240, 1 + (index * 7) % 28)
      let item = ["tea", "mug", "kettle"][index % 3]
      return
        "C\(index * index % 37 + index % 2 * 100),\(day),\(item),\(5 + index % 9),quite good and fast\n"
    }
    return "customer_id,order_date,product,amount,comment\n" + days.joined()
  }()

  private func withOrders<R>(_ body: (String) throws -> R) throws -> R {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).csv")
    try Self.orders.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }

  private func tools(_ session: Session) throws -> [JSON] {
    var tools: [JSON] = []
    var cursor: String?
    repeat {
      let params: JSON = cursor.map { ["cursor": .string($0)] } ?? [:]
      let page = try #require(try session.call("tools/list", params).result)
      tools += page["tools"]?.array ?? []
      cursor = page["nextCursor"]?.string
    } while cursor != nil
    return tools
  }

  // MARK: Eras

  @Test(arguments: [
    ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
    ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"),
  ])
  func `a handshake goes on with the client's version or the newest`(
    asked: String, given: String
  ) throws {
    let session = Session()
    let reply = try session.call(
      "initialize",
      ["protocolVersion": .string(asked), "capabilities": [:], "clientInfo": ["name": "host"]])
    let result = try #require(reply.result)
    #expect(result["protocolVersion"]?.string == given)
    #expect(
      result["capabilities"]?.object?.map(\.key) == ["tools", "resources", "prompts", "logging"])
    #expect(result["serverInfo"]?["name"] == "tenure")
    #expect(try session.call("initialize", ["protocolVersion": .string(asked)]).code == -32600)
  }

  @Test func `one initialize serves editors and hosts`() throws {
    let editor = try #require(try Session().call("initialize", ["processId": nil]).result)
    #expect(editor["protocolVersion"] == nil)
    #expect(editor["capabilities"]?["positionEncoding"] == "utf-16")
  }

  @Test func `a probe is answered at once, while all work, and holds the connection to nothing`()
    throws
  {
    let session = Session(entries: toyEntries)
    for id in 1...3 { session.send(request(id, "hold", #"{"door":"probe"}"#)) }
    #expect(Doors.wasReached("probe"))
    let probe = try json(session.ask(request(4, "server/discover", "{\(Self.modern)}")))["result"]
    #expect(probe?["supportedVersions"] == ["2026-07-28"])
    #expect(probe?["resultType"] == "complete")
    let old = try session.call("initialize", ["protocolVersion": "2025-06-18"]).result
    #expect(old?["protocolVersion"] == "2025-06-18")
    let again = try json(session.ask(request(5, "tools/list", "{\(Self.modern)}")))["result"]
    #expect(again?["resultType"] == "complete")
    Doors.open("probe")
  }

  @Test(arguments: [
    "tools/list", "resources/list", "resources/templates/list", "prompts/list", "server/discover",
  ])
  func `the era of an answer is that of its request`(method: String) throws {
    let session = Session()
    let modern = try json(session.ask(request(1, method, "{\(Self.modern)}")))["result"]
    #expect(modern?["resultType"] == "complete")
    #expect(modern?["ttlMs"]?.int ?? -1 >= 0)
    #expect(modern?["cacheScope"] == "private")
    #expect(modern?["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "tenure")
    guard method != "server/discover" else { return }
    let plain = try json(session.ask(request(2, method)))["result"]
    #expect(plain?["resultType"] == nil && plain?["_meta"] == nil && plain?["ttlMs"] == nil)
  }

  @Test func `a version that is not spoken and half an envelope are refused`() throws {
    let session = Session()
    let version = #""io.modelcontextprotocol/protocolVersion""#
    let capabilities = #""io.modelcontextprotocol/clientCapabilities":{}"#
    let cases = [
      (#"{"_meta":{\#(version):"2031-01-01",\#(capabilities)}}"#, -32022),
      (#"{"_meta":{\#(version):"2025-06-18",\#(capabilities)}}"#, -32022),
      (#"{"_meta":{\#(version):"2026-07-28"}}"#, -32602),
      (#"{"_meta":{\#(version):7,\#(capabilities)}}"#, -32602),
      (#"{"_meta":[]}"#, -32602),
    ]
    #expect(try json(session.ask(request(0, "tools/list", #"{"_meta":null}"#)))["result"] != nil)
    for (params, code) in cases {
      for method in ["server/discover", "tools/list", "prompts/list"] {
        let error = try json(session.ask(request(1, method, params)))["error"]
        #expect(error?["code"]?.int == Int64(code), "\(method) \(params)")
        if code == -32022 { #expect(error?["data"]?["supported"] == ["2026-07-28"]) }
      }
    }
  }

  // MARK: Tools

  @Test func `the tools are the five and all that only reads`() throws {
    let names = try tools(Session()).compactMap { $0["name"]?.string }
    #expect(names.prefix(5) == ["segment", "predictChurn", "recommend", "ltv", "classifyFeedback"])
    let plumbing: Set<String> = [
      "rpc.discover", "shutdown", "subscribe", "unsubscribe", "cancelJob", "exportDataset",
    ]
    for entry in AllMethods.entries {
      let method = entry.description
      let reads = method.effect != .changes && !plumbing.contains(method.name)
      #expect(names.contains(method.name) == reads, "\(method.name)")
    }
  }

  @Test func `a tool says what it is, takes and gives`() throws {
    for tool in try tools(Session()) {
      let name = tool["name"]?.string ?? ""
      #expect(tool["title"]?.string?.contains(" · ") == true, "\(name)")
      #expect((tool["description"]?.string ?? "").utf8.count > 60, "\(name)")
      #expect(tool["inputSchema"]?["type"] == "object", "\(name)")
      #expect(tool["outputSchema"]?["type"] == "object", "\(name)")
      #expect(tool["annotations"]?["readOnlyHint"] == true, "\(name)")
      #expect(tool["annotations"]?["destructiveHint"] == false, "\(name)")
      #expect(tool["annotations"]?["idempotentHint"] == true, "\(name)")
      let takes = tool["inputSchema"]?["properties"]?.object?.map(\.key) ?? []
      #expect(Set(takes).isDisjoint(with: ["outputPath", "overwrite", "excel", "job"]), "\(name)")
    }
  }

  @Test func `a page of tools is what a client with 64 KiB lines can read`() throws {
    let session = Session()
    let line = try #require(session.ask(request(1, "tools/list")))
    #expect(line.utf8.count < 65_536)
    #expect(try session.call("tools/list", ["cursor": "99"]).code == -32602)
  }

  @Test(arguments: ["segment", "predictChurn", "recommend", "ltv", "classifyFeedback"])
  func `a tool gives structured content that fits, as text too, and a few words`(
    name: String
  ) throws {
    try withOrders { path in
      let session = Session()
      let tool = try #require(try tools(session).first { $0["name"]?.string == name })
      let params: JSON = ["name": .string(name), "arguments": ["path": .string(path)]]
      let result = try #require(try session.call("tools/call", params).result)
      #expect(result["isError"] == false)
      let structured = try #require(result["structuredContent"])
      #expect(SchemaCheck.problems(structured, tool["outputSchema"] ?? .null).isEmpty)
      let texts = (result["content"]?.array ?? []).compactMap { $0["text"]?.string }
      #expect(texts.count == 2)
      #expect(try JSON(parsing: texts.first ?? "") == structured)
      #expect(texts.last?.hasPrefix(structured["summary"]?.string ?? "?") == true)
      #expect(texts.last.map { $0.utf8.count < 3_000 } == true)
      let rows = structured.object?.compactMap { $0.value.array?.count }.max() ?? 0
      #expect(rows <= 20, "a model is given few rows where it does not ask for more")
    }
  }

  @Test func `a call asks for more rows and is given them`() throws {
    try withOrders { path in
      let params: JSON = [
        "name": "ltv", "arguments": ["path": .string(path), "limit": 30, "lang": "zh"],
      ]
      let result = try Session().call("tools/call", params).result
      #expect(result?["structuredContent"]?["customers"]?.array?.count ?? 0 > 20)
    }
  }

  @Test(arguments: [
    (#"{"name":"segment","arguments":{"path":"/none.csv"}}"#, "1001"),
    (#"{"name":"segment","arguments":{"k":1}}"#, "-32602"),
    (#"{"name":"getJob","arguments":{"jobId":"job-9"}}"#, "5002"),
    (#"{"name":"segment"}"#, "-32602"),
  ])
  func `what a method refuses is read by the model`(params: String, code: String) throws {
    let reply = try json(Session().ask(request(1, "tools/call", params)))
    #expect(reply["result"]?["isError"] == true)
    let texts = (reply["result"]?["content"]?.array ?? []).compactMap { $0["text"]?.string }
    #expect(texts.count == 2 && texts[1].contains(#""code":\#(code)"#))
    #expect(reply["result"]?["structuredContent"] == nil)
  }

  @Test(arguments: [
    #"{"name":"segmnt"}"#, #"{}"#, #"{"name":"loadDataset","arguments":{"path":"a"}}"#,
    #"{"name":7}"#, #"{"name":"segment","arguments":[1]}"#,
    #"{"name":"segment","arguments":{"path":"a.csv","outputPath":"b.csv"}}"#,
    #"{"name":"sleep","arguments":{"job":true}}"#,
  ])
  func `a call of no tool, or with what no tool takes, is an error`(params: String) throws {
    let reply = try json(Session().ask(request(1, "tools/call", params)))
    #expect(reply["error"]?["code"] == -32602)
  }

  @Test func `a call is cancelled in silence and tells how far it is`() throws {
    let session = Session()
    session.send(
      request(
        1, "tools/call",
        #"{"name":"sleep","arguments":{"seconds":60},"_meta":{"progressToken":"p"}}"#))
    var last = -1.0
    for _ in 0..<3 {
      let note = try json(session.nextLine())
      #expect(note["method"] == "notifications/progress")
      #expect(note["params"]?["progressToken"] == "p")
      #expect(note["params"]?["total"] == 100)
      let progress = try #require(note["params"]?["progress"]?.double)
      #expect(progress > last)
      last = progress
    }
    session.send(notification("notifications/cancelled", #"{"requestId":1,"reason":"enough"}"#))
    session.send(request(2, "ping"))
    var line = try json(session.nextLine())
    while line["method"] == "notifications/progress" { line = try json(session.nextLine()) }
    #expect(line["id"] == 2)
    #expect(session.answersPing())
  }

  @Test func `a call runs by the rules of its method`() throws {
    let session = Session(entries: toyEntries)
    for id in 1...3 { session.send(request(id, "hold", #"{"door":"rules"}"#)) }
    #expect(Doors.wasReached("rules"))
    let status = try json(session.ask(request(4, "tools/call", #"{"name":"status"}"#)))
    #expect(status["result"]?["structuredContent"]?["network"] == "none", "answered at once")
    let unknown = try json(session.ask(request(7, "tools/call", #"{"name":"none"}"#)))
    #expect(unknown["error"]?["code"] == -32602, "refused at once")
    _ = session.ask(request(5, "sleep", #"{"seconds":0,"job":true}"#))
    session.send(
      request(6, "tools/call", #"{"name":"waitJob","arguments":{"jobId":"job-1","timeoutMs":20}}"#))
    let late = try json(session.nextLine())
    #expect(late["id"] == 6 && late["result"]?["isError"] == true)
    Doors.open("rules")
  }

  // MARK: Resources and prompts

  @Test(arguments: ["my shop", "客户/订单", "100%", "a?b#c", "😀"])
  func `a dataset of any name is listed and read by its address`(name: String) throws {
    try withOrders { path in
      let session = Session()
      _ = try session.call("loadDataset", ["path": .string(path), "name": .string(name)])
      let listed = try #require(try session.call("resources/list", [:]).result)
      let resources = listed["resources"]?.array ?? []
      #expect(resources.map { $0["name"]?.string } == ["reference", name])
      let address = try #require(resources.last?["uri"]?.string)
      #expect(address.utf8.allSatisfy { 0x21...0x7e ~= $0 })
      let read = try #require(try session.call("resources/read", ["uri": .string(address)]).result)
      let content = try #require(read["contents"]?.array?.first)
      #expect(content["uri"]?.string == address)
      let text = try JSON(parsing: content["text"]?.string ?? "")
      #expect(text["rows"] == 240)
      #expect(text["meta"] == nil)
    }
  }

  @Test func `the reference is the page in the repository`() throws {
    let read = try Session().call("resources/read", ["uri": "tenure://reference"]).result
    let page = try String(
      contentsOf: Repository.file("protocol/reference.md"), encoding: .utf8)
    #expect(read?["contents"]?.array?.first?["text"]?.string == page)
  }

  @Test(arguments: [
    "tenure://datasets/none", "tenure://datasets/", "tenure://datasets/%zz", "tenure://x",
    "file:///etc/passwd", "",
  ])
  func `an address of nothing is refused, by the number of its era`(address: String) throws {
    let session = Session()
    #expect(try session.call("resources/read", ["uri": .string(address)]).code == -32002)
    let params = #"{"uri":"\#(address)",\#(Self.modern)}"#
    let reply = try json(session.ask(request(1, "resources/read", params)))
    #expect(reply["error"]?["code"] == -32602)
  }

  @Test func `each task is there in both languages and names its file`() throws {
    let session = Session()
    let prompts = try session.call("prompts/list", [:]).result?["prompts"]?.array ?? []
    let names = prompts.compactMap { $0["name"]?.string }
    #expect(names.contains("who-to-call") && names.contains("who-to-call-zh"))
    #expect(names.count == Set(names).count && names.count % 2 == 0)
    for name in names {
      let params: JSON = ["name": .string(name), "arguments": ["path": "/shop/客户.csv"]]
      let result = try #require(try session.call("prompts/get", params).result)
      let text = result["messages"]?.array?.first?["content"]?["text"]?.string ?? ""
      #expect(text.contains("/shop/客户.csv"))
      let isChinese = text.replacingOccurrences(of: "/shop/客户.csv", with: "").unicodeScalars
        .contains { (0x4e00...0x9fff).contains($0.value) }
      #expect(isChinese == name.hasSuffix("-zh"))
    }
  }

  @Test func `a host is sent the log as it has it`() throws {
    let session = Session()
    #expect(try session.call("logging/setLevel", ["level": "debug"]).result == [:])
    session.send(request(9, "tools/call", #"{"name":"sleep","arguments":{"seconds":0}}"#))
    var line = try json(session.nextLine())
    while line["params"]?["data"]?.string?.hasPrefix("sleep id 9 ok ") != true {
      line = try json(session.nextLine())
    }
    #expect(line["method"] == "notifications/message")
    #expect(line["params"]?["level"] == "debug")
  }
}
