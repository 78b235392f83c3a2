/// Things to do at a time: ends of patience, ends of storage. One thread, there only while
/// something is due.
import Glibc

/// A class: the thread and those who set alarms share it.
final class Timekeeper: @unchecked Sendable {
  /// Names an alarm, so that it can be dropped.
  typealias Alarm = Int

  private let gate = Gate()
  private var bodies: [Alarm: @Sendable () -> Void] = [:]
  /// Deadlines, the earliest last; those of dropped alarms are passed over.
  private var line: [(deadline: UInt64, alarm: Alarm)] = []
  private var serial = 0
  private var hasThread = false

  /// A name for an alarm that is set later.
  func reserve() -> Alarm {
    gate.locked {
      serial += 1
      return serial
    }
  }

  /// Calls `body` once at `deadline`, on a thread of its own, unless it is dropped before.
  func set(_ alarm: Alarm, at deadline: UInt64, _ body: @escaping @Sendable () -> Void) {
    gate.locked {
      bodies[alarm] = body
      let place = line.firstIndex { $0.deadline <= deadline } ?? line.count
      line.insert((deadline, alarm), at: place)
      if hasThread {
        gate.wakeAll()
      } else {
        hasThread = Threads.start { [self] in keep() }
      }
    }
  }

  /// Forgets an alarm, set or not.
  func drop(_ alarm: Alarm) {
    gate.locked {
      guard bodies.removeValue(forKey: alarm) != nil else { return }
      // Dropped ones are taken out when they outnumber those that count.
      if line.count > 64, line.count > bodies.count * 2 {
        line.removeAll { bodies[$0.alarm] == nil }
      }
    }
  }

  private func keep() {
    while true {
      let body = gate.locked { () -> (@Sendable () -> Void)? in
        while let next = line.last {
          guard bodies[next.alarm] != nil else {
            line.removeLast()
            continue
          }
          if Clock.now >= next.deadline {
            line.removeLast()
            return bodies.removeValue(forKey: next.alarm)
          }
          _ = gate.wait(until: next.deadline)
        }
        hasThread = false
        return nil
      }
      guard let body else { return }
      body()
    }
  }
}
