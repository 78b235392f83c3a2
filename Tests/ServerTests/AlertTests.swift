/// What a client is told without asking again: alerts, lines of the log, and on which version of a
/// dataset a request ended.
import Dialects
import Foundation
import Methods
import Support
import Synchronization
import TestKit
import Testing
import Wire

@testable import Server

@Suite struct AlertTests {
  private func json(_ text: String?) throws -> JSON { try JSON(parsing: try #require(text)) }

  private final class Shop {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).csv")
    var load: String { #"{"path":"\#(file.path)","name":"shop"}"# }

    func write(customers: Int) throws {
      let rows = (0..<customers).map { "c\($0),2024-01-0\($0 % 9 + 1),\($0 + 1)\n" }
      try ("customer_id,date,amount\n" + rows.joined()).write(
        to: file, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: file) }
  }

  @Test func `a dataset that is loaded, replaced and dropped is told to those who asked`() throws {
    let session = Session()
    let other = session.another()
    let shop = Shop()
    _ = session.ask(request(1, "subscribe", #"{"topics":["dataset"]}"#))
    var versions: [JSON?] = []
    for customers in [5, 6] {
      try shop.write(customers: customers)
      versions.append(
        try json(other.ask(request(1, "loadDataset", shop.load)))["result"]?["version"])
    }
    _ = other.ask(request(2, "unloadDataset", #"["shop"]"#))
    let alerts = try (0..<3).map { _ in try json(session.nextLine()) }
    #expect(alerts.allSatisfy { $0["method"] == "$/alert" && $0["id"] == nil })
    let facts = alerts.map { $0["params"] }
    #expect(facts.map { $0?["event"] } == ["loaded", "replaced", "unloaded"])
    #expect(facts.map { $0?["version"] } == [versions[0], versions[1], versions[1]])
    #expect(facts[1]?["previousVersion"] == versions[0])
    #expect(other.answersPing(), "a client that did not ask is told nothing")
    _ = session.ask(request(2, "unsubscribe"))
    _ = other.ask(request(3, "loadDataset", shop.load))
    #expect(session.answersPing(), "and so is one that asked for no more")
  }

  @Test func `a watched file is read again when it changes, and told when it is gone`() throws {
    let session = Session()
    let shop = Shop()
    try shop.write(customers: 5)
    _ = session.ask(request(1, "subscribe", #"{"topics":["dataset"]}"#))
    session.send(request(2, "loadDataset", String(shop.load.dropLast()) + #","watch":true}"#))
    let first = [try json(session.nextLine()), try json(session.nextLine())]
    let loaded = first.compactMap { $0["params"] }.first
    #expect(loaded?["event"] == "loaded")
    try shop.write(customers: 8)
    let again = try json(session.nextLine())["params"]
    #expect(again?["event"] == "replaced" && again?["dataset"] == "shop")
    #expect(again?["previousVersion"] == loaded?["version"])
    let rows = try json(session.ask(request(3, "segment", #"{"dataset":"shop"}"#)))["result"]?[
      "meta"]
    #expect(rows?["rows"]?.int == 8)
    try "\u{0}\u{1}".write(to: shop.file, atomically: true, encoding: .utf8)
    #expect(try json(session.nextLine())["params"]?["event"] == "stale")
    try FileManager.default.removeItem(at: shop.file)
    let gone = try json(session.nextLine())["params"]
    #expect(gone?["event"] == "stale" && gone?["why"] == "fileNotFound")
    let kept = try json(session.ask(request(4, "segment", #"{"dataset":"shop"}"#)))["result"]?[
      "meta"]
    #expect(kept?["rows"]?.int == 8, "the old version stays")
    try shop.write(customers: 6)
    #expect(try json(session.nextLine())["params"]?["event"] == "replaced")
    session.send(request(5, "unloadDataset", #"["shop"]"#))
    _ = session.nextLine()
    _ = session.nextLine()
    try shop.write(customers: 3)
    #expect(session.answersPing(), "what is unloaded is watched no more")
  }

  @Test func `the end of a job is told`() throws {
    let session = Session(entries: toyEntries)
    let other = session.another()
    _ = other.ask(request(1, "subscribe", #"{"topics":["job"]}"#))
    Doors.open("told")
    _ = session.ask(request(1, "hold", #"{"door":"told","job":true}"#))
    let wanted: JSON = [
      "jsonrpc": "2.0", "method": "$/alert",
      "params": [
        "topic": "job", "event": "ended", "jobId": "job-1", "method": "hold", "state": "done",
      ],
    ]
    #expect(try json(other.nextLine()) == wanted)
  }

  @Test func `a client without room is told later how much it missed`() {
    let alerts = Alerts()
    let room = Mutex([true, false, false, true])
    let heard = Mutex<[String]>([])
    final class Client {}
    let client = Client()
    alerts.subscribe(ObjectIdentifier(client), [.dataset]) { text in
      let hasRoom = room.withLock { $0.removeFirst() }
      if hasRoom { heard.withLock { $0.append(String(decoding: text, as: UTF8.self)) } }
      return hasRoom
    }
    for name in ["a", "b", "c", "d"] {
      alerts.publish([.datasetUnloaded(name: name, version: "1")])
    }
    let lines = heard.withLock { $0 }
    #expect(lines.count == 2)
    #expect(lines.first?.contains("missed") == false)
    #expect(lines.last?.contains(#""dataset":"d""#) == true)
    #expect(lines.last?.contains(#""missed":2"#) == true)
  }

  @Test func `what may be left out is left out beyond the budget`() throws {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    defer { for end in ends { close(end) } }
    let outbox = Outbox(Descriptor(ends[0]), budget: 1_000) {}
    defer { outbox.close() }
    #expect(outbox.offer(Array("hello\n".utf8)))
    outbox.send([UInt8](repeating: 65, count: 4 << 20))
    #expect(!outbox.offer(Array("dropped\n".utf8)))
    shutdown(ends[1], Int32(SHUT_RDWR))
  }

  // MARK: The log

  @Test func `a client sees lines of its own requests from the level it asked for`() throws {
    let session = Session()
    let other = session.another()
    /// The line of the log and the reply come in either order.
    func line(of text: String) throws -> String? {
      session.send(text)
      let lines = [try json(session.nextLine()), try json(session.nextLine())]
      return lines.first { $0["method"] == "$/log" }?["params"]?["message"]?.string
    }
    let first = try line(of: request(1, "subscribe", #"{"topics":["log"],"level":"debug"}"#))
    #expect(first?.hasPrefix("subscribe id 1 ok ") == true)
    _ = other.ask(request(7, "sleep", #"{"seconds":0}"#))
    let second = try #require(try line(of: request(2, "sleep", #"{"seconds":0}"#)))
    #expect(second.hasPrefix("sleep id 2 ok ") && second.hasSuffix(" ms"))
    _ = session.ask(request(3, "subscribe", #"{"topics":["log"],"level":"warning"}"#))
    session.send(notification("segment", #"{"path":"secret.csv"}"#))
    let warning = try json(session.nextLine())
    #expect(warning["params"]?["level"] == "warning")
    #expect(warning["params"]?["message"]?.string?.contains("secret") == false)
    _ = session.ask(request(4, "unsubscribe", #"{"topics":["log"]}"#))
    session.send(notification("segment"))
    #expect(session.answersPing())
  }

  // MARK: Versions

  @Test func `a dataset replaced during a request does not change its answer`() throws {
    let session = Session(entries: toyEntries)
    let shop = Shop()
    try shop.write(customers: 5)
    let old = try json(session.ask(request(1, "loadDataset", shop.load)))["result"]?["version"]
    session.send(request(2, "lateSegment", #"{"door":"replaced","dataset":"shop"}"#))
    #expect(Doors.wasReached("replaced"))
    try shop.write(customers: 8)
    let new = try json(session.ask(request(3, "loadDataset", shop.load)))["result"]?["version"]
    #expect(old != new)
    Doors.open("replaced")
    let late = try json(session.nextLine())["result"]
    #expect(late?["meta"]?["dataset"]?.string == "shop@\(old?.string ?? "")")
    #expect(late?["meta"]?["rows"] == 5)
    let now = try json(session.ask(request(4, "segment", #"{"dataset":"shop","limit":0}"#)))
    #expect(now["result"]?["meta"]?["dataset"]?.string == "shop@\(new?.string ?? "")")
    #expect(now["result"]?["meta"]?["rows"] == 8)
  }

  // MARK: Time

  @Test func `alarms go off in order of their time, and dropped ones never`() {
    let keeper = Timekeeper()
    let heard = Mutex<[Int]>([])
    let (isSet, done) = (Flag(), Flag())
    // The first alarm holds the thread until all are set, however slow this machine is.
    keeper.set(keeper.reserve(), at: 0) { isSet.wait() }
    let now = Clock.now
    let alarms = (0..<100).map { _ in keeper.reserve() }
    for (place, alarm) in alarms.enumerated().reversed() {
      keeper.set(alarm, at: now + UInt64(place) * 100_000) {
        heard.withLock { $0.append(place) }
        if place == 98 { done.raise() }
      }
    }
    for place in stride(from: 1, to: 100, by: 2) { keeper.drop(alarms[place]) }
    isSet.raise()
    done.wait()
    #expect(heard.withLock { $0 } == Array(stride(from: 0, to: 100, by: 2)))
  }

  /// Raised once by one thread, waited for by another.
  private final class Flag: Sendable {
    private let gate = Gate()
    private let isUp = Mutex(false)

    func raise() {
      isUp.withLock { $0 = true }
      gate.locked { gate.wakeAll() }
    }

    func wait() {
      let deadline = Clock.after(milliseconds: Int(60_000 * Patience.scale))
      gate.locked { while !isUp.withLock({ $0 }), gate.wait(until: deadline) {} }
    }
  }
}
