/// How a request becomes a job: answered at once with an id, run behind the others, its result
/// kept.
import Contract
import Glibc
import Methods
import Support
import Synchronization
import Wire

/// Keeps frequent reports of one job apart.
private final class Pace: Sendable {
  private let next = Atomic<UInt64>(0)
  private static let interval = 1_000_000_000 / UInt64(Limits.progressPerSecond)

  /// True at most so many times a second.
  var isDue: Bool {
    let now = Clock.now
    let due = next.load(ordering: .relaxed)
    guard now >= due else { return false }
    return next.compareExchange(
      expected: due, desired: now + Self.interval, ordering: .relaxed
    ).exchanged
  }
}

extension Service {
  /// Accepts a request as a job; the answer names it.
  func startJob(
    _ entry: MethodEntry, _ params: JSONNode?, _ options: RunOptions
  ) -> Result<[UInt8], Failure> {
    guard let id = jobs.open(entry.description.name) else {
      return .failure(
        Failure(
          code: ErrorCode.busy.rawValue,
          message: "\(Limits.jobs) jobs are not over yet, which is the limit",
          data: ["code": .string(ErrorCode.busy.name), "retryable": true]))
    }
    let jobs = self.jobs
    let alarm = timekeeper.reserve()
    let pace = Pace()
    let run = Run { fraction, note in if pace.isDue { jobs.report(id, fraction, note) } }
    let pending = Pending(
      id: RequestID(id), entry: entry, params: params, run: run, journal: .silent,
      owner: jobs.inFlight, begin: { jobs.begin(id) },
      deliver: { [self] result in
        timekeeper.drop(alarm)
        endJob(id, result ?? .failure(Failure(cancelled: .byClient)))
      })
    jobs.attach(pending, to: id)
    jobs.inFlight.add(pending)
    post(pending, asJob: true)
    giveUp(pending, alarm, after: options)
    return .success(Array(#"{"jobId":"\#(id)"}"#.utf8))
  }

  /// Cancels a request when the time it allows is over.
  func giveUp(_ pending: Pending, _ alarm: Timekeeper.Alarm, after options: RunOptions) {
    guard options.timeoutMs > 0 else { return }
    timekeeper.set(alarm, at: Clock.after(milliseconds: options.timeoutMs)) {
      [weak self, weak pending] in
      if let self, let pending { cancel(pending, .timedOut) }
    }
  }

  private func endJob(_ id: String, _ result: Result<[UInt8], Failure>) {
    guard let (brief, waiting) = jobs.end(id, result) else { return }
    for pending in waiting { goOn(pending) }
    alerts.publish([.jobEnded(brief)])
    timekeeper.set(timekeeper.reserve(), at: jobs.keptUntil) { [weak jobs] in jobs?.forgetOld() }
  }

  /// Cancels the job of that id, if it is not over.
  func cancelJob(_ id: String) {
    if let pending = jobs.pending(id) { cancel(pending, .byClient) }
  }

  /// Cancels all jobs; those that run notice within their next steps.
  func cancelJobs(_ reason: Cancelled.Reason) {
    for pending in jobs.inFlight.all { cancel(pending, reason) }
  }

  /// Waits until all jobs are over; false when the time is over before.
  func drainJobs(milliseconds: Int) -> Bool {
    jobs.inFlight.waitUntilEmpty(deadline: Clock.after(milliseconds: milliseconds))
  }
}
