/// The transcripts of `protocol/README.md` are what the program does.
import Foundation
import TestKit
import Testing
import Wire

@Suite(.serialized) struct TranscriptTests {
  /// The file that the transcripts speak of.
  private static let orders = """
    customer_id,order_id,date,amount,product_id
    C001,1,2024-01-05,20,tea
    C001,2,2024-03-07,25,cup
    C001,3,2024-05-20,22,tea
    C002,4,2024-01-09,90,pot
    C002,5,2024-06-11,120,pot
    C003,6,2024-02-01,15,tea
    C004,7,2024-02-14,60,cup
    C004,8,2024-02-28,55,tea
    C005,9,2024-03-03,10,tea
    C006,10,2024-03-15,200,pot
    C006,11,2024-04-15,210,pot
    C006,12,2024-05-15,190,cup
    C006,13,2024-06-15,220,pot
    C007,14,2024-04-01,35,tea
    C008,15,2024-05-01,40,cup
    C009,16,2024-01-20,12,tea
    C009,17,2024-02-20,14,tea
    C010,18,2024-06-20,75,pot

    """

  private func folder() throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    try folder.write("orders.csv", Self.orders)
    return folder
  }

  @Test func `the page shows conversations and commands`() {
    #expect(Transcript.all.filter(\.isConversation).count > 8)
    #expect(!Transcript.all.filter(\.isShell).isEmpty)
  }

  @Test(arguments: Transcript.all.filter { $0.isConversation && !$0.isFramed })
  func `a conversation of the page goes as written`(_ transcript: Transcript) throws {
    let folder = try folder()
    let program = try Program(folder: folder.path)
    for turn in transcript.turns {
      program.peer.send(turn.sent.joined(separator: "\n"))
      try hear(turn.received) { program.peer.nextLine() }
    }
    program.peer.closeInput()
    let rest = try #require(program.peer.rest())
    let isShown = transcript.lines.contains { $0.hasPrefix("<-") }
    #expect(isShown ? rest.isEmpty : !rest.contains(#""error""#), "and then came \(rest)")
  }

  @Test(arguments: Transcript.all.filter { $0.isConversation && $0.isFramed })
  func `a conversation in frames goes as written`(_ transcript: Transcript) throws {
    let folder = try folder()
    let program = try Program(folder: folder.path)
    for turn in transcript.turns {
      let sent = turn.sent.map { $0.hasPrefix("{") ? $0 : $0 + "\r\n" }.joined()
      program.peer.sendRaw(Array(sent.utf8))
      var wanted = turn.received
      while let place = wanted.firstIndex(where: \.isEmpty), place + 1 < wanted.count {
        let body = try #require(program.peer.nextBody())
        #expect(wanted[..<place] == ["Content-Length: \(body.utf8.count)"])
        #expect(Transcript.matches(body, wanted[place + 1]), "found \(body)")
        wanted.removeFirst(place + 2)
      }
      #expect(wanted.isEmpty, "a frame has headers, an empty line and a body")
    }
    program.peer.closeInput()
    #expect(program.peer.rest() == "")
  }

  @Test(arguments: Transcript.all.filter(\.isShell))
  func `a command of the page prints what is written`(_ transcript: Transcript) throws {
    let folder = try folder()
    let bin = TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: bin.path + "/tenure", withDestinationPath: Repository.program)
    for turn in transcript.turns {
      let shell = "PATH='\(bin.path)':\"$PATH\"\n\(turn.sent.joined(separator: "\n"))\nexit"
      let run = try Program(shell: shell, folder: folder.path)
      run.peer.closeInput()
      let printed = try #require(run.peer.rest())
      let wanted = turn.received.joined(separator: "\n")
      #expect(Transcript.matches(printed, wanted), "printed \(printed)")
    }
  }

  /// Reads messages until all that are written down came. Answers to several requests may come in
  /// any order; notifications come in theirs.
  private func hear(_ received: [String], _ next: () -> String?) throws {
    var wanted = received
    while wanted.contains(where: { $0 != "..." }) {
      let found = try #require(next(), "nothing came; expected \(wanted)")
      let isAnswer = try JSON(parsing: found)["method"] == nil
      let place = wanted.firstIndex { $0 != "..." && Transcript.matches(found, $0) }
      if let place {
        let isFirst = !wanted[..<place].contains { $0.contains(#""method""#) }
        #expect(isAnswer || isFirst, "too early: \(found)")
        wanted.remove(at: place)
      } else {
        let isPassedOver = wanted.contains("...")
        #expect(isPassedOver, "came \(found); expected \(wanted)")
      }
    }
  }
}
