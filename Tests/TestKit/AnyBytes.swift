/// What must hold for any bytes at all: each layer from the stream to the parameters takes them or
/// refuses them, says the same twice, and never traps.
///
/// The fuzzer makes the bytes up; a test runs the corpus through.
import Dialects
import Methods
import Wire

package enum AnyBytes {
  private static let entries = Dictionary(
    AllEntries.entries.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Bytes of one message in here, small so that the limit is met.
  private static let messageBytes = 4_096

  /// Takes the bytes as a stream, as a text, and as parameters of every method.
  package static func check(_ bytes: [UInt8]) {
    let whole = frames(bytes, piece: .max, bufferBytes: 64 << 10)
    let length = 1 + Int(bytes.first ?? 0) % 29
    // Smaller than most messages; the name of a first header, at most 64 bytes, must fit.
    let pieces = frames(bytes, piece: length, bufferBytes: 128)
    precondition(whole == pieces, "a stream is read in another way in pieces of \(length)")
    for case .text(let text, let isLine) in whole { read(text, isLine: isLine) }
    guard let document = try? JSONDocument(bytes) else { return }
    check(document.root)
    for entry in AllEntries.entries { decode(document.root, by: entry) }
  }

  private enum Piece: Equatable {
    case text([UInt8], isLine: Bool)
    case refused(Refusal, closes: Bool)
  }

  private static func frames(_ bytes: [UInt8], piece: Int, bufferBytes: Int) -> [Piece] {
    var reader = FrameReader(bufferBytes: bufferBytes, messageBytes: messageBytes)
    var place = 0
    var found: [Piece] = []
    while true {
      let frame = reader.next { buffer in
        let count = min(buffer.count, bytes.count - place, piece)
        buffer.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
      }
      switch frame {
      case .end: return found
      case .text(let text):
        precondition(text.count <= messageBytes, "a message beyond the limit")
        found.append(.text(text, isLine: reader.framing != .headers))
      case .refused(let refusal, let closes):
        found.append(.refused(refusal, closes: closes))
        if closes { return found }
      }
    }
  }

  /// Reads a text as a message; what is no request has its reply, what is one its parameters.
  private static func read(_ text: [UInt8], isLine: Bool) {
    for lenient in [false, true] {
      switch MessageReader(lenient: lenient).read(text, isLine: isLine) {
      case .single(let message): answer(message)
      case .batch(let messages): for message in messages { answer(message) }
      }
    }
  }

  private static func answer(_ message: Message) {
    switch message {
    case .response: return
    case .invalid(let refusal): isJSON(ReplyText.error(refusal))
    case .call(let call):
      if let id = call.id { isJSON(ReplyText.result(Array("null".utf8), id: id)) }
      guard let entry = entries[call.method] else { return }
      decode(call.params, by: entry)
    }
  }

  private static func decode(_ params: JSONNode?, by entry: MethodEntry) {
    if let failure = entry.refusal(of: params) {
      isJSON(
        ReplyText.error(
          code: failure.code, message: failure.message, data: failure.data, id: .null))
    }
    _ = entry.runOptions(params)
    _ = entry.awaitedJob(params)
    _ = entry.routed(params)
  }

  /// What the server writes, its own reader takes.
  private static func isJSON(_ reply: [UInt8]) {
    precondition((try? JSONDocument(reply)) != nil, "a reply that is no JSON")
  }

  /// A value is the same as a tree, and the same again when it is written and read.
  private static func check(_ root: JSONNode) {
    let tree = JSON(root)
    let text = tree.text()
    guard let again = try? JSONDocument(Array(text.utf8)) else {
      preconditionFailure("a value that was written cannot be read")
    }
    precondition(JSON(again.root).text() == text, "a value changes when it is written and read")
    guard let source = try? JSONDocument(Array(root.sourceText.utf8)) else {
      preconditionFailure("a value's own text cannot be read")
    }
    precondition(JSON(source.root) == tree, "a value's own text is another value")
  }
}
