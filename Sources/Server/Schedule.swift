/// Who runs when, and on what: the queue of requests and the newest state.
///
/// Requests start in the order they came. One that `changes` the state keeps all later ones waiting
/// until its changes are in; the others run side by side, each on the state that was newest when it
/// started. Changes are in before the reply leaves.
import Contract
import Methods
import Support
import Wire

/// A class: the one place that owns the state, shared by readers and workers.
final class Schedule: @unchecked Sendable {
  private let gate = Gate()
  private var workspace: Workspace
  private var queue: [Pending] = []
  private var head = 0
  private var abandoned = 0
  private var isChanging = false
  private var isOver = false

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// The newest state.
  var newest: Workspace { gate.locked { workspace } }

  /// Puts a request behind those that came before.
  func post(_ pending: Pending) {
    gate.locked {
      queue.append(pending)
      gate.wakeAll()
    }
  }

  /// Says that a waiting request was answered elsewhere. Such ones are skipped when their turn
  /// comes; when they are many, room is made at once.
  func noteAbandoned() {
    gate.locked {
      abandoned += 1
      guard abandoned > 1_000, abandoned * 2 > queue.count - head else { return }
      queue = queue[head...].filter { !$0.run.isCancelled }
      head = 0
      abandoned = 0
    }
  }

  /// Lets the workers go home; what waits is not run.
  func end() {
    gate.locked {
      isOver = true
      gate.wakeAll()
    }
  }

  /// The next request that may start, claimed for the caller, and the state to run it on; nil after
  /// `end`.
  func take() -> (Pending, Workspace)? {
    gate.locked {
      while true {
        while !isOver, isChanging || head == queue.count { gate.wait() }
        if isOver { return nil }
        let pending = queue[head]
        head += 1
        if head == queue.count {
          queue.removeAll(keepingCapacity: head < 1_024)
          head = 0
        }
        guard pending.start() else {
          abandoned = max(0, abandoned - 1)
          continue
        }
        isChanging = pending.entry.description.effect == .changes
        return (pending, workspace)
      }
    }
  }

  /// Makes the changes of a request that has run, and lets those behind it start.
  func commit(_ changes: [Change], of pending: Pending) {
    gate.locked {
      for change in changes { workspace.apply(change) }
      if pending.entry.description.effect == .changes {
        isChanging = false
        gate.wakeAll()
      }
    }
  }
}
