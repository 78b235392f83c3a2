/// Ctrl-C, as a closure on a thread of its own.
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Interrupt {
  /// Calls `action` once when the process is interrupted or asked to end.
  static func onSignal(_ action: @escaping @Sendable () -> Void) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let waited = set
    Thread.detach {
      var set = waited
      var number: Int32 = 0
      sigwait(&set, &number)
      action()
    }
  }
}

/// A thread that nobody waits for.
private enum Thread {
  static func detach(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue.global().async(execute: body)
  }
}
