/// What a text means: a request, a notification, a response, or something that draws an error.
///
/// Every text gives exactly one `Incoming`. A part that is no request becomes a `Refusal`, which
/// carries the exact error to answer with, so nothing is ever dropped in silence.
import Support

/// A request or notification of a client.
package struct Call: Sendable {
  /// The id to answer to, or nil for a notification.
  package let id: RequestID?
  /// The method's name.
  package let method: String
  /// An array or an object, or nil when omitted or null.
  package let params: JSONNode?

  /// A call made in the program itself.
  package init(id: RequestID?, method: String, params: JSONNode?) {
    self.id = id
    self.method = method
    self.params = params
  }
}

/// An error reply that is settled before any method runs.
package struct Refusal: Error, Sendable, Equatable {
  /// The id to answer to; null when none could be read.
  package let id: RequestID
  /// The JSON-RPC error code.
  package let code: Int
  /// One sentence for the client's author.
  package let message: String

  /// An error reply.
  package init(id: RequestID = .null, code: Int, message: String) {
    self.id = id
    self.code = code
    self.message = message
  }

  /// The text was no JSON.
  package static let parseError = -32700
  /// The JSON was no request.
  package static let invalidRequest = -32600
  /// The message is larger than the limit.
  package static let messageTooLarge = 5006
}

/// One member of a batch, or a message of its own.
package enum Message: Sendable {
  case call(Call)
  /// An answer of the client, which is never answered.
  case response
  case invalid(Refusal)
}

/// One frame's content.
package enum Incoming: Sendable {
  case single(Message)
  /// At least one and at most `Limits.batchMembers` members.
  case batch([Message])
}

/// Reads texts as messages.
package struct MessageReader: Sendable {
  /// Whether a missing `jsonrpc` and `id` are filled in.
  package let lenient: Bool

  /// A reader of one dialect.
  package init(lenient: Bool = false) { self.lenient = lenient }

  /// The message a text holds.
  ///
  /// - Parameter isLine: whether the text was one line, for the hint to those who sent several.
  package func read(_ text: consuming [UInt8], isLine: Bool) -> Incoming {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(text)
    } catch {
      return .single(.invalid(Self.refusal(of: error, isLine: isLine)))
    }
    let root = document.root
    guard root.kind == .array else { return .single(member(root, inBatch: false)) }
    guard root.count > 0 else {
      return .single(.invalid(Self.notARequest("a batch has at least one member, found none")))
    }
    guard root.count <= Limits.batchMembers else {
      return .single(
        .invalid(
          Self.notARequest(
            "a batch has at most \(Limits.batchMembers) members, found \(root.count)")))
    }
    return .batch(root.elements.map { member($0, inBatch: true) })
  }

  private static func refusal(of error: JSONError, isLine: Bool) -> Refusal {
    var message = "Not JSON: " + error.message
    if isLine, error.found == "the end of the text" {
      message += "; send each message on one line, for example through jq -c"
    }
    return Refusal(code: Refusal.parseError, message: message)
  }

  private static func notARequest(_ words: String, id: RequestID = .null) -> Refusal {
    Refusal(id: id, code: Refusal.invalidRequest, message: "Not a request: " + words)
  }

  /// What is read of an object before it is judged. Keys are compared as bytes: of thousands of
  /// requests none makes a string for its keys.
  private struct Parts {
    var version: JSONNode?
    var id: JSONNode?
    var method: JSONNode?
    var params: JSONNode?
    var isAnswer = false

    init(_ node: JSONNode) {
      node.forEachMember { key, value in
        if Self.equal(key, "jsonrpc") {
          version = value
        } else if Self.equal(key, "id") {
          id = value
        } else if Self.equal(key, "method") {
          method = value
        } else if Self.equal(key, "params") {
          params = value
        } else if Self.equal(key, "result") || Self.equal(key, "error") {
          isAnswer = true
        }
      }
    }

    static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
      bytes.count == name.utf8CodeUnitCount
        && bytes.elementsEqual(
          UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
  }

  private func member(_ node: JSONNode, inBatch: Bool) -> Message {
    guard node.kind == .object else {
      let wanted = inBatch ? "an object" : "an object or an array of objects"
      return .invalid(Self.notARequest("expected \(wanted), found \(node.kindWord)"))
    }
    let parts = Parts(node)
    if parts.method == nil, parts.isAnswer { return .response }
    let id = parts.id.map { RequestID($0) } ?? RequestID?.none
    let answerTo = id ?? .null
    if let given = parts.id, id == nil {
      return .invalid(
        Self.notARequest("expected id as a string, a number or null, found \(given.kindWord)"))
    }
    if let problem = versionProblem(parts.version) {
      return .invalid(Self.notARequest(problem, id: answerTo))
    }
    guard let method = parts.method?.string else {
      let found = parts.method?.kindWord ?? "none"
      return .invalid(
        Self.notARequest("expected method as a string, found \(found)", id: answerTo))
    }
    var params = parts.params
    if params?.isNull ?? false { params = nil }
    if let params, params.kind != .array, params.kind != .object {
      return .invalid(
        Self.notARequest(
          "expected params as an object or an array, found \(params.kindWord)", id: answerTo))
    }
    let filled = lenient && !Self.isNotification(method) ? RequestID.null : nil
    return .call(Call(id: id ?? filled, method: method, params: params))
  }

  private func versionProblem(_ version: JSONNode?) -> String? {
    guard let version else {
      return lenient
        ? nil : "expected \"jsonrpc\":\"2.0\", found none; add it or start with --lenient"
    }
    let isTwo = version.withStringBytes { Parts.equal($0, "2.0") } ?? false
    if isTwo { return nil }
    let found = version.kind == .string ? "another version" : version.kindWord
    return "expected \"jsonrpc\":\"2.0\", found \(found)"
  }

  private static func isNotification(_ method: String) -> Bool {
    method.hasPrefix("$/") || method.hasPrefix("notifications/") || method == "exit"
      || method == "initialized"
  }
}
