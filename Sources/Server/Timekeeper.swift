/// Things to do at a time: ends of patience, ends of storage. One thread, there only while
/// something is due.
import Glibc

/// A class: the thread and those who set alarms share it.
final class Timekeeper: @unchecked Sendable {
  /// Names an alarm, so that it can be dropped.
  typealias Alarm = Int

  private let gate = Gate()
  private var bodies: [Alarm: @Sendable () -> Void] = [:]
  /// Deadlines from `head` on, the earliest first; those of dropped alarms are passed over.
  private var line: [(deadline: UInt64, alarm: Alarm)] = []
  private var head = 0
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
      line.insert((deadline, alarm), at: place(of: deadline))
      if hasThread {
        gate.wakeAll()
      } else {
        hasThread = Threads.start { [self] in keep() }
      }
    }
  }

  /// Behind all that are due no later; most are due last and go to the end.
  private func place(of deadline: UInt64) -> Int {
    var (low, high) = (head, line.count)
    if let last = line.last, last.deadline <= deadline { low = high }
    while low < high {
      let middle = (low + high) / 2
      if line[middle].deadline <= deadline { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Forgets an alarm, set or not.
  func drop(_ alarm: Alarm) {
    gate.locked {
      guard bodies.removeValue(forKey: alarm) != nil else { return }
      // Dropped ones are taken out when they outnumber those that count.
      if line.count - head > 64, line.count - head > bodies.count * 2 {
        line = line[head...].filter { bodies[$0.alarm] != nil }
        head = 0
      }
    }
  }

  private func keep() {
    while let body = next() { body() }
  }

  /// Waits for what is due next; nil when there is nothing more.
  private func next() -> (@Sendable () -> Void)? {
    gate.locked {
      while head < line.count {
        let (deadline, alarm) = line[head]
        if bodies[alarm] != nil, Clock.now < deadline {
          _ = gate.wait(until: deadline)
          continue
        }
        head += 1
        if let body = bodies.removeValue(forKey: alarm) { return body }
      }
      line = []
      head = 0
      hasThread = false
      return nil
    }
  }
}
