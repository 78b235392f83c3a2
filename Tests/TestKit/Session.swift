/// A client in memory: a server's connection on one end of a pair of sockets, the test on the
/// other.
import Dialects
import Glibc
package import Methods
package import Server
import Synchronization
package import Wire

/// One conversation. A class: the server's thread and the test share it.
package final class Session: Peer, @unchecked Sendable {
  private let host: Host
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
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    let inner = ends[1]
    super.init(input: ends[0], output: ends[0])
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

  /// How the conversation ended on the server's side, or nil after that many seconds.
  package func ending(seconds: Double = 20) -> Connection.Ending? {
    _ = Patience.until(seconds: seconds) { outcome.ending.withLock { $0 != nil } }
    return outcome.ending.withLock { $0 }
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
