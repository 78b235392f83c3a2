/// Ends a job before its time.
import Contract
import Support

enum CancelJob: Method {
  static let name = "cancelJob"
  static let group = Group.jobs
  static let summary = "Cancel a job; one that is over stays as it is."
  static let effect = Effect.control
  static let errors: [ErrorCode] = [.jobNotFound]

  struct Output: Answer {
    let jobId: String
    let isCancelling: Bool

    static let members: [Member<Self>] = [
      Member("jobId", \.jobId, "The job."),
      Member("cancelling", \.isCancelling, "False when it was over already."),
    ]
  }

  static func run(
    _ params: JobParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Output> {
    let job = try workspace.job(params.jobId)
    return Outcome(
      Output(jobId: job.id, isCancelling: !job.isOver), demands: [.cancelJob(job.id)])
  }
}
