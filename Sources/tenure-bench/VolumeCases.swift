/// Many requests, many connections, and one large message: what they cost in time and in memory.
import Glibc
import Wire

extension Case {
  static let pipelined = Case(
    name: "pipelined", words: "pings a thousand at a time over pipes, in both framings"
  ) { bench in
    let body = Ping.request.dropLast()
    let header = Array("Content-Length: \(body.count)\r\n\r\n".utf8)
    return try [("one a line", Ping.request), ("Content-Length", header + body)].map {
      try pipelined(bench, part: $0.0, request: $0.1)
    }
  }

  private static func pipelined(
    _ bench: Bench, part: String, request: [UInt8]
  ) throws -> Measurement {
    let (window, rounds) = (1_000, 200)
    let program = try Program([bench.server])
    defer { program.end() }
    let line = program.pipes
    let replyBytes = try Ping.replyBytes(to: request, line)
    let many = Array([[UInt8]](repeating: request, count: window).joined())
    let seconds = try bench.times {
      for _ in 0..<rounds {
        line.send(many)
        guard line.receive(bytes: window * replyBytes) else { throw BenchError.hungUp }
      }
    }
    return Measurement(
      part: part, seconds: seconds, units: Double(window * rounds), unit: "requests",
      facts: [JSONMember("window", .int(Int64(window)))])
  }

  static let bigMessage = Case(
    name: "big-message", words: "one request of 100 MB: a ping with records, and segment on them"
  ) { bench in
    let small = Orders.json(records: 10_000)
    let rows = Orders.json(records: 10_000 * 100_000_000 / small.count)
    return try ["ping", "segment"].map { method in
      let extra = method == "segment" ? ",\"limit\":0" : ""
      let request =
        Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\"rows\":".utf8)
        + rows + Array("\(extra)}}\n".utf8)
      return try bigMessage(bench, method, request)
    }
  }

  /// A fresh server each time, so that the peak is that of one message.
  private static func bigMessage(
    _ bench: Bench, _ method: String, _ request: [UInt8]
  ) throws -> Measurement {
    var (seconds, peaks, rests): ([Double], [Int], [Int]) = ([], [], [])
    for _ in 0..<bench.repetitions {
      let program = try Program([bench.server])
      defer { program.end() }
      _ = try program.pipes.roundTrip(Ping.request)
      seconds.append(try program.pipes.roundTrip(request))
      peaks.append(program.peakBytes)
      // The reader gives the message back when it reads on.
      _ = try program.pipes.roundTrip(Ping.request)
      rests.append(program.residentBytes)
    }
    return Measurement(
      part: method, seconds: seconds, units: Double(request.count) / 1e6, unit: "MB",
      facts: [
        JSONMember("peakBytes", .int(Int64(peaks.max() ?? 0))),
        JSONMember("residentBytesAfter", .int(Int64(rests.max() ?? 0))),
      ])
  }

  static let growth = Case(
    name: "growth", words: "memory and descriptors after 100,000 requests and 2,000 connections"
  ) { bench in
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let socket = folder.path("tenure.sock")
    let program = try Program([bench.server, "serve", "--socket", socket])
    defer { program.end() }
    let line = try Line(socket: socket)
    defer { line.close() }
    // What is allocated once is there before the first figure is taken.
    _ = try Ping.many(1_000, line)
    let before = Figures(program)
    let requests = try Ping.many(100_000, line).reduce(0, +)
    let afterRequests = Figures(program)
    let begin = Stopwatch.now
    for _ in 0..<2_000 {
      let client = try Line(socket: socket)
      defer { client.close() }
      _ = try client.roundTrip(Ping.request)
    }
    let connections = Stopwatch.now - begin
    let afterConnections = try Figures(program, once: line)
    return [
      growth("over requests", requests, 100_000, "requests", before, afterRequests),
      growth(
        "over connections", connections, 2_000, "connections", afterRequests, afterConnections),
    ]
  }

  private static func growth(
    _ part: String, _ seconds: Double, _ units: Double, _ unit: String, _ before: Figures,
    _ after: Figures
  ) -> Measurement {
    Measurement(
      part: part, seconds: [seconds], units: units, unit: unit,
      facts: [
        JSONMember("residentBytesBefore", .int(Int64(before.residentBytes))),
        JSONMember("residentBytesAfter", .int(Int64(after.residentBytes))),
        JSONMember("grownBytes", .int(Int64(after.residentBytes - before.residentBytes))),
        JSONMember("descriptorsGrown", .int(Int64(after.descriptors - before.descriptors))),
      ])
  }

  /// What a server holds at one moment.
  private struct Figures {
    let residentBytes: Int
    let descriptors: Int

    init(_ program: Program) {
      residentBytes = program.residentBytes
      descriptors = program.descriptorCount
    }

    /// Once the server has noticed that all clients but this one are gone.
    init(_ program: Program, once line: Line) throws {
      let deadline = Stopwatch.now + 10
      while try Ping.connections(line) > 1, Stopwatch.now < deadline { usleep(1_000) }
      self.init(program)
    }
  }
}

extension Ping {
  /// Bytes of the answer to one request: all of them are as long.
  fileprivate static func replyBytes(to request: [UInt8], _ line: Line) throws -> Int {
    line.send(request)
    var block = [UInt8](repeating: 0, count: 4_096)
    let count = read(line.input, &block, block.count)
    guard count > 0 else { throw BenchError.hungUp }
    return count
  }
}
