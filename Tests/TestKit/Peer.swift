/// A client's end of a conversation over descriptors: a socket, or a pair of pipes.
///
/// Every wait has a deadline, and nothing sleeps.
import Glibc
import Synchronization

/// How much longer than stated a slow build may take; a sanitizer's run sets `TENURE_PATIENCE`.
package enum Patience {
  /// 1 unless the environment says otherwise.
  package static let scale = getenv("TENURE_PATIENCE").flatMap { Double(String(cString: $0)) } ?? 1

  /// Whether memory means anything: a sanitizer's own is many times the program's.
  package static var countsMemory: Bool { scale == 1 }

  /// Tries until the condition holds or that many seconds are over.
  package static func until(seconds: Double = 20, _ condition: () -> Bool) -> Bool {
    for _ in 0..<max(1, Int(seconds * scale * 200)) {
      if condition() { return true }
      poll(nil, 0, 5)
    }
    return condition()
  }
}

/// Who talks to a server. A class: the test and its threads share one.
package class Peer: @unchecked Sendable {
  /// What the server's bytes are read from.
  package let input: Int32
  /// What bytes for the server are written to.
  package let output: Int32
  private let received = Mutex(Inbox())

  /// A peer that closes the descriptors when it goes.
  package init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
    for end in [input, output] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  deinit {
    closeInput()
    received.withLock { if !$0.isClosed { Glibc.close(input) } }
  }

  // MARK: Sending

  /// Sends a text and a line end.
  package func send(_ text: String) { sendRaw(Array((text + "\n").utf8)) }

  /// Sends a text as a frame with headers.
  package func sendFrame(_ text: String) {
    sendRaw(Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
  }

  /// Sends bytes as they are and says how many were taken before the server left, or before it took
  /// none for that many seconds.
  @discardableResult
  package func sendRaw(_ bytes: [UInt8], seconds: Double = 20) -> Int {
    bytes.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let rest = UnsafeRawBufferPointer(rebasing: raw[done...])
        let count = write(output, rest.baseAddress, rest.count)
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          guard wait(output, POLLOUT, seconds) else { return done }
        } else if errno != EINTR {
          return done
        }
      }
      return done
    }
  }

  private let isOutputClosed = Atomic<Bool>(false)

  /// Says that nothing more will be sent.
  package func closeInput() {
    if input == output {
      shutdown(output, Int32(SHUT_WR))
    } else if !isOutputClosed.exchange(true, ordering: .relaxed) {
      Glibc.close(output)
    }
  }

  /// Reads nothing more.
  package func stopReading() {
    received.withLock { inbox in
      guard !inbox.isClosed else { return }
      inbox.isClosed = true
      Glibc.close(input)
    }
  }

  /// Leaves without reading what is still to come.
  package func vanish() { shutdown(output, Int32(SHUT_RDWR)) }

  // MARK: Receiving

  /// The next line, or nil at the end of the conversation or after that many seconds.
  package func nextLine(seconds: Double = 20) -> String? {
    next(seconds: seconds) { bytes, searched in
      let end = bytes.withUnsafeBytes { raw -> Int? in
        guard let base = raw.baseAddress,
          let found = memchr(base + searched, 10, raw.count - searched)
        else { return nil }
        return UnsafeRawPointer(found) - base
      }
      return end.map { (0..<$0, $0 + 1) }
    }
  }

  /// The body of the next `Content-Length` frame.
  package func nextBody(seconds: Double = 20) -> String? {
    next(seconds: seconds) { bytes, _ in
      let text = String(decoding: bytes.prefix(40), as: UTF8.self)
      let name = "Content-Length: "
      guard text.hasPrefix(name),
        let digits = text.dropFirst(name.count).split(separator: "\r\n").first,
        let length = Int(digits)
      else { return nil }
      let start = name.utf8.count + digits.utf8.count + 4
      guard bytes.count >= start + length else { return nil }
      return (start..<start + length, start + length)
    }
  }

  /// Everything until the server closes its end; nil when it does not within that many seconds.
  package func rest(seconds: Double = 20) -> String? {
    while wait(input, POLLIN, seconds) {
      if received.withLock({ $0.fill(from: input) }) { continue }
      return received.withLock { inbox in
        let text = String(decoding: inbox.bytes[inbox.start...], as: UTF8.self)
        inbox.start = inbox.bytes.count
        return text
      }
    }
    return nil
  }

  /// Whether nothing came within that many milliseconds.
  package func isSilent(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return received.withLock { $0.start == $0.bytes.count } && poll(&entry, 1, milliseconds) == 0
  }

  /// - Parameter cut: finds a text in what has come; the number says how much held none before.
  private func next(
    seconds: Double, _ cut: (ArraySlice<UInt8>, Int) -> (Range<Int>, Int)?
  ) -> String? {
    var searched = 0
    while true {
      let found = received.withLock { inbox -> String? in
        let waiting = inbox.bytes[inbox.start...]
        guard let (range, used) = cut(waiting, searched) else {
          searched = waiting.count
          return nil
        }
        let base = inbox.start
        let text = String(
          decoding: inbox.bytes[base + range.lowerBound..<base + range.upperBound], as: UTF8.self)
        inbox.start += used
        return text
      }
      if let found { return found }
      guard wait(input, POLLIN, seconds), received.withLock({ $0.fill(from: input) })
      else { return nil }
    }
  }

  private func wait(_ descriptor: Int32, _ event: Int32, _ seconds: Double) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&entry, 1, Int32(seconds * Patience.scale * 1_000)) > 0
  }

  private struct Inbox {
    var bytes: [UInt8] = []
    var start = 0
    var isClosed = false

    /// Reads what is there; false at the end.
    mutating func fill(from descriptor: Int32) -> Bool {
      bytes.removeFirst(start)
      start = 0
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 256 << 10) { room, filled in
        count = read(descriptor, room.baseAddress, room.count)
        filled = max(0, count)
      }
      bytes.append(contentsOf: piece)
      return count > 0 || (count < 0 && errno == EAGAIN)
    }
  }

  // MARK: Both

  /// Sends a request and gives the next line.
  package func ask(_ text: String, seconds: Double = 20) -> String? {
    send(text)
    return nextLine(seconds: seconds)
  }

  /// Whether a ping is answered by the very next line: nothing before drew a reply.
  package func answersPing(seconds: Double = 20) -> Bool {
    let reply = ask(#"{"jsonrpc":"2.0","id":"fence","method":"ping"}"#, seconds: seconds)
    return reply?.hasPrefix(#"{"jsonrpc":"2.0","id":"fence","result":{"#) ?? false
  }
}
