/// Methods that do nothing but what a test of the server needs.
import Contract
import Dialects
import Glibc
import Support
import Synchronization
import TestKit
import Wire

@testable import Methods

/// Doors that `hold` waits at, by name.
enum Doors {
  private static let opened = Mutex<Set<String>>([])
  private static let reached = Mutex<Set<String>>([])

  static func open(_ name: String) { _ = opened.withLock { $0.insert(name) } }
  static func isOpen(_ name: String) -> Bool { opened.withLock { $0.contains(name) } }
  static func arrive(_ name: String) { _ = reached.withLock { $0.insert(name) } }

  /// Whether somebody came to the door within some seconds.
  static func wasReached(_ name: String) -> Bool {
    for _ in 0..<2_000 {
      if reached.withLock({ $0.contains(name) }) { return true }
      poll(nil, 0, 5)
    }
    return false
  }
}

private func waitAt(_ door: String, _ run: Run) throws {
  Doors.arrive(door)
  while !Doors.isOpen(door) {
    try run.checkpoint()
    poll(nil, 0, 1)
  }
}

struct DoorParams: Parameters {
  var door = ""
  static let fields: [Field<Self>] = [Field("door", \.door, "Where to wait.", .required)]
}

struct Done: Answer {
  let text: String
  static let members: [Member<Self>] = [Member("text", \.text, "What was done.")]
}

/// Computes until its door opens.
enum Hold: Method {
  static let name = "hold"
  static let group = Group.server
  static let summary = "Wait at a door."
  static let effect = Effect.computes

  static func run(
    _ params: DoorParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Done> {
    try waitAt(params.door, run)
    return Outcome(Done(text: params.door))
  }
}

/// Changes the state once its door opens.
enum Alter: Method {
  static let name = "alter"
  static let group = Group.server
  static let summary = "Change something behind a door."
  static let effect = Effect.changes

  static func run(
    _ params: DoorParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Done> {
    try waitAt(params.door, run)
    return Outcome(Done(text: params.door))
  }
}

/// Reports more, and less orderly, than anybody wants to hear.
enum Chatter: Method {
  static let name = "chatter"
  static let group = Group.server
  static let summary = "Report without end."
  static let effect = Effect.computes

  static func run(
    _ params: DoorParams, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Done> {
    let start = clock()
    var step = 0
    while clock() - start < CLOCKS_PER_SEC / 2 {
      step += 1
      run.report(Double((step * 7919) % 1_000) / 1_000, Phrase(en: "talking", zh: "说话"))
    }
    return Outcome(Done(text: "done"))
  }
}

/// Answers with many bytes.
enum Big: Method {
  static let name = "big"
  static let group = Group.server
  static let summary = "Answer with many bytes."
  static let effect = Effect.control

  struct Params: Parameters {
    var bytes = 1
    static let fields: [Field<Self>] = [
      Field("bytes", \.bytes, "How many.", in: 0...(1 << 28), default: 1)
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Done> {
    Outcome(Done(text: String(repeating: "x", count: params.bytes)))
  }
}

/// Computes many bytes, and counts how often it was asked for.
enum Bulk: Method {
  static let name = "bulk"
  static let group = Group.server
  static let summary = "Compute many bytes."
  static let effect = Effect.computes
  static let runs = Atomic<Int>(0)

  static func run(
    _ params: Big.Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<Done> {
    runs.add(1, ordering: .relaxed)
    return Outcome(Done(text: String(repeating: "x", count: params.bytes)))
  }
}

/// Segments a dataset once its door opens: on the state it was given.
enum LateSegment: Method {
  static let name = "lateSegment"
  static let group = Group.server
  static let summary = "Segment behind a door."
  static let effect = Effect.computes

  struct Params: Parameters {
    var door = ""
    var dataset = ""
    static let fields: [Field<Self>] = [
      Field("door", \.door, "Where to wait.", .required),
      Field("dataset", \.dataset, "What to segment.", .required),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<JSON> {
    try waitAt(params.door, run)
    let asked: JSON = ["dataset": .string(params.dataset), "limit": 0]
    let document = try JSONDocument(text: asked.text())
    let reply = MethodEntry(Segment.self).run(document.root, in: workspace, run)
    return Outcome(JSON(try JSONDocument(try reply.result.get()).root))
  }
}

let toyEntries =
  AllEntries.entries + [
    MethodEntry(Hold.self), MethodEntry(Alter.self), MethodEntry(Chatter.self),
    MethodEntry(Big.self), MethodEntry(LateSegment.self),
    MethodEntry(Bulk.self),
  ]

/// A request of one line.
func request(_ id: Int, _ method: String, _ params: String = "{}") -> String {
  #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
}

/// A notification of one line.
func notification(_ method: String, _ params: String = "{}") -> String {
  #"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params)}"#
}
