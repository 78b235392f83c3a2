/// What hosts may read without calling a tool: loaded datasets, kept models, the reference page.
import Contract
import Methods
import Support
import Wire

enum ResourceAddress {
  static let reference = "tenure://reference"
  static let datasets = "tenure://datasets/"
  static let models = "tenure://models/"

  /// The address of what is called so; bytes that an address cannot hold are written as `%XX`.
  static func of(_ name: String, under place: String) -> String {
    place + name.utf8.map(escaped).joined()
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      return String(decoding: [byte], as: UTF8.self)
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
  }

  /// The name in an address under a place; nil when it is not there.
  static func name(_ address: String, under place: String) -> String? {
    guard address.hasPrefix(place) else { return nil }
    var bytes: [UInt8] = []
    var rest = Substring(address).utf8.dropFirst(place.utf8.count)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
  }
}

enum ListResources: Method {
  static let name = "resources/list"
  static let group = Group.mcp
  static let summary = "List what can be read: loaded datasets, kept models, the reference page."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Output: Answer {
    let resources: [JSON]
    let mark: EraMark

    static let members: [Member<Self>] =
      [Member("resources", \.resources, "What can be read, by address.")]
      + EraMark.members.lifted(\.mark)
  }

  static func run(
    _ params: ListParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    try params.era.check()
    let reference: JSON = [
      "uri": .string(ResourceAddress.reference), "name": "reference",
      "title": "Reference of all methods · 方法参考",
      "description": "Every method with its parameters, results and errors.",
      "mimeType": "text/markdown",
    ]
    let datasets = workspace.briefs.map { dataset -> JSON in
      [
        "uri": .string(ResourceAddress.of(dataset.name, under: ResourceAddress.datasets)),
        "name": .string(dataset.name),
        "description": .string("\(dataset.kind), \(dataset.rows) rows, version \(dataset.version)"),
        "mimeType": "application/json",
      ]
    }
    let models = workspace.modelBriefs.map { model -> JSON in
      [
        "uri": .string(ResourceAddress.of(model.name, under: ResourceAddress.models)),
        "name": .string(model.name),
        "description": .string("model of \(model.kind) by \(model.method)"),
        "mimeType": "application/json",
      ]
    }
    // Datasets and models come and go, so the list does not hold.
    return Outcome(
      Output(
        resources: [reference] + datasets + models,
        mark: EraMark(params.era, keepMilliseconds: 0)))
  }
}

enum ListResourceTemplates: Method {
  static let name = "resources/templates/list"
  static let group = Group.mcp
  static let summary = "List the forms that addresses of resources have."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Output: Answer {
    let templates: [JSON] = [
      [
        "uriTemplate": .string(ResourceAddress.datasets + "{name}"), "name": "dataset",
        "title": "A loaded dataset · 已载入数据",
        "description": "Columns, types, ranges and frequent values; personal data masked.",
        "mimeType": "application/json",
      ],
      [
        "uriTemplate": .string(ResourceAddress.models + "{name}"), "name": "model",
        "title": "A kept model · 已保存模型",
        "description": "What it does, and what it was made of.", "mimeType": "application/json",
      ],
    ]
    let mark: EraMark

    static let members: [Member<Self>] =
      [Member("resourceTemplates", \.templates, "The forms of addresses.")]
      + EraMark.members.lifted(\.mark)
  }

  static func run(
    _ params: ListParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    try params.era.check()
    let mark = EraMark(params.era, keepMilliseconds: MCPLimits.keepMilliseconds)
    return Outcome(Output(mark: mark))
  }
}

enum ReadResource: Method {
  static let name = "resources/read"
  static let group = Group.mcp
  static let summary = "Read a resource: the figures of a dataset, a model, the reference page."
  static let effect = Effect.computes
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion, .resourceNotFound]
  static let runOptions: [Field<RunOptions>] = []

  struct Params: Parameters {
    var uri = ""
    var era = Era.handshake

    static let fields: [Field<Self>] = [
      Field("uri", \.uri, "The address, as resources/list gives it.", .required),
      Era.field(\.era),
    ]
    static let refusesUnknown = false
  }

  struct Output: Answer {
    let contents: [JSON]
    let mark: EraMark

    static let members: [Member<Self>] =
      [Member("contents", \.contents, "The text of the resource.")]
      + EraMark.members.lifted(\.mark)
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try params.era.check()
    if params.uri == ResourceAddress.reference {
      return outcome(params, "text/markdown", Reference.text(.current), MCPLimits.keepMilliseconds)
    }
    if let name = ResourceAddress.name(params.uri, under: ResourceAddress.models) {
      guard let text = workspace.describe(model: name) else { throw notFound(params) }
      return outcome(params, "application/json", text, 0)
    }
    guard let name = ResourceAddress.name(params.uri, under: ResourceAddress.datasets),
      workspace.briefs.contains(where: { $0.name == name })
    else { throw notFound(params) }
    let text = try workspace.describe(dataset: name, run)
    return outcome(params, "application/json", text, 0)
  }

  private static func outcome(
    _ params: Params, _ kind: String, _ text: String, _ keepMilliseconds: Int
  ) -> Outcome<Output> {
    let content: JSON = [
      "uri": .string(params.uri), "mimeType": .string(kind), "text": .string(text),
    ]
    return Outcome(
      Output(
        contents: [content], mark: EraMark(params.era, keepMilliseconds: keepMilliseconds)))
  }

  /// The number of this error changed with 2026-07-28.
  private static func notFound(_ params: Params) -> Failure {
    let code: ErrorCode = params.era == .modern ? .invalidParams : .resourceNotFound
    return Failure(
      code: code.rawValue, message: "no resource has the address \(params.uri.quotedShort)",
      data: [
        "code": .string(code.name), "retryable": false,
        "uri": .string(String(params.uri.prefix(1_000))),
      ])
  }
}
