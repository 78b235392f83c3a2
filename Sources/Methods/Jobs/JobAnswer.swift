/// A job in an answer, with its result where one is asked for.
import Contract
import Support
import Wire

struct JobAnswer: Answer {
  private let job: JobRecord
  private let language: Language

  init(_ job: JobRecord, _ lang: JobLanguage) {
    self.job = job
    language = lang == .zh ? .zh : .en
  }

  static let members: [Member<Self>] = [
    Member("jobId", \.job.id, "The job."),
    Member("method", \.job.method, "What it runs."),
    Member("state", \.job.state.rawValue, "queued, running, done, failed or cancelled."),
    Member("fraction", \.fraction, "How far it is, from 0 to 1."),
    Member("note", ifAny: \.note, "What it is doing."),
    Member("elapsedMs", \.elapsed, "Milliseconds since it was accepted, until its end."),
  ]

  private var fraction: Double { (job.fraction * 1000).rounded() / 1000 }
  private var note: String? { job.note?.text(in: language) }
  private var elapsed: Double { (job.elapsedMilliseconds * 100).rounded() / 100 }
}

/// A job and what it came to.
struct FinishedJob: Answer {
  private let job: JobAnswer
  private let outcome: Result<[UInt8], Failure>?

  init(_ record: JobRecord, _ lang: JobLanguage) {
    job = JobAnswer(record, lang)
    outcome = record.result
  }

  static let members: [Member<Self>] =
    JobAnswer.members.lifted(\.job) + [
      Member("result", ifAny: \.result, "What the method answered, once it is done."),
      Member("error", ifAny: \.error, "Why it failed: code, message and data of the error."),
    ]

  private var result: WrittenJSON? {
    if case .success(let bytes) = outcome { WrittenJSON(bytes) } else { nil }
  }

  private var error: JSON? {
    guard case .failure(let failure) = outcome else { return nil }
    let data = failure.data.map { [JSONMember("data", $0)] } ?? []
    return .object(
      [
        JSONMember("code", .int(Int64(failure.code))),
        JSONMember("message", .string(failure.message)),
      ] + data)
  }
}

/// The language of a job's note.
enum JobLanguage: String, Choice { case en, zh }

/// The parameters of methods that name a job.
struct JobParams: Parameters {
  var jobId = ""
  var lang = JobLanguage.en

  static let fields: [Field<Self>] = [
    Field("jobId", \.jobId, "The job.", .required),
    Field("lang", \.lang, "The language of the note.", default: "en"),
  ]
}

extension Workspace {
  /// The job of that id.
  func job(_ id: String) throws -> JobRecord {
    let all = facts.jobs()
    if let job = all.first(where: { $0.id == id }) { return job }
    throw Failure(
      .jobNotFound, "no job is called \(id.quotedShort)",
      hint: Phrase(en: "listJobs names those that are kept", zh: "listJobs 列出保留的任务"),
      facts: [JSONMember("known", .array(all.suffix(20).map { .string($0.id) }))])
  }
}
