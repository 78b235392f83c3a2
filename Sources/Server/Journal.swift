/// The log of one connection: lines go to standard error, and to the client if it asked for them.
///
/// A client sees lines of its own requests only. Never the content of a request.
import Dialects
import Methods
import Support
import Synchronization

/// A class: the reader sets the level, workers write.
final class Journal: Sendable {
  private let least = Atomic<Int>(LogLevel.off.rank)
  private let isMCP = Atomic<Bool>(false)
  private let offer: @Sendable ([UInt8]) -> Void

  /// - Parameter offer: sends a notification if there is room for it.
  init(offer: @escaping @Sendable ([UInt8]) -> Void) { self.offer = offer }

  /// A log that no client reads.
  static let silent = Journal { _ in }

  /// Sends the client lines of at least this level.
  func ask(_ level: LogLevel, _ form: LogForm) {
    isMCP.store(form == .mcp, ordering: .relaxed)
    least.store(level.rank, ordering: .relaxed)
  }

  /// Writes one line, made only when somebody reads it.
  func write(_ level: LogLevel, _ words: @autoclosure () -> String) {
    let isSent = level.rank >= least.load(ordering: .relaxed)
    guard isSent || level >= Log.level else { return }
    let line = words()
    Log.write(level, line)
    if isSent {
      let form: LogForm = isMCP.load(ordering: .relaxed) ? .mcp : .plain
      offer(LogText.notification(level, line, form))
    }
  }
}
