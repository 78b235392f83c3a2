/// What is said to one client, framed as the client frames.
import Synchronization
import Wire

/// A class: the reader finds the framing out, workers speak.
final class Voice: Sendable {
  let outbox: Outbox
  /// How replies are framed; set once, before the first of them.
  private let usesHeaders = Atomic<Bool>(false)

  init(_ outbox: Outbox) { self.outbox = outbox }

  var framing: Framing {
    get { usesHeaders.load(ordering: .relaxed) ? .headers : .lines }
    set { usesHeaders.store(newValue == .headers, ordering: .relaxed) }
  }

  /// Says what must be said.
  func send(_ text: consuming [UInt8]) { outbox.send(framing.framed(text)) }

  /// Says what may be left out; false when the client has too much to read already.
  func offer(_ text: consuming [UInt8]) -> Bool { outbox.offer(framing.framed(text)) }
}
