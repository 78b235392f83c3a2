/// One client: a thread that reads, answers what is quick, and hands the rest to the workers.
///
/// Every request with an id gets exactly one answer. A cancel is acted on here, ahead of everything
/// that waits. What one read delivered is answered with one write. While the client has read too
/// little, nothing more is read of it.
import Contract
import Glibc
import Methods
package import Support
import Synchronization
import Wire

/// A class: workers keep it alive until the last answer.
package final class Connection: Sendable {
  private let input: Descriptor
  private let output: Descriptor
  private let service: Service
  private let outbox: Outbox
  private let inFlight: InFlight
  /// How replies are framed; set once, before the first of them.
  private let usesHeaders = Atomic<Bool>(false)
  /// The process to watch, as `initialize` named it; 0 for none.
  private let clientProcess = Atomic<Int>(0)

  /// Why a connection ended.
  package enum Ending: Sendable, Equatable {
    case endOfInput
    case exit(afterShutdown: Bool)
  }

  /// A connection over descriptors that the caller closes after `close()`.
  package init(input: Int32, output: Int32, service: Service) {
    self.input = Descriptor(input)
    self.output = Descriptor(output)
    self.service = service
    let inFlight = InFlight()
    self.inFlight = inFlight
    outbox = Outbox(self.output) {
      for pending in inFlight.all { service.cancel(pending, .byClient, silently: true) }
    }
  }

  /// Reads until the client has nothing more to say.
  package func serve() -> Ending {
    var session = Lifecycle(service: service)
    var staged: [UInt8] = []
    var reader = FrameReader()
    let messages = MessageReader(lenient: service.lenient)
    while true {
      if staged.count > 256 << 10 { flush(&staged) }
      let frame = reader.next { buffer in
        flush(&staged)
        inFlight.waitForRoom()
        outbox.waitForRoom()
        return input.read(buffer)
      }
      let isLine = reader.framing != .headers
      usesHeaders.store(!isLine, ordering: .relaxed)
      switch frame {
      case .end:
        flush(&staged)
        return session.exitWish ?? .endOfInput
      case .refused(let refusal, let closes):
        stage(ReplyText.error(refusal), &staged)
        guard closes else { break }
        flush(&staged)
        hangUp(&reader)
        return .endOfInput
      case .text(let text):
        take(messages.read(text, isLine: isLine), &session, &staged)
        if let ending = session.exitWish {
          flush(&staged)
          return ending
        }
      }
    }
  }

  /// Waits until the accepted requests are answered and written. A client that has gone altogether
  /// is not worked for. False when the time is over before.
  package func drain(milliseconds: Int = Limits.drainMilliseconds) -> Bool {
    let deadline = Clock.after(milliseconds: milliseconds)
    while !inFlight.waitUntilEmpty(deadline: min(deadline, Clock.after(milliseconds: 100))) {
      if output.isAbandoned(milliseconds: 0) { cancelAll(.byClient) }
      if Clock.now >= deadline { return false }
    }
    return outbox.flush(until: deadline)
  }

  /// Cancels everything that is not answered yet.
  package func cancelAll(_ reason: Cancelled.Reason) {
    for pending in inFlight.all { service.cancel(pending, reason) }
  }

  /// Sends nothing more. Requests that still run are cancelled and their answers dropped.
  package func close() {
    cancelAll(.byClient)
    outbox.close()
  }

  /// Makes a blocked `serve` return, for sockets.
  func wake() { if input.isSocket { shutdown(input.number, Int32(SHUT_RD)) } }

  /// Whether nobody can read the answers any more.
  var isAbandoned: Bool { outbox.isGone }

  /// The process whose end is the end of the client, if it named one.
  var watchedProcess: Int { clientProcess.load(ordering: .relaxed) }

  /// Ends the sending side and reads on for a moment: a socket closed with unread input would take
  /// the last answer with it.
  private func hangUp(_ reader: inout FrameReader) {
    guard output.isSocket, outbox.flush(until: Clock.after(milliseconds: 1_000)) else { return }
    shutdown(output.number, Int32(SHUT_WR))
    reader.discard(Limits.messageBytes) {
      input.waits(for: POLLIN, milliseconds: 1_000) ? input.read($0) : 0
    }
  }
}

