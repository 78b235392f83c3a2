/// The bounds of one connection: bytes unread, requests unanswered.
import Glibc
import Methods
import Support
import Synchronization
import TestKit
import Testing
import Wire

@testable import Server

struct OutboxTests {
  /// Runs `body` on a thread and says whether it came back within some milliseconds.
  private func returns(within milliseconds: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    let gate = Gate()
    let isDone = Atomic<Bool>(false)
    let box = Box(flag: isDone)
    _ = Threads.start {
      body()
      gate.locked {
        box.flag.store(true, ordering: .relaxed)
        gate.wakeAll()
      }
    }
    let deadline = Clock.after(milliseconds: milliseconds)
    return gate.locked {
      while !box.flag.load(ordering: .relaxed) { if !gate.wait(until: deadline) { break } }
      return box.flag.load(ordering: .relaxed)
    }
  }

  private final class Box: Sendable {
    let flag: Atomic<Bool>
    init(flag: consuming Atomic<Bool>) { self.flag = flag }
  }

  @Test(arguments: [true, false])
  func `there is room at the budget and none beyond it until somebody reads`(isSocket: Bool) {
    var ends: [Int32] = [0, 0]
    if isSocket {
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    } else {
      pipe(&ends)
    }
    let budget = 1 << 20
    let outbox = Outbox(Descriptor(ends[1]), budget: budget) {}
    #expect(returns(within: 5_000) { outbox.waitForRoom() })
    // What the system buffers does not count; four budgets are beyond anything it takes.
    for _ in 0..<4 { outbox.send([UInt8](repeating: 7, count: budget)) }
    #expect(!returns(within: 50) { outbox.waitForRoom() })
    let reader = ends[0]
    var left = 4 * budget
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while left > 0 {
      let count = read(reader, &buffer, buffer.count)
      guard count > 0, buffer[..<count].allSatisfy({ $0 == 7 }) else { break }
      left -= count
    }
    #expect(left == 0)
    #expect(returns(within: 5_000) { outbox.waitForRoom() })
    #expect(outbox.flush(until: Clock.after(milliseconds: 5_000)))
    outbox.close()
    close(ends[0])
    close(ends[1])
  }

  @Test func `a client that is gone holds nobody up and is noticed once`() {
    var ends: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    let noticed = Atomic<Int>(0)
    let count = Count(value: noticed)
    let outbox = Outbox(Descriptor(ends[1]), budget: 100) { count.value.add(1, ordering: .relaxed) }
    outbox.send([UInt8](repeating: 7, count: 4 << 20))
    close(ends[0])
    #expect(returns(within: 5_000) { outbox.waitForRoom() })
    outbox.send([1])
    #expect(outbox.isGone)
    outbox.close()
    #expect(count.value.load(ordering: .relaxed) == 1)
    close(ends[1])
  }

  private final class Count: Sendable {
    let value: Atomic<Int>
    init(value: consuming Atomic<Int>) { self.value = value }
  }

  @Test func `requests of a client that never reads stand aside and others go on`()
    throws
  {
    let session = Session(entries: toyEntries)
    let other = session.another()
    let megabyte = 1 << 20
    let budget = Limits.unreadReplyBytes / megabyte
    for id in 0..<budget * 3 { session.send(request(id, "bulk", #"{"bytes":\#(megabyte)}"#)) }
    #expect(Patience.until { Bulk.runs.load(ordering: .relaxed) >= budget })
    // What is computed while nobody reads is the budget, what the socket holds, and one a worker.
    for id in 0..<20 {
      other.send(request(id, "sleep", #"{"seconds":0}"#))
      #expect(other.nextLine() != nil)
    }
    #expect(Bulk.runs.load(ordering: .relaxed) <= budget + 8)
    var ids: [Int] = []
    for _ in 0..<budget * 3 {
      let line = try #require(session.nextLine())
      ids.append(Int(try #require(JSON(parsing: line)["id"]?.int)))
    }
    #expect(ids.sorted() == Array(0..<budget * 3))
  }

  @Test func `who stood aside goes on in order once the client reads`() throws {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    defer { for end in ends { close(end) } }
    let schedule = Schedule(Workspace())
    let full = Outbox(Descriptor(ends[0]), budget: 0, whenRoom: { schedule.wake() }) {}
    full.send([UInt8](repeating: 65, count: 4 << 20))
    #expect(!full.hasRoom)
    let entry = try #require(toyEntries.first)
    let (slow, quick) = (InFlight(), InFlight())
    func post(_ id: Int, _ owner: InFlight, _ outbox: Outbox?) {
      schedule.post(
        Pending(
          id: RequestID(id), entry: entry, params: nil, run: Run(), journal: .silent,
          owner: owner, outbox: outbox, begin: {}, deliver: { _ in }))
    }
    for id in [1, 2] { post(id, slow, full) }
    post(3, quick, nil)
    post(4, slow, full)
    #expect(schedule.take()?.pending.id == RequestID(3))
    var room = [UInt8](repeating: 0, count: 1 << 20)
    var left = 4 << 20
    while left > 0 { left -= max(1, read(ends[1], &room, room.count)) }
    #expect(Patience.until { full.hasRoom })
    #expect((0..<3).map { _ in schedule.take()?.pending.id } == [1, 2, 4].map { RequestID($0) })
    full.close()
  }

  @Test func `the answers of a batch have a bound and what is beyond it is refused`() throws {
    let replies = [1, 2].map { id in ReplyText.result(Array("0".utf8), id: RequestID(id)) }
    let size = replies.reduce(0) { $0 + $1.count }
    for (bytesMax, refused) in [(size, false), (size - 1, true)] {
      let sent = Mutex<[UInt8]>([])
      let batch = BatchReply(count: 2, bytesMax: bytesMax) { text in sent.withLock { $0 = text } }
      for (place, reply) in replies.enumerated() {
        batch.fill(place, reply, id: RequestID(place + 1))
      }
      let answer = try JSON(parsing: sent.withLock { String(decoding: $0, as: UTF8.self) })
      #expect(answer.array?.first?["result"] == 0)
      #expect(answer.array?.last?["id"] == 2)
      #expect((answer.array?.last?["error"]?["code"] == 5003) == refused)
    }
  }

  @Test func `a client may have so many requests open and no more`() throws {
    let entry = try #require(toyEntries.first)
    let inFlight = InFlight()
    let requests = (0..<3).map { id in
      Pending(
        id: RequestID(id), entry: entry, params: nil, run: Run(), journal: .silent,
        owner: inFlight, begin: {}, deliver: { _ in })
    }
    inFlight.add(requests[0])
    inFlight.add(requests[1])
    #expect(returns(within: 5_000) { inFlight.waitForRoom(limit: 3) })
    inFlight.add(requests[2])
    #expect(!returns(within: 50) { inFlight.waitForRoom(limit: 3) })
    #expect(requests[1].cancel(.byClient, silently: false))
    #expect(returns(within: 5_000) { inFlight.waitForRoom(limit: 3) })
    for request in requests { _ = request.cancel(.byClient, silently: true) }
    #expect(inFlight.waitUntilEmpty(deadline: Clock.after(milliseconds: 5_000)))
  }
}
