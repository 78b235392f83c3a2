/// Tasks that people have, as prompts a host offers them: each once in English, once in Chinese.
import Contract
import Methods
import Support
import Wire

struct Prompt: Sendable {
  let name: String
  let title: Phrase
  let words: Phrase
  /// What the model is asked to do with the file at `path`.
  let task: @Sendable (_ path: String) -> Phrase

  /// Chinese ones have their own names.
  static let chineseSuffix = "-zh"

  /// The prompts as hosts list them.
  static var listed: [(name: String, prompt: Prompt, language: Language)] {
    all.map { ($0.name, $0, .en) } + all.map { ($0.name + chineseSuffix, $0, .zh) }
  }
}

enum ListPrompts: Method {
  static let name = "prompts/list"
  static let group = Group.mcp
  static let summary = "List tasks with customers that a host may offer, in both languages."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Output: Answer {
    let prompts: [JSON]
    let mark: EraMark

    static let members: [Member<Self>] =
      [Member("prompts", \.prompts, "The tasks.")] + EraMark.members.lifted(\.mark)
  }

  private static let path = Phrase(
    en: "The file with the data, absolute.", zh: "数据文件的绝对路径。")

  private static let prompts: [JSON] = Prompt.listed.map { name, prompt, language in
    [
      "name": .string(name),
      "title": .string(prompt.title.text(in: language)),
      "description": .string(prompt.words.text(in: language)),
      "arguments": [
        ["name": "path", "description": .string(path.text(in: language)), "required": true]
      ],
    ]
  }

  static func run(
    _ params: ListParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    try params.era.check()
    let mark = EraMark(params.era, keepMilliseconds: MCPLimits.keepMilliseconds)
    return Outcome(Output(prompts: prompts, mark: mark))
  }
}

enum GetPrompt: Method {
  static let name = "prompts/get"
  static let group = Group.mcp
  static let summary = "Give the words of a task for a file."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.unsupportedProtocolVersion]

  struct Params: Parameters {
    var name = ""
    var arguments = InputMap<String>()
    var era = Era.handshake

    static let fields: [Field<Self>] = [
      Field("name", \.name, "The prompt.", .required),
      Field("arguments", \.arguments, "path: the file with the data."), Era.field(\.era),
    ]
    static let refusesUnknown = false
  }

  struct Output: Answer {
    let description: String
    let messages: [JSON]
    let mark: EraMark

    static let members: [Member<Self>] =
      [
        Member("description", \.description, "What the task is."),
        Member("messages", \.messages, "What to say to the model."),
      ] + EraMark.members.lifted(\.mark)
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try params.era.check()
    guard let (_, prompt, language) = Prompt.listed.first(where: { $0.name == params.name }) else {
      let names = Prompt.listed.map(\.name)
      throw ParameterError(
        path: "params.name",
        expected: Nearest.names(to: params.name, among: names).first.map { "\"\($0)\"" }
          ?? "one of \(names.joined(separator: ", "))",
        found: params.name.quotedShort)
    }
    guard let path = params.arguments.pairs.first(where: { $0.key == "path" })?.value, !path.isEmpty
    else {
      throw ParameterError(
        path: "params.arguments.path", expected: "the file with the data", found: "nothing")
    }
    let text = prompt.task(path).text(in: language)
    return Outcome(
      Output(
        description: prompt.words.text(in: language),
        messages: [["role": "user", "content": ["type": "text", "text": .string(text)]]],
        mark: EraMark(params.era)))
  }
}
