/// Requests that go on without their client: those that run, those that wait, and the results of
/// those that are over, kept for a while.
import Contract
import Methods
import Support

/// A class: clients ask for what workers fill in.
final class Jobs: @unchecked Sendable {
  private struct Entry {
    var record: JobRecord
    let startedAt: UInt64
    var endedAt: UInt64?
    var bytes = 0
    var pending: Pending?
    /// Requests that are answered when the job is over.
    var waiting: [ObjectIdentifier: Pending] = [:]
  }

  /// The jobs that are not over.
  let inFlight = InFlight()
  private let gate = Gate()
  private let keepNanoseconds: UInt64
  private let resultBytesMax: Int
  private var entries: [Entry] = []
  private var serial = 0

  init(
    keepMilliseconds: Int = Limits.jobKeepSeconds * 1_000,
    resultBytesMax: Int = Limits.jobResultBytes
  ) {
    keepNanoseconds = UInt64(keepMilliseconds) * 1_000_000
    self.resultBytesMax = resultBytesMax
  }

  /// Makes room for a job and names it; nil when there are as many as may be.
  func open(_ method: String) -> String? {
    gate.locked {
      guard entries.lazy.filter({ !$0.record.isOver }).count < Limits.jobs else { return nil }
      serial += 1
      let id = "job-\(serial)"
      entries.append(Entry(record: JobRecord(id: id, method: method), startedAt: Clock.now))
      return id
    }
  }

  /// Says which request the job is.
  func attach(_ pending: Pending, to id: String) { change(id) { $0.pending = pending } }

  /// A worker has begun.
  func begin(_ id: String) { change(id) { $0.record.state = .running } }

  /// The job is that far; it never goes back.
  func report(_ id: String, _ fraction: Double, _ note: Phrase) {
    change(id) {
      $0.record.fraction = max($0.record.fraction, min(max(fraction, 0), 1))
      $0.record.note = note
    }
  }

  /// The job is over. Gives what is to be told of it, and the requests that waited for it.
  func end(_ id: String, _ result: Result<[UInt8], Failure>) -> (JobRecord.Brief, [Pending])? {
    gate.locked {
      guard let place = entries.firstIndex(where: { $0.record.id == id }) else { return nil }
      finish(&entries[place], fitting(result))
      let ended = (entries[place].record.brief, Array(entries[place].waiting.values))
      entries[place].waiting = [:]
      makeRoom()
      return ended
    }
  }

  /// A result that is larger than all results together may be is not kept.
  private func fitting(_ result: Result<[UInt8], Failure>) -> Result<[UInt8], Failure> {
    guard case .success(let bytes) = result, bytes.count > resultBytesMax else { return result }
    return .failure(
      Failure(
        code: ErrorCode.memoryLimit.rawValue,
        message: "the result has \(bytes.count) bytes; \(resultBytesMax) may be kept",
        data: ["code": .string(ErrorCode.memoryLimit.name), "retryable": false]))
  }

  private func finish(_ entry: inout Entry, _ result: Result<[UInt8], Failure>) {
    entry.endedAt = Clock.now
    entry.pending = nil
    entry.record.result = result
    entry.record.note = nil
    switch result {
    case .success(let bytes):
      entry.record.state = .done
      entry.record.fraction = 1
      entry.bytes = bytes.count
    case .failure(let failure):
      let isCancelled = failure.code == ErrorCode.requestCancelled.rawValue
      entry.record.state = isCancelled ? .cancelled : .failed
    }
  }

  /// Forgets what was kept long enough, and the oldest results beyond the bounds.
  func makeRoom() {
    let now = Clock.now
    entries.removeAll { entry in entry.endedAt.map { now &- $0 >= keepNanoseconds } ?? false }
    var bytes = entries.reduce(0) { $0 + $1.bytes }
    var over = entries.lazy.filter(\.record.isOver).count
    while bytes > resultBytesMax || over > Limits.jobs,
      let oldest = entries.firstIndex(where: { $0.record.isOver })
    {
      bytes -= entries[oldest].bytes
      over -= 1
      entries.remove(at: oldest)
    }
  }

  /// Forgets what was kept long enough.
  func forgetOld() { gate.locked { makeRoom() } }

  /// How long a result is kept.
  var keptUntil: UInt64 { Clock.now &+ keepNanoseconds }

  /// All jobs that are known, in the order they were started.
  var records: [JobRecord] {
    gate.locked {
      makeRoom()
      let now = Clock.now
      return entries.map { entry in
        var record = entry.record
        record.elapsedMilliseconds = Double((entry.endedAt ?? now) &- entry.startedAt) / 1e6
        return record
      }
    }
  }

  /// The request of a job that is not over.
  func pending(_ id: String) -> Pending? {
    gate.locked { entries.first { $0.record.id == id }?.pending }
  }

  /// Keeps a request until the job is over; false when it is over already or there is none.
  func park(_ pending: Pending, until id: String) -> Bool {
    gate.locked {
      guard let place = entries.firstIndex(where: { $0.record.id == id }),
        !entries[place].record.isOver
      else { return false }
      entries[place].waiting[ObjectIdentifier(pending)] = pending
      return true
    }
  }

  /// Lets go of a request that was answered before the job is over.
  func unpark(_ pending: Pending) {
    gate.locked {
      for place in entries.indices where !entries[place].waiting.isEmpty {
        entries[place].waiting[ObjectIdentifier(pending)] = nil
      }
    }
  }

  private func change(_ id: String, _ body: (inout Entry) -> Void) {
    gate.locked {
      guard let place = entries.lastIndex(where: { $0.record.id == id }) else { return }
      body(&entries[place])
    }
  }
}
