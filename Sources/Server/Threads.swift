/// Threads, a lock with a condition, and a clock: all that the server needs of the system to wait.
///
/// Only this target and `Numerics/Parallel.swift` start threads.
import Glibc

/// A mutex and a condition. A class because both need one address for their whole life.
final class Gate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` alone.
  @inline(__always)
  func locked<R>(_ body: () throws -> R) rethrows -> R {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Gives up the lock until `wakeAll`. Only inside `locked`; test the condition again afterwards.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// The same with a limit; false once `Clock.now` has reached it.
  func wait(until deadline: UInt64) -> Bool {
    var time = timespec(
      tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
    return pthread_cond_timedwait(condition, mutex, &time) != ETIMEDOUT
  }

  func wakeAll() { pthread_cond_broadcast(condition) }
}

/// Monotonic time.
enum Clock {
  /// Nanoseconds since some moment before the program began.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// A moment that many milliseconds ahead.
  static func after(milliseconds: Int) -> UInt64 { now + UInt64(milliseconds) * 1_000_000 }
}

/// Starting threads.
package enum Threads {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// A reader or writer needs little; methods with deep calls run on workers.
  package static let smallStack = 1 << 20
  static let workerStack = 16 << 20

  /// Starts a thread nobody joins; false when the system has none left.
  package static func start(stack: Int = smallStack, _ run: @escaping @Sendable () -> Void) -> Bool
  {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    if status != 0 { body.release() }
    return status == 0
  }

  /// Cores this process may use.
  package static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
