/// Lines to standard error: time, level, words. Never the content of a request.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

package enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, warning, error, off

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  /// Its place, from the most talkative to silence.
  package var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    case .off: 4
    }
  }

  /// The level of a place; `off` beyond the last.
  package init(rank: Int) { self = Self.allCases.first { $0.rank == rank } ?? .off }
}

package enum Log {
  private static let least = Atomic<Int>(LogLevel.warning.rank)

  /// The least level that is written.
  package static var level: LogLevel {
    get { LogLevel(rank: least.load(ordering: .relaxed)) }
    set { least.store(newValue.rank, ordering: .relaxed) }
  }

  package static func write(_ level: LogLevel, _ words: @autoclosure () -> String) {
    guard level >= self.level else { return }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var parts = tm()
    var seconds = now.tv_sec
    gmtime_r(&seconds, &parts)
    let clock =
      "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2))"
      + ".\(padded(Int32(now.tv_nsec / 1_000_000), 3))Z"
    writeLine("\(clock) \(level.rawValue) \(words())")
  }

  /// One line, in one call to `write`: lines of several threads never mix. A pipe that is full or
  /// closed loses the line and nothing else, and nobody waits for it.
  package static func writeLine(_ line: String) {
    var bytes = Array(line.utf8.prefix(lineBytes))
    bytes.append(10)
    var entry = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    guard poll(&entry, 1, 0) > 0 else { return }
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }

  /// A pipe that polls as writable takes this much without blocking.
  private static let lineBytes = 4_000

  private static func padded(_ value: Int32, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// The natural logarithm of the C library, for targets below `Numerics`.
func logarithm(_ x: Double) -> Double { log(x) }
