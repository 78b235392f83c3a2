/// Another name for a model, that can be moved to the next one and back.
import Analytics
import Contract
import Support

enum SetAlias: Method {
  static let name = "setAlias"
  static let group = Group.models
  static let summary = "Point a name such as production at a model, and say what it pointed at."
  static let effect = Effect.changes
  static let errors: [ErrorCode] = [.modelNotFound]

  struct Params: Parameters {
    var alias = ""
    var model = ""

    static let fields: [Field<Self>] = [
      Field("alias", \.alias, "The name that requests use, such as production.", .required),
      Field("model", \.model, "The model it is to stand for.", .required),
    ]
  }

  struct Output: Answer {
    let alias: String
    let model: String
    let previous: String?

    static let members: [Member<Self>] = [
      Member("alias", \.alias, "The name."),
      Member("model", \.model, "The model it stands for now."),
      Member(
        "previous", \.previous,
        "The model it stood for; give it as model to go back. Null for none."
      ),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try SavedModel.check(name: params.alias, at: "params.alias")
    if workspace.models.contains(where: { $0.name == params.alias }) {
      throw ParameterError(
        path: "params.alias", expected: "a name that no model has", found: "that of a model")
    }
    let model = try workspace.model(params.model)
    let previous = workspace.aliases[params.alias]
    if previous == nil, workspace.aliases.count >= Limits.models {
      throw Failure(
        .memoryLimit, "\(Limits.models) aliases are kept, which is the limit",
        hint: Phrase(
          en: "move one of them, or delete its model", zh: "请改用已有别名，或删除其模型"))
    }
    return Outcome(
      Output(alias: params.alias, model: model.name, previous: previous),
      changes: [.alias(params.alias, model: model.name)])
  }
}
