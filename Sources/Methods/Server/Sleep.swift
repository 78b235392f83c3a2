/// Work that does nothing, for authors of clients: it can be cancelled and reports progress.
import Contract
import Support
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Sleep: Method {
  static let name = "sleep"
  static let group = Group.server
  static let summary = "Wait, with progress, until the time is over or the request is cancelled."
  static let effect = Effect.computes
  static let tool: ToolWords? = ToolWords(
    en: "Sleep", zh: "等待",
    "Waits for some seconds with progress and can be cancelled. For authors of clients who test"
      + " cancel and progress; of no use for questions about customers.")

  struct Params: Parameters {
    var seconds = 1.0

    static let fields: [Field<Self>] = [
      Field("seconds", \.seconds, "How long to wait.", in: 0...Limits.sleepSeconds, default: 1)
    ]
  }

  struct Output: Answer {
    let seconds: Double

    static let members: [Member<Self>] = [
      Member("seconds", \.seconds, "How long it waited.")
    ]
  }

  private static let stepSeconds = 0.02

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let steps = Int((params.seconds / stepSeconds).rounded(.up))
    for step in 0..<steps {
      try run.checkpoint()
      let left = min(stepSeconds, params.seconds - Double(step) * stepSeconds)
      usleep(UInt32(max(0, left) * 1e6))
      run.report(Double(step + 1) / Double(steps), Phrase(en: "waiting", zh: "等待中"))
    }
    return Outcome(Output(seconds: params.seconds))
  }
}
