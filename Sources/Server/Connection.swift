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
  private let voice: Voice
  private let journal: Journal
  private let inFlight: InFlight
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
    let voice = Voice(
      Outbox(
        self.output, whenRoom: { service.schedule.wake() },
        whenBroken: {
          for pending in inFlight.all { service.cancel(pending, .byClient, silently: true) }
        }))
    self.voice = voice
    journal = Journal { _ = voice.offer($0) }
  }

  private var outbox: Outbox { voice.outbox }

  /// Reads until the client has nothing more to say.
  package func serve() -> Ending {
    var session = Lifecycle(service: service)
    var staged: [UInt8] = []
    var reader = FrameReader()
    let messages = MessageReader(lenient: service.lenient)
    while true {
      if staged.count > 256 << 10 {
        flush(&staged)
        // One read may hold a thousand requests whose answers go far beyond the budget.
        outbox.waitForRoom()
      }
      let frame = reader.next { buffer in
        flush(&staged)
        inFlight.waitForRoom()
        outbox.waitForRoom()
        return input.read(buffer)
      }
      let isLine = reader.framing != .headers
      voice.framing = isLine ? .lines : .headers
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
    service.alerts.leave(ObjectIdentifier(self))
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
        if let text { voice.send(text) }
      }
      if let reply { stage(reply, &staged) }
    case .batch(let messages):
      let collector = BatchReply(count: messages.count) { [voice] text in voice.send(text) }
      for (place, message) in messages.enumerated() {
        let isCall = if case .call(let call) = message { call.id != nil } else { false }
        let isInvalid = if case .invalid = message { true } else { false }
        guard isCall || isInvalid else {
          _ = answer(message, &session, inBatch: true) { _ in }
          collector.fill(place, nil)
          continue
        }
        let id = if case .call(let call) = message { call.id ?? .null } else { RequestID.null }
        let reply = answer(message, &session, inBatch: true) { collector.fill(place, $0, id: id) }
        if let reply { collector.fill(place, reply, id: id) }
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
      case .now(let result): return ReplyText.reply(result, id: id)
      case .answered(let reply, let method, let arrived):
        for demand in reply.demands { obey(demand) }
        journal.write(.debug, Service.line(method, id, arrived, reply.result))
        return ReplyText.reply(reply.result, id: id)
      case .run(let entry, let options):
        if options.job {
          return ReplyText.reply(service.startJob(entry, call.params, options), id: id)
        }
        post(call, id, entry, options, deliver)
        return nil
      }
    }
  }

  private func obey(_ demand: Demand) {
    let client = ObjectIdentifier(self)
    switch demand {
    case .cancelJob(let id): service.cancelJob(id)
    case .subscribe(let topics):
      service.alerts.subscribe(client, topics) { [voice] in voice.offer($0) }
    case .unsubscribe(let topics): service.alerts.unsubscribe(client, topics)
    case .log(let level, let form): journal.ask(level, form)
    case .watch(let process): clientProcess.store(process, ordering: .relaxed)
    }
  }

  private func post(
    _ call: Call, _ id: RequestID, _ entry: MethodEntry, _ options: RunOptions,
    _ deliver: @escaping @Sendable ([UInt8]?) -> Void
  ) {
    let progress = Progress(of: call.params, title: call.method) { [voice] in voice.send($0) }
    let run = progress.map { progress in Run { progress.report($0, $1) } } ?? Run()
    let timekeeper = service.timekeeper
    let alarm = options.timeoutMs > 0 ? timekeeper.reserve() : nil
    let pending = Pending(
      id: id, entry: entry, params: call.params, run: run, journal: journal, owner: inFlight,
      outbox: outbox, begin: { progress?.begin() },
      deliver: { result in
        if let alarm { timekeeper.drop(alarm) }
        progress?.end()
        deliver(result.map { ReplyText.reply($0, id: id) })
      })
    inFlight.add(pending)
    service.post(pending)
    if let alarm { service.giveUp(pending, alarm, after: options) }
  }

  private func notified(_ call: Call, _ session: inout Lifecycle, inBatch: Bool) {
    switch call.method {
    case "$/cancelRequest": cancel(call.params?["id"], silently: false)
    case "notifications/cancelled": cancel(call.params?["requestId"], silently: true)
    case "exit": if !inBatch { session.exit() }
    default:
      if service.entries[call.method] != nil {
        journal.write(.warning, "\(call.method) without an id is a notification and was not run")
      }
    }
  }

  private func cancel(_ node: JSONNode?, silently: Bool) {
    guard let node, let id = RequestID(node) else { return }
    for pending in inFlight.withID(id) { service.cancel(pending, .byClient, silently: silently) }
  }

  // MARK: Writing

  /// Keeps a reply until the next read.
  private func stage(_ text: [UInt8], _ staged: inout [UInt8]) {
    voice.framing.append(text, to: &staged)
  }

  private func flush(_ staged: inout [UInt8]) {
    guard !staged.isEmpty else { return }
    outbox.send(staged)
    staged.removeAll(keepingCapacity: staged.count < 1 << 20)
  }
}
