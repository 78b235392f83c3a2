/// What a computation may ask while it runs: whether to go on, whom to tell, which seed to use.
///
/// A `Run` belongs to one request. The reader thread sets the cancel flag, the worker reads it, so
/// it is the one object of a request that two threads share. It knows nothing of requests.
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Thrown by `Run.checkpoint()` once the request was cancelled or its time is over.
package struct Cancelled: Error, Equatable, Sendable {
  package let reason: Reason

  package enum Reason: Sendable, Equatable { case byClient, timedOut, shuttingDown }

  package init(_ reason: Reason = .byClient) { self.reason = reason }
}

/// Identity is needed: the flag is shared between the thread that cancels and the one that works.
package final class Run: Sendable {
  private let state = Atomic<UInt8>(0)
  /// When the request came, by the monotonic clock, in nanoseconds.
  private let started = Run.now()
  private let listener: (@Sendable (_ fraction: Double, _ note: Phrase) -> Void)?

  /// - Parameter report: called with a fraction from 0 to 1 and what is being done.
  package init(report: (@Sendable (_ fraction: Double, _ note: Phrase) -> Void)? = nil) {
    self.listener = report
  }

  package func cancel(_ reason: Cancelled.Reason = .byClient) {
    let code: UInt8 = reason == .byClient ? 1 : reason == .timedOut ? 2 : 3
    _ = state.compareExchange(expected: 0, desired: code, ordering: .relaxed)
  }

  package var isCancelled: Bool { state.load(ordering: .relaxed) != 0 }

  /// Throws when the request was cancelled. Call it every few milliseconds of work.
  package func checkpoint() throws(Cancelled) {
    switch state.load(ordering: .relaxed) {
    case 0: return
    case 1: throw Cancelled(.byClient)
    case 2: throw Cancelled(.timedOut)
    default: throw Cancelled(.shuttingDown)
    }
  }

  /// Says how far the work is. Cheap when nobody listens.
  package func report(_ fraction: Double, _ note: @autoclosure () -> Phrase) {
    listener?(fraction, note())
  }

  /// Time since the request came.
  package var elapsedMilliseconds: Double { Double(Self.now() &- started) / 1e6 }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
