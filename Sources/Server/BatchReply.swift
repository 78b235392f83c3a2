/// The answer to a batch while it is put together: one array, in the order of the requests, sent
/// when its last member is there; nothing when no member draws a reply.
import Wire

/// A class: several workers fill one.
final class BatchReply: @unchecked Sendable {
  private let gate = Gate()
  private var replies: [[UInt8]?]
  private var missing: Int
  private let send: @Sendable ([UInt8]) -> Void

  init(count: Int, send: @escaping @Sendable ([UInt8]) -> Void) {
    replies = Array(repeating: nil, count: count)
    missing = count
    self.send = send
  }

  /// Says once what becomes of a member; nil for no reply.
  func fill(_ place: Int, _ reply: [UInt8]?) {
    let all = gate.locked { () -> [[UInt8]] in
      replies[place] = reply
      missing -= 1
      return missing == 0 ? replies.compactMap { $0 } : []
    }
    if !all.isEmpty { send(ReplyText.batch(all)) }
  }
}
