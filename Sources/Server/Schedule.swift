/// Who runs when, and on what: the queue of requests and the newest state.
///
/// Requests start in the order they came. One that `changes` the state keeps all later ones waiting
/// until its changes are in; the others run side by side, each on the state that was newest when it
/// started. Changes are in before the reply leaves. Jobs have a line of their own behind the
/// requests: where there are several workers, one is always left for somebody who waits. Requests
/// of a client that has left too much unread stand aside until it reads; nobody else waits for
/// them.
import Contract
import Methods
import Support
import Wire

/// A class: the one place that owns the state, shared by readers and workers.
final class Schedule: @unchecked Sendable {
  private let gate = Gate()
  private var workspace: Workspace
  private var requests = Line()
  private var jobs = Line()
  /// Requests that stand aside, by who asked.
  private var aside: [ObjectIdentifier: Line] = [:]
  private var abandoned = 0
  private var workers = 0
  private var jobsRunning = 0
  /// A request that changes the state runs: nothing else starts.
  private var isChanging = false
  /// A job that changes the state runs: no other change starts.
  private var isChangingAside = false
  private var isOver = false

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// The newest state.
  var newest: Workspace { gate.locked { workspace } }

  /// Puts a request behind those that came before.
  func post(_ pending: Pending, asJob: Bool = false) {
    gate.locked {
      if asJob { jobs.append(pending) } else { requests.append(pending) }
      gate.wakeAll()
    }
  }

  /// Says that a waiting request was answered elsewhere. Such ones are skipped when their turn
  /// comes; when they are many, room is made at once.
  func noteAbandoned() {
    gate.locked {
      abandoned += 1
      let waiting = requests.count + jobs.count + aside.values.reduce(0) { $0 + $1.count }
      guard abandoned > 1_000, abandoned * 2 > waiting else { return }
      requests.removeCancelled()
      jobs.removeCancelled()
      for client in Array(aside.keys) {
        aside[client]?.removeCancelled()
        if aside[client]?.count == 0 { aside[client] = nil }
      }
      abandoned = 0
    }
  }

  /// Counts a worker in.
  func workerStarted() { gate.locked { workers += 1 } }

  /// Says that requests which stood aside may go on.
  func wake() { gate.locked { if !aside.isEmpty { gate.wakeAll() } } }

  /// Lets the workers go home; what waits is not run.
  func end() {
    gate.locked {
      isOver = true
      gate.wakeAll()
    }
  }

  /// What a worker is to run, and on which state.
  struct Turn {
    let pending: Pending
    let workspace: Workspace
    let isJob: Bool
  }

  /// The next request that may start, claimed for the caller; nil after `end`.
  func take() -> Turn? {
    gate.locked {
      while !isOver {
        if let pending = nextRequest() {
          guard claim(pending) else { continue }
          isChanging = pending.changesState
          return Turn(pending: pending, workspace: workspace, isJob: false)
        }
        if let pending = nextJob() {
          guard claim(pending) else { continue }
          jobsRunning += 1
          if pending.changesState { isChangingAside = true }
          return Turn(pending: pending, workspace: workspace, isJob: true)
        }
        gate.wait()
      }
      return nil
    }
  }

  private func nextRequest() -> Pending? {
    guard !isChanging else { return nil }
    for client in aside.keys {
      guard let first = aside[client]?.first, first.hasRoom, mayStart(first) else { continue }
      let pending = aside[client]?.takeFirst()
      if aside[client]?.count == 0 { aside[client] = nil }
      return pending
    }
    while let first = requests.first {
      let client = ObjectIdentifier(first.owner)
      if aside[client] != nil || !first.hasRoom {
        if let pending = requests.takeFirst() { aside[client, default: Line()].append(pending) }
        continue
      }
      return mayStart(first) ? requests.takeFirst() : nil
    }
    return nil
  }

  private func mayStart(_ pending: Pending) -> Bool {
    !isChangingAside || !pending.changesState
  }

  private func nextJob() -> Pending? {
    guard !isChanging, jobsRunning < max(1, workers - 1), let first = jobs.first, mayStart(first)
    else { return nil }
    return jobs.takeFirst()
  }

  private func claim(_ pending: Pending) -> Bool {
    if pending.start() { return true }
    abandoned = max(0, abandoned - 1)
    return false
  }

  /// Makes the changes of a request that has run, and lets those behind it start. Gives what others
  /// may want to know.
  func commit(_ changes: [Change], of turn: Turn) -> [Happening] {
    gate.locked {
      let happenings = changes.compactMap { workspace.apply($0) }
      let changed = turn.pending.changesState
      if turn.isJob {
        jobsRunning -= 1
        if changed { isChangingAside = false }
      } else if changed {
        isChanging = false
      }
      if turn.isJob || changed { gate.wakeAll() }
      return happenings
    }
  }
}

/// Requests in the order they came.
private struct Line {
  private var items: [Pending] = []
  private var head = 0

  var count: Int { items.count - head }
  var first: Pending? { head < items.count ? items[head] : nil }

  mutating func append(_ pending: Pending) { items.append(pending) }

  mutating func takeFirst() -> Pending? {
    guard let first else { return nil }
    head += 1
    if head == items.count {
      items.removeAll(keepingCapacity: head < 1_024)
      head = 0
    } else if head > 1_024, head * 2 > items.count {
      items.removeFirst(head)
      head = 0
    }
    return first
  }

  mutating func removeCancelled() {
    items = items[head...].filter { !$0.run.isCancelled }
    head = 0
  }
}
