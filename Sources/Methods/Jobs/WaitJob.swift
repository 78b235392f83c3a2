/// A job once it is over.
import Contract
import Support

enum WaitJob: Method {
  static let name = "waitJob"
  static let group = Group.jobs
  static let summary = "Answer when a job is over, with its result. The job goes on either way."
  static let effect = Effect.waits
  static let errors: [ErrorCode] = [.jobNotFound, .timedOut]
  static let tool: ToolWords? = ToolWords(
    en: "Wait for a job", zh: "等待任务",
    "Waits until a background job is over and gives its result. Give timeoutMs to stop waiting"
      + " earlier; the job itself goes on.")

  static func awaitedJob(_ params: JobParams) -> String? { params.jobId }

  static func run(
    _ params: JobParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<FinishedJob> {
    Outcome(FinishedJob(try workspace.job(params.jobId), params.lang))
  }
}
