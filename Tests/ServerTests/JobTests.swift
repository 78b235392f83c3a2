/// Jobs: answered at once, run behind those who wait, kept for a while, owned by nobody.
import Contract
import Dialects
import Methods
import Support
import TestKit
import Testing
import Wire

@testable import Server

@Suite struct JobTests {
  private func json(_ text: String?) throws -> JSON { try JSON(parsing: try #require(text)) }

  private func start(_ session: Session, _ id: Int, _ door: String) throws -> String {
    let reply = try json(session.ask(request(id, "hold", #"{"door":"\#(door)","job":true}"#)))
    return try #require(reply["result"]?["jobId"]?.string)
  }

  @Test func `a job outlives its client and is there for another`() throws {
    let session = Session(entries: toyEntries)
    let other = session.another()
    let job = try start(session, 1, "outlive")
    #expect(Doors.wasReached("outlive"))
    session.vanish()
    #expect(session.ending() == .endOfInput)
    let running = try json(other.ask(request(1, "getJob", #"["\#(job)"]"#)))["result"]
    #expect(running?["state"] == "running")
    #expect(running?["result"] == nil)
    other.send(request(2, "waitJob", #"["\#(job)"]"#))
    #expect(other.answersPing())
    Doors.open("outlive")
    let done = try json(other.nextLine())
    #expect(done["id"] == 2)
    #expect(done["result"]?["state"] == "done")
    #expect(done["result"]?["result"] == ["text": "outlive"])
  }

  @Test func `one worker is left for those who wait`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("quick")
    let first = try start(session, 1, "slow job")
    #expect(Doors.wasReached("slow job"))
    let second = try start(session, 2, "second job")
    #expect(try json(session.ask(request(3, "hold", #"{"door":"quick"}"#)))["result"] != nil)
    let jobs = try json(session.ask(request(4, "listJobs")))["result"]?["jobs"]?.array ?? []
    #expect(jobs.map { $0["jobId"]?.string } == [first, second])
    #expect(jobs.map { $0["state"]?.string } == ["running", "queued"])
    Doors.open("second job")
    Doors.open("slow job")
    #expect(try json(session.ask(request(5, "waitJob", #"["\#(second)"]"#)))["result"] != nil)
  }

  @Test func `a job that changes the state lets computations go on and other changes wait`() throws
  {
    let session = Session(entries: toyEntries)
    Doors.open("aside")
    let reply = session.ask(request(1, "alter", #"{"door":"slow change","job":true}"#))
    #expect(try json(reply)["result"]?["jobId"] == "job-1")
    #expect(Doors.wasReached("slow change"))
    #expect(try json(session.ask(request(2, "hold", #"{"door":"aside"}"#)))["result"] != nil)
    session.send(request(3, "alter", #"{"door":"aside"}"#))
    #expect(session.answersPing())
    Doors.open("slow change")
    #expect(try json(session.nextLine())["id"] == 3)
  }

  @Test func `a job is cancelled while it runs and while it waits`() throws {
    let session = Session(entries: toyEntries)
    let running = try start(session, 1, "never opened")
    #expect(Doors.wasReached("never opened"))
    let waiting = try start(session, 2, "never reached")
    for (id, job) in [(3, waiting), (5, running)] {
      let asked = try json(session.ask(request(id, "cancelJob", #"["\#(job)"]"#)))
      #expect(asked["result"]?["cancelling"] == true)
      let over = try json(session.ask(request(id + 1, "waitJob", #"["\#(job)"]"#)))["result"]
      #expect(over?["state"] == "cancelled")
      #expect(over?["error"]?["code"] == -32800)
    }
    let late = try json(session.ask(request(7, "cancelJob", #"["\#(running)"]"#)))
    #expect(late["result"]?["cancelling"] == false)
  }

  @Test func `waiting is cancelled and timed out without the job`() throws {
    let session = Session(entries: toyEntries)
    let job = try start(session, 1, "patience")
    session.send(request(2, "waitJob", #"["\#(job)"]"#))
    session.send(notification("$/cancelRequest", #"{"id":2}"#))
    #expect(try json(session.nextLine())["error"]?["code"] == -32800)
    let late = session.ask(request(3, "waitJob", #"{"jobId":"\#(job)","timeoutMs":20}"#))
    #expect(try json(late)["error"]?["code"] == 5004)
    Doors.open("patience")
    let done = try json(session.ask(request(4, "waitJob", #"["\#(job)"]"#)))
    #expect(done["result"]?["state"] == "done")
  }

  @Test func `a request is given up when the time it allows is over`() throws {
    let session = Session(entries: toyEntries)
    let slow = session.ask(request(1, "hold", #"{"door":"too slow","timeoutMs":20}"#))
    #expect(try json(slow)["error"]?["code"] == 5004)
    let job = session.ask(request(2, "hold", #"{"door":"too slow","timeoutMs":20,"job":true}"#))
    let id = try #require(try json(job)["result"]?["jobId"]?.string)
    let over = try json(session.ask(request(3, "waitJob", #"["\#(id)"]"#)))["result"]
    #expect(over?["state"] == "failed")
    #expect(over?["error"]?["code"] == 5004)
    let most = Limits.timeoutMilliseconds
    Doors.open("in time")
    let fits = session.ask(request(4, "hold", #"{"door":"in time","timeoutMs":\#(most)}"#))
    #expect(try json(fits)["result"] != nil)
    let beyond = session.ask(request(5, "hold", #"{"door":"in time","timeoutMs":\#(most + 1)}"#))
    #expect(try json(beyond)["error"]?["code"] == -32602)
  }

  @Test func `options stand behind positions too, and methods answered at once have none`() throws {
    let session = Session(entries: toyEntries)
    Doors.open("position")
    let job = try json(session.ask(request(1, "hold", #"["position",{"job":true}]"#)))
    #expect(job["result"]?["jobId"] == "job-1")
    let refused = try json(session.ask(request(2, "status", #"{"job":true}"#)))
    #expect(refused["error"]?["data"]?["path"] == "params.job")
    let wrong = try json(session.ask(request(3, "hold", #"{"door":"position","job":"yes"}"#)))
    #expect(wrong["error"]?["data"]?["path"] == "params.job")
  }

  @Test func `at the end of the input jobs are finished`() throws {
    let folder = TemporaryFolder()
    try folder.write("orders.csv", "customer_id,date,amount\na,2024-01-05,5\nb,2024-02-05,7\n")
    let program = try Program(folder: folder.path)
    // The second job begins when the first one is over, long after the end of the input.
    program.peer.send(request(1, "sleep", #"{"seconds":0.3,"job":true}"#))
    let params = #"{"path":"orders.csv","outputPath":"groups.csv","job":true}"#
    program.peer.send(request(2, "segment", params))
    program.peer.closeInput()
    #expect(program.peer.rest()?.contains("job-2") == true)
    #expect(program.end() == .exit(0))
    let written = try String(contentsOfFile: folder.path + "/groups.csv", encoding: .utf8)
    #expect(written.hasPrefix("customerId"))
  }

  // MARK: Bounds

  @Test func `as many jobs as may be are taken and one more is refused`() throws {
    let jobs = Jobs()
    for _ in 0..<Limits.jobs { #expect(jobs.open("hold") != nil) }
    #expect(jobs.open("hold") == nil)
    _ = jobs.end("job-1", .success([]))
    #expect(jobs.open("hold") != nil)
    #expect(jobs.open("hold") == nil)
  }

  @Test func `a result is kept for its time and no longer`() throws {
    let kept = Jobs(keepMilliseconds: 3_600_000)
    let gone = Jobs(keepMilliseconds: 0)
    for jobs in [kept, gone] {
      #expect(jobs.open("hold") == "job-1")
      #expect(jobs.records.map(\.id) == ["job-1"])
      _ = jobs.end("job-1", .success([]))
    }
    #expect(kept.records.map(\.id) == ["job-1"])
    #expect(gone.records.isEmpty)
    let session = Session(service: Service(entries: toyEntries, jobs: gone))
    Doors.open("short")
    let job = try start(session, 1, "short")
    _ = session.ask(request(2, "waitJob", #"["\#(job)"]"#))
    let late = try json(session.ask(request(3, "getJob", #"["\#(job)"]"#)))
    #expect(late["error"]?["code"] == 5002)
  }

  @Test func `the oldest results go when all are too large together`() {
    let jobs = Jobs(resultBytesMax: 100)
    for size in [60, 40, 1] {
      let id = jobs.open("hold") ?? ""
      _ = jobs.end(id, .success([UInt8](repeating: 48, count: size)))
    }
    #expect(jobs.records.map(\.id) == ["job-2", "job-3"])
    let id = jobs.open("hold") ?? ""
    let ended = jobs.end(id, .success([UInt8](repeating: 48, count: 101)))
    #expect(ended?.0.state == .failed)
    guard case .failure(let failure)? = jobs.records.last?.result else {
      Issue.record("a result beyond the bound was kept")
      return
    }
    #expect(failure.code == ErrorCode.memoryLimit.rawValue)
  }
}
