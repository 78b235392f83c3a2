/// Asks to be told no more.
import Contract
import Support

enum Unsubscribe: Method {
  static let name = "unsubscribe"
  static let group = Group.server
  static let summary = "Be told no more of these topics; of none when no topics are given."
  static let effect = Effect.control

  struct Params: Parameters {
    var topics = AlertTopic.allCases

    static let fields: [Field<Self>] = [
      Field("topics", \.topics, "What to be told of no more; all when not given.")
    ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<TopicsAnswer> {
    var demands: [Demand] = [.unsubscribe(Set(params.topics).subtracting([.log]))]
    if params.topics.contains(.log) { demands.append(.log(.off, .plain)) }
    return Outcome(TopicsAnswer(params.topics), demands: demands)
  }
}
