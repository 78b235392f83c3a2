/// Many clients on a Unix socket, one thread each, all of the same user.
import Glibc
import Support
import Wire

/// A class: the accepting thread, the readers and the end of the program share it.
final class SocketTransport: @unchecked Sendable {
  private let file: SocketFile
  private let service: Service
  private let gate = Gate()
  private var open: [Int32: Connection] = [:]
  private var isEnding = false
  private var idleSince = Clock.now

  private let connectionsMax: Int

  init(_ file: SocketFile, service: Service, connectionsMax: Int = Limits.connections) {
    self.connectionsMax = connectionsMax
    self.file = file
    self.service = service
  }

  convenience init(
    path: String, service: Service, connectionsMax: Int = Limits.connections
  ) throws(ServerError) {
    self.init(
      try SocketFile(listeningOn: path), service: service, connectionsMax: connectionsMax)
  }

  /// Accepts until `end`, or until nobody was connected for that long; true in the latter case.
  func serve(idleTimeoutSeconds: Double?) -> Bool {
    let listener = Descriptor(file.descriptor)
    defer { Glibc.close(file.descriptor) }
    var isShort = false
    while !gate.locked({ isEnding }) {
      guard listener.waits(for: POLLIN, milliseconds: 250) else {
        guard let limit = idleTimeoutSeconds, idleSeconds >= limit else { continue }
        // Before the descriptor is closed: afterwards the path may be another server's.
        file.remove()
        return true
      }
      let client = accept(file.descriptor, nil, nil)
      if client >= 0 {
        isShort = false
        admit(client)
      } else if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM {
        if !isShort { Log.write(.warning, "out of descriptors; new clients wait") }
        isShort = true
        gate.locked { _ = gate.wait(until: Clock.after(milliseconds: 200)) }
      }
    }
    return false
  }

  private var idleSeconds: Double {
    let hasJobs = !service.jobs.inFlight.isEmpty
    return gate.locked {
      if hasJobs { idleSince = Clock.now }
      return open.isEmpty ? Double(Clock.now - idleSince) / 1e9 : 0
    }
  }

  private func admit(_ client: Int32) {
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    guard PeerIdentity(of: client)?.user == geteuid() else {
      Log.write(.warning, "refused a client of another user")
      Glibc.close(client)
      return
    }
    let connection = Connection(input: client, output: client, service: service)
    let fits = gate.locked { () -> Bool in
      guard open.count < connectionsMax, !isEnding else { return false }
      open[client] = connection
      return true
    }
    guard fits, Threads.start({ [self] in converse(connection, client) }) else {
      if fits { gate.locked { _ = open.removeValue(forKey: client) } }
      // Who meets a server that is ending is to look for the next one, not to be told it is full.
      if gate.locked({ isEnding }) { Glibc.close(client) } else { turnAway(client) }
      return
    }
  }

  private func converse(_ connection: Connection, _ client: Int32) {
    service.connectionOpened()
    switch connection.serve() {
    case .endOfInput: _ = connection.drain()
    case .exit:
      connection.cancelAll(.shuttingDown)
      _ = connection.drain(milliseconds: 2_000)
    }
    connection.close()
    service.connectionClosed()
    gate.locked {
      open[client] = nil
      idleSince = Clock.now
      Glibc.close(client)
      gate.wakeAll()
    }
  }

  private func turnAway(_ client: Int32) {
    let busy = Refusal(
      code: 5001, message: "the server has \(connectionsMax) clients, which is its limit")
    _ = Framing.lines.framed(ReplyText.error(busy)).withUnsafeBytes {
      Descriptor(client).writeNow($0)
    }
    Glibc.close(client)
  }

  /// Removes the socket, lets running requests end for a moment, then cancels them.
  func end(graceMilliseconds: Int) {
    let isFirst = gate.locked { () -> Bool in
      defer { isEnding = true }
      return !isEnding
    }
    if isFirst { file.remove() }
    service.cancelJobs(.shuttingDown)
    let soft = Clock.after(milliseconds: graceMilliseconds)
    for connection in connections { connection.wake() }
    guard !waitUntilEmpty(soft) else { return }
    for connection in connections { connection.cancelAll(.shuttingDown) }
    _ = waitUntilEmpty(Clock.after(milliseconds: 2_000))
  }

  private var connections: [Connection] { gate.locked { Array(open.values) } }

  private func waitUntilEmpty(_ deadline: UInt64) -> Bool {
    gate.locked {
      while !open.isEmpty { if !gate.wait(until: deadline) { return open.isEmpty } }
      return true
    }
  }
}
