/// What `tenure connect` does when a server of another version, or something else, listens.
import Foundation
import TestKit
import Testing

@testable import Server

/// Listens in this process: answers a ping as told and gives every other line back.
private final class Impostor: @unchecked Sendable {
  let folder: TemporaryFolder
  let path: String
  private let file: SocketFile

  /// Nil as an answer is a listener that never lets anybody in.
  init(ping answer: String?) throws {
    folder = TemporaryFolder()
    path = folder.file("s")
    file = try SocketFile(listeningOn: path)
    guard let answer else { return }
    let listener = file.descriptor
    _ = Threads.start {
      while case let client = accept(listener, nil, nil), client >= 0 {
        _ = Threads.start { Self.converse(client, answer) }
      }
    }
  }

  deinit {
    // Wakes `accept`, which then fails.
    shutdown(file.descriptor, Int32(SHUT_RDWR))
    file.remove()
  }

  private static func converse(_ client: Int32, _ answer: String) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = read(client, &buffer, buffer.count), count > 0 {
      let text = String(decoding: buffer[..<count], as: UTF8.self)
      let reply = Array((text.contains(#""method":"ping""#) ? answer + "\n" : text).utf8)
      _ = reply.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }
    close(client)
  }

  static func pong(version: String, protocol wire: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"result":{"ok":true,"version":"\#(version)","protocol":"\#(wire)"}}"#
  }
}

@Suite struct OtherVersionTests {
  private func run(_ command: String, _ other: Impostor) throws -> Finished {
    defer { withExtendedLifetime(other) {} }
    let input = command == "connect" ? "as it is\n" : ""
    return try Child.run([command, "--socket", other.path], input: input)
  }

  @Test func `another protocol is refused, with what to do`() throws {
    let other = try Impostor(ping: Impostor.pong(version: "0.1.0", protocol: "2"))
    let answer = try run("connect", other)
    #expect(answer.code == 3)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.contains("speaks protocol 2 and this program 1"))
    #expect(answer.errors.contains("tenure stop --socket \(other.path)"))
  }

  @Test func `another version of the program is told and served`() throws {
    let other = try Impostor(ping: Impostor.pong(version: "0.0.9", protocol: "1"))
    let answer = try run("connect", other)
    #expect(answer.code == 0)
    #expect(answer.output == "as it is\n")
    #expect(
      answer.errors == "tenure: the server on \(other.path) is version 0.0.9, this program 0.1.0; "
        + "to change over: tenure stop --socket \(other.path)\n")
  }

  @Test(arguments: ["{}", "hello", #"{"jsonrpc":"2.0","id":1,"result":{"ok":true}}"#])
  func `what does not answer as tenure does is refused`(_ reply: String) throws {
    let other = try Impostor(ping: reply)
    let answer = try run("connect", other)
    #expect(answer.code == 3)
    #expect(answer.errors.contains("does not answer as tenure does"))
  }

  @Test func `what the server has against it is said`() throws {
    let reply =
      #"{"jsonrpc":"2.0","id":null,"error":{"code":5001,"message":"the server is full"}}"#
    let other = try Impostor(ping: reply)
    let answer = try run("connect", other)
    #expect(answer.code == 3)
    #expect(answer.errors == "tenure: the server on \(other.path) refuses: the server is full\n")
  }

  @Test(arguments: ["connect", "status", "stop"])
  func `a server that does not answer is not waited for`(_ command: String) throws {
    let other = try Impostor(ping: nil)
    let answer = try run(command, other)
    #expect(answer.code == 3)
    let words = "process \(getpid()), did not answer within 2 seconds"
    #expect(answer.errors.contains(words))
  }
}
