/// A job as it is now.
import Contract
import Support

enum GetJob: Method {
  static let name = "getJob"
  static let group = Group.jobs
  static let summary = "Say how far a job is, and its result once it is done."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.jobNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Look at a job", zh: "查看任务",
    "Gives the state and progress of one background job, and its full result once it is done."
      + " Results are kept for an hour.")

  static func run(
    _ params: JobParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<FinishedJob> {
    Outcome(FinishedJob(try workspace.job(params.jobId), params.lang))
  }
}
