/// The exact JSON of what the server sends. Replies hold `jsonrpc`, `id`, and one of `result` and
/// `error`, and nothing else; an error holds `code`, `message`, and `data` when there is any.

/// Texts of replies and notifications.
package enum ReplyText {
  /// The reply to a request that succeeded. `result` is JSON text.
  package static func result(_ result: [UInt8], id: RequestID) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(result.count + id.token.count + 40)
    text.append(contentsOf: "{\"jsonrpc\":\"2.0\",\"id\":".utf8)
    text.append(contentsOf: id.token)
    text.append(contentsOf: ",\"result\":".utf8)
    text.append(contentsOf: result)
    text.append(UInt8(ascii: "}"))
    return text
  }

  /// The reply to a request that failed.
  package static func error(
    code: Int, message: String, data: JSON? = nil, id: RequestID
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("id")
    writer.raw(id.token)
    writer.key("error")
    writer.beginObject()
    writer.key("code")
    writer.int(code)
    writer.key("message")
    writer.string(message)
    if let data {
      writer.key("data")
      writer.json(data)
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// The reply a refusal stands for.
  package static func error(_ refusal: Refusal) -> [UInt8] {
    error(code: refusal.code, message: refusal.message, id: refusal.id)
  }

  /// A notification of the server.
  package static func notification(_ method: StaticString, params: JSON) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("method")
    writer.string("\(method)")
    writer.key("params")
    writer.json(params)
    writer.endObject()
    return writer.bytes
  }

  /// The answer to a batch: the members' replies as one array.
  package static func batch(_ replies: [[UInt8]]) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "[")]
    text.reserveCapacity(replies.reduce(2) { $0 + $1.count + 1 })
    for (index, reply) in replies.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text.append(contentsOf: reply)
    }
    text.append(UInt8(ascii: "]"))
    return text
  }
}
