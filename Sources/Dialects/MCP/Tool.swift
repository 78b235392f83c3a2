/// A method as MCP offers it to models: everything that only reads, with words to choose by.
///
/// Tools write no files and start no jobs, so a host may run them without asking.
import Contract
import Methods
import Support
import Wire

struct Tool: Sendable {
  let entry: MethodEntry
  private let words: ToolWords

  /// All tools, the five first.
  static let all: [Tool] = AllMethods.entries.compactMap { entry in
    entry.description.tool.map { Tool(entry: entry, words: $0) }
  }

  /// The tool of that name.
  static func named(_ name: String) -> Tool? {
    all.first { $0.entry.description.name == name }
  }

  /// Parameters of methods that tools do not have.
  private static let kept: Set<String> = ["outputPath", "overwrite", "excel", "job", "saveAs"]

  /// The first argument that the method has and the tool has not.
  func refused(_ arguments: JSONNode?) -> String? {
    arguments.flatMap { node in Self.kept.sorted().first { node[$0] != nil } }
  }

  /// Whether the answer has pages of rows.
  var hasRows: Bool { entry.description.parameters.contains { $0.name == "limit" } }

  /// The tool as `tools/list` shows it.
  var json: JSON {
    let method = entry.description
    return .object([
      JSONMember("name", .string(method.name)),
      JSONMember("title", .string("\(words.title.en) · \(words.title.zh)")),
      JSONMember("description", .string("\(method.summary) \(words.guidance)")),
      JSONMember("inputSchema", inputSchema.json),
      JSONMember("outputSchema", Self.withoutWords(method.result.json)),
      JSONMember(
        "annotations",
        [
          "title": .string(words.title.en), "readOnlyHint": true, "destructiveHint": false,
          "idempotentHint": true, "openWorldHint": false,
        ]),
    ])
  }

  /// A schema without its descriptions, and open to members of later versions: a model sees the
  /// answer itself, and a list of tools that stays small is read by every host.
  private static func withoutWords(_ schema: JSON) -> JSON {
    switch schema {
    case .object(let members):
      .object(
        members.filter {
          ($0.key != "description" || $0.value.string == nil)
            && ($0.key != "additionalProperties" || $0.value != false)
        }
        .map { JSONMember($0.key, withoutWords($0.value)) })
    case .array(let items): .array(items.map(withoutWords))
    default: schema
    }
  }

  private var inputSchema: Schema {
    let parameters = entry.description.parameters.filter { !Self.kept.contains($0.name) }
    return .object(
      parameters.map { parameter in
        var schema = parameter.schema.with("description", .string(parameter.words))
        if parameter.name == "limit" {
          schema = schema.with("default", .int(Int64(MCPLimits.rows)))
        }
        return (parameter.name, schema)
      }, required: parameters.filter(\.isRequired).map(\.name))
  }
}

enum ListTools: Method {
  static let name = "tools/list"
  static let group = Group.mcp
  static let summary = "List the tools: the five, and all methods that only read."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Output: Answer {
    let tools: [JSON]
    let nextCursor: String?
    let mark: EraMark

    static let members: [Member<Self>] =
      [
        Member("tools", \.tools, "The tools, with schemas of what they take and give."),
        Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
      ] + EraMark.members.lifted(\.mark)
  }

  /// The pages: as many tools each as many clients read in one message.
  private static let pages: [[JSON]] = {
    var pages: [[JSON]] = [[]]
    var bytes = 0
    for tool in Tool.all.map(\.json) {
      let size = tool.text().utf8.count
      if bytes + size > MCPLimits.pageBytes, !pages[pages.count - 1].isEmpty {
        pages.append([])
        bytes = 0
      }
      bytes += size
      pages[pages.count - 1].append(tool)
    }
    return pages
  }()

  static func run(
    _ params: ListParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    try params.era.check()
    let page = params.cursor.map { Int($0) ?? -1 } ?? 0
    guard pages.indices.contains(page) else {
      throw ParameterError(
        path: "params.cursor", expected: "nextCursor of an earlier page",
        found: (params.cursor ?? "").quotedShort)
    }
    let next = page + 1 < pages.count ? String(page + 1) : nil
    let mark = EraMark(params.era, keepMilliseconds: MCPLimits.keepMilliseconds)
    return Outcome(Output(tools: pages[page], nextCursor: next, mark: mark))
  }
}
