/// Forgets a model.
import Contract
import Support

enum DeleteModel: Method {
  static let name = "deleteModel"
  static let group = Group.models
  static let summary = "Forget a model and free its memory."
  static let effect = Effect.changes
  static let errors: [ErrorCode] = [.modelNotFound]

  struct Params: Parameters {
    var model = ""

    static let fields: [Field<Self>] = [
      Field("model", \.model, "The model to forget.", .required)
    ]
  }

  struct Output: Answer {
    let model: String
    let freedBytes: Int

    static let members: [Member<Self>] = [
      Member("model", \.model, "The model that was forgotten."),
      Member("freedBytes", \.freedBytes, "Memory it took, about."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let model = try workspace.model(params.model)
    return Outcome(
      Output(model: model.name, freedBytes: model.memoryBytes),
      changes: [.forget(model: model.name)])
  }
}
