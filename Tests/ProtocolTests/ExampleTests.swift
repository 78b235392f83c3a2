/// Every example is valid under its schema and gives what it says.
import Dialects
import Foundation
import Methods
import TestKit
import Testing
import Wire

@Suite struct ExampleTests {
  @Test(arguments: Example.all)
  func `an example gives what it says`(_ example: Example) throws {
    let outcome = try example.run()
    if Example.isRecording { return try example.record(outcome) }
    switch outcome {
    case .result(let found):
      let wanted = try #require(example.result, "an error was expected")
      let portable = try JSON(parsing: example.portable(found.text()))
      let problem = SameJSON.difference(portable, wanted)
      #expect(problem == nil, "\(problem ?? "")")
    case .failure(let code, let message, let data):
      let error = try #require(example.error, "it failed: \(message)")
      #expect(error["code"]?.int == Int64(code))
      #expect(example.portable(message) == error["message"]?.string)
      let problem = SameJSON.difference(data, error["data"] ?? .null)
      #expect(problem == nil, "\(problem ?? "")")
    }
  }

  @Test(arguments: Example.all)
  func `an accepted example fits the schema of its parameters`(_ example: Example) throws {
    guard example.result != nil else { return }
    let entry = try #require(
      AllEntries.entries.first { $0.description.name == example.method })
    let problems = SchemaCheck.problems(
      example.params, entry.description.parameterSchema.json, at: "params")
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test(arguments: AllEntries.entries.map(\.description.name))
  func `a method has an accepted and a refused example`(_ method: String) {
    let own = Example.all.filter { $0.method == method }
    // What rpc.discover answers is protocol/openrpc.json itself.
    #expect(
      method == "rpc.discover" || own.contains { $0.result != nil },
      "add protocol/examples/\(method)/<case>.json")
    // A ping takes whatever is sent along.
    #expect(
      method == "ping" || own.contains { $0.error != nil }, "add a refused example of \(method)")
  }

  @Test func `every error that a method declares is seen in an example`() {
    let seen = Set(Example.all.compactMap { $0.error?["code"]?.int })
    // Not to be had from one request on one small file.
    let unseen: Set<Int64> = [1003, 1011, 5003, 1004]
    let declared = AllEntries.entries.flatMap(\.description.errors).map { Int64($0.rawValue) }
    let missing = Set(declared).subtracting(seen).subtracting(unseen)
    #expect(missing.isEmpty, "no example shows \(missing.sorted())")
  }
}
