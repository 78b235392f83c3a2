/// Which of the two eras of MCP a request belongs to, as its own `_meta` says, and what an answer
/// of that era carries beside its content.
///
/// Up to 2025-11-25 a handshake opens the session and requests say nothing. Since 2026-07-28 every
/// request names its version and the client's capabilities, and every answer says that it is
/// complete and who gave it. A connection is never held to one era.
import Contract
import Methods
import Wire

enum Era: InputValue, Equatable {
  case handshake
  case modern
  case unsupported(String)

  private static let versionKey = "io.modelcontextprotocol/protocolVersion"
  private static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

  static var schema: Schema { .type("object") }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind != .null else {
      self = .handshake
      return
    }
    guard node.kind == .object else { throw node.refused(path, expected: "an object") }
    guard let version = node[Self.versionKey] else {
      self = .handshake
      return
    }
    guard let name = version.string else {
      throw version.refused("\(path).\(Self.versionKey)", expected: "a string")
    }
    guard let capabilities = node[Self.capabilitiesKey] else {
      throw ParameterError(
        path: "\(path).\(Self.capabilitiesKey)", expected: "an object", found: "nothing")
    }
    guard capabilities.kind == .object else {
      throw capabilities.refused("\(path).\(Self.capabilitiesKey)", expected: "an object")
    }
    self = MCPVersion.modern.contains(name) ? .modern : .unsupported(name)
  }

  /// Refuses a version that is not spoken.
  func check() throws {
    guard case .unsupported(let name) = self else { return }
    throw Failure(
      code: ErrorCode.unsupportedProtocolVersion.rawValue,
      message: "version \(name.quotedShort) of MCP is not spoken in requests",
      data: [
        "supported": .array(MCPVersion.modern.map { .string($0) }), "requested": .string(name),
      ])
  }

  /// The member of `params` that says it.
  static func field<Owner>(
    _ place: any WritableKeyPath<Owner, Era> & Sendable
  ) -> Field<Owner> {
    Field("_meta", place, "Since MCP 2026-07-28: the version and capabilities of the client.")
  }
}

/// What answers of 2026-07-28 carry beside their content; those of older versions nothing.
struct EraMark: Sendable {
  let isModern: Bool
  /// How long a client may keep the answer; nil for answers that are not to be kept.
  let keepMilliseconds: Int?

  init(_ era: Era, keepMilliseconds: Int? = nil) {
    isModern = era == .modern
    self.keepMilliseconds = keepMilliseconds
  }

  static let members: [Member<Self>] = [
    Member("resultType", ifAny: \.resultType, "complete; since 2026-07-28."),
    Member("ttlMs", ifAny: \.ttl, "How long the answer holds; since 2026-07-28."),
    Member("cacheScope", ifAny: \.scope, "Who may keep the answer; since 2026-07-28."),
    Member("_meta", ifAny: \.meta, "Who answered; since 2026-07-28."),
  ]

  private var resultType: String? { isModern ? "complete" : nil }
  private var ttl: Int? { isModern ? keepMilliseconds : nil }
  private var scope: String? { isModern && keepMilliseconds != nil ? "private" : nil }
  private var meta: JSON? {
    isModern ? ["io.modelcontextprotocol/serverInfo": ServerInfo.json] : nil
  }
}

/// Parameters of requests that say nothing but their era and where a list goes on.
struct ListParams: Parameters {
  var cursor: String?
  var era = Era.handshake

  static let fields: [Field<Self>] = [
    Field("cursor", \.cursor, "nextCursor of the page before."), Era.field(\.era),
  ]

  /// Versions of MCP add members.
  static let refusesUnknown = false
}
