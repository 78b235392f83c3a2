/// Ctrl-C and the end of patience, as closures on a thread of their own.
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Interrupt {
  /// Calls `action` once when so much time has gone.
  static func after(milliseconds: Int, _ action: @escaping @Sendable () -> Void) {
    DispatchQueue.global().asyncAfter(
      deadline: .now() + .milliseconds(milliseconds), execute: action)
  }

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
