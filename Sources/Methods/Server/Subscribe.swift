/// Asks to be told: of datasets and jobs by `$/alert`, of the server's own lines by `$/log`.
import Contract
import Support

extension AlertTopic: Choice {}
extension LogLevel: Choice {}

struct TopicsAnswer: Answer {
  let topics: [String]

  init(_ topics: [AlertTopic]) {
    self.topics = AlertTopic.allCases.filter(topics.contains).map(\.rawValue)
  }

  static let members: [Member<Self>] = [
    Member("topics", \.topics, "The topics of this request, each once.")
  ]
}

enum Subscribe: Method {
  static let name = "subscribe"
  static let group = Group.server
  static let summary = "Be told by $/alert of datasets and jobs, and by $/log of the log."
  static let effect = Effect.control

  struct Params: Parameters {
    var topics: [AlertTopic] = []
    var level = LogLevel.info

    static let fields: [Field<Self>] = [
      Field("topics", \.topics, "What to be told of.", .required),
      Field("level", \.level, "The least level of log lines.", default: "info"),
    ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<TopicsAnswer> {
    var demands: [Demand] = [.subscribe(Set(params.topics).subtracting([.log]))]
    if params.topics.contains(.log) { demands.append(.log(params.level, .plain)) }
    return Outcome(TopicsAnswer(params.topics), demands: demands)
  }
}
