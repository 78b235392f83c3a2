/// What a client waits for: the start of the server, one ping, one ping while models train.
import Glibc
import Wire

extension Case {
  static let start = Case(
    name: "start", words: "process start to the answer of the first request"
  ) { bench in
    var seconds: [Double] = []
    for _ in 0..<max(20, bench.repetitions) {
      let begin = Stopwatch.now
      let program = try Program([bench.server])
      _ = try program.pipes.roundTrip(Ping.request)
      seconds.append(Stopwatch.now - begin)
    }
    let median = seconds.sorted()[seconds.count / 2]
    return [
      Measurement(
        seconds: seconds, units: 1, unit: "start",
        facts: [JSONMember("median", .double(Measurement.rounded(median)))])
    ]
  }

  static let ping = Case(
    name: "ping",
    words: "one ping over a Unix socket, and over pipes; the peer is a C program that only answers"
  ) { bench in
    var answers = [try ping(bench, server: nil, client: nil), try pingOverPipes(bench)]
    guard 2 <= sysconf(Int32(_SC_NPROCESSORS_ONLN)) else { return answers }
    // Where the system puts both sides decides more than what they do: waking another core costs
    // several times a ping. So both are also measured where they are told to be.
    defer { Core.unpin() }
    for (part, server) in [("on one core", 0), ("across two cores", 1)] {
      var answer = try ping(bench, server: server, client: 0)
      answer.part = part
      answers.append(answer)
    }
    return answers
  }

  private static func ping(_ bench: Bench, server: Int?, client: Int?) throws -> Measurement {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let socket = folder.path("tenure.sock")
    let program = try Program(
      Core.pinned([bench.server, "serve", "--socket", socket], to: server))
    let line = try Line(socket: socket)
    defer { line.close() }
    let peer = bench.runsPeers ? try Ping.peer(folder, core: server) : nil
    if let client { Core.pin(to: client) }
    return try Ping.turns(bench, program, line, peer)
  }

  private static func pingOverPipes(_ bench: Bench) throws -> Measurement {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let program = try Program([bench.server])
    let peer = bench.runsPeers ? try Ping.pipedPeer(folder) : nil
    var answer = try Ping.turns(bench, program, program.pipes, peer)
    answer.part = "over pipes"
    return answer
  }

  static let pingUnderLoad = Case(
    name: "ping-under-load", words: "one ping while the same server trains two models"
  ) { bench in
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      Orders.csv(rows: 300_000, customers: 30_000, items: 2_000, hasOrderIds: false),
      to: "orders.csv")
    let socket = folder.path("tenure.sock")
    let server = try Program([bench.server, "serve", "--socket", socket])
    defer { server.end() }
    let line = try Line(socket: socket)
    let work = try ["ltv", "recommend"].map { method in
      let busy = try Line(socket: socket)
      let params = "{\"path\":\"\(folder.path("orders.csv"))\",\"limit\":0}"
      // The file is read once; then enough work waits for the whole measurement.
      for id in 0..<1_000 {
        busy.send(Array(Ping.text(method, id: id, params).utf8))
      }
      return busy
    }
    usleep(1_500_000)
    var seconds: [Double] = []
    for _ in 0..<10_000 {
      seconds.append(try line.roundTrip(Ping.request))
      usleep(200)
    }
    var answer = Ping.measurement(seconds)
    answer.facts.append(JSONMember("stillRunning", .int(try Ping.inFlight(line))))
    for busy in work { busy.close() }
    return [answer]
  }

  static let idle = Case(name: "idle", words: "memory of a server that waits") { bench in
    let program = try Program([bench.server])
    let second = try program.pipes.roundTrip(Ping.request)
    usleep(200_000)
    let bytes = program.residentBytes
    return [
      Measurement(
        seconds: [second], units: Double(bytes) / 1e6, unit: "MB resident",
        facts: [JSONMember("residentBytes", .int(Int64(bytes)))])
    ]
  }
}

/// Pings, and the peer that answers them in C.
enum Ping {
  static let request = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n".utf8)

  static func text(_ method: String, id: Int, _ params: String) -> String {
    "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(method)\",\"params\":\(params)}\n"
  }

  static func many(_ count: Int, _ line: Line) throws -> [Double] {
    var seconds: [Double] = []
    seconds.reserveCapacity(count)
    for _ in 0..<count { seconds.append(try line.roundTrip(request)) }
    return seconds
  }

  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  static func facts(_ seconds: [Double]) -> [JSONMember] {
    [("p50", 0.5), ("p99", 0.99), ("max", 1.0)].map {
      JSONMember("\($0.0)Microseconds", .double(Measurement.rounded(quantile(seconds, $0.1) * 1e6)))
    } + [JSONMember("pings", .int(Int64(seconds.count)))]
  }

  /// The median stands for the run: a single fastest ping says little.
  static func measurement(_ seconds: [Double]) -> Measurement {
    Measurement(
      seconds: [quantile(seconds, 0.5)], units: 1, unit: "ping", facts: facts(seconds))
  }

  /// Pings of a server and of its peer in turns, so that the load of the machine is the same for
  /// both; then both are ended.
  static func turns(
    _ bench: Bench, _ program: Program, _ line: Line, _ peer: (program: Program, line: Line)?
  ) throws -> Measurement {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<bench.repetitions * 4 {
      if let peer { theirs += try many(2_000, peer.line) }
      ours += try many(2_000, line)
    }
    program.end()
    peer?.program.end()
    var answer = measurement(ours)
    if peer != nil {
      let median = quantile(theirs, 0.5)
      answer.peer = Peer.Answer(
        name: "a C program that reads and writes", seconds: [median], facts: facts(theirs))
      answer.facts.append(
        JSONMember("medianTimesPeer", .double(Measurement.rounded(quantile(ours, 0.5) / median))))
    }
    return answer
  }

  /// Requests the server works on.
  static func inFlight(_ line: Line) throws -> Int64 { try status(line, "requestsInFlight") }

  /// Clients of the server, this one included.
  static func connections(_ line: Line) throws -> Int64 { try status(line, "connections") }

  private static func status(_ line: Line, _ member: String) throws -> Int64 {
    line.send(Array(text("status", id: 2, "{}").utf8))
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while bytes.last != 10 {
      let count = read(line.input, &block, block.count)
      guard count > 0 else { throw BenchError.hungUp }
      bytes += block[..<count]
    }
    return try JSONDocument(bytes).root["result"]?[member]?.int ?? 0
  }
}

/// Which core a program runs on, told by `taskset`.
enum Core {
  static func pinned(_ words: [String], to core: Int?) -> [String] {
    core.map { ["taskset", "-c", "\($0)"] + words } ?? words
  }

  /// Keeps this program on one core.
  static func pin(to core: Int) { tell("\(core)") }

  static func unpin() { tell("0-\(sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1)") }

  private static func tell(_ cores: String) {
    _ = Program.output(["taskset", "-cp", cores, "\(getpid())"])
  }
}
