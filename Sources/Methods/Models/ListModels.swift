/// The models that are kept.
import Analytics
import Contract
import Support
import Tables

enum ListModels: Method {
  static let name = "listModels"
  static let group = Group.models
  static let summary = "List the models that are kept: what they do and what they were made of."
  static let effect = Effect.computes
  static let tool: ToolWords? = ToolWords(
    en: "List kept models", zh: "已保存模型",
    "Lists the models this server keeps, such as those of segment with saveAs; give a name from"
      + " here as model to assignSegment.")

  struct Params: Parameters {
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] = [
      Field("lang", \.lang, "The language of texts.", default: "auto")
    ]
  }

  struct Output: Answer {
    let models: [ModelAnswer]
    let aliases: OutputMap<String>

    static let members: [Member<Self>] = [
      Member("models", \.models, "The models, by name."),
      Member("aliases", \.aliases, "Other names, and the models they stand for."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let say = Speaker(params.lang, of: nil)
    return Outcome(
      Output(
        models: workspace.models.map { ModelAnswer($0, say) },
        aliases: OutputMap(
          workspace.aliases.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) })))
  }
}

struct ModelAnswer: Answer {
  let name: String
  let kind: String
  let method: String
  let dataset: String
  let rows: Int
  let customers: Int
  let seed: Int
  let grade: GradeAnswer
  let memoryBytes: Int

  init(_ model: SavedModel, _ say: Speaker) {
    name = model.name
    kind = model.purpose
    method = model.method
    dataset = model.dataset
    rows = model.rows
    customers = model.customers
    seed = model.seed
    grade = GradeAnswer(model.grade, say)
    memoryBytes = model.memoryBytes
  }

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name."),
    Member("kind", \.kind, "What it is for: segments, prediction or recommendations."),
    Member("method", \.method, "The method that made it."),
    Member("dataset", \.dataset, "Name and version of the data it was made of."),
    Member("rows", \.rows, "Their rows."),
    Member("customers", \.customers, "Their customers."),
    Member("seed", \.seed, "The seed it was made with."),
    Member("grade", \.grade, "How far its answers are to be trusted."),
    Member("memoryBytes", \.memoryBytes, "Memory it takes, about."),
  ]
}
