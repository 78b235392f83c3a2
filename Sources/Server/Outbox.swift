/// What is on its way to one client. Frames are whole and in the order they were given.
///
/// Nobody who has something to say is ever blocked: what does not fit into the descriptor at once
/// is kept and written by a thread of its own, started when it is first needed. How much is kept is
/// bounded by the reader of the connection, which stops reading while `hasRoom` is false.
import Glibc
import Support

/// A class: the lock and the bytes it guards have one identity.
final class Outbox: @unchecked Sendable {
  private let descriptor: Descriptor
  private let budget: Int
  private let gate = Gate()
  private var queue: [[UInt8]] = []
  /// Bytes in `queue` or in the hands of the writer thread.
  private var pending = 0
  private var hasThread = false
  private var isWriting = false
  private var isBroken = false
  private var isClosed = false
  /// Called once, without the lock, when the client cannot be reached any more.
  private let whenBroken: @Sendable () -> Void
  /// Called without the lock when there is room again, or no need for it any more.
  private let whenRoom: @Sendable () -> Void

  init(
    _ descriptor: Descriptor, budget: Int = Limits.unreadReplyBytes,
    whenRoom: @escaping @Sendable () -> Void = {}, whenBroken: @escaping @Sendable () -> Void
  ) {
    self.whenRoom = whenRoom
    self.descriptor = descriptor
    self.budget = budget
    self.whenBroken = whenBroken
  }

  /// Sends whole frames. Never blocks; frames for a client that is gone are dropped.
  func send(_ frames: consuming [UInt8]) {
    let broke = gate.locked { () -> Bool in
      guard !isBroken, !isClosed, !frames.isEmpty else { return false }
      var sent = 0
      if pending == 0 {
        switch frames.withUnsafeBytes({ descriptor.writeNow($0) }) {
        case .broken:
          isBroken = true
          gate.wakeAll()
          return true
        case .some(let count): sent = count
        }
        if sent == frames.count { return false }
      }
      keep(sent == 0 ? frames : Array(frames[sent...]))
      return false
    }
    if broke { whenBroken() }
  }

  /// Sends frames that may be left out; false when there is no room and they were dropped.
  func offer(_ frames: consuming [UInt8]) -> Bool {
    guard gate.locked({ pending <= budget && !isBroken && !isClosed }) else { return false }
    send(frames)
    return true
  }

  private func keep(_ bytes: [UInt8]) {
    pending += bytes.count
    if let last = queue.last, last.count + bytes.count <= 64 << 10 {
      queue[queue.count - 1].append(contentsOf: bytes)
    } else {
      queue.append(bytes)
    }
    if hasThread {
      gate.wakeAll()
    } else {
      hasThread = Threads.start { [self] in writeOut() }
      if !hasThread { isBroken = true }
    }
  }

  private func writeOut() {
    while true {
      let chunks = gate.locked { () -> [[UInt8]] in
        while queue.isEmpty, !isClosed, !isBroken { gate.wait() }
        defer { queue = [] }
        isWriting = !queue.isEmpty && !isBroken
        if !isWriting { hasThread = false }
        gate.wakeAll()
        return isBroken ? [] : queue
      }
      if chunks.isEmpty { return }
      var works = true
      for chunk in chunks where works {
        works = chunk.withUnsafeBytes { bytes in
          descriptor.writeAll(bytes) { count in
            let isRoomAgain = gate.locked { () -> Bool in
              let wasFull = pending > budget
              pending -= count
              gate.wakeAll()
              return wasFull && pending <= budget
            }
            if isRoomAgain { whenRoom() }
          }
        }
      }
      gate.locked {
        isWriting = false
        isBroken = isBroken || !works
        gate.wakeAll()
      }
      if !works {
        whenBroken()
        whenRoom()
      }
    }
  }

  /// Whether more may be kept for the client, or it is gone and nothing is.
  var hasRoom: Bool { gate.locked { pending <= budget || isBroken || isClosed } }

  /// Waits until the client has read enough of what it was sent; at once when it is gone.
  func waitForRoom() {
    gate.locked {
      while pending > budget, !isBroken, !isClosed { gate.wait() }
    }
  }

  /// Waits until everything was written; false when the time is over before.
  func flush(until deadline: UInt64) -> Bool {
    gate.locked {
      while pending > 0, !isBroken, !isClosed {
        if !gate.wait(until: deadline) { return pending == 0 }
      }
      return true
    }
  }

  /// Takes nothing more and ends the writer thread; the descriptor may be closed afterwards.
  func close() {
    gate.locked {
      isClosed = true
      gate.wakeAll()
      if isWriting, descriptor.isSocket { shutdown(descriptor.number, Int32(SHUT_RDWR)) }
      while hasThread { gate.wait() }
    }
    whenRoom()
  }

  /// Whether the client is known to be gone.
  var isGone: Bool { gate.locked { isBroken } }
}
