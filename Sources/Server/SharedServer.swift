/// The one server that the editors, notebooks and scripts of a user share: found, started, asked,
/// joined, ended. Nothing here waits without a limit.
import Glibc
import Methods
import Support
package import Wire

/// A place where a shared server listens or could.
package struct SharedServer: Sendable {
  /// The socket's path, from the top.
  package let path: String

  private static let startsMax = 3
  private static let stepMilliseconds: Int32 = 10

  /// The server on that path, or on the standard one.
  package init(path: String?) throws(ServerError) {
    let path = if let path { path } else { try SocketPlace.standard() }
    self.path = SocketPlace.absolute(path)
    try SocketFile.check(self.path)
  }

  /// The result of a method without parameters, asked on a connection of its own.
  package func ask(_ method: String) throws(ServerError) -> JSONNode {
    var client: SocketClient
    do {
      client = try SocketClient(path: path)
    } catch {
      throw error.isAbsence ? .noServer(path: path) : error
    }
    return try ask(method, over: &client)
  }

  private func ask(
    _ method: String, over client: inout SocketClient
  ) throws(ServerError) -> JSONNode {
    let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(method)]
    try client.send(Array(request.text().utf8))
    let line = try client.readLine(withinMilliseconds: Limits.greetingMilliseconds)
    guard let reply = try? JSONDocument(line).root else { throw .notTenure(path: path) }
    if let words = reply["error"]?["message"]?.string { throw .refused(path: path, words: words) }
    guard let result = reply["result"] else { throw .notTenure(path: path) }
    return result
  }

  /// Ends the server and waits until its process is gone; gives the process.
  package func stop() throws(ServerError) -> Int {
    guard let number = try ask("status")["processId"]?.int, let process = pid_t(exactly: number),
      process > 1
    else { throw .notTenure(path: path) }
    guard kill(process, SIGTERM) == 0 || errno == ESRCH else { throw .notTenure(path: path) }
    let deadline = Clock.after(milliseconds: Limits.startMilliseconds)
    while Self.isRunning(process) {
      guard Clock.now < deadline else {
        throw .stillRunning(path: path, process: Int(process))
      }
      poll(nil, 0, Self.stepMilliseconds)
    }
    return Int(process)
  }

  /// Forwards standard input and output to the server, which is started if there is none, until one
  /// side is done. `warn` gets a line when the server is of another version.
  package func connect(
    _ start: DaemonStart, warn: (String) -> Void
  ) throws(ServerError) {
    Descriptor.fillStandardOnes()
    let joined = try join(start)
    if joined.version != Version.program {
      warn(
        "the server on \(path) is version \(joined.version), this program \(Version.program); "
          + "to change over: tenure stop --socket \(path)")
    }
    let process = joined.client.serverProcess
    let ending = Relay.run(joined.client, input: 0, output: 1) { isThere(process) }
    if ending == .serverEnded { throw .serverEnded(path: path) }
  }

  /// Whether that very process listens and answers. One that is being ended still has its door for
  /// a moment, so it is asked; and when it has ended, another one may soon listen in its place.
  private func isThere(_ process: Int) -> Bool {
    do throws(ServerError) {
      var client = try SocketClient(path: path)
      guard client.serverProcess == process else { return false }
      _ = try ask("ping", over: &client)
      return true
    } catch {
      return false
    }
  }

  /// A process that has ended and is not yet forgotten by its parent is not running.
  private static func isRunning(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 || errno == EPERM else { return false }
    let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return errno != ENOENT }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(file, &bytes, bytes.count)
    // The name of the program stands in brackets before the state and may hold anything.
    guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")) else {
      return false
    }
    return !bytes[end..<count].starts(with: Array(") Z".utf8))
  }
}

// MARK: - Joining

extension SharedServer {
  private struct Joined: ~Copyable {
    let client: SocketClient
    /// Of the server's program.
    let version: String
  }

  /// A connection to a server that speaks our protocol, and the version of its program.
  ///
  /// The connection is made before the question: a server that answers afterwards has let it in.
  private func join(_ start: DaemonStart) throws(ServerError) -> Joined {
    let deadline = Clock.after(milliseconds: Limits.startMilliseconds)
    var started: DaemonProcess?
    var starts = 0
    while true {
      do throws(ServerError) {
        let client = try SocketClient(path: path)
        let version = try version()
        try checkRoots(start.roots)
        return Joined(client: client, version: version)
      } catch {
        guard error.isAbsence || error == .connectionLost || error == .noServer(path: path) else {
          throw error
        }
        guard Clock.now < deadline else { throw .didNotStart(path: path) }
        if error != .connectionLost, started?.hasEnded ?? true {
          guard starts < Self.startsMax else { throw .didNotStart(path: path) }
          try SocketFile.checkPlace(path)
          started = try DaemonProcess(path: path, start)
          starts += 1
        }
      }
      poll(nil, 0, Self.stepMilliseconds)
    }
  }

  /// A server that was there already may have been started for other folders.
  private func checkRoots(_ roots: [String]) throws(ServerError) {
    guard !roots.isEmpty else { return }
    let found = try ask("status")["roots"].map { $0.elements.compactMap(\.string) } ?? []
    guard Set(found) == Set(roots) else { throw .otherRoots(path: path, found: found) }
  }

  private func version() throws(ServerError) -> String {
    let hello = try ask("ping")
    guard let version = hello["version"]?.string, let wire = hello["protocol"]?.string else {
      throw .notTenure(path: path)
    }
    guard wire == Version.wire else {
      throw .otherProtocol(path: path, found: wire, expected: Version.wire)
    }
    return version
  }
}

extension ServerError {
  /// Whether nobody listens, as opposed to somebody who cannot be reached.
  fileprivate var isAbsence: Bool {
    if case .cannotConnect(_, let reason) = self {
      return reason == ENOENT || reason == ECONNREFUSED
    }
    return false
  }
}
