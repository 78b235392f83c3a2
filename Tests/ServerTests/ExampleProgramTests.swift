/// The programs of `clients/examples`, run as a reader of them would. What they print is held to what
/// `tenure call` answers about the same file.
import Foundation
import TestKit
import Testing
import Wire

@Suite struct ExampleProgramTests {
  private let folder: TemporaryFolder
  private let file: String

  init() throws {
    folder = TemporaryFolder()
    file = try folder.write("a shop's \"orders\".csv", Self.orders)
  }

  /// Orders of 60 customers over a year; every third one stops early.
  private static var orders: String {
    var lines = ["customerId,orderId,date,amount"]
    for customer in 0..<60 {
      let last = customer % 3 == 0 ? 120 + customer : 360
      var day = customer * 29 % 90
      while day < last {
        let date = "2024-\(two(day / 30 + 1))-\(two(day % 30 % 28 + 1))"
        lines.append(
          "C\(two(customer)),O\(lines.count),\(date),\(10 + (customer * 7 + day) % 90).5")
        day += 9 + customer % 40
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func example(_ name: String) -> String {
    Repository.file("clients/examples/\(name)").path
  }

  private func answer(_ method: String, _ options: [String]) throws -> JSONNode {
    let end = try Child.run(["call", method, file] + options)
    #expect(end.code == 0)
    return try JSONDocument(Array(end.output.utf8)).root
  }

  private func summary(_ method: String, _ options: [String] = ["limit=0"]) throws -> String {
    let text = try answer(method, options)["summary"]?.string
    return try #require(text)
  }

  private func customers(_ method: String) throws -> [String] {
    let rows = try answer(method, ["limit=5"])["customers"].map { Array($0.elements) } ?? []
    let names = rows.compactMap { $0["customerId"]?.string }
    #expect(names.count == 5)
    return names
  }

  @Test func `shell.sh tells the groups and who may leave`() throws {
    let variables = ["TENURE": Repository.program]
    let end = try Child.run(
      [example("shell.sh"), file], program: "sh", environment: variables)
    #expect(end.code == 0 && end.errors.isEmpty)
    let lines = end.output.components(separatedBy: "\n")
    #expect(lines.first == (try summary("segment")))
    #expect(lines.dropFirst().first == (try summary("predictChurn")))
    let names = lines.dropFirst(4).map { String($0.prefix { $0 != "\t" }) }.filter { !$0.isEmpty }
    #expect(names == (try customers("predictChurn")))

    let missing = try Child.run(
      [example("shell.sh"), "/none.csv"], program: "sh", environment: variables)
    #expect(missing.code == 1)
    #expect(missing.errors.hasPrefix("/none.csv: no such file\n"))
  }

  @Test func `notebook.py prints the groups and a table, with progress`() throws {
    let socket = folder.file("s")
    let server = try Child(["connect", "--socket", socket, "--idle-timeout", "60"])
    defer { _ = try? Child.run(["stop", "--socket", socket]) }
    server.send(request(1, "ping"))
    #expect(server.readLine() != nil)
    let end = try Child.run([example("notebook.py"), socket, file], program: "python3")
    #expect(end.code == 0)
    let lines = end.output.components(separatedBy: "\n")
    #expect(lines.contains(try summary("segment")))
    #expect(lines.contains(try summary("ltv")))
    let groups = try answer("segment", ["limit=0"])["segments"].map { Array($0.elements) } ?? []
    #expect(!groups.isEmpty)
    for group in groups {
      let name = try #require(group["name"]?.string)
      let size = try #require(group["size"]?.int)
      #expect(lines.contains { $0.hasSuffix(" \(size)  \(name)") }, "\(name)")
    }
    for name in try customers("ltv") {
      #expect(lines.contains { $0.hasPrefix("  \(name) ") }, "\(name)")
    }
    #expect(end.errors.contains("ltv   0 %") && end.errors.contains("ltv 100 %"))
    let left = try Child.run(["status", "--socket", socket])
    #expect(left.output.contains("\ndatasets  0\n"), "it has cleaned up")

    let missing = try Child.run([example("notebook.py"), socket, "/none.csv"], program: "python3")
    #expect(missing.code == 1)
    #expect(missing.errors.contains("loadDataset: /none.csv: no such file"))
  }

  @Test func `embed.c prints the summary and ends its server well`() throws {
    let binary = folder.file("embed")
    try compile(example("embed.c"), to: binary)
    let end = try Child.run([Repository.program, file], program: binary)
    let words = try summary("segment")
    #expect(end == Finished(code: 0, output: words + "\n", errors: ""))
    let missing = try Child.run([Repository.program, "/none.csv"], program: binary)
    #expect(missing == Finished(code: 1, output: "/none.csv: no such file\n", errors: ""))
    let absent = try Child.run([folder.file("none"), file], program: binary)
    #expect(absent.code == 1)
    #expect(absent.errors.contains("the server"))
  }

  /// The compiler of the Swift toolchain, or the system's.
  private func compile(_ source: String, to binary: String) throws {
    let options = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o", binary, source]
    let ends = ["clang", "cc"].lazy.compactMap { try? Child.run(options, program: $0) }
    let end = try #require(
      ends.first, "neither clang nor cc is on the PATH; the Swift toolchain has clang")
    #expect(end == Finished(code: 0, output: "", errors: ""))
  }
}
