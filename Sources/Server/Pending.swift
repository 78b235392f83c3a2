/// A request between its arrival and its one answer, and all of those of one connection.
import Glibc
import Methods
import Support
import Synchronization
import Wire

/// One accepted request. Shared by the reader that may cancel it and the worker that runs it:
/// `state` decides, in one atomic step, who of them gives the answer.
final class Pending: Sendable {
  let id: RequestID
  let entry: MethodEntry
  let params: JSONNode?
  /// Whether it changes the state: later ones wait for it.
  let changesState: Bool
  let run: Run
  let journal: Journal
  let arrived: UInt64
  /// Called when a worker begins.
  let begin: @Sendable () -> Void
  /// Who asked: the requests of one client.
  let owner: InFlight
  /// Where the answer goes; nil for jobs, whose results are kept elsewhere.
  private let outbox: Outbox?
  /// Takes what it came to, or nil when nobody is to be told.
  private let deliver: @Sendable (Result<[UInt8], Failure>?) -> Void
  private let state = Atomic<UInt8>(queued)
  private let silent = Atomic<Bool>(false)

  private static let queued: UInt8 = 0
  private static let running: UInt8 = 1
  private static let answered: UInt8 = 2

  init(
    id: RequestID, entry: MethodEntry, params: JSONNode?, run: Run, journal: Journal,
    owner: InFlight, outbox: Outbox? = nil, begin: @escaping @Sendable () -> Void,
    deliver: @escaping @Sendable (Result<[UInt8], Failure>?) -> Void
  ) {
    self.id = id
    self.entry = entry
    self.params = params
    changesState = entry.changesState(params)
    self.run = run
    self.journal = journal
    self.owner = owner
    self.outbox = outbox
    self.begin = begin
    self.deliver = deliver
    arrived = Clock.now
  }

  /// Whether the client has read enough to be given another answer.
  var hasRoom: Bool { outbox?.hasRoom ?? true }

  /// Claims the request for a worker; false when it was answered while it waited.
  func start() -> Bool {
    state.compareExchange(
      expected: Self.queued, desired: Self.running, ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Gives the answer of a started request.
  func finish(_ result: Result<[UInt8], Failure>) {
    state.store(Self.answered, ordering: .releasing)
    deliver(silent.load(ordering: .relaxed) ? nil : result)
    owner.remove(self)
  }

  /// Asks the request to end; true when it had not started and is answered by this call.
  func cancel(_ reason: Cancelled.Reason, silently: Bool) -> Bool {
    if silently { silent.store(true, ordering: .relaxed) }
    run.cancel(reason)
    let isMine = state.compareExchange(
      expected: Self.queued, desired: Self.answered, ordering: .acquiringAndReleasing
    ).exchanged
    guard isMine else { return false }
    deliver(silently ? nil : entry.said(.failure(Failure(cancelled: reason))))
    owner.remove(self)
    return true
  }
}

extension Failure {
  /// The words for a request that never started.
  init(cancelled reason: Cancelled.Reason) {
    let (code, name, words): (Int, String, String) =
      switch reason {
      case .byClient: (-32800, "requestCancelled", "the request was cancelled")
      case .timedOut: (5004, "timedOut", "the time the request allowed is over")
      case .shuttingDown: (5005, "shuttingDown", "the server is shutting down")
      }
    self.init(
      code: code, message: words,
      data: ["code": .string(name), "retryable": .bool(reason != .byClient)])
  }
}

extension ReplyText {
  /// The reply a failure stands for.
  static func error(_ failure: Failure, id: RequestID) -> [UInt8] {
    error(code: failure.code, message: failure.message, data: failure.data, id: id)
  }

  /// The reply to a request.
  static func reply(_ result: Result<[UInt8], Failure>, id: RequestID) -> [UInt8] {
    switch result {
    case .success(let text): self.result(text, id: id)
    case .failure(let failure): error(failure, id: id)
    }
  }
}

/// The unanswered requests of one connection, by id. A client may use an id twice; both are here.
final class InFlight: @unchecked Sendable {
  private let gate = Gate()
  private var byID: [RequestID: [Pending]] = [:]
  private var count = 0

  func add(_ pending: Pending) {
    gate.locked {
      byID[pending.id, default: []].append(pending)
      count += 1
    }
  }

  func remove(_ pending: Pending) {
    gate.locked {
      guard var same = byID[pending.id], let place = same.firstIndex(where: { $0 === pending })
      else { return }
      same.remove(at: place)
      byID[pending.id] = same.isEmpty ? nil : same
      count -= 1
      gate.wakeAll()
    }
  }

  /// Those with that id.
  func withID(_ id: RequestID) -> [Pending] { gate.locked { byID[id] ?? [] } }

  var all: [Pending] { gate.locked { byID.values.flatMap { $0 } } }

  var isEmpty: Bool { gate.locked { count == 0 } }

  /// Waits while the client has as many requests open as it may.
  func waitForRoom(limit: Int = Limits.requestsPerConnection) {
    gate.locked { while count >= limit { gate.wait() } }
  }

  /// Waits until all are answered; false when the time is over before.
  func waitUntilEmpty(deadline: UInt64) -> Bool {
    gate.locked {
      while count > 0 { if !gate.wait(until: deadline) { return count == 0 } }
      return true
    }
  }
}