// MARK: - Messages

extension Connection {
  private func take(_ incoming: Incoming, _ session: inout Lifecycle, _ staged: inout [UInt8]) {
    switch incoming {
    case .single(let message):
      let reply = answer(message, &session, inBatch: false) { [self] text in
        if let text { send(text) }
      }
      if let reply { stage(reply, &staged) }
    case .batch(let messages):
      let collector = BatchReply(count: messages.count) { [self] text in send(text) }
      for (place, message) in messages.enumerated() {
        let isCall = if case .call(let call) = message { call.id != nil } else { false }
        let isInvalid = if case .invalid = message { true } else { false }
        guard isCall || isInvalid else {
          _ = answer(message, &session, inBatch: true) { _ in }
          collector.fill(place, nil)
          continue
        }
        let reply = answer(message, &session, inBatch: true) { collector.fill(place, $0) }
        if let reply { collector.fill(place, reply) }
      }
    }
  }

  /// Answers at once with the text given back, or later, once, through `deliver`; notifications
  /// and responses do neither.
  private func answer(
    _ message: Message, _ session: inout Lifecycle, inBatch: Bool,
    deliver: @escaping @Sendable ([UInt8]?) -> Void
  ) -> [UInt8]? {
    switch message {
    case .response: return nil
    case .invalid(let refusal): return ReplyText.error(refusal)
    case .call(let call):
      guard let id = call.id else {
        notified(call, &session, inBatch: inBatch)
        return nil
      }
      switch session.decide(call, inBatch: inBatch) {
      case .now(let result): return reply(result, call, id)
      case .run(let entry):
        post(call, id, entry, deliver)
        return nil
      }
    }
  }

  private func reply(
    _ result: Result<[UInt8], Failure>, _ call: Call, _ id: RequestID
  ) -> [UInt8] {
    switch result {
    case .success(let text):
      if call.method == "initialize", let process = call.params?["processId"]?.int, process > 1 {
        clientProcess.store(Int(truncatingIfNeeded: process), ordering: .relaxed)
      }
      return ReplyText.result(text, id: id)
    case .failure(let failure): return ReplyText.error(failure, id: id)
    }
  }

  private func post(
    _ call: Call, _ id: RequestID, _ entry: MethodEntry,
    _ deliver: @escaping @Sendable ([UInt8]?) -> Void
  ) {
    let progress = Progress(of: call.params, title: call.method) { [self] in send($0) }
    let pending = Pending(
      id: id, entry: entry, params: call.params, progress: progress, owner: inFlight,
      deliver: deliver)
    inFlight.add(pending)
    service.post(pending)
  }

  private func notified(_ call: Call, _ session: inout Lifecycle, inBatch: Bool) {
    switch call.method {
    case "$/cancelRequest": cancel(call.params?["id"], silently: false)
    case "notifications/cancelled": cancel(call.params?["requestId"], silently: true)
    case "exit": if !inBatch { session.exit() }
    default:
      if service.entries[call.method] != nil {
        Log.write(.warning, "\(call.method) without an id is a notification and was not run")
      }
    }
  }

  private func cancel(_ node: JSONNode?, silently: Bool) {
    guard let node, let id = RequestID(node) else { return }
    for pending in inFlight.withID(id) { service.cancel(pending, .byClient, silently: silently) }
  }

  // MARK: Writing

  private var framing: Framing { usesHeaders.load(ordering: .relaxed) ? .headers : .lines }

  private func send(_ text: consuming [UInt8]) { outbox.send(framing.framed(text)) }

  /// Keeps a reply until the next read.
  private func stage(_ text: [UInt8], _ staged: inout [UInt8]) {
    framing.append(text, to: &staged)
  }

  private func flush(_ staged: inout [UInt8]) {
    guard !staged.isEmpty else { return }
    outbox.send(staged)
    staged.removeAll(keepingCapacity: staged.count < 1 << 20)
  }
}
