/// A client in memory: a server's connection on one end of a pair of sockets, the test on the
/// other.
///
/// Every wait has a deadline, and nothing sleeps.
import Dialects
import Glibc
package import Methods
package import Server
import Synchronization
package import Wire

/// One conversation. A class: the server's thread and the test share it.
package final class Session: Sendable {
  /// The test's end.
  package let descriptor: Int32
  private let host: Host
  private let received = Mutex(Inbox())
  private let outcome = Outcome()

  /// Ends the workers with the last session that needs them.
  private final class Host: Sendable {
    let service: Service
    init(_ service: Service) { self.service = service }
    deinit { service.stopWorkers() }
  }

  private final class Outcome: Sendable { let ending = Mutex<Connection.Ending?>(nil) }

  /// Starts a server of those methods with a connection of its own.
  package convenience init(entries: [MethodEntry] = AllEntries.entries, lenient: Bool = false) {
    self.init(service: Service(entries: entries, lenient: lenient))
  }

  /// Gives a server two workers and a connection.
  package convenience init(service: Service) {
    service.startWorkers(count: 2)
    self.init(Host(service))
  }

  private init(_ host: Host) {
    self.host = host
    let service = host.service
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    descriptor = ends[0]
    let inner = ends[1]
    let connection = Connection(input: inner, output: inner, service: service)
    _ = Threads.start { [outcome] in
      let ending = connection.serve()
      if ending != .endOfInput { connection.cancelAll(.shuttingDown) }
      _ = connection.drain()
      connection.close()
      outcome.ending.withLock { $0 = ending }
      Glibc.close(inner)
    }
  }

  /// A second client of the same server.
  package func another() -> Session { Session(host) }

  deinit {
    Glibc.close(descriptor)
  }

  /// Sends a text and a line end.
  package func send(_ text: String) { sendRaw(Array((text + "\n").utf8)) }

  /// Sends bytes as they are.
  package func sendRaw(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let count = Glibc.send(
          descriptor, raw.baseAddress?.advanced(by: done), raw.count - done, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return }
        done += count
      }
    }
  }

  /// The next line, or nil at the end of the conversation or after that many seconds.
  package func nextLine(seconds: Double = 20) -> String? {
    next(seconds: seconds) { bytes, searched in
      let end = bytes.withUnsafeBytes { raw -> Int? in
        guard let base = raw.baseAddress,
          let found = memchr(base + searched, 10, raw.count - searched)
        else { return nil }
        return UnsafeRawPointer(found) - base
      }
      return end.map { (0..<$0, $0 + 1) }
    }
  }

  /// The body of the next `Content-Length` frame.
  package func nextBody(seconds: Double = 20) -> String? {
    next(seconds: seconds) { bytes, _ in
      let text = String(decoding: bytes.prefix(40), as: UTF8.self)
      let name = "Content-Length: "
      guard text.hasPrefix(name),
        let digits = text.dropFirst(name.count).split(separator: "\r\n").first,
        let length = Int(digits)
      else { return nil }
      let start = name.utf8.count + digits.utf8.count + 4
      guard bytes.count >= start + length else { return nil }
      return (start..<start + length, start + length)
    }
  }

  /// - Parameter cut: finds a text in what has come; the number says how much held none before.
  private func next(
    seconds: Double, _ cut: (ArraySlice<UInt8>, Int) -> (Range<Int>, Int)?
  ) -> String? {
    var left = Int(seconds * 1_000)
    var searched = 0
    while true {
      let found = received.withLock { inbox -> String? in
        let waiting = inbox.bytes[inbox.start...]
        guard let (range, used) = cut(waiting, searched) else {
          searched = waiting.count
          return nil
        }
        let base = inbox.start
        let text = String(
          decoding: inbox.bytes[base + range.lowerBound..<base + range.upperBound], as: UTF8.self)
        inbox.start += used
        return text
      }
      if let found { return found }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0 else { return nil }
      guard poll(&entry, 1, 50) > 0 else {
        left -= 50
        continue
      }
      let isOpen = received.withLock { $0.fill(from: descriptor) }
      guard isOpen else { return nil }
    }
  }

  private struct Inbox {
    var bytes: [UInt8] = []
    var start = 0

    /// Reads what is there; false at the end.
    mutating func fill(from descriptor: Int32) -> Bool {
      bytes.removeFirst(start)
      start = 0
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 256 << 10) { room, filled in
        count = read(descriptor, room.baseAddress, room.count)
        filled = max(0, count)
      }
      bytes.append(contentsOf: piece)
      return count > 0
    }
  }

  /// Sends a request and gives the next line.
  package func ask(_ text: String) -> String? {
    send(text)
    return nextLine()
  }

  /// Whether a ping is answered by the very next line: nothing before drew a reply.
  package func answersPing() -> Bool {
    let reply = ask(#"{"jsonrpc":"2.0","id":"fence","method":"ping"}"#)
    return reply?.hasPrefix(#"{"jsonrpc":"2.0","id":"fence","result":{"#) ?? false
  }

  /// Says that nothing more will be sent.
  package func closeInput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Leaves without reading what is still to come.
  package func vanish() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// How the conversation ended on the server's side, or nil after that many seconds.
  package func ending(seconds: Int = 20) -> Connection.Ending? {
    for _ in 0..<seconds * 100 {
      if let ending = outcome.ending.withLock({ $0 }) { return ending }
      poll(nil, 0, 10)
    }
    return nil
  }
}

extension Session {
  /// Calls a method and holds the answer against its schema. Notifications on the way are passed
  /// over.
  package func call(_ method: String, _ params: JSON) throws -> CallOutcome {
    let request: JSON = [
      "jsonrpc": "2.0", "id": "call", "method": .string(method), "params": params,
    ]
    send(request.text())
    while let line = nextLine() {
      let reply = try JSON(parsing: line)
      guard reply["id"]?.string == "call" else { continue }
      if let error = reply["error"] {
        return .failure(
          code: Int(error["code"]?.int ?? 0), message: error["message"]?.string ?? "",
          data: error["data"] ?? .null)
      }
      let result = reply["result"] ?? .null
      let problems = try AnswerCheck.problems(result, of: method, params)
      guard problems.isEmpty else {
        throw CallProblem(words: "\(method) breaks its schema: \(problems.prefix(5))")
      }
      return .result(result)
    }
    throw CallProblem(words: "\(method) was not answered")
  }
}

/// What an answer is held against.
package enum AnswerCheck {
  /// Where `result` does not fit the schema of its method; that of a job's start where one was
  /// asked for.
  package static func problems(
    _ result: JSON, of method: String, _ params: JSON
  ) throws -> [String] {
    guard let entry = AllEntries.entries.first(where: { $0.description.name == method }) else {
      throw CallProblem(words: "no method is called \(method)")
    }
    if params["job"] == true { return result["jobId"]?.string == nil ? ["no jobId"] : [] }
    return SchemaCheck.problems(result, entry.description.result.json)
  }
}
