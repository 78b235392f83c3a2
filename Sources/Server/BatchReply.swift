/// The answer to a batch while it is put together: one array, in the order of the requests, sent
/// when its last member is there; nothing when no member draws a reply.
///
/// It is one message, so it has a bound: what no longer fits is answered with an error.
import Contract
import Methods
import Support
import Wire

/// A class: several workers fill one.
final class BatchReply: @unchecked Sendable {
  private let gate = Gate()
  private let bytesMax: Int
  private var replies: [[UInt8]?]
  private var missing: Int
  private var bytes = 0
  private let send: @Sendable ([UInt8]) -> Void

  init(
    count: Int, bytesMax: Int = Limits.unreadReplyBytes, send: @escaping @Sendable ([UInt8]) -> Void
  ) {
    replies = Array(repeating: nil, count: count)
    missing = count
    self.bytesMax = bytesMax
    self.send = send
  }

  /// Says once what becomes of a member; nil for no reply.
  ///
  /// - Parameter id: the member's id, to answer with an error when there is no room for the reply.
  func fill(_ place: Int, _ reply: [UInt8]?, id: RequestID = .null) {
    let all = gate.locked { () -> [[UInt8]] in
      let fits = bytes + (reply?.count ?? 0) <= bytesMax
      if fits { bytes += reply?.count ?? 0 }
      replies[place] = fits ? reply : Self.refusal(bytesMax, id)
      missing -= 1
      return missing == 0 ? replies.compactMap { $0 } : []
    }
    if !all.isEmpty { send(ReplyText.batch(all)) }
  }

  private static func refusal(_ bytesMax: Int, _ id: RequestID) -> [UInt8] {
    let code = ErrorCode.memoryLimit
    return ReplyText.error(
      Failure(
        code: code.rawValue,
        message:
          "the answers of a batch have at most \(bytesMax) bytes together; ask for this alone",
        data: ["code": .string(code.name), "retryable": false]), id: id)
  }
}
