/// The jobs that run, wait, or are kept.
import Contract
import Support

enum ListJobs: Method {
  static let name = "listJobs"
  static let group = Group.jobs
  static let summary = "List the jobs that run or wait, and those whose results are kept."
  static let effect = Effect.control
  static let tool: ToolWords? = ToolWords(
    en: "List jobs", zh: "任务列表",
    "Lists the background jobs of this server with their state and progress. Use it to find the"
      + " jobId of a long computation that another client started. Results: getJob.")

  struct Params: Parameters {
    var lang = JobLanguage.en

    static let fields: [Field<Self>] = [
      Field("lang", \.lang, "The language of notes.", default: "en")
    ]
  }

  struct Output: Answer {
    let jobs: [JobAnswer]

    static let members: [Member<Self>] = [
      Member("jobs", \.jobs, "The jobs, in the order they were started.")
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    Outcome(Output(jobs: workspace.facts.jobs().map { JobAnswer($0, params.lang) }))
  }
}
