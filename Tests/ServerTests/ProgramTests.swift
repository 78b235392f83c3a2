/// The built program as a child: how it starts and how it ends.
///
/// Suites of processes run one after the other: each starts servers of its own, and a machine of
/// two processors has none to spare for a second one.
import Glibc
import TestKit
import Testing
import Wire

@testable import Server

/// What clients may rely on, held against the built program.
@Suite(.serialized) struct Promises {}

func json(_ line: String?) throws -> JSON { try JSON(parsing: try #require(line)) }

extension Promises {
  @Suite struct Start {
    @Test func `standard output is empty before the first request`() throws {
      let server = try Program()
      // Descriptor 1 is moved first of all; then the server is up and has said nothing.
      #expect(Patience.until { ProcessFacts(server.pid).descriptors[1] == "/dev/null" })
      #expect(server.peer.isSilent(milliseconds: 100))
      #expect(server.peer.answersPing())
    }

    @Test func `descriptor 1 means standard error`() throws {
      let server = try Program(errors: .pipe)
      #expect(server.peer.answersPing())
      let descriptors = ProcessFacts(server.pid).descriptors
      #expect(descriptors[1] == descriptors[2])
      #expect(descriptors.filter { $0.key > 2 }.values.contains { $0.hasPrefix("pipe:") })
    }

    @Test func `what a library prints goes to standard error`() async throws {
      let result = await #expect(
        processExitsWith: .success,
        observing: [\.standardOutputContent, \.standardErrorContent]
      ) {
        let output = StdioTransport.claimOutput()
        print("a library says hello")
        fflush(nil)
        write(output, "message", 7)
      }
      let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
      let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(output.contains("message"))
      #expect(!output.contains("hello"))
      #expect(errors.contains("a library says hello"))
    }

    @Test func `the first answer comes within a second of the start`() throws {
      let start = ContinuousClock.now
      let server = try Program()
      #expect(server.peer.answersPing())
      #expect(start.duration(to: .now) < .seconds(1 * Patience.scale))
    }
  }
}
