/// What all connections share: the methods, the schedule, and counts of what goes on.
import Contract
import Glibc
package import Methods
import Support
import Synchronization
import Wire

/// Runs entries. A class because connections and workers share one.
package final class Service: Sendable {
  let entries: [String: MethodEntry]
  let names: [String]
  let schedule: Schedule
  let lenient: Bool
  let jobs: Jobs
  let alerts = Alerts()
  let timekeeper = Timekeeper()
  let watcher = Watcher()
  private let startedAt = Clock.now
  private let served = Atomic<Int>(0)
  private let open = Atomic<Int>(0)
  private let connections = Atomic<Int>(0)

  /// A service of those methods; `startWorkers` gives it threads.
  init(
    entries: [MethodEntry], lenient: Bool = false, workspace: Workspace = Workspace(),
    jobs: Jobs = Jobs()
  ) {
    var workspace = workspace
    workspace.facts.methods = entries.map(\.description)
    workspace.facts.jobs = { jobs.records }
    schedule = Schedule(workspace)
    self.jobs = jobs
    self.entries = Dictionary(
      entries.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    names = entries.map(\.description.name)
    self.lenient = lenient
  }

  /// Starts the threads that run requests, one per core, below the readers in priority.
  package func startWorkers(count: Int = Threads.coreCount) {
    for _ in 0..<count {
      _ = Threads.start(stack: Threads.workerStack) { [self] in
        schedule.workerStarted()
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
        while runNext() {}
      }
    }
  }

  /// The newest state with what a request may know of the server.
  func workspaceWithFacts() -> Workspace { withFacts(schedule.newest) }

  private func withFacts(_ workspace: Workspace) -> Workspace {
    var workspace = workspace
    workspace.facts.uptimeSeconds = Double(Clock.now - startedAt) / 1e9
    workspace.facts.requestsInFlight = open.load(ordering: .relaxed)
    workspace.facts.requestsServed = served.load(ordering: .relaxed)
    workspace.facts.connections = connections.load(ordering: .relaxed)
    return workspace
  }

  /// Runs a control method on the calling thread.
  func runNow(_ entry: MethodEntry, _ params: JSONNode?) -> Reply {
    let reply = entry.run(params, in: workspaceWithFacts(), Run())
    served.add(1, ordering: .relaxed)
    return reply
  }

  /// Accepts a request: for the workers, or to be answered when what it waits for has happened.
  func post(_ pending: Pending, asJob: Bool = false) {
    open.add(1, ordering: .relaxed)
    guard pending.entry.description.effect == .waits else {
      schedule.post(pending, asJob: asJob)
      return
    }
    if let job = pending.entry.awaitedJob(pending.params), jobs.park(pending, until: job) { return }
    goOn(pending)
  }

  /// Answers a request whose waiting is over, or lets it stand aside until its client reads.
  func goOn(_ pending: Pending) {
    if pending.hasRoom { answerWaiting(pending) } else { schedule.post(pending) }
  }

  /// Runs a request that has waited long enough, on the calling thread.
  private func answerWaiting(_ pending: Pending) {
    guard pending.start() else { return }
    finish(pending, pending.entry.run(pending.params, in: workspaceWithFacts(), pending.run).result)
  }

  /// Cancels a request, running or waiting.
  func cancel(_ pending: Pending, _ reason: Cancelled.Reason, silently: Bool = false) {
    guard pending.cancel(reason, silently: silently) else { return }
    open.subtract(1, ordering: .relaxed)
    if pending.entry.description.effect == .waits {
      jobs.unpark(pending)
    } else {
      schedule.noteAbandoned()
    }
  }

  /// Ends the threads that run requests once they are idle.
  package func stopWorkers() { schedule.end() }

  /// Waits for a request, runs it, and answers; false when there will be none.
  func runNext() -> Bool {
    guard let turn = schedule.take() else { return false }
    let pending = turn.pending
    pending.begin()
    let reply = pending.entry.run(pending.params, in: withFacts(turn.workspace), pending.run)
    let succeeded = if case .success = reply.result { true } else { false }
    alerts.publish(schedule.commit(succeeded ? reply.changes : [], of: turn))
    if turn.pending.changesState { wakeWatcher() }
    finish(pending, reply.result)
    return true
  }

  private func finish(_ pending: Pending, _ result: Result<[UInt8], Failure>) {
    open.subtract(1, ordering: .relaxed)
    served.add(1, ordering: .relaxed)
    pending.finish(result)
    pending.journal.write(
      .debug, Self.line(pending.entry.description.name, pending.id, pending.arrived, result))
  }

  /// The line of the log about one request: never its parameters.
  static func line(
    _ method: String, _ id: RequestID, _ arrived: UInt64, _ result: Result<[UInt8], Failure>
  ) -> String {
    let milliseconds = (Clock.now - arrived) / 1_000_000
    var outcome = "ok"
    if case .failure(let failure) = result { outcome = "error \(failure.code)" }
    return "\(method) id \(id.text) \(outcome) \(milliseconds) ms"
  }

  func connectionOpened() { connections.add(1, ordering: .relaxed) }
  func connectionClosed() { connections.subtract(1, ordering: .relaxed) }
  /// Connections served now.
  var connectionCount: Int { connections.load(ordering: .relaxed) }
}

extension Service {
  /// A service of those methods; `startWorkers` gives it threads.
  package convenience init(
    entries: [MethodEntry], lenient: Bool = false, workspace: Workspace = Workspace()
  ) {
    self.init(entries: entries, lenient: lenient, workspace: workspace, jobs: Jobs())
  }
}
