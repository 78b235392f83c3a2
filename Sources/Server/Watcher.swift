/// Datasets that follow their files: looked at by the clock, read again when a file has changed and
/// keeps still. A file that is gone or broken is told once; the old version stays.
import Contract
import Methods
import Support
import Wire

/// A class: workers wake it and the timekeeper's thread looks.
final class Watcher: @unchecked Sendable {
  private enum Seen: Equatable {
    /// Another file, which may still be written.
    case moving(FileMark)
    /// It was read, or could not be.
    case tried(FileMark)
    case gone
  }

  private let gate = Gate()
  private var isAwake = false
  private var seen: [String: Seen] = [:]

  /// True for the one who is to set the alarm.
  func wakes() -> Bool {
    gate.locked {
      defer { isAwake = true }
      return !isAwake
    }
  }

  /// Nothing is watched any more.
  func sleep() {
    gate.locked {
      isAwake = false
      seen = [:]
    }
  }

  /// What to do about a dataset whose file is in this state.
  enum Step { case nothing, refresh, tellGone }

  func step(_ name: String, _ state: WatchedState) -> Step {
    gate.locked {
      switch state {
      case .same:
        seen[name] = nil
        return .nothing
      case .gone:
        defer { seen[name] = .gone }
        return seen[name] == .gone ? .nothing : .tellGone
      case .changed(let mark):
        switch seen[name] {
        case .moving(mark):
          seen[name] = .tried(mark)
          return .refresh
        case .tried(mark): return .nothing
        default:
          seen[name] = .moving(mark)
          return .nothing
        }
      }
    }
  }
}

extension Service {
  /// Sees to it that watched files are looked at, if there are any.
  func wakeWatcher() {
    guard schedule.newest.hasWatched, watcher.wakes() else { return }
    setWatch()
  }

  private func setWatch() {
    timekeeper.set(
      timekeeper.reserve(), at: Clock.after(milliseconds: Limits.watchMilliseconds)
    ) { [weak self] in self?.lookAtFiles() }
  }

  private func lookAtFiles() {
    let workspace = schedule.newest
    guard workspace.hasWatched else {
      watcher.sleep()
      // One may have been loaded in between.
      return wakeWatcher()
    }
    for (name, state) in workspace.watched() {
      switch watcher.step(name, state) {
      case .nothing: break
      case .tellGone: alerts.publish([.datasetStale(name: name, why: "fileNotFound")])
      case .refresh: refresh(name)
      }
    }
    setWatch()
  }

  /// Reads a dataset again behind the requests.
  private func refresh(_ name: String) {
    guard let entry = entries["refreshDataset"] else { return }
    let params: JSON = ["name": .string(name)]
    guard let document = try? JSONDocument(text: params.text()) else { return }
    let pending = Pending(
      id: RequestID("watch"), entry: entry, params: document.root, run: Run(), journal: .silent,
      owner: jobs.inFlight, begin: {},
      deliver: { [weak self] result in
        guard let self, case .failure(let failure)? = result else { return }
        let why = failure.data?["code"]?.string ?? "internalError"
        alerts.publish([.datasetStale(name: name, why: why)])
      })
    jobs.inFlight.add(pending)
    post(pending, asJob: true)
  }
}
