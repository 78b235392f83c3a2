/// What a method answered, as the result of `tools/call`.
///
/// A refusal that the caller can mend is a result with `isError`, so that the model reads it;
/// everything else stays an error of the protocol.
import Contract
import Methods
import Wire

enum ToolReply {
  static func of(
    _ result: Result<[UInt8], Failure>, _ era: Era
  ) -> Result<[UInt8], Failure> {
    switch result {
    case .success(let bytes): return .success(success(bytes, era))
    case .failure(let failure):
      let isMendable = failure.code > 0 || failure.code == ErrorCode.invalidParams.rawValue
      return isMendable ? .success(refusal(failure, era)) : .failure(failure)
    }
  }

  private static func success(_ bytes: [UInt8], _ era: Era) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("content")
    writer.beginArray()
    bytes.withUnsafeBufferPointer { text in
      block(&writer, for: "assistant") { $0.string(utf8: text) }
    }
    if let words = words(bytes) { block(&writer, for: "user") { $0.string(words) } }
    writer.endArray()
    writer.key("structuredContent")
    writer.raw(bytes)
    return closed(&writer, isError: false, era)
  }

  private static func refusal(_ failure: Failure, _ era: Era) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("content")
    writer.beginArray()
    let hint = failure.data?["hint"]?.string.map { "; \($0)" } ?? ""
    block(&writer, for: nil) { $0.string("\(failure.message)\(hint)") }
    let facts: JSON = [
      "code": .int(Int64(failure.code)), "message": .string(failure.message),
      "data": failure.data ?? .null,
    ]
    block(&writer, for: "assistant") { $0.string(facts.text()) }
    writer.endArray()
    return closed(&writer, isError: true, era)
  }

  private static func closed(_ writer: inout JSONWriter, isError: Bool, _ era: Era) -> [UInt8] {
    writer.key("isError")
    writer.bool(isError)
    let mark = EraMark(era)
    for member in EraMark.members { member.write(mark, &writer) }
    writer.endObject()
    return writer.bytes
  }

  /// A block of text, meant for the model or for the person.
  private static func block(
    _ writer: inout JSONWriter, for audience: String?, _ text: (inout JSONWriter) -> Void
  ) {
    writer.beginObject()
    writer.key("type")
    writer.string("text")
    writer.key("text")
    text(&writer)
    if let audience {
      writer.key("annotations")
      writer.json(["audience": [.string(audience)]])
    }
    writer.endObject()
  }

  /// The answer in a few sentences, where it has them: what was found, how far to trust it, and
  /// what to know.
  private static func words(_ bytes: [UInt8]) -> String? {
    guard let result = (try? JSONDocument(bytes))?.root, let summary = result["summary"] else {
      return nil
    }
    var lines = [said(summary)]
    if let grade = result["grade"], let letter = grade["letter"]?.string {
      lines.append("[\(letter)] \(grade["reason"].map(said) ?? "")")
    }
    if let warnings = result["warnings"], warnings.kind == .array {
      lines += warnings.elements.prefix(5).compactMap { $0["message"].map { "! \(said($0))" } }
    }
    return lines.joined(separator: "\n")
  }

  /// A text in one language, or in both.
  private static func said(_ node: JSONNode) -> String {
    node.string
      ?? [node["en"]?.string, node["zh"]?.string].compactMap { $0 }.joined(separator: " ")
  }
}
